//! What staff do on a case that they hold.

use crate::dossier::{Addition, Opened};
use crate::error::{Answer, Error};
use crate::files::Form;
use crate::report::keep_blobs;
use crate::sign_in::Staff;
use crate::{Office, at};
use domain::Refusal;
use domain::access::{self, Act};
use domain::case::{self, Actor, Case, Command, Context, GivenBecause, Stage};
use domain::deadline::DeadlineKind;
use domain::id::{DossierId, OrgId, PersonId};
use domain::people::{Node, Organisation, Person, Role};
use domain::report::File;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Append, NewEntry, Stream, Write};
use tokio::io::{AsyncRead, DuplexStream};

/// Most tries when somebody else appended to the same case in the meantime.
const TRIES: usize = 5;

/// A case as a page shows it to a holder.
pub struct CaseView {
    /// The dossier.
    pub dossier: DossierId,
    /// The reference by which staff speak of it.
    pub reference: String,
    /// The case.
    pub case: Case,
    /// What this person may do in general; the rules of the case decide what fits now.
    pub may: BTreeSet<Act>,
    /// What the case asks for next.
    pub next: Option<NextStep>,
    /// Who holds it, and why.
    pub holders: Vec<(Person, GivenBecause)>,
    /// Who looked at it, newest first, at most a hundred.
    pub access: Vec<AccessEvent>,
    /// The staff, the tree and the roles.
    pub organisation: Arc<Organisation>,
    /// Whether this person can open who a confidential reporter is.
    pub knows_reporter: bool,
}

/// What a case asks for next, computed from its stage: the page's primary action.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NextStep {
    /// Acknowledge the receipt.
    Acknowledge,
    /// Answer the question in the conversation.
    Answer,
    /// Ask for an assessor.
    AskAssessor,
    /// Give one's own assessment.
    Assess,
    /// Wait for the other assessor.
    AwaitAssessor,
    /// Send the outcome.
    SendOutcome,
    /// It waits for the committee.
    AwaitCommittee,
    /// Give feedback.
    GiveFeedback,
    /// Close it.
    Close,
    /// Read what the reporter wrote.
    Read,
}

impl NextStep {
    /// All steps.
    pub const ALL: [Self; 10] = [
        Self::Acknowledge,
        Self::Answer,
        Self::AskAssessor,
        Self::Assess,
        Self::AwaitAssessor,
        Self::SendOutcome,
        Self::AwaitCommittee,
        Self::GiveFeedback,
        Self::Close,
        Self::Read,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Answer => "answer",
            Self::AskAssessor => "ask-assessor",
            Self::Assess => "assess",
            Self::AwaitAssessor => "await-assessor",
            Self::SendOutcome => "send-outcome",
            Self::AwaitCommittee => "await-committee",
            Self::GiveFeedback => "give-feedback",
            Self::Close => "close",
            Self::Read => "read",
        }
    }
}

/// One look at a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccessEvent {
    /// What: `opened`, `file-opened`, `printed`, `found`.
    pub kind: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub by: Option<PersonId>,
}

/// Who and what can be chosen on a case: only what the rules would take.
pub struct Candidates {
    /// Who can be asked to assess.
    pub assessors: Vec<Person>,
    /// Who can be given access.
    pub colleagues: Vec<Person>,
    /// To which agencies it can be passed on.
    pub agencies: Vec<Node>,
}

impl Office {
    /// Opens a case for a page. That it was opened is an entry.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] to everybody who holds no key, whether the case exists or not.
    pub async fn open_case(&self, staff: &Staff, dossier: DossierId) -> Answer<CaseView> {
        self.look(staff, dossier, "opened").await
    }

    /// Opens a case for printing. That it was printed is an entry, and the page carries who and when.
    ///
    /// # Errors
    /// As [`Office::open_case`].
    pub async fn print_case(&self, staff: &Staff, dossier: DossierId) -> Answer<CaseView> {
        self.look(staff, dossier, "printed").await
    }

    async fn look(&self, staff: &Staff, dossier: DossierId, kind: &str) -> Answer<CaseView> {
        let organisation = self.organisation().await?;
        access::may(Act::OpenCase, staff.id, None, &organisation).map_err(|_| Refusal::NotFound)?;
        let opened = self.unlock(dossier, staff.id, &staff.identity).await?;
        self.note_access(staff, &[dossier], kind).await?;
        let reference = self.store.case_row(dossier).await?.map(|row| row.reference).unwrap_or_default();
        let may = Act::ALL.into_iter().filter(|act| access::may(*act, staff.id, None, &organisation).is_ok());
        let holders = opened
            .case
            .holders
            .iter()
            .filter_map(|(person, because)| organisation.person(*person).map(|person| (person.clone(), *because)));
        Ok(CaseView {
            dossier,
            reference,
            next: next_step(&opened.case, staff.id, &organisation),
            may: may.collect(),
            holders: holders.collect(),
            access: self.access_events(dossier).await?,
            knows_reporter: opened.keys.has_identity(),
            case: opened.case,
            organisation,
        })
    }

