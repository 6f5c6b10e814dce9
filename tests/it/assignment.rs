//! What only the server sets cannot be sent (security.md §3d, mass assignment): every column of every table beside the
//! arguments of every function that changes something, and in every draft.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hyper::StatusCode;
use slipway_backend::Ids;

use crate::authz::rows::{ROWS, Row};
use crate::authz::{digests, fields};
use crate::support::{Answer, Browser, Request, Scene, Stage};

/// Functions for somebody else than the administrator of the provider.
const DOERS: &[(&str, &str)] = &[
    ("/api/plan/decide", "bea@operator.example"),
    ("/api/review/decide", "rita@operator.example"),
    ("/api/allowlist/approve", "rita@operator.example"),
    ("/api/release/public", "otto@operator.example"),
    ("/api/lifecycle/extend", "otto@operator.example"),
    ("/api/lifecycle/hidden", "otto@operator.example"),
    ("/api/account/internal", "otto@operator.example"),
    ("/api/registration/decide", "otto@operator.example"),
    ("/api/registration/save", "gus@globex.example"),
    ("/api/registration/submit", "gus@globex.example"),
    ("/api/statement/adjust", "bea@operator.example"),
    ("/api/mail/try-again", "otto@operator.example"),
    ("/api/parked/apply", "kim@northwind.example"),
    ("/api/parked/discard", "kim@northwind.example"),
];
const ADA: &str = "ada@northwind.example";

/// Columns that are also what a form asks for, anywhere.
const ASKED: &[&str] =
    &["content", "id", "internal_note", "marketed_until", "name", "note", "operation", "reason", "revision", "row"];
/// Columns that are also fields of a draft.
const DRAFTED: &[&str] = &[
    "access[description]",
    "broker[auth_scheme]",
    "broker[ca_pem]",
    "broker[extension_prefix]",
    "broker[id_format]",
    "broker[legacy_ids]",
    "broker[max_poll]",
    "broker[name]",
    "broker[osb_version]",
    "broker[poll_interval]",
    "broker[provision_type]",
    "broker[region]",
    "broker[resource_group]",
    "broker[sync_timeout]",
    "broker[url]",
    "broker[username]",
    "deployment[location]",
    "deployment[pricing_region]",
    "listing[category]",
    "listing[description]",
    "listing[terms_url]",
    "listing[bullets][0][description]",
    "listing[bullets][0][icon]",
    "listing[bullets][0][title]",
    "place[country]",
    "place[currency]",
    "plan[amounts][0][country]",
    "plan[amounts][0][currency]",
    "plan[description]",
    "plan[name]",
    "record[consumer]",
    "registration[company_legal_name]",
    "registration[company_name]",
    "registration[contact_email]",
    "registration[contact_name]",
    "reply[internal]",
    "reply[text]",
    "sandbox[day]",
    "sandbox[month]",
    "summary[contact_email]",
    "summary[contact_name]",
    "summary[description]",
    "thread[anchor]",
    "thread[blocking]",
    "thread[rule]",
    "thread[text]",
    "token[name]",
    "token[scope]",
];

/// The columns that the migrations make.
fn columns() -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let added = text.lines().filter_map(|line| line.strip_prefix("alter table ")?.split_once(" add column "));
        columns.extend(added.filter_map(|(_, column)| column.split_whitespace().next()).map(str::to_owned));
        for table in text.split("create table ").skip(1) {
            let lines = table.split("\n)").next().unwrap().lines().skip(1);
            let names = lines.filter_map(|line| line.split_whitespace().next());
            let names =
                names.map(|name| name.trim_matches('"')).filter(|name| !["--", "primary", "foreign"].contains(name));
            columns.extend(
                names
                    .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit()))
                    .map(str::to_owned),
            );
        }
    }
    assert!(
        columns.contains("stage_revision")
            && columns.contains("approved_by")
            && columns.contains("policy")
            && columns.len() > 60,
        "{columns:?}"
    );
    columns
}

