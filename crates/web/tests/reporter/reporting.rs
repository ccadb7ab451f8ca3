//! Making a report.

use crate::browser::Browser;
use crate::world::{self, World};
use crate::{WHAT, at_summary, code_on, enter, raw};
use http::StatusCode;

#[tokio::test]
async fn a_report_is_made_in_steps_and_leaves_only_a_code() {
    let world = World::new().await;
    let mut browser = at_summary(&world).await;
    browser.sees(WHAT).sees("Er is nog niets verstuurd.");
    browser.send("/nl/report/summary", &[("email", "")]).await.sees("Uw melding is ontvangen");
    let code = code_on(&browser);
    assert_eq!(code.split('-').count(), 5, "{code}");
    browser.get("/nl/report/receipt").await.sees(&code);

    world::only_case(&world, "anna").await;
    browser.send("/nl/report/receipt", &[]).await.sees("U bent klaar").sees_not(&code);
    browser.get("/nl/report/receipt").await.sees("Voor u begint").sees_not(&code);
    enter(&world, &code).await.sees(WHAT).sees("Uw melding is ontvangen");
}

#[tokio::test]
async fn sending_twice_makes_one_report_with_one_code() {
    let world = World::new().await;
    let mut browser = at_summary(&world).await;
    let token = browser.hidden("token");
    browser.send_bare("/nl/report/summary", &[("token", &token)]).await.sees("Uw melding is ontvangen");
    let code = code_on(&browser);
    browser.send_bare("/nl/report/summary", &[("token", &token)]).await.sees("Uw melding is ontvangen");
    assert_eq!(code_on(&browser), code);
    world::only_case(&world, "anna").await;
}

