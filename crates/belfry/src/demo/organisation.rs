//! The demo's organisation as data: the tree, the people, their roles and the texts of the agencies.

use super::story::{BadData, day};
use domain::people::{NodeKind, Role};
use domain::report::Language;
use jiff::civil::Date;
use serde::Deserialize;

/// The organisation of the demo.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The name of the whole on pages.
    pub name: String,
    /// The tree, each node after the one above it.
    pub nodes: Vec<Node>,
    /// The staff, each after the person to whom they answer.
    pub people: Vec<Person>,
    /// The texts of the agencies.
    pub texts: Vec<Text>,
}

/// A node of the tree.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Its key.
    pub key: String,
    /// The key of the node above.
    #[serde(default)]
    pub parent: Option<String>,
    /// What it is.
    pub kind: NodeKind,
    /// Its name in Dutch.
    pub name_nl: String,
    /// Its name in English.
    pub name_en: String,
}

/// A member of staff.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The sign-in name, which is also the address for notices.
    pub sign_in: String,
    /// The name.
    pub name: String,
    /// The key of the node in which they work.
    pub unit: String,
    /// The sign-in name of the person to whom they answer.
    #[serde(default)]
    pub superior: Option<String>,
    /// The language of their pages.
    #[serde(default)]
    pub language: Language,
    /// Whether they took up the account. Who did not stays invited: known to the conflict check, but without keys.
    #[serde(default)]
    pub account: bool,
    /// The roles that they hold.
    #[serde(default)]
    pub roles: Vec<Holding>,
}

/// A role held at a node for a term.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holding {
    /// The role.
    pub role: Role,
    /// The key of the node.
    pub at: String,
    /// The first day, relative to today.
    pub from: i32,
    /// The last day, relative to today, when there is one.
    #[serde(default)]
    pub until: Option<i32>,
}

impl Holding {
    /// The first and the last day of the term, when today is `today`.
    #[must_use]
    pub fn term(&self, today: Date) -> (Date, Option<Date>) {
        (day(today, self.from), self.until.map(|until| day(today, until)))
    }
}

/// A text that an agency puts on its pages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The key of the agency.
    pub agency: String,
    /// Which text.
    pub key: String,
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
}

/// Reads the organisation.
///
/// # Errors
/// [`BadData`] that names the line.
pub fn read() -> Result<Organisation, BadData> {
    toml::from_str(include_str!("organisation.toml"))
        .map_err(|error| BadData { file: "organisation.toml", why: error.to_string() })
}
