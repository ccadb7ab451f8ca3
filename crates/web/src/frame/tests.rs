//! The frame and its components, rendered whole.

use super::*;
use askama::Template;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "frame/sample.html")]
struct Sample {
    t: T,
    page: Page,
    errors: Errors,
    choices: Vec<Choice>,
    steps: Vec<Step>,
    messages: Vec<Message>,
    facts: Vec<Fact>,
    columns: Vec<Column>,
    pager: Pager,
}

fn step(state: State, title: &str, when: &str) -> Step {
    Step { state, title: title.into(), when: when.into(), text: String::from("U hoort het als er iets verandert.") }
}

fn message(own: bool, by: &str, files: Vec<Attached>) -> Message {
    Message {
        own,
        by: by.into(),
        at: String::from("maandag 30 november 2026"),
        text: String::from("Dank voor uw bericht.\nKunt u zeggen wanneer dit was?"),
        files,
        mark: String::from("Gelezen"),
    }
}

fn sample(frame: &Frame, page: Page) -> Sample {
    let mut errors = Errors::none();
    errors.add("what", "Schrijf op wat er gebeurd is.");
    errors.add("agree", "Lees eerst wie uw melding leest.");
    errors.add_whole("Het formulier is verlopen. Uw tekst staat er nog.");
    let photo = Attached {
        href: String::from("/nl/file/1"),
        name: String::from("foto.jpg"),
        size: frame.t().size(2_450_000),
        note: String::from("Verborgen informatie is verwijderd."),
    };
    Sample {
        t: frame.t(),
        page,
        errors,
        choices: vec![
            Choice::new("anonymous", "Anoniem").with_hint("Niemand weet wie u bent, ook wij niet."),
            Choice::new("confidential", "Vertrouwelijk").with_hint("Alleen de meldfunctionaris weet wie u bent."),
            Choice::new("open", "Open"),
        ],
        steps: vec![
            step(State::Was, "Ontvangen", "maandag 16 november 2026"),
            step(State::Was, "Bevestigd", "woensdag 18 november 2026"),
            step(State::Is, "Eerste beoordeling", "uiterlijk maandag 30 november 2026"),
            step(State::Comes, "Terugkoppeling", "uiterlijk donderdag 18 februari 2027"),
        ],
        messages: vec![message(false, "Meldfunctionaris", Vec::new()), message(true, "U", vec![photo])],
        facts: vec![
            Fact::new("Wat", "Er verdwijnen dossiers.\nElke week.").changed_at("/nl/report/what"),
            Fact::new("Waar", "Ter Apel").changed_at("/nl/report/where"),
        ],
        columns: vec![
            Column::new("Zaak"),
            Column::new("Termijn").sorted("/nl/inbox?by=due", "ascending"),
            Column::new("Soort"),
        ],
        pager: Pager::new(3, 25, 260, "/nl/inbox?page="),
    }
}

fn site() -> Arc<Site> {
    Arc::new(Site::new("Ministerie van Voorbeelden"))
}

fn render(lang: Lang, page: impl Fn(&Frame) -> Page) -> String {
    let frame = Frame::new(site(), lang, "/report?step=2");
    sample(&frame, page(&frame)).render().unwrap()
}

fn staff() -> Staff {
    Staff {
        name: String::from("F. de Vries"),
        links: vec![Link::new("/nl/inbox", "Werkvoorraad").at(true).counting(4), Link::new("/nl/search", "Zoeken")],
        sign_out: String::from("/sign-out"),
        token: String::from("t0ken"),
    }
}

#[test]
fn every_component_renders_and_text_is_escaped() {
    let html = render(Lang::Nl, Frame::page);
    assert!(html.contains("&#60;b&#62;tweede&#60;/b&#62;"), "user text must be escaped");
    assert!(html.contains(r##"<a href="#what">Schrijf op wat er gebeurd is.</a>"##));
    assert!(html.contains(r#"aria-invalid="true""#));
    assert!(html.contains(r#"aria-describedby="what-hint what-error""#), "{html}");
    assert!(html.contains("2 dagen te laat"));
}

#[test]
fn the_choice_that_was_made_is_the_only_one_checked() {
    let html = render(Lang::Nl, Frame::page);
    let radios: Vec<&str> = html.lines().filter(|line| line.contains(r#"type="radio""#)).collect();
    assert_eq!(radios.len(), 3);
    assert_eq!(radios.iter().filter(|line| line.contains(" checked")).count(), 1);
    assert!(radios[0].contains(" checked"));
    assert!(html.contains(r#"<option value="open" selected>"#));
}

#[test]
fn a_page_holds_no_inline_script_or_style_and_names_no_other_host() {
    let html = render(Lang::En, |frame| frame.page().with_leave().with_staff(staff()));
    assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains(" onclick="));
    assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("//www"));
    assert!(html.matches("<script").all(|_| html.contains(r#"<script src="/assets/"#)));
}

#[test]
fn the_page_offers_itself_in_the_other_language() {
    let html = render(Lang::Nl, Frame::page);
    assert!(html.contains(r#"<html lang="nl""#));
    assert!(html.contains(r#"<a href="/en/report?step=2" lang="en" hreflang="en">English</a>"#));
    assert!(html.contains(r#"<a href="/nl/report?step=2" lang="nl" hreflang="nl" aria-current="true">Nederlands</a>"#));
}

#[test]
fn only_a_reporters_page_has_the_way_out_and_only_staff_have_the_menu() {
    let plain = render(Lang::Nl, Frame::page);
    assert!(!plain.contains("data-leave") && !plain.contains("belfry-bar"));
    assert!(render(Lang::Nl, |frame| frame.page().with_leave()).contains("Verlaat deze site snel"));
    assert!(render(Lang::Nl, |frame| frame.page().with_staff(staff())).contains("F. de Vries"));
}

/// Writes the sample to `target/preview`, to be looked at in a browser. Says nothing: a person is the judge of looks.
#[test]
fn the_sample_can_be_looked_at() {
    let target = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/preview");
    std::fs::create_dir_all(&target).unwrap();
    let reporter = render(Lang::Nl, |frame| frame.page().with_leave());
    let office = render(Lang::Nl, |frame| {
        frame.page().with_staff(staff()).with_trail(vec![Link::new("/nl/inbox", "Werkvoorraad")])
    });
    for (name, html) in [("reporter.html", reporter), ("staff.html", office)] {
        std::fs::write(target.join(name), html.replace("\"/assets/", "\"../../crates/web/assets/dist/")).unwrap();
    }
}