#[tokio::test]
async fn a_mistake_is_told_at_the_top_and_at_its_field_and_nothing_is_lost() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    browser.get("/nl/report").await;
    browser.send("/nl/report", &[]).await;
    browser.send("/nl/report/concern", &[("channel", "abuse")]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees(r##"<a href="#agency">Kies waar het over gaat.</a>"##);
    browser.sees(r#"id="channel-abuse" name="channel" value="abuse" autocomplete="off" checked"#);

    browser.send("/nl/report/concern", &[("agency", "ind"), ("channel", "abuse")]).await;
    browser.send("/nl/report/identity", &[("identity", "anonymous")]).await;
    browser.send("/nl/report/story", &[("what", "  ")]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees(r##"<a href="#what">Schrijf op wat er is gebeurd.</a>"##);

    let long = "ë".repeat(20_001);
    browser.send("/nl/report/story", &[("what", &long)]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("Er passen hier 20000 tekens.").sees(&long);
}

#[tokio::test]
async fn a_name_with_an_anonymous_report_is_refused_rather_than_kept() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    browser.get("/nl/report").await;
    browser.send("/nl/report", &[]).await;
    browser.send("/nl/report/concern", &[("agency", "ind"), ("channel", "abuse")]).await;
    browser.send("/nl/report/identity", &[("identity", "anonymous"), ("name", "Fatma Demir")]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("U koos ervoor om anoniem te blijven, maar er staat een naam.").sees("Fatma Demir");
    browser.get("/nl/report/identity").await.sees_not("Fatma Demir");
    browser.send("/nl/report/identity", &[("identity", "open")]).await.sees("Vul uw naam in.");
    browser.send("/nl/report/identity", &[("identity", "open"), ("name", "Fatma Demir")]).await;
    browser.sees("Wat is er gebeurd?").sees_not("U meldt anoniem");
}

#[tokio::test]
async fn no_step_can_be_skipped_and_every_answer_can_be_changed_from_the_summary() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    browser.get("/nl/report/summary").await.sees("Voor u begint");
    browser.send("/nl/report", &[]).await;
    browser.get("/nl/report/summary").await.sees("Waar gaat het over?");

    let mut browser = at_summary(&world).await;
    browser.get("/nl/report/story?back=yes").await.sees(WHAT);
    assert_eq!(browser.hidden("back"), "yes");
    browser.send("/nl/report/story", &[("back", "yes"), ("what", "Anders")]).await;
    browser.sees("Kijk alles nog eens na").sees("Anders").sees_not(WHAT);
}

#[tokio::test]
async fn a_question_is_asked_in_its_own_words_and_fewer_of_them() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    browser.get("/nl/report").await;
    browser.send("/nl/report", &[]).await;
    browser.send("/nl/report/concern", &[("agency", "ind"), ("channel", "question")]).await.sees("Stap 2 van 6");
    browser.send("/nl/report/identity", &[("identity", "anonymous")]).await.sees("Wat wilt u vragen?");
    browser.send("/nl/report/story", &[("what", "Mag ik dit melden?")]).await.sees("En u?");
}

#[tokio::test]
async fn when_a_report_was_left_too_long_what_is_sent_stays_on_the_page_and_the_rest_is_gone() {
    let world = World::new().await;
    let mut browser = at_summary(&world).await;
    browser.get("/nl/report/story").await;
    let token = browser.hidden("token");
    world.wait_seconds(3 * 3600);
    browser.send_bare("/nl/report/story", &[("token", &token), ("what", "Wat ik nog schreef")]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("U bent lang niet verder gegaan.").sees("Wat ik nog schreef").sees_not(WHAT);

    // Sent again it is kept, and what is missing is asked for.
    browser.send("/nl/report/story", &[("what", "Wat ik nog schreef")]).await.sees("Waar gaat het over?");
    browser.send("/nl/report/concern", &[("agency", "ind"), ("channel", "abuse")]).await;
    browser.send("/nl/report/identity", &[("identity", "anonymous")]).await.sees("Wat ik nog schreef");
}

#[tokio::test]
async fn a_report_that_was_left_too_long_is_gone_from_every_page() {
    let world = World::new().await;
    let mut browser = at_summary(&world).await;
    world.wait_seconds(3 * 3600);
    browser.get("/nl/report/summary").await.sees("Uw melding staat er niet meer").sees_not(WHAT);
    assert_eq!(browser.status, StatusCode::GONE);
    browser.get("/nl/report/summary").await.sees("Voor u begint");
}

#[tokio::test]
async fn a_form_without_its_tag_changes_nothing_and_keeps_its_text() {
    let world = World::new().await;
    let mut browser = at_summary(&world).await;
    browser.send_bare("/nl/report/story", &[("token", "00"), ("what", "Van elders")]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("Dit formulier stond te lang open.").sees("Van elders");
    browser.get("/nl/report/story").await.sees(WHAT).sees_not("Van elders");
    browser.send_bare("/nl/report/summary", &[]).await.sees("Dit formulier stond te lang open.");
    browser.send_bare("/nl/report/abandon", &[]).await.sees(WHAT);
}

#[tokio::test]
async fn a_form_from_another_site_is_turned_away_before_anything_else() {
    let world = World::new().await;
    for path in ["/nl/report", "/nl/return", "/nl/report/summary", "/nl/case/1", "/nl/case/1/end"] {
        let answer = raw(&world, "POST", path, &[("sec-fetch-site", "cross-site")], "code=x").await;
        assert_eq!(answer.status(), StatusCode::CONFLICT, "{path}");
        assert!(!answer.headers().contains_key("set-cookie"), "{path}");
    }
}

#[tokio::test]
async fn an_address_for_notices_is_looked_at_before_it_is_taken() {
    let world = World::new().await;
    let mut browser = at_summary(&world).await;
    browser.send("/nl/report/summary", &[("email", "naam bij voorbeeld")]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("Dit is geen e-mailadres.").sees("naam bij voorbeeld").sees(WHAT);
    browser.send("/nl/report/summary", &[("email", "naam@voorbeeld.nl")]).await;
    let mut back = enter(&world, &code_on(&browser)).await;
    back.get("/nl/case/1/notices").await.sees("U krijgt nu een e-mail").sees_not("naam@voorbeeld.nl");
}

#[tokio::test]
async fn who_changes_their_mind_leaves_nothing() {
    let world = World::new().await;
    let mut browser = at_summary(&world).await;
    browser.send("/nl/report/abandon", &[]).await.sees("Alles is gewist");
    browser.get("/nl/report/summary").await.sees("Voor u begint").sees_not(WHAT);
}
