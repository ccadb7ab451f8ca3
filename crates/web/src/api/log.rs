//! The ledger for everybody: its checkpoints and the proofs between them.

use super::json;
use super::problem::{FieldProblem, Problem};
use crate::app::App;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use http::{StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

/// A proof that a report was received: the file of `belfry-proof/v1`. Every hash is 32 bytes in Base64.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the ledger writes")]
pub struct Proof {
    /// Always `belfry-proof/v1`.
    version: String,
    /// The name of the log.
    origin: String,
    /// The public key of the log as text, for convenience: the published one counts.
    key: String,
    /// The day of receipt.
    #[schema(format = Date)]
    received_on: String,
    /// The commitment of the entry.
    commitment: String,
    /// The fields of the entry in order.
    fields: Vec<ProofField>,
    /// What opens the field with the content.
    content: ProofContent,
    /// The promise, a signed note.
    promise: String,
    /// The place in the log, once a published checkpoint covers it.
    inclusion: Option<Inclusion>,
}

/// A field of an entry, opened where the holder of the proof may see it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the ledger writes")]
struct ProofField {
    /// The name.
    name: String,
    /// The digest.
    digest: String,
    /// The salt.
    #[schema(nullable = false)]
    salt: Option<String>,
    /// The value in Base64.
    #[schema(nullable = false)]
    value: Option<String>,
}

/// What opens the field with the content.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the ledger writes")]
struct ProofContent {
    /// The salt.
    salt: String,
    /// The digest.
    digest: String,
}

/// Where an entry stands in the log. Every hash is 32 bytes in Base64.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the ledger writes")]
pub struct Inclusion {
    /// The index of the leaf, from 0.
    index: u64,
    /// The size of the checkpoint's tree.
    size: u64,
    /// The inclusion proof, lowest first (RFC 6962).
    path: Vec<String>,
    /// The signed checkpoint.
    checkpoint: String,
}

/// A proof that a later checkpoint continues an earlier one: the file of `belfry-consistency/v1`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the ledger writes")]
pub struct Consistency {
    /// Always `belfry-consistency/v1`.
    version: String,
    /// The size of the earlier log.
    old: u64,
    /// The size of the later log.
    new: u64,
    /// The consistency proof (RFC 6962), hashes in Base64.
    path: Vec<String>,
}

/// The published checkpoints.
#[derive(Serialize, ToSchema)]
pub struct Checkpoints {
    /// The newest first, at most 400.
    checkpoints: Vec<Checkpoint>,
}

/// A published checkpoint.
#[derive(Serialize, ToSchema)]
struct Checkpoint {
    /// The size of the log.
    size: u64,
    /// For which slot of the fixed clock it was published.
    slot: String,
    /// The signed note.
    note: String,
}

/// The newest published checkpoint.
#[utoipa::path(
    get, path = "/checkpoint", tag = "auditors", operation_id = "latestCheckpoint",
    responses((status = 200, description = "A C2SP signed note.", body = String, content_type = "text/plain")),
)]
pub async fn checkpoint(State(app): State<App>) -> Result<Response, Problem> {
    let note = app.office.checkpoint().await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response())
}

/// The published checkpoints.
#[utoipa::path(
    get, path = "/checkpoints", tag = "auditors", operation_id = "listCheckpoints",
    responses((status = 200, description = "The newest first.", body = Checkpoints)),
)]
pub async fn checkpoints(State(app): State<App>) -> Result<Response, Problem> {
    let rows = app.office.checkpoints().await?;
    let told = rows.into_iter().map(|row| Checkpoint { size: row.size, slot: row.slot, note: row.note });
    json::answer(StatusCode::OK, &Checkpoints { checkpoints: told.collect() })
}

/// The proof that the log of one size continues the log of a smaller one. Both must be published.
#[utoipa::path(
    get, path = "/consistency", tag = "auditors", operation_id = "proveConsistency",
    params(
        ("from" = u64, Query, description = "The size of the earlier checkpoint."),
        ("to" = u64, Query, description = "The size of the later checkpoint."),
    ),
    responses((status = 200, description = "The proof.", body = Consistency)),
)]
pub async fn consistency(
    State(app): State<App>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (from, to) = sizes(&query)?;
    let proof = app.office.consistency(from, to).await?;
    json::answer(StatusCode::OK, &proof)
}

/// The two sizes of a query.
fn sizes(query: &[(String, String)]) -> Result<(u64, u64), Problem> {
    let mut problems = Vec::new();
    let mut sizes = (0, 0);
    for (name, place) in [("from", &mut sizes.0), ("to", &mut sizes.1)] {
        match query.iter().find(|(found, _)| found == name).map(|(_, value)| value.parse::<u64>()) {
            Some(Ok(size)) => *place = size,
            Some(Err(_)) => problems.push(FieldProblem::new(name, "wrong-number")),
            None => problems.push(FieldProblem::new(name, "required")),
        }
    }
    let unknown = query.iter().filter(|(name, _)| !["from", "to"].contains(&name.as_str()));
    problems.extend(unknown.map(|(name, _)| FieldProblem::new(name, "unknown-field")));
    if problems.is_empty() && sizes.0 > sizes.1 {
        problems.push(FieldProblem::new("to", "not-before-from"));
    }
    json::finish(problems)?;
    Ok(sizes)
}

/// The proof that a leaf stands in the newest published checkpoint.
#[utoipa::path(
    get, path = "/entries/{n}/proof", tag = "auditors", operation_id = "proveEntry",
    params(("n" = u64, Path, description = "The index of the leaf, from 0.")),
    responses((status = 200, description = "The proof.", body = Inclusion)),
)]
pub async fn entry_proof(State(app): State<App>, Path(index): Path<String>) -> Result<Response, Problem> {
    let index = index.parse().map_err(|_| Problem::from(Refusal::NotFound))?;
    json::answer(StatusCode::OK, &app.office.entry_proof(index).await?)
}
