//! How pages of the staff say things: times, deadlines, names.

use crate::frame::{Choice, Lang, T, Tone};
use domain::access::Act;
use domain::calendar::ZONE;
use domain::case::Actor;
use domain::deadline::days_between;
use domain::id::{OrgId, PersonId};
use domain::people::{Node, NodeKind, Organisation, Role};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeSet;

/// Days before a deadline from which it asks for attention.
const SOON: i64 = 7;

/// The last entry that can belong to the receipt of a report, which is kept by its day.
const FIRST: u64 = 20;

/// The local time of an instant as entries store it.
fn local(at: &str) -> Option<DateTime> {
    let instant: Timestamp = at.parse().ok()?;
    instant.in_tz(ZONE).ok().map(|zoned| zoned.datetime())
}

/// An instant in words, to the minute.
#[must_use]
pub fn moment(t: T, at: &str) -> String {
    local(at).map(|at| t.moment(at)).unwrap_or_default()
}

/// An instant of our own clock in words.
#[must_use]
pub fn instant(t: T, at: Timestamp) -> String {
    moment(t, &at.to_string())
}

/// When an entry was made, as exactly as it is known: a report by its day, what a reporter did by the hour.
#[must_use]
pub fn when(t: T, at: &str, by: Actor, number: u64) -> String {
    let Some(local) = local(at) else { return String::new() };
    match by {
        // Kept by its day: the first instant of it.
        _ if number <= FIRST && local.time() == jiff::civil::Time::midnight() => t.date(local.date()),
        Actor::Reporter => t.with("staff-around", &[("day", t.date(local.date())), ("hour", local.hour().to_string())]),
        Actor::Person(_) | Actor::System => t.moment(local),
    }
}

/// A last day: how much it asks for attention, and how long there is in words.
#[must_use]
pub fn days(t: T, today: Date, due: Date) -> (Tone, String) {
    let left = days_between(today, due);
    let tone = match left {
        ..0 => Tone::Danger,
        0..=SOON => Tone::Warning,
        _ => Tone::Good,
    };
    (tone, t.days_left(left))
}

/// The name of a node in the reader's language.
#[must_use]
pub fn node(t: T, node: &Node) -> String {
    match t.lang() {
        Lang::Nl => node.name_nl.clone(),
        Lang::En => node.name_en.clone(),
    }
}

/// The name of a node by its identifier.
#[must_use]
pub fn node_named(t: T, organisation: &Organisation, id: OrgId) -> String {
    organisation.node(id).map(|found| node(t, found)).unwrap_or_default()
}

/// The name of a member of staff.
#[must_use]
pub fn person(t: T, organisation: &Organisation, id: PersonId) -> String {
    organisation.person(id).map_or_else(|| t.get("staff-somebody"), |person| person.name.clone())
}

/// Who did something.
#[must_use]
pub fn actor(t: T, organisation: &Organisation, by: Actor) -> String {
    match by {
        Actor::Person(id) => person(t, organisation, id),
        Actor::Reporter => t.get("staff-reporter"),
        Actor::System => t.get("staff-system"),
    }
}

/// The agencies at which one of these roles allows the act, to choose from, by key.
#[must_use]
pub fn agencies(t: T, organisation: &Organisation, who: PersonId, act: Act) -> Vec<Choice> {
    organisation
        .agencies()
        .into_iter()
        .filter(|agency| domain::access::may(act, who, Some(agency.id), organisation).is_ok())
        .map(|agency| Choice::new(agency.key.clone(), node(t, agency)))
        .collect()
}

/// People to choose from, with what they do here.
#[must_use]
pub fn people<'a>(
    t: T,
    organisation: &Organisation,
    people: impl IntoIterator<Item = &'a domain::people::Person>,
) -> Vec<Choice> {
    let line = |person: &domain::people::Person| {
        let roles = role_words(t, &organisation.roles_of(person.id));
        let unit = node_named(t, organisation, person.unit);
        let what = if roles.is_empty() { unit } else { format!("{roles}, {unit}") };
        Choice::new(person.id.to_string(), person.name.clone()).with_hint(what)
    };
    people.into_iter().map(line).collect()
}

/// Roles in words, one after the other.
#[must_use]
pub fn role_words(t: T, roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| t.of("role", role.name())).collect::<Vec<_>>().join(", ")
}

/// The nodes in the order of the tree, each with its depth from the top.
#[must_use]
pub fn tree(t: T, organisation: &Organisation) -> Vec<(usize, Node)> {
    let mut found = Vec::new();
    let mut tops: Vec<&Node> = organisation.nodes().filter(|node| node.kind == NodeKind::Ministry).collect();
    tops.sort_by_key(|top| node(t, top));
    for top in tops {
        walk(t, organisation, top, 0, &mut found);
    }
    found
}

fn walk(t: T, organisation: &Organisation, at: &Node, depth: usize, found: &mut Vec<(usize, Node)>) {
    found.push((depth, at.clone()));
    let mut below: Vec<&Node> = organisation.nodes().filter(|node| node.parent == Some(at.id)).collect();
    below.sort_by_key(|one| node(t, one));
    // The tree has three levels; a loop in the data must not keep us.
    if depth < NodeKind::ALL.len() {
        for one in below {
            walk(t, organisation, one, depth + 1, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const NL: T = T::new(Lang::Nl);

    #[test]
    fn what_a_reporter_did_is_told_no_more_exactly_than_it_is_kept() {
        let report = when(NL, "2026-11-23T23:00:00Z", Actor::Reporter, 1);
        assert_eq!(report, "dinsdag 24 november 2026");
        let message = when(NL, "2026-11-24T13:00:00Z", Actor::Reporter, 5);
        assert!(message.contains("dinsdag 24 november 2026") && message.contains("14"), "{message}");
        assert!(!message.contains("14.00"), "an hour that is rounded must not look exact: {message}");
    }

    #[test]
    fn a_deadline_asks_for_more_attention_the_nearer_it_is() {
        let today = date(2026, 11, 24);
        assert_eq!(days(NL, today, date(2026, 11, 22)), (Tone::Danger, "2 dagen te laat".to_owned()));
        assert_eq!(days(NL, today, date(2026, 11, 24)), (Tone::Warning, "vandaag".to_owned()));
        assert_eq!(days(NL, today, date(2026, 12, 24)), (Tone::Good, "nog 30 dagen".to_owned()));
    }
}
