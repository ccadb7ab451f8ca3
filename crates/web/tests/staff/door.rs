//! Signing in and out, forms that do not belong, sessions that ended.

use crate::browser::Browser;
use crate::world::{self, PASSPHRASE, World};
use crate::{acknowledge, case_of};
use http::{StatusCode, header};

#[tokio::test]
async fn a_wrong_name_passphrase_or_code_is_answered_alike_and_the_name_stays_filled_in() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let mut answers = Vec::new();
    let right = world.code("anna");
    for (name, passphrase, code) in [
        ("niemand@ind.example", PASSPHRASE, right.as_str()),
        ("anna@ind.example", "een heel andere lange zin", right.as_str()),
        ("anna@ind.example", PASSPHRASE, "000000"),
    ] {
        browser.get("/nl/staff/sign-in").await;
        browser.send("/nl/staff/sign-in", &[("name", name), ("passphrase", passphrase), ("code", code)]).await;
        assert_eq!(browser.status, StatusCode::BAD_REQUEST);
        browser.sees(&format!("value=\"{name}\"")).sees_not(passphrase);
        answers.push(browser.page.replace(name, "…"));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
}

#[tokio::test]
async fn signing_in_leads_to_ones_work_and_signing_out_ends_it() {
    let world = World::new().await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.sees("Werkvoorraad").sees("Er wacht niets op u").sees("Anna Verhoeven");
    let tag = anna.page.split_once("name=\"token\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    anna.send_bare("/nl/staff/sign-out", &[("token", &tag)]).await;
    anna.sees("U bent afgemeld.");
    anna.get("/nl/staff/inbox").await;
    assert!(anna.path.starts_with("/nl/staff/sign-in?to="), "{}", anna.path);
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    browser.get("/nl/staff/sign-in").await;
    let cookie = browser.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
}

#[tokio::test]
async fn a_form_without_the_tag_of_its_session_does_nothing_and_comes_back_filled_in() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.send_bare(&format!("{case}/notes"), &[("token", "00"), ("text", "Een notitie die blijft staan")]).await;
    assert_eq!(anna.status, StatusCode::BAD_REQUEST);
    anna.sees("Dit formulier stond te lang open").sees("Een notitie die blijft staan");
    anna.get(&format!("{case}/notes")).await.sees("Er zijn nog geen notities");
}

#[tokio::test]
async fn what_was_written_when_the_session_ended_is_there_again_after_signing_in() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    acknowledge(&mut anna, &case).await;
    anna.get(&format!("{case}/notes")).await;
    world.wait_seconds(3 * 3600);
    anna.send(&format!("{case}/notes"), &[("text", "Lang nagedacht & \"goed\" opgeschreven")]).await;
    anna.sees("Uw tekst is er nog");
    assert_eq!(anna.status, StatusCode::UNAUTHORIZED);
    let (to, text) = (anna.hidden("kept-to"), anna.hidden("kept.text"));
    assert_eq!(text, "Lang nagedacht &#38; &#34;goed&#34; opgeschreven");
    let code = world.code("anna");
    let fields = [
        ("name", "anna@ind.example"),
        ("passphrase", PASSPHRASE),
        ("code", &code),
        ("kept-to", &to),
        ("kept.text", "Lang nagedacht & \"goed\" opgeschreven"),
    ];
    anna.send("/nl/staff/sign-in", &fields).await;
    anna.sees("Ga verder waar u was").sees(&format!("action=\"{case}/notes\""));
    anna.send_bare(&format!("{case}/notes"), &[("text", "Lang nagedacht & \"goed\" opgeschreven")]).await;
    anna.sees("Lang nagedacht &#38; &#34;goed&#34; opgeschreven");
    anna.send(&format!("{case}/notes"), &[("text", "Lang nagedacht & \"goed\" opgeschreven")]).await;
    anna.sees("De notitie is bewaard.");
}

#[tokio::test]
async fn signing_in_leads_to_no_other_site() {
    let world = World::new().await;
    let mut anna = Browser::new(&world);
    anna.get("/nl/staff/sign-in?to=https://example.com/staff").await;
    assert_eq!(anna.hidden("kept-to"), "");
    let code = world.code("anna");
    let fields =
        [("name", "anna@ind.example"), ("passphrase", PASSPHRASE), ("code", &code), ("kept-to", "//example.com/staff")];
    anna.send("/nl/staff/sign-in", &fields).await;
    assert_eq!(anna.path, "/nl/staff/inbox");
}

#[tokio::test]
async fn a_role_without_pages_gets_a_true_and_friendly_page() {
    let mut world = World::new().await;
    let admin = world.staff("administrator").await;
    world.add_person(&admin, "auditor", "Petra Lindqvist", domain::people::Role::Auditor, "jv").await;
    let auditor = Browser::of(&world, "auditor").await;
    auditor.sees("Welkom, Petra Lindqvist").sees("Voor deze rol zijn er nog geen bladzijden").sees_not("Werkvoorraad");
    let mut english = Browser::new(&world);
    english.get("/en/staff/sign-in").await.sees("Sign in for staff");
}

#[tokio::test]
async fn a_changed_passphrase_ends_every_session() {
    let world = World::new().await;
    let mut first = Browser::of(&world, "anna").await;
    let mut second = Browser::of(&world, "anna").await;
    second.get("/nl/staff/account").await.sees(">deze<").sees_not("Koppeling (API)");
    let new = "vier mussen op een hek";
    let code = world.code("anna");
    second.get("/nl/staff/account/passphrase").await;
    let fields = [("old", PASSPHRASE), ("passphrase", new), ("again", "iets anders dan dat"), ("code", code.as_str())];
    second.send("/nl/staff/account/passphrase", &fields).await.sees("De twee zinnen zijn niet gelijk");
    let fields = [("old", PASSPHRASE), ("passphrase", new), ("again", new), ("code", code.as_str())];
    second.send("/nl/staff/account/passphrase", &fields).await.sees("Uw wachtwoordzin is veranderd.");
    first.get("/nl/staff/inbox").await;
    assert!(first.path.contains("sign-in"), "the other session ended too: {}", first.path);
}
