//! The administrator: the organisation, the people, the texts, the state of things, and no case by any address.

use crate::browser::Browser;
use crate::case_of;
use crate::world::{self, World};
use http::StatusCode;

#[tokio::test]
async fn an_administrator_sets_up_a_colleague_who_takes_up_the_invitation_alone() {
    let world = World::new().await;
    let mut admin = Browser::of(&world, "administrator").await;
    admin.sees("Organisatie").sees("Immigratiedienst").sees_not("Werkvoorraad");
    admin.get("/nl/staff/people/invite").await;
    let unit = world.nodes["ind"].to_string();
    let mut fields = vec![("name", "Noor Benali"), ("sign_in", "noor ind"), ("unit", &unit), ("language", "nl")];
    admin.send("/nl/staff/people/invite", &fields).await.sees("Gebruik geen spaties.").sees("Noor Benali");
    fields[1].1 = "noor@ind.example";
    admin.send("/nl/staff/people/invite", &fields).await.sees("Uitnodiging voor Noor Benali");
    let link = admin.page.split_once("http://127.0.0.1:8080").unwrap().1.split('<').next().unwrap().to_owned();
    let role = admin.page.split_once("/nl/staff/people/").unwrap().1.split("/role").next().unwrap();
    let role = format!("/nl/staff/people/{}", role.split_at(role.len() - 36).1);

    admin.get(&format!("{role}/role")).await;
    let today = world.office.today().to_string();
    let mut fields =
        vec![("role", "intake-officer"), ("at", unit.as_str()), ("from", today.as_str()), ("until", "2020-01-01")];
    admin.send(&format!("{role}/role"), &fields).await.sees("De einddatum ligt voor de begindatum.");
    fields[3].1 = "morgen";
    admin.send(&format!("{role}/role"), &fields).await.sees("Vul een datum in");
    fields[3].1 = "";
    admin.send(&format!("{role}/role"), &fields).await.sees("De rol is gegeven.").sees("Integriteitsfunctionaris");

    let mut noor = Browser::new(&world);
    noor.get(&link).await.sees("Welkom, Noor Benali").sees("noor@ind.example").sees("<svg aria-hidden");
    let secret = noor.page.split_once("translate=\"no\"><code>").unwrap().1.split('<').next().unwrap().replace(' ', "");
    let code = code_for(&secret, &world);
    let pass = "drie fietsen tegen een muur";
    noor.send(&link, &[("passphrase", "kort"), ("again", "kort"), ("code", &code)]).await.sees("Deze zin is te kort.");
    noor.send(&link, &[("passphrase", pass), ("again", pass), ("code", "000000")]).await.sees("Deze code klopt niet.");
    noor.send(&link, &[("passphrase", pass), ("again", pass), ("code", &code)]).await.sees("Uw account is klaar.");
    world.wait_seconds(30);
    let code = code_for(&secret, &world);
    noor.send("/nl/staff/sign-in", &[("name", "noor@ind.example"), ("passphrase", pass), ("code", &code)]).await;
    noor.sees("Werkvoorraad").sees("Noor Benali");
    Browser::new(&world).get(&link).await.sees("Deze uitnodiging is verlopen of al gebruikt.");
}

fn code_for(secret: &str, world: &World) -> String {
    const SYMBOLS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = secret.chars().map(|c| format!("{:05b}", SYMBOLS.find(c).unwrap())).collect();
    let bytes: Vec<u8> =
        bits.as_bytes().chunks(8).map(|b| u8::from_str_radix(std::str::from_utf8(b).unwrap(), 2).unwrap()).collect();
    vault::totp::code_at(&bytes.try_into().unwrap(), world.seconds())
}

