//! Base64 as the C2SP formats and the proof file use it: the standard alphabet, padded, and only the one
//! canonical spelling, so that two verifiers can't read one text differently.

use crate::Hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// Bytes to base64.
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Canonical base64 to bytes; nothing if it is anything else.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Canonical base64 to exactly 32 bytes.
pub fn hash_from_base64(text: &str) -> Option<Hash> {
    from_base64(text)?.try_into().ok()
}

/// A hash in JSON.
pub mod hash {
    use super::*;

    pub fn serialize<S: Serializer>(hash: &Hash, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&to_base64(hash))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Hash, D::Error> {
        let text = String::deserialize(from)?;
        hash_from_base64(&text).ok_or_else(|| D::Error::custom("not 32 bytes of base64"))
    }
}

/// A hash in JSON that may be absent or null.
pub mod optional_hash {
    use super::*;

    pub fn serialize<S: Serializer>(hash: &Option<Hash>, to: S) -> Result<S::Ok, S::Error> {
        match hash {
            Some(hash) => to.serialize_str(&to_base64(hash)),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Hash>, D::Error> {
        Option::<String>::deserialize(from)?
            .map(|text| hash_from_base64(&text).ok_or_else(|| D::Error::custom("not 32 bytes of base64")))
            .transpose()
    }
}

/// Bytes in JSON that may be absent or null.
pub mod optional_bytes {
    use super::*;

    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, to: S) -> Result<S::Ok, S::Error> {
        match bytes {
            Some(bytes) => to.serialize_str(&to_base64(bytes)),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u8>>, D::Error> {
        Option::<String>::deserialize(from)?
            .map(|text| from_base64(&text).ok_or_else(|| D::Error::custom("not base64")))
            .transpose()
    }
}

/// A list of hashes in JSON.
pub mod hashes {
    use super::*;

    pub fn serialize<S: Serializer>(hashes: &[Hash], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(hashes.iter().map(|hash| to_base64(hash)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Hash>, D::Error> {
        Vec::<String>::deserialize(from)?
            .iter()
            .map(|text| hash_from_base64(text).ok_or_else(|| D::Error::custom("not 32 bytes of base64")))
            .collect()
    }
}
