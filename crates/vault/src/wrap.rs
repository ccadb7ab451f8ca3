//! A key handed to one person: a standard age file that holds the key and what it is for.

use std::io::{Read, Write};

use age::{Decryptor, Encryptor};
use zeroize::Zeroizing;

use crate::{
    VaultError,
    bytes::framed,
    key::Key,
    person::{Identity, Recipient},
};

const DOMAIN: &[u8] = b"belfry/wrap/v1";
/// Longest wrap that is looked at, in bytes. Ours are under 2 KiB; other programs may add a decoy stanza.
const LONGEST: usize = 16 * 1024;

/// Wraps `key` for one person. The purpose names what the key is for and of what, e.g. `case/<dossier>/<epoch>`: it
/// stands inside, and only who asks for that same purpose gets the key. Gives about 1.8 KB.
///
/// # Errors
/// [`VaultError::TooLong`] if the purpose is over 1 KiB; otherwise none that can occur with a sound recipient.
pub fn wrap(key: &Key, purpose: &str, to: &Recipient) -> Result<Vec<u8>, VaultError> {
    if purpose.len() > 1024 {
        return Err(VaultError::TooLong);
    }
    let encryptor = Encryptor::with_recipients(std::iter::once(to.as_age())).map_err(|_| VaultError::Malformed)?;
    let mut out = Vec::with_capacity(2048);
    let mut writer = encryptor.wrap_output(&mut out)?;
    writer.write_all(&prelude(purpose))?;
    writer.write_all(key.expose())?;
    writer.finish()?;
    Ok(out)
}

/// Opens a wrap with the identity of the person it was made for.
///
/// # Errors
/// [`VaultError::Closed`] if it is not for this identity or purpose, or is no sound age file.
pub fn unwrap(bytes: &[u8], purpose: &str, with: &Identity) -> Result<Key, VaultError> {
    if bytes.len() > LONGEST {
        return Err(VaultError::Closed);
    }
    let secret = with.expand()?;
    let mut reader = Decryptor::new_buffered(bytes)
        .and_then(|file| file.decrypt(std::iter::once(&secret as &dyn age::Identity)))
        .map_err(|_| VaultError::Closed)?;
    let mut payload = Zeroizing::new(Vec::with_capacity(bytes.len()));
    reader.read_to_end(&mut payload).map_err(|_| VaultError::Closed)?;
    let key = payload.strip_prefix(prelude(purpose).as_slice()).ok_or(VaultError::Closed)?;
    key.try_into().map(Key::from_bytes).map_err(|_| VaultError::Closed)
}

fn prelude(purpose: &str) -> Vec<u8> {
    framed(&[DOMAIN, purpose.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::{unwrap, wrap};
    use crate::{VaultError, key::Key, person::Identity};

    #[test]
    fn the_person_it_was_made_for_gets_the_key_and_nobody_else() {
        let (anna, bram) = (Identity::generate(), Identity::generate());
        let key = Key::generate();
        let wrapped = wrap(&key, "case/1", &anna.recipient()).unwrap();
        assert_eq!(unwrap(&wrapped, "case/1", &anna).unwrap(), key);
        assert_eq!(unwrap(&wrapped, "case/1", &bram).unwrap_err(), VaultError::Closed);
    }

    #[test]
    fn a_wrap_for_one_purpose_does_not_serve_another() {
        let anna = Identity::generate();
        let wrapped = wrap(&Key::generate(), "shared/1", &anna.recipient()).unwrap();
        for other in ["shared/2", "case/1", "shared/", "shared/11", ""] {
            assert_eq!(unwrap(&wrapped, other, &anna).unwrap_err(), VaultError::Closed);
        }
    }

    #[test]
    fn a_cut_wrap_does_not_open() {
        let anna = Identity::generate();
        let wrapped = wrap(&Key::generate(), "case/1", &anna.recipient()).unwrap();
        for length in (0..wrapped.len()).step_by(7) {
            assert!(unwrap(&wrapped[..length], "case/1", &anna).is_err(), "opened when cut at {length}");
        }
    }
}
