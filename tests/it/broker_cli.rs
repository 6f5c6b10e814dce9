//! `slipway broker` as a provider's pipeline meets it: no configuration, no database, an exit code.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use slipway_osb::fake::{Credentials, FakeBroker, Fault};
use tempfile::TempDir;

use crate::support::said;

const PASSWORD: &str = "a password of a broker";

fn catalog() -> Value {
    json!({ "services": [{
        "id": "7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10", "name": "acme-db", "description": "A database.",
        "bindable": true, "plan_updateable": false, "metadata": { "serviceKeysSupported": true },
        "plans": [{
            "id": "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01", "name": "small", "description": "One node.", "free": true,
        }],
    }] })
}

/// A directory with a definition, a password, and a configuration that nobody could start with.
fn desk() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("catalog.json"), catalog().to_string()).unwrap();
    fs::write(dir.path().join("secret.txt"), format!("{PASSWORD}\n")).unwrap();
    fs::write(dir.path().join("slipway.toml"), "nonsense = true").unwrap();
    dir
}

async fn broker() -> FakeBroker {
    let credentials = Credentials { username: "broker".into(), password: PASSWORD.into() };
    FakeBroker::start(catalog(), credentials).await.unwrap()
}

/// On a thread of its own, so that the broker goes on answering.
async fn slipway(dir: &Path, arguments: &[&str]) -> Output {
    slipway_in(&[], dir, arguments).await
}

