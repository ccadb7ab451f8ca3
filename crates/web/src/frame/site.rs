//! What the operator configures about the pages as a whole.

use super::theme::Theme;
use std::sync::Arc;

/// The site: one for the whole program, shared by every page.
#[derive(Clone, Debug)]
pub struct Site {
    /// The organisation's name, in the header of every page.
    pub organisation: String,
    /// Whether readers come by https: then they are told to keep to it (HSTS) and cookies are `Secure`.
    pub https: bool,
    /// The address of the onion service without a path (`http://….onion`), told to Tor Browser on every page.
    pub onion: Option<String>,
    /// The whole address of the neutral page that a reporter in a hurry is taken to.
    pub leave_to: String,
    /// The operator's own theme, loaded after Belfry's.
    pub theme: Option<Arc<Theme>>,
}

impl Site {
    /// A site with this organisation's name and nothing else of its own.
    #[must_use]
    pub fn new(organisation: impl Into<String>) -> Self {
        Self {
            organisation: organisation.into(),
            https: false,
            onion: None,
            leave_to: String::from("https://www.rijksoverheid.nl/"),
            theme: None,
        }
    }
}
