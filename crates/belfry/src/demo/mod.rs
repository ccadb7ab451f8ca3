//! The demo: an organisation and some fourteen cases, made through the same acts that users perform.
//!
//! What happens stands in the stories (`stories/*.toml`) and the people in `organisation.toml`; both are data, so that a
//! case can be added without touching the program. Everything in them is made up.

mod files;
mod furnish;
pub mod organisation;
mod player;
#[cfg(test)]
mod rehearsal;
pub mod story;

use crate::config::Config;
use crate::{Outcome, install, say};
use furnish::Furnished;
use office::{Demo as Shared, Mail, Office, Settings, SystemClock, setup};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use store::Store;
use tokio::net::TcpListener;

/// The passphrase of everybody in the demo.
const PASSPHRASE: &str = "zeven klokken in een toren";

/// Make a demo organisation with cases, and serve it. Running it again goes on with what is there.
#[derive(clap::Args)]
pub(crate) struct Demo {
    /// The folder of the demo.
    #[arg(long, default_value = "target/demo")]
    dir: PathBuf,
    /// The port on this machine.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The organisation and its people only, without cases.
    #[arg(long)]
    empty: bool,
}

/// What is printed at every start. It stands in a file of the demo's folder: the demo keeps no secrets.
#[derive(Serialize, Deserialize)]
struct Notes {
    totp: String,
    people: Vec<(String, String, String)>,
    codes: Vec<(String, String)>,
    shares: Vec<String>,
}

impl Notes {
    fn path(dir: &Path) -> PathBuf {
        dir.join("demo.json")
    }
}

impl Demo {
    pub async fn run(self) -> Outcome {
        install::make_dir(&self.dir)?;
        // First, so that a port in use is told before minutes of work.
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await?;
        let port = listener.local_addr()?.port();
        let config = Config::read(&self.dir)?;
        let store = Store::open(&config.database(&self.dir)?, &config.blobs(&self.dir)).await?;
        let notes = match std::fs::read(Notes::path(&self.dir)) {
            Ok(text) => serde_json::from_slice(&text)?,
            Err(_) => self.make(store.clone()).await?,
        };
        let settings = settings(totp(&notes)?, port)?;
        let site = config.site(&settings)?;
        let office = setup::open(&self.dir, settings, store, Arc::new(SystemClock), web::notice_words).await?;
        tell(&notes, &office);
        say::line(format_args!("ready http://127.0.0.1:{port}"));
        crate::serve::serve(office, site, listener).await?;
        Ok(ExitCode::SUCCESS)
    }

    /// Makes the demo in an empty folder.
    async fn make(&self, store: Store) -> Result<Notes, Box<dyn std::error::Error + Send + Sync>> {
        if !store.org_tree().await?.is_empty() {
            let dir = self.dir.display();
            return Err(
                format!("a demo was begun in {dir} and not finished: delete that folder and start again").into()
            );
        }
        say::note("Making the demo: an organisation, its people and their keys …");
        let totp = vault::totp::new_secret();
        let settings = settings(totp, self.port)?;
        let furnished: Furnished = furnish::furnish(&self.dir, settings, store).await?;
        let codes = if self.empty { Vec::new() } else { player::play(&furnished).await? };
        let notes = Notes {
            totp: vault::totp::base32(&totp).to_string(),
            people: furnished.signs_in(),
            codes,
            shares: furnished.shares,
        };
        // Last: a demo that was broken off on the way is told apart by the missing file.
        std::fs::write(Notes::path(&self.dir), serde_json::to_vec_pretty(&notes)?)?;
        Ok(notes)
    }
}

fn settings(totp: [u8; 20], port: u16) -> Result<Settings, story::BadData> {
    Ok(Settings {
        tenant: "demo.belfry.example".into(),
        name: organisation::read()?.name,
        base_url: format!("http://127.0.0.1:{port}"),
        leave_url: "https://www.rijksoverheid.nl/".into(),
        onion: None,
        mail: Mail::Memory,
        demo: Some(Shared { totp }),
    })
}

fn totp(notes: &Notes) -> Result<[u8; 20], &'static str> {
    vault::totp::parse(&notes.totp)
        .ok_or("demo.json holds no secret for one-time codes: delete the folder and start again")
}

/// Tells who can sign in and which codes open a case.
fn tell(notes: &Notes, office: &Office) {
    say::line("");
    say::line("Sign in at /nl/staff or /en/staff with one of these names:");
    for (sign_in, name, roles) in &notes.people {
        say::line(format_args!("  {sign_in:<34} {name:<26} {roles}"));
    }
    say::line("");
    say::line(format_args!("  passphrase       {PASSPHRASE}"));
    say::line(format_args!("  one-time codes   secret {} (any authenticator app)", notes.totp));
    if let Ok(secret) = totp(notes) {
        let now = u64::try_from(office.now().as_second()).unwrap_or_default();
        say::line(format_args!(
            "                   now {} and next {}",
            vault::totp::code_at(&secret, now),
            vault::totp::code_at(&secret, now + 30)
        ));
    }
    if !notes.codes.is_empty() {
        say::line("");
        say::line("Come back as a reporter at /nl/return with one of these codes:");
        for (code, title) in &notes.codes {
            say::line(format_args!("  {code}   {title}"));
        }
    }
    say::line("");
    say::line("The mail that would have been sent is at /demo/mail.");
}
