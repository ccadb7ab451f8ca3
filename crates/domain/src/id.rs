//! Identifiers: one type for each kind of thing, so that one cannot be taken for another.
//!
//! All are random (version 4) UUIDs drawn by the caller. A time-ordered identifier would tell when a report came in.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// A dossier: one key, its holders, its history and the date of its destruction. A case is a dossier.
    DossierId
);
id!(
    /// A member of staff with an account.
    PersonId
);
id!(
    /// A node of the organisation: ministry, agency or location.
    OrgId
);
id!(
    /// The bytes of one sealed file.
    BlobId
);
id!(
    /// One holding of a role by a person at a node for a term.
    RoleId
);
