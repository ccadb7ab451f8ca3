//! What a case may and may not do, told as behaviour.

mod any_order;
mod clock;
mod closing;
mod conflict;
mod conversation;
mod first_phase;
mod identity;
mod names;
mod passing_on;
mod reading;
mod receive;
mod record;
mod second_look;

use super::*;
use crate::first_phase::{Answer, Assessment, Element, Finding, Outcome, Route};
use crate::id::{OrgId, PersonId, RoleId};
use crate::people::{Holding, Node, NodeKind, Organisation, Person, Role};
use crate::refusal::Refusal;
use crate::report::{Answers, Channel, Identity, IdentityMode, Language, NewReport, Via};
use jiff::Span;
use jiff::civil::Date;
use uuid::Uuid;

const MINISTRY: OrgId = OrgId(Uuid::from_u128(0x100));
const IND: OrgId = OrgId(Uuid::from_u128(0x101));
const DJI: OrgId = OrgId(Uuid::from_u128(0x102));
const TER_APEL: OrgId = OrgId(Uuid::from_u128(0x103));
const ZWOLLE: OrgId = OrgId(Uuid::from_u128(0x104));

const fn id(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

/// Intake officer of the immigration service, in nobody's line.
const KARIM: PersonId = id(1);
/// Intake officer of the immigration service, answers to the manager.
const LOTTE: PersonId = id(2);
/// Intake officer of the ministry.
const HUGO: PersonId = id(3);
/// Intake officer of the prison service.
const MARIT: PersonId = id(4);
/// Chair of the committee.
const CHAIR: PersonId = id(5);
/// Secretary of the committee.
const SECRETARY: PersonId = id(6);
/// Member of the committee.
const OMAR: PersonId = id(7);
/// Member of the committee.
const PETRA: PersonId = id(8);
/// Leads Ter Apel.
const MANAGER: PersonId = id(9);
/// Leads the immigration service, above the manager.
const DIRECTOR: PersonId = id(10);
/// Works in Ter Apel under the manager.
const EMPLOYEE: PersonId = id(11);
/// Invited as intake officer of the immigration service, but without keys yet.
const NEWCOMER: PersonId = id(12);
/// Runs the machine.
const ADMINISTRATOR: PersonId = id(13);

/// Everybody above.
const EVERYBODY: [PersonId; 13] =
    [KARIM, LOTTE, HUGO, MARIT, CHAIR, SECRETARY, OMAR, PETRA, MANAGER, DIRECTOR, EMPLOYEE, NEWCOMER, ADMINISTRATOR];

const START: Date = Date::constant(2026, 11, 24);
const SENTENCE: &str = "Een zin die lang genoeg is om een reden te zijn.";

fn nodes() -> Vec<Node> {
    let node = |id, parent, kind, key: &str| Node {
        id,
        parent,
        kind,
        key: key.into(),
        name_nl: key.into(),
        name_en: key.into(),
    };
    vec![
        node(MINISTRY, None, NodeKind::Ministry, "jenv"),
        node(IND, Some(MINISTRY), NodeKind::Agency, "ind"),
        node(DJI, Some(MINISTRY), NodeKind::Agency, "dji"),
        node(TER_APEL, Some(IND), NodeKind::Location, "ter-apel"),
        node(ZWOLLE, Some(DJI), NodeKind::Location, "zwolle"),
    ]
}

fn staff() -> Vec<Person> {
    let person =
        |id, name: &str, unit, superior| Person { id, name: name.into(), unit, superior, active: id != NEWCOMER };
    vec![
        person(KARIM, "Karim Haddad", IND, None),
        person(LOTTE, "Lotte Vermeer", IND, Some(MANAGER)),
        person(HUGO, "Hugo Lindqvist", MINISTRY, None),
        person(MARIT, "Marit Dijkgraaf", DJI, None),
        person(CHAIR, "Wilhelmina Staal", MINISTRY, None),
        person(SECRETARY, "Jeroen Kuipers", MINISTRY, None),
        person(OMAR, "Omar Benali", MINISTRY, None),
        person(PETRA, "Petra Noordzij", MINISTRY, None),
        person(MANAGER, "Bernard Oosterhuis", TER_APEL, Some(DIRECTOR)),
        person(DIRECTOR, "Cornelia van Rechteren", IND, None),
        person(EMPLOYEE, "Tycho Wagenaar", TER_APEL, Some(MANAGER)),
        person(NEWCOMER, "Nadia Schipper", IND, None),
        person(ADMINISTRATOR, "Ada Rekenaar", MINISTRY, None),
    ]
}

fn holding(number: u128, person: PersonId, role: Role, at: OrgId) -> Holding {
    let from = Date::constant(2026, 1, 1);
    Holding { id: RoleId(Uuid::from_u128(number)), person, role, at, from, until: None }
}

fn holdings() -> Vec<Holding> {
    vec![
        holding(1, KARIM, Role::IntakeOfficer, IND),
        holding(2, LOTTE, Role::IntakeOfficer, IND),
        holding(3, HUGO, Role::IntakeOfficer, MINISTRY),
        holding(4, MARIT, Role::IntakeOfficer, DJI),
        holding(5, CHAIR, Role::CommitteeChair, MINISTRY),
        holding(6, SECRETARY, Role::CommitteeSecretary, MINISTRY),
        holding(7, OMAR, Role::CommitteeMember, MINISTRY),
        holding(8, PETRA, Role::CommitteeMember, MINISTRY),
        holding(9, NEWCOMER, Role::IntakeOfficer, IND),
        holding(10, ADMINISTRATOR, Role::Administrator, MINISTRY),
    ]
}

fn organisation_on(today: Date) -> Organisation {
    Organisation::new(today, nodes(), staff(), holdings())
}

fn report() -> NewReport {
    NewReport {
        agency: "ind".into(),
        channel: Channel::Abuse,
        identity: IdentityMode::Anonymous,
        language: Language::Nl,
        answers: Answers { what: "Dossiers worden op volgorde van betaling behandeld.".into(), ..Answers::default() },
        who: None,
        files: vec![],
    }
}

fn somebody() -> Identity {
    Identity { name: "Sjoerd Hiemstra".into(), contact: "06 12345678, na zes uur".into() }
}

fn known_report(mode: IdentityMode) -> NewReport {
    NewReport { identity: mode, who: Some(somebody()), ..report() }
}

/// A case that is played: each accepted command is appended as entries and folded again.
#[derive(Clone)]
struct Play {
    entries: Vec<Entry>,
    organisation: Organisation,
    today: Date,
}

impl std::fmt::Debug for Play {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| (entry.number, &entry.fact))).finish()
    }
}

