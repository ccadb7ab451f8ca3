//! The stories rehearsed without an office: every step is put to the rules themselves, on many different todays, so that a
//! story that a rule would refuse is found here and not when somebody makes the demo.

use super::organisation::{self, Organisation as People};
use super::story::{self, Act, End, Report, Step, Story, day};
use domain::Refusal;
use domain::access;
use domain::case::{
    self, Actor, Case, Command, Context, Decided, Entry, Fact, Party, ReadBy, ReporterCommand, Stage, decide,
    decide_reporter, escalate,
};
use domain::conflict;
use domain::first_phase::{Conclusion, Outcome};
use domain::id::{BlobId, DossierId, OrgId, PersonId, RoleId};
use domain::people::{Holding, Node, Organisation, Person, Role};
use domain::report::{Answers, Channel, File, IdentityMode, Language, NewReport, Sealed, Via};
use jiff::civil::Date;
use std::collections::BTreeSet;
use uuid::Uuid;

const TODAY: Date = Date::constant(2026, 11, 24);

/// The organisation of the demo as the rules see it, with identifiers by place in the file.
struct Cast {
    people: People,
    organisation: Organisation,
}

impl Cast {
    fn on(today: Date, people: People) -> Self {
        let mut cast = Self { people, organisation: Organisation::new(today, vec![], vec![], vec![]) };
        cast.organisation = cast.seen(today, today);
        cast
    }

    /// The organisation on `on`, when the demo's today is `today`.
    fn seen(&self, today: Date, on: Date) -> Organisation {
        let nodes = self.people.nodes.iter().map(|node| Node {
            id: self.node(&node.key),
            parent: node.parent.as_deref().map(|key| self.node(key)),
            kind: node.kind,
            key: node.key.clone(),
            name_nl: node.name_nl.clone(),
            name_en: node.name_en.clone(),
        });
        let people = self.people.people.iter().map(|person| Person {
            id: self.person(&person.sign_in),
            name: person.name.clone(),
            unit: self.node(&person.unit),
            superior: person.superior.as_deref().map(|superior| self.person(superior)),
            active: person.account,
        });
        let mut holdings = Vec::new();
        for person in &self.people.people {
            for held in &person.roles {
                let (from, until) = held.term(today);
                let id = RoleId(Uuid::from_u128(holdings.len() as u128));
                let at = self.node(&held.at);
                holdings.push(Holding { id, person: self.person(&person.sign_in), role: held.role, at, from, until });
            }
        }
        Organisation::new(on, nodes.collect(), people.collect(), holdings)
    }

    fn node(&self, key: &str) -> OrgId {
        let place = self.people.nodes.iter().position(|node| node.key == key);
        OrgId(Uuid::from_u128(place.unwrap_or_else(|| panic!("no node {key}")) as u128 + 1))
    }

    fn person(&self, sign_in: &str) -> PersonId {
        let place = self.people.people.iter().position(|person| person.sign_in == sign_in);
        PersonId(Uuid::from_u128(place.unwrap_or_else(|| panic!("no person {sign_in}")) as u128 + 1))
    }

    fn set(&self, sign_ins: &[String]) -> BTreeSet<PersonId> {
        sign_ins.iter().map(|sign_in| self.person(sign_in)).collect()
    }
}

/// One story being rehearsed: the reporter's cases so far.
struct Rehearsal<'a> {
    cast: &'a Cast,
    today: Date,
    cases: Vec<Case>,
}

