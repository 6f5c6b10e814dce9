//! `slipway offering`, the real executable against a console: what is exported can be applied, what is wrong is told, and
//! no file takes it down.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use slipway::server::config::PublicUrl;
use slipway::server::{BuildOptions, schemas};
use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::caller::{Caller, Person};
use slipway_domain::token::TokenDraft;
use tempfile::TempDir;

use crate::samples::proxy::Proxy;
use crate::support::{TestServer, said};
use crate::usage::key_made_by;

const KIM: &str = "kim@northwind.example";

/// Somebody at a prompt, with a token.
struct Desk {
    /// Answers for as long as it is here.
    server: TestServer,
    /// What its address is.
    front: Proxy,
    dir: TempDir,
    token: String,
}

/// The executable without a console.
async fn alone(dir: &Path, token: Option<&str>, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
    command.arg("offering").args(arguments).current_dir(dir).env_clear();
    if let Some(token) = token {
        command.env("SLIPWAY_TOKEN", token);
    }
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

async fn kim(server: &TestServer) -> Acting {
    let store = server.backend.store();
    let entry = store.person_with_email(KIM).await.unwrap().unwrap();
    let person = store.person(entry.id).await.unwrap().unwrap();
    let current = person.memberships.first().map(|membership| membership.account);
    server.backend.acting_for(Caller::Person(Person { current, ..person }))
}

impl Desk {
    async fn open(scope: &str) -> Self {
        let options = BuildOptions { demo: true, ..BuildOptions::default() };
        let front = Proxy::start().await;
        let server = TestServer::start_by(options, |config| {
            config.outbound.lab = true;
            config.server.public_url = PublicUrl::parse(&front.url).unwrap();
        })
        .await;
        front.leads_to(server.address);
        let kim = kim(&server).await;
        let draft = TokenDraft { name: "pipeline".to_owned(), scope: scope.to_owned(), lifetime: "30".to_owned() };
        kim.create_token(&draft).await.unwrap();
        let token = kim.take_token().await.unwrap().fresh.unwrap().secret.value;
        Self { server, front, dir: TempDir::new().unwrap(), token }
    }

    /// The same desk, where the token is the API key of the service id.
    async fn with_key(self) -> Self {
        let token = key_made_by(&kim(&self.server).await, "").await;
        Self { token, ..self }
    }

    async fn run(&self, arguments: &[&str]) -> Output {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--console", &self.front.url]).collect();
        alone(self.dir.path(), Some(&self.token), &arguments).await
    }

    async fn exported(&self) -> String {
        let output = self.run(&["export", OFFERING]).await;
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn keep(&self, text: &str) {
        fs::write(self.dir.path().join("offering.yaml"), text).unwrap();
    }
}

#[tokio::test]
async fn what_is_exported_and_applied_is_exported_the_same_to_the_byte() {
    let desk = Desk::open("write").await;
    let first = desk.exported().await;
    assert!(first.contains(&format!("name: {OFFERING}\n")), "{first}");
    assert!(!first.contains("password"), "{first}");
    desk.keep(&first);
    let applied = desk.run(&["apply", "offering.yaml", "--prune"]).await;
    assert_eq!(applied.status.code(), Some(0), "{}", said(&applied));
    assert!(said(&applied).contains("Nothing to do"), "{}", said(&applied));
    assert_eq!(desk.exported().await, first);
}

#[tokio::test]
async fn an_edited_file_is_planned_applied_and_exported() {
    let desk = Desk::open("write").await;
    let edited = desk.exported().await.replacen("Northwind Vector Search", "Vector Finder", 1);
    desk.keep(&edited);
    let planned = desk.run(&["plan", "offering.yaml"]).await;
    assert_eq!(planned.status.code(), Some(0), "{}", said(&planned));
    for told in ["Save the listing", "~ listing, display name", "- Northwind Vector Search", "+ Vector Finder"] {
        assert!(said(&planned).contains(told), "{told} in {}", said(&planned));
    }
    let planned = desk.run(&["plan", "offering.yaml", "--json"]).await;
    let planned: Value = serde_json::from_slice(&planned.stdout).unwrap();
    assert_eq!(planned["steps"].as_array().unwrap().len(), 1, "{planned}");
    assert_eq!(planned["changes"][0]["field"], "listing[display_name]");
    let applied = desk.run(&["apply", "offering.yaml"]).await;
    assert_eq!(applied.status.code(), Some(0), "{}", said(&applied));
    assert!(said(&applied).contains("Save the listing"), "{}", said(&applied));
    assert_eq!(desk.exported().await, edited);
}

#[tokio::test]
async fn the_api_key_of_a_service_id_plans_and_applies_an_edited_file() {
    let desk = Desk::open("read").await.with_key().await;
    assert!(desk.token.starts_with("slw_"));
    let before = desk.exported().await;
    let edited = before.replacen("Northwind Vector Search", "Vector Finder", 1);
    desk.keep(&edited);
    let planned = desk.run(&["plan", "offering.yaml"]).await;
    assert_eq!(planned.status.code(), Some(0), "{}", said(&planned));
    assert!(said(&planned).contains("Save the listing"), "{}", said(&planned));
    assert_eq!(desk.exported().await, before);
    let applied = desk.run(&["apply", "offering.yaml"]).await;
    assert_eq!(applied.status.code(), Some(0), "{}", said(&applied));
    assert!(said(&applied).contains("Save the listing"), "{}", said(&applied));
    assert_eq!(desk.exported().await, edited);
}

#[tokio::test]
async fn a_token_that_only_reads_plans_and_applies_nothing() {
    let desk = Desk::open("read").await;
    let before = desk.exported().await;
    desk.keep(&before.replacen("Northwind Vector Search", "Vector Finder", 1));
    assert_eq!(desk.run(&["plan", "offering.yaml"]).await.status.code(), Some(0));
    let applied = desk.run(&["apply", "offering.yaml"]).await;
    assert_eq!(applied.status.code(), Some(1), "{}", said(&applied));
    assert_eq!(desk.exported().await, before);
    let wrong = desk.run(&["export", "nothing-of-that-name"]).await;
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said(&wrong).contains("no offering called nothing-of-that-name"), "{}", said(&wrong));
}

#[tokio::test]
async fn a_file_of_another_service_is_refused_before_anything_is_saved() {
    let desk = Desk::open("write").await;
    let first = desk.exported().await;
    let other = first.lines().map(|line| {
        let is_id = line.starts_with("id: ");
        if is_id { "id: 0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11\n".to_owned() } else { format!("{line}\n") }
    });
    desk.keep(&other.collect::<String>());
    for command in ["plan", "apply"] {
        let output = desk.run(&[command, "offering.yaml"]).await;
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("of another service"), "{}", said(&output));
    }
    assert_eq!(desk.exported().await, first);
}

