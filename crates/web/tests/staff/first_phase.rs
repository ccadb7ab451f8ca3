//! The first phase through its pages: blind, reasoned, to an outcome or to the committee.

use crate::browser::Browser;
use crate::world::{self, World};
use crate::{acknowledge, assessment, case_of};
use http::StatusCode;

const ANNAS: &str = "Anna ziet een patroon in de dossiers.";
const KARIMS: &str = "Karim ziet een enkel incident zonder patroon.";

#[tokio::test]
async fn two_assess_without_seeing_each_other_and_the_reporter_reads_the_outcome() {
    let world = World::new().await;
    let (case, code) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    acknowledge(&mut anna, &case).await;

    anna.get(&format!("{case}/assess")).await.sees("Wet bescherming klokkenluiders, artikel 1");
    anna.send(&format!("{case}/assess"), &[("work-related", "yes"), ("work-related-reason", "kort")]).await;
    assert_eq!(anna.status, StatusCode::BAD_REQUEST);
    anna.sees("Leg dit uit in minstens 15 tekens.").sees("Geef een antwoord.").sees(">\nkort</textarea>");
    anna.send(&format!("{case}/assess"), &assessment(ANNAS, "yes", "")).await.sees("Uw oordeel is vastgelegd.");
    anna.sees("U ziet het oordeel van de ander pas");
    let karim_id = world.id("karim").to_string();
    anna.send(&format!("{case}/ask-assessor"), &[("person", &karim_id)]).await.sees("De collega is gevraagd");

    let mut karim = Browser::of(&world, "karim").await;
    for page in ["", "/first-phase", "/assess", "/notes", "/history", "/print", "/conversation"] {
        karim.get(&format!("{case}{page}")).await.sees_not(ANNAS);
        assert_eq!(karim.status, StatusCode::OK, "{page}");
    }
    karim.get(&format!("{case}/assess")).await;
    karim.send(&format!("{case}/assess"), &assessment(KARIMS, "yes", "")).await;
    karim.sees("Eens op").sees(ANNAS).sees(KARIMS);

    anna.get(&case).await.sees("Stuur de uitkomst");
    anna.get(&format!("{case}/outcome")).await.sees(ANNAS).sees(KARIMS).sees("Beste melder,");
    let letter = "Uw melding wordt behandeld. Twee mensen zagen een patroon.";
    anna.send(&format!("{case}/outcome"), &[("text", letter)]).await.sees("De uitkomst is verstuurd aan de melder.");
    let reporter = world::back(&world, &code).await;
    assert_eq!(reporter.cases[0].case.outcome.as_ref().unwrap().text, letter);
    anna.get(&format!("{case}/outcome")).await.sees("De uitkomst is al verstuurd.");
}

#[tokio::test]
async fn what_is_not_clear_is_asked_and_answered_again_from_where_one_was() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    acknowledge(&mut anna, &case).await;
    anna.get(&format!("{case}/assess")).await;
    anna.send(&format!("{case}/assess"), &assessment(ANNAS, "unclear", "")).await.sees("nog niet alles duidelijk");
    anna.get(&format!("{case}/assess")).await.sees("U gaf eerder een oordeel").sees("Hoe vaak is dit gebeurd?");
    anna.send(&format!("{case}/assess"), &assessment(ANNAS, "yes", "")).await.sees("Uw oordeel is vastgelegd.");
    anna.get(&format!("{case}/assess")).await.sees("U hebt uw oordeel al gegeven.");
}

#[tokio::test]
async fn a_difference_goes_to_the_committee_and_both_assessments_are_kept() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut chair = Browser::of(&world, "chair").await;
    chair.get("/nl/staff/committee").await.sees("Er wacht niets op de commissie");
    chair.get(&case).await;
    assert_eq!(chair.status, StatusCode::NOT_FOUND);

    let mut anna = Browser::of(&world, "anna").await;
    acknowledge(&mut anna, &case).await;
    anna.get(&format!("{case}/assess")).await;
    anna.send(&format!("{case}/assess"), &assessment(ANNAS, "yes", "")).await;
    let mut karim = Browser::of(&world, "karim").await;
    karim.get(&format!("{case}/assess")).await;
    karim.send(&format!("{case}/assess"), &assessment(KARIMS, "no", "route-conduct")).await;
    karim.sees("Verschil van oordeel").sees(ANNAS).sees("Andere weg: De regeling voor ongewenst gedrag");
    karim.get(&case).await.sees("De zaak ligt bij de commissie, met beide oordelen erbij.");
    karim.get(&format!("{case}/outcome")).await.sees("De beoordelaars zijn het niet eens.");

    chair.get("/nl/staff/committee").await.sees(&format!("{case}/first-phase"));
    chair.get(&format!("{case}/first-phase")).await.sees(ANNAS).sees(KARIMS);
    assert_eq!(chair.status, StatusCode::OK);
    chair
        .get(&format!("{case}/conversation"))
        .await
        .sees("Alleen een integriteitsfunctionaris schrijft aan de melder.");
    let mut member = Browser::of(&world, "member").await;
    member.get("/nl/staff/committee").await;
    assert_eq!(member.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_question_is_answered_in_the_conversation_and_closed() {
    let world = World::new().await;
    let mut question = world::report("Mag ik dit geschenk aannemen?");
    question.channel = domain::report::Channel::Question;
    let (case, code) = case_of(&world, &question).await;
    let mut anna = Browser::of(&world, "anna").await;
    acknowledge(&mut anna, &case).await;
    anna.get(&case).await.sees("Beantwoord de vraag").sees_not("/first-phase");
    anna.get(&format!("{case}/close")).await.sees("de vraag is beantwoord");
    let fields = [("because", "answered"), ("text", "Nee: meld het en geef het terug.")];
    anna.send(&format!("{case}/close"), &fields).await.sees("De zaak is gesloten.");
    anna.get("/nl/staff/inbox?show=closed").await.sees("Niets meer");
    let reporter = world::back(&world, &code).await;
    assert_eq!(reporter.cases[0].case.messages.last().unwrap().text, "Nee: meld het en geef het terug.");
}
