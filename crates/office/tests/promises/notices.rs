//! Notices say that there is something, never what; each goes out once, and to nobody who has left.

use crate::on_both;
use crate::support::{World, back, only_case, refusal, report};
use domain::Refusal;
use domain::case::{Command, ReporterCommand};
use domain::report::{Answers, Channel, IdentityMode, Language};
use office::report::Draft;

async fn with_address(world: &World) -> String {
    let token = world.office.begin_draft(Language::En).await.unwrap();
    let draft = Draft {
        agency: Some("ind".into()),
        channel: Some(Channel::Abuse),
        identity: Some(IdentityMode::Anonymous),
        language: Language::En,
        answers: Answers { what: "Geheim.".into(), ..Answers::default() },
        notice_email: Some("melder@prive.example".into()),
        ..Draft::default()
    };
    world.office.save_draft(&token, &draft).await.unwrap();
    world.office.submit(&token).await.unwrap().code
}

on_both! {
    async fn promise_28_a_notice_is_the_same_whatever_happened(world) {
        let code = with_address(&world).await;
        let dossier = only_case(&world, "anna").await;
        let anna = world.staff("anna").await;
        let reference = world.office.open_case(&anna, dossier).await.unwrap().reference;
        world.office.act(&anna, dossier, Command::Acknowledge { text: "Geheim antwoord.".into() }).await.unwrap();
        let write = ReporterCommand::Write { text: "Geheim bericht.".into(), files: vec![] };
        world.office.reporter_act(&back(&world, &code).await, 0, write).await.unwrap();
        world.wait_seconds(86_400);
        world.office.send_notices().await.unwrap();
        let mails = world.office.demo_mail();
        let to: std::collections::BTreeSet<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to.into_iter().collect::<Vec<_>>(), ["anna@ind.example", "karim@ind.example", "melder@prive.example"]);
        for mail in &mails {
            // All that the words are made from is the kind of notice, the language and the address of the front door.
            let same = office::notice::Template::named(&mail.subject).is_some()
                && mail.text == "Er is iets nieuws: http://127.0.0.1:8080";
            assert!(same, "{mail:?}");
            assert!(!format!("{mail:?}").contains(&reference));
        }
    }

    async fn promise_28_what_two_nodes_queue_and_send_leaves_once(world) {
        let node = world.node().await;
        for office in [&world.office, &node] {
            office.receive(&report("Iets."), None).await.unwrap();
        }
        let waiting = world.place.texts("select template from notice").await;
        assert_eq!(waiting.len(), 2, "one for each officer, also when two reports came in the hour");
        assert_eq!(world.office.notices_waiting().await.unwrap(), (2, 0));
        assert_eq!(world.office.send_notices().await.unwrap(), 0, "not at once: that would tell when");
        world.wait_seconds(3600);
        let (here, there) = tokio::join!(world.office.send_notices(), node.send_notices());
        let left = here.unwrap() + there.unwrap() + world.office.send_notices().await.unwrap();
        assert_eq!(left, 2);
        assert_eq!(world.office.demo_mail().len() + node.demo_mail().len(), 2);
    }

    async fn promise_28_who_left_gets_no_more_notices(world) {
        let sent = world.office.receive(&report("Iets."), None).await.unwrap();
        let admin = world.staff("administrator").await;
        world.office.leave(&admin, world.id("karim")).await.unwrap();
        let write = ReporterCommand::Write { text: "Nog iets.".into(), files: vec![] };
        world.office.reporter_act(&back(&world, &sent.code).await, 0, write).await.unwrap();
        world.wait_seconds(3600);
        world.office.send_notices().await.unwrap();
        assert!(world.office.demo_mail().iter().all(|mail| mail.to == "anna@ind.example"));
    }

    async fn promise_28_a_reporter_who_ends_the_notices_gets_none(world) {
        let code = with_address(&world).await;
        let dossier = only_case(&world, "anna").await;
        let anna = world.staff("anna").await;
        let reporter = back(&world, &code).await;
        let wrong = world.office.notice_address(&reporter, 0, Some("geen adres")).await;
        assert_eq!(refusal(wrong), Refusal::field("email", "not-an-email"));
        world.office.notice_address(&reporter, 0, None).await.unwrap();
        world.office.act(&anna, dossier, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
        world.wait_seconds(86_400);
        world.office.send_notices().await.unwrap();
        assert!(world.office.demo_mail().iter().all(|mail| mail.to.ends_with("@ind.example")));
    }
}
