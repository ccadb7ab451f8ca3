//! Checking a reporter's proof. The order of the checks is part of the format: two verifiers name the same
//! fault in the same words.

use super::{Inclusion, Proof, ProofField, VERSION};
use crate::Wrong;
use crate::checkpoint::Checkpoint;
use crate::commitment::{self, CONTENT, ENTRY_FIELDS, ENTRY_VERSION, Field};
use crate::day::Day;
use crate::note::VerifierKey;
use crate::promise::Promise;
use crate::tree::{leaf_hash, verify_inclusion};
use std::fmt;

/// What a proof has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The day of receipt.
    pub received_on: Day,
    /// Promised, or in the log.
    pub standing: Standing,
    /// Whether the key was compared with one that the checker got elsewhere.
    pub key_published: bool,
    /// Whether the report's text was given and is the one.
    pub content_matched: bool,
}

/// How far the entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The ledger has promised to hold it in a checkpoint that is published before this day.
    Promised {
        /// The day.
        before: Day,
    },
    /// It stands in the log.
    Logged {
        /// The leaf's index, from 0.
        index: u64,
        /// The size of the log in the proof's checkpoint.
        size: u64,
    },
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "good: received on {}", self.received_on)?;
        match self.standing {
            Standing::Promised { before } => {
                write!(f, "; promised to be in the log before {before}")?;
            }
            Standing::Logged { index, size } => {
                write!(f, "; in the log at place {} of {size}", index.saturating_add(1))?;
            }
        }
        f.write_str(if self.key_published {
            "; signed by the published key"
        } else {
            "; signed by the key in the file (compare it with the published one)"
        })?;
        if self.content_matched { f.write_str("; the given text is what was reported") } else { Ok(()) }
    }
}

/// Checks a proof offline. `published` is the ledger's key as the checker knows it from elsewhere; without it
/// the key in the file is used, and the verdict says so. `content` is the report's text, if it is at hand.
///
/// # Errors
/// The first thing that is [`Wrong`].
pub fn verify(proof: &Proof, published: Option<&VerifierKey>, content: Option<&[u8]>) -> Result<Verdict, Wrong> {
    let key = usable_key(proof, published)?;
    let received_on =
        proof.received_on.parse().map_err(|_| Wrong::new("received_on", "it is not a day written as YYYY-MM-DD"))?;
    check_fields(proof, received_on)?;
    check_content(proof, content)?;
    let promise = check_promise(proof, received_on, &key)?;
    let standing = match &proof.inclusion {
        None => Standing::Promised { before: promise.before },
        Some(inclusion) => check_inclusion(proof, inclusion, &key)?,
    };
    Ok(Verdict { received_on, standing, key_published: published.is_some(), content_matched: content.is_some() })
}

fn usable_key(proof: &Proof, published: Option<&VerifierKey>) -> Result<VerifierKey, Wrong> {
    if proof.version != VERSION {
        return Err(Wrong::new("version", format!("it is not {VERSION}")));
    }
    let key: VerifierKey = proof.key.parse().map_err(|_| Wrong::new("key", "it is not a usable verifier key"))?;
    if published.is_some_and(|published| *published != key) {
        return Err(Wrong::new("key", "it is not the published key"));
    }
    if proof.origin != key.name() {
        return Err(Wrong::new("origin", "it is not the name in the key"));
    }
    Ok(key)
}

fn check_fields(proof: &Proof, received_on: Day) -> Result<(), Wrong> {
    if !proof.fields.iter().map(|field| field.name.as_str()).eq(ENTRY_FIELDS) {
        return Err(Wrong::new("fields", "they are not the fields of an entry in their order"));
    }
    for field in &proof.fields {
        check_field(field, received_on)?;
    }
    let digests: Vec<_> = proof.fields.iter().map(|field| (field.name.as_str(), field.digest)).collect();
    if commitment::commit(ENTRY_VERSION, &digests) != proof.commitment {
        return Err(Wrong::new("commitment", "it does not belong to these fields"));
    }
    Ok(())
}

fn check_field(field: &ProofField, received_on: Day) -> Result<(), Wrong> {
    let wrong = |what: &str| Wrong::new(format!("field {}", field.name), what);
    let value = match (field.salt, &field.value) {
        (None, None) => return Ok(()),
        (Some(salt), Some(value)) => {
            let opened = Field { name: &field.name, salt, value };
            if opened.digest() != field.digest {
                return Err(wrong("the shown value is not the one that was logged"));
            }
            value
        }
        _ => return Err(wrong("it is shown in part only")),
    };
    if field.name == "at" {
        let day = std::str::from_utf8(value).ok().and_then(|at| Day::of_moment(at).ok());
        if day != Some(received_on) {
            return Err(wrong("it is not on the day of receipt"));
        }
    }
    Ok(())
}

fn check_content(proof: &Proof, content: Option<&[u8]>) -> Result<(), Wrong> {
    let digest = commitment::content_digest(proof.content.salt, &proof.content.digest);
    if !proof.fields.iter().any(|field| field.name == CONTENT && field.digest == digest) {
        return Err(Wrong::new("content", "it is not the content that was logged"));
    }
    if content.is_some_and(|text| commitment::digest_of(text) != proof.content.digest) {
        return Err(Wrong::new("content", "the given text is not what was reported"));
    }
    Ok(())
}

fn check_promise(proof: &Proof, received_on: Day, key: &VerifierKey) -> Result<Promise, Wrong> {
    let promise = Promise::verify(&proof.promise, std::slice::from_ref(key))?;
    if promise.commitment != proof.commitment {
        return Err(Wrong::new("promise", "it is about another entry"));
    }
    if promise.received_on != received_on {
        return Err(Wrong::new("promise", "it names another day of receipt"));
    }
    Ok(promise)
}

fn check_inclusion(proof: &Proof, inclusion: &Inclusion, key: &VerifierKey) -> Result<Standing, Wrong> {
    let checkpoint = Checkpoint::verify(&inclusion.checkpoint, std::slice::from_ref(key))?;
    let (index, size) = (inclusion.index, inclusion.size);
    if checkpoint.size != size {
        return Err(Wrong::new("inclusion", "its size is not that of its checkpoint"));
    }
    let leaf = leaf_hash(&proof.commitment);
    verify_inclusion(&leaf, index, size, &inclusion.path, &checkpoint.root)
        .map_err(|_| Wrong::new("inclusion", "the path does not lead from this entry to the checkpoint"))?;
    Ok(Standing::Logged { index, size })
}
