//! Every door to a case, tried by everybody who has no key to it: the front door, and the side doors by which something
//! of it could be seen or done.

use crate::on_both;
use crate::support::{World, assessment, back, known, only_case, refusal, report};
use domain::Refusal;
use domain::case::{ClosedBecause, Command, Part, Party, ReporterCommand};
use domain::first_phase::Answer as Say;
use domain::id::{DossierId, PersonId};
use domain::people::Role;
use domain::report::{Answers, IdentityMode, Via};
use office::Error;
use office::files::Form;
use office::inbox::InboxFilter;
use office::people::NewPerson;
use office::sign_in::Staff;

const REASON: &str = "Een reden die lang genoeg is.";

/// Every command that there is on a case.
fn commands(world: &World) -> Vec<Command> {
    let (text, role) = (|| "Tekst.".to_owned(), Role::IntakeOfficer);
    let party = Party { name: "Iemand".into(), part: Part::Witness, person: None };
    vec![
        Command::Acknowledge { text: text() },
        Command::Write { text: text(), files: vec![], role, name: None },
        Command::Note { text: text() },
        Command::NameParty(party),
        Command::AskAssessor { person: world.id("petra") },
        Command::Assess(assessment(Say::Yes, None)),
        Command::SendOutcome { text: text() },
        Command::GiveFeedback { action: text(), grounds: text() },
        Command::PassOn { to: world.nodes["dji"], explanation: REASON.into(), agreed: true },
        Command::GiveAccess { person: world.id("joke"), reason: REASON.into() },
        Command::StepAside { reason: REASON.into() },
        Command::Close { because: ClosedBecause::Answered, text: text() },
        Command::Read { up_to: 1 },
    ]
}

/// A case with a file, which anna holds and from which karim was recused.
struct Closed {
    world: World,
    dossier: DossierId,
    reference: String,
    code: String,
}

async fn closed(world: World) -> Closed {
    let token = world.office.begin_draft(domain::report::Language::Nl).await.unwrap();
    let mut draft = world.office.draft(&token).await.unwrap();
    let told = report("Er worden waarzeggers omgekocht.");
    (draft.agency, draft.channel, draft.identity) = (Some(told.agency), Some(told.channel), Some(told.identity));
    draft.answers = told.answers;
    world.office.save_draft(&token, &draft).await.unwrap();
    world.office.draft_file(&token, "bijlage.txt", b"inhoud".as_slice()).await.unwrap();
    let code = world.office.submit(&token).await.unwrap().code;
    let dossier = only_case(&world, "anna").await;
    let anna = world.staff("anna").await;
    let party = Party { name: "Karim".into(), part: Part::Subject, person: Some(world.id("karim")) };
    world.office.act(&anna, dossier, Command::NameParty(party)).await.unwrap();
    let reference = world.office.open_case(&anna, dossier).await.unwrap().reference;
    // Whatever was on its way before he was named has left.
    world.wait_seconds(3600);
    world.office.send_notices().await.unwrap();
    Closed { world, dossier, reference, code }
}

impl Closed {
    /// What the doors say to somebody. All of them, with a name for each.
    async fn doors(&self, staff: &Staff, dossier: DossierId) -> Vec<(String, Option<Refusal>)> {
        let office = &self.world.office;
        let said = |door: &str, result: Result<(), Error>| {
            let said = result.err().map(|error| match error {
                Error::Refusal(refusal) => refusal,
                Error::Fault(fault) => panic!("{door}: {fault}"),
            });
            (door.to_owned(), said)
        };
        let mut doors = vec![
            said("open", office.open_case(staff, dossier).await.map(drop)),
            said("print", office.print_case(staff, dossier).await.map(drop)),
            said("file", office.case_file(staff, dossier, 1, 0, Form::Original).await.map(drop)),
            said("cleaned file", office.case_file(staff, dossier, 1, 0, Form::Cleaned).await.map(drop)),
            said("upload", office.staff_file(staff, dossier, "x.txt", b"x".as_slice()).await.map(drop)),
        ];
        for command in commands(&self.world) {
            let door = format!("{command:?}");
            doors.push(said(&door, office.act(staff, dossier, command).await));
        }
        doors
    }

