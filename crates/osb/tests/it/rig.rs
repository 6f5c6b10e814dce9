//! A broker and what a conformance run is told about it, for the tests to change one point.

use std::time::Duration;

use serde_json::{Map, Value, json};
use slipway_domain::crn::{Cloud, Ctype};
use slipway_domain::gap::Window;
use slipway_domain::gap::hourly::{Observed, Period};
use slipway_domain::ids::{AccountId, PlanId};
use slipway_domain::metric::MetricDraft;
use slipway_domain::moment::Moment;
use slipway_domain::plan::PlanDraft;
use slipway_domain::sandbox::trial;
use slipway_osb::conformance::{
    self, Definition, KeptRun, Look, Marketplace, Metered, Metering, Outcome, Reach, Report, Selection, Settings,
    Submitted, Timer, Viewer,
};
use slipway_osb::fake::{FakeBroker, Fault};
use slipway_osb::request::Cause;
use slipway_osb::{OriginatingIdentity, Outbound};
use uuid::Uuid;

use crate::support::{SMALL, broker, catalog, in_a_region, lab};

/// Everything that a check could want to look at.
fn offering(url: &str) -> Value {
    let mut offering = catalog();
    let service = &mut offering["services"][0];
    service["instances_retrievable"] = true.into();
    service["metadata"]["serviceKeysSupported"] = true.into();
    for (member, page) in [
        ("documentationUrl", "docs"),
        ("instructionsUrl", "instructions"),
        ("termsUrl", "terms"),
        ("supportUrl", "support"),
        ("imageUrl", "icon.svg"),
    ] {
        service["metadata"][member] = format!("{url}/site/{page}").into();
    }
    service["metadata"]["parameters"] = json!([
        { "name": "size", "type": "dropdown", "value": "s", "options": [{ "value": "s" }, { "value": "l" }] },
        { "name": "owner", "type": "text", "required": true, "pattern": "[a-z]+" },
        { "name": "secret", "type": "password", "value": "made-up-parameter" },
    ]);
    let schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object" });
    service["plans"][0]["schemas"] = json!({ "service_instance": { "create": { "parameters": schema } } });
    offering
}

fn settings(url: String) -> Settings {
    Settings {
        definition: Definition::read(&offering(&url), None).unwrap(),
        broker: in_a_region(url),
        tokens: None,
        plan: None,
        location: "eu-de".into(),
        parameters: Map::new(),
        guid_ids: false,
        has_dashboard: true,
        cloud: Cloud { cname: "slipway".into(), ctype: Ctype::Public, catalog_account: AccountId::new(Uuid::nil()) },
        account: "conformance".into(),
        cause: Cause {
            identity: Some(OriginatingIdentity { iam_id: "IAM-conformance".into(), sub: None }),
            region: Some("eu-de".into()),
        },
        interval: Duration::from_secs(10),
        longest_poll: Duration::from_mins(10),
        selection: Selection::all(),
        left_out: Vec::new(),
        taken: Vec::new(),
        marketplace: Some(marketplace()),
        metering: Some(metering()),
    }
}

/// A catalog that shows the deployment to whom it is for, and to nobody else.
fn marketplace() -> Marketplace {
    let look = |viewer, sees| Look { viewer, found: sees, details: sees, offered: sees, obstacles: Vec::new() };
    Marketplace {
        reach: Reach::Limited,
        service_is_public: false,
        looks: vec![
            look(Viewer::Allowed("Globex".into()), true),
            look(Viewer::Excluded("Orrery".into()), false),
            look(Viewer::Stranger, false),
            look(Viewer::Anonymous, false),
        ],
        icon: None,
    }
}

/// A plan of which everything was tried and observed, and nothing found.
fn metering() -> Metering {
    let metric = MetricDraft {
        resource_name: "Queries".into(),
        measure: "QUERY".into(),
        charge_unit: "QUERIES".into(),
        prices: vec![vec!["0.40".into()]],
        ..MetricDraft::new()
    };
    let draft = PlanDraft { kind: "metered".into(), metrics: vec![metric], ..PlanDraft::default() };
    let plan = PlanId::new(Uuid::from_u128(1));
    let hours = Window { from: Moment::from_millis(0), until: Moment::from_millis(3 * 3_600_000) };
    let period = Period { hours, instances: 2, due: 6, missing: Vec::new(), late: Vec::new() };
    Metering::Metered(Box::new(Metered {
        measures: vec!["QUERY".into()],
        kept: Some(KeptRun { is_stale: false, with_key: vec!["QUERY".into()], is_resent: Some(true) }),
        tried: trial::tried(&draft, plan),
        golden: trial::golden(&draft, plan),
        observed: Observed::Period(period),
        submitted: Some(Submitted { since: hours.from, duplicates: 0 }),
    }))
}