/// A value that the column could hold.
fn value(column: &str, stage: &Stage) -> String {
    match column {
        "account_id" | "allowed_account_id" => stage.facts["account"].clone(),
        "stage" => "ga".to_owned(),
        "visibility" => "public".to_owned(),
        "approval" | "registration" | "state" => "approved".to_owned(),
        column if column.ends_with("_id") || column.ends_with("_by") => stage.facts["account"].clone(),
        _ => "1".to_owned(),
    }
}

fn changing() -> impl Iterator<Item = &'static Row> {
    let reads = |row: &&Row| !row.body.contains("query[") && !row.route.starts_with("/api/catalog");
    ROWS.iter().filter(|row| row.route.starts_with("/api/")).filter(reads)
}

fn browser(stage: &Stage, row: &Row) -> Browser {
    let email = DOERS.iter().find(|(route, _)| *route == row.route).map_or(ADA, |(_, email)| email);
    stage.browser_of(email)
}

async fn send(stage: &Stage, row: &Row, more: &[(String, String)]) -> Answer {
    let mut all = fields(row.body, stage.facts);
    all.extend_from_slice(more);
    let pairs: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser(stage, row).send(Request::form(row.route, &pairs).header("accept", "application/json")).await
}

/// With the same ids on both sides, the same call leaves the same rows.
#[tokio::test]
async fn columns_beside_the_arguments_of_a_function_change_nothing() {
    let columns = columns();
    let mut changed = 0;
    for row in changing() {
        let plain = row.scene.open_as(Ids::seeded(7), |_| ()).await;
        let before = digests(&plain.server).await;
        let answer = send(&plain, row, &[]).await;
        let after = digests(&plain.server).await;
        if after == before {
            continue;
        }
        changed += 1;
        assert!(answer.status.is_success(), "{}: {}", row.route, answer.body);
        let smuggled = row.scene.open_as(Ids::seeded(7), |_| ()).await;
        let sent: BTreeSet<String> = fields(row.body, plain.facts).into_iter().map(|(name, _)| name).collect();
        let others = columns.iter().filter(|column| !ASKED.contains(&column.as_str()) && !sent.contains(*column));
        let more: Vec<(String, String)> = others.map(|column| (column.clone(), value(column, &smuggled))).collect();
        let answer = send(&smuggled, row, &more).await;
        let is_refused = answer.status == StatusCode::BAD_REQUEST;
        let expected = if is_refused { before } else { after };
        assert!(digests(&smuggled.server).await == expected, "{}: {} {}", row.route, answer.status, answer.body);
    }
    assert!(changed >= 30, "most functions did something: {changed}");
}

#[tokio::test]
async fn columns_within_a_draft_are_refused() {
    let columns = columns();
    let mut tried = 0;
    for scene in [Scene::Demo, Scene::Workshop] {
        let stage = scene.open().await;
        let before = digests(&stage.server).await;
        for row in changing().filter(|row| row.scene == scene) {
            let drafts: BTreeSet<String> = fields(row.body, stage.facts)
                .iter()
                .filter_map(|(name, _)| name.split_once('[').map(|(draft, _)| draft.to_owned()))
                .collect();
            let rows_of = |draft: &str| match draft {
                "plan" => Some("plan[amounts][0]"),
                "listing" => Some("listing[bullets][0]"),
                _ => None,
            };
            let places = drafts.iter().flat_map(|draft| core::iter::once(draft.as_str()).chain(rows_of(draft)));
            for place in places.collect::<Vec<_>>() {
                for column in &columns {
                    let name = format!("{place}[{column}]");
                    if DRAFTED.contains(&name.as_str()) {
                        continue;
                    }
                    let answer = send(&stage, row, &[(name.clone(), value(column, &stage))]).await;
                    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{} with {name}: {}", row.route, answer.body);
                    tried += 1;
                }
            }
        }
        assert!(digests(&stage.server).await == before, "{scene:?}");
    }
    assert!(tried > 800, "{tried}");
}
