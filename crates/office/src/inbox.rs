//! What waits for somebody: the cases that they hold, those that end first on top.

use crate::Office;
use crate::error::{Answer, Error};
use crate::follow::{COMMITTEE, NEVER};
use crate::sign_in::Staff;
use domain::Refusal;
use domain::access::{self, Act};
use domain::case::Stage;
use domain::deadline::{DeadlineKind, days_between};
use domain::id::{DossierId, OrgId};
use domain::people::Organisation;
use domain::report::Channel;
use jiff::civil::Date;
use std::sync::Arc;
use store::{InboxQuery, InboxRow as Stored};

/// Rows on a page.
pub const PAGE: u32 = 25;
/// Counts are not counted further than this.
pub const MOST_COUNTED: u32 = 1000;
/// Cases that a search opens at most, those that end first.
const MOST_SEARCHED: u32 = 500;
/// Hits that a search shows at most.
const MOST_FOUND: usize = 50;

/// Which cases are listed.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct InboxFilter {
    /// Closed ones instead of open ones.
    pub closed: bool,
    /// Only those with something unread.
    pub unread: bool,
    /// Only those whose next deadline has passed.
    pub late: bool,
    /// Only those of a concern.
    pub channel: Option<Channel>,
}

/// One case in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InboxItem {
    /// The dossier.
    pub dossier: DossierId,
    /// The reference.
    pub reference: String,
    /// The agency.
    pub agency: OrgId,
    /// The concern.
    pub channel: Channel,
    /// Where it stands.
    pub stage: Stage,
    /// What is due next, when, and in how many days.
    pub due: Option<(DeadlineKind, Date, i64)>,
    /// The day of receipt.
    pub received: Option<Date>,
    /// Whether the reporter wrote something that this person did not read.
    pub unread: bool,
    /// Whether this person never opened it.
    pub is_new: bool,
}

impl InboxItem {
    /// Whether what is due next is late.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.due.is_some_and(|(_, _, days)| days < 0)
    }
}

/// How many there are of each, counted to [`MOST_COUNTED`].
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct InboxCounts {
    /// Open cases.
    pub open: u32,
    /// With something unread.
    pub unread: u32,
    /// Whose next deadline has passed.
    pub late: u32,
}

/// A page of the inbox.
pub struct InboxPage {
    /// The cases.
    pub items: Vec<InboxItem>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// The counts.
    pub counts: InboxCounts,
    /// The staff, the tree and the roles.
    pub organisation: Arc<Organisation>,
}

/// What a search found.
pub struct Found {
    /// The cases, those that end first on top.
    pub items: Vec<InboxItem>,
    /// Whether there are more cases than were looked through, or more hits than are shown.
    pub is_partial: bool,
    /// The staff, the tree and the roles.
    pub organisation: Arc<Organisation>,
}

/// A split first phase that waits for the committee.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueItem {
    /// The dossier.
    pub dossier: DossierId,
    /// The reference.
    pub reference: String,
    /// The agency.
    pub agency: OrgId,
    /// Since when it waits.
    pub since: Option<Date>,
    /// Whether this person holds it and can open it.
    pub is_held: bool,
}

impl Office {
    /// A page of what waits for this person. `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`domain::Refusal::NotAllowed`] without a role that handles cases.
    pub async fn inbox(&self, staff: &Staff, filter: &InboxFilter, after: Option<&str>) -> Answer<InboxPage> {
        let organisation = self.organisation().await?;
        access::may(Act::SeeInbox, staff.id, None, &organisation)?;
        let query = self.query(filter, after);
        let rows = self.store.inbox_page(staff.id, &query, PAGE + 1).await?;
        let mut items: Vec<Stored> = rows;
        let more = items.len() > PAGE as usize;
        items.truncate(PAGE as usize);
        let next = items.last().filter(|_| more).map(cursor);
        let count = async |filter: InboxFilter| {
            self.store.inbox_count(staff.id, &self.query(&filter, None), MOST_COUNTED).await
        };
        let counts = InboxCounts {
            open: count(InboxFilter::default()).await?,
            unread: count(InboxFilter { unread: true, ..InboxFilter::default() }).await?,
            late: count(InboxFilter { late: true, ..InboxFilter::default() }).await?,
        };
        let today = self.today();
        let items = items.iter().map(|row| item(row, today)).collect();
        Ok(InboxPage { items, next, counts, organisation })
    }

    fn query(&self, filter: &InboxFilter, after: Option<&str>) -> InboxQuery {
        let after = after.and_then(|text| text.split_once('_'));
        InboxQuery {
            closed: filter.closed,
            unread: filter.unread,
            late_on: filter.late.then(|| self.today().to_string()),
            channel: filter.channel.map(|channel| channel.name().to_owned()),
            after: after.and_then(|(due, dossier)| Some((due.to_owned(), dossier.parse().ok()?))),
        }
    }