pub(crate) struct Rig {
    pub(crate) broker: FakeBroker,
    pub(crate) timer: Timer,
    pub(crate) settings: Settings,
}

/// A broker with an asynchronous plan whose operations take two polls, and everything right.
pub(crate) async fn rig() -> Rig {
    let broker = broker().await;
    broker.set_catalog(offering(&broker.url()));
    broker.set_asynchronous(SMALL, 2);
    Rig { settings: settings(broker.url()), broker, timer: Timer::jumping() }
}

impl Rig {
    pub(crate) async fn run(&self) -> Report {
        run_seeded(self, 0).await
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        self.broker.set_faults([fault]);
    }

    /// Changes what the broker says, but not what the definition says.
    pub(crate) fn catalog(&mut self, change: impl FnOnce(&mut Value)) {
        self.catalogs(|services| change(&mut services[0]));
    }

    pub(crate) fn catalogs(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        let mut changed = offering(&self.broker.url());
        change(changed["services"].as_array_mut().unwrap());
        self.broker.set_catalog(changed);
    }

    /// Changes an address in the definition alone.
    pub(crate) fn address(&mut self, member: &str, url: &str) {
        let mut changed = offering(&self.broker.url());
        changed["services"][0]["metadata"][member] = url.into();
        self.settings.definition = Definition::read(&changed, None).unwrap();
    }

    pub(crate) fn market(&mut self) -> &mut Marketplace {
        self.settings.marketplace.as_mut().unwrap()
    }

    pub(crate) fn metered(&mut self) -> &mut Metered {
        match &mut self.settings.metering {
            Some(Metering::Metered(facts)) => facts,
            other => panic!("{other:?}"),
        }
    }

    /// What came of the plan's instances.
    pub(crate) fn period(&mut self) -> &mut Period {
        match &mut self.metered().observed {
            Observed::Period(period) => period,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn fix_plans(&mut self) {
        let mut fixed = offering(&self.broker.url());
        fixed["services"][0]["plan_updateable"] = false.into();
        self.settings.definition = Definition::read(&fixed, None).unwrap();
        self.broker.set_catalog(fixed);
    }
}

/// A run can be a task of its own, on any thread.
fn may_move<F: Future + Send>(run: F) -> F {
    run
}

pub(crate) async fn run_seeded(rig: &Rig, seed: u128) -> Report {
    run_with(rig, &lab(), seed).await
}

/// With a client of the test's own.
pub(crate) async fn run_through(rig: &Rig, outbound: &Outbound) -> Report {
    run_with(rig, outbound, 0).await
}

async fn run_with(rig: &Rig, outbound: &Outbound, seed: u128) -> Report {
    let mut ids = seeded(seed);
    let mut progress = |_: &conformance::CheckResult| {};
    may_move(conformance::run(outbound, &rig.settings, rig.timer.clone(), &mut ids, &mut progress)).await
}

/// Stops the run when the broker got this many requests.
pub(crate) async fn run_stopped(rig: &Rig, requests: usize) -> Report {
    let mut ids = seeded(0);
    let (outbound, mut progress) = (lab(), |_: &conformance::CheckResult| {});
    let stop = std::future::poll_fn(|_| {
        if rig.broker.log().len() >= requests { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    });
    let run = conformance::run_until(&outbound, &rig.settings, rig.timer.clone(), &mut ids, &mut progress, stop);
    may_move(run).await
}

fn seeded(seed: u128) -> impl FnMut() -> Uuid + Send {
    let mut next = seed << 32;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

pub(crate) fn shown(report: &Report) -> String {
    let bad = report.checks.iter().filter(|check| check.outcome >= Outcome::Warn);
    let lines = bad.map(|check| format!("{} {:?} {} {:?}", check.id, check.outcome, check.reason, check.facts));
    lines.chain(report.leftovers.iter().map(|left| format!("{left:?}"))).collect::<Vec<_>>().join("\n")
}
