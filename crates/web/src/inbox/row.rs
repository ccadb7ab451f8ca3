//! One case in a list.

use crate::frame::{Column, T, Tone};
use crate::staff::{Desk, show};
use domain::case::Stage;
use domain::people::Organisation;
use domain::report::Channel;
use office::inbox::InboxItem;

/// One case in a list, in words.
pub(crate) struct Row {
    pub href: String,
    pub reference: String,
    pub needs: String,
    pub marks: Vec<(Tone, String)>,
    pub due: Option<Due>,
    pub channel: String,
    pub agency: String,
    pub received: String,
}

/// What is due next.
pub(crate) struct Due {
    pub kind: String,
    pub day: String,
    pub machine: String,
    pub tone: Tone,
    pub words: String,
}

/// The heads of the columns of a list of cases.
pub(crate) fn columns(t: T) -> Vec<Column> {
    [
        t.get("inbox-column-case"),
        t.get("inbox-column-needs"),
        t.get("inbox-column-due"),
        t.get("inbox-column-concern"),
        t.get("inbox-column-agency"),
    ]
    .into_iter()
    .map(Column::new)
    .collect()
}

impl Row {
    pub fn new(desk: &Desk, item: &InboxItem, organisation: &Organisation) -> Self {
        let t = desk.t();
        let mut marks = Vec::new();
        if item.is_new {
            marks.push((Tone::Info, t.get("inbox-new")));
        } else if item.unread {
            marks.push((Tone::Info, t.get("inbox-unread")));
        }
        let due = item.due.map(|(kind, day, _)| {
            let (tone, words) = show::days(t, organisation.today, day);
            Due { kind: t.of("deadline", kind.name()), day: t.day(day), machine: day.to_string(), tone, words }
        });
        Self {
            href: desk.href(&format!("/staff/case/{}", item.dossier)),
            reference: item.reference.clone(),
            needs: t.of("needs", needs(item)),
            marks,
            due,
            channel: t.of("channel", item.channel.name()),
            agency: show::node_named(t, organisation, item.agency),
            received: item.received.map(|day| t.day(day)).unwrap_or_default(),
        }
    }
}

/// What the case needs now, as far as the list can know it without a key.
fn needs(item: &InboxItem) -> &'static str {
    match item.stage {
        Stage::Closed => "nothing",
        Stage::Received => "acknowledge",
        _ if item.unread => "read",
        Stage::Acknowledged | Stage::FirstPhase if item.channel == Channel::Question => "answer",
        Stage::Acknowledged => "begin-first-phase",
        Stage::FirstPhase => "first-phase",
        Stage::SecondLook => "second-look",
        Stage::Split => "committee",
        Stage::Admitted => "feedback",
        Stage::OtherRoute | Stage::NotTakenUp => "outcome-or-close",
    }
}
