//! Who may reach what (security.md T-AUTHZ): every row of `rows.rs` for every kind of caller. What was answered is the
//! golden table; whatever was refused must have left no trace.

mod forms;
pub(crate) mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use hyper::Method;
use slipway_domain::caller::Role;
use slipway_domain::ids::PersonId;
use slipway_store::{NewPerson, TableDigest};

use crate::icons;
use crate::support::{Answer, Browser, Facts, LEFT, Request, Scene, Stage, TestServer};
use rows::{FILES, ROWS, Row};

/// Column of the table and who it is.
const CALLERS: &[(&str, Who)] = &[
    ("nobody", Who::Nobody),
    ("garbage", Who::Cookie("AAAAAAAAAAAAAAAAAAAAAA")),
    ("expired", Who::Ended(Ending::Expired)),
    ("left", Who::Ended(Ending::Left)),
    ("disabled", Who::Ended(Ending::Disabled)),
    ("viewer", Who::Person("vera@northwind.example")),
    ("editor", Who::Person("kim@northwind.example")),
    ("develop", Who::Person("dev@northwind.example")),
    ("admin", Who::Person("ada@northwind.example")),
    ("other", Who::Person("gus@globex.example")),
    ("invited", Who::Person("clara@orrery.example")),
    ("user", Who::Person("cleo@orrery.example")),
    ("strange", Who::Person("finn@fernway.example")),
    ("review", Who::Person("rita@operator.example")),
    ("market", Who::Person("mia@operator.example")),
    ("billing", Who::Person("bea@operator.example")),
    ("support", Who::Person("sam@operator.example")),
    ("platform", Who::Person("otto@operator.example")),
];

const OTTO: &str = "otto@operator.example";
const LOCKED_OUT: &str = "lou@operator.example";
const THIRTEEN_HOURS: Duration = Duration::from_hours(13);

/// What makes several things at once: an account, a person, a membership, a link; a run of each deployment.
const SEVERAL: &[&str] = &["/api/account/add", "/api/member/add", "/api/person/add", "/api/test-run/request-all"];

/// What compares the definition with the brokers anew.
const RECHECKS: &[&str] =
    &["/api/release/limited", "/api/review/request", "/api/revision/submit", "/api/revision/publish"];

/// Refusals that keep what was typed, for its author, and say so in the history.
const KEPT: &[&str] = &["/api/registration/save"];

#[derive(Debug, Clone, Copy)]
enum Who {
    Nobody,
    Cookie(&'static str),
    /// An admin of the operator, in a session that opens nothing any more.
    Ended(Ending),
    Person(&'static str),
}

#[derive(Debug, Clone, Copy)]
enum Ending {
    /// Longer ago than any session lasts.
    Expired,
    /// They signed out.
    Left,
    /// The session would go on, if the person was not locked out.
    Disabled,
}

type Digests = BTreeMap<String, TableDigest>;

#[tokio::test]
async fn everybody_reaches_exactly_what_the_golden_table_says() {
    let mut stage: Option<(Stage, Digests)> = None;
    let mut table = heading();
    let mut open = None;
    for row in ROWS {
        let _ = write!(table, "{:<7}{:<52}{:<10}", row.method, row.route, format!("{:?}", row.scene));
        let mut anonymous = String::new();
        for (column, who) in CALLERS {
            if open != Some(row.scene) {
                stage = None;
            }
            if stage.is_none() {
                let opened = row.scene.open().await;
                lock_out(&opened).await;
                let digests = digests(&opened.server).await;
                stage = Some((opened, digests));
                open = Some(row.scene);
            }
            let (playing, before) = stage.as_ref().unwrap();
            let browser = browser(playing, *who).await;
            let store = playing.server.backend.store();
            let changes = store.changes().await.unwrap();
            let answer = browser.send(request(row, playing.facts)).await;
            let is_untouched = store.changes().await.unwrap() == changes;
            let after = if is_untouched { before.clone() } else { digests(&playing.server).await };
            let cell = judged(row, column, &answer, before, &after);
            match *column {
                "nobody" => anonymous.clone_from(&cell),
                "garbage" | "expired" | "left" | "disabled" => {
                    assert_eq!(cell, anonymous, "{row:?}: a cookie that opens nothing ({column})");
                }
                _ => {}
            }
            if after != *before || row.route == "/sign-out" {
                stage = None;
            }
            let _ = write!(table, "{cell:<9}");
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    insta::assert_snapshot!("who_reaches_what", table);
}

#[tokio::test]
async fn every_role_has_a_column() {
    let stage = Scene::Demo.open().await;
    let store = stage.server.backend.store();
    let mut held = BTreeSet::new();
    for (_, who) in CALLERS {
        let Who::Person(email) = who else { continue };
        let entry = store.person_with_email(email).await.unwrap().unwrap();
        let person = store.person(entry.id).await.unwrap().unwrap();
        held.extend(person.operator);
        held.extend(person.memberships.iter().map(|membership| membership.role));
    }
    assert_eq!(held, BTreeSet::from(Role::ALL));
}

/// What a stranger gets, from the golden table: `GET /catalog 200`.
pub(crate) fn strangers_reach() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/snapshots/it__authz__who_reaches_what.snap");
    let golden = std::fs::read_to_string(file).expect("the golden table is there");
    let lines = golden.lines().skip_while(|line| !line.starts_with("method")).skip(1);
    let mut reached: Vec<String> = lines
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (method, route, _, outcome) = (words.next()?, words.next()?, words.next()?, words.next()?);
            (outcome != "401" && outcome != "login").then(|| format!("{method} {route}"))
        })
        .collect();
    reached.sort();
    reached.dedup();
    reached
}

/// The request of a row, with the facts in their places.
pub(crate) fn request(row: &Row, facts: &Facts) -> Request {
    let method = if row.method == "GET" { Method::GET } else { Method::POST };
    let target = filled(row.route, facts);
    if method == Method::GET {
        return Request::new(method, target);
    }
    if FILES.contains(&row.route) {
        return icons::upload_to(target, icons::PNG).header("accept", "application/json");
    }
    let fields = fields(row.body, facts);
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Request::form(target, &pairs);
    if row.route.starts_with("/api/") { request.header("accept", "application/json") } else { request }
}

pub(crate) fn fields(body: &str, facts: &Facts) -> Vec<(String, String)> {
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), filled(value, facts))).collect()
}

