//! Who holds a case: recusal, handing over, passing on, stepping aside.

use crate::browser::Browser;
use crate::world::{self, World};
use crate::{acknowledge, case_of};
use domain::report::IdentityMode;
use http::StatusCode;

/// The page as it is for a case that does not exist.
async fn of_nothing(browser: &mut Browser) -> String {
    browser.get("/nl/staff/case/00000000-0000-4000-8000-000000000000").await;
    assert_eq!(browser.status, StatusCode::NOT_FOUND);
    browser.page.replace("00000000-0000-4000-8000-000000000000", "…")
}

#[tokio::test]
async fn who_is_named_loses_the_case_and_gets_the_answer_of_one_that_does_not_exist() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut karim = Browser::of(&world, "karim").await;
    karim.get(&case).await.sees("gerommeld");
    let mut anna = Browser::of(&world, "anna").await;
    anna.get(&format!("{case}/parties")).await.sees("Er staat nog niemand");
    anna.send(&format!("{case}/parties"), &[("name", "die Karim")]).await.sees("Kies de rol in deze zaak.");
    let person = world.id("karim").to_string();
    anna.send(&format!("{case}/parties"), &[("name", "die Karim"), ("part", "subject"), ("person", &person)]).await;
    anna.sees("De persoon staat in de zaak.")
        .sees("Karim el Idrissi heeft de zaak niet meer: wordt in de zaak genoemd.");

    karim.get("/nl/staff/inbox").await.sees("Er wacht niets op u");
    let nothing = of_nothing(&mut karim).await;
    karim.get(&case).await;
    let dossier = case.rsplit('/').next().unwrap();
    assert_eq!(karim.page.replace(dossier, "…"), nothing);
    karim.get("/nl/staff/search").await;
    karim.send("/nl/staff/search", &[("sought", "gerommeld")]).await.sees("Niets gevonden");
}

#[tokio::test]
async fn who_names_themselves_is_told_that_the_case_is_no_longer_theirs() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.get(&format!("{case}/parties")).await;
    anna.send(&format!("{case}/parties"), &[("name", "Anna Verhoeven"), ("part", "witness")]).await;
    assert_eq!(anna.path, "/nl/staff/inbox?done=recused");
    anna.sees("dus u hebt de zaak niet meer");
}

#[tokio::test]
async fn a_case_is_passed_on_only_with_the_consent_of_a_reporter_who_is_known() {
    let world = World::new().await;
    let (case, code) = case_of(&world, &world::known("Dit gaat over de inrichting.", IdentityMode::Confidential)).await;
    let mut anna = Browser::of(&world, "anna").await;
    acknowledge(&mut anna, &case).await;
    anna.get(&format!("{case}/pass-on")).await.sees("De melder vindt dit goed");
    let to = world.nodes["dji"].to_string();
    let mut fields = vec![("to", to.as_str()), ("explanation", "Het gaat over een andere dienst.")];
    anna.send(&format!("{case}/pass-on"), &fields).await.sees("Vraag de melder eerst om toestemming.");
    anna.sees("Het gaat over een andere dienst.");
    fields.push(("agreed", "yes"));
    anna.send(&format!("{case}/pass-on"), &fields).await.sees("De zaak is doorgegeven. U hebt haar niet meer.");
    anna.get(&case).await;
    assert_eq!(anna.status, StatusCode::NOT_FOUND);
    let mut petra = Browser::of(&world, "petra").await;
    petra.get(&case).await.sees("Dit gaat over de inrichting.").sees("Inrichtingen");
    let reporter = world::back(&world, &code).await;
    assert_eq!(reporter.cases[0].case.messages.last().unwrap().text, "Het gaat over een andere dienst.");
}

#[tokio::test]
async fn a_colleague_gets_the_case_and_who_steps_aside_does_not_get_it_back() {
    let world = World::new().await;
    let (case, _) = case_of(&world, &world::report("Er wordt gerommeld met dossiers.")).await;
    let mut anna = Browser::of(&world, "anna").await;
    anna.get(&format!("{case}/access")).await.sees("Joke Terpstra").sees_not("Petra Zijlstra");
    let joke = world.id("joke").to_string();
    anna.send(&format!("{case}/access"), &[("person", &joke), ("reason", "Zij vervangt mij in december.")]).await;
    anna.sees("Uw collega heeft de zaak nu ook.").sees("zichtbaar voor 3 medewerkers");
    let mut as_joke = Browser::of(&world, "joke").await;
    as_joke.get(&case).await.sees("gerommeld");

    anna.get(&format!("{case}/step-aside")).await;
    anna.send(&format!("{case}/step-aside"), &[("reason", "Ik ken iemand op deze afdeling.")]).await;
    anna.sees("U hebt zich teruggetrokken.");
    anna.get(&case).await;
    assert_eq!(anna.status, StatusCode::NOT_FOUND);
    as_joke.get(&format!("{case}/history")).await.sees("Anna Verhoeven heeft de zaak niet meer: trok zich terug.");
    as_joke.get(&format!("{case}/access")).await.sees_not("Anna Verhoeven</label>");
}