    async fn access_events(&self, dossier: DossierId) -> Answer<Vec<AccessEvent>> {
        let rows = self.store.latest_entries(dossier, Stream::Access, 100).await?;
        let events = rows.into_iter().map(|row| AccessEvent {
            kind: row.kind,
            at: row.at,
            by: match row.by.parse() {
                Ok(Actor::Person(person)) => Some(person),
                _ => None,
            },
        });
        Ok(events.collect())
    }

    /// Puts on record that somebody looked.
    pub(crate) async fn note_access(&self, staff: &Staff, dossiers: &[DossierId], kind: &str) -> Answer<()> {
        let entry = |dossier: &DossierId| NewEntry {
            dossier: *dossier,
            stream: Stream::Access,
            expect: None,
            kind: kind.to_owned(),
            at: at::second(self.now()),
            by: Actor::Person(staff.id).to_string(),
            facts: serde_json::json!({ "kind": kind }).to_string(),
            body: None,
            content_digest: None,
            fixed_salts: None,
        };
        let entries: Vec<_> = dossiers.iter().map(entry).collect();
        if !entries.is_empty() {
            self.store.append(Append { entries, writes: vec![], guards: vec![] }).await?;
        }
        Ok(())
    }

    /// Does what a holder asks on a case.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] without the key, [`Refusal::NotAllowed`] without the role, and the refusals of the rules.
    pub async fn act(&self, staff: &Staff, dossier: DossierId, command: Command) -> Answer<()> {
        self.act_as(staff, dossier, command, None).await
    }

    /// Does what a holder asks in a form. The same form sent twice, by a double click or a reload, is one act: `once` is
    /// what names the form.
    ///
    /// # Errors
    /// As [`Office::act`].
    pub async fn act_once(&self, staff: &Staff, dossier: DossierId, command: Command, once: &str) -> Answer<()> {
        let once = self.form_name(staff, dossier, once);
        self.act_as(staff, dossier, command, Some(once)).await
    }