pub(crate) fn filled(template: &str, facts: &Facts) -> String {
    facts.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Everything but what a request about itself leaves behind.
pub(crate) async fn digests(server: &TestServer) -> Digests {
    let mut digests = server.backend.store().digests().await.unwrap();
    digests.remove("session").expect("sessions have a table");
    digests.remove("probe").expect("so has the probe of readiness");
    digests
}

async fn browser(stage: &Stage, who: Who) -> Browser {
    match who {
        Who::Nobody => stage.server.browser(),
        Who::Cookie(value) => {
            let browser = stage.server.browser();
            browser.set_cookie("__Host-session", value);
            browser
        }
        // Asked once, a session that opens nothing is gone; every request gets one of its own.
        Who::Ended(Ending::Expired) => stage.server.session_since(OTTO, stage.server.now().minus(THIRTEEN_HOURS)).await,
        Who::Ended(Ending::Disabled) => stage.server.session_since(LOCKED_OUT, stage.server.now()).await,
        Who::Ended(Ending::Left) => stage.browser_of(LEFT),
        Who::Person(email) => stage.browser_of(email),
    }
}

/// Somebody who might do everything, and may not sign in.
async fn lock_out(stage: &Stage) {
    let (store, at) = (stage.server.backend.store(), stage.server.now());
    let id = PersonId::new(stage.server.backend.ids().uuid(at));
    let mut tx = store.write().await.unwrap();
    tx.add_person(&NewPerson { id, email: LOCKED_OUT.to_owned(), name: "Lou Ott".to_owned(), at }).await.unwrap();
    tx.grant_operator_role(id, Role::Admin).await.unwrap();
    tx.set_disabled(id, Some(at)).await.unwrap();
    tx.commit().await.unwrap();
}

/// The status, `login` for a redirect to the sign-in, and after `+` how many lines the history grew by.
fn judged(row: &Row, column: &str, answer: &Answer, before: &Digests, after: &Digests) -> String {
    let what = format!("{} {} in {:?} by {column}", row.method, row.route, row.scene);
    let status = answer.status.as_u16();
    assert!(status < 500 || status == 502, "{what}: {status} {}", answer.body);
    if before == after {
        // The sign-in page itself leads there whoever asks, without a request to sign in for.
        let is_sent_away = answer.location() == Some("/login") && row.route != "/sign-in";
        return if is_sent_away { "login".to_owned() } else { status.to_string() };
    }
    assert_eq!(row.method, "POST", "{what}: reading changes nothing");
    let touched = changed(before, after);
    if status == 409 && KEPT.contains(&row.route) {
        assert_eq!(touched, ["event", "parked_registration"], "{what}");
        return "409".to_owned();
    }
    assert!(status < 400, "{what}: {status}, and yet something changed: {touched:?}");
    let lines = after["event"].rows - before["event"].rows;
    // Publishing and asking for a release call the brokers first, and every call is a line of its own.
    let calls =
        if RECHECKS.contains(&row.route) { after["broker_fetch"].rows - before["broker_fetch"].rows } else { 0 };
    if SEVERAL.contains(&row.route) {
        assert!(lines > 1, "{what}: each of them is a line in the history");
    } else {
        assert_eq!(lines, 1 + calls, "{what}: a change is one line in the history");
    }
    format!("{status}+{lines}")
}

fn changed<'a>(before: &Digests, after: &'a Digests) -> Vec<&'a str> {
    after.iter().filter(|(table, digest)| before.get(*table) != Some(digest)).map(|(table, _)| table.as_str()).collect()
}

fn heading() -> String {
    let mut line = format!("{:<7}{:<52}{:<10}", "method", "route", "scene");
    for (column, _) in CALLERS {
        let _ = write!(line, "{column:<9}");
    }
    format!("{}\n", line.trim_end())
}