const HEAD: &str = "api_version: slipway/v1\nkind: Offering\nname: northwind-vector\n";

#[tokio::test]
async fn a_file_is_checked_by_the_rules_of_the_forms_without_a_console() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("offering.yaml"), format!("{HEAD}listing:\n  description: Finds vectors.\n")).unwrap();
    let checked = alone(dir.path(), None, &["check", "offering.yaml"]).await;
    assert_eq!(checked.status.code(), Some(1), "{}", said(&checked));
    for told in ["Error LST-NAM-01 listing:", "only a console knows"] {
        assert!(said(&checked).contains(told), "{told} in {}", said(&checked));
    }
    let checked = alone(dir.path(), None, &["check", "offering.yaml", "--json"]).await;
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let rules: Vec<&str> =
        checked["findings"].as_array().unwrap().iter().filter_map(|one| one["rule"].as_str()).collect();
    assert!(rules.contains(&"LST-NAM-01"), "{rules:?}");
}

#[tokio::test]
async fn a_hostile_file_is_refused_in_words() {
    let dir = TempDir::new().unwrap();
    let bomb = format!("{HEAD}access:\n  service_roles: &a [x]\n  custom_roles: [{}x]\n", "*a, ".repeat(5_000));
    let large = format!("{HEAD}summary:\n  description: {}\n", "x".repeat(10 * 1024 * 1024));
    let files: [&[u8]; 8] = [
        bomb.as_bytes(),
        large.as_bytes(),
        b"",
        b"\xff\xfe",
        b"api_version: slipway/v1\nkind: Offering\nname: [x]\n",
        b"api_version: slipway/v1\n\tkind: Offering\n",
        b"{\"api_version\": \"slipway/v1\", ",
        b"api_version: slipway/v1\nkind: Offering\nname: x\nlisting:\n  display_nam: x\n",
    ];
    for (at, file) in files.into_iter().enumerate() {
        fs::write(dir.path().join("offering.yaml"), file).unwrap();
        let checked = alone(dir.path(), None, &["check", "offering.yaml"]).await;
        let told = said(&checked);
        assert_eq!(checked.status.code(), Some(2), "{at}: {told}");
        assert!(told.contains("offering.yaml cannot be read: ") && !told.contains("panicked"), "{at}: {told}");
    }
    let missing = alone(dir.path(), None, &["check", "nothing.yaml"]).await;
    assert_eq!(missing.status.code(), Some(2), "{}", said(&missing));
}

