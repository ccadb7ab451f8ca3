//! Randomness from the operating system. Nothing else in Belfry draws any.

use hpke::rand_core::{Infallible, TryCryptoRng, TryRng};

/// Fills `buffer` with unpredictable bytes.
///
/// # Panics
/// If the operating system has no randomness to give. There is nothing sensible to do without it, and an act that
/// stops is better than a key that can be guessed.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may draw")]
#[expect(clippy::expect_used, reason = "to go on without randomness would be worse than to stop")]
pub fn fill(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system has no randomness to give");
}

/// `N` unpredictable bytes.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    fill(&mut out);
    out
}

/// A random identifier (version 4): it tells nothing about when or where it was made.
#[must_use]
pub fn uuid() -> uuid::Uuid {
    uuid::Builder::from_random_bytes(bytes()).into_uuid()
}

/// The same source, in the form that the cryptographic crates ask for.
pub(crate) struct Source;

impl TryRng for Source {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_ne_bytes(bytes()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_ne_bytes(bytes()))
    }

    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
        fill(destination);
        Ok(())
    }
}

impl TryCryptoRng for Source {}

#[cfg(test)]
mod tests {
    #[test]
    fn two_draws_differ_and_an_identifier_says_that_it_is_random() {
        assert_ne!(super::bytes::<32>(), super::bytes::<32>());
        assert_ne!(super::uuid(), super::uuid());
        assert_eq!(super::uuid().get_version_num(), 4);
    }
}
