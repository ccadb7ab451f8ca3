//! The register of the organisation: an open dossier whose entries say who changed what, so that the setting up of
//! people and roles is as provable as a case.

use crate::error::Answer;
use crate::{Office, at};
use domain::case::Actor;
use domain::id::DossierId;
use serde_json::Value;
use store::{Append, NewEntry, Stream, Write};
use uuid::Uuid;

/// The dossier of the organisation's own register. There is one, so its identifier is fixed.
pub const REGISTER: DossierId = DossierId(Uuid::from_u128(1));

impl Office {
    /// Appends to the register and writes what changes with it, in one transaction. The facts hold identifiers and
    /// dates, and no names: those stand in the tables and can be erased.
    pub(crate) async fn record(&self, by: Actor, kind: &str, mut facts: Value, writes: Vec<Write>) -> Answer<()> {
        if let Some(object) = facts.as_object_mut() {
            object.insert("kind".into(), kind.into());
        }
        let entry = NewEntry {
            dossier: REGISTER,
            stream: Stream::Record,
            expect: None,
            kind: kind.to_owned(),
            at: at::second(self.now()),
            by: by.to_string(),
            facts: facts.to_string(),
            body: None,
            content_digest: None,
            fixed_salts: None,
        };
        self.store.append(Append { entries: vec![entry], writes, guards: vec![] }).await?;
        self.forget_organisation();
        Ok(())
    }
}
