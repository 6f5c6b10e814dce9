//! To look for what is somebody else's takes the same work as to look for nothing: the same statements in the same order,
//! so that the time of an answer tells no more than its words (security.md §3d). A process logs every statement, each
//! with the request that it was run for.

use std::fs;

use slipway_backend::demo::PASSWORD;
use tempfile::TempDir;

use super::{FINN, GUS, NOBODYS_ID, NOBODYS_INSTANCE, OTTO, absent, but, parts_of_own};
use crate::authz::request;
use crate::authz::rows::ROWS;
use crate::support::{Browser, Facts, Process, Scene};

/// An offering by its name.
const OFFERINGS: &[&str] = &[
    "/api/offering",
    "/api/publication",
    "/api/icons",
    "/api/broker",
    "/api/history",
    "/api/threads",
    "/api/listing/save",
    "/api/plan/save",
    "/api/deployment/withdraw",
    "/api/thread/answer",
    "/api/parked",
];

/// An offering in the catalog.
const ENTRIES: &[&str] = &["/api/catalog/details", "/catalog/{name}/create"];

/// A request for release by its id.
const SUBMISSIONS: &[&str] = &["/reviews/{submission}", "/api/review", "/api/review/decide"];

/// A part of an offering by its id.
const PARTS: &[&str] =
    &["/api/broker", "/api/plan/save", "/api/deployment/withdraw", "/api/thread/answer", "/api/parked"];

/// An instance, and what is in it, by their ids.
const INSTANCES: &[&str] = &[
    "/api/instance",
    "/api/instance/usage",
    "/api/instance/plan",
    "/api/instance/enable",
    "/api/instance/remove",
    "/api/binding",
    "/api/binding/add",
    "/api/binding/remove",
];

/// The same request for both, by the ids that they have in the log.
struct Pair {
    route: &'static str,
    foreign: String,
    missing: String,
}

/// A process with a scene's data that logs whatever it does.
struct Logged {
    dir: TempDir,
    process: Process,
}

impl Logged {
    fn begin(scene: Scene) -> Self {
        let dir = TempDir::new().unwrap();
        scene.lay_out(&dir.path().join("data"));
        let process = Process::serve_logging(dir.path(), &dir.path().join("log.txt"));
        Self { dir, process }
    }

    async fn signed_in(&self, email: &str) -> Browser {
        let browser = Browser::new(self.process.address);
        assert_eq!(browser.sign_in(email, PASSWORD).await.location(), Some("/"), "{email}");
        browser
    }

    fn took_the_same(self, pairs: &[Pair]) {
        self.process.terminate();
        assert!(self.process.ended().success());
        let log = fs::read_to_string(self.dir.path().join("log.txt")).unwrap();
        for Pair { route, foreign, missing } in pairs {
            let (theirs, nobodys) = (statements(&log, foreign), statements(&log, missing));
            assert!(theirs.len() >= 2, "{route}: who asks, and for what: {theirs:?}");
            assert_eq!(theirs, nobodys, "{route}");
        }
    }
}

async fn ask(browser: &Browser, routes: &[&str], foreign: &Facts, missing: &Facts) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for row in ROWS.iter().filter(|row| routes.contains(&row.route)) {
        let mut ids = Vec::new();
        for facts in [foreign, missing] {
            let answer = browser.send(request(row, facts)).await;
            assert!(answer.status.is_client_error(), "{}: {} {}", row.route, answer.status, answer.body);
            ids.push(answer.header("x-request-id").unwrap().to_owned());
        }
        let [foreign, missing]: [String; 2] = ids.try_into().unwrap();
        pairs.push(Pair { route: row.route, foreign, missing });
    }
    assert!(pairs.len() >= routes.len(), "every route has a row");
    pairs
}

/// What was run for a request, each statement by its first words. Neither how a connection is set up nor that a session
/// was used belongs to the answer.
fn statements<'l>(log: &'l str, id: &str) -> Vec<&'l str> {
    let lines = log.lines().filter(|line| line.contains(id) && line.contains("rows_returned="));
    let begun = lines.filter_map(|line| line.split_once("summary=\"")?.1.split_once('"'));
    let of_the_answer =
        |words: &&str| !words.to_ascii_lowercase().starts_with("pragma") && !words.starts_with("update session ");
    begun.map(|(words, _)| words).filter(of_the_answer).collect()
}

#[tokio::test]
async fn somebody_elses_offering_and_its_parts_take_the_statements_that_nobodys_take() {
    let facts = Scene::Workshop.open().await.facts;
    let workshop = Logged::begin(Scene::Workshop);
    let (gus, finn, otto) =
        (workshop.signed_in(GUS).await, workshop.signed_in(FINN).await, workshop.signed_in(OTTO).await);
    let foreign = but(facts, &[("account", &facts["northwind"])]);
    let mut pairs = ask(&gus, OFFERINGS, &foreign, &absent(&foreign)).await;
    pairs.extend(ask(&finn, OFFERINGS, &foreign, &absent(&foreign)).await);
    let (foreign, missing) = parts_of_own(&gus, &otto, facts).await;
    pairs.extend(ask(&gus, PARTS, &foreign, &missing).await);
    workshop.took_the_same(&pairs);
}

#[tokio::test]
async fn somebody_elses_instance_takes_the_statements_that_nobodys_takes() {
    let facts = Scene::Limited.open().await.facts;
    let limited = Logged::begin(Scene::Limited);
    let finn = limited.signed_in(FINN).await;
    let pairs = ask(&finn, INSTANCES, facts, &but(facts, &NOBODYS_INSTANCE)).await;
    limited.took_the_same(&pairs);
}

/// Who is not invited does the work of whoever asks for a name that there is not.
#[tokio::test]
async fn an_offering_that_is_hidden_in_the_catalog_takes_the_statements_that_nobodys_takes() {
    let facts = Scene::Limited.open().await.facts;
    let limited = Logged::begin(Scene::Limited);
    let (gus, finn) = (limited.signed_in(GUS).await, limited.signed_in(FINN).await);
    let mut pairs = Vec::new();
    for browser in [&gus, &finn] {
        pairs.extend(ask(browser, ENTRIES, facts, &absent(facts)).await);
    }
    limited.took_the_same(&pairs);
}

#[tokio::test]
async fn somebody_elses_request_for_release_takes_the_statements_that_nobodys_takes() {
    let facts = Scene::Requested.open().await.facts;
    let requested = Logged::begin(Scene::Requested);
    let (gus, finn) = (requested.signed_in(GUS).await, requested.signed_in(FINN).await);
    let missing = but(facts, &[("submission", NOBODYS_ID)]);
    let mut pairs = Vec::new();
    for browser in [&gus, &finn] {
        pairs.extend(ask(browser, SUBMISSIONS, facts, &missing).await);
    }
    requested.took_the_same(&pairs);
}
