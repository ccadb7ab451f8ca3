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

/// Writes the sample to `target/preview`, where the browser tests find it. What it looks like is for them and for people.
#[test]
fn the_sample_can_be_looked_at() {
    let target = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/preview");
    std::fs::create_dir_all(&target).unwrap();
    let reporter = render(Lang::Nl, |frame| frame.page().with_leave());
    let office = render(Lang::Nl, |frame| {
        frame.page().with_staff(staff()).with_trail(vec![Link::new("/nl/inbox", "Werkvoorraad")])
    });
    std::fs::write(target.join("reporter.html"), reporter).unwrap();
    std::fs::write(target.join("staff.html"), office).unwrap();
}

mod over_http {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::extract::FromRef;
    use axum::response::Response;
    use axum::routing::get;
    use axum::{Router, middleware};
    use http::{Request, StatusCode, header};
    use tower::ServiceExt as _;

    #[derive(Clone)]
    struct State(Arc<Site>);

    impl FromRef<State> for Arc<Site> {
        fn from_ref(state: &State) -> Self {
            Arc::clone(&state.0)
        }
    }

    async fn page(frame: Frame) -> Response {
        show_as(StatusCode::UNPROCESSABLE_ENTITY, &sample(&frame, frame.page().with_leave()))
    }

    async fn on(frame: Frame) -> Response {
        frame.go("/sample/page")
    }

    fn program(site: Site) -> Router {
        let site = Arc::new(site);
        let rooms = Router::new().route("/page", get(page)).route("/on", get(on));
        let routes = Router::new().nest("/sample", rooms).merge(routes(&site)).with_state(State(Arc::clone(&site)));
        language::by_prefix(routes).layer(middleware::from_fn_with_state(site, headers::guard))
    }

    async fn ask(site: Site, address: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        program(site).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    async fn body(answer: Response) -> String {
        String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
    }

    fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
        answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn site() -> Site {
        Site::new("Ministerie van Voorbeelden")
    }

    #[tokio::test]
    async fn the_same_route_answers_in_the_language_of_its_address() {
        let english = body(ask(site(), "/en/sample/page?step=2", &[]).await).await;
        assert!(english.contains(r#"<html lang="en""#));
        assert!(english.contains(r#"href="/nl/sample/page?step=2""#), "the other language of the same nested page");
        let asked = body(ask(site(), "/sample/page", &[("accept-language", "en-GB")]).await).await;
        assert!(asked.contains(r#"<html lang="en""#));
        assert_eq!(ask(site(), "/de/sample/page", &[]).await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn going_on_stays_in_the_language() {
        let answer = ask(site(), "/en/sample/on", &[]).await;
        assert_eq!((answer.status(), header(&answer, "location")), (StatusCode::SEE_OTHER, "/en/sample/page"));
    }

    #[tokio::test]
    async fn a_page_may_load_only_what_is_ours_and_is_kept_nowhere() {
        let answer = ask(site(), "/nl/sample/page", &[]).await;
        let policy = header(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe") && !policy.contains("http"));
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"));
        assert_eq!(header(&answer, "cache-control"), "no-store");
        assert_eq!(header(&answer, "referrer-policy"), "same-origin");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
        assert_eq!(header(&answer, "cross-origin-opener-policy"), "same-origin");
        assert!(header(&answer, "permissions-policy").contains("camera=()"));
        assert_eq!(header(&answer, "set-cookie"), "", "the frame itself sets no cookie");
    }

    #[tokio::test]
    async fn a_refusal_carries_the_headers_too() {
        let answer = ask(site(), "/nl/nowhere", &[]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(header(&answer, "cache-control"), "no-store");
        assert!(header(&answer, "content-security-policy").starts_with("default-src 'none'"));
    }

    #[tokio::test]
    async fn https_is_kept_to_only_where_it_is_used() {
        assert_eq!(header(&ask(site(), "/nl/sample/page", &[]).await, "strict-transport-security"), "");
        let secure = ask(Site { https: true, ..site() }, "/nl/sample/page", &[]).await;
        assert!(header(&secure, "strict-transport-security").starts_with("max-age=63072000"));
    }

    #[tokio::test]
    async fn tor_browser_is_told_of_the_same_page_at_the_onion_service() {
        let onion = Site { onion: Some(String::from("http://example.onion/")), ..site() };
        let answer = ask(onion, "/nl/sample/page?step=2", &[]).await;
        assert_eq!(header(&answer, "onion-location"), "http://example.onion/nl/sample/page?step=2");
        assert_eq!(header(&ask(site(), "/nl/sample/page", &[]).await, "onion-location"), "");
    }

    #[tokio::test]
    async fn leaving_forgets_every_cookie_and_goes_to_the_neutral_page() {
        let cookies = [("cookie", "__Host-report=secret; other=1"), ("sec-fetch-site", "same-origin")];
        let answer = ask(site(), "/leave", &cookies).await;
        assert_eq!(
            (answer.status(), header(&answer, "location")),
            (StatusCode::SEE_OTHER, "https://www.rijksoverheid.nl/")
        );
        assert_eq!(header(&answer, "clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
        let forgotten: Vec<&str> =
            answer.headers().get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
        assert_eq!(forgotten[0], "__Host-report=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure");
        assert!(forgotten[1].starts_with("other=; Path=/; Max-Age=0"));
    }

    #[tokio::test]
    async fn another_site_cannot_end_a_session_by_way_of_leaving() {
        let answer = ask(site(), "/leave", &[("cookie", "a=1"), ("sec-fetch-site", "cross-site")]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!((header(&answer, "clear-site-data"), header(&answer, "set-cookie")), ("", ""));
    }

    #[tokio::test]
    async fn an_asset_that_is_not_there_is_not_found_and_no_path_leads_out() {
        assert_eq!(ask(site(), "/assets/none.css", &[]).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(ask(site(), "/assets/..%2f..%2fCargo.toml", &[]).await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn built_assets_are_kept_for_ever_and_a_page_without_them_says_how_to_make_them() {
        match assets::address("belfry.css") {
            Some(address) => {
                let answer = ask(site(), &address, &[]).await;
                assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable");
                assert_eq!(header(&answer, "content-type"), "text/css; charset=utf-8");
            }
            None => assert!(body(ask(site(), "/nl/sample/page", &[]).await).await.contains("cargo xtask assets")),
        }
    }

    #[tokio::test]
    async fn an_operators_theme_is_loaded_after_ours() {
        let folder = std::env::temp_dir().join(format!("belfry-theme-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("theme.css"), ":root{}").unwrap();
        std::fs::write(folder.join("secret.txt"), "not for the web").unwrap();
        let theme = Arc::new(theme::Theme::load(&folder, "example-theme").unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
        let address = theme.address("theme.css").unwrap();
        assert_eq!(theme.address("secret.txt"), None);
        let themed = Site { theme: Some(theme), ..site() };
        let html = body(ask(themed.clone(), "/nl/sample/page", &[]).await).await;
        assert!(
            html.contains(r#"class="example-theme""#)
                && html.contains(&format!(r#"<link rel="stylesheet" href="{address}">"#))
        );
        assert_eq!(body(ask(themed, &address, &[]).await).await, ":root{}");
    }
}
