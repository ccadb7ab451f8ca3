//! The strip on every page of a case: what case it is, who can see it, what is due, and the pages it has.

use super::address;
use crate::frame::{Link, T, Tone};
use crate::staff::{Desk, show};
use domain::report::IdentityMode;
use office::case::CaseView;

/// A page of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Overview,
    Conversation,
    Notes,
    FirstPhase,
    Parties,
    Files,
    History,
    Act,
}

/// The strip, in words.
pub(crate) struct Strip {
    pub reference: String,
    pub agency: String,
    pub channel: String,
    pub stage: String,
    pub identity: String,
    pub identity_hint: String,
    pub visible: String,
    pub visible_href: String,
    pub due: Option<Due>,
    pub tabs: Vec<Link>,
}

/// What is due next.
pub(crate) struct Due {
    pub kind: String,
    pub day: String,
    pub machine: String,
    pub tone: Tone,
    pub words: String,
}

impl Strip {
    pub fn new(desk: &Desk, view: &CaseView, here: Tab) -> Self {
        let t = desk.t();
        let case = &view.case;
        let today = view.organisation.today;
        let due = case.next_deadline().map(|deadline| {
            let (tone, words) = show::days(t, today, deadline.due);
            let kind = t.of("deadline", deadline.kind.name());
            Due { kind, day: t.date(deadline.due), machine: deadline.due.to_string(), tone, words }
        });
        Self {
            reference: view.reference.clone(),
            agency: show::node_named(t, &view.organisation, case.agency),
            channel: t.of("channel", case.channel.name()),
            stage: t.of("stage", case.stage.name()),
            identity: t.of("identity", case.identity.name()),
            identity_hint: identity_hint(t, view),
            visible: t.with("case-visible", &[("people", view.holders.len())]),
            visible_href: desk.href(&format!("{}#holders", address(view.dossier, "history"))),
            due,
            tabs: tabs(desk, view, here),
        }
    }
}

/// Whether this reader knows who the reporter is.
fn identity_hint(t: T, view: &CaseView) -> String {
    match view.case.identity {
        IdentityMode::Anonymous => t.get("case-identity-nobody"),
        _ if view.case.reporter.is_some() => t.get("case-identity-you"),
        _ => t.get("case-identity-others"),
    }
}

fn tabs(desk: &Desk, view: &CaseView, here: Tab) -> Vec<Link> {
    let t = desk.t();
    let has_first_phase = view.case.channel.has_first_phase();
    [
        (Tab::Overview, "", t.get("case-tab-overview"), true),
        (Tab::Conversation, "conversation", t.get("case-tab-conversation"), true),
        (Tab::Notes, "notes", t.get("case-tab-notes"), true),
        (Tab::FirstPhase, "first-phase", t.get("case-tab-first-phase"), has_first_phase),
        (Tab::Parties, "parties", t.get("case-tab-parties"), true),
        (Tab::Files, "files", t.get("case-tab-files"), true),
        (Tab::History, "history", t.get("case-tab-history"), true),
    ]
    .into_iter()
    .filter(|(_, _, _, is_there)| *is_there)
    .map(|(tab, path, label, _)| Link::new(desk.href(&address(view.dossier, path)), label).at(tab == here))
    .collect()
}
