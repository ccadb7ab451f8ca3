//! The texts that an agency sets for its own reporters: who receives, what protects, where else to go.

use crate::Office;
use crate::error::{Answer, Error};
use crate::sign_in::Staff;
use domain::Refusal;
use domain::access::{self, Act};
use domain::case::Actor;
use domain::id::OrgId;
use domain::policy;
use domain::refusal::Problems;
use domain::report::Language;
use std::collections::BTreeMap;
use store::Write;

/// The texts that an agency can set, in the order in which pages show them.
pub const KEYS: [&str; 6] = ["intro", "readers", "protection", "adviser", "external", "emergency"];

impl Office {
    /// The texts that are set for an agency in a language, by key. What is not set, a page fills with the general text.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn texts(&self, agency: OrgId, language: Language) -> Answer<BTreeMap<String, String>> {
        Ok(self.store.texts(agency, language.name()).await?.into_iter().collect())
    }

    /// Sets a text of an agency, or takes it away when the value is empty.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], or the field that is wrong.
    pub async fn set_text(
        &self,
        staff: &Staff,
        agency: OrgId,
        key: &str,
        language: Language,
        value: &str,
    ) -> Answer<()> {
        let organisation = self.organisation().await?;
        access::may(Act::ManageTexts, staff.id, Some(agency), &organisation)?;
        if organisation.node(agency).is_none() || !KEYS.contains(&key) {
            return Err(Error::Refusal(Refusal::NotFound));
        }
        let mut problems = Problems::default();
        problems.length("value", value, policy::LONGEST_TEXT);
        problems.finish()?;
        let write = Write::SetText {
            agency,
            key: key.to_owned(),
            language: language.name().to_owned(),
            value: value.trim().to_owned(),
        };
        let facts = serde_json::json!({ "agency": agency, "text": key, "language": language });
        self.record(Actor::Person(staff.id), "text-changed", facts, vec![write]).await
    }
}
