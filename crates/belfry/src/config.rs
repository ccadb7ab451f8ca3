//! What the operator says: `belfry.toml` in the installation's folder, and over it the environment.
//!
//! Secrets come from the environment or from a file that the environment names (`BELFRY_DATABASE_FILE`), never from
//! arguments, where everybody on the machine can read them.

use office::{Mail, Settings};
use secrecy::SecretString;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Blobs, Database};
use web::Site;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    /// A file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// The file is not as it must be.
    #[error("{0}: {1}")]
    Wrong(PathBuf, String),
    /// The theme cannot be used.
    #[error("the theme cannot be used: {0}")]
    Theme(String),
}

/// The settings as they stand in the file. Every one has a name in the environment too: `BELFRY_` and the name in
/// capitals.
#[derive(Clone, Debug, Default, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The organisation's name on pages.
    pub name: Option<String>,
    /// The address under which reporters reach it.
    pub base_url: Option<String>,
    /// The neutral page to which leaving in a hurry leads.
    pub leave_url: Option<String>,
    /// The onion address.
    pub onion: Option<String>,
    /// A folder with the organisation's own theme, and the class that it puts on pages.
    pub theme: Option<PathBuf>,
    /// The class that the theme's tokens hang on.
    pub theme_class: Option<String>,
    /// Where mail is sent from.
    pub mail_from: Option<String>,
    /// Where files are: an `s3://` address; without it a folder beside the database.
    pub files: Option<String>,
}

impl Config {
    /// The file's name in the installation's folder.
    pub const FILE: &'static str = "belfry.toml";

    /// Reads the file, when there is one, and the environment.
    ///
    /// # Errors
    /// [`BadConfig`] that names the file and what is wrong with it.
    pub fn read(dir: &Path) -> Result<Self, BadConfig> {
        let path = dir.join(Self::FILE);
        let mut config = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| BadConfig::Wrong(path, error.to_string()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => return Err(BadConfig::Unreadable(path, error)),
        };
        let from_environment = |name: &str, value: &mut Option<String>| {
            if let Ok(given) = std::env::var(format!("BELFRY_{name}")) {
                *value = Some(given);
            }
        };
        from_environment("NAME", &mut config.name);
        from_environment("BASE_URL", &mut config.base_url);
        from_environment("LEAVE_URL", &mut config.leave_url);
        from_environment("ONION", &mut config.onion);
        from_environment("THEME_CLASS", &mut config.theme_class);
        from_environment("MAIL_FROM", &mut config.mail_from);
        from_environment("FILES", &mut config.files);
        if let Ok(theme) = std::env::var("BELFRY_THEME") {
            config.theme = Some(theme.into());
        }
        Ok(config)
    }

    /// Where the database is: `BELFRY_DATABASE` or the file that `BELFRY_DATABASE_FILE` names, else SQLite in the folder.
    ///
    /// # Errors
    /// [`BadConfig::Unreadable`].
    pub fn database(&self, dir: &Path) -> Result<Database, BadConfig> {
        Ok(match secret("BELFRY_DATABASE")? {
            Some(url) => Database::Postgres(url),
            None => Database::Sqlite(dir.join("belfry.db")),
        })
    }

    /// Where files are.
    #[must_use]
    pub fn blobs(&self, dir: &Path) -> Blobs {
        match &self.files {
            Some(url) => Blobs::S3(url.clone()),
            None => Blobs::Dir(dir.join("files")),
        }
    }

    /// What the acts are told. Mail goes to `BELFRY_SMTP` or the server in the file that `BELFRY_SMTP_FILE` names.
    ///
    /// # Errors
    /// [`BadConfig::Unreadable`].
    pub fn settings(&self) -> Result<Settings, BadConfig> {
        let mail = match (secret("BELFRY_SMTP")?, &self.mail_from) {
            (Some(url), Some(from)) => Mail::Smtp { url, from: from.clone() },
            _ => Mail::Off,
        };
        Ok(Settings {
            tenant: String::new(),
            name: self.name.clone().unwrap_or_else(|| "Belfry".into()),
            base_url: self.base_url.clone().unwrap_or_else(|| "http://127.0.0.1:8080".into()),
            leave_url: self.leave_url.clone().unwrap_or_else(|| "https://www.rijksoverheid.nl/".into()),
            onion: self.onion.clone(),
            mail,
            demo: None,
        })
    }

    /// What the pages are told.
    ///
    /// # Errors
    /// [`BadConfig::Theme`].
    pub fn site(&self, settings: &Settings) -> Result<Site, BadConfig> {
        let theme = match &self.theme {
            Some(dir) => {
                let class = self.theme_class.as_deref().unwrap_or("belfry-own-theme");
                let theme = web::frame::theme::Theme::load(dir, class);
                Some(Arc::new(theme.map_err(|error| BadConfig::Theme(error.to_string()))?))
            }
            None => None,
        };
        Ok(Site {
            organisation: settings.name.clone(),
            https: settings.base_url.starts_with("https://"),
            onion: settings.onion.clone(),
            leave_to: settings.leave_url.clone(),
            theme,
        })
    }
}

/// A secret from the environment, or from the file that the environment names.
fn secret(name: &str) -> Result<Option<SecretString>, BadConfig> {
    if let Ok(value) = std::env::var(name) {
        return Ok(Some(SecretString::from(value)));
    }
    let Ok(path) = std::env::var(format!("{name}_FILE")) else { return Ok(None) };
    let path = PathBuf::from(path);
    let text = std::fs::read_to_string(&path).map_err(|error| BadConfig::Unreadable(path, error))?;
    Ok(Some(SecretString::from(text.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_setting_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(Config::FILE), "tenent = \"typo\"\n").unwrap();
        let error = Config::read(dir.path()).unwrap_err().to_string();
        assert!(error.contains("tenent"), "{error}");
    }

    #[test]
    fn cookies_are_secure_when_the_address_is_https() {
        let config = Config { base_url: Some("https://meldpunt.example".into()), ..Config::default() };
        let settings = config.settings().unwrap();
        assert!(config.site(&settings).unwrap().https);
    }
}