impl Play {
    /// A written report to the immigration service.
    fn of(report: &NewReport) -> Self {
        Self::of_in(report, Via::Written, organisation_on(START))
    }

    fn of_in(report: &NewReport, via: Via, organisation: Organisation) -> Self {
        let today = organisation.today;
        let context = Context { today, organisation: &organisation };
        let decided = receive(report, IND, via, "00ff", context).unwrap();
        let mut play = Self { entries: vec![], organisation, today };
        play.append(Actor::Reporter, decided);
        play
    }

    fn anonymous() -> Self {
        Self::of(&report())
    }

    fn question() -> Self {
        Self::of(&NewReport { channel: Channel::Question, ..report() })
    }

    /// A case that was acknowledged on the day of receipt.
    fn acknowledged() -> Self {
        let mut play = Self::anonymous();
        play.play(KARIM, acknowledge()).unwrap();
        play
    }

    /// A case in which both intake officers turned the report away, and the reporter was told.
    fn turned_away() -> Self {
        let mut play = Self::acknowledged();
        play.play(KARIM, Command::Assess(declining())).unwrap();
        play.play(LOTTE, Command::Assess(declining())).unwrap();
        play.play(KARIM, outcome()).unwrap();
        play
    }

    /// A case of which the reporter asked a second look.
    fn looked_at_again() -> Self {
        let mut play = Self::turned_away();
        play.reporter(second_look()).unwrap();
        play
    }

    /// A question that was answered and closed.
    fn closed() -> Self {
        let mut play = Self::question();
        play.play(KARIM, acknowledge()).unwrap();
        play.play(KARIM, close(ClosedBecause::Answered)).unwrap();
        play
    }

    fn case(&self) -> Case {
        Case::fold(&self.entries).unwrap()
    }

