//! Handing in a whole report at once.

use super::json::{self, Body};
use super::problem::{FieldProblem, Problem};
use super::told::{channels, languages, modes};
use crate::app::App;
use axum::extract::State;
use axum::response::Response;
use domain::Refusal;
use domain::people::NodeKind;
use domain::report::{self, Channel, Identity, IdentityMode, Language, NewReport};
use http::{HeaderMap, StatusCode};
use office::Error;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The longest idempotency key, in characters.
const LONGEST_KEY: usize = 255;
const KEY: &str = "Idempotency-Key";

/// A report.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The key of the agency that it is about.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 100)]
    agency: String,
    /// The concern.
    #[serde(default)]
    #[schema(required, schema_with = channels)]
    channel: Option<Channel>,
    /// Who may know who the reporter is.
    #[serde(default)]
    #[schema(required, schema_with = modes)]
    identity: Option<IdentityMode>,
    /// The language in which the reporter is addressed; that of the request when it is not said.
    #[serde(default)]
    #[schema(schema_with = languages)]
    language: Option<Language>,
    // Described by its type: a description here would be a second schema beside it.
    #[serde(default)]
    #[schema(required, inline)]
    answers: Answers,
    /// Who the reporter is; asked for unless anonymous, and then refused.
    #[serde(default)]
    #[schema(inline)]
    who: Option<Who>,
}

/// What the reporter tells. Only `what` must be answered; each further answer helps.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
struct Answers {
    /// What happened, or what the question is.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 20000)]
    what: String,
    /// When it happened, in the reporter's words.
    #[serde(default)]
    #[schema(max_length = 20000)]
    when: String,
    /// Where it happened.
    #[serde(default, rename = "where")]
    #[schema(max_length = 20000)]
    where_: String,
    /// Who was involved.
    #[serde(default)]
    #[schema(max_length = 20000)]
    who: String,
    /// How the reporter knows.
    #[serde(default)]
    #[schema(max_length = 20000)]
    how: String,
    /// How the reporter is connected with the organisation through work.
    #[serde(default)]
    #[schema(max_length = 20000)]
    relation: String,
    /// Whom it was told before, and what came of it.
    #[serde(default)]
    #[schema(max_length = 20000)]
    told: String,
    /// What the reporter is worried about, for themself or others.
    #[serde(default)]
    #[schema(max_length = 20000)]
    worries: String,
}

/// Who the reporter is.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
struct Who {
    /// The name.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 300)]
    name: String,
    /// How the reporter wants to be reached.
    #[serde(default)]
    #[schema(max_length = 300)]
    contact: String,
}

/// What the reporter leaves with.
#[derive(Serialize, ToSchema)]
pub struct Receipt {
    /// The code with which the reporter comes back. It is told this once and cannot be recovered.
    code: String,
    /// The signed promise that this was received today, to be checked offline with `belfry verify receipt`. A file like
    /// this can give its holder away.
    #[schema(value_type = super::log::Proof)]
    proof: Value,
}

impl Report {
    /// The report as the rules know it. What is missing is filled with what the rules will refuse or, where its absence
    /// is noted already, with what asks for least.
    fn known(self, asked: Language) -> NewReport {
        let Answers { what, when, where_, who, how, relation, told, worries } = self.answers;
        let anonymous_unless_named = if self.who.is_some() { IdentityMode::Open } else { IdentityMode::Anonymous };
        NewReport {
            agency: self.agency,
            channel: self.channel.unwrap_or(Channel::Question),
            identity: self.identity.unwrap_or(anonymous_unless_named),
            language: self.language.unwrap_or(asked),
            answers: report::Answers { what, when, where_, who, how, relation, told, worries },
            who: self.who.map(|who| Identity { name: who.name, contact: who.contact }),
            files: Vec::new(),
        }
    }
}

/// The name of a field in the body, for one that the rules know by its short name.
fn in_body(field: &str) -> String {
    let is_answer = report::Answers::default().list().iter().any(|(name, _)| *name == field);
    match field {
        "name" | "contact" => format!("who.{field}"),
        _ if is_answer => format!("answers.{field}"),
        other => other.to_owned(),
    }
}

/// Hand in a report.
///
/// With an `Idempotency-Key`, a secret of the caller's own, the same report sent again is one report and gets the same
/// answer; another report with the same key is another report.
#[utoipa::path(
    post, path = "/reports", tag = "reporters", operation_id = "createReport",
    params((
        "Idempotency-Key" = Option<String>, Header, nullable = false, max_length = 255,
        description = "A random secret of the caller's own."
    )),
    request_body = Report,
    responses((status = 201, description = "The report was received and is kept.", body = Receipt)),
)]
pub async fn create(
    State(app): State<App>,
    lang: crate::frame::Lang,
    headers: HeaderMap,
    Body { body, mut problems }: Body<Report>,
) -> Result<Response, Problem> {
    let key = match key(&headers) {
        Ok(key) => key,
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let report = body.known(crate::app::language_of(lang));
    let organisation = app.office.organisation().await?;
    let is_agency = organisation.node_by_key(&report.agency).is_some_and(|node| node.kind == NodeKind::Agency);
    if !is_agency {
        problems.push(FieldProblem::new("agency", "unknown-agency"));
    }
    if let Err(Refusal::Fields(errors)) = report.check() {
        let named = errors.iter().map(FieldProblem::from);
        problems.extend(named.map(|problem| FieldProblem { field: in_body(&problem.field), ..problem }));
    }
    json::finish(problems)?;
    // Another report with the same key must be kept too, and whoever has only the key must not get the code.
    let key = key
        .map(|key| serde_json::to_string(&report).map(|report| format!("{key}\n{report}")))
        .transpose()
        .map_err(Error::from)?;
    let sent = app.office.receive(&report, key.as_deref()).await;
    let sent = sent.map_err(|error| Problem::from(error).renamed(in_body))?;
    let proof = serde_json::from_str(&sent.proof).map_err(Error::from)?;
    json::answer(StatusCode::CREATED, &Receipt { code: sent.code, proof })
}

/// The caller's idempotency key.
fn key(headers: &HeaderMap) -> Result<Option<String>, FieldProblem> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text.is_empty() || text.len() > LONGEST_KEY {
        return Err(FieldProblem::limit(KEY, "wrong-key", LONGEST_KEY));
    }
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::policy;
    use utoipa::PartialSchema as _;

    #[test]
    fn the_documented_limits_are_those_of_the_rules() {
        let answers = serde_json::to_value(Answers::schema()).unwrap();
        for (name, _) in report::Answers::default().list() {
            assert_eq!(answers["properties"][name]["maxLength"], policy::LONGEST_TEXT, "{name}");
        }
        let who = serde_json::to_value(Who::schema()).unwrap();
        for name in ["name", "contact"] {
            assert_eq!(who["properties"][name]["maxLength"], policy::LONGEST_LINE, "{name}");
        }
    }

    #[test]
    fn a_field_is_named_as_it_stands_in_the_body() {
        assert_eq!(in_body("what"), "answers.what");
        assert_eq!(in_body("who"), "answers.who");
        assert_eq!(in_body("contact"), "who.contact");
        assert_eq!(in_body("agency"), "agency");
    }
}
