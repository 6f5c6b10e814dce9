//! Writing a sample, starting it, and asking it over a plain socket.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

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

/// Where the sources of a sample lie.
pub(super) fn folder(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/broker/sample").join(language)
}

/// The sample `my-broker` in `dir`, beside its definition and password.
pub(super) async fn write(dir: &Path, language: &str, definition: &Value) {
    fs::write(dir.join("catalog.json"), definition.to_string()).unwrap();
    fs::write(dir.join("secret.txt"), PASSWORD).unwrap();
    let arguments = ["sample", "my-broker", "--definition", "catalog.json", "--lang", language];
    let output = slipway(dir, &arguments).await;
    assert!(output.status.success(), "{language}: {}", text(&output.stderr));
}

/// On a thread of its own: a sample in this process goes on answering.
pub(super) async fn slipway(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
    command.arg("broker").args(arguments).current_dir(dir).env_clear();
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A sample that answers; it ends when it is dropped.
pub(super) struct Running {
    pub(super) url: String,
    process: Option<Child>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// `None` where the language is not there.
pub(super) fn start(dir: &Path, language: &str, slow_plans: &str) -> Option<Running> {
    let (program, script) = match language {
        "python" => ("python3", "server.py"),
        "node" => ("node", "server.js"),
        _ => return Some(start_here(dir, slow_plans)),
    };
    let mut process = Command::new(program)
        .arg(script)
        .current_dir(dir.join("my-broker"))
        .envs([("BROKER_USER", "broker"), ("BROKER_PASSWORD", PASSWORD), ("BROKER_PORT", "0")])
        .envs([("BROKER_SLOW_PLANS", slow_plans), ("BROKER_SLOW_SECONDS", "0")])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{language}: {line:?}")).to_owned();
    Some(Running { url, process: Some(process) })
}

fn start_here(dir: &Path, slow_plans: &str) -> Running {
    let dir = dir.join("my-broker");
    let settings = broker::Settings {
        state: dir.join("state.json"),
        slow_plans: slow_plans.split(',').map(str::to_owned).collect(),
        slow: Duration::ZERO,
    };
    let offering = broker::Offering::read(&fs::read_to_string(dir.join("catalog.json")).unwrap()).unwrap();
    let router = broker::router(broker::Broker::open(offering, settings).unwrap(), "broker", PASSWORD);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Running { url, process: None }
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Running {
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
