//! The page that tells of every call to the broker: its lines are pasted into a real shell and sent to a broker, and
//! what an offering cannot do is not on it.

mod archives;

use std::net::SocketAddr;
use std::process::{Command, Output};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use http_body_util::Full;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use scraper::{Html, Selector};
use serde_json::Value;
use slipway_backend::demo::OFFERING;
use slipway_domain::export;
use slipway_domain::offering::Offering;
use slipway_osb::fake::{Credentials, FakeBroker};
use tokio::net::TcpStream;

use crate::support::{Scene, Stage};

const KIM: &str = "kim@northwind.example";
const PAGE: &str = "/offerings/northwind-vector/broker-api";
const PASSWORD: &str = "it's a word";
/// What the calls are answered one after the other: all at once, so that there is nothing to poll of a binding.
const STATUSES: [u16; 13] = [200, 201, 200, 200, 200, 204, 204, 201, 404, 200, 200, 200, 200];

async fn offering(stage: &Stage) -> Offering {
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    store.offering(scope).await.unwrap().unwrap()
}

/// A broker that knows the offering as it is now.
async fn broker(stage: &Stage) -> FakeBroker {
    let credentials = Credentials { username: "platform".to_owned(), password: PASSWORD.to_owned() };
    let catalog = serde_json::to_value(export::definitions(&offering(stage).await)).unwrap();
    FakeBroker::start(catalog, credentials).await.unwrap()
}

/// What can be copied from the page: the variables, and the lines that use them.
async fn copied(stage: &Stage) -> (String, Vec<String>) {
    let page = stage.browser_of(KIM).get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    let document = Html::parse_document(&page.body);
    let blocks = Selector::parse("main pre.code").unwrap();
    let mut texts: Vec<String> = document.select(&blocks).map(|block| block.text().collect()).collect();
    let variables = texts.remove(0);
    texts.retain(|text| text.starts_with("curl "));
    (variables, texts)
}

/// What a person makes of it for a broker of their own.
fn script(broker: &FakeBroker, variables: &str, before: &str, lines: &[String]) -> String {
    let own = format!(
        "BROKER_URL='{}'\nBROKER_USER='platform'\nBROKER_PASSWORD='{}'",
        broker.url(),
        PASSWORD.replace('\'', r"'\''")
    );
    format!("set -eu\n{variables}\n{own}\n{before}\n{}\n", lines.join("\n"))
}

