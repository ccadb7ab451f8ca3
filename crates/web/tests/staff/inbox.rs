//! The inbox, searching, and writing a report down.

use crate::browser::Browser;
use crate::world::{self, World};
use crate::{acknowledge, case_of};
use http::StatusCode;

#[tokio::test]
async fn the_inbox_says_what_a_case_needs_and_by_when_in_colour_and_words() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let anna = Browser::of(&world, "anna").await;
    anna.sees("1 zaak is open.").sees("Bevestig de ontvangst").sees("nog 7 dagen").sees("badge-status--warning");
    anna.sees(">nieuw<").sees("Een misstand").sees("Immigratiedienst").sees_not("gerommeld");
    world.wait_days(9);
    let mut later = Browser::of(&world, "anna").await;
    later.sees("2 dagen te laat").sees("badge-status--danger").sees("1 zaak is te laat.");
    acknowledge(&mut later, &case).await;
    later.get("/nl/staff/inbox").await.sees("Begin de eerste beoordeling").sees_not(">nieuw<");
    later.get("/nl/staff/inbox?show=late").await.sees("Er is niets te laat");
    later.get("/nl/staff/inbox?channel=conduct").await.sees("Er wacht niets op u").sees("Haal dit filter weg:");
    later.get("/en/staff/inbox").await.sees("1 case is open.").sees("Begin the first assessment");
}

#[tokio::test]
async fn a_long_inbox_is_shown_in_pages() {
    let world = World::new().await;
    for number in 0..27 {
        world.office.receive(&world::report(&format!("Melding nummer {number}")), None).await.unwrap();
    }
    let mut anna = Browser::of(&world, "anna").await;
    let rows = |browser: &Browser| browser.page.matches("<th scope=\"row\"").count();
    assert_eq!(rows(&anna), 25);
    let next = anna.page.split_once("after=").unwrap().1.split('"').next().unwrap().to_owned();
    anna.get(&format!("/nl/staff/inbox?after={next}")).await;
    assert_eq!(rows(&anna), 2);
    anna.sees("Naar het begin");
}

#[tokio::test]
async fn what_is_sought_stands_in_no_address_and_finds_only_ones_own_cases() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("De sleutel van kast zeven is kwijt.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.get("/nl/staff/search").await;
    anna.send("/nl/staff/search", &[("sought", "kast zeven")]).await;
    anna.sees("1 zaak gevonden.").sees(&format!("href=\"{case}\""));
    assert_eq!(anna.path, "/nl/staff/search");
    anna.send("/nl/staff/search", &[("sought", "  ")]).await.sees("Typ een woord om naar te zoeken.");
    anna.get(&format!("{case}/history")).await.sees("vond de zaak met zoeken");
    let mut petra = Browser::of(&world, "petra").await;
    petra.get("/nl/staff/search").await;
    petra.send("/nl/staff/search", &[("sought", "kast zeven")]).await.sees("Niets gevonden").sees_not("/staff/case/");
}

#[tokio::test]
async fn a_report_that_was_told_is_written_down_and_its_code_handed_over_once() {
    let world = World::new().await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.get("/nl/staff/register").await.sees("value=\"ind\" selected").sees_not("Inrichtingen");
    anna.send("/nl/staff/register", &[("via", "phone"), ("what", "Verteld door de telefoon")]).await;
    assert_eq!(anna.status, StatusCode::BAD_REQUEST);
    anna.sees("Verteld door de telefoon").sees("Kies wat u wilt melden.").sees("Kies hoe u wilt melden.");
    let fields = [
        ("via", "phone"),
        ("agency", "ind"),
        ("channel", "integrity"),
        ("identity", "anonymous"),
        ("language", "nl"),
        ("what", "Verteld door de telefoon"),
    ];
    let form = anna.page.clone();
    anna.send("/nl/staff/register", &fields).await.sees("De melding is vastgelegd");
    let shown = |browser: &Browser| {
        browser
            .page
            .split_once("belfry-code__value")
            .unwrap()
            .1
            .split('>')
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned()
    };
    let code = shown(&anna);
    anna.page = form;
    anna.send("/nl/staff/register", &fields).await;
    assert_eq!(shown(&anna), code, "the same form sent twice is one report with one code");
    anna.get("/nl/staff/inbox").await.sees("1 zaak is open.");
    let reporter = world::back(&world, &code).await;
    let told = reporter.cases[0].case.answers.as_ref().unwrap().what.clone();
    assert_eq!(told, "Verteld door de telefoon");
}
