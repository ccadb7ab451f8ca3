//! The OpenAPI 3.1 document, made from the handlers and types themselves.

use super::problem::Problem;
use super::problem::{MEDIA_TYPE, Told};
use super::{BASE, VERSION, json, log, receipts, reports, staff, upload};
use crate::app::App;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use office::Settings;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::info::Contact;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, RefOr, Response as Described, ResponseBuilder};
use utoipa::{Modify, OpenApi};

/// The API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Belfry",
        version = VERSION,
        description = "Reporting wrongdoing at work, and what becomes of a report. \
            Details of a problem are in Dutch or English, after `Accept-Language`. \
            Every body is in UTF-8; JSON is at most 1 MiB, and names that are not described are refused. \
            A receipt code never stands in an address. No line is logged for what a reporter does.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    servers((url = BASE, description = "This installation.")),
    tags(
        (name = "reporters", description = "Handing in a report, and coming back with its code."),
        (name = "staff", description = "For who handles cases: the cases whose key they hold, and no others."),
        (name = "auditors", description = "The ledger, for everybody: it tells that entries stand, not what is in them."),
    ),
    paths(
        reports::create,
        receipts::open, receipts::write, receipts::proof, receipts::second_look, receipts::file, upload::send_files,
        staff::sign_in, staff::sign_out, staff::inbox, staff::case, staff::write, staff::mark_read, staff::file,
        log::checkpoint, log::checkpoints, log::consistency, log::entry_proof,
        serve,
    ),
    components(schemas(Told)),
    modifiers(&Common),
)]
struct Api;

/// The document, without whom to ask.
#[must_use]
pub fn document() -> Document {
    Api::openapi()
}

/// Whom to ask about an installation. Every domain that has mail has a postmaster (RFC 2142).
fn contact(settings: &Settings) -> Contact {
    let mut contact = Contact::new();
    contact.name = Some(settings.name.clone());
    contact.url = Some(settings.base_url.clone());
    contact.email = Some(format!("postmaster@{}", settings.tenant));
    contact
}

/// The names that a text can be, for the document.
#[must_use]
pub fn names(names: &[&'static str]) -> Object {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some(names.iter().copied())).build()
}

/// This document.
#[utoipa::path(
    get, path = "/openapi.json", tag = "auditors", operation_id = "describe",
    responses((status = 200, description = "The OpenAPI 3.1 document.", body = serde_json::Value)),
)]
pub async fn serve(State(app): State<App>) -> Result<Response, Problem> {
    let mut document = document();
    document.info.contact = Some(contact(&app.office.settings));
    let mut answer = json::answer(StatusCode::OK, &document)?;
    // It is for everybody, and holds nothing of anybody.
    answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(answer)
}

/// What holds for every operation: the version in a header, and how a problem is told.
struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        for (path, item) in &mut document.paths.paths {
            let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                describe_problems(path, operation);
                for response in operation.responses.responses.values_mut() {
                    if let RefOr::T(response) = response {
                        tell_version(response);
                    }
                }
            }
        }
    }
}

/// The problems that an operation can be answered with.
fn describe_problems(path: &str, operation: &mut Operation) {
    let mut add = |status: StatusCode, description: &str| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build();
        operation.responses.responses.insert(status.as_str().to_owned(), response.into());
    };
    let (has_body, has_parameters) = (operation.request_body.is_some(), operation.parameters.is_some());
    let needs_token = operation.security.is_some() || path == "/tokens";
    if has_body || has_parameters {
        add(StatusCode::BAD_REQUEST, "What was sent cannot be taken as it is; every field is told at once.");
    }
    if needs_token {
        add(StatusCode::UNAUTHORIZED, "There is no token, or it has ended; or signing in failed.");
    }
    if path.starts_with("/cases") {
        add(StatusCode::FORBIDDEN, "The caller's roles do not allow it.");
    }
    if has_body && path != "/tokens" {
        add(StatusCode::CONFLICT, "A rule does not allow it now; the code names the rule.");
        add(StatusCode::INSUFFICIENT_STORAGE, "There is no room to keep it. Nothing was done.");
    }
    if has_body {
        add(StatusCode::PAYLOAD_TOO_LARGE, "It is larger than is taken.");
        add(StatusCode::UNSUPPORTED_MEDIA_TYPE, "It is of another type than is taken.");
        add(StatusCode::TOO_MANY_REQUESTS, "Too many tries; it may be tried again later.");
    }
    if needs_token || has_parameters || path == "/checkpoint" {
        add(StatusCode::NOT_FOUND, "There is none, or none that the caller may know of; or the code opens nothing.");
    }
    add(StatusCode::INTERNAL_SERVER_ERROR, "Something broke; it was logged under the number that is told.");
    add(StatusCode::SERVICE_UNAVAILABLE, "Nothing can be kept now. Nothing was done.");
}

fn tell_version(response: &mut Described) {
    let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).build();
    let version = HeaderBuilder::new().schema(Some(text)).description(Some("The version of the API.")).build();
    response.headers.insert("API-Version".to_owned(), version.into());
}