#[tokio::test]
async fn the_token_goes_over_no_open_line_and_is_asked_for() {
    let dir = TempDir::new().unwrap();
    let clear = alone(dir.path(), Some("slp_x"), &["export", "x", "--console", "http://console.example.com"]).await;
    assert_eq!(clear.status.code(), Some(2));
    assert!(said(&clear).contains("https://"), "{}", said(&clear));
    let without = alone(dir.path(), None, &["export", "x", "--console", "http://127.0.0.1:9"]).await;
    assert_eq!(without.status.code(), Some(2));
    assert!(said(&without).contains("SLIPWAY_TOKEN") && said(&without).contains("--token-file"), "{}", said(&without));
}

#[tokio::test]
async fn an_exported_file_is_of_the_schema_that_is_published() {
    let desk = Desk::open("read").await;
    let printed = alone(desk.dir.path(), None, &["schema"]).await;
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), schemas::offering());
    let other = TestServer::start().await;
    let served = other.browser().get("/schemas/offering.v1.json").await;
    let schema: Value = serde_json::from_str(&schemas::offering()).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&served.body).unwrap(), schema);
    let exported = desk.run(&["export", OFFERING, "--json"]).await;
    let mut file: Value = serde_json::from_slice(&exported.stdout).unwrap();
    assert_eq!(misfit(&schema, &schema, &file, ""), None);
    for (place, wrong) in
        [("/listing/display_name", Value::from(1)), ("/plans/0", "x".into()), ("/kind", "Plan".into())]
    {
        let before = std::mem::replace(file.pointer_mut(place).unwrap(), wrong);
        assert!(misfit(&schema, &schema, &file, "").is_some(), "{place}");
        *file.pointer_mut(place).unwrap() = before;
    }
    file["listing"]["display_nam"] = "x".into();
    assert!(misfit(&schema, &schema, &file, "").is_some());
}

/// Where a value is not of a schema, by the words that ours are written in.
fn misfit(schema: &Value, root: &Value, value: &Value, place: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return misfit(root.pointer(name.strip_prefix('#').unwrap()).unwrap(), root, value, place);
    }
    if let Some(ways) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        let fits = ways.iter().any(|way| misfit(way, root, value, place).is_none());
        return (!fits).then(|| place.to_owned());
    }
    let kind = match value {
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        Value::String(_) => "string",
        Value::Null => "null",
        _ => "other",
    };
    let is_of_type = match &schema["type"] {
        Value::String(wanted) => wanted == kind,
        Value::Array(ways) => ways.iter().any(|wanted| wanted == kind),
        _ => true,
    };
    let is_listed = schema["enum"].as_array().is_none_or(|listed| listed.contains(value));
    let is_meant = schema.get("const").is_none_or(|meant| meant == value);
    if !is_of_type || !is_listed || !is_meant {
        return Some(place.to_owned());
    }
    match value {
        Value::Object(members) => {
            let required = schema["required"].as_array().into_iter().flatten();
            if required.filter_map(Value::as_str).any(|name| !members.contains_key(name)) {
                return Some(place.to_owned());
            }
            members.iter().find_map(|(name, member)| {
                let place = format!("{place}/{name}");
                match (&schema["properties"][name], &schema["additionalProperties"]) {
                    (Value::Null, Value::Bool(false)) => Some(place),
                    (Value::Null, further) => misfit(further, root, member, &place),
                    (known, _) => misfit(known, root, member, &place),
                }
            })
        }
        Value::Array(items) => {
            let mut places = items.iter().enumerate();
            places.find_map(|(at, item)| misfit(&schema["items"], root, item, &format!("{place}/{at}")))
        }
        _ => None,
    }
}

#[test]
fn the_schema_on_paper_is_the_schema_in_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas/offering.v1.json");
    if is_update_wanted() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, schemas::offering()).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == schemas::offering(),
        "docs/schemas/offering.v1.json differs from the code; run UPDATE_DOCS=1 cargo test --test it the_schema_on_paper"
    );
}

#[expect(clippy::disallowed_methods, reason = "a switch of this test, not configuration of the program")]
fn is_update_wanted() -> bool {
    std::env::var("UPDATE_DOCS").is_ok_and(|value| value == "1")
}
