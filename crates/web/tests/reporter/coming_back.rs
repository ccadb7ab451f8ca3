//! Coming back with the code, and what a reporter can ask.

use crate::browser::Browser;
use crate::world::{self, World, known, report};
use crate::{WHAT, enter, opened, raw, send_without_file};
use domain::case::{Command, ReporterCommand};
use domain::first_phase::{Answer, Outcome, Route};
use domain::report::{IdentityMode, Via};
use http::{StatusCode, header};

/// A case whose outcome sends it another way.
async fn turned_away(world: &World) -> String {
    let sent = world.office.receive(&report(WHAT), None).await.unwrap();
    let dossier = world::only_case(world, "anna").await;
    let (anna, karim) = (world.staff("anna").await, world.staff("karim").await);
    let act = async |staff, command| world.office.act(staff, dossier, command).await.unwrap();
    act(&anna, Command::Acknowledge { text: "Wij hebben uw melding gelezen.".into() }).await;
    let away = || world::assessment(Answer::No, Some(Outcome::OtherRoute(Route::Conduct)));
    act(&anna, Command::Assess(away())).await;
    act(&karim, Command::Assess(away())).await;
    act(&anna, Command::SendOutcome { text: "Dit hoort bij ongewenst gedrag, omdat het daarover gaat.".into() }).await;
    sent.code
}

#[tokio::test]
async fn a_wrong_code_and_a_right_one_are_answered_alike() {
    let world = World::new().await;
    let sent = world.office.receive(&report(WHAT), None).await.unwrap();
    let mut browser = Browser::new(&world);
    browser.get("/nl/return").await;
    let token = browser.hidden("token");
    let wrong = vault::receipt::Code::generate().reveal().to_string();
    let mut answers = Vec::new();
    for code in [&sent.code, &wrong] {
        let answer = raw(&world, "POST", "/nl/return", &[], &format!("token={token}&code={code}")).await;
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter().count();
        answers.push((answer.status(), answer.headers()[header::LOCATION].clone(), cookies));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, StatusCode::SEE_OTHER);
    browser.send("/nl/return", &[("code", &wrong)]).await.sees("Met deze code kunnen wij niets openen.");
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_code_may_be_pasted_in_any_shape_and_a_typing_mistake_is_told() {
    let world = World::new().await;
    let sent = world.office.receive(&report(WHAT), None).await.unwrap();
    let sloppy = format!("  {} ", sent.code.to_lowercase().replace('-', " "));
    enter(&world, &sloppy).await;
    let mut browser = Browser::new(&world);
    browser.get("/nl/return").await;
    browser.send("/nl/return", &[("code", "")]).await.sees("Vul uw code in.");
    browser.send("/nl/return", &[("code", "ABC")]).await.sees("Deze code is te kort.");
    browser.send("/nl/return", &[("code", "AB!C")]).await.sees("een teken in dat niet in een code voorkomt");
    browser.sees_not("AB!C");
}

#[tokio::test]
async fn the_status_page_says_where_the_case_is_and_who_handles_it_by_role() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    browser.sees("Uw melding is binnen. Uiterlijk maandag 9 november 2026 hoort u dat die is gelezen.");
    browser.sees("2 integriteitsfunctionarissen").sees("Er zijn nog geen berichten").sees_not("Anna Verhoeven");

    let dossier = world::only_case(&world, "anna").await;
    let anna = world.staff("anna").await;
    let text = "Wij hebben uw melding gelezen.".to_owned();
    world.office.act(&anna, dossier, Command::Acknowledge { text: text.clone() }).await.unwrap();
    browser.get("/nl/case/1").await.sees("Nu volgt de eerste beoordeling.").sees(&text).sees("Er is 1 nieuw bericht");
    browser.get("/nl/case/1").await.sees("Door u gelezen").sees_not("Er is 1 nieuw bericht");
}

#[tokio::test]
async fn a_term_that_has_passed_is_owned_up_to() {
    let world = World::new().await;
    let sent = world.office.receive(&report(WHAT), None).await.unwrap();
    world.wait_days(9);
    enter(&world, &sent.code).await.sees("Wij zijn te laat.").sees("Dit is te laat.");
}

