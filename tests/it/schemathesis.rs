//! The interface for programs against its own description: Schemathesis reads the document, sends what it allows and what it
//! does not, and looks whether the answers are those that it names. It runs with the tokens of three kinds of callers, each
//! in a scene in which there is much for them to read or to do.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::process::{Command, Stdio};

use slipway_backend::demo::OFFERING;
use tempfile::TempDir;

use crate::api::{ADA, RITA, named, token};
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
    tried(Scene::Workshop, ADA, "write", "examples,coverage,fuzzing,stateful").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_document_says_is_true_for_those_who_read() {
    // Customers had two versions of what is there.
    tried(Scene::Renewed, ADA, "read", "examples,fuzzing").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_document_says_is_true_for_reviewers() {
    // A request waits for them, and they see the service in the catalog.
    tried(Scene::Requested, RITA, "write", "examples,fuzzing").await;
}

async fn tried(scene: Scene, email: &str, scope: &str, phases: &str) {
    if !is_here() {
        return;
    }
    let stage = scene.open().await;
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
    assert!(output.status.success(), "{scene:?} {email} {scope}\n{told}\n{warned}");
}

/// What the names in addresses stand for: what the scene has no such thing of is made up, and exists nowhere.
fn parameters(stage: &Stage) -> String {
    let all = named(stage).into_iter().chain([("name", OFFERING)]);
    let lines: Vec<String> = all.map(|(name, value)| format!("\"path.{name}\" = \"{value}\"\n")).collect();
    format!("[parameters]\n{}", lines.concat())
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
