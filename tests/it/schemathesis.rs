//! The interface for programs against its own description: Schemathesis reads the document, sends what it allows and what it
//! does not, and looks whether the answers are those that it names. It runs with the tokens of three kinds of callers.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::process::{Command, Stdio};

use slipway_backend::demo::OFFERING;
use tempfile::TempDir;

use crate::api::{ADA, RITA, token};
use crate::support::{Scene, Stage};

/// What is looked at in every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,negative_data_rejection,ignored_auth,\
                      unsupported_method";

/// So many cases of each operation are made up, beside those that the schema leads to.
const EXAMPLES: &str = "8";

/// The same cases in every run.
const SEED: &str = "49";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_document_says_is_true_for_those_who_write() {
    tried(ADA, "write", "examples,coverage,fuzzing,stateful").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_document_says_is_true_for_those_who_read() {
    tried(ADA, "read", "examples,fuzzing").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_document_says_is_true_for_reviewers() {
    tried(RITA, "write", "examples,fuzzing").await;
}

async fn tried(email: &str, scope: &str, phases: &str) {
    if !is_here() {
        return;
    }
    let stage = Scene::Workshop.open().await;
    let token = token(&stage, email, scope).await;
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("schemathesis.toml"), parameters(&stage)).unwrap();
    let url = format!("http://{}", stage.server.address);
    let mut command = Command::new(python());
    command
        .args(["-m", "schemathesis.cli", "--no-color", "run"])
        .arg(format!("{url}/api/v1/openapi.json"))
        .args(["--url", &format!("{url}/api/v1")])
        .args(["--header", "Host:console.test"])
        .args(["--header", &format!("Authorization:Bearer {token}")])
        .args(["--checks", CHECKS, "--phases", phases, "--mode", "all"])
        .args(["--max-examples", EXAMPLES, "--seed", SEED, "--generation-database", "none"])
        .args(["--suppress-health-check", "all", "--request-timeout", "30"])
        .current_dir(dir.path())
        .stdin(Stdio::null());
    // The server answers meanwhile.
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let (told, warned) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{email} {scope}\n{told}\n{warned}");
}

/// What the names in addresses stand for: what is made up exists nowhere.
fn parameters(stage: &Stage) -> String {
    let (account, plan) = (&stage.facts["northwind"], &stage.facts["draft_plan"]);
    format!(
        "[parameters]\n\"path.name\" = \"{OFFERING}\"\n\"path.account\" = \"{account}\"\n\"path.plan\" = \"{plan}\"\n"
    )
}

/// Whether the tests were promised the packages; see `make setup`.
fn is_here() -> bool {
    let mut command = Command::new(python());
    command.args(["-c", "import schemathesis"]).stdout(Stdio::null()).stderr(Stdio::null());
    let is_here = command.status().is_ok_and(|status| status.success());
    let is_promised = ["CI", "BROKER_PYTHON"].iter().any(|name| env::var_os(name).is_some());
    assert!(is_here || !is_promised, "Schemathesis is missing: run `make setup`, or `make test`");
    if !is_here {
        eprintln!("Schemathesis is left out: it is not installed");
    }
    is_here
}

/// The one that the build tool has made.
fn python() -> OsString {
    env::var_os("BROKER_PYTHON").unwrap_or_else(|| "python3".into())
}
