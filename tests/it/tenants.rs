//! What belongs to others and what does not exist are one answer (security.md T-TENANT): status, headers and body are
//! equal to the byte once the id itself is taken out of them.

mod work;

use std::collections::BTreeMap;

use hyper::HeaderMap;

use crate::authz::rows::{ROWS, Row};
use crate::authz::{digests, filled, request};
use crate::support::{Answer, Browser, Facts, Scene};

const GUS: &str = "gus@globex.example";
const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const FINN: &str = "finn@fernway.example";
const RITA: &str = "rita@operator.example";
const OTTO: &str = "otto@operator.example";

/// As long as the demo's name.
const NOBODYS_NAME: &str = "northwind-absent";
const NOBODYS_ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";
const NOBODYS_INSTANCE: [(&str, &str); 2] = [("instance", NOBODYS_ID), ("binding", NOBODYS_ID)];

/// What others may ask about without belonging: a name is taken or free for everybody.
const KNOWN_TO_ALL: &[&str] = &["/api/offering/name-free"];

/// Differs between any two answers.
const OF_THE_MOMENT: &[&str] = &["date", "x-request-id", "content-length"];

#[tokio::test]
async fn somebody_elses_offering_and_nobodys_are_the_same_answer() {
    for scene in [Scene::Demo, Scene::Workshop, Scene::Ready, Scene::Limited, Scene::Requested, Scene::Approved] {
        let stage = scene.open().await;
        let foreign = but(stage.facts, &[("account", &stage.facts["northwind"])]);
        let missing = absent(&foreign);
        let before = digests(&stage.server).await;
        for browser in [stage.browser_of(GUS), stage.browser_of(FINN), stage.server.browser()] {
            for row in ROWS.iter().filter(|row| row.scene == scene && names_something(row)) {
                are_the_same(&browser, row, &foreign, &missing).await;
            }
        }
        assert!(digests(&stage.server).await == before, "{scene:?}: looking leaves no trace");
    }
}

/// What Globex has registered is for Globex and the operator, whatever a provider asks for.
#[tokio::test]
async fn no_answer_tells_a_provider_what_another_account_has_registered() {
    let stage = Scene::Demo.open().await;
    let stays_signed_in = |row: &&Row| !row.route.contains("sign-out") && !row.route.contains("session");
    let mut answered = 0;
    for email in [VERA, KIM] {
        for row in ROWS.iter().filter(|row| row.scene == Scene::Demo).filter(stays_signed_in) {
            let answer = stage.browser_of(email).send(request(row, stage.facts)).await;
            answered += usize::from(answer.status.is_success());
            for theirs in [GUS, "Globex Inc."] {
                assert!(!answer.body.contains(theirs), "{email} reads {theirs} at {} {}", row.method, row.route);
            }
        }
    }
    assert!(answered > 40, "only {answered} answers said anything");
}

#[tokio::test]
async fn somebody_elses_part_of_ones_own_offering_and_nobodys_are_the_same_answer() {
    let stage = Scene::Workshop.open().await;
    let (gus, otto) = (stage.browser_of(GUS), stage.browser_of(OTTO));
    let (foreign, missing) = parts_of_own(&gus, &otto, stage.facts).await;
    let before = digests(&stage.server).await;
    let mut compared = 0;
    for row in ROWS.iter().filter(|row| row.scene == Scene::Workshop && names_something(row)) {
        // Accounts that can be invited are known to everybody who may invite.
        if !row.route.starts_with("/api/allowlist/") && filled_row(row, &foreign) != filled_row(row, &missing) {
            are_the_same(&gus, row, &foreign, &missing).await;
            compared += 1;
        }
    }
    assert!(compared >= 8, "plans, brokers, deployments and parked input are among them: {compared}");
    assert!(digests(&stage.server).await == before, "nothing of this went through");
}

/// Adds an offering of Globex's own. The parts that the facts find in it are Northwind's, and nobody's.
async fn parts_of_own(gus: &Browser, otto: &Browser, facts: &Facts) -> (Facts, Facts) {
    for (browser, call, fields) in [
        (gus, "/api/registration/submit", vec![]),
        (otto, "/api/registration/decide", vec![("account", facts["account"].as_str()), ("verdict", "approve")]),
        (gus, "/api/offering/add", vec![("resource[resource_name]", "globex-cache"), ("resource[broker_ready]", "no")]),
    ] {
        let answer =
            browser.send(crate::support::Request::form(call, &fields).header("accept", "application/json")).await;
        assert!(answer.status.is_success(), "{call}: {}", answer.body);
    }
    let own = [("name", "globex-cache"), ("second", "globex-cache")];
    let foreign = but(facts, &own);
    let missing = but(&absent(&foreign), &own);
    (foreign, missing)
}

