//! A report is stored wholly or refused with the text still in the form; sent twice it is one; and its rows tell no
//! finer time than they must.

use crate::on_both;
use crate::support::{Place, World, back, refusal, report};
use domain::Refusal;
use domain::case::ReporterCommand;
use domain::report::{Answers, Channel, Identity, IdentityMode, Language};
use office::inbox::InboxFilter;
use office::report::Draft;
use std::path::Path;
use std::process::Command as Process;
use std::sync::Arc;

fn filled(what: &str) -> Draft {
    Draft {
        agency: Some("ind".into()),
        channel: Some(Channel::Abuse),
        identity: Some(IdentityMode::Anonymous),
        answers: Answers { what: what.into(), ..Answers::default() },
        ..Draft::default()
    }
}

async fn draft(world: &World, what: &str) -> String {
    let token = world.office.begin_draft(Language::Nl).await.unwrap();
    world.office.save_draft(&token, &filled(what)).await.unwrap();
    token
}

async fn cases_of_anna(world: &World) -> usize {
    let anna = world.staff("anna").await;
    world.office.inbox(&anna, &InboxFilter::default(), None).await.unwrap().items.len()
}

/// Plays a test again in a process of its own, on a disk of a few megabytes that only it sees.
fn on_a_small_disk(name: &str) {
    let dir = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=8m none \"$BELFRY_TEST_SMALL_DISK\" && exec \"$0\" --exact \"$1\" --nocapture";
    let output = Process::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(std::env::current_exe().unwrap())
        .arg(name)
        .env("BELFRY_TEST_SMALL_DISK", dir.path())
        .output()
        .expect("unshare is needed for this test: install the package util-linux");
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "(user namespaces must be allowed for this test) {told}");
    assert!(told.contains("1 passed"), "the test was not played: {told}");
}

/// Fills the disk to the last byte.
fn fill(dir: &Path) {
    let mut bytes = 1024 * 1024;
    let path = dir.join("filler");
    let mut file = std::fs::File::create(path).unwrap();
    while bytes > 0 {
        if std::io::Write::write_all(&mut file, &vec![0; bytes]).is_err() {
            bytes /= 2;
        }
    }
}

#[test]
fn promise_07_on_a_full_disk_a_report_is_refused_and_the_text_is_still_in_the_form() {
    let Some(dir) = std::env::var_os("BELFRY_TEST_SMALL_DISK") else {
        return on_a_small_disk(
            "stored::promise_07_on_a_full_disk_a_report_is_refused_and_the_text_is_still_in_the_form",
        );
    };
    let dir = Path::new(&dir);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let world = World::at(Place::sqlite_in(dir)).await;
        let mut tokens = Vec::new();
        for number in 0..12 {
            tokens.push(draft(&world, &format!("Melding {number}")).await);
        }
        fill(dir);
        let mut acknowledged = Vec::new();
        let mut refused = Vec::new();
        for (number, token) in tokens.iter().enumerate() {
            match world.office.submit(token).await {
                Ok(sent) => acknowledged.push(sent.code),
                result => refused.push((number, token, refusal(result))),
            }
        }
        assert!(!refused.is_empty(), "the disk was not full");
        for (number, token, said) in &refused {
            assert_eq!(*said, Refusal::Rule("disk-full"));
            let kept = world.office.draft(token).await.unwrap();
            assert_eq!(kept.answers.what, format!("Melding {number}"), "the text is still there");
            assert!(kept.sent.is_none());
        }
        let large = tokio::io::AsyncReadExt::take(tokio::io::repeat(7), 3_000_000);
        let file = world.office.draft_file(refused[0].1, "groot.bin", large).await;
        assert_eq!(refusal(file), Refusal::Rule("disk-full"));
        std::fs::remove_file(dir.join("filler")).unwrap();
        assert!(world.office.draft(refused[0].1).await.unwrap().files.is_empty());
        for (_, token, _) in &refused {
            acknowledged.push(world.office.submit(token).await.unwrap().code);
        }
        for code in &acknowledged {
            let answers = back(&world, code).await.cases[0].case.answers.clone();
            assert!(answers.unwrap().what.starts_with("Melding"));
        }
        assert_eq!(cases_of_anna(&world).await, 12, "each once, none half");
        let keys = [world.office.verifier_key().unwrap()];
        let checked = world.place.open().await.verify_ledger(&keys).await.unwrap();
        assert!(matches!(checked, store::Verified::Good(_)), "{checked:?}");
    });
}

