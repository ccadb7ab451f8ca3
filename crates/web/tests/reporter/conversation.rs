//! The conversation from the reporter's side.

use crate::world::{self, World, report};
use crate::{WHAT, opened, send_without_file};
use domain::case::Command;
use http::StatusCode;

#[tokio::test]
async fn what_the_reporter_writes_counts_once_and_shows_when_it_was_read() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    for _ in 0..2 {
        send_without_file(&mut browser, "/nl/case/1", &[("text", "Er is nog iets.")]).await;
        browser.sees("Uw bericht is verstuurd.").sees("Nog niet gelezen");
    }
    assert_eq!(browser.page.matches("Er is nog iets.").count(), 1, "a double click is one message");
    let dossier = world::only_case(&world, "anna").await;
    let anna = world.staff("anna").await;
    let read = world.office.open_case(&anna, dossier).await.unwrap().case.last;
    world.office.act(&anna, dossier, Command::Read { up_to: read }).await.unwrap();
    browser.get("/nl/case/1").await.sees("Gelezen door een behandelaar");
}

#[tokio::test]
async fn a_message_goes_with_its_files_and_is_refused_with_nothing_in_it() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    send_without_file(&mut browser, "/nl/case/1", &[("text", " ")]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees(r##"<a href="#text">Schrijf eerst een bericht.</a>"##);
    browser.send_file("/nl/case/1", &[("text", "Zie de lijst.")], "lijst.txt", b"een lijst").await;
    browser.sees("Uw bericht is verstuurd.").sees("lijst.txt").sees_not("Gaat mee met uw bericht");
    let link = browser.page.split_once("href=\"/nl/case/1/files/").unwrap().1.split('"').next().unwrap().to_owned();
    browser.get(&format!("/nl/case/1/files/{link}")).await;
    assert_eq!(browser.bytes, b"een lijst");
}

#[tokio::test]
async fn a_message_that_is_too_long_stays_on_the_page_and_its_file_waits() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    let long = "a".repeat(20_001);
    browser.send_file("/nl/case/1", &[("text", &long)], "lijst.txt", b"een lijst").await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("Er passen hier 20000 tekens.").sees(&long).sees("Gaat mee met uw bericht").sees("lijst.txt");
    browser.send("/nl/case/1/remove", &[("place", "0")]).await.sees_not("lijst.txt");
}

#[tokio::test]
async fn a_message_with_the_code_in_it_is_refused() {
    let world = World::new().await;
    let (mut browser, code) = opened(&world, &report(WHAT)).await;
    send_without_file(&mut browser, "/nl/case/1", &[("text", &format!("Mijn code is {code}"))]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("In uw tekst staat uw code.");
}

#[tokio::test]
async fn a_message_without_the_sessions_tag_is_not_sent() {
    let world = World::new().await;
    let (mut browser, code) = opened(&world, &report(WHAT)).await;
    browser.page = browser.page.replace("name=\"token\"", "name=\"other\"");
    browser.send_file("/nl/case/1", &[("text", "Van elders")], "elders.txt", b"x").await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("Van elders").sees_not("elders.txt");
    assert!(world::back(&world, &code).await.cases[0].case.messages.is_empty());
}

#[tokio::test]
async fn a_long_conversation_folds_what_was_read_away_but_nothing_new() {
    let world = World::new().await;
    let (mut browser, _) = opened(&world, &report(WHAT)).await;
    for n in 0..9 {
        send_without_file(&mut browser, "/nl/case/1", &[("text", &format!("Bericht {n}."))]).await;
    }
    browser.sees("De 3 eerdere berichten");
    let (folded, seen) = browser.page.split_once("</details>").unwrap();
    assert!(folded.contains("Bericht 2.") && seen.contains("Bericht 3.") && seen.contains("Bericht 8."));
}
