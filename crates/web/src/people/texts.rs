//! The texts that an agency sets for its own reporters, both languages side by side.

use super::Asked;
use crate::error::{Answer, Failed};
use crate::frame::{self, Errors, Link, Page, T};
use crate::posted::Posted;
use crate::staff::{Desk, Place, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use domain::Refusal;
use domain::access::{self, Act};
use domain::id::OrgId;
use domain::report::Language;
use http::StatusCode;
use office::text::KEYS;

struct Agency {
    href: String,
    name: String,
    set: String,
}

#[derive(Template)]
#[template(path = "people/texts.html")]
struct Texts {
    t: T,
    page: Page,
    agencies: Vec<Agency>,
}

/// The agencies whose texts this person may set.
async fn mine(desk: &Desk) -> Result<Vec<domain::people::Node>, Failed> {
    let organisation = desk.office().organisation().await?;
    access::may(Act::ManageTexts, desk.staff().id, None, &organisation)?;
    let may = |id| access::may(Act::ManageTexts, desk.staff().id, Some(id), &organisation).is_ok();
    Ok(organisation.agencies().into_iter().filter(|agency| may(agency.id)).cloned().collect())
}

pub(super) async fn list(desk: Desk) -> Answer {
    let t = desk.t();
    let mut agencies = Vec::new();
    for agency in mine(&desk).await? {
        let mut set = 0;
        for language in Language::ALL {
            set += desk.office().texts(agency.id, language).await?.len();
        }
        agencies.push(Agency {
            href: desk.href(&format!("/staff/texts/{}", agency.key)),
            name: words::node(t, &agency),
            set: t.with("texts-set", &[("set", set), ("of", KEYS.len() * Language::ALL.len())]),
        });
    }
    Ok(frame::show(&Texts { t, page: desk.page(Place::Texts), agencies }))
}

struct Text {
    key: &'static str,
    label: String,
    hint: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    label: String,
    language: &'static str,
    value: String,
}

#[derive(Template)]
#[template(path = "people/text.html")]
struct TextForm {
    t: T,
    page: Page,
    done: String,
    errors: Errors,
    tag: String,
    agency: String,
    texts: Vec<Text>,
}

pub(super) async fn show(desk: Desk, Path(key): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let done = asked.sentence(desk.t());
    form(&desk, &key, None, Errors::none(), done).await
}

async fn agency(desk: &Desk, key: &str) -> Result<domain::people::Node, Failed> {
    mine(desk).await?.into_iter().find(|agency| agency.key == key).ok_or(Failed::Refusal(Refusal::NotFound))
}

fn field_name(key: &str, language: Language) -> String {
    format!("{key}-{}", language.name())
}

async fn form(desk: &Desk, key: &str, posted: Option<&Posted>, errors: Errors, done: String) -> Answer {
    let agency = agency(desk, key).await?;
    let t = desk.t();
    let mut texts: Vec<Text> = KEYS
        .into_iter()
        .map(|key| Text { key, label: t.of("text", key), hint: t.of("text-hint", key), fields: Vec::new() })
        .collect();
    for language in Language::ALL {
        let set = desk.office().texts(agency.id, language).await?;
        for text in &mut texts {
            let name = field_name(text.key, language);
            let value = match posted {
                Some(posted) => posted.get(&name).to_owned(),
                None => set.get(text.key).cloned().unwrap_or_default(),
            };
            let label = t.of("register-language", language.name());
            text.fields.push(Field { name, label, language: language.name(), value });
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let trail = vec![Link::new(desk.href("/staff/texts"), t.get("staff-texts"))];
    let page = TextForm {
        t,
        page: desk.page(Place::Texts).with_trail(trail),
        done,
        errors,
        tag: desk.tag(),
        agency: words::node(t, &agency),
        texts,
    };
    Ok(frame::show_as(status, &page))
}

pub(super) async fn save(desk: Desk, Path(key): Path<String>, posted: Posted) -> Answer {
    if let Some(errors) = desk.tag_is_missing(&posted) {
        return form(&desk, &key, Some(&posted), errors, String::new()).await;
    }
    let agency = agency(&desk, &key).await?;
    let mut errors = Errors::none();
    for language in Language::ALL {
        save_language(&desk, agency.id, language, &posted, &mut errors).await?;
    }
    if errors.is_empty() {
        return Ok(desk.go(&format!("/staff/texts/{key}?done=texts")));
    }
    form(&desk, &key, Some(&posted), errors, String::new()).await
}

/// Saves the texts of one language that were changed.
async fn save_language(
    desk: &Desk,
    agency: OrgId,
    language: Language,
    posted: &Posted,
    errors: &mut Errors,
) -> Result<(), Failed> {
    let set = desk.office().texts(agency, language).await?;
    for key in KEYS {
        let name = field_name(key, language);
        let value = posted.trimmed(&name);
        if set.get(key).map(String::as_str).unwrap_or_default() == value {
            continue;
        }
        let saved = desk.office().set_text(desk.staff(), agency, key, language, &value).await;
        if let Err(wrong) = desk.mend(saved)? {
            errors.add(name, wrong.all().first().map(|mistake| mistake.message.clone()).unwrap_or_default());
        }
    }
    Ok(())
}