/// On a thread of its own: the broker in this process goes on answering.
async fn run(script: String) -> Output {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).env("no_proxy", "*").env("NO_PROXY", "*");
    let output = tokio::task::spawn_blocking(move || shell.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A call as a shell hands it to a command.
#[derive(Debug, Default)]
struct Call {
    user: String,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl Call {
    fn read(words: &[&str]) -> Self {
        let mut call = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || (*words.next().expect("an option has its value")).to_owned();
            match *word {
                "-gisS" => {}
                "-u" => call.user = value(),
                "-X" => call.method = value(),
                "-d" => call.body = Some(value()),
                "-H" => {
                    let header = value();
                    let (name, text) = header.split_once(": ").expect("a header has a name and a value");
                    call.headers.push((name.to_owned(), text.to_owned()));
                }
                url => url.clone_into(&mut call.url),
            }
        }
        call
    }

    async fn send(&self, address: SocketAddr) -> u16 {
        let stream = TcpStream::connect(address).await.unwrap();
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        let driver = tokio::spawn(connection);
        let target = self.url.strip_prefix(&format!("http://{address}")).expect("it is the broker’s");
        let mut request = hyper::Request::builder()
            .method(self.method.as_str())
            .uri(target)
            .header("host", address.to_string())
            .header("authorization", format!("Basic {}", BASE64_STANDARD.encode(&self.user)));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body = Full::new(Bytes::from(self.body.clone().unwrap_or_default()));
        let status = sender.send_request(request.body(body).unwrap()).await.unwrap().status().as_u16();
        driver.abort();
        status
    }
}

#[tokio::test]
async fn every_line_is_one_command_of_a_shell_that_the_broker_understands() {
    let stage = Scene::Demo.open().await;
    let broker = broker(&stage).await;
    let (variables, lines) = copied(&stage).await;
    assert_eq!(lines.len(), STATUSES.len(), "{lines:#?}");
    // Instead of a call, the words that the shell makes of it: each ends with a zero, and so does each call.
    let told = r#"curl() { for word in "$@"; do printf '%s\000' "$word"; done; printf '\000'; }"#;
    let output = run(script(&broker, &variables, told, &lines)).await;
    let words = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = words.split('\0').collect();
    let calls: Vec<Call> =
        words.split(|word| word.is_empty()).filter(|words| !words.is_empty()).map(Call::read).collect();
    let mut statuses = Vec::new();
    for call in &calls {
        statuses.push(call.send(broker.addr()).await);
    }
    assert_eq!(statuses, STATUSES, "{calls:#?}");
    assert!(broker.instances().is_empty(), "what was made is removed");
    let ids = offering(&stage).await;
    for (call, seen) in calls.iter().zip(broker.log()) {
        assert!(seen.authorised && call.user == format!("platform:{PASSWORD}"), "{call:?}");
        assert_eq!(seen.body, call.body.clone().unwrap_or_default());
        for (name, value) in &call.headers {
            let arrived = seen.headers.get(name).and_then(|value| value.to_str().ok());
            assert_eq!(arrived, Some(value.as_str()), "{call:?}");
        }
        if let Some(service) =
            serde_json::from_str::<Value>(&seen.body).ok().and_then(|body| body.get("service_id").cloned())
        {
            assert_eq!(service, ids.id.to_string());
        }
    }
}

#[tokio::test]
async fn the_lines_work_when_they_are_pasted() {
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let stage = Scene::Demo.open().await;
    let broker = broker(&stage).await;
    let (variables, lines) = copied(&stage).await;
    let output = run(script(&broker, &variables, "", &lines)).await;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let statuses: Vec<u16> = told
        .split("HTTP/1.1 ")
        .skip(1)
        .map(|answer| answer.split([' ', '\r']).next().unwrap().parse().unwrap())
        .filter(|status| *status != 100)
        .collect();
    assert_eq!(statuses, STATUSES, "{told}");
    assert!(broker.instances().is_empty() && broker.log().iter().all(|seen| seen.authorised));
}

#[tokio::test]
async fn the_page_is_plain_shows_no_credentials_and_names_what_is_the_offerings() {
    let stage = Scene::Demo.open().await;
    let page = stage.browser_of(KIM).get(PAGE).await.body;
    let offering = offering(&stage).await;
    for plan in &offering.plans {
        assert!(page.contains(&plan.id.to_string()), "{}", plan.draft.name);
    }
    assert!(page.contains(&offering.id.to_string()));
    let address = format!("BROKER_URL='{}'\n", offering.brokers[0].draft.url);
    assert!(copied(&stage).await.0.starts_with(&address), "{address}");
    assert!(!page.contains("otter-in-the-harbour") && !page.contains("<script"));
    for anchor in
        ["before", "every-call", "catalog", "provision", "set-state", "bind", "update", "deprovision", "after"]
    {
        assert!(
            page.contains(&format!("href=\"#{anchor}\"")) && page.contains(&format!("id=\"{anchor}\"")),
            "{anchor}"
        );
    }
}

#[tokio::test]
async fn what_an_offering_cannot_do_is_not_told() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let before = kim.get(PAGE).await.body;
    assert!(before.contains("service_bindings") && !before.contains("id=\"left-out\""));
    let fields = [
        ("offering", OFFERING),
        ("revision", stage.facts["settings_revision"].as_str()),
        ("settings[bindable]", "no"),
        ("settings[service_key_supported]", "no"),
        ("settings[plan_updateable]", "no"),
        ("settings[location_scope]", "per_location"),
    ];
    assert!(kim.post("/api/settings/save", &fields).await.status.is_redirection());
    let page = kim.get(PAGE).await.body;
    assert!(!page.contains("service_bindings") && !page.contains("PATCH"), "{page}");
    assert!(page.contains("id=\"left-out\"") && page.contains("Plan changes are off on Settings."), "{page}");
    assert!(page.contains("/platform_v1/service_instances/{instance_id}"), "the extension belongs to every offering");
}

#[tokio::test]
async fn each_broker_has_its_own_and_the_pages_of_brokers_lead_there() {
    let stage = Scene::Workshop.open().await;
    let kim = stage.browser_of(KIM);
    let page = kim.get(PAGE).await.body;
    let of = |broker: &str| format!("{PAGE}?broker={}", stage.facts[broker]);
    for broker in ["broker", "spare_broker"] {
        assert!(page.contains(&format!("href=\"{}\"", of(broker))), "{broker}: {page}");
    }
    let spare = kim.get(&of("spare_broker")).await.body;
    let address = "BROKER_URL='http://127.0.0.1:9'";
    assert!(spare.contains(address) && !page.contains(address), "the lines are its own");
    assert_eq!(kim.get(&format!("{PAGE}?broker=nonsense")).await.status, StatusCode::NOT_FOUND);
    let deployments = kim.get(&format!("/offerings/{OFFERING}/deployments")).await.body;
    assert!(deployments.contains(&of("broker")), "{deployments}");
    let own = kim.get(&format!("/offerings/{OFFERING}/deployments/brokers/{}", stage.facts["broker"])).await.body;
    assert!(own.contains(&of("broker")), "{own}");
    let checklist = kim.get(&format!("/offerings/{OFFERING}/checklist")).await.body;
    assert!(checklist.contains(&format!("href=\"{PAGE}\"")), "{checklist}");
}
