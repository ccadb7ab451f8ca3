//! The pages of the staff over HTTP, as people use them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod administrator;
mod browser;
mod conversation;
mod door;
mod first_phase;
mod holders;
mod inbox;
#[path = "../../../office/tests/support/mod.rs"]
mod world;

use browser::Browser;
use domain::report::NewReport;
use world::World;

/// A report that came in at `ind`, and the address of its case without page.
async fn case_of(world: &World, report: &NewReport) -> (String, String) {
    let sent = world.office.receive(report, None).await.unwrap();
    let dossier = world::only_case(world, "anna").await;
    (format!("/nl/staff/case/{dossier}"), sent.code)
}

/// The fields of an assessment in which everything is met but, when given, the public interest.
fn assessment<'a>(reason: &'a str, public_interest: &'a str, otherwise: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("work-related", "yes"),
        ("work-related-reason", reason),
        ("reasonable-grounds", "yes"),
        ("reasonable-grounds-reason", reason),
        ("public-interest", public_interest),
        ("public-interest-reason", reason),
        ("public-interest-ask", if public_interest == "unclear" { "Hoe vaak is dit gebeurd?" } else { "" }),
        ("not-only-own-interest", "yes"),
        ("not-only-own-interest-reason", reason),
        ("otherwise", otherwise),
    ]
}

/// Acknowledges a case, so that what follows can begin.
async fn acknowledge(browser: &mut Browser, case: &str) {
    browser.get(&format!("{case}/acknowledge")).await;
    browser.send(&format!("{case}/acknowledge"), &[("text", "Wij hebben uw melding ontvangen.")]).await;
    browser.sees("De ontvangst is bevestigd aan de melder.");
}
