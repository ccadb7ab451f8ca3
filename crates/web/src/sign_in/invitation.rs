//! Taking up an invitation: one's own passphrase, and an app that gives codes.

use crate::app::App;
use crate::error::{Answer, of_form};
use crate::frame::{self, Errors, Frame, Page, T};
use crate::posted::Posted;
use crate::staff::tag_is_missing;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::refusal::FieldError;
use http::StatusCode;
use office::people::InvitationView;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use secrecy::SecretString;

#[derive(Template)]
#[template(path = "sign_in/invitation.html")]
struct Invitation {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    name: String,
    sign_in: String,
    secret: String,
    qr: String,
}

pub(super) async fn show(State(app): State<App>, frame: Frame, Path(token): Path<String>) -> Answer {
    let view = app.office.invitation(&token).await?;
    Ok(page(&app, &frame, &token, &view, StatusCode::OK, Errors::none()))
}

fn page(app: &App, frame: &Frame, token: &str, view: &InvitationView, status: StatusCode, errors: Errors) -> Response {
    let page = Invitation {
        t: frame.t(),
        page: frame.page(),
        errors,
        // The link is known to its owner only, so it stands for a session.
        tag: app.office.form_tag(token.as_bytes()),
        name: view.name.clone(),
        sign_in: view.sign_in.clone(),
        secret: in_groups(&view.totp_secret),
        qr: picture(&view.totp_uri),
    };
    frame::show_as(status, &page)
}

pub(super) async fn accept(State(app): State<App>, frame: Frame, Path(token): Path<String>, posted: Posted) -> Answer {
    let view = app.office.invitation(&token).await?;
    let t = frame.t();
    let again = |errors| Ok(page(&app, &frame, &token, &view, StatusCode::BAD_REQUEST, errors));
    if let Some(errors) = tag_is_missing(t, &posted, &app, token.as_bytes()) {
        return again(errors);
    }
    if posted.get("passphrase") != posted.get("again") {
        let mut errors = Errors::none();
        errors.add("again", crate::error::field_sentence(t, &FieldError::new("again", "differs")));
        return again(errors);
    }
    let passphrase = SecretString::from(posted.get("passphrase").to_owned());
    match app.office.accept(&token, passphrase, posted.get("code")).await {
        Ok(()) => Ok(frame.go("/staff/sign-in?done=taken-up")),
        Err(error) => again(of_form(t, error)?),
    }
}

/// The secret as a person types it: in groups of four.
fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().filter(|c| !c.is_whitespace()).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The picture for the app's camera, as SVG to stand in the page. Empty if the address is too long for one; then the
/// secret is typed.
fn picture(uri: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(uri, EcLevel::M) else { return String::new() };
    let image = code.render::<svg::Color<'_>>().min_dimensions(240, 240).quiet_zone(true).build();
    // Only the element: the declaration before it belongs to a file of its own.
    image.split_once("<svg").map(|(_, rest)| format!("<svg aria-hidden=\"true\"{rest}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_an_element_without_style_or_script() {
        let svg = picture("otpauth://totp/Belfry:anna?secret=ABCDEFGH&issuer=Belfry");
        assert!(svg.starts_with("<svg aria-hidden"), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("<script"), "the page's rules would block them");
    }

    #[test]
    fn a_secret_is_shown_in_groups_of_four() {
        assert_eq!(in_groups("ABCD EFGHIJ"), "ABCD EFGH IJ");
    }
}