#[tokio::test]
async fn a_second_look_is_one_button_away_and_asked_once() {
    let world = World::new().await;
    let code = turned_away(&world).await;
    let mut browser = enter(&world, &code).await;
    browser.sees("Uw melding hoort bij een andere weg.").sees("De regeling voor ongewenst gedrag");
    browser.sees("omdat het daarover gaat").sees("kunt u om een tweede blik vragen");
    browser.get("/nl/case/1/second-look").await;
    browser.send("/nl/case/1/second-look", &[("why", " ")]).await.sees("Schrijf op waarom u dat vraagt.");
    let fields = [("why", "Het gaat niet alleen om mij.")];
    let token = browser.hidden("token");
    browser.send("/nl/case/1/second-look", &fields).await.sees("U hebt om een tweede blik gevraagd.");
    browser.sees("Twee andere mensen kijken opnieuw");
    let again = [("token", token.as_str()), fields[0]];
    browser.send_bare("/nl/case/1/second-look", &again).await.sees("U hebt om een tweede blik gevraagd.");
    assert_eq!(browser.page.matches(fields[0].1).count(), 1);
}

#[tokio::test]
async fn identity_is_opened_in_steps_and_nothing_is_kept_before_the_last() {
    let world = World::new().await;
    let (mut browser, code) = opened(&world, &report(WHAT)).await;
    browser.get("/nl/case/1/be-known").await.sees("Stap 1 van 3");
    browser.send("/nl/case/1/be-known", &[("act", "who")]).await.sees("Kies aan wie u bekend wilt zijn.");
    let mode = ("mode", "confidential");
    browser.send("/nl/case/1/be-known", &[mode, ("act", "who")]).await.sees("Stap 2 van 3");
    browser.send("/nl/case/1/be-known", &[mode, ("act", "check"), ("name", "")]).await.sees("Vul uw naam in.");
    let name = ("name", "Fatma Demir");
    browser.send("/nl/case/1/be-known", &[mode, ("act", "check"), name]).await.sees("Stap 3 van 3");
    assert_eq!(world::back(&world, &code).await.cases[0].case.identity, IdentityMode::Anonymous);
    browser.send("/nl/case/1/be-known", &[mode, ("act", "send"), name]).await.sees("Wij weten nu wie u bent.");
    browser.sees("Alleen de integriteitsfunctionarissen weten wie u bent.");
    assert_eq!(world::back(&world, &code).await.cases[0].case.identity, IdentityMode::Confidential);
}

#[tokio::test]
async fn being_treated_badly_begins_one_case_of_its_own_under_the_same_code() {
    let world = World::new().await;
    let (mut browser, code) = opened(&world, &report(WHAT)).await;
    browser.get("/nl/case/1/treated").await.sees("Uw werkgever moet bewijzen dat dat niet zo is.");
    let (token, cases) = (browser.hidden("token"), browser.hidden("cases"));
    browser.send_bare("/nl/case/1/treated", &[("token", &token), ("cases", &cases), ("what", "")]).await;
    browser.sees("Schrijf op wat er is gebeurd.");
    let fields = [("token", token.as_str()), ("cases", cases.as_str()), ("what", "Ik word weggepest.")];
    for _ in 0..2 {
        browser.send_bare("/nl/case/1/treated", &fields).await;
        browser.sees("Dit is een nieuwe zaak over hoe u wordt behandeld.").sees("Ik word weggepest.");
    }
    assert_eq!(world::back(&world, &code).await.cases.len(), 2);
    browser.get("/nl/case/1").await.sees("Zaak 2: Benadeling na een melding").sees("Daarvoor is een aparte zaak.");
}

#[tokio::test]
async fn a_record_of_what_was_told_is_corrected_and_approved() {
    let world = World::new().await;
    let anna = world.staff("anna").await;
    let told = known(WHAT, IdentityMode::Confidential);
    let sent = world.office.register_oral(&anna, Via::Phone, &told).await.unwrap();
    let mut browser = enter(&world, &sent.code).await;
    browser.sees("Kijk na wat er voor u is opgeschreven");
    browser.get("/nl/case/1/record").await.sees(WHAT);
    let correct = [("act", "correct"), ("text", "Het was dossier 18.")];
    browser.send("/nl/case/1/record", &correct).await.sees("Uw verbetering is bij het verslag gezet.");
    browser.send("/nl/case/1/record", &correct).await;
    assert_eq!(browser.page.matches("Het was dossier 18.").count(), 1, "sent twice it is one");
    browser.send("/nl/case/1/record", &[("act", "approve")]).await.sees("U hebt het verslag goedgekeurd.");
    browser.get("/nl/case/1/record").await.sees("Waar uw melding nu is");
}

