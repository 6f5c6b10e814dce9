//! What `slipway broker sample` writes, started for real: it passes every check of the test, and what the public
//! checkers of the contract ask beside. The programs in Rust are those that the workspace builds, from the sources that
//! are written; Python and Node are left out on a machine that has none, unless it was promised that it has them.

mod console;
mod containers;
pub(crate) mod proxy;
mod rig;
mod together;
mod written;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use slipway_osb::conformance::CHECKS;
use tempfile::TempDir;

use rig::{Answer, Running, definition, is_here, slipway, start, write};

const LANGUAGES: [&str; 3] = ["python", "node", "rust"];
const INSTANCE: &str = "/v2/service_instances/a%2Fb%3A%3A";
const IDS: &str = "service_id=7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10&plan_id=11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01";

/// Every check passes in one of two runs: with plans that answer at once and can be changed, and with slow ones that
/// cannot.
#[tokio::test]
async fn every_sample_passes_every_check() {
    let runs = LANGUAGES.map(|language| tokio::spawn(passed_checks(language)));
    let all: BTreeSet<String> = CHECKS.iter().copied().flatten().map(|check| check.id.to_owned()).collect();
    for (language, run) in LANGUAGES.into_iter().zip(runs) {
        let Some(passed) = run.await.unwrap() else { continue };
        let never: Vec<&String> = all.difference(&passed).filter(|id| !id.starts_with("MTR")).collect();
        assert_eq!(
            never,
            ["BRK-CAT-01", "CTL-01", "CTL-02", "CTL-03"],
            "{language}: plain http is for the lab, and a command line has neither a catalog nor a ledger"
        );
    }
}

/// `None` where the language is not there.
async fn passed_checks(language: &'static str) -> Option<BTreeSet<String>> {
    if !is_here(language) {
        return None;
    }
    let (quick, slow) = tokio::join!(test(language, false), test(language, true));
    Some(&quick | &slow)
}

async fn test(language: &'static str, slow: bool) -> BTreeSet<String> {
    let dir = TempDir::new().unwrap();
    write(dir.path(), language, &definition(!slow)).await;
    let running = start(dir.path(), language, if slow { "small,large" } else { "" });
    let target = [&running.url, "--lab", "--user", "broker", "--password-file", "secret.txt", "--dashboard", "--json"];
    let more = ["--osb-version", "2.15", "--poll-interval", "1", "--definition", "catalog.json"];
    let output = slipway(dir.path(), &[&["test"], &target[..], &more].concat()).await;
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks = report["checks"].as_array().unwrap();
    let bad: Vec<&Value> =
        checks.iter().filter(|check| check["outcome"] == "fail" || check["outcome"] == "warn").collect();
    assert!(bad.is_empty() && output.status.success(), "{language}, slow {slow}: {bad:#?} {}", report["leftovers"]);
    let passed = checks.iter().filter(|check| check["outcome"] == "pass");
    passed.map(|check| check["id"].as_str().unwrap().to_owned()).collect()
}

/// What the two public suites ask of a broker, call by call.
#[tokio::test]
async fn every_sample_answers_as_the_public_checkers_want() {
    for language in LANGUAGES.into_iter().filter(|language| is_here(language)) {
        let dir = TempDir::new().unwrap();
        write(dir.path(), language, &definition(true)).await;
        let running = start(dir.path(), language, "large");
        tokio::task::spawn_blocking(move || {
            credentials_and_versions(&running, language);
            instances(&running, language);
            updates_and_bindings(&running, language);
            slow_instances(&running, language);
            catalogs(&running, language);
            hostile_bodies(&running, language);
        })
        .await
        .unwrap();
    }
}