async fn slipway_in(environment: &[(&str, &str)], dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
    command.arg("broker").args(arguments).current_dir(dir).env_clear().envs(environment.iter().copied());
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

async fn test(dir: &Path, broker: &FakeBroker, more: &[&str]) -> Output {
    let url = broker.url();
    let arguments = ["test", &url, "--lab", "--user", "broker", "--password-file", "secret.txt"];
    slipway(dir, &[&arguments[..], &["--definition", "catalog.json"], more].concat()).await
}

#[tokio::test]
async fn a_good_broker_ends_with_0_and_leaves_nothing_in_the_directory() {
    let (dir, broker) = (desk(), broker().await);
    let output = test(dir.path(), &broker, &[]).await;
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("pass BRK-PRV-01") && text.contains(" 0 failed") && text.contains("evidence "), "{text}");
    assert!(!text.contains(PASSWORD) && !text.contains("made-up-secret"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "no database appeared");
    assert!(broker.instances().is_empty());
}

#[tokio::test]
async fn what_is_left_out_is_skipped_and_said_and_the_account_is_the_one_that_was_named() {
    let (dir, broker) = (desk(), broker().await);
    let more = ["--leave-out", "lost-answers", "--leave-out", "bindings", "--account", "acme-test"];
    let output = test(dir.path(), &broker, &more).await;
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    for line in ["skip BRK-BND-01  bindings were left out", "skip ORP-01  lost answers were left", "pass BRK-DEP-01"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let log = broker.log();
    assert!(log.iter().all(|seen| !seen.path.contains("service_bindings")), "nothing was bound");
    let owned = log.iter().filter(|seen| seen.body.contains("\"account_id\":\"acme-test\"")).count();
    assert!(owned > 0 && log.iter().all(|seen| !seen.body.contains("\"account_id\":\"slipway-conformance\"")));
}

/// A proxy would resolve names by itself, past the policy for addresses, and read the password on the way.
#[tokio::test]
async fn no_proxy_that_the_machine_names_is_asked() {
    let (dir, broker) = (desk(), broker().await);
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let proxy = format!("http://{}", canary.local_addr().unwrap());
    let names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let environment = names.map(|name| (name, proxy.as_str()));
    let url = broker.url();
    let arguments = ["test", &url, "--lab", "--user", "broker", "--password-file", "secret.txt"];
    let arguments = [&arguments[..], &["--definition", "catalog.json"]].concat();
    let output = slipway_in(&environment, dir.path(), &arguments).await;
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(canary.accept().is_err(), "somebody called at the proxy");
}

#[tokio::test]
async fn a_bad_broker_ends_with_1_and_says_what_to_change() {
    let (dir, broker) = (desk(), broker().await);
    broker.set_faults([Fault::RefusesProvision]);
    let output = test(dir.path(), &broker, &[]).await;
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("FAIL BRK-PRV-01") && text.contains("Not today.") && text.contains("change: "), "{text}");

    let junit = test(dir.path(), &broker, &["--junit"]).await;
    assert_eq!(junit.status.code(), Some(1));
    let xml = String::from_utf8(junit.stdout).unwrap();
    assert!(xml.starts_with("<?xml") && xml.contains("name=\"BRK-PRV-01\"") && xml.contains("<failure message="));

    let json = test(dir.path(), &broker, &["--json"]).await;
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    let failed = report["checks"].as_array().unwrap().iter().any(|check| {
        check["id"] == "BRK-PRV-01" && check["outcome"] == "fail" && !check["exchanges"].as_array().unwrap().is_empty()
    });
    assert!(failed && !said(&json).contains(PASSWORD));
}

#[tokio::test]
async fn a_command_that_is_wrong_ends_with_2_and_calls_nobody() {
    let (dir, broker) = (desk(), broker().await);
    let url = broker.url();
    let wrong: [(&[&str], &str); 13] = [
        (&["test", &url, "--lab", "--user", "broker", "--definition", "catalog.json"], "SLIPWAY_BROKER_PASSWORD"),
        (&["test", &url, "--definition", "catalog.json"], "--lab"),
        (&["test", &url, "--lab", "--definition", "none.json"], "none.json"),
        (&["test", &url, "--lab", "--definition", "secret.txt"], "no JSON"),
        (&["test", &url, "--lab", "--definition", "catalog.json", "--plan", "huge"], "it has small"),
        (&["test", &url, "--lab", "--definition", "catalog.json", "--password-env", "NOT_SET"], "NOT_SET"),
        (&["test", &url, "--lab", "--definition", "catalog.json", "--osb-version", "2.11"], "2.12"),
        (&["test", &url, "--lab", "--definition", "catalog.json", "--auth", "bearer-crn"], "test it in the console"),
        (&["test", &url, "--lab", "--definition", "catalog.json", "--auth", "bearer"], "SLIPWAY_BROKER_PASSWORD"),
        (&["test", &url, "--lab", "--definition", "catalog.json", "--auth", "basic"], "add --user"),
        (&["test", &url, "--lab", "--definition", "catalog.json", "--leave-out", "it"], "usage, lost-answers"),
        (&["test", &url, "--lab", "--definition", "catalog.json", "--account", "a/b:c"], "an account has 1 to 64"),
        (&["checks", "BRK-XYZ-99"], "BRK-XYZ-99"),
    ];
    for (arguments, words) in wrong {
        let output = slipway(dir.path(), arguments).await;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
        assert!(!said(&output).contains(PASSWORD));
    }
    assert!(broker.log().is_empty());
}

#[tokio::test]
async fn a_catalog_is_printed_with_its_faults_in_place() {
    let (dir, broker) = (desk(), broker().await);
    let url = broker.url();
    let arguments = ["catalog", &url, "--lab", "--user", "broker", "--password-file", "secret.txt"];
    let output = slipway(dir.path(), &arguments).await;
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("service acme-db") && said(&output).contains("  plan small"));

    let mut wrong = catalog();
    wrong["services"][0]["plans"][0]["description"] = "".into();
    broker.set_catalog(wrong);
    let output = slipway(dir.path(), &arguments).await;
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("    ERROR services[0].plans[0].description: It is empty."), "{text}");

    let output = slipway(dir.path(), &["catalog", &url, "--lab"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("Wrong or missing credentials."), "{}", said(&output));
}

#[tokio::test]
async fn a_check_explains_itself() {
    let dir = desk();
    let output = slipway(dir.path(), &["checks", "brk-prv-05"]).await;
    assert!(output.status.success() && said(&output).contains("why: ") && said(&output).contains("409"));
    assert_eq!(said(&slipway(dir.path(), &["checks"]).await).lines().count(), 67);
}
