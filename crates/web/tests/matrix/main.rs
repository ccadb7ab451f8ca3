//! Promise 22: every route of the staff, as every role, holding the case or not, of this agency or another, and as nobody.
//! The routes are read from the source, so that a new one cannot be forgotten.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "../../../office/tests/support/mod.rs"]
mod world;

use axum::Router;
use axum::body::Body;
use domain::access::Act;
use domain::id::DossierId;
use domain::people::Role;
use http::{Request, StatusCode, header};
use office::sign_in::SessionKind;
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt as _;
use web::{App, Site, router};
use world::{PASSPHRASE, World};

const CANARY: &str = "Kanariepiet zingt in dossier zeven";

/// A route as the source has it, and whether it takes forms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Route {
    path: String,
    reads: bool,
    writes: bool,
}

fn routes() -> BTreeSet<Route> {
    let mut found = BTreeSet::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 30, "the source was read: {}", found.len());
    found
}

fn gather(dir: &Path, found: &mut BTreeSet<Route>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for piece in text.split(".route(").skip(1) {
                let Some(address) = piece.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                    continue;
                };
                if address == "/staff" || address.starts_with("/staff/") {
                    let rest = piece.lines().next().unwrap();
                    let (reads, writes) = (rest.contains("get("), rest.contains("post("));
                    found.insert(Route { path: address.to_owned(), reads, writes });
                }
            }
        }
    }
}

/// What the access table asks for behind an address; none for what everybody who is signed in may see.
fn behind(path: &str) -> Option<Act> {
    let place = path.strip_prefix("/staff").unwrap().trim_start_matches('/').split('/').next().unwrap();
    Some(match place {
        "inbox" | "search" => Act::SeeInbox,
        "register" => Act::RegisterReport,
        "case" => Act::OpenCase,
        "committee" => Act::SeeCommitteeQueue,
        "organisation" => Act::ManageOrganisation,
        "people" => Act::ManagePeople,
        "texts" => Act::ManageTexts,
        "health" => Act::SeeHealth,
        "" | "account" | "sign-in" | "sign-out" => return None,
        other => panic!("the matrix does not know what {other} asks for"),
    })
}

struct Matrix {
    world: World,
    router: Router,
    dossier: DossierId,
}

impl Matrix {
    async fn new() -> Self {
        let mut world = World::new().await;
        let admin = world.staff("administrator").await;
        for role in Role::ALL {
            let label: &'static str = role.name();
            if role != Role::Administrator {
                world.add_person(&admin, label, &format!("Persoon {label}"), role, "dji").await;
            }
        }
        let answers = domain::report::Answers { what: CANARY.into(), ..Default::default() };
        world.office.receive(&domain::report::NewReport { answers, ..world::report("") }, None).await.unwrap();
        let dossier = world::only_case(&world, "anna").await;
        let app = App { office: world.office.clone(), site: Arc::new(Site::new("Ministerie van Proef")) };
        Self { world, router: router(app), dossier }
    }

    async fn cookie(&self, label: &str) -> String {
        let name = &self.world.people[label].1;
        let code = self.world.code(label);
        let passphrase = SecretString::from(PASSPHRASE);
        let token = self.world.office.sign_in(name, passphrase, &code, SessionKind::Page).await.unwrap();
        self.world.wait_seconds(30);
        format!("belfry-staff={token}")
    }

    /// The address of a route with identifiers that are there (the case) or are not (everything else).
    fn address(&self, route: &Route, dossier: DossierId) -> String {
        let nowhere = vault::random::uuid().to_string();
        let id = if route.path.starts_with("/staff/case/") { dossier.to_string() } else { nowhere.clone() };
        route.path.replace("{id}", &id).replace("{number}", "1").replace("{place}", "0").replace("{agency}", &nowhere)
    }

    async fn ask(&self, method: &str, path: &str, cookie: &str) -> (StatusCode, String) {
        let request = Request::builder()
            .method(method)
            .uri(format!("/nl{path}"))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn entries(&self) -> usize {
        let world = &self.world;
        let anna = world.staff("anna").await;
        world.office.open_case(&anna, self.dossier).await.unwrap().case.history.len()
    }
}

#[tokio::test]
async fn promise_22_each_route_is_open_to_the_roles_of_the_table_and_to_no_other() {
    let matrix = Matrix::new().await;
    for role in Role::ALL {
        let cookie = matrix.cookie(role.name()).await;
        for route in routes().iter().filter(|route| route.reads) {
            let Some(act) = behind(&route.path) else { continue };
            let (status, page) = matrix.ask("GET", &matrix.address(route, matrix.dossier), &cookie).await;
            let what = format!("{} as {}: {status}", route.path, role.name());
            assert!(!page.contains(CANARY), "{what}");
            assert!(!status.is_server_error(), "{what}");
            if act.needs_key() || !act.roles().contains(&role) {
                assert!(matches!(status.as_u16(), 403 | 404), "{what}");
            } else if !route.path.contains('{') {
                assert!(status.is_success() || status.is_redirection(), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn promise_22_to_who_holds_no_key_a_case_answers_as_one_that_does_not_exist() {
    let matrix = Matrix::new().await;
    // The same role at another agency and above, the other roles, and the administrator.
    for label in ["petra", "joke", "chair", "secretary", "member", "administrator", "intake-officer", "auditor"] {
        let cookie = matrix.cookie(label).await;
        for route in routes().iter().filter(|route| route.path.starts_with("/staff/case/") && route.reads) {
            let there = matrix.ask("GET", &matrix.address(route, matrix.dossier), &cookie).await;
            let unknown = DossierId(vault::random::uuid());
            let (status, page) = matrix.ask("GET", &matrix.address(route, unknown), &cookie).await;
            let alike = |page: &str, dossier: DossierId| page.replace(&dossier.to_string(), "…");
            assert_eq!(there.0, status, "{} as {label}", route.path);
            assert_eq!(alike(&there.1, matrix.dossier), alike(&page, unknown), "{} as {label}", route.path);
        }
    }
}

#[tokio::test]
async fn promise_22_who_holds_the_key_and_the_role_gets_in() {
    let matrix = Matrix::new().await;
    let cookie = matrix.cookie("anna").await;
    let (status, page) = matrix.ask("GET", &format!("/staff/case/{}", matrix.dossier), &cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains(CANARY));
}

#[tokio::test]
async fn promise_22_nobody_gets_further_than_signing_in() {
    let matrix = Matrix::new().await;
    for route in routes() {
        let address = matrix.address(&route, matrix.dossier);
        for (method, there) in [("GET", route.reads), ("POST", route.writes)] {
            if !there || behind(&route.path).is_none() {
                continue;
            }
            let (status, page) = matrix.ask(method, &address, "belfry-staff=nonsense").await;
            assert!(!page.contains(CANARY), "{method} {}", route.path);
            let asked = status.is_redirection() || matches!(status.as_u16(), 200 | 401 | 403);
            assert!(asked, "{method} {}: {status}", route.path);
        }
    }
}

#[tokio::test]
async fn promise_17_a_form_without_the_tag_of_its_session_changes_nothing() {
    let matrix = Matrix::new().await;
    let before = matrix.entries().await;
    for label in ["anna", "administrator"] {
        for route in routes().iter().filter(|route| route.writes && behind(&route.path).is_some()) {
            let cookie = matrix.cookie(label).await;
            let (status, _) = matrix.ask("POST", &matrix.address(route, matrix.dossier), &cookie).await;
            assert!(status.is_client_error(), "{} as {label}: {status}", route.path);
        }
    }
    assert_eq!(matrix.entries().await, before);
}
