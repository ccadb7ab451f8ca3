//! Staff passphrases: one derivation that gives both what is checked and what unlocks.

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::{VaultError, bytes::framed, key, key::Key, receipt::stretch};

const SALT: &[u8] = b"belfry/passphrase/v1";
/// Fewest characters of a passphrase.
pub const SHORTEST: usize = 12;
/// Most bytes that are looked at, so that nobody makes the server chew on a book.
pub const LONGEST: usize = 1024;

/// What Argon2id takes. Kept beside the verifier, so that it can be raised for new passphrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Params {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Default for Params {
    /// 19 MiB and two passes: OWASP's Password Storage Cheat Sheet, first choice for Argon2id (2025).
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// The two outputs of one derivation. Neither tells anything of the other.
pub struct Derived {
    /// What is stored, to check the next time that the passphrase is the same.
    pub verifier: [u8; 32],
    /// What the person's identity is sealed under; never stored.
    pub unlock: Key,
}

impl std::fmt::Debug for Derived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Derived(secret)")
    }
}

/// Derives from a passphrase: Argon2id, then HKDF into two. The passphrase is brought to Unicode's NFKC first, as the
/// same word typed on another keyboard may come in other bytes.
///
/// # Errors
/// [`VaultError::Parameters`] outside 8 MiB–1 GiB and 1–16 passes, so that stored parameters can't be made to exhaust the
/// server or to make guessing easy; [`VaultError::TooLong`] over [`LONGEST`] bytes.
pub fn derive(passphrase: &SecretString, salt: &[u8; 16], params: Params) -> Result<Derived, VaultError> {
    if !(8 * 1024..=1024 * 1024).contains(&params.memory_kib) || !(1..=16).contains(&params.passes) {
        return Err(VaultError::Parameters);
    }
    let normal = normal(passphrase)?;
    let argon2 = argon2::Params::new(params.memory_kib, params.passes, 1, Some(32));
    let stretched =
        argon2.and_then(|argon2| stretch(normal.as_bytes(), salt, argon2)).map_err(|_| VaultError::Parameters)?;
    let mut verifier = [0; 32];
    key::expand(stretched.expose(), SALT, &framed(&[b"verifier"]), &mut verifier);
    let mut unlock = Zeroizing::new([0; 32]);
    key::expand(stretched.expose(), SALT, &framed(&[b"unlock"]), unlock.as_mut_slice());
    Ok(Derived { verifier, unlock: Key::from_bytes(*unlock) })
}

/// Whether the stored verifier is of the same passphrase; in constant time.
#[must_use]
pub fn check(stored: &[u8; 32], derived: &Derived) -> bool {
    stored.ct_eq(&derived.verifier).into()
}

/// Why a passphrase is not good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Under [`SHORTEST`] characters.
    TooShort,
    /// Over [`LONGEST`] bytes.
    TooLong,
    /// Fewer than five different characters.
    TooUniform,
    /// Little more than a row of the keyboard or alphabet, a much used password or a word that is about the person.
    Guessable,
}

/// Words that a guesser tries first, in small letters.
const COMMON: [&str; 24] = [
    "password",
    "passw0rd",
    "wachtwoord",
    "welkom",
    "welcome",
    "geheim",
    "secret",
    "qwerty",
    "azerty",
    "asdf",
    "zxcv",
    "letmein",
    "iloveyou",
    "admin",
    "login",
    "belfry",
    "zomer",
    "winter",
    "lente",
    "herfst",
    "summer",
    "spring",
    "autumn",
    "amsterdam",
];

/// What is wrong with a new passphrase, if anything. `about` holds words that a guesser would think of: the person's name
/// and address, the organisation's name; those under four characters are not looked at.
#[must_use]
pub fn weakness(passphrase: &SecretString, about: &[&str]) -> Option<Weakness> {
    let Ok(normal) = normal(passphrase) else { return Some(Weakness::TooLong) };
    let characters = Zeroizing::new(normal.to_lowercase().chars().collect::<Vec<char>>());
    if normal.chars().count() < SHORTEST {
        return Some(Weakness::TooShort);
    }
    let mut different = Zeroizing::new(characters.to_vec());
    different.sort_unstable();
    different.dedup();
    if different.len() < 5 {
        return Some(Weakness::TooUniform);
    }
    (unguessed(&characters, about) < 6).then_some(Weakness::Guessable)
}

