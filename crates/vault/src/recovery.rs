//! The organisation's recovery identity, split over several people: `k` of the `n` shares give it back, fewer give
//! nothing at all (Shamir's scheme over GF(256)).

use bech32::{FromBase32, ToBase32, Variant};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use vsss_rs::Gf256;
use zeroize::Zeroizing;

use crate::{VaultError, bytes::framed, random};

const PREFIX: &str = "share";
const VERSION: u8 = 1;
const SET: usize = 4;
const CHECK: usize = 8;
const VALUE: usize = 32 + CHECK;
/// Most shares that a seed can be split into.
pub const MOST: u8 = 20;

/// Why shares do not give the seed back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CombineError {
    /// More shares are needed.
    #[error("{have} shares given and {need} needed")]
    TooFew {
        /// How many different shares were given.
        have: u8,
        /// How many are needed.
        need: u8,
    },
    /// They are not all of the same splitting.
    #[error("the shares are not all of the same set")]
    Mixed,
    /// One share was given twice.
    #[error("a share was given twice")]
    Twice,
    /// They fit together but the result is not what was split: at least one is false.
    #[error("at least one share is false")]
    False,
}

/// One person's share. On its own it tells nothing of the seed. Wiped when dropped.
#[derive(Clone)]
pub struct Share {
    set: [u8; SET],
    needed: u8,
    made: u8,
    place: u8,
    value: Zeroizing<[u8; VALUE]>,
}

/// Splits a seed into `made` shares of which any `needed` give it back.
///
/// # Errors
/// [`VaultError::Parameters`] unless 2 ≤ needed ≤ made ≤ [`MOST`].
pub fn split(seed: &[u8; 32], needed: u8, made: u8) -> Result<Vec<Share>, VaultError> {
    if needed < 2 || needed > made || made > MOST {
        return Err(VaultError::Parameters);
    }
    let mut secret = Zeroizing::new([0; VALUE]);
    secret.iter_mut().zip(seed.iter().copied().chain(check(seed))).for_each(|(to, from)| *to = from);
    let set = random::bytes();
    let points = Gf256::split_bytes(usize::from(needed), usize::from(made), secret.as_slice(), random::Source)
        .map_err(|_| VaultError::Parameters)?;
    let share = |point: Vec<u8>| {
        let point = Zeroizing::new(point);
        let (place, value) = point.split_first()?;
        let value: [u8; VALUE] = value.try_into().ok()?;
        Some(Share { set, needed, made, place: *place, value: Zeroizing::new(value) })
    };
    points.into_iter().map(share).collect::<Option<_>>().ok_or(VaultError::Parameters)
}

/// Puts shares together, and checks that what comes out is what was split.
///
/// # Errors
/// See [`CombineError`]; said so that the people at the table know what to do.
pub fn combine(shares: &[Share]) -> Result<Zeroizing<[u8; 32]>, CombineError> {
    let Some(first) = shares.first() else { return Err(CombineError::TooFew { have: 0, need: 2 }) };
    if shares.iter().any(|share| (share.set, share.needed, share.made) != (first.set, first.needed, first.made)) {
        return Err(CombineError::Mixed);
    }
    let mut places: Vec<u8> = shares.iter().map(|share| share.place).collect();
    places.sort_unstable();
    if places.array_windows::<2>().any(|[one, next]| one == next) {
        return Err(CombineError::Twice);
    }
    if shares.len() < usize::from(first.needed) {
        let have = u8::try_from(shares.len()).unwrap_or(u8::MAX);
        return Err(CombineError::TooFew { have, need: first.needed });
    }
    let points: Zeroizing<Vec<Vec<u8>>> = Zeroizing::new(shares.iter().map(Share::point).collect());
    let secret = Zeroizing::new(Gf256::combine_bytes(points.as_slice()).map_err(|_| CombineError::False)?);
    let (seed, checked) = secret.split_first_chunk::<32>().ok_or(CombineError::False)?;
    if bool::from(check(seed).ct_eq(checked)) { Ok(Zeroizing::new(*seed)) } else { Err(CombineError::False) }
}