#[tokio::test]
async fn an_administrator_opens_no_case_by_any_address_or_form() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Kanariepiet in dossier zeven")).await;
    let mut admin = Browser::of(&world, "administrator").await;
    let tag = admin.page.split_once("name=\"token\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    for page in [
        "",
        "/conversation",
        "/notes",
        "/first-phase",
        "/assess",
        "/outcome",
        "/parties",
        "/files",
        "/file/1/0",
        "/file/1/0/original",
        "/history",
        "/print",
        "/acknowledge",
        "/feedback",
        "/pass-on",
        "/access",
        "/step-aside",
        "/close",
    ] {
        admin.get(&format!("{case}{page}")).await.sees_not("Kanariepiet");
        assert_eq!(admin.status, StatusCode::NOT_FOUND, "{page}");
    }
    for page in ["/notes", "/acknowledge", "/step-aside", "/parties", "/outcome", "/assess", "/conversation"] {
        let fields = [
            ("token", tag.as_str()),
            ("text", "Een tekst die lang genoeg is"),
            ("reason", "Een reden die lang genoeg is"),
            ("name", "Iemand"),
            ("part", "witness"),
        ];
        admin.send_bare(&format!("{case}{page}"), &fields).await.sees_not("Kanariepiet");
        assert!(matches!(admin.status.as_u16(), 403 | 404), "{page}: {}", admin.status);
    }
    admin.get("/nl/staff/inbox").await;
    assert_eq!(admin.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_tree_the_place_and_the_end_of_a_role_are_kept() {
    let world = World::new().await;
    let mut admin = Browser::of(&world, "administrator").await;
    admin.get("/nl/staff/organisation/add?under=ind").await;
    let mut fields = vec![("parent", "ind"), ("key", "Ter Apel"), ("name_nl", "Ter Apel"), ("name_en", "Ter Apel")];
    admin.send("/nl/staff/organisation/add", &fields).await.sees("Gebruik alleen kleine letters");
    fields[1].1 = "ter-apel";
    admin.send("/nl/staff/organisation/add", &fields).await.sees("Het onderdeel is toegevoegd.").sees("ter-apel");
    let ind = format!("/nl/staff/organisation/{}", world.nodes["ind"]);
    admin.get(&ind).await;
    admin.send(&ind, &[("name_nl", "Dienst Immigratie"), ("name_en", "Immigration Service")]).await;
    admin.sees("De namen zijn bewaard.").sees("Dienst Immigratie");

    let karim = format!("/nl/staff/people/{}", world.id("karim"));
    let (anna, unit) = (world.id("anna").to_string(), world.nodes["ind"].to_string());
    admin.get(&format!("{karim}/place")).await;
    admin.send(&format!("{karim}/place"), &[("unit", &unit), ("superior", &anna)]).await.sees("De plaats is bewaard.");
    let role = admin.hidden("role");
    admin.send(&format!("{karim}/end-role"), &[("role", &role)]).await.sees("De rol is beëindigd.").sees("voorbij");
    admin.get(&format!("{karim}/leave")).await;
    admin.send(&format!("{karim}/leave"), &[]).await.sees("Het account is gesloten.");
    admin.get(&karim).await.sees(">weg<").sees_not("/invite-again");
}

#[tokio::test]
async fn the_texts_of_an_agency_are_set_side_by_side_and_the_state_of_things_is_told() {
    let world = World::new().await;
    let mut admin = Browser::of(&world, "administrator").await;
    admin.get("/nl/staff/texts").await.sees("0 van 12 teksten ingevuld");
    admin.get("/nl/staff/texts/ind").await;
    let long = "x".repeat(20_001);
    admin.send("/nl/staff/texts/ind", &[("intro-nl", "Welkom bij de dienst."), ("intro-en", &long)]).await;
    assert_eq!(admin.status, StatusCode::BAD_REQUEST);
    admin.sees("Er passen hier 20000 tekens.").sees("Welkom bij de dienst.");
    admin.send("/nl/staff/texts/ind", &[("intro-nl", "Welkom bij de dienst."), ("intro-en", "Welcome.")]).await;
    admin.sees("De teksten zijn bewaard.");
    admin.get("/nl/staff/texts").await.sees("2 van 12 teksten ingevuld");
    admin.get("/nl/staff/health").await.sees("Elke organisatie heeft iemand die meldingen ontvangt.").sees("SQLite");
    let mut anna = Browser::of(&world, "anna").await;
    for page in ["organisation", "people", "texts", "health", "people/invite"] {
        anna.get(&format!("/nl/staff/{page}")).await;
        assert_eq!(anna.status, StatusCode::FORBIDDEN, "{page}");
    }
}
