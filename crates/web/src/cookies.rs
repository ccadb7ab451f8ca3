//! Our cookies: for one session, out of reach of scripts, never sent with a request that another site began.

use crate::frame::Site;
use http::{HeaderMap, HeaderValue, header};

/// A cookie of ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cookie {
    /// A report that is being made.
    Draft,
    /// A reporter who came in with a code.
    Receipt,
    /// A member of staff.
    Staff,
    /// A form before anybody is signed in.
    Form,
}

impl Cookie {
    const fn name(self) -> &'static str {
        match self {
            Self::Draft => "belfry-draft",
            Self::Receipt => "belfry-receipt",
            Self::Staff => "belfry-staff",
            Self::Form => "belfry-form",
        }
    }

    /// The full name. With https it is bound to this host by its prefix.
    fn full_name(self, site: &Site) -> String {
        format!("{}{}", if site.https { "__Host-" } else { "" }, self.name())
    }

    /// The value that a request came with.
    #[must_use]
    pub fn read(self, site: &Site, headers: &HeaderMap) -> Option<String> {
        let name = self.full_name(site);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned())
    }

    /// The header that sets it until the browser closes.
    #[must_use]
    pub fn set(self, site: &Site, value: &str) -> Option<HeaderValue> {
        self.header(site, value, "")
    }

    /// The header that takes it away.
    #[must_use]
    pub fn clear(self, site: &Site) -> Option<HeaderValue> {
        self.header(site, "", "; Max-Age=0")
    }

    fn header(self, site: &Site, value: &str, more: &str) -> Option<HeaderValue> {
        let secure = if site.https { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{more}", self.full_name(site));
        HeaderValue::try_from(text).ok()
    }
}