#[tokio::test]
async fn contact_ends_only_when_the_reporter_is_sure() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    browser.get("/nl/case/1/end").await.sees("Terugdraaien kan niet.");
    browser.send("/nl/case/1/end", &[]).await.sees("Zet een vinkje als u het zeker weet.");
    browser.send("/nl/case/1/end", &[("sure", "yes")]).await.sees("U hebt het contact beëindigd.");
    browser.sees("Daarom kunt u hier niet meer schrijven.").sees("Ik word slecht behandeld om mijn melding");
    browser.sees_not("id=\"text\"");
}

#[tokio::test]
async fn the_proof_is_fetched_with_its_content_and_verifies() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    browser.get("/nl/case/1/proof").await.sees("Een bestand kan u verraden");
    browser.get("/nl/case/1/proof/content").await.sees("dossier 17");
    let content = browser.bytes.clone();
    browser.get("/nl/case/1/proof/statement").await.sees_not("dossier 17");
    assert_eq!(browser.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"statement.json\"");
    let proof = ledger::proof::Proof::from_json(&browser.bytes).unwrap();
    let key = world.office.verifier_key().unwrap();
    assert!(ledger::proof::verify(&proof, Some(&key), Some(&content)).is_ok());
    assert!(ledger::proof::verify(&proof, Some(&key), Some(b"iets anders")).is_err());
}

#[tokio::test]
async fn an_address_for_notices_is_set_and_ended() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    browser.get("/nl/case/1/notices").await.sees("U krijgt nu geen e-mail.");
    browser.send("/nl/case/1/notices", &[("act", "set"), ("email", "x")]).await.sees("Dit is geen e-mailadres.");
    browser.send("/nl/case/1/notices", &[("act", "set"), ("email", "ik@voorbeeld.nl")]).await;
    browser.sees("U krijgt voortaan een e-mail");
    browser.get("/nl/case/1/notices").await;
    browser.send("/nl/case/1/notices", &[("act", "end")]).await.sees("Uw adres is gewist.");
}

#[tokio::test]
async fn nobody_sees_a_case_that_is_not_theirs() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    for path in ["/nl/case/2", "/nl/case/0", "/nl/case/x", "/nl/case/2/proof", "/nl/case/2/files/1/0"] {
        browser.get(path).await;
        assert_eq!(browser.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut stranger = Browser::new(&world);
    for path in ["/nl/case", "/nl/case/1", "/nl/case/1/proof/content", "/nl/case/1/record"] {
        stranger.get(path).await.sees("Vul de code in die u kreeg").sees_not(WHAT);
    }
}

#[tokio::test]
async fn closing_the_report_closes_it_in_this_browser() {
    let world = World::new().await;
    let (mut browser, code) = opened(&world, &report(WHAT)).await;
    browser.send_bare("/nl/case/leave", &[("token", "00")]).await.sees(WHAT);
    browser.send("/nl/case/leave", &[]).await.sees("Vertel het hier");
    browser.get("/nl/case/1").await.sees_not(WHAT);
    let reporter = world::back(&world, &code).await;
    world.office.reporter_act(&reporter, 0, ReporterCommand::EndContact).await.unwrap();
}

#[tokio::test]
async fn a_message_written_in_a_session_that_has_ended_waits_for_the_code() {
    let world = World::new().await;
    let (mut browser, code) = opened(&world, &report(WHAT)).await;
    world.wait_seconds(5 * 3600);
    send_without_file(&mut browser, "/nl/case/1", &[("text", "Mijn lange antwoord")]).await;
    assert_eq!(browser.status, StatusCode::UNAUTHORIZED);
    browser.sees("Vul uw code opnieuw in").sees("Mijn lange antwoord");
    browser.send("/nl/return", &[("code", "ABC"), ("text", "Mijn lange antwoord")]).await;
    browser.sees("Deze code is te kort.").sees("Mijn lange antwoord");
    browser.send("/nl/return", &[("code", &code), ("text", "Mijn lange antwoord")]).await;
    browser.sees("Waar uw melding nu is").sees("Mijn lange antwoord");
    send_without_file(&mut browser, "/nl/case/1", &[("text", "Mijn lange antwoord")]).await;
    browser.sees("Uw bericht is verstuurd.");
}
