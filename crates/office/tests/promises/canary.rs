//! Nothing confidential stands in clear: every text that somebody can type holds a word that occurs nowhere else, a case
//! is lived through with all of them, and then every byte on disk and every line of the log is searched.

use crate::on_both;
use crate::searching::{Disk, contains};
use crate::support::{World, back, only_case, report};
use domain::case::{ClosedBecause, Command, Part, Party, ReporterCommand};
use domain::first_phase::{Answer as Say, Assessment, Element, Finding, Outcome};
use domain::people::Role;
use domain::report::{Answers, Channel, Identity, IdentityMode, Language, NewReport, Via};
use office::files::Form;
use office::report::Draft;
use secrecy::SecretString;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt as _;
use tracing_subscriber::fmt::MakeWriter;

/// Hands out words that occur nowhere else, and remembers them.
#[derive(Default)]
struct Words(Mutex<Vec<String>>);

impl Words {
    fn word(&self, field: &str) -> String {
        let word = format!("Kanarie-{field}-{}", vault::random::uuid().simple());
        self.0.lock().unwrap().push(word.clone());
        word
    }

    /// A sentence with a word in it, long enough to be a reason.
    fn told(&self, field: &str) -> String {
        format!("Het gaat om {} en niets anders.", self.word(field))
    }

    fn secret(&self, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }

    fn answers(&self, of: &str) -> Answers {
        let told = |field: &str| self.told(&format!("{of}-{field}"));
        Answers {
            what: told("what"),
            when: told("when"),
            where_: told("where"),
            who: told("who"),
            how: told("how"),
            relation: told("relation"),
            told: told("told"),
            worries: told("worries"),
        }
    }

    fn identity(&self, of: &str) -> Identity {
        Identity { name: self.word(&format!("{of}-name")), contact: self.word(&format!("{of}-contact")) }
    }

    fn assessment(&self, of: &str, say: Say, otherwise: Option<Outcome>) -> Assessment {
        let finding = |element| Finding {
            element,
            answer: if element == Element::PublicInterest { say } else { Say::Yes },
            reason: self.told(&format!("{of}-reason")),
            ask: if say == Say::Unclear { self.told(&format!("{of}-ask")) } else { String::new() },
        };
        let risk = self.told(&format!("{of}-risk"));
        Assessment { findings: Element::ALL.into_iter().map(finding).collect(), otherwise, risk }
    }
}

/// Keeps every line of the log, at every level.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A file whose name and content hold words, in two parts so that the seal's chunks meet in between.
fn file(words: &Words, of: &str) -> (String, Vec<u8>) {
    let mut bytes = words.word(&format!("{of}-content")).into_bytes();
    bytes.resize(150_000, b'.');
    bytes.extend_from_slice(words.word(&format!("{of}-end")).as_bytes());
    (format!("{}.txt", words.word(&format!("{of}-filename"))), bytes)
}

/// A report in steps, by somebody who wants to be known to few.
async fn written(world: &World, words: &Words) -> String {
    let token = world.office.begin_draft(Language::Nl).await.unwrap();
    words.secret(&token);
    let draft = Draft {
        agency: Some("ind".into()),
        channel: Some(Channel::Abuse),
        identity: Some(IdentityMode::Confidential),
        who: words.identity("report"),
        answers: words.answers("report"),
        notice_email: Some(format!("{}@prive.example", words.word("notice-address"))),
        ..Draft::default()
    };
    world.office.save_draft(&token, &draft).await.unwrap();
    let (name, bytes) = file(words, "report");
    world.office.draft_file(&token, &name, bytes.as_slice()).await.unwrap();
    let sent = world.office.submit(&token).await.unwrap();
    words.secret(&sent.code);
    words.secret(&sent.code.replace('-', ""));
    sent.code
}

/// What the reporter adds, and what is begun and not finished.
async fn added(world: &World, words: &Words, code: &str) {
    let token = world.office.open_receipt(code).await.unwrap();
    words.secret(&token);
    let mut reporter = world.office.reporter(&token).await.unwrap();
    let (name, bytes) = file(words, "message");
    let sent = world.office.reporter_file(&mut reporter, &name, bytes.as_slice()).await.unwrap();
    let write = ReporterCommand::Write { text: words.told("message"), files: vec![sent] };
    world.office.reporter_act(&reporter, 0, write).await.unwrap();
    let (name, bytes) = file(words, "pending");
    world.office.reporter_file(&mut reporter, &name, bytes.as_slice()).await.unwrap();
    let address = format!("{}@prive.example", words.word("second-address"));
    world.office.notice_address(&reporter, 0, Some(&address)).await.unwrap();
    let known = ReporterCommand::BeKnown { mode: IdentityMode::Open, identity: words.identity("known") };
    world.office.reporter_act(&reporter, 0, known).await.unwrap();
    world.office.reporter_retaliation(&reporter, 0, words.answers("retaliation"), vec![]).await.unwrap();
    let open = world.office.begin_draft(Language::En).await.unwrap();
    let draft = Draft { answers: words.answers("draft"), who: words.identity("draft"), ..Draft::default() };
    world.office.save_draft(&open, &draft).await.unwrap();
    let (name, bytes) = file(words, "draft");
    world.office.draft_file(&open, &name, bytes.as_slice()).await.unwrap();
}