on_both! {
    async fn promise_07_a_report_whose_file_was_swept_is_refused_as_a_whole(world) {
        let token = draft(&world, "Zie de bijlage.").await;
        world.office.draft_file(&token, "bijlage.txt", b"inhoud".as_slice()).await.unwrap();
        // Two days later, with the draft kept alive: the bytes were swept as abandoned.
        world.place.open().await.sweep_blobs(i64::MAX).await.unwrap();
        assert!(world.office.submit(&token).await.is_err());
        let kept = world.office.draft(&token).await.unwrap();
        assert_eq!((kept.answers.what.as_str(), kept.sent), ("Zie de bijlage.", None));
        assert_eq!(cases_of_anna(&world).await, 0);
    }

    async fn promise_07_a_report_with_something_wrong_stays_as_it_was_typed(world) {
        let token = world.office.begin_draft(Language::Nl).await.unwrap();
        let typed = Draft { channel: None, ..filled("x") };
        world.office.save_draft(&token, &typed).await.unwrap();
        assert_eq!(refusal(world.office.submit(&token).await), Refusal::field("channel", "required"));
        assert_eq!(world.office.draft(&token).await.unwrap(), typed);
    }

    async fn promise_17_a_report_sent_four_times_at_once_is_one_report(world) {
        let token = draft(&world, "Een keer.").await;
        let node = world.node().await;
        let (one, two, three, four) = tokio::join!(
            world.office.submit(&token), node.submit(&token), world.office.submit(&token), node.submit(&token),
        );
        let sent = one.unwrap();
        assert!([two, three, four].into_iter().all(|other| other.unwrap() == sent));
        assert_eq!(world.office.submit(&token).await.unwrap(), sent, "also when the page is loaded again");
        assert_eq!(cases_of_anna(&world).await, 1);
        assert_eq!(back(&world, &sent.code).await.cases[0].case.answers.as_ref().unwrap().what, "Een keer.");
        let older_page = world.office.save_draft(&token, &filled("Twee keer?")).await;
        assert_eq!(refusal(older_page), Refusal::Rule("report-sent"));
    }

    async fn promise_17_a_request_with_the_same_idempotency_key_is_one_report(world) {
        let node = world.node().await;
        let key = Some("01JD-een-sleutel");
        let told = report("Door de API.");
        let (one, two, three) = tokio::join!(
            world.office.receive(&told, key), node.receive(&told, key), world.office.receive(&told, key),
        );
        let sent = one.unwrap();
        assert_eq!(two.unwrap(), sent);
        assert_eq!(three.unwrap(), sent);
        assert_eq!(world.office.receive(&told, key).await.unwrap(), sent, "also later");
        let other = world.office.receive(&told, Some("een-andere")).await.unwrap();
        assert_ne!(other.code, sent.code);
        assert_eq!(cases_of_anna(&world).await, 2);
    }
}

/// Every column of every table, with whether it holds whole numbers.
async fn columns(world: &World) -> Vec<(String, String, bool)> {
    let found = world
        .place
        .texts(
            "select t.name || '/' || c.name || '/' || c.type from sqlite_master t join pragma_table_info(t.name) c
             where t.type = 'table' and c.type in ('bigint', 'text')",
        )
        .await;
    found
        .iter()
        .map(|line| {
            let mut parts = line.split('/');
            let mut next = || parts.next().unwrap().to_owned();
            (next(), next(), next() == "bigint")
        })
        .collect()
}

#[tokio::test]
async fn promise_04_nothing_that_a_reporter_does_is_in_the_database_by_a_finer_time_than_the_hour() {
    const HOUR: i64 = 3_600_000_000;
    let world = Arc::new(World::new().await);
    let at: jiff::Timestamp = "2026-11-05T13:47:12.345678Z".parse().unwrap();
    world.clock.set(at);
    let token = draft(&world, "Er wordt gerommeld.").await;
    world.office.draft_file(&token, "bijlage.txt", b"inhoud".as_slice()).await.unwrap();
    let mut ready = world.office.draft(&token).await.unwrap();
    ready.notice_email = Some("melder@prive.example".into());
    world.office.save_draft(&token, &ready).await.unwrap();
    let sent = world.office.submit(&token).await.unwrap();
    world.office.receive(&report("Door de API."), Some("sleutel")).await.unwrap();
    draft(&world, "Nog niet verstuurd.").await;
    let mut reporter = back(&world, &sent.code).await;
    let file = world.office.reporter_file(&mut reporter, "foto.txt", b"meer".as_slice()).await.unwrap();
    let write = ReporterCommand::Write { text: "Ook dit.".into(), files: vec![file] };
    world.office.reporter_act(&reporter, 0, write).await.unwrap();
    let identity = Identity { name: "Fatma Demir".into(), contact: String::new() };
    let known = ReporterCommand::BeKnown { mode: IdentityMode::Confidential, identity };
    world.office.reporter_act(&reporter, 0, known).await.unwrap();
    world.office.reporter_act(&reporter, 0, ReporterCommand::Read { up_to: 1 }).await.unwrap();
    let answers = Answers { what: "Ik ben overgeplaatst.".into(), ..Answers::default() };
    world.office.reporter_retaliation(&reporter, 0, answers, vec![]).await.unwrap();
    world.wait_seconds(900);
    back(&world, &sent.code).await;
    let (from, to) = (at.as_microsecond() - 2 * HOUR, at.as_microsecond() + 12 * HOUR);
    let mut instants = 0;
    for (table, column, is_number) in columns(&world).await {
        let query = format!("select cast({column} as text) from {table} where {column} is not null");
        for value in world.place.texts(&query).await {
            if is_number {
                let instant: i64 = value.parse().unwrap();
                if (from..to).contains(&instant) {
                    assert_eq!(instant % HOUR, 0, "{table}.{column} tells {instant}");
                    instants += 1;
                }
            } else if value.contains("2026-11-05T") || value.contains("2026-11-04T") {
                assert!(value.contains(":00:00Z"), "{table}.{column} tells {value}");
                instants += 1;
            }
        }
    }
    assert!(instants > 12, "only {instants} were looked at");
    // What staff see: the report by its day, and what was said by its hour.
    world.wait_seconds(3600);
    let anna = world.staff("anna").await;
    let (start, hour) = ("2026-11-04T23:00:00Z", "2026-11-05T13:00:00Z");
    for item in world.office.inbox(&anna, &InboxFilter::default(), None).await.unwrap().items {
        let view = world.office.open_case(&anna, item.dossier).await.unwrap();
        assert_eq!(view.case.history[0].at, start);
        assert!(view.case.messages.iter().all(|message| message.at == hour));
        assert!(view.case.history.iter().all(|event| [start, hour].contains(&event.at.as_str())));
    }
}
