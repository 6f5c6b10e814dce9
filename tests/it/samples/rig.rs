//! Writing a sample, starting its programs, and asking it over a plain socket.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::{env, fs};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

pub(super) const PASSWORD: &str = "a password of a sample";

/// Everything that a check could want to look at, and a member that only the platform knows.
pub(super) fn definition(plan_updateable: bool) -> Value {
    let schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object" });
    json!({ "services": [{
        "id": "7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10", "name": "acme-db", "description": "A database.",
        "bindable": true, "plan_updateable": plan_updateable, "instances_retrievable": true, "rc_compatible": true,
        "metadata": { "serviceKeysSupported": plan_updateable, "parameters": [
            { "name": "size", "type": "dropdown", "value": "s", "options": [{ "value": "s" }, { "value": "l" }] },
            { "name": "zones", "type": "multiselect", "options": [{ "value": "a" }, { "value": "b" }] },
            { "name": "owner", "type": "text", "required": true, "pattern": "[a-z]+" },
        ] },
        "plans": [
            {
                "id": "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01", "name": "small", "description": "One node.", "free": true,
                "schemas": { "service_instance": { "create": { "parameters": schema } } },
            },
            {
                "id": "22d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02", "name": "large", "description": "Three.", "free": false,
                "maximum_polling_duration": 60,
            },
        ],
    }] })
}

/// The same with a plan that is metered.
pub(super) fn metered() -> Value {
    let mut metered = definition(true);
    metered["services"][0]["plans"][1]["metadata"] = json!({ "costs": [
        { "meteringUnit": "QUERY", "quantity_type": "CONSUMPTION", "model": "standard_add", "consumer_level": false },
    ] });
    metered
}

/// Whether a sample in that language can run here. Where it was promised, in CI and by the build tool, it has to.
pub(super) fn is_here(language: &str) -> bool {
    let runs = |program: OsString, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let (is_here, wanted) = match language {
        "python" => (runs(python(), &["-c", "import jwt"]), "Python 3.9 or newer with the sample's requirements.txt"),
        "node" => {
            let has_packages = root().join("node_modules/openid-client").is_dir();
            (has_packages && runs("node".into(), &["--version"]), "Node 20 or newer and the npm packages")
        }
        _ => (true, ""),
    };
    let is_promised = ["CI", "BROKER_PYTHON"].iter().any(|name| env::var_os(name).is_some());
    assert!(is_here || !is_promised, "{language}: {wanted} is missing: run `make setup`, or `make test`");
    if !is_here {
        eprintln!("{language} is left out: {wanted} is missing");
    }
    is_here
}

/// The one that the build tool has made, with the packages of the sample.
fn python() -> OsString {
    env::var_os("BROKER_PYTHON").unwrap_or_else(|| "python3".into())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the sources of a sample lie.
pub(super) fn folder(language: &str) -> PathBuf {
    root().join("src/cli/broker/sample").join(language)
}

/// The sample `my-broker` in `dir`, beside its definition and password.
pub(super) async fn write(dir: &Path, language: &str, definition: &Value) {
    fs::write(dir.join("catalog.json"), definition.to_string()).unwrap();
    fs::write(dir.join("secret.txt"), PASSWORD).unwrap();
    let arguments = ["sample", "my-broker", "--definition", "catalog.json", "--lang", language];
    let output = slipway(dir, &arguments).await;
    assert!(output.status.success(), "{language}: {}", text(&output.stderr));
}

/// Ends with whoever waits for it: a broker that is gone would be polled for an hour.
pub(super) async fn slipway(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
    command.arg("broker").args(arguments).current_dir(dir).env_clear();
    let mut child = Ended(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let (stdout, stderr) = (child.0.stdout.take().unwrap(), child.0.stderr.take().unwrap());
    let (stdout, stderr) = tokio::join!(all_of(stdout), all_of(stderr));
    Output { status: child.0.wait().unwrap(), stdout, stderr }
}

/// On a thread of its own: whatever this process serves goes on answering.
async fn all_of(mut pipe: impl Read + Send + 'static) -> Vec<u8> {
    let read = move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        bytes
    };
    tokio::task::spawn_blocking(read).await.unwrap()
}

/// A program that ends when it is dropped.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A sample that answers; it ends when it is dropped.
pub(super) struct Running {
    pub(super) url: String,
    _process: Ended,
}

/// The programs of a sample, and its own tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    Broker,
    Usage,
    Tests,
}

