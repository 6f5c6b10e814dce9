//! A whole conformance run against the fake broker, with the machine's own time: how long it takes beside what its calls
//! take. Pauses that the run makes on purpose, such as the five seconds between two readings of the catalog, are told
//! apart: they are neither calls nor work.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Map, Value, json};
use slipway_backend::{Clock, Ids};
use slipway_domain::crn::{Cloud, Ctype};
use slipway_domain::ids::AccountId;
use slipway_osb::conformance::{self, CheckResult, Definition, Selection, Settings, Timer};
use slipway_osb::fake::{Credentials, FakeBroker};
use slipway_osb::request::Cause;
use slipway_osb::{Authentication, Broker, OriginatingIdentity, OsbVersion, Outbound, OutboundConfig};

use crate::figures::{head, median, percent, row};

const ROUNDS: usize = 3;
const USERNAME: &str = "slipway";
const PASSWORD: &str = "broker-password";
const SERVICE: &str = "7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10";
const SMALL: &str = "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01";
const LARGE: &str = "22d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02";
/// So many polls end an operation of the plan that is tested.
const POLLS: u32 = 2;
/// Between two polls.
const INTERVAL: Duration = Duration::from_millis(100);
/// What a broker in the same region takes for an answer.
const ANSWER: Duration = Duration::from_millis(20);

/// One run, in milliseconds.
struct Run {
    wall: f64,
    pauses: f64,
    calls: f64,
    /// How many.
    count: usize,
}

impl Run {
    /// What is neither a pause nor a call.
    fn rest(&self) -> f64 {
        self.wall - self.pauses - self.calls
    }
}

pub(crate) async fn measure() -> Result<()> {
    let credentials = Credentials { username: USERNAME.to_owned(), password: PASSWORD.to_owned() };
    let broker = FakeBroker::start(json!({ "services": [] }), credentials).await?;
    broker.set_catalog(offering(&broker.url()));
    broker.set_asynchronous(SMALL, POLLS);
    let settings = settings(broker.url())?;
    let delays = [("Answers at once", Duration::ZERO), ("Answers after 20 ms", ANSWER)];
    let mut runs: [Vec<Run>; 2] = [const { Vec::new() }; 2];
    for _ in 0..ROUNDS {
        for ((_, delay), runs) in delays.iter().zip(&mut runs) {
            broker.answer_after(*delay);
            runs.push(run(&settings).await?);
        }
    }
    ensure!(broker.instances().is_empty(), "a run removes what it made");
    head(
        &format!("A conformance run of all checks, milliseconds (medians of {ROUNDS} runs in turns)"),
        &["Broker", "Whole run", "Of it pauses", "Sum of its calls", "Calls", "Overhead over the calls", "Aim"],
    );
    for ((what, _), runs) in delays.iter().zip(&runs) {
        row(&[
            (*what).to_owned(),
            format!("{:.0}", median(runs.iter().map(|run| run.wall))),
            format!("{:.0}", median(runs.iter().map(|run| run.pauses))),
            format!("{:.0}", median(runs.iter().map(|run| run.calls))),
            runs.first().map_or_else(String::new, |run| run.count.to_string()),
            percent(median(runs.iter().map(|run| run.rest() / run.calls))),
            "≤ 20 %".to_owned(),
        ]);
    }
    Ok(())
}

async fn run(settings: &Settings) -> Result<Run> {
    let outbound = Outbound::new(OutboundConfig { lab: true, ..OutboundConfig::default() });
    let mut ids = || Ids::System.uuid(Clock::System.now());
    let mut progress = |_: &CheckResult| {};
    let timer = Timer::system();
    let started = Instant::now();
    let found = conformance::run(&outbound, settings, timer.clone(), &mut ids, &mut progress).await;
    let wall = started.elapsed();
    let faults: Vec<_> = found.checks.iter().filter(|check| !check.reason.is_empty()).map(|check| check.id).collect();
    ensure!(found.has_passed(), "the fake broker is a good one, and did not pass: {faults:?}");
    let calls: Duration = found.exchanges.iter().map(|exchange| exchange.took).sum();
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    let pauses = millis(timer.paused());
    Ok(Run { wall: millis(wall), pauses, calls: millis(calls), count: found.exchanges.len() })
}

fn settings(url: String) -> Result<Settings> {
    Ok(Settings {
        definition: Definition::read(&offering(&url), None)?,
        broker: Broker {
            url,
            authentication: Authentication::Basic { username: USERNAME.to_owned(), password: PASSWORD.into() },
            version: OsbVersion::V2_17,
            ca_pem: None,
            extension_prefix: "/platform_v1".to_owned(),
            platform: "slipway".to_owned(),
            region_header: Some("X-Slipway-Region".to_owned()),
            answer_within: None,
            legacy_guids: None,
        },
        tokens: None,
        plan: None,
        location: "eu-de".to_owned(),
        parameters: Map::new(),
        guid_ids: false,
        has_dashboard: true,
        cloud: Cloud {
            cname: "slipway".to_owned(),
            ctype: Ctype::Public,
            catalog_account: AccountId::new(Ids::System.uuid(Clock::System.now())),
        },
        account: "slipway-conformance".to_owned(),
        cause: Cause {
            identity: Some(OriginatingIdentity { iam_id: "IAM-slipway-conformance".to_owned(), sub: None }),
            region: Some("eu-de".to_owned()),
        },
        interval: INTERVAL,
        longest_poll: Duration::from_mins(1),
        selection: Selection::all(),
        left_out: Vec::new(),
        taken: Vec::new(),
        marketplace: None,
        metering: None,
    })
}

/// Everything that a check could want to look at.
fn offering(url: &str) -> Value {
    let page = |page: &str| format!("{url}/site/{page}");
    let schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object" });
    json!({ "services": [{
        "id": SERVICE, "name": "acme-db", "description": "A database.", "tags": ["sql"],
        "bindable": true, "plan_updateable": true, "instances_retrievable": true,
        "metadata": {
            "displayName": "Acme DB", "bullets": [{ "title": "fast" }], "serviceKeysSupported": true,
            "documentationUrl": page("docs"), "instructionsUrl": page("instructions"), "termsUrl": page("terms"),
            "supportUrl": page("support"), "imageUrl": page("icon.svg"),
            "parameters": [
                {
                    "name": "size", "type": "dropdown", "value": "s",
                    "options": [{ "value": "s" }, { "value": "l" }],
                },
                { "name": "owner", "type": "text", "required": true, "pattern": "[a-z]+" },
                { "name": "secret", "type": "password", "value": "made-up-parameter" },
            ],
        },
        "plans": [
            {
                "id": SMALL, "name": "small", "description": "One node.", "free": true,
                "schemas": { "service_instance": { "create": { "parameters": schema } } },
            },
            { "id": LARGE, "name": "large", "description": "Three nodes.", "free": false, "bindable": false },
        ],
    }] })
}