    /// The name of a form of this person on this case, as the database keeps it.
    fn form_name(&self, staff: &Staff, dossier: DossierId, once: &str) -> [u8; 32] {
        use hmac::Mac as _;
        let mut mac = self.mac("form-once");
        for part in [staff.id.0.as_bytes().as_slice(), dossier.0.as_bytes(), once.as_bytes()] {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    async fn act_as(&self, staff: &Staff, dossier: DossierId, command: Command, once: Option<[u8; 32]>) -> Answer<()> {
        let organisation = self.organisation().await?;
        for _ in 0..TRIES {
            if let Some(key_hash) = &once
                && self.store.idempotency(key_hash).await?.is_some()
            {
                return Ok(());
            }
            let opened = self.unlock(dossier, staff.id, &staff.identity).await?;
            access::may(act_of(&command), staff.id, None, &organisation)?;
            let context = Context { today: self.today(), organisation: &organisation };
            let decided = case::decide(&opened.case, staff.id, command.clone(), context)?;
            let mut addition = Addition::new(Actor::Person(staff.id), decided);
            if let Command::Write { files, .. } = &command {
                addition.writes.extend(files.iter().flat_map(keep_blobs));
            }
            if let Some(key_hash) = once {
                let created = crate::at::this_hour(self.now().as_microsecond());
                addition.writes.push(Write::PutIdempotency { key_hash, sealed: Vec::new(), created });
            }
            match self.add(opened, addition, &organisation).await {
                Err(Error::Refusal(Refusal::Changed)) => {}
                other => return other.map(|_| ()),
            }
        }
        Err(Refusal::Changed.into())
    }

    /// Takes a file in, to be sent with a message. It is kept only when the message is sent.
    ///
    /// # Errors
    /// As [`Office::take_file`]; [`Refusal::NotFound`] without the key, [`Refusal::NotAllowed`] without the role.
    pub async fn staff_file(
        &self,
        staff: &Staff,
        dossier: DossierId,
        name: &str,
        stream: impl AsyncRead + Unpin + Send,
    ) -> Answer<File> {
        let organisation = self.organisation().await?;
        self.unlock(dossier, staff.id, &staff.identity).await?;
        access::may(Act::WriteToReporter, staff.id, None, &organisation)?;
        self.take_file(name, stream).await
    }

    /// Opens a file of a case: the `place`-th of the entry with this number. That it was opened is an entry.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] without the key or when there is no such file.
    pub async fn case_file(
        &self,
        staff: &Staff,
        dossier: DossierId,
        number: u64,
        place: usize,
        form: Form,
    ) -> Answer<(File, DuplexStream)> {
        let organisation = self.organisation().await?;
        access::may(Act::OpenCase, staff.id, None, &organisation).map_err(|_| Refusal::NotFound)?;
        let opened: Opened = self.unlock(dossier, staff.id, &staff.identity).await?;
        let file = file_of(&opened.case, number, place).ok_or(Error::Refusal(Refusal::NotFound))?;
        self.note_access(staff, &[dossier], "file-opened").await?;
        let stream = self.open_file(&file, form).await?;
        Ok((file, stream))
    }
}

/// The `place`-th file of the entry with this number: of the report itself, or of a message.
#[must_use]
pub fn file_of(case: &Case, number: u64, place: usize) -> Option<File> {
    if number == 1 {
        return case.files.get(place).cloned();
    }
    case.messages.iter().find(|message| message.number == number)?.files.get(place).cloned()
}

/// The act that a command is, for the access table.
#[must_use]
pub const fn act_of(command: &Command) -> Act {
    match command {
        Command::Acknowledge { .. } => Act::Acknowledge,
        Command::Write { .. } | Command::GiveFeedback { .. } => Act::WriteToReporter,
        Command::Note { .. } => Act::WriteNote,
        Command::NameParty(_) => Act::NameParty,
        Command::AskAssessor { .. } => Act::AskAssessor,
        Command::Assess(_) => Act::Assess,
        Command::SendOutcome { .. } => Act::SendOutcome,
        Command::PassOn { .. } => Act::PassOn,
        Command::GiveAccess { .. } => Act::GiveAccess,
        Command::StepAside { .. } => Act::StepAside,
        Command::Close { .. } => Act::CloseCase,
        Command::Read { .. } => Act::OpenCase,
    }
}

/// What the case asks of this person next.
#[must_use]
pub fn next_step(case: &Case, person: PersonId, organisation: &Organisation) -> Option<NextStep> {
    let handles = organisation.roles_of(person).contains(&Role::IntakeOfficer);
    let unread = case.from_reporter > case.read_up_to(case::ReadBy::Person(person)) && case.from_reporter > 1;
    let round = case.rounds.get(&case.current_round());
    let own = round.and_then(|round| round.seat(person));
    let own_is_open = own.is_some_and(|seat| {
        !matches!(seat.answer.as_ref().map(|a| a.opinion()), Some(domain::first_phase::Opinion::Final(_)))
    });
    let seats = round.map_or(0, |round| round.seats.len());
    match case.stage {
        Stage::Received if handles => Some(NextStep::Acknowledge),
        _ if unread => Some(NextStep::Read),
        Stage::Acknowledged | Stage::FirstPhase | Stage::SecondLook if !case.channel.has_first_phase() => {
            handles.then_some(NextStep::Answer)
        }
        Stage::Acknowledged | Stage::FirstPhase | Stage::SecondLook if own_is_open => Some(NextStep::Assess),
        Stage::Acknowledged | Stage::FirstPhase | Stage::SecondLook if seats < 2 && handles => {
            Some(NextStep::AskAssessor)
        }
        Stage::Acknowledged | Stage::FirstPhase | Stage::SecondLook => Some(NextStep::AwaitAssessor),
        Stage::Split => Some(NextStep::AwaitCommittee),
        Stage::Admitted | Stage::OtherRoute | Stage::NotTakenUp if handles && !case.outcome_is_sent() => {
            Some(NextStep::SendOutcome)
        }
        Stage::Admitted if handles && case.deadline(DeadlineKind::Feedback).is_some_and(|d| d.met.is_none()) => {
            Some(NextStep::GiveFeedback)
        }
        Stage::OtherRoute | Stage::NotTakenUp if handles => Some(NextStep::Close),
        _ => None,
    }
}

/// Who and what can be chosen on this case.
#[must_use]
pub fn candidates(view: &CaseView, staff: PersonId) -> Candidates {
    let organisation = &view.organisation;
    let context = Context { today: organisation.today, organisation };
    let takes = |command: Command| case::decide(&view.case, staff, command, context).is_ok();
    let mut people: Vec<&Person> = organisation.people().filter(|person| person.active).collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    let assessors = people.iter().filter(|p| takes(Command::AskAssessor { person: p.id }));
    let reason = "x".repeat(domain::policy::SHORTEST_REASON);
    let colleagues = people.iter().filter(|p| takes(Command::GiveAccess { person: p.id, reason: reason.clone() }));
    let pass_on = |to: OrgId| Command::PassOn { to, explanation: reason.clone(), agreed: true };
    let agencies = organisation.agencies().into_iter().filter(|node| takes(pass_on(node.id)));
    Candidates {
        assessors: assessors.map(|p| (*p).clone()).collect(),
        colleagues: colleagues.map(|p| (*p).clone()).collect(),
        agencies: agencies.cloned().collect(),
    }
}