impl Rehearsal<'_> {
    fn step(&mut self, step: &Step) -> Result<(), Refusal> {
        let on = day(self.today, step.day);
        let organisation = self.cast.seen(self.today, on);
        let context = Context { today: on, organisation: &organisation };
        let place = step.case as usize;
        match &step.act {
            Act::Report(report) => self.begin(&new_report(report), Via::Written, Actor::Reporter, context),
            Act::OralReport { by, via, report } => {
                let by = self.cast.person(by);
                access::may(access::Act::RegisterReport, by, Some(self.cast.node(&report.agency)), &organisation)?;
                self.begin(&new_report(report), *via, Actor::Person(by), context)
            }
            Act::Retaliation { answers } => {
                let report = self.retaliation(place, answers);
                self.begin(&report, Via::Written, Actor::Reporter, context)?;
                let link = ReporterCommand::Link { dossier: DossierId(Uuid::nil()), index: 1 };
                self.reporter(place, link, on)
            }
            Act::Tick {} => {
                let case = &self.cases[place];
                let decided = escalate(case, on);
                self.append(place, Actor::System, decided);
                Ok(())
            }
            Act::NoticeAddress { email } => {
                assert!(email.ends_with(".example"), "{email} might be somebody's");
                Ok(())
            }
            Act::ReporterMessage { text, files } => {
                self.reporter(place, ReporterCommand::Write { text: text.clone(), files: sent(files) }, on)
            }
            Act::AskSecondLook { why } => self.reporter(place, ReporterCommand::AskSecondLook { why: why.clone() }, on),
            Act::BeKnown { mode, identity } => {
                self.reporter(place, ReporterCommand::BeKnown { mode: *mode, identity: identity.clone() }, on)
            }
            Act::CorrectRecord { text } => {
                self.reporter(place, ReporterCommand::CorrectRecord { text: text.clone() }, on)
            }
            Act::ApproveRecord {} => self.reporter(place, ReporterCommand::ApproveRecord, on),
            Act::EndContact {} => self.reporter(place, ReporterCommand::EndContact, on),
            Act::ReadByReporter {} => {
                let up_to = self.cases[place].last;
                self.reporter(place, ReporterCommand::Read { up_to }, on)
            }
            act => self.staff(place, act, context),
        }
    }

    fn begin(&mut self, report: &NewReport, via: Via, by: Actor, context: Context<'_>) -> Result<(), Refusal> {
        let agency = self.cast.node(&report.agency);
        let decided = case::receive(report, agency, via, "", context)?;
        let entries: Vec<_> = decided.into_iter().zip(1..).map(|(decided, n)| entry(n, by, decided)).collect();
        self.cases.push(Case::fold(&entries).unwrap());
        Ok(())
    }

    fn retaliation(&self, place: usize, answers: &Answers) -> NewReport {
        let first = &self.cases[place];
        let agency = self.cast.organisation.node(first.agency).unwrap().key.clone();
        // The reporter's view of the case has no identity compartment: a confidential name is not carried over.
        let who = first.reporter.clone().filter(|_| first.identity == IdentityMode::Open);
        NewReport {
            agency,
            channel: Channel::Retaliation,
            identity: if who.is_some() { IdentityMode::Open } else { IdentityMode::Anonymous },
            language: first.language,
            answers: answers.clone(),
            who,
            files: vec![],
        }
    }

    fn reporter(&mut self, place: usize, command: ReporterCommand, on: Date) -> Result<(), Refusal> {
        let decided = decide_reporter(&self.cases[place], command, on)?;
        self.append(place, Actor::Reporter, decided);
        Ok(())
    }

    fn staff(&mut self, place: usize, act: &Act, context: Context<'_>) -> Result<(), Refusal> {
        let case = &self.cases[place];
        let (by, needs, command) = self.command(case, act);
        access::may(access::Act::OpenCase, by, None, context.organisation)?;
        access::may(needs, by, None, context.organisation)?;
        let decided = decide(case, by, command, context)?;
        self.append(place, Actor::Person(by), decided);
        Ok(())
    }

    /// Who does the act, what the access table calls it, and the command that it is.
    fn command(&self, case: &Case, act: &Act) -> (PersonId, access::Act, Command) {
        use access::Act as May;
        let person = |sign_in: &String| self.cast.person(sign_in);
        let text = String::clone;
        match act {
            Act::Acknowledge { by, text: t } => (person(by), May::Acknowledge, Command::Acknowledge { text: text(t) }),
            Act::StaffMessage { by, text: t, files, show_name } => {
                let name = show_name.then(|| self.cast.organisation.person(person(by)).unwrap().name.clone());
                let command = Command::Write { text: text(t), files: sent(files), role: Role::IntakeOfficer, name };
                (person(by), May::WriteToReporter, command)
            }
            Act::Note { by, text: t } => (person(by), May::WriteNote, Command::Note { text: text(t) }),
            Act::NameParty { by, name, part, person: who } => {
                let party = Party { name: name.clone(), part: *part, person: who.as_ref().map(person) };
                (person(by), May::NameParty, Command::NameParty(party))
            }
            Act::AskAssessor { by, person: who } => {
                (person(by), May::AskAssessor, Command::AskAssessor { person: person(who) })
            }
            Act::Assess { by, findings, otherwise, risk } => {
                (person(by), May::Assess, Command::Assess(findings.assessment(*otherwise, risk)))
            }
            Act::SendOutcome { by, text: t } => (person(by), May::SendOutcome, Command::SendOutcome { text: text(t) }),
            Act::Feedback { by, action, grounds } => {
                let command = Command::GiveFeedback { action: action.clone(), grounds: grounds.clone() };
                (person(by), May::WriteToReporter, command)
            }
            Act::PassOn { by, to, explanation, agreed } => {
                let to = self.cast.node(to);
                let command = Command::PassOn { to, explanation: explanation.clone(), agreed: *agreed };
                (person(by), May::PassOn, command)
            }
            Act::GiveAccess { by, person: who, reason } => {
                let command = Command::GiveAccess { person: person(who), reason: reason.clone() };
                (person(by), May::GiveAccess, command)
            }
            Act::StepAside { by, reason } => {
                (person(by), May::StepAside, Command::StepAside { reason: reason.clone() })
            }
            Act::Close { by, because, text: t } => {
                (person(by), May::CloseCase, Command::Close { because: *because, text: text(t) })
            }
            Act::ReadByStaff { by } => (person(by), May::OpenCase, Command::Read { up_to: case.last }),
            other => panic!("{other:?} is not an act of staff"),
        }
    }

    fn append(&mut self, place: usize, by: Actor, decided: Vec<Decided>) {
        let case = &mut self.cases[place];
        for decided in decided {
            let next = entry(case.last + 1, by, decided);
            case.push(&next).unwrap();
        }
    }
}