    /// Searches the cases that this person holds: by reference, and by opening them one by one in memory. Nothing of a
    /// case is kept for searching. That a case was found and shown is an entry in it.
    ///
    /// # Errors
    /// [`domain::Refusal::NotAllowed`] without a role that handles cases.
    pub async fn search(&self, staff: &Staff, text: &str) -> Answer<Found> {
        let organisation = self.organisation().await?;
        access::may(Act::SeeInbox, staff.id, None, &organisation)?;
        let sought = text.trim().to_lowercase();
        if sought.is_empty() {
            return Ok(Found { items: Vec::new(), is_partial: false, organisation });
        }
        let mut rows = Vec::new();
        for closed in [false, true] {
            let query = self.query(&InboxFilter { closed, ..InboxFilter::default() }, None);
            let left = (MOST_SEARCHED + 1).saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            rows.extend(self.store.inbox_page(staff.id, &query, left).await?);
        }
        let mut is_partial = rows.len() > MOST_SEARCHED as usize;
        rows.truncate(MOST_SEARCHED as usize);
        let mut hits = Vec::new();
        for row in rows {
            if self.is_hit(staff, &row, &sought).await? {
                hits.push(row);
            }
            if hits.len() > MOST_FOUND {
                is_partial = true;
                hits.truncate(MOST_FOUND);
                break;
            }
        }
        let dossiers: Vec<_> = hits.iter().map(|row| row.dossier).collect();
        self.note_access(staff, &dossiers, "found").await?;
        let today = self.today();
        Ok(Found { items: hits.iter().map(|row| item(row, today)).collect(), is_partial, organisation })
    }

    async fn is_hit(&self, staff: &Staff, row: &Stored, sought: &str) -> Answer<bool> {
        let case = match self.unlock(row.dossier, staff.id, &staff.identity).await {
            Ok(opened) => opened.case,
            // The key was taken since the list was read.
            Err(Error::Refusal(Refusal::NotFound)) => return Ok(false),
            Err(error) => return Err(error),
        };
        if row.reference.to_lowercase().contains(sought) {
            return Ok(true);
        }
        let has = |text: &str| text.to_lowercase().contains(sought);
        let told = case.answers.as_ref().is_some_and(|answers| has(&answers.text()));
        Ok(told
            || case.messages.iter().any(|message| has(&message.text))
            || case.notes.iter().any(|note| has(&note.text))
            || case.parties.iter().any(|party| has(&party.name)))
    }

    /// The split first phases that wait for the committee.
    ///
    /// # Errors
    /// [`domain::Refusal::NotAllowed`] to everybody but the chair and the secretary.
    pub async fn committee_queue(&self, staff: &Staff) -> Answer<(Vec<QueueItem>, Arc<Organisation>)> {
        let organisation = self.organisation().await?;
        access::may(Act::SeeCommitteeQueue, staff.id, None, &organisation)?;
        let mut items = Vec::new();
        for row in self.store.queue(COMMITTEE).await? {
            let at = row.agency;
            if access::may(Act::SeeCommitteeQueue, staff.id, Some(at), &organisation).is_err() {
                continue;
            }
            // Who is in conflict holds no key and does not learn that there is such a case.
            let is_held = !self.store.wraps(row.dossier, staff.id).await?.is_empty();
            if !is_held {
                continue;
            }
            let reference = self.store.case_row(row.dossier).await?.map(|case| case.reference).unwrap_or_default();
            items.push(QueueItem {
                dossier: row.dossier,
                reference,
                agency: at,
                since: row.since.parse().ok(),
                is_held,
            });
        }
        Ok((items, organisation))
    }
}

fn cursor(row: &Stored) -> String {
    format!("{}_{}", row.due_on, row.dossier)
}

fn item(row: &Stored, today: Date) -> InboxItem {
    let due = row.due_kind.as_deref().and_then(DeadlineKind::named);
    let day = Some(&row.due_on).filter(|day| *day != NEVER).and_then(|day| day.parse::<Date>().ok());
    InboxItem {
        dossier: row.dossier,
        reference: row.reference.clone(),
        agency: row.agency,
        channel: Channel::named(&row.channel).unwrap_or(Channel::Question),
        stage: Stage::named(&row.stage).unwrap_or(Stage::Received),
        due: due.zip(day).map(|(kind, day)| (kind, day, days_between(today, day))),
        received: row.received_on.parse().ok(),
        unread: row.from_reporter > row.read,
        is_new: row.read == 0,
    }
}