fn wanted() -> Value {
    json!({
        "service_id": "7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10", "plan_id": "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01",
        "context": { "platform": "test" },
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut members = wanted();
    members[name] = value;
    members
}

/// What every call refuses that takes the two ids in its body.
fn wrong_ids() -> Vec<Value> {
    let values = [Value::Null, json!(""), json!("unknown"), json!(7)];
    ["service_id", "plan_id"].iter().flat_map(|name| values.iter().map(|value| with(name, value.clone()))).collect()
}

fn credentials_and_versions(broker: &Running, language: &str) {
    let binding = format!("{INSTANCE}/service_bindings/b");
    let last_operation = format!("{INSTANCE}/last_operation");
    for (method, path) in [
        ("GET", "/v2/catalog"),
        ("PUT", INSTANCE),
        ("PATCH", INSTANCE),
        ("GET", INSTANCE),
        ("DELETE", INSTANCE),
        ("GET", &last_operation),
        ("PUT", &binding),
        ("GET", &binding),
        ("DELETE", &binding),
        ("GET", "/platform_v1/service_instances/i"),
        ("PUT", "/platform_v1/service_instances/i"),
        ("GET", "/elsewhere"),
    ] {
        for (password, version, status) in [
            (None, None, 401),
            (Some("wrong"), Some("2.14"), 401),
            (Some(rig::PASSWORD), None, 412),
            (Some(rig::PASSWORD), Some(""), 412),
        ] {
            let answer = broker.ask_as(password, version, method, path, None);
            assert_eq!(answer.status, status, "{language}: {method} {path} {version:?}");
            assert!(answer.body["description"].is_string(), "{language}: {method} {path}");
        }
    }
}

fn instances(broker: &Running, language: &str) {
    let expect = |wanted: &Value, status: u16| {
        let answer = broker.ask("PUT", INSTANCE, wanted);
        assert_eq!(answer.status, status, "{language}: {wanted} {}", answer.body);
        has_only(&answer, &["dashboard_url", "operation"], language);
    };
    for wrong in wrong_ids() {
        expect(&wrong, 400);
    }
    for context in [Value::Null, json!({}), json!({ "platform": "" }), json!("text")] {
        expect(&with("context", context), 400);
    }
    expect(
        &json!({ "service_id": wanted()["service_id"], "plan_id": wanted()["plan_id"], "organization_guid": "o" }),
        400,
    );
    let empty = |name: &str| with(name, json!({}));
    for (wanted, status) in [
        (empty("maintenance_info"), 201),
        (wanted(), 200),
        (empty("parameters"), 200),
        (with("maintenance_info", Value::Null), 200),
        (with("parameters", json!({ "other": 1 })), 409),
        (with("plan_id", json!("22d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02")), 409),
    ] {
        expect(&wanted, status);
    }
    for (query, status) in [
        ("", 400),
        ("service_id=7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10", 400),
        ("plan_id=11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01", 400),
        ("service_id=7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10&plan_id=unknown", 400),
        (IDS, 200),
        (IDS, 410),
    ] {
        assert_eq!(
            broker.ask("DELETE", &format!("{INSTANCE}?{query}"), &Value::Null).status,
            status,
            "{language}: {query}"
        );
    }
    let mut guids = json!({ "organization_guid": "o", "space_guid": "s" });
    for name in ["service_id", "plan_id"] {
        guids[name] = wanted()[name].clone();
    }
    expect(&guids, 201);
}

/// Of the instance that was made last.
fn updates_and_bindings(broker: &Running, language: &str) {
    for (change, status) in [
        (json!({}), 400),
        (json!({ "service_id": "unknown" }), 400),
        (with("plan_id", json!("unknown")), 400),
        (with("previous_values", json!({ "maintenance_info": {} })), 200),
        (with("parameters", json!({ "size": "l" })), 200),
    ] {
        let answer = broker.ask("PATCH", INSTANCE, &change);
        assert_eq!(answer.status, status, "{language}: {change} {}", answer.body);
    }
    let fetched = broker.ask("GET", INSTANCE, &Value::Null);
    assert_eq!((fetched.status, &fetched.body["parameters"]), (200, &json!({ "size": "l" })), "{language}");
    has_only(&fetched, &["service_id", "plan_id", "parameters", "dashboard_url"], language);
    let binding = format!("{INSTANCE}/service_bindings/b");
    let app = with("bind_resource", json!({ "app_guid": "a" }));
    let expected = wrong_ids().into_iter().map(|wrong| (wrong, 400)).chain([
        (with("bind_resource", json!({})), 201),
        (wanted(), 200),
        (with("parameters", Value::Null), 200),
        (app, 409),
        (with("plan_id", json!("22d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02")), 409),
    ]);
    for (wanted, status) in expected {
        let answer = broker.ask("PUT", &binding, &wanted);
        assert_eq!(answer.status, status, "{language}: {wanted} {}", answer.body);
        has_only(&answer, &["credentials"], language);
    }
    has_only(&broker.ask("GET", &binding, &Value::Null), &["credentials", "parameters"], language);
    for (query, status) in [("", 400), ("service_id=x&plan_id=y", 400), (IDS, 200), (IDS, 410)] {
        let answer = broker.ask("DELETE", &format!("{binding}?{query}"), &Value::Null);
        assert_eq!(answer.status, status, "{language}: {query}");
    }
}

fn slow_instances(broker: &Running, language: &str) {
    let slow = with("plan_id", json!("22d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02"));
    let path = "/v2/service_instances/slow";
    let waits = format!("{path}?accepts_incomplete=true");
    let refused = broker.ask("PUT", path, &slow);
    assert_eq!((refused.status, &refused.body["error"]), (422, &json!("AsyncRequired")), "{language}");
    let accepted = broker.ask("PUT", &waits, &slow);
    assert_eq!(accepted.status, 202, "{language}");
    has_only(&accepted, &["dashboard_url", "operation"], language);
    assert_eq!(accepted.body["operation"], "provision", "{language}: one suite polls by that word");
    let succeeded = json!({ "state": "succeeded" });
    let polled = broker.ask("GET", &format!("{path}/last_operation?operation=provision"), &Value::Null);
    assert_eq!((polled.status, &polled.body), (200, &succeeded), "{language}");
    let unknown = broker.ask("GET", &format!("{path}/last_operation?operation=unknown"), &Value::Null);
    assert_eq!(unknown.status, 400, "{language}");
    let unchanged = broker.ask("PATCH", path, &slow);
    assert_eq!((unchanged.status, &unchanged.body["error"]), (422, &json!("AsyncRequired")), "{language}");
    let removal =
        format!("{waits}&service_id=7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10&plan_id=22d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02");
    for status in [202, 202] {
        assert_eq!(broker.ask("DELETE", &removal, &Value::Null).status, status, "{language}");
    }
    for _ in 0..2 {
        let gone = broker.ask("GET", &format!("{path}/last_operation"), &Value::Null);
        assert_eq!((gone.status, &gone.body), (200, &succeeded), "{language}");
    }
    assert_eq!(broker.ask("DELETE", &removal, &Value::Null).status, 410, "{language}");
}

/// A member is told from the version on that brought it, and never if no version knows it.
fn catalogs(broker: &Running, language: &str) {
    for (version, service, plan) in
        [("2.12", false, false), ("2.13", false, true), ("2.14", true, true), ("2.17", true, true)]
    {
        let told = broker.ask_as(Some(rig::PASSWORD), Some(version), "GET", "/v2/catalog", None).body;
        let told = &told["services"][0];
        assert_eq!(told.get("instances_retrievable").is_some(), service, "{language} {version}");
        assert_eq!(told["plans"][0].get("schemas").is_some(), plan, "{language} {version}");
        assert!(
            told.get("rc_compatible").is_none() && told["metadata"]["parameters"].is_array(),
            "{language} {version}"
        );
    }
}

fn hostile_bodies(broker: &Running, language: &str) {
    let deep = format!("{{\"context\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
    for body in ["", "7", "[]", "{\"service_id\":", "\u{0}", &deep, "{\"parameters\":[1],\"service_id\":\"x\"}"] {
        for (method, path) in [("PUT", INSTANCE), ("PATCH", INSTANCE), ("PUT", "/platform_v1/service_instances/i")] {
            let answer = broker.ask_as(Some(rig::PASSWORD), Some("2.14"), method, path, Some(body));
            let shown: String = body.chars().take(40).collect();
            assert!(matches!(answer.status, 400 | 404), "{language}: {method} {path} {shown:?}: {}", answer.status);
            assert!(answer.body["description"].is_string(), "{language}: {method} {path} {shown:?}");
        }
    }
    assert_eq!(broker.ask("GET", "/v2/service_instances/%ff", &Value::Null).status / 100, 4, "{language}");
}

/// A success has no member that the contract does not know.
fn has_only(answer: &Answer, members: &[&str], language: &str) {
    if answer.status < 300 {
        let unknown: Vec<&String> =
            answer.body.as_object().unwrap().keys().filter(|name| !members.contains(&name.as_str())).collect();
        assert!(unknown.is_empty(), "{language}: {unknown:?}");
    }
}
