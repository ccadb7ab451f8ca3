//! The conversation, its files, the notes and the printed case.

use crate::browser::Browser;
use crate::world::{self, World};
use crate::{acknowledge, case_of};
use http::{StatusCode, header};

/// A small picture with a comment in it, as a camera might leave one.
fn picture() -> Vec<u8> {
    let mut png = Vec::new();
    let mut text = b"tEXt".to_vec();
    text.extend_from_slice(b"Author\0Kanarie Piet");
    png.extend_from_slice(b"\x89PNG\r\n\x1a\n");
    for chunk in [
        b"IHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0".to_vec(),
        text,
        b"IDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01".to_vec(),
        b"IEND".to_vec(),
    ] {
        png.extend_from_slice(&u32::try_from(chunk.len() - 4).unwrap().to_be_bytes());
        png.extend_from_slice(&chunk);
        png.extend_from_slice(&crc(&chunk).to_be_bytes());
    }
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        }
    }
    !crc
}

#[tokio::test]
async fn a_message_with_a_file_reaches_the_reporter_once_by_role_and_shows_when_it_was_read() {
    let world = World::new().await;
    let (case, code) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    acknowledge(&mut anna, &case).await;
    let conversation = format!("{case}/conversation");
    anna.get(&conversation).await.sees("Integriteitsfunctionaris").sees("Nog niet gelezen door de melder");
    let once = anna.hidden("once");
    let fields = [("once", once.as_str()), ("text", "Kunt u dit plaatje herkennen?")];
    anna.send_file(&conversation, &fields, "kast.png", &picture()).await.sees("Uw bericht is verstuurd");
    anna.send_file(&conversation, &fields, "kast.png", &picture()).await.sees("Uw bericht is verstuurd");
    assert_eq!(anna.page.matches("Kunt u dit plaatje herkennen?").count(), 1, "a double click is one message");

    let reporter = world::back(&world, &code).await;
    let message = reporter.cases[0].case.messages.last().unwrap();
    assert_eq!((message.name.as_deref(), message.files.len()), (None, 1));
    let command = domain::case::ReporterCommand::Read { up_to: message.number };
    world.office.reporter_act(&reporter, 0, command).await.unwrap();
    anna.get(&conversation).await.sees("Gelezen door de melder");
}

#[tokio::test]
async fn the_clean_copy_comes_first_and_the_original_behind_a_warning() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    acknowledge(&mut anna, &case).await;
    anna.get(&format!("{case}/conversation")).await;
    let png = picture();
    anna.send_file(&format!("{case}/conversation"), &[("text", "Een plaatje.")], "kast.png", &png).await;
    anna.get(&format!("{case}/files")).await.sees("kast.png").sees("Uit de kopie gehaald:");
    let href = anna.page.split_once("/file/").unwrap().1.split('"').next().unwrap().to_owned();
    let file = format!("{case}/file/{href}");

    anna.get(&file).await;
    assert_eq!(anna.status, StatusCode::OK);
    assert_eq!(anna.headers[header::CONTENT_TYPE], "image/png");
    assert_eq!(anna.headers["x-content-type-options"], "nosniff");
    assert!(
        anna.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; filename=\"kast.png\"")
    );
    let length: usize = anna.headers[header::CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
    assert_eq!(length, anna.bytes.len());
    anna.sees_not("Kanarie Piet");

    anna.get(&format!("{file}/original")).await.sees("Open een origineel alleen als de schone kopie niet genoeg is");
    anna.send(&format!("{file}/original"), &[]).await;
    assert_eq!(anna.bytes, png);
    assert_eq!(anna.headers[header::CONTENT_TYPE], "application/octet-stream");
    anna.send_bare(&format!("{file}/original"), &[]).await;
    assert_eq!(anna.status, StatusCode::CONFLICT, "not without the form");
    anna.get(&format!("{case}/history")).await.sees("opende een bestand");

    let mut petra = Browser::of(&world, "petra").await;
    petra.get(&file).await.sees_not("kast");
    assert_eq!(petra.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_mistake_in_a_message_gives_the_form_back_filled_in() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.get(&format!("{case}/conversation")).await;
    let long = "a".repeat(20_001);
    anna.send(&format!("{case}/conversation"), &[("text", &long), ("show_name", "yes")]).await;
    assert_eq!(anna.status, StatusCode::BAD_REQUEST);
    anna.sees("Dit is te lang. Er passen hier 20000 tekens.").sees(&long).sees(" checked");
    anna.get(&format!("{case}/conversation")).await;
    anna.send(&format!("{case}/conversation"), &[("text", " ")]).await.sees("Schrijf eerst een bericht.");
}

#[tokio::test]
async fn notes_stay_with_the_staff_and_the_printed_case_says_who_printed_it() {
    let world = World::new().await;
    let (case, code) = case_of(&world, &world::report("Er wordt gerommeld met <b>dossiers</b>.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.get(&format!("{case}/notes")).await.sees("Er zijn nog geen notities");
    anna.send(&format!("{case}/notes"), &[("text", "Gebeld met de <i>afdeling</i>.")]).await;
    anna.sees("De notitie is bewaard.").sees("Gebeld met de &#60;i&#62;afdeling");
    let reporter = world::back(&world, &code).await;
    assert!(reporter.cases[0].case.notes.is_empty());

    anna.get(&format!("{case}/print")).await.sees("Afgedrukt door Anna Verhoeven op maandag 2 november 2026");
    anna.sees("gerommeld met &#60;b&#62;dossiers").sees("Gebeld met de");
    anna.get(&format!("{case}/history")).await.sees("drukte de zaak af");
}

#[tokio::test]
async fn no_title_says_which_case_it_is_or_what_is_in_it() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Kanariepiet in dossier zeven")).await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.get(&case).await;
    let reference = anna.page.split_once("<h1>Zaak ").unwrap().1.split('<').next().unwrap().to_owned();
    for page in
        ["", "/conversation", "/notes", "/first-phase", "/parties", "/files", "/history", "/print", "/acknowledge"]
    {
        anna.get(&format!("{case}{page}")).await;
        assert_eq!(anna.status, StatusCode::OK, "{page}");
        assert!(!anna.title().contains(&reference) && !anna.title().contains("Kanarie"), "{}", anna.title());
        assert_eq!(anna.page.matches("<h1").count(), 1, "{page} has one heading");
        assert_eq!(anna.headers[header::CACHE_CONTROL], "no-store");
    }
}
