//! The first page and the pages about this site: how it works, privacy, accessibility, security. They know nothing of who
//! reads them and set no cookie.

use crate::app::App;
use crate::frame::{Column, Page, T, Tone, show};
use crate::staff::show as say;
use crate::visitor::{self, Shown, Visitor};
use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::report::Channel;

/// The routes.
pub fn routes(app: &App) -> Router<App> {
    let routes = Router::new()
        .route("/", get(start))
        .route("/how-it-works", get(how))
        .route("/privacy", get(privacy))
        .route("/accessibility", get(accessibility))
        .route("/security", get(security));
    visitor::room(app, routes)
}

/// An agency with the texts that it set for its own reporters: heading and text of each.
struct Agency {
    name: String,
    texts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "home/start.html")]
struct Start {
    t: T,
    page: Page,
    channels: Vec<&'static str>,
    agencies: Vec<Agency>,
}

async fn start(visitor: Visitor) -> Shown {
    let t = visitor.t();
    let channels = Channel::ALL.into_iter().map(Channel::name).collect();
    Ok(show(&Start { t, page: visitor.page(), channels, agencies: agencies(&visitor).await? }))
}

/// The agencies that have something of their own to say.
async fn agencies(visitor: &Visitor) -> Result<Vec<Agency>, office::Error> {
    let t = visitor.t();
    let organisation = visitor.office().organisation().await?;
    let mut found = Vec::new();
    for agency in organisation.agencies() {
        let set = visitor.office().texts(agency.id, visitor.language()).await?;
        let texts: Vec<_> = office::text::KEYS
            .into_iter()
            .filter_map(|key| Some((t.of("text-heading", key), set.get(key)?.clone())))
            .collect();
        if !texts.is_empty() {
            found.push(Agency { name: say::node(t, agency), texts });
        }
    }
    Ok(found)
}

#[derive(Template)]
#[template(path = "home/how.html")]
struct How {
    t: T,
    page: Page,
    columns: Vec<Column>,
}

async fn how(visitor: Visitor) -> Response {
    let t = visitor.t();
    let columns = [t.get("how-terms-what"), t.get("how-terms-when"), t.get("how-terms-why")].map(Column::new).into();
    show(&How { t, page: visitor.page(), columns })
}

/// Whom the table of the privacy page speaks of, from near to far.
const READERS: [&str; 7] = ["you", "intake", "assessor", "colleagues", "administrator", "thief", "keyholders"];

#[derive(Template)]
#[template(path = "home/privacy.html")]
struct Privacy {
    t: T,
    page: Page,
    columns: Vec<Column>,
    readers: [&'static str; 7],
}

async fn privacy(visitor: Visitor) -> Response {
    let t = visitor.t();
    let heads = [t.get("privacy-who"), t.get("privacy-now"), t.get("privacy-later"), t.get("privacy-seized")];
    let columns = heads.map(Column::new).into();
    show(&Privacy { t, page: visitor.page(), columns, readers: READERS })
}

#[derive(Template)]
#[template(path = "home/accessibility.html")]
struct Accessibility {
    t: T,
    page: Page,
}

async fn accessibility(visitor: Visitor) -> Response {
    show(&Accessibility { t: visitor.t(), page: visitor.page() })
}

#[derive(Template)]
#[template(path = "home/security.html")]
struct Security {
    t: T,
    page: Page,
}

async fn security(visitor: Visitor) -> Response {
    show(&Security { t: visitor.t(), page: visitor.page() })
}
