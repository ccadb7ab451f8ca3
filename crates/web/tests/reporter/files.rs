//! Files with a report.

use crate::browser::Browser;
use crate::world::World;
use crate::{at_summary, code_on, enter, send_without_file};
use http::StatusCode;

/// A text, which has nothing hidden in it.
const TEXT: &[u8] = b"een lijst";

async fn at_files(world: &World) -> Browser {
    let mut browser = at_summary(world).await;
    browser.get("/nl/report/files").await;
    browser
}

#[tokio::test]
async fn a_file_is_told_about_and_goes_with_the_report_and_comes_back_as_it_was() {
    let world = World::new().await;
    let mut browser = at_files(&world).await;
    browser.send_file("/nl/report/files", &[("act", "next")], "lijst.txt", TEXT).await;
    browser.sees("Toegevoegd. Kijk hieronder").sees("lijst.txt").sees("geen verborgen gegevens");
    browser.send_file("/nl/report/files", &[("act", "add")], "geheim.bin", b"\x01\x02\x03").await;
    browser.sees("Niet schoongemaakt.").sees("Wij kennen dit soort bestand niet.");
    browser.get("/nl/report/summary").await.sees("lijst.txt\ngeheim.bin");
    browser.send("/nl/report/summary", &[]).await;
    let mut back = enter(&world, &code_on(&browser)).await;
    back.sees("/nl/case/1/files/1/0");
    back.get("/nl/case/1/files/1/0").await;
    assert_eq!(back.bytes, TEXT);
    assert!(back.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    back.get("/nl/case/1/files/1/7").await;
    assert_eq!(back.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_that_lies_about_its_type_is_told() {
    let world = World::new().await;
    let mut browser = at_files(&world).await;
    browser.send_file("/nl/report/files", &[], "foto.jpg", b"%PDF-1.4\n%%EOF").await;
    browser.sees("De naam van dit bestand zegt iets anders dan wat erin zit.");
}

#[tokio::test]
async fn a_file_is_taken_away_again() {
    let world = World::new().await;
    let mut browser = at_files(&world).await;
    browser.send_file("/nl/report/files", &[], "een.txt", TEXT).await;
    browser.send_file("/nl/report/files", &[], "twee.txt", TEXT).await;
    browser.send("/nl/report/files/remove", &[("place", "0")]).await;
    browser.sees("Het bestand is weggehaald.").sees("twee.txt").sees_not("een.txt");
}

#[tokio::test]
async fn asking_to_add_without_choosing_a_file_is_a_mistake_and_going_on_is_not() {
    let world = World::new().await;
    let mut browser = at_files(&world).await;
    send_without_file(&mut browser, "/nl/report/files", &[("act", "add")]).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees(r##"<a href="#files">Kies eerst een bestand.</a>"##);
    send_without_file(&mut browser, "/nl/report/files", &[("act", "next")]).await;
    browser.sees("Kijk alles nog eens na");
}

#[tokio::test]
async fn one_file_too_many_is_refused_and_the_others_stay() {
    let world = World::new().await;
    let mut browser = at_files(&world).await;
    for n in 0..domain::policy::MOST_FILES {
        browser.send_file("/nl/report/files", &[], &format!("{n}.txt"), TEXT).await;
    }
    browser.send_file("/nl/report/files", &[], "teveel.txt", TEXT).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("teveel.txt is niet toegevoegd. U kunt hoogstens 20 bestanden meesturen.").sees("19.txt");
}

#[tokio::test]
async fn a_file_without_the_forms_tag_is_not_taken_in() {
    let world = World::new().await;
    let mut browser = at_files(&world).await;
    browser.page = browser.page.replace("name=\"token\"", "name=\"other\"");
    browser.send_file("/nl/report/files", &[], "elders.txt", TEXT).await;
    assert_eq!(browser.status, StatusCode::BAD_REQUEST);
    browser.sees("Dit formulier stond te lang open.").sees_not("elders.txt");
}