/// What staff write on it, from the first word to the second look.
async fn handled(world: &World, words: &Words, code: &str) {
    let dossier = only_case(world, "anna").await;
    let (anna, karim) = (world.staff("anna").await, world.staff("karim").await);
    let act = async |staff, command| world.office.act(staff, dossier, command).await.unwrap();
    act(&anna, Command::Acknowledge { text: words.told("acknowledgement") }).await;
    let (name, bytes) = file(words, "staff");
    let sent = world.office.staff_file(&anna, dossier, &name, bytes.as_slice()).await.unwrap();
    let name = Some(words.word("shown-name"));
    let role = Role::IntakeOfficer;
    act(&anna, Command::Write { text: words.told("staff-message"), files: vec![sent], role, name }).await;
    act(&anna, Command::Note { text: words.told("note") }).await;
    let party = Party { name: words.word("party"), part: Part::Witness, person: None };
    act(&anna, Command::NameParty(party)).await;
    world.office.search(&anna, &words.word("sought")).await.unwrap();
    let view = world.office.open_case(&anna, dossier).await.unwrap();
    for form in [Form::Cleaned, Form::Original] {
        let (_, mut stream) = world.office.case_file(&anna, dossier, 1, 0, form).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        assert!(contains(&bytes, "Kanarie-report-content"));
    }
    assert_eq!(view.case.files.len(), 1);
    let no = Some(Outcome::NotTakenUp);
    act(&anna, Command::Assess(words.assessment("first", Say::Unclear, None))).await;
    act(&anna, Command::Assess(words.assessment("first-final", Say::No, no))).await;
    act(&karim, Command::Assess(words.assessment("second", Say::No, no))).await;
    act(&anna, Command::SendOutcome { text: words.told("outcome") }).await;
    let reporter = back(world, code).await;
    let look = ReporterCommand::AskSecondLook { why: words.told("second-look") };
    world.office.reporter_act(&reporter, 0, look).await.unwrap();
    act(&anna, Command::GiveFeedback { action: words.told("action"), grounds: words.told("grounds") }).await;
    act(&karim, Command::StepAside { reason: words.told("step-aside") }).await;
    let joke = Command::GiveAccess { person: world.id("joke"), reason: words.told("access") };
    act(&anna, joke).await;
    let dji = world.nodes["dji"];
    act(&anna, Command::PassOn { to: dji, explanation: words.told("pass-on"), agreed: true }).await;
    let petra = world.staff("petra").await;
    let view = world.office.print_case(&petra, dossier).await.unwrap();
    assert!(view.case.notes[0].text.contains("Kanarie-note"), "what was typed can be read");
}

/// A report told by phone, checked by who told it, and a question that is answered and closed.
async fn told_and_asked(world: &World, words: &Words) {
    let anna = world.staff("anna").await;
    let who = Some(words.identity("phone"));
    let told = NewReport { answers: words.answers("phone"), identity: IdentityMode::Open, who, ..report("") };
    let sent = world.office.register_oral(&anna, Via::Phone, &told).await.unwrap();
    words.secret(&sent.code);
    let correct = ReporterCommand::CorrectRecord { text: words.told("correction") };
    world.office.reporter_act(&back(world, &sent.code).await, 0, correct).await.unwrap();
    let asked = NewReport { channel: Channel::Question, answers: words.answers("question"), ..report("") };
    let key = words.word("idempotency");
    let sent = world.office.receive(&asked, Some(&key)).await.unwrap();
    words.secret(&sent.code);
    let dossier = back(world, &sent.code).await.cases[0].dossier;
    let hello = Command::Acknowledge { text: words.told("question-acknowledgement") };
    world.office.act(&anna, dossier, hello).await.unwrap();
    let close = Command::Close { because: ClosedBecause::Answered, text: words.told("close") };
    world.office.act(&anna, dossier, close).await.unwrap();
}

async fn signed_in(world: &World, words: &Words) {
    let old = SecretString::from(crate::support::PASSPHRASE);
    let new = words.word("passphrase");
    let karim = world.staff("karim").await;
    let code = world.code("karim");
    world.office.change_passphrase(&karim, old, new.clone().into(), &code).await.unwrap();
    world.wait_seconds(60);
    let name = &world.people["karim"].1;
    let wrong = words.word("wrong-passphrase");
    world.office.staff_by_sign_in(name, wrong.into(), &world.code("karim")).await.map(|_| ()).unwrap_err();
    let kind = office::sign_in::SessionKind::Token;
    let token = world.office.sign_in(name, new.into(), &world.code("karim"), kind).await.unwrap();
    words.secret(&token);
    words.secret(crate::support::PASSPHRASE);
}

on_both! {
    async fn promise_09_nothing_confidential_stands_in_clear_on_disk_or_in_the_log(world) {
        let lines = Lines::default();
        let log = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
        log.with_writer(lines.clone()).init();
        let words = Words::default();
        let code = written(&world, &words).await;
        handled(&world, &words, &code).await;
        added(&world, &words, &code).await;
        told_and_asked(&world, &words).await;
        signed_in(&world, &words).await;
        world.wait_seconds(86_400);
        world.office.tick().await.unwrap();
        let secrets = words.0.lock().unwrap().clone();
        assert!(secrets.len() > 90, "only {} words were typed", secrets.len());
        let folders = world.place.folders().await;
        let search = || {
            let disk = Disk::read(&folders);
            let staff = ["Anna Verhoeven".to_owned()];
            assert!(!disk.find(&staff).is_empty(), "the search finds what is there in clear");
            assert_eq!(disk.find(&secrets), []);
        };
        // As it runs, with its journals; and when it has stopped and started again.
        search();
        let World { office, place, clock, .. } = world;
        drop(office);
        let settings = crate::support::settings();
        let again = office::setup::open(&place.dir(), settings, place.open().await, clock, crate::support::words).await;
        again.unwrap().tick().await.unwrap();
        search();
        let log = lines.0.lock().unwrap().clone();
        assert!(contains(&log, "insert into entry"), "the log speaks at its lowest level");
        for secret in &secrets {
            assert!(!contains(&log, secret), "the log tells {secret}");
        }
    }
}
