//! Setting an installation up, and recovering cases.

use crate::config::Config;
use crate::{Outcome, Place, say};
use domain::report::Language;
use office::setup::{self, Beginning};
use office::{Office, Settings, SystemClock};
use std::io::BufRead as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use store::Store;
use vault::recovery::Share;

/// Set an installation up.
#[derive(clap::Args)]
pub(crate) struct Init {
    #[command(flatten)]
    place: Place,
    /// The lasting name of the installation, such as its host name. Bound into every seal; it cannot change.
    #[arg(long)]
    tenant: String,
    /// The organisation's name on pages.
    #[arg(long)]
    name: String,
    /// The organisation's name in English.
    #[arg(long)]
    name_en: Option<String>,
    /// The short key of the organisation.
    #[arg(long, default_value = "org")]
    key: String,
    /// The address under which it will be reached.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    base_url: String,
    /// The first administrator's name to sign in with.
    #[arg(long)]
    admin: String,
    /// The first administrator's name.
    #[arg(long)]
    admin_name: String,
    /// How many shares of the recovery key are needed.
    #[arg(long, default_value_t = 3)]
    shares_needed: u8,
    /// How many shares of the recovery key are made.
    #[arg(long, default_value_t = 5)]
    shares: u8,
    /// The language of the first administrator's pages.
    #[arg(long, default_value = "nl", value_parser = language)]
    language: Language,
}

fn language(text: &str) -> Result<Language, String> {
    Language::named(text).ok_or_else(|| "nl or en".to_owned())
}

/// Makes the folder, for the owner only.
pub(crate) fn make_dir(dir: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

impl Init {
    pub async fn run(self) -> Outcome {
        let dir = &self.place.dir;
        make_dir(dir)?;
        let path = dir.join(Config::FILE);
        let config =
            Config { name: Some(self.name.clone()), base_url: Some(self.base_url.clone()), ..Config::read(dir)? };
        let settings = Settings { tenant: self.tenant, ..config.settings()? };
        let store = Store::open(&config.database(dir)?, &config.blobs(dir)).await?;
        let beginning = Beginning {
            key: self.key,
            name_nl: self.name.clone(),
            name_en: self.name_en.unwrap_or(self.name),
            sign_in: self.admin,
            name: self.admin_name,
            needed: self.shares_needed,
            made: self.shares,
            language: self.language,
        };
        let clock = Arc::new(SystemClock);
        let (office, begun) = setup::init(dir, settings, store, clock, web::notice_words, beginning).await?;
        if !path.exists() {
            std::fs::write(&path, toml::to_string_pretty(&config)?)?;
        }
        say::line("Belfry is set up. What follows is shown once.");
        say::line("");
        say::line("The first administrator takes up the account here, within seven days:");
        say::line(format_args!("  {}/{}/invitation/{}", self.base_url, self.language.name(), begun.invitation));
        say::line("");
        say::line(format_args!(
            "The recovery key, in {} shares of which any {} open what nobody else can. Give each to another person, on \
             paper, and keep none here:",
            self.shares, self.shares_needed
        ));
        for share in &begun.shares {
            say::line(format_args!("  {}", share.as_str()));
        }
        say::line("");
        say::line("The key of the log, to be published where others can find it:");
        say::line(format_args!("  {}", office.verifier_key()?));
        Ok(ExitCode::SUCCESS)
    }
}

/// Open cases that nobody can open any more.
#[derive(clap::Args)]
pub(crate) struct Recover {
    #[command(flatten)]
    place: Place,
    /// The name with which the person who gets the cases signs in.
    #[arg(long)]
    to: String,
    /// Only the case with this dossier; without it every open case that no active intake officer holds.
    #[arg(long)]
    dossier: Option<domain::id::DossierId>,
}

impl Recover {
    pub async fn run(self) -> Outcome {
        let dir = &self.place.dir;
        let config = Config::read(dir)?;
        let store = Store::open(&config.database(dir)?, &config.blobs(dir)).await?;
        let person = store.person_by_sign_in(&self.to.to_lowercase()).await?;
        let person = person.ok_or("nobody signs in with that name")?;
        let clock = Arc::new(SystemClock);
        let office: Office = setup::open(dir, config.settings()?, store, clock, web::notice_words).await?;
        say::note("Enter the shares, one a line, and then an empty line.");
        let mut shares = Vec::new();
        for line in std::io::stdin().lock().lines() {
            let line = zeroize::Zeroizing::new(line?);
            if line.trim().is_empty() {
                break;
            }
            shares.push(Share::parse(&line).map_err(|_| "that is not a share: look for a mistake in it")?);
        }
        let done = office.recover(&shares, person.id, self.dossier).await?;
        say::line(format_args!(
            "{} cases were given to {}; {} were left, since they are in conflict with them or hold them. Each case shows \
             it to its holders.",
            done.given, self.to, done.left
        ));
        Ok(ExitCode::SUCCESS)
    }
}