/// Is split along with the seed, so that it tells nothing to who can't combine.
fn check(seed: &[u8; 32]) -> [u8; CHECK] {
    let digest: [u8; 32] = Sha256::digest(framed(&[b"belfry/recovery/v1", seed])).into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    [a, b, c, d, e, f, g, h]
}

impl Share {
    /// How many shares of this set are needed.
    #[must_use]
    pub fn needed(&self) -> u8 {
        self.needed
    }

    /// How many shares of this set were made.
    #[must_use]
    pub fn made(&self) -> u8 {
        self.made
    }

    /// Which one this is, from 1.
    #[must_use]
    pub fn place(&self) -> u8 {
        self.place
    }

    /// Eight hexadecimal digits that all shares of one splitting have in common, for keeping papers apart.
    #[must_use]
    pub fn set(&self) -> String {
        self.set.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The share as text for paper: capitals in groups of four, with a check that finds up to four wrong characters.
    ///
    /// # Errors
    /// None that can occur; the encoder's own is passed on.
    pub fn reveal(&self) -> Result<Zeroizing<String>, VaultError> {
        let mut bytes = Zeroizing::new(vec![VERSION]);
        bytes.reserve_exact(SET + 3 + VALUE);
        bytes.extend_from_slice(&self.set);
        bytes.extend_from_slice(&[self.needed, self.made, self.place]);
        bytes.extend_from_slice(self.value.as_slice());
        let mut data = bytes.to_base32();
        let text = bech32::encode(PREFIX, &data, Variant::Bech32).map(Zeroizing::new);
        data.fill(bech32::u5::default());
        let text = text.map_err(|_| VaultError::Malformed)?;
        let mut grouped = Zeroizing::new(String::with_capacity(2 * text.len()));
        for (place, character) in text.chars().enumerate() {
            let after_prefix = place.checked_sub(PREFIX.len() + 1);
            if after_prefix.is_some_and(|place| place.is_multiple_of(4)) {
                grouped.push(' ');
            }
            grouped.push(character.to_ascii_uppercase());
        }
        Ok(grouped)
    }

    /// Reads what [`Share::reveal`] gave; spaces and case don't matter.
    ///
    /// # Errors
    /// [`VaultError::Malformed`] if it is anything else, or mistyped.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        Self::read(text).ok_or(VaultError::Malformed)
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > 512 {
            return None;
        }
        let joined: Zeroizing<String> = Zeroizing::new(
            text.chars()
                .filter(|character| !character.is_whitespace())
                .map(|character| character.to_ascii_lowercase())
                .collect(),
        );
        let (prefix, mut data, variant) = bech32::decode(&joined).ok()?;
        let bytes = Vec::<u8>::from_base32(&data).map(Zeroizing::new);
        data.fill(bech32::u5::default());
        let bytes = bytes.ok()?;
        let ([version], rest) = bytes.split_first_chunk::<1>()?;
        let (set, rest) = rest.split_first_chunk::<SET>()?;
        let ([needed, made, place], value) = rest.split_first_chunk::<3>()?;
        let sound = prefix == PREFIX && variant == Variant::Bech32 && *version == VERSION;
        let counted = *needed >= 2 && needed <= made && *made <= MOST && (1..=*made).contains(place);
        let value: [u8; VALUE] = value.try_into().ok()?;
        (sound && counted).then(|| Self {
            set: *set,
            needed: *needed,
            made: *made,
            place: *place,
            value: Zeroizing::new(value),
        })
    }

    fn point(&self) -> Vec<u8> {
        std::iter::once(self.place).chain(self.value.iter().copied()).collect()
    }
}

impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Share({} of {}, secret)", self.place, self.made)
    }
}

#[cfg(test)]
#[path = "recovery_tests.rs"]
mod tests;
