//! What an installation is told, and the secrets that it keeps beside the database.

use crate::error::{Answer, Fault};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use vault::key::Key;
use vault::person::Recipient;
use zeroize::Zeroizing;

/// How outgoing notices leave.
#[derive(Clone, Default, Debug)]
pub enum Mail {
    /// They stay in the spool.
    #[default]
    Off,
    /// They are kept for the page that shows the demo's mail.
    Memory,
    /// They go to a mail server, by its URL (`smtps://user:password@host:465`), from this address.
    Smtp {
        /// The server. It holds a password, so it is never shown.
        url: secrecy::SecretString,
        /// The sender.
        from: String,
    },
}

/// What makes an installation the demo: it shows the mail that it would have sent, and everybody's one-time codes come
/// from the same secret, so that one app serves to look around as anybody.
#[derive(Clone, Debug)]
pub struct Demo {
    /// The secret of everybody's one-time codes.
    pub totp: [u8; 20],
}

/// What an installation is told by its operator.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The lasting name of the installation: bound into every seal and into the ledger's origin. It is chosen when the
    /// installation is set up; afterwards the one that was chosen counts, whatever stands here.
    pub tenant: String,
    /// The name of the organisation on pages.
    pub name: String,
    /// The address under which reporters reach it, without a slash at the end.
    pub base_url: String,
    /// Where "leave this site" leads.
    pub leave_url: String,
    /// The onion address, announced in a header when there is one.
    pub onion: Option<String>,
    /// How notices leave.
    pub mail: Mail,
    /// What makes this the demo; none for a real installation.
    pub demo: Option<Demo>,
}

impl Settings {
    /// The origin line of the ledger's checkpoints and the name of its key.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}/belfry-log", self.tenant)
    }
}

/// The secrets of an installation. They live in one file beside the database, never in it, so that neither alone is of
/// use; nothing in it opens a case.
pub(crate) struct Secrets {
    /// The lasting name of the installation, kept here since everything sealed is bound to it.
    pub tenant: String,
    /// Seed of the ledger's signing key.
    pub ledger: Zeroizing<[u8; 32]>,
    /// Keys the server's own tags: form tokens, throttling, addresses of notices.
    pub server: Key,
    /// The salt of every receipt code.
    pub receipt_salt: [u8; 32],
    /// The public half of the recovery recipient.
    pub recovery: Recipient,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    tenant: String,
    ledger: String,
    server: String,
    receipt_salt: String,
    recovery: String,
}

impl Secrets {
    /// Draws the secrets of a new installation.
    pub fn generate(tenant: &str, recovery: Recipient) -> Self {
        Self {
            tenant: tenant.to_owned(),
            ledger: Zeroizing::new(vault::random::bytes()),
            server: Key::generate(),
            receipt_salt: vault::random::bytes(),
            recovery,
        }
    }

    fn path(dir: &Path) -> PathBuf {
        dir.join("belfry.keys")
    }

    /// Whether there are secrets in this folder.
    pub fn exist(dir: &Path) -> bool {
        Self::path(dir).exists()
    }

    /// Writes the secrets so that only the owner can read them.
    pub fn write(&self, dir: &Path) -> Answer<()> {
        use std::io::Write as _;
        use std::os::unix::fs::OpenOptionsExt as _;
        let stored = Stored {
            tenant: self.tenant.clone(),
            ledger: hex::encode(*self.ledger),
            server: hex::encode(self.server.expose()),
            receipt_salt: hex::encode(self.receipt_salt),
            recovery: hex::encode(self.recovery.to_bytes()),
        };
        let text = Zeroizing::new(serde_json::to_vec_pretty(&stored)?);
        let write = || -> std::io::Result<()> {
            let mut options = std::fs::OpenOptions::new();
            let mut file = options.write(true).create_new(true).mode(0o600).open(Self::path(dir))?;
            file.write_all(&text)?;
            file.sync_all()
        };
        write().map_err(|error| Fault::new(&format!("the secrets cannot be written: {error}")).into())
    }

    /// Reads the secrets.
    pub fn read(dir: &Path) -> Answer<Self> {
        let broken = || Fault::new(&"the file belfry.keys is missing or broken");
        let text = Zeroizing::new(std::fs::read(Self::path(dir)).map_err(|_| broken())?);
        let stored: Stored = serde_json::from_slice(&text)?;
        let key = |text: &str| -> Answer<[u8; 32]> {
            let mut bytes = [0; 32];
            hex::decode_to_slice(text, &mut bytes).map_err(|_| broken())?;
            Ok(bytes)
        };
        let recovery = hex::decode(&stored.recovery).map_err(|_| broken())?;
        Ok(Self {
            tenant: stored.tenant,
            ledger: Zeroizing::new(key(&stored.ledger)?),
            server: Key::from_bytes(key(&stored.server)?),
            receipt_salt: key(&stored.receipt_salt)?,
            recovery: Recipient::from_bytes(&recovery)?,
        })
    }
}
