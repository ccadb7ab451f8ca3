//! Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds).

use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::random;

const STEP: u64 = 30;

/// A new secret to share with the app.
#[must_use]
pub fn new_secret() -> [u8; 20] {
    random::bytes()
}

/// The step (thirty-second period since 1970) that `code` is of, if it is of this one, the one before or the one after.
///
/// A code serves once: the caller keeps the step and passes it as `last_step` the next time, and a code of that step or
/// an earlier one is refused. The digits are compared in constant time. Spaces in the code don't matter.
#[must_use]
pub fn check(secret: &[u8; 20], code: &str, unix_seconds: u64, last_step: Option<u64>) -> Option<u64> {
    if code.len() > 32 {
        return None;
    }
    let digits: Zeroizing<String> = Zeroizing::new(code.chars().filter(|digit| !digit.is_whitespace()).collect());
    if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    // Far enough from the end of time that the arithmetic of the periods can't overflow.
    let moment = unix_seconds.min(u64::MAX / 2);
    let step = totp(secret).check(&digits, moment)?;
    last_step.is_none_or(|last| step > last).then_some(step)
}

/// The code at a moment, in seconds since 1970; for enrolment tests and the command line.
#[must_use]
pub fn code_at(secret: &[u8; 20], unix_seconds: u64) -> String {
    totp(secret).generate(unix_seconds).to_string()
}

/// The `otpauth://` address that an app takes from a QR code. It holds the secret.
#[must_use]
pub fn uri(secret: &[u8; 20], issuer: &str, account: &str) -> Zeroizing<String> {
    let base32 = base32(secret);
    let (issuer, account) = (escaped(issuer), escaped(account));
    Zeroizing::new(format!(
        "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP}",
        *base32
    ))
}

/// The secret that [`base32`] wrote: small letters and spaces are taken too. Nothing if it is anything else.
#[must_use]
pub fn parse(text: &str) -> Option<[u8; 20]> {
    let mut bits = 0_u64;
    let mut held = 0_u32;
    let mut bytes = Vec::with_capacity(20);
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        let value = match letter.to_ascii_uppercase() {
            upper @ 'A'..='Z' => u64::from(upper) - u64::from('A'),
            digit @ '2'..='7' => u64::from(digit) - u64::from('2') + 26,
            _ => return None,
        };
        bits = (bits << 5) | value;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xFF).ok()?);
        }
    }
    bytes.try_into().ok()
}

/// The secret as text, for who types it into the app.
#[must_use]
pub fn base32(secret: &[u8; 20]) -> Zeroizing<String> {
    Zeroizing::new(Secret::from(*secret).to_base32())
}

fn totp(secret: &[u8; 20]) -> Totp {
    Builder::new().with_secret(*secret).with_digits(6).with_skew(1).with_step_duration(STEP).build_noncompliant()
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{base32, check, code_at, new_secret, parse, uri};

    /// RFC 6238, appendix B, the last six of its eight digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (moment, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(code_at(secret, moment), code);
            assert_eq!(check(secret, code, moment, None), Some(moment / 30));
        }
    }

    #[test]
    fn a_code_holds_for_one_step_before_and_after_and_no_longer() {
        let secret = new_secret();
        let now = 1_700_000_010;
        let code = code_at(&secret, now);
        let step = Some(now / 30);
        assert_eq!([now - 30, now + 30].map(|moment| check(&secret, &code, moment, None)), [step, step]);
        assert_eq!([now - 90, now + 90].map(|moment| check(&secret, &code, moment, None)), [None, None]);
    }

    #[test]
    fn a_used_code_and_an_older_one_are_refused() {
        let secret = new_secret();
        let now = 1_700_000_010;
        let step = check(&secret, &code_at(&secret, now), now, None);
        assert_eq!(check(&secret, &code_at(&secret, now), now, step), None);
        assert_eq!(check(&secret, &code_at(&secret, now - 30), now, step), None);
        assert_eq!(check(&secret, &code_at(&secret, now + 30), now, step), step.map(|step| step + 1));
    }

    #[test]
    fn what_is_no_code_is_refused_and_spaces_are_not_minded() {
        let secret = *b"12345678901234567890";
        for wrong in ["", "28708", "2870820", "28708x", "٢٨٧٠٨٢", "-28708"] {
            assert_eq!(check(&secret, wrong, 59, None), None, "{wrong}");
        }
        assert_eq!(check(&secret, " 287 082 ", 59, None), Some(1));
        let _ = check(&secret, "287082", u64::MAX, None);
    }

    #[test]
    fn a_secret_read_back_from_its_text_is_the_same() {
        let secret = new_secret();
        assert_eq!(parse(&base32(&secret)), Some(secret));
        assert_eq!(parse(&base32(&secret).to_lowercase()), Some(secret));
        assert_eq!(parse("GEZDGNBVGY3TQOJQ"), None, "too short");
        assert_eq!(parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ!"), None, "no such letter");
    }

    #[test]
    fn the_address_is_escaped() {
        let address = uri(b"12345678901234567890", "Gemeente Ede & co", "a:b@c");
        assert_eq!(
            *address,
            "otpauth://totp/Gemeente%20Ede%20%26%20co:a%3Ab%40c?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Gemeente%20Ede%20%26%20co&algorithm=SHA1&digits=6&period=30"
        );
    }
}
