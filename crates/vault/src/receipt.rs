//! The reporter's receipt: a code that only the reporter has, and the keys that follow from it.
//!
//! 120 random bits as 24 symbols of Crockford's base 32, with one check symbol: five groups of five. The check is a sum
//! over the field of 32 elements in which every place has its own weight, so that one wrong symbol and two symbols that
//! changed places, wherever they stand, are always found; of all other mistakes 31 in 32.

use argon2::{Algorithm, Block, Version};
use secrecy::{ExposeSecret, SecretBox};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::{bytes::framed, key, key::Key, person::Identity, random};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BYTES: usize = 15;
const DATA: usize = 24;
const SYMBOLS: usize = DATA + 1;
const GROUP: usize = 5;
const SALT: &[u8] = b"belfry/receipt/v1";
/// Argon2id at its smallest useful size: a code of 120 bits can't be guessed, this only makes a machine that tries all
/// day pay. Part of the format: a change makes every receipt worthless.
const MEMORY_KIB: u32 = 8 * 1024;
const PASSES: u32 = 1;

/// Why what was typed can't be a receipt. Safe to show: it follows from the typed text alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Symbols are missing.
    #[error("too short")]
    TooShort,
    /// There are more symbols than a receipt has.
    #[error("too long")]
    TooLong,
    /// There is a character that no receipt has.
    #[error("a character that can't be in it")]
    BadCharacter,
    /// Right length and characters, but somewhere there is a mistake.
    #[error("a typing mistake")]
    Checksum,
}

/// A receipt code. Wiped when dropped, never printed by accident: [`Code::reveal`] is the one way to its text.
pub struct Code(SecretBox<[u8; BYTES]>);

impl Code {
    /// A new random code.
    #[must_use]
    pub fn generate() -> Self {
        Self(SecretBox::init_with_mut(|bytes: &mut [u8; BYTES]| random::fill(bytes)))
    }

    /// Reads what a person typed: case, spaces, hyphens and dashes don't matter, O is 0, I and L are 1.
    ///
    /// # Errors
    /// What is wrong with it, for the person who typed it.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let mut symbols = Zeroizing::new([0; SYMBOLS]);
        let mut places = symbols.iter_mut();
        for character in typed.chars().filter(|character| !is_separator(*character)) {
            let value = value(character).ok_or(CodeError::BadCharacter)?;
            *places.next().ok_or(CodeError::TooLong)? = value;
        }
        if places.len() > 0 {
            return Err(CodeError::TooShort);
        }
        Self::from_symbols(&symbols).ok_or(CodeError::Checksum)
    }

    /// The code as it is shown, once: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(SYMBOLS + SYMBOLS / GROUP));
        for (place, symbol) in self.symbols().iter().enumerate() {
            if place > 0 && place.is_multiple_of(GROUP) {
                text.push('-');
            }
            text.push(ALPHABET.get(usize::from(*symbol)).copied().unwrap_or(b'?').into());
        }
        text
    }

    /// The keys of the reporter. `salt` is the organisation's own, kept with its settings. Takes 8 MiB and some
    /// milliseconds, the same for every code; done once for each session.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the parameters are constants, and a test derives with them")]
    pub fn derive(&self, salt: &[u8; 32]) -> Master {
        let params = argon2::Params::new(MEMORY_KIB, PASSES, 1, Some(32)).expect("constant parameters");
        Master(stretch(self.0.expose_secret(), salt, params).expect("constant parameters"))
    }

    /// What a session keeps to notice the code in a text. Safe to keep: 120 bits can't be guessed from it.
    #[must_use]
    pub fn trace(&self, salt: &[u8; 32]) -> Trace {
        Trace { salt: *salt, digest: digest(self.0.expose_secret(), salt) }
    }

    fn from_symbols(symbols: &[u8; SYMBOLS]) -> Option<Self> {
        if weigh(symbols) != 0 {
            return None;
        }
        Some(Self(SecretBox::init_with_mut(|bytes: &mut [u8; BYTES]| {
            let (groups, _) = symbols.as_chunks::<8>();
            let (parts, _) = bytes.as_chunks_mut::<5>();
            for (part, group) in parts.iter_mut().zip(groups) {
                let bits = group.iter().fold(0_u64, |bits, symbol| (bits << 5) | u64::from(*symbol));
                let [_, _, _, rest @ ..] = bits.to_be_bytes();
                *part = rest;
            }
        })))
    }

    fn symbols(&self) -> Zeroizing<[u8; SYMBOLS]> {
        let mut symbols = Zeroizing::new([0; SYMBOLS]);
        let (parts, _) = self.0.expose_secret().as_chunks::<5>();
        let (groups, _) = symbols.as_chunks_mut::<8>();
        for (group, part) in groups.iter_mut().zip(parts) {
            let bits = part.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            for (place, symbol) in group.iter_mut().enumerate() {
                *symbol = ((bits >> (35 - 5 * place)) & 31) as u8;
            }
        }
        let sum = weigh(&symbols);
        if let Some(check) = symbols.last_mut() {
            *check = divide_by_last_weight(sum);
        }
        symbols
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(secret)")
    }
}