fn entry(number: u64, by: Actor, decided: Decided) -> Entry {
    Entry { number, at: String::new(), by, fact: decided.fact, body: decided.body.map(|(_, body)| body) }
}

fn new_report(report: &Report) -> NewReport {
    NewReport {
        agency: report.agency.clone(),
        channel: report.channel,
        identity: report.identity,
        language: report.language,
        answers: report.answers.clone(),
        who: report.who.clone(),
        files: sent(&report.files),
    }
}

fn sent(names: &[String]) -> Vec<File> {
    let file = |name: &String| File {
        name: name.clone(),
        media_type: String::new(),
        original: Sealed { blob: BlobId(Uuid::nil()), key: String::new(), size: 0, sha256: String::new() },
        cleaned: None,
        removed: vec![],
        left: vec![],
        not_cleaned: None,
        mismatch: false,
    };
    names.iter().map(file).collect()
}

fn rehearse(story: &Story, cast: &Cast, today: Date) -> Vec<Case> {
    let mut rehearsal = Rehearsal { cast, today, cases: vec![] };
    for step in &story.steps {
        if let Err(refusal) = rehearsal.step(step) {
            panic!("{}: on {today} the step of day {} at {} is refused: {refusal:?}", story.title, step.day, step.at);
        }
    }
    rehearsal.cases
}

fn check_end(story: &Story, case: &Case, end: &End, cast: &Cast, today: Date) {
    let title = &story.title;
    assert_eq!(case.stage, end.stage, "{title}, on {today}");
    let late: Vec<_> = case.deadlines.iter().filter(|due| due.is_late(today)).map(|due| due.kind).collect();
    assert_eq!(late, end.late, "{title}, on {today}: late");
    let holders: BTreeSet<_> = case.holders.keys().copied().collect();
    assert_eq!(holders, cast.set(&end.holders), "{title}: holders");
    let kept_out: BTreeSet<_> = case.kept_out.keys().copied().collect();
    assert_eq!(kept_out, cast.set(&end.kept_out), "{title}: taken off");
    assert!(case.last >= end.least_entries as u64, "{title}: {} entries", case.last);
}