    fn play(&mut self, by: PersonId, command: Command) -> Result<Vec<Fact>, Refusal> {
        let context = Context { today: self.today, organisation: &self.organisation };
        let decided = decide(&self.case(), by, command, context)?;
        Ok(self.append(Actor::Person(by), decided))
    }

    fn reporter(&mut self, command: ReporterCommand) -> Result<Vec<Fact>, Refusal> {
        let decided = decide_reporter(&self.case(), command, self.today)?;
        Ok(self.append(Actor::Reporter, decided))
    }

    /// Lets the clock do what it does by itself today.
    fn tick(&mut self) -> Vec<Fact> {
        let decided = escalate(&self.case(), self.today);
        self.append(Actor::System, decided)
    }

    fn wait(&mut self, days: i64) {
        self.today = self.today.checked_add(Span::new().days(days)).unwrap();
        self.organisation.today = self.today;
    }

    fn append(&mut self, by: Actor, decided: Vec<Decided>) -> Vec<Fact> {
        let mut facts = Vec::new();
        for Decided { fact, body } in decided {
            let number = u64::try_from(self.entries.len()).unwrap() + 1;
            let at = format!("{}T10:00:00Z", self.today);
            facts.push(fact.clone());
            self.entries.push(Entry { number, at, by, fact, body: body.map(|(_, body)| body) });
        }
        facts
    }

    fn stage(&self) -> Stage {
        self.case().stage
    }

    fn holds(&self, person: PersonId) -> bool {
        self.case().holders.contains_key(&person)
    }

    fn holders(&self) -> Vec<PersonId> {
        self.case().holders.keys().copied().collect()
    }
}

fn acknowledge() -> Command {
    Command::Acknowledge { text: "Uw melding is binnen. U hoort binnen drie maanden meer.".into() }
}

fn outcome() -> Command {
    Command::SendOutcome { text: SENTENCE.into() }
}

fn feedback() -> Command {
    Command::GiveFeedback { action: SENTENCE.into(), grounds: SENTENCE.into() }
}

fn ask(person: PersonId) -> Command {
    Command::AskAssessor { person }
}

fn give(person: PersonId) -> Command {
    Command::GiveAccess { person, reason: SENTENCE.into() }
}

fn step_aside() -> Command {
    Command::StepAside { reason: SENTENCE.into() }
}

fn pass_on(to: OrgId, agreed: bool) -> Command {
    Command::PassOn { to, explanation: SENTENCE.into(), agreed }
}

fn close(because: ClosedBecause) -> Command {
    Command::Close { because, text: SENTENCE.into() }
}

fn write(text: &str) -> Command {
    Command::Write { text: text.into(), files: vec![], role: Role::IntakeOfficer, name: None }
}

fn name(name: &str, person: Option<PersonId>) -> Command {
    Command::NameParty(Party { name: name.into(), part: Part::Subject, person })
}

fn tell(text: &str) -> ReporterCommand {
    ReporterCommand::Write { text: text.into(), files: vec![] }
}

fn second_look() -> ReporterCommand {
    ReporterCommand::AskSecondLook { why: "Het gaat niet alleen om mij.".into() }
}

fn assessment(answers: [Answer; 4], otherwise: Option<Outcome>) -> Assessment {
    let finding = |(element, answer)| Finding {
        element,
        answer,
        reason: SENTENCE.into(),
        ask: if answer == Answer::Unclear { SENTENCE.into() } else { String::new() },
    };
    let findings = Element::ALL.into_iter().zip(answers).map(finding).collect();
    Assessment { findings, otherwise, risk: String::new() }
}

fn admitting() -> Assessment {
    assessment([Answer::Yes; 4], None)
}

fn declining() -> Assessment {
    away(Outcome::NotTakenUp)
}

fn away(outcome: Outcome) -> Assessment {
    assessment([Answer::Yes, Answer::Yes, Answer::No, Answer::Yes], Some(outcome))
}

fn doubting() -> Assessment {
    assessment([Answer::Yes, Answer::Unclear, Answer::Yes, Answer::Yes], None)
}

fn rule<T>(code: &'static str) -> Result<T, Refusal> {
    Err(Refusal::Rule(code))
}

fn days(date: Date, days: i64) -> Date {
    date.checked_add(Span::new().days(days)).unwrap()
}
