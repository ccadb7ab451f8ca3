//! The conversation as its reporter reads it: who wrote by role, when, with read marks on both sides.

use crate::frame::{Attached, Message, T};
use crate::staff::show as say;
use domain::case::{self, Actor, Case, ReadBy};
use domain::people::Role;
use domain::report::File;

/// The messages of a case, oldest first. `base` is the case's address.
#[must_use]
pub fn messages(t: T, case: &Case, base: &str) -> Vec<Message> {
    case.messages.iter().map(|message| one(t, case, message, base)).collect()
}

/// How many of the newest messages are always seen.
const NEWEST: usize = 6;

/// How many of the first messages fold away: those that were read and are not among the newest.
#[must_use]
pub fn foldable(case: &Case) -> usize {
    let read = case.read_up_to(ReadBy::Reporter);
    let unread = case.messages.iter().position(|message| message.by != Actor::Reporter && message.number > read);
    let first = case.messages.len().saturating_sub(NEWEST).min(unread.unwrap_or(usize::MAX));
    if first > 1 { first } else { 0 }
}

/// How many messages of staff the reporter has not seen before.
#[must_use]
pub fn fresh(case: &Case) -> usize {
    let read = case.read_up_to(ReadBy::Reporter);
    case.messages.iter().filter(|message| message.by != Actor::Reporter && message.number > read).count()
}

fn one(t: T, case: &Case, message: &case::Message, base: &str) -> Message {
    let own = message.by == Actor::Reporter;
    let is_outcome = message.kind == "outcome-sent";
    Message {
        own,
        by: headed(t, message),
        at: say::when(t, &message.at, message.by, message.number),
        text: if is_outcome { t.get("message-outcome-above") } else { message.text.clone() },
        files: attached(t, &message.files, message.number, base),
        mark: mark(t, case, message, own),
    }
}

/// Who wrote, by role, and what kind of message it is.
fn headed(t: T, message: &case::Message) -> String {
    let by = match (message.by, message.role) {
        (Actor::Reporter, _) => t.get("message-you"),
        (_, Some(role)) => {
            let role = t.of("role", role.name());
            match &message.name {
                Some(name) => t.with("message-named", &[("role", role.as_str()), ("name", name.as_str())]),
                None => role,
            }
        }
        // Confirming, informing and closing are the intake officers' to do.
        (Actor::Person(_), None) => t.of("role", Role::IntakeOfficer.name()),
        (Actor::System, None) => t.get("message-system"),
    };
    if t.knows("message-kind", message.kind) {
        let kind = t.of("message-kind", message.kind);
        return t.with("message-headed", &[("by", by), ("kind", kind)]);
    }
    by
}

fn mark(t: T, case: &Case, message: &case::Message, own: bool) -> String {
    match (own, message.number) {
        (true, number) if number <= case.read_by_staff() => t.get("message-read-by-staff"),
        (true, _) => t.get("message-unread-by-staff"),
        (false, number) if number <= case.read_up_to(ReadBy::Reporter) => t.get("message-read-by-you"),
        (false, _) => t.get("message-new"),
    }
}

/// The files of an entry, each with the address at which it is fetched.
#[must_use]
pub fn attached(t: T, files: &[File], entry: u64, base: &str) -> Vec<Attached> {
    let one = |(place, file): (usize, &File)| Attached {
        href: format!("{base}/files/{entry}/{place}"),
        name: file.name.clone(),
        size: t.size(file.original.size),
        note: String::new(),
    };
    files.iter().enumerate().map(one).collect()
}