/// Days to try as today: every day of a winter with its holidays, and every day of a spring with more of them.
fn todays() -> impl Iterator<Item = Date> {
    let from = |start: Date, days| (0..days).map(move |n| day(start, n));
    from(Date::constant(2026, 12, 10), 40).chain(from(Date::constant(2027, 3, 26), 60))
}

#[test]
fn every_story_can_be_performed_by_the_rules_and_ends_as_it_says_whatever_day_it_is() {
    let stories = story::all().unwrap();
    for today in todays() {
        let cast = Cast::on(today, organisation::read().unwrap());
        for story in &stories {
            let cases = rehearse(story, &cast, today);
            assert_eq!(cases.len(), story.ends.len(), "{}", story.title);
            for (case, end) in cases.iter().zip(&story.ends) {
                check_end(story, case, end, &cast, today);
            }
        }
    }
}

#[test]
fn running_the_scheduled_tasks_once_more_today_changes_no_ending() {
    let cast = Cast::on(TODAY, organisation::read().unwrap());
    for story in story::all().unwrap() {
        for case in rehearse(&story, &cast, TODAY) {
            assert_eq!(escalate(&case, TODAY), vec![], "{}", story.title);
        }
    }
}

#[test]
fn a_report_names_exactly_the_staff_that_the_story_says_it_names() {
    let cast = Cast::on(TODAY, organisation::read().unwrap());
    for story in story::all().unwrap() {
        let Some(answers) = story.steps.iter().find_map(|step| match &step.act {
            Act::Report(report) | Act::OralReport { report, .. } => Some(&report.answers),
            _ => None,
        }) else {
            panic!("{} has no report", story.title)
        };
        let named: BTreeSet<_> = conflict::named_in(&answers.text(), &cast.organisation).into_iter().collect();
        assert_eq!(named, cast.set(&story.names), "{}", story.title);
    }
}

#[test]
fn no_reporter_bears_the_name_of_a_member_of_staff() {
    let cast = Cast::on(TODAY, organisation::read().unwrap());
    for story in story::all().unwrap() {
        for case in rehearse(&story, &cast, TODAY) {
            let name = case.reporter.map(|reporter| reporter.name).unwrap_or_default();
            assert_eq!(conflict::named_in(&name, &cast.organisation), vec![], "{name}");
        }
    }
}

#[test]
fn the_stories_begin_with_a_report_and_go_on_in_order_up_to_today() {
    for story in story::all().unwrap() {
        assert!(matches!(story.steps[0].act, Act::Report(_) | Act::OralReport { .. }), "{}", story.title);
        for pair in story.steps.windows(2) {
            let earlier = (pair[0].day, pair[0].at) <= (pair[1].day, pair[1].at);
            assert!(earlier, "{}: day {} at {} is out of order", story.title, pair[1].day, pair[1].at);
        }
        assert!(story.steps.iter().all(|step| step.day <= 0), "{}", story.title);
    }
}

#[test]
fn every_file_of_a_story_is_described_and_sent() {
    for story in story::all().unwrap() {
        let sent: BTreeSet<&String> = story
            .steps
            .iter()
            .flat_map(|step| match &step.act {
                Act::Report(report) | Act::OralReport { report, .. } => report.files.as_slice(),
                Act::StaffMessage { files, .. } | Act::ReporterMessage { files, .. } => files.as_slice(),
                _ => &[],
            })
            .collect();
        assert_eq!(sent, story.files.keys().collect(), "{}", story.title);
    }
}