/// Fernway is invited too, so that only the instances are Orrery's.
#[tokio::test]
async fn somebody_elses_instance_of_what_one_sees_and_nobodys_are_the_same_answer() {
    let stage = Scene::Limited.open().await;
    let fernway = [("offering", stage.facts["name"].as_str()), ("account", stage.facts["fernway"].as_str())];
    for (email, call) in [("ada@northwind.example", "/api/allowlist/add"), (RITA, "/api/allowlist/approve")] {
        let request = crate::support::Request::form(call, &fernway).header("accept", "application/json");
        assert!(stage.browser_of(email).send(request).await.status.is_success(), "{call}");
    }
    let finn = stage.browser_of(FINN);
    assert!(finn.get(&filled("/catalog/{name}/create", stage.facts)).await.status.is_success(), "he sees the service");
    let missing = but(stage.facts, &NOBODYS_INSTANCE);
    let before = digests(&stage.server).await;
    let rows = ROWS.iter().filter(|row| row.route.contains("{instance}") || row.body.contains("{instance}"));
    let mut compared = 0;
    for row in rows {
        are_the_same(&finn, row, stage.facts, &missing).await;
        compared += 1;
    }
    assert!(compared >= 11, "pages, reads and everything that is done to an instance: {compared}");
    assert!(digests(&stage.server).await == before, "nothing of this went through");
}

/// Asked as a page's script does and as a form does.
async fn are_the_same(browser: &Browser, row: &Row, foreign: &Facts, missing: &Facts) {
    if KNOWN_TO_ALL.contains(&row.route) {
        return;
    }
    for accept in ["application/json", "text/html"] {
        let theirs = browser.send(request(row, foreign).header("accept", accept)).await;
        let nobodys = browser.send(request(row, missing).header("accept", accept)).await;
        let what = format!("{} {} in {:?} as {accept}", row.method, row.route, row.scene);
        assert_eq!(theirs.status, nobodys.status, "{what}");
        assert!(!theirs.status.is_success() || row.method == "GET" && row.route == "/", "{what}: {}", theirs.status);
        let ids = ids(foreign).chain(ids(missing)).collect::<Vec<_>>();
        assert_eq!(headers(&theirs, &ids), headers(&nobodys, &ids), "{what}");
        assert_eq!(body(&theirs, &ids), body(&nobodys, &ids), "{what}");
    }
}

fn names_something(row: &Row) -> bool {
    row.scene != Scene::Public && (row.route.contains('{') || row.body.contains("={")) && !is_for_all(row)
}

/// Rows whose `{…}` are no ids of anybody, or only revisions and input of one's own.
fn is_for_all(row: &Row) -> bool {
    ["/set-up/{token}", "/api/registration/save", "/api/registration/discard", "/api/offering/name-free"]
        .contains(&row.route)
}

fn filled_row(row: &Row, facts: &Facts) -> (String, String) {
    (filled(row.route, facts), filled(row.body, facts))
}

/// The same facts with names and ids that nobody has.
fn absent(facts: &Facts) -> Facts {
    let id = |value: &str| uuid(value).then(|| NOBODYS_ID.to_owned());
    let name = |fact: &str| ["name", "second"].contains(&fact).then(|| NOBODYS_NAME.to_owned());
    facts
        .iter()
        .map(|(fact, value)| (*fact, name(fact).or_else(|| id(value)).unwrap_or_else(|| value.clone())))
        .collect()
}

fn but(facts: &Facts, changes: &[(&'static str, &str)]) -> Facts {
    let mut facts = facts.clone();
    facts.extend(changes.iter().map(|(fact, value)| (*fact, (*value).to_owned())));
    facts
}

fn uuid(value: &str) -> bool {
    value.len() == 36 && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn headers(answer: &Answer, ids: &[&str]) -> BTreeMap<String, Vec<String>> {
    let all: &HeaderMap = &answer.headers;
    all.keys()
        .filter(|name| !OF_THE_MOMENT.contains(&name.as_str()))
        .map(|name| {
            let values = all.get_all(name).iter().map(|value| without_ids(value.to_str().unwrap(), ids)).collect();
            (name.as_str().to_owned(), values)
        })
        .collect()
}

fn body(answer: &Answer, ids: &[&str]) -> String {
    // Interfaces for machines repeat it, so that it is found in the log.
    let trace = answer.header("x-request-id").unwrap();
    without_ids(&answer.body.replace(trace, ""), ids)
}

fn ids(facts: &Facts) -> impl Iterator<Item = &str> {
    facts
        .iter()
        .filter(|(fact, value)| ["name", "second"].contains(*fact) || uuid(value))
        .map(|(_, value)| value.as_str())
}

fn without_ids(text: &str, ids: &[&str]) -> String {
    ids.iter().fold(text.to_owned(), |text, id| text.replace(id, "…"))
}