/// A program of the sample in `dir`. Those in Rust are the workspace's: cargo has built them for the tests, from the
/// sources that are written, and runs their own tests.
pub(super) fn program(dir: &Path, language: &str, program: Program) -> Command {
    let dir = dir.join("my-broker");
    let (mut command, arguments): (Command, [&[&str]; 3]) = match language {
        "python" => (Command::new(python()), [&["server.py"], &["usage.py"], &["-m", "unittest"]]),
        "node" => {
            // A package is looked for beside the program.
            let _ = symlink(root().join("node_modules"), dir.join("node_modules"));
            (Command::new("node"), [&["server.js"], &["usage.js"], &["--test"]])
        }
        _ => {
            let name = if program == Program::Usage { "report-usage" } else { "sample-broker" };
            let built = Path::new(env!("CARGO_BIN_EXE_slipway")).with_file_name(name);
            assert!(built.exists(), "{} is missing: test with `cargo test --workspace`", built.display());
            (Command::new(built), [&[], &[], &[]])
        }
    };
    command.args(arguments[program as usize]).current_dir(dir);
    command
}

/// A sample by itself.
pub(super) fn start(dir: &Path, language: &str, slow_plans: &str) -> Running {
    let settings = [("BROKER_SLOW_PLANS", slow_plans), ("PUBLIC_URL", "https://my-broker.example")];
    start_with(dir, language, &settings)
}

/// A sample with settings of a test's own.
pub(super) fn start_with(dir: &Path, language: &str, settings: &[(&str, &str)]) -> Running {
    let process = program(dir, language, Program::Broker)
        .envs([("BROKER_USER", "broker"), ("BROKER_PASSWORD", PASSWORD), ("BROKER_PORT", "0")])
        .env("BROKER_SLOW_SECONDS", "0")
        .envs(settings.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut process, mut line) = (Ended(process), String::new());
    BufReader::new(process.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{language}: {line:?}")).to_owned();
    Running { url, _process: process }
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Running {
    pub(super) fn address(&self) -> SocketAddr {
        self.url.strip_prefix("http://").unwrap().parse().unwrap()
    }

    pub(super) fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = (!body.is_null()).then(|| body.to_string());
        self.ask_as(Some(PASSWORD), Some("2.14"), method, path, body.as_deref())
    }

    pub(super) fn ask_as(
        &self,
        password: Option<&str>,
        version: Option<&str>,
        method: &str,
        path: &str,
        body: Option<&str>,
    ) -> Answer {
        let address = self.url.strip_prefix("http://").unwrap();
        let pair = password.map(|password| BASE64_STANDARD.encode(format!("broker:{password}")));
        let body = body.unwrap_or_default();
        let mut head = vec![format!("{method} {path} HTTP/1.1"), format!("Host: {address}")];
        head.extend(["Connection: close".to_owned(), format!("Content-Length: {}", body.len())]);
        head.extend(pair.map(|pair| format!("Authorization: Basic {pair}")));
        head.extend(version.map(|version| format!("X-Broker-API-Version: {version}")));
        let head = head.join("\r\n") + "\r\n\r\n";
        let mut socket = TcpStream::connect(address).unwrap();
        socket.write_all(head.as_bytes()).unwrap();
        // A broker may turn a body away that is too large before it has arrived.
        let _ = socket.write_all(body.as_bytes());
        let mut answer = Vec::new();
        let _ = socket.read_to_end(&mut answer);
        let answer = text(&answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{method} {path}: {answer:?}"));
        Answer { status: status.unwrap(), body: serde_json::from_str(body).unwrap() }
    }
}