#[test]
fn the_stories_cover_every_stage_channel_identity_and_language() {
    let cast = Cast::on(TODAY, organisation::read().unwrap());
    let stories = story::all().unwrap();
    let cases: Vec<_> = stories.iter().flat_map(|story| rehearse(story, &cast, TODAY)).collect();
    let turned_away = Conclusion::Agreed(Outcome::NotTakenUp);
    for stage in Stage::ALL {
        // The case that was not taken up is looked at again, so it has left that stage.
        let been = |case: &Case| case.rounds.values().any(|r| r.conclusion.is_some_and(|(c, _)| c == turned_away));
        let is = |case: &Case| case.stage == stage || (stage == Stage::NotTakenUp && been(case));
        assert!(cases.iter().any(is), "no case is {}", stage.name());
    }
    for channel in Channel::ALL {
        assert!(cases.iter().any(|case| case.channel == channel), "no case is about {}", channel.name());
    }
    for mode in IdentityMode::ALL {
        assert!(cases.iter().any(|case| case.identity == mode), "no reporter is {}", mode.name());
    }
    let english = cases.iter().filter(|case| case.language == Language::En).count();
    assert_eq!((english, cases.len()), (4, 15));
    let by_default = |case: &Case| case.history.iter().any(|event| matches!(event.fact, Fact::Escalated { .. }));
    assert!(cases.iter().any(by_default), "nothing was escalated");
    assert_eq!(stories.iter().filter(|story| story.show_code).count(), 3);
}

#[test]
fn something_waits_to_be_read_on_both_sides() {
    let cast = Cast::on(TODAY, organisation::read().unwrap());
    let officer = cast.person("intake-officer@ind.example");
    let cases: Vec<_> = story::all().unwrap().iter().flat_map(|story| rehearse(story, &cast, TODAY)).collect();
    let for_staff = |case: &&Case| case.from_reporter > case.read_up_to(ReadBy::Person(officer));
    let for_reporter = |case: &&Case| case.from_staff > case.read_up_to(ReadBy::Reporter);
    assert!(cases.iter().filter(for_staff).count() >= 3);
    assert!(cases.iter().filter(for_reporter).count() >= 3);
}

#[test]
fn there_is_somebody_for_each_role_with_the_sign_in_name_of_the_role() {
    let people = organisation::read().unwrap();
    for role in Role::ALL {
        let held = people.people.iter().any(|person| {
            let agency = person.roles.iter().find(|held| held.role == role).map(|held| held.at.as_str());
            agency.is_some_and(|at| person.account && person.sign_in == format!("{}@{at}.example", role.name()))
        });
        assert!(held, "nobody is {}", role.name());
    }
}

#[test]
fn the_tree_and_the_people_are_told_from_the_top_down() {
    let people = organisation::read().unwrap();
    let mut known = BTreeSet::new();
    for node in &people.nodes {
        let above = node.parent.as_ref().and_then(|key| people.nodes.iter().find(|n| &n.key == key));
        assert_eq!(above.map(|node| node.kind), node.kind.parent(), "{}", node.key);
        assert!(node.parent.as_ref().is_none_or(|parent| known.contains(parent)), "{}", node.key);
        assert!(known.insert(node.key.clone()), "{} stands there twice", node.key);
    }
    let mut staff = BTreeSet::new();
    for person in &people.people {
        assert!(known.contains(&person.unit), "{}", person.sign_in);
        assert!(person.superior.as_ref().is_none_or(|superior| staff.contains(superior)), "{}", person.sign_in);
        assert!(person.roles.is_empty() || person.account, "{} has a role and no keys", person.sign_in);
        assert!(staff.insert(person.sign_in.clone()), "{} stands there twice", person.sign_in);
    }
    for text in &people.texts {
        let of_agency = people.nodes.iter().any(|n| n.key == text.agency);
        assert!(of_agency && !text.nl.trim().is_empty() && !text.en.trim().is_empty(), "{} {}", text.agency, text.key);
    }
}

#[test]
fn an_unknown_field_or_act_is_refused_by_name() {
    let step = |act: &str| {
        format!("title = \"x\"\nends = []\n[[steps]]\nday = 0\nat = \"09:00\"\nact = \"{act}\"\nshout = true\n")
    };
    for (act, says) in [("end-contact", "shout"), ("applaud", "applaud")] {
        let error = toml::from_str::<Story>(&step(act)).unwrap_err().to_string();
        assert!(error.contains(says) && error.contains("day 0"), "{error}");
    }
}