    /// What lists, counts and searches show to somebody.
    async fn shown(&self, staff: &Staff) -> usize {
        let office = &self.world.office;
        let mut shown = 0;
        for filter in [
            InboxFilter::default(),
            InboxFilter { unread: true, ..InboxFilter::default() },
            InboxFilter { late: true, ..InboxFilter::default() },
            InboxFilter { closed: true, ..InboxFilter::default() },
            InboxFilter { channel: Some(domain::report::Channel::Abuse), ..InboxFilter::default() },
        ] {
            match office.inbox(staff, &filter, None).await {
                Ok(page) => {
                    let counts = page.counts;
                    shown += page.items.len() + (counts.open + counts.unread + counts.late) as usize;
                }
                Err(Error::Refusal(Refusal::NotAllowed)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        for sought in ["waarzeggers", &self.reference, "Karim"] {
            match office.search(staff, sought).await {
                Ok(found) => shown += found.items.len(),
                Err(Error::Refusal(Refusal::NotAllowed)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        if let Ok((queue, _)) = office.committee_queue(staff).await {
            shown += queue.len();
        }
        shown
    }

    async fn leaves(&self) -> Vec<String> {
        self.world.place.texts("select kind from entry order by leaf").await
    }
}

on_both! {
    async fn promise_11a_every_door_is_shut_to_who_holds_no_key(world) {
        let closed = closed(world).await;
        let world = &closed.world;
        let before = closed.leaves().await;
        // Recused, of another agency, of the ministry, of the committee, the administrator.
        for label in ["karim", "petra", "joke", "chair", "secretary", "member", "administrator"] {
            let staff = world.staff(label).await;
            let doors = closed.doors(&staff, closed.dossier).await;
            assert_eq!(doors.len(), 18);
            for (door, said) in &doors {
                assert_eq!(*said, Some(Refusal::NotFound), "{label}: {door}");
            }
            let unknown = closed.doors(&staff, DossierId(vault::random::uuid())).await;
            assert_eq!(doors, unknown, "{label} cannot tell it from a case that does not exist");
            assert_eq!(closed.shown(&staff).await, 0, "{label}");
        }
        assert_eq!(closed.leaves().await, before, "and nothing came of it");
        let anna = world.staff("anna").await;
        assert!(closed.shown(&anna).await > 3, "who holds it sees it");
    }

    async fn promise_11a_no_notice_of_it_goes_to_who_holds_no_key(world) {
        let closed = closed(world).await;
        let world = &closed.world;
        let seen = world.office.demo_mail().len();
        let write = ReporterCommand::Write { text: "Nog iets.".into(), files: vec![] };
        world.office.reporter_act(&back(world, &closed.code).await, 0, write).await.unwrap();
        world.wait_days(10);
        world.office.tick().await.unwrap();
        world.wait_seconds(7200);
        world.office.tick().await.unwrap();
        let mails = world.office.demo_mail();
        let to: Vec<_> = mails[seen..].iter().map(|mail| mail.to.as_str()).collect();
        assert!(!to.is_empty() && to.iter().all(|to| *to == "anna@ind.example"), "{to:?}");
    }

    async fn promise_11a_a_key_without_a_role_opens_no_door_either(world) {
        let closed = closed(world).await;
        let world = &closed.world;
        let admin = world.staff("administrator").await;
        let people = world.office.people(&admin).await.unwrap();
        let holding = people.iter().find(|view| view.person.id == world.id("anna")).unwrap().holdings[0].id;
        let anna = world.staff("anna").await;
        world.office.end_role(&admin, holding).await.unwrap();
        for (door, said) in closed.doors(&anna, closed.dossier).await {
            assert!(matches!(said, Some(Refusal::NotFound | Refusal::NotAllowed)), "{door}: {said:?}");
        }
        assert_eq!(closed.shown(&anna).await, 0);
    }

    async fn promise_11_who_steps_aside_is_out_and_what_follows_is_sealed_for_others(world) {
        let sent = world.office.receive(&known("Er wordt gerommeld.", IdentityMode::Confidential), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let (anna, karim) = (world.staff("anna").await, world.staff("karim").await);
        let aside = Command::StepAside { reason: "Ik ken de melder van vroeger.".into() };
        world.office.act(&karim, dossier, aside).await.unwrap();
        assert_eq!(refusal(world.office.open_case(&karim, dossier).await), Refusal::NotFound);
        let again = Command::GiveAccess { person: karim.id, reason: REASON.into() };
        assert_eq!(refusal(world.office.act(&anna, dossier, again).await), Refusal::Rule("person-in-conflict"));
        let write = ReporterCommand::Write { text: "Alleen voor u.".into(), files: vec![] };
        world.office.reporter_act(&back(&world, &sent.code).await, 0, write).await.unwrap();
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.messages[0].text, "Alleen voor u.");
        assert_eq!(view.case.reporter.unwrap().name, "Fatma Demir");
        let epochs = world.place.texts("select distinct cast(epoch as text) from wrap where compartment = 'case'").await;
        assert_eq!(epochs.len(), 2, "a new key was begun");
    }

    async fn promise_10_an_administrator_gives_themself_no_way_to_a_case(world) {
        let mut world = world;
        world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let admin = world.staff("administrator").await;
        let (ind, today) = (world.nodes["ind"], world.office.today());
        let apart = || Refusal::field("role", "administrator-apart");
        for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Administrator | Role::Auditor)) {
            let given = world.office.give_role(&admin, admin.id, role, ind, today, None).await;
            assert_eq!(refusal(given), apart(), "{role:?}");
            let tomorrow = today.tomorrow().unwrap();
            let given = world.office.give_role(&admin, admin.id, role, ind, tomorrow, None).await;
            assert_eq!(refusal(given), apart(), "{role:?} from tomorrow on");
        }
        // Nor by a helper who is to become an administrator tomorrow.
        let helper = NewPerson {
            sign_in: "helper@jv.example".into(),
            name: "Kees Helper".into(),
            email: None,
            unit: ind,
            superior: None,
            language: domain::report::Language::Nl,
        };
        let (helper, _) = world.office.invite(&admin, helper).await.unwrap();
        let (top, tomorrow) = (world.nodes["jv"], today.tomorrow().unwrap());
        world.office.give_role(&admin, helper, Role::Administrator, top, tomorrow, None).await.unwrap();
        let both = world.office.give_role(&admin, helper, Role::IntakeOfficer, ind, today, None).await;
        assert_eq!(refusal(both), apart());
        // Nor by taking up an invitation in the name of who holds the case.
        let token = world.office.invite_again(&admin, world.id("anna")).await.unwrap();
        world.take_up(&token).await;
        let taken = world.staff("anna").await;
        assert_eq!(refusal(world.office.open_case(&taken, dossier).await), Refusal::NotFound);
        // Nor with one share of the recovery key.
        let share = vault::recovery::Share::parse(&world.shares[0]).unwrap();
        let alone = world.office.recover(&[share], admin.id, Some(dossier)).await;
        assert_eq!(refusal(alone), Refusal::Rule("shares-wrong"));
        // And with enough of them, the case is still not opened to an administrator.
        let shares: Vec<_> = world.shares.iter().map(|share| vault::recovery::Share::parse(share).unwrap()).collect();
        let given = world.office.recover(&shares, admin.id, Some(dossier)).await;
        assert!(given.is_err(), "{given:?}");
        assert_eq!(refusal(world.office.open_case(&admin, dossier).await), Refusal::NotFound);
        let told = world.office.register_oral(&admin, Via::Phone, &report("x")).await;
        assert_eq!(refusal(told), Refusal::NotAllowed);
    }

    async fn promise_12_each_look_at_a_case_is_an_entry_with_who_and_what(world) {
        let closed = closed(world).await;
        let world = &closed.world;
        let anna = world.staff("anna").await;
        let looks = async || {
            let query = format!(
                "select kind || ' ' || author from entry where stream = 'access' and author = 'person:{}' order by number",
                anna.id
            );
            world.place.texts(&query).await
        };
        let before = looks().await.len();
        world.office.open_case(&anna, closed.dossier).await.unwrap();
        world.office.case_file(&anna, closed.dossier, 1, 0, Form::Cleaned).await.unwrap();
        world.office.case_file(&anna, closed.dossier, 1, 0, Form::Original).await.unwrap();
        world.office.print_case(&anna, closed.dossier).await.unwrap();
        world.office.search(&anna, "waarzeggers").await.unwrap();
        world.office.search(&anna, "komt niet voor").await.unwrap();
        let missing = world.office.case_file(&anna, closed.dossier, 1, 7, Form::Original).await;
        assert_eq!(refusal(missing.map(drop)), Refusal::NotFound);
        let seen: Vec<_> = looks().await.split_off(before);
        let kinds: Vec<_> = seen.iter().map(|look| look.split(' ').next().unwrap()).collect();
        assert_eq!(kinds, ["opened", "file-opened", "file-opened", "printed", "found"]);
        let view = world.office.open_case(&anna, closed.dossier).await.unwrap();
        let by: Option<PersonId> = Some(anna.id);
        assert!(view.access.iter().take(6).all(|event| event.by == by), "holders see who looked");
    }

    async fn promise_15_who_is_named_or_in_the_line_of_who_is_named_is_given_nothing(world) {
        let mut world = world;
        let admin = world.staff("administrator").await;
        world.add_person(&admin, "boss", "Willem Grootveld", Role::CommitteeMember, "ind").await;
        world.office.set_place(&admin, world.id("karim"), world.nodes["ind"], Some(world.id("boss"))).await.unwrap();
        // At intake: named in any answer, and in the line of somebody named.
        for answers in [
            Answers { what: "Karim el Idrissi tekende.".into(), ..Answers::default() },
            Answers { what: "Zie hieronder.".into(), who: "mevr. en dhr. K. el Idrissi".into(), ..Answers::default() },
            Answers { what: "Willem Grootveld laat het toe.".into(), ..Answers::default() },
        ] {
            let told = domain::report::NewReport { answers, ..report("") };
            world.office.receive(&told, None).await.unwrap();
        }
        let karim = world.staff("karim").await;
        assert!(world.office.inbox(&karim, &InboxFilter::default(), None).await.unwrap().items.is_empty());
        let anna = world.staff("anna").await;
        let cases = world.office.inbox(&anna, &InboxFilter::default(), None).await.unwrap().items;
        assert_eq!(cases.len(), 3);
        for case in &cases {
            // Later: by hand, as assessor, and with the recovery key.
            let give = Command::GiveAccess { person: karim.id, reason: REASON.into() };
            assert_eq!(refusal(world.office.act(&anna, case.dossier, give).await), Refusal::Rule("person-in-conflict"));
            world.office.act(&anna, case.dossier, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
            let ask = Command::AskAssessor { person: karim.id };
            assert_eq!(refusal(world.office.act(&anna, case.dossier, ask).await), Refusal::Rule("person-in-conflict"));
            let shares: Vec<_> = world.shares.iter().map(|share| vault::recovery::Share::parse(share).unwrap()).collect();
            let done = world.office.recover(&shares[..2], karim.id, Some(case.dossier)).await.unwrap();
            assert_eq!((done.given, done.left), (0, 1));
        }
    }

    async fn promise_15_naming_somebody_takes_their_key_and_that_of_their_line(world) {
        let world = world;
        let admin = world.staff("administrator").await;
        world.office.receive(&report("Een leidinggevende laat het toe."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        world.office.set_place(&admin, world.id("karim"), world.nodes["ind"], Some(world.id("member"))).await.unwrap();
        let (anna, karim) = (world.staff("anna").await, world.staff("karim").await);
        world.office.open_case(&karim, dossier).await.unwrap();
        let party = Party { name: "Roos Lindeman".into(), part: Part::Subject, person: None };
        world.office.act(&anna, dossier, Command::NameParty(party)).await.unwrap();
        assert_eq!(refusal(world.office.open_case(&karim, dossier).await), Refusal::NotFound);
    }

    async fn promise_15_a_name_in_what_the_reporter_corrected_counts_for_recovery_too(world) {
        let anna = world.staff("anna").await;
        let sent = world.office.register_oral(&anna, Via::Phone, &report("Iemand tekent alles.")).await.unwrap();
        let correct = ReporterCommand::CorrectRecord { text: "Het was Joke Terpstra.".into() };
        world.office.reporter_act(&back(&world, &sent.code).await, 0, correct).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let shares: Vec<_> = world.shares.iter().map(|share| vault::recovery::Share::parse(share).unwrap()).collect();
        let done = world.office.recover(&shares[..2], world.id("joke"), Some(dossier)).await.unwrap();
        assert_eq!((done.given, done.left), (0, 1));
    }
}
