//! A consumer and a provider who ask for whatever there is to ask for until the console is gone, and who remember what
//! was acknowledged.

use std::collections::BTreeSet;
use std::time::Duration;

use hyper::StatusCode;
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use serde::de::DeserializeOwned;
use slipway_backend::Clock;
use slipway_backend::demo::{OFFERING, PASSWORD as EVERYBODYS};
use slipway_domain::instance::{InstanceState, OperationKind};
use slipway_domain::view::{InstanceLine, InstancesView, OwnInstanceView, TestRunsView};

use crate::support::{Answer, Browser, Facts, Process, Request};

/// The broker's.
pub(super) const PASSWORD: &str = "word";

const CLARA: &str = "clara@orrery.example";
const KIM: &str = "kim@northwind.example";
/// Instances that are there at a time.
const MOST: usize = 6;
/// How often somebody looks whether everything has come to its end; no signal tells.
const LOOK: Duration = Duration::from_millis(100);

/// What the form of the broker sends.
pub(super) fn broker_form<'a>(id: &'a str, url: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("offering", OFFERING),
        ("id", id),
        ("broker[name]", "own"),
        ("broker[url]", url),
        ("broker[username]", "slipway"),
        ("broker[osb_version]", "2.17"),
        ("broker[poll_interval]", "1"),
        ("password", PASSWORD),
    ]
}

/// What was acknowledged: ids as they stand in addresses, and what was asked for of instances.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) instances: Vec<String>,
    pub(super) runs: Vec<String>,
    kinds: BTreeSet<OperationKind>,
}

impl Made {
    pub(super) fn merge(&mut self, more: Self) {
        self.instances.extend(more.instances);
        self.runs.extend(more.runs);
        self.kinds.extend(more.kinds);
    }

    pub(super) fn has_every_kind(&self) -> bool {
        self.kinds.len() == OperationKind::ALL.len() && !self.runs.is_empty()
    }
}

/// The console went away.
#[derive(Debug)]
struct Gone;

pub(super) struct Desk {
    clara: Browser,
    kim: Browser,
    facts: &'static Facts,
    broker: String,
}

impl Desk {
    pub(super) async fn open(process: &Process, facts: &'static Facts, broker: &str) -> Self {
        let (clara, kim) = (signed_in(process, CLARA).await, signed_in(process, KIM).await);
        Self { clara, kim, facts, broker: broker.to_owned() }
    }

    /// Clara, with instances.
    pub(super) fn consume(&self, random: StdRng) -> impl Future<Output = Made> + Send + use<> {
        let (browser, made) = (self.clara.twin(), Made::default());
        let mut consumer = Consumer { browser, facts: self.facts, random, made };
        async move {
            while consumer.step().await.is_ok() {}
            consumer.made
        }
    }

    /// Kim, with the broker.
    pub(super) fn provide(&self, mut random: StdRng) -> impl Future<Output = Made> + Send + use<> {
        let (browser, facts, url) = (self.kim.twin(), self.facts, self.broker.clone());
        async move {
            let mut made = Made::default();
            let (broker, deployment) = (facts["broker"].as_str(), facts["deployment"].as_str());
            let mut tried = broker_form(broker, &url);
            loop {
                let (function, fields) = match random.random_range(0..3) {
                    0 => ("/api/test-run/request", vec![("offering", OFFERING), ("deployment", deployment)]),
                    1 => ("/api/broker/register", vec![("offering", OFFERING), ("id", broker)]),
                    _ => ("/api/broker/try", core::mem::take(&mut tried)),
                };
                let Ok(answer) = ask(&browser, Request::form(function, &fields)).await else { return made };
                if function == "/api/broker/try" {
                    tried = fields;
                } else if function == "/api/test-run/request" && answer.status.is_success() {
                    made.runs.extend(last_of(&answer));
                }
            }
        }
    }

    /// Until nothing is being done to an instance and no run is open. The console's clock is so much `ahead`.
    pub(super) async fn wait_for_rest(&self, ahead: Duration) {
        let mut looks = tokio::time::interval(LOOK);
        loop {
            looks.tick().await;
            let instances: InstancesView = read(&self.clara, "instances", &[]).await.unwrap().expect("a list");
            assert!(instances.now.since(Clock::System.now()) + LOOK * 50 > ahead, "the clock is not ahead");
            let runs: TestRunsView = read(&self.kim, "test-runs", &[("offering", OFFERING)]).await.unwrap().unwrap();
            let is_busy = instances.instances.iter().any(|line| line.is_busy);
            if !is_busy && runs.runs.iter().all(|run| !run.progress.is_open()) {
                return;
            }
        }
    }
}

struct Consumer {
    browser: Browser,
    facts: &'static Facts,
    random: StdRng,
    made: Made,
}