/// Everything that the server needs for one reporter, derived from the code; the code itself can be forgotten.
#[derive(Clone)]
pub struct Master(Key);

impl Master {
    /// What the reporter's case number `index` (from 0) is found by in the database. Different for each index: the
    /// database can't see that two belong to one reporter.
    #[must_use]
    pub fn lookup(&self, index: u32) -> [u8; 16] {
        let mut out = [0; 16];
        key::expand(self.0.expose(), SALT, &framed(&[b"lookup", &index.to_be_bytes()]), &mut out);
        out
    }

    /// The reporter's identity in case number `index`, for which the reporter's wraps are made.
    #[must_use]
    pub fn identity(&self, index: u32) -> Identity {
        let mut seed = Zeroizing::new([0; 32]);
        let info = framed(&[b"identity", &index.to_be_bytes()]);
        key::expand(self.0.expose(), SALT, &info, seed.as_mut_slice());
        Identity::from_seed(*seed)
    }

    /// As a key, for keeping in a sealed session.
    #[must_use]
    pub fn to_key(&self) -> Key {
        self.0.clone()
    }

    /// From the key that [`Master::to_key`] gave.
    #[must_use]
    pub fn from_key(key: Key) -> Self {
        Self(key)
    }
}

impl std::fmt::Debug for Master {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Master(secret)")
    }
}

/// Recognises a reporter's own code in a text, so that it is not sent to others by mistake.
#[derive(Clone)]
pub struct Trace {
    salt: [u8; 32],
    digest: [u8; 32],
}

impl Trace {
    /// The 64 bytes of it, for keeping in a sealed session.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 64] {
        let mut out = [0; 64];
        out.iter_mut().zip(self.salt.iter().chain(&self.digest)).for_each(|(to, from)| *to = *from);
        out
    }

    /// From what [`Trace::to_bytes`] gave.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 64]) -> Self {
        let mut trace = Self { salt: [0; 32], digest: [0; 32] };
        let places = trace.salt.iter_mut().chain(&mut trace.digest);
        places.zip(bytes).for_each(|(to, from)| *to = *from);
        trace
    }

    /// Whether the code stands in the text, however it is grouped and whatever stands around it. The digests are compared
    /// in constant time; the time taken follows from the text and not from the code.
    #[must_use]
    pub fn appears_in(&self, text: &str) -> bool {
        let symbols: Zeroizing<Vec<Option<u8>>> =
            Zeroizing::new(text.chars().filter(|character| !is_separator(*character)).map(value).collect());
        let mut found = Choice::from(0);
        for window in symbols.array_windows::<SYMBOLS>() {
            let mut candidate = Zeroizing::new([0; SYMBOLS]);
            let whole = candidate.iter_mut().zip(window).all(|(to, from)| from.map(|value| *to = value).is_some());
            if whole && let Some(code) = Code::from_symbols(&candidate) {
                found |= digest(code.0.expose_secret(), &self.salt).ct_eq(&self.digest);
            }
        }
        found.into()
    }
}

impl std::fmt::Debug for Trace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Trace")
    }
}

fn digest(code: &[u8; BYTES], salt: &[u8; 32]) -> [u8; 32] {
    let mut out = [0; 32];
    key::expand(code, salt, &framed(&[SALT, b"trace"]), &mut out);
    out
}

/// Argon2id (version 0x13, one lane) into a key, its working memory wiped afterwards.
pub(crate) fn stretch(secret: &[u8], salt: &[u8], params: argon2::Params) -> Result<Key, argon2::Error> {
    let mut memory = Zeroizing::new(vec![Block::default(); params.block_count()]);
    let mut out = Zeroizing::new([0; 32]);
    argon2::Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        secret,
        salt,
        out.as_mut_slice(),
        memory.as_mut_slice(),
    )?;
    Ok(Key::from_bytes(*out))
}

/// Spaces, hyphens and what telephones make of them.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '_' | '.' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2060}' | '\u{2212}' | '\u{feff}'
        )
}

fn value(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|symbol| char::from(*symbol) == upper)?;
    u8::try_from(place).ok()
}

/// The weighted sum of the symbols, weight α^place for α = x in GF(2)[x]/(x⁵+x²+1); 0 for a sound code. By Horner's rule
/// from the last place.
fn weigh(symbols: &[u8; SYMBOLS]) -> u8 {
    symbols.iter().rev().fold(0, |sum, symbol| times_alpha(sum) ^ symbol)
}

/// The check symbol that makes the sum 0: −sum / α^24 = sum · α^7, as α^31 = 1.
fn divide_by_last_weight(sum: u8) -> u8 {
    (0..31 - DATA).fold(sum, |value, _| times_alpha(value))
}

fn times_alpha(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