/// How many characters are left when common words, words about the person and runs such as `1234` or `dcba` are gone.
fn unguessed(characters: &[char], about: &[&str]) -> usize {
    let mut rest = Zeroizing::new(characters.iter().collect::<String>());
    let about = about.iter().map(|word| word.to_lowercase()).filter(|word| word.chars().count() >= 4);
    for word in COMMON.iter().map(|word| (*word).to_owned()).chain(about) {
        *rest = rest.replace(&word, "\n");
    }
    let rest = Zeroizing::new(rest.chars().filter(|character| *character != '\n').collect::<Vec<char>>());
    let in_a_row =
        rest.array_windows::<2>().filter(|[first, second]| u32::from(*first).abs_diff(u32::from(*second)) <= 1).count();
    rest.len().saturating_sub(in_a_row)
}

fn normal(passphrase: &SecretString) -> Result<Zeroizing<String>, VaultError> {
    let given = passphrase.expose_secret();
    if given.len() > LONGEST {
        return Err(VaultError::TooLong);
    }
    // Room for the longest expansion, so that no half-grown copy is left behind.
    let mut normal = Zeroizing::new(String::with_capacity(given.len() * 18));
    normal.extend(given.nfkc());
    Ok(normal)
}

#[cfg(test)]
mod tests {
    use super::{Params, Weakness, check, derive, weakness};
    use crate::VaultError;
    use secrecy::SecretString;

    const QUICK: Params = Params { memory_kib: 8 * 1024, passes: 1 };

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn the_same_passphrase_is_recognised_and_unlocks_the_same() {
        let first = derive(&secret("vier paarden in de gang"), &[1; 16], QUICK).unwrap();
        let again = derive(&secret("vier paarden in de gang"), &[1; 16], QUICK).unwrap();
        assert!(check(&first.verifier, &again));
        assert_eq!(first.unlock, again.unlock);
        assert_ne!(&first.verifier, first.unlock.expose());
    }

    #[test]
    fn another_passphrase_salt_or_parameter_is_not() {
        let stored = derive(&secret("vier paarden in de gang"), &[1; 16], QUICK).unwrap().verifier;
        let others = [
            derive(&secret("Vier paarden in de gang"), &[1; 16], QUICK),
            derive(&secret("vier paarden in de gang"), &[2; 16], QUICK),
            derive(&secret("vier paarden in de gang"), &[1; 16], Params { passes: 2, ..QUICK }),
        ];
        assert!(others.iter().all(|other| !check(&stored, other.as_ref().unwrap())));
    }

    #[test]
    fn an_accent_typed_in_two_strokes_is_the_same_accent() {
        let one = derive(&secret("caf\u{e9} op de hoek"), &[1; 16], QUICK).unwrap();
        let two = derive(&secret("cafe\u{301} op de hoek"), &[1; 16], QUICK).unwrap();
        assert!(check(&one.verifier, &two));
    }

    #[test]
    fn parameters_that_weaken_or_exhaust_are_refused() {
        for (memory_kib, passes) in [(1024, 1), (4 * 1024 * 1024, 1), (19 * 1024, 0), (19 * 1024, 99)] {
            let refused = derive(&secret("x"), &[1; 16], Params { memory_kib, passes });
            assert_eq!(refused.err(), Some(VaultError::Parameters));
        }
        assert_eq!(derive(&secret(&"x".repeat(2000)), &[1; 16], QUICK).err(), Some(VaultError::TooLong));
    }

    #[test]
    fn a_weak_passphrase_is_told_why() {
        let about = ["Anna de Vries", "anna.devries", "Gemeente Ede", "de"];
        for (text, why) in [
            ("elf tekens!", Weakness::TooShort),
            ("abababababababab", Weakness::TooUniform),
            ("Wachtwoord2026", Weakness::Guessable),
            ("12345678901234", Weakness::Guessable),
            ("abcdefghijklmnop", Weakness::Guessable),
            ("Gemeente Ede 26", Weakness::Guessable),
            ("anna.devries99", Weakness::Guessable),
        ] {
            assert_eq!(weakness(&secret(text), &about), Some(why), "{text}");
        }
        assert_eq!(weakness(&secret(&"lang".repeat(300)), &about), Some(Weakness::TooLong));
    }

    #[test]
    fn a_good_passphrase_passes_in_any_script() {
        for text in ["vier paarden in de gang", "b7#kQ!x2Lm$9", "четыре лошади в коридоре"] {
            assert_eq!(weakness(&secret(text), &["Anna"]), None, "{text}");
        }
    }
}
