//! To look for what is somebody else's takes the same work as to look for nothing: the same statements in the same order,
//! so that the time of an answer tells no more than its words (security.md §3d). And pages of usage take the same work
//! however many instances there are. A process logs every statement, each with the request that it was run for.

use std::fs;
use std::path::Path;

use hyper::StatusCode;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{Instance, InstanceOperation};
use slipway_store::{NewInstanceOperation, Store};
use tempfile::TempDir;

use super::{FINN, GUS, KIM, NOBODYS_ID, NOBODYS_INSTANCE, OTTO, absent, but, parts_of_own};
use crate::authz::rows::ROWS;
use crate::authz::{filled, request};
use crate::support::{Browser, Facts, Process, Scene};

/// An offering by its name.
const OFFERINGS: &[&str] = &[
    "/api/offering",
    "/api/publication",
    "/api/icons",
    "/api/pictures",
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

/// Pages of usage, each with somebody who sees it.
const USAGE: [(&str, &str); 4] = [
    (CLARA, "/statement"),
    (CLARA, "/instances/{name}/{instance}/usage"),
    (KIM, "/offerings/{name}/usage"),
    (KIM, "/revenue"),
];
const CLARA: &str = "clara@orrery.example";

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

fn uuid(number: u32) -> String {
    format!("0190c9a8-7c3e-7d51-9a44-{number:012}")
}

/// So many more of the instance that there is, each made as that one was.
async fn crowd(data: &Path, like: &str, count: u32) {
    let store = Store::open_current(&data.join("slipway.db")).await.unwrap();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let whole = store.whole_instance(scope, like.parse().unwrap()).await.unwrap().unwrap();
    let made = whole.operations.last().unwrap();
    let mut tx = store.write().await.unwrap();
    for number in 1..=count {
        let id: InstanceId = uuid(number).parse().unwrap();
        tx.add_instance(&Instance { id, resource: id.to_string(), ..whole.instance.clone() }).await.unwrap();
        let operation = InstanceOperation { id: uuid(number).parse().unwrap(), instance: id, ..made.clone() };
        let new = NewInstanceOperation { scope, operation: &operation, parameters_sealed: b"-" };
        tx.add_instance_operation(&new).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
}

/// What is run for each page of usage where the account has so many more instances.
async fn run_for_pages(more: u32) -> Vec<Vec<String>> {
    let facts = Scene::Limited.open().await.facts;
    let dir = TempDir::new().unwrap();
    let (data, log) = (dir.path().join("data"), dir.path().join("log.txt"));
    Scene::Limited.lay_out(&data);
    crowd(&data, &facts["instance"], more).await;
    let logged = Logged { process: Process::serve_logging(dir.path(), &log), dir };
    let (clara, kim) = (logged.signed_in(CLARA).await, logged.signed_in(KIM).await);
    let mut ids = Vec::new();
    for (who, page) in USAGE {
        let browser = if who == KIM { &kim } else { &clara };
        let answer = browser.get(&filled(page, facts)).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.body);
        ids.push(answer.header("x-request-id").unwrap().to_owned());
    }
    logged.process.terminate();
    assert!(logged.process.ended().success());
    let log = fs::read_to_string(log).unwrap();
    ids.iter().map(|id| statements(&log, id).into_iter().map(ToOwned::to_owned).collect()).collect()
}

#[tokio::test]
async fn pages_of_usage_take_the_same_statements_however_many_instances_there_are() {
    let (few, many) = (run_for_pages(2).await, run_for_pages(150).await);
    for ((_, page), (few, many)) in USAGE.iter().zip(few.iter().zip(&many)) {
        assert!(few.len() > 4, "{page}: {few:?}");
        assert_eq!(few, many, "{page}");
    }
}
