//! An operator's own theme: a folder with `theme.css` (and the fonts and pictures that it names), loaded after Belfry's.
//!
//! Proprietary house styles enter here, at run time, and never the repository or the program.

use super::assets::{FOR_EVER, kind};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::{StatusCode, header};
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

/// The most that a theme's files may come to together, in bytes: they are kept in memory.
const MOST: u64 = 8 * 1024 * 1024;

/// What a theme may consist of.
const KINDS: [&str; 5] = [".css", ".woff2", ".svg", ".png", ".ico"];

/// A theme, read once at start.
#[derive(Clone)]
pub struct Theme {
    files: BTreeMap<String, Vec<u8>>,
    /// Changes with the content, so that browsers may keep the files.
    version: String,
    /// A class for the whole page. Token packages of NL Design System put their tokens under one (`utrecht-theme`).
    class: String,
}

/// Why a theme could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// The folder could not be read.
    #[error("the theme folder cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// There is no `theme.css`.
    #[error("the theme folder has no theme.css")]
    NoStyle,
    /// The files are too large together.
    #[error("the theme's files are larger than {MOST} bytes together")]
    TooLarge,
}

impl Theme {
    /// Reads the files of a folder (not of folders in it) whose kind a theme may consist of.
    ///
    /// # Errors
    /// When the folder can't be read, has no `theme.css`, or is too large to keep in memory.
    pub fn load(folder: &std::path::Path, class: &str) -> Result<Self, ThemeError> {
        let mut files = BTreeMap::new();
        let mut size = 0_u64;
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !KINDS.iter().any(|end| name.ends_with(end)) {
                continue;
            }
            size = size.saturating_add(entry.metadata()?.len());
            if size > MOST {
                return Err(ThemeError::TooLarge);
            }
            files.insert(name, std::fs::read(entry.path())?);
        }
        if !files.contains_key("theme.css") {
            return Err(ThemeError::NoStyle);
        }
        // Not a secret and not a proof: it only has to change when the files do.
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        Ok(Self { files, version: format!("{:016x}", hasher.finish()), class: class.to_owned() })
    }

    /// The class for the whole page; may be empty.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class
    }

    /// The address of one of the theme's files, if it has it: `theme.css`, `logo.svg`, `favicon.svg`.
    #[must_use]
    pub fn address(&self, name: &str) -> Option<String> {
        self.files.contains_key(name).then(|| format!("/theme/{}/{name}", self.version))
    }
}

impl fmt::Debug for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Theme").field("files", &self.files.keys()).field("version", &self.version).finish()
    }
}

/// `/theme/<version>/<file>`, for whoever has a theme.
pub fn routes<S>(theme: Option<Arc<Theme>>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    match theme {
        Some(theme) => Router::new().route("/theme/{version}/{name}", get(serve)).with_state(theme),
        None => Router::new(),
    }
}

async fn serve(State(theme): State<Arc<Theme>>, Path((version, name)): Path<(String, String)>) -> Response {
    match theme.files.get(&name) {
        Some(file) if version == theme.version => {
            ([(header::CONTENT_TYPE, kind(&name)), (header::CACHE_CONTROL, FOR_EVER)], file.clone()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