impl Consumer {
    async fn step(&mut self) -> Result<(), Gone> {
        let listed: Option<InstancesView> = read(&self.browser, "instances", &[]).await?;
        let mut here = listed.map(|view| view.instances).unwrap_or_default();
        here.retain(|line| line.state != InstanceState::Failed);
        let is_full = here.len() >= MOST;
        match here.choose(&mut self.random) {
            Some(line) if is_full || self.random.random_bool(0.8) => self.change(line).await,
            _ => self.create().await,
        }
    }

    async fn create(&mut self) -> Result<(), Gone> {
        let number: u32 = self.random.random();
        let (operation, name) = (format!("create-{number}"), format!("store-{number}"));
        let fields = [
            ("operation", operation.as_str()),
            ("instance[plan]", self.facts["plan"].as_str()),
            ("instance[location]", "eu-de"),
            ("instance[name]", &name),
            ("instance[parameters]", ""),
            ("instance[terms]", self.facts["terms_url"].as_str()),
        ];
        let answer = ask(&self.browser, Request::form(format!("/catalog/{OFFERING}/create"), &fields)).await?;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        self.made.instances.extend(last_of(&answer));
        self.made.kinds.insert(OperationKind::Provision);
        Ok(())
    }

    /// Asks for something that may be possible in this state; if it is not, it is refused.
    async fn change(&mut self, line: &InstanceLine) -> Result<(), Gone> {
        let id = line.id.to_string();
        let of_instance = [("offering", OFFERING), ("id", id.as_str())];
        let view: Option<OwnInstanceView> = read(&self.browser, "instance", &of_instance).await?;
        let binding = view.and_then(|view| view.bindings.choose(&mut self.random).map(|line| line.id.to_string()));
        let (offering, instance) = (("offering", OFFERING), ("instance", id.as_str()));
        let (kind, function, fields) = match (line.state, self.random.random_range(0..7), binding.as_deref()) {
            (InstanceState::Inactive, 0..5, _) => {
                (OperationKind::Enable, "instance/enable", [&of_instance[..], &[("enabled", "yes")]].concat())
            }
            (_, 0, _) => (OperationKind::Disable, "instance/enable", [&of_instance[..], &[("enabled", "no")]].concat()),
            // Whatever plan it has: after a change that nobody heard of, the two agree again when they have to.
            (_, 1 | 2, _) => {
                let fact = if self.random.random_bool(0.5) { "plan" } else { "free_plan" };
                let plan = ("plan", self.facts[fact].as_str());
                (OperationKind::Update, "instance/plan", [&of_instance[..], &[plan]].concat())
            }
            (_, 3, _) => {
                let confirmed = ("confirmation", line.name.as_str());
                (OperationKind::Deprovision, "instance/remove", [&of_instance[..], &[confirmed]].concat())
            }
            (_, 4 | 5, Some(binding)) => {
                (OperationKind::Unbind, "binding/remove", vec![offering, instance, ("id", binding)])
            }
            _ => (OperationKind::Bind, "binding/add", vec![offering, instance, ("binding[name]", "key")]),
        };
        let answer = ask(&self.browser, Request::form(format!("/api/{function}"), &fields)).await?;
        if answer.status.is_success() {
            self.made.kinds.insert(kind);
        }
        Ok(())
    }
}

async fn signed_in(process: &Process, email: &str) -> Browser {
    let browser = Browser::new(process.address);
    let answer = browser.sign_in(email, EVERYBODYS).await;
    assert_eq!(answer.location(), Some("/"), "{}", answer.body);
    browser
}

/// A refusal is an answer; a fault of the console's own is none.
async fn ask(browser: &Browser, request: Request) -> Result<Answer, Gone> {
    let answer = browser.try_send(request.header("accept", "application/json")).await.map_err(|_| Gone)?;
    let is_fault = answer.status.is_server_error() && answer.status != StatusCode::SERVICE_UNAVAILABLE;
    assert!(!is_fault, "{}: {}", answer.status, answer.body);
    Ok(answer)
}

/// `None`: what was to be read is not there any more.
async fn read<T: DeserializeOwned>(
    browser: &Browser,
    function: &str,
    fields: &[(&str, &str)],
) -> Result<Option<T>, Gone> {
    let answer = ask(browser, Request::form(format!("/api/{function}"), fields)).await?;
    Ok(answer.status.is_success().then(|| serde_json::from_str(&answer.body).unwrap()))
}

/// The id at the end of the address that an answer leads to.
fn last_of(answer: &Answer) -> Option<String> {
    let path = answer.path()?;
    let path = path.split(['?', '#']).next()?;
    path.rsplit('/').next().map(str::to_owned)
}
