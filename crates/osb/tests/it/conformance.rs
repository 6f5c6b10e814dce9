//! The conformance run against the fake broker: a good one passes every check, each fault breaks its own check, and a
//! broker that says yes to everything fails.

use std::collections::BTreeSet;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use slipway_domain::gap::hourly::Missing;
use slipway_domain::sandbox::trial::Trial;
use slipway_domain::usage::Code;
use slipway_osb::OsbVersion;
use slipway_osb::conformance::{CHECKS, Level, Outcome, Report};
use slipway_osb::fake::{Fault, Misbehaviour};

use crate::rig::{Rig, rig, run_seeded, shown};
use crate::support::{PASSWORD, SMALL};
use crate::tls::{authority, serve, serve_old, valid_for};

#[tokio::test]
async fn a_good_broker_passes_every_check() {
    let mut asynchronous = rig().await;
    let first = asynchronous.run().await;
    assert!(first.has_passed() && first.tally().warned == 0, "{}", shown(&first));
    assert!(asynchronous.broker.instances().is_empty());

    asynchronous.broker.set_asynchronous(SMALL, None);
    asynchronous.fix_plans();
    let second = asynchronous.run().await;
    assert!(second.has_passed() && second.tally().warned == 0, "{}", shown(&second));
    assert!(asynchronous.broker.instances().is_empty());

    let passed = |report: &Report| -> BTreeSet<&'static str> {
        report.checks.iter().filter(|check| check.outcome == Outcome::Pass).map(|check| check.id).collect()
    };
    let all: BTreeSet<_> = CHECKS.iter().copied().flatten().map(|check| check.id).collect();
    let never: Vec<_> = all.difference(&(&passed(&first) | &passed(&second))).copied().collect();
    assert_eq!(never, ["BRK-CAT-01"], "lab mode allows plain http, and the check has a test of its own");
}

#[tokio::test]
async fn a_certificate_that_is_trusted_passes_the_first_check() {
    let authority = authority();
    let port = serve(valid_for("localhost"), Some(&authority)).await;
    let mut rig = rig().await;
    rig.settings.broker.url = format!("https://localhost:{port}");
    assert_eq!(rig.run().await.check("BRK-CAT-01").unwrap().outcome, Outcome::Fail);
    rig.settings.broker.ca_pem = Some(authority.pem());
    assert_eq!(rig.run().await.check("BRK-CAT-01").unwrap().outcome, Outcome::Pass);
}

#[tokio::test]
async fn a_server_that_speaks_old_tls_is_warned_about() {
    let authority = authority();
    let port = serve_old(valid_for("localhost"), &authority).await;
    let mut rig = rig().await;
    rig.settings.broker.url = format!("https://localhost:{port}");
    rig.settings.broker.ca_pem = Some(authority.pem());
    assert_eq!(rig.run().await.check("BRK-CAT-01").unwrap().outcome, Outcome::Warn);
}

#[tokio::test]
async fn every_version_finds_the_same_broker_good() {
    for version in OsbVersion::ALL {
        let mut rig = rig().await;
        rig.settings.broker.version = version;
        let report = rig.run().await;
        assert!(report.has_passed(), "{version}\n{}", shown(&report));
        assert!(rig.broker.instances().is_empty(), "{version}");
    }
}

/// A check and what breaks it.
pub(crate) type Break = (&'static str, fn(&mut Rig));

pub(crate) const BREAKS: &[Break] = &[
    ("BRK-CAT-01", |rig| rig.settings.broker.url = rig.settings.broker.url.replace("http:", "https:")),
    ("BRK-CAT-02", |rig| rig.fault(Fault::OpenCatalog)),
    ("BRK-CAT-03", |rig| rig.broker.set_catalog(json!({ "services": [] }))),
    ("BRK-CAT-04", |rig| rig.catalog(|service| service["plans"][0]["description"] = Value::Null)),
    ("BRK-CAT-05", |rig| rig.catalog(|service| service["plans"][1]["id"] = SMALL.into())),
    ("BRK-CAT-06", |rig| rig.catalog(|service| service["plans"][1]["id"] = "plan-2".into())),
    ("BRK-CAT-07", |rig| rig.catalog(|service| service["plans"][1]["name"] = "large plan".into())),
    ("BRK-CAT-08", |rig| rig.catalog(|service| service["plans"][1]["free"] = true.into())),
    ("BRK-CAT-09", |rig| rig.catalog(|service| service["description"] = "Another text.".into())),
    ("BRK-CAT-10", |rig| rig.fault(Fault::NewIds)),
    ("BRK-CAT-11", |rig| rig.fault(Fault::CrashesOnVersion)),
    ("BRK-CAT-12", |rig| {
        rig.catalog(|service| {
            let schema = json!({ "$schema": "x", "$ref": "https://example.com/schema" });
            service["plans"][0]["schemas"]["service_instance"]["create"]["parameters"] = schema;
        });
    }),
    ("BRK-PRV-01", |rig| rig.fault(Fault::RefusesProvision)),
    ("BRK-PRV-02", |rig| rig.broker.slow_down(rig.timer.clone(), Duration::from_secs(11))),
    ("BRK-PRV-03", |rig| rig.fault(Fault::NoDashboard)),
    ("BRK-PRV-04", |rig| rig.fault(Fault::MakesAgain)),
    ("BRK-PRV-05", |rig| rig.fault(Fault::IgnoresConflict)),
    ("BRK-PRV-06", |rig| rig.fault(Fault::WaitsUnasked)),
    ("BRK-PRV-07", |rig| rig.fault(Fault::AcceptsUnknownIds)),
    ("BRK-PRV-08", |rig| rig.fault(Fault::AcceptsMalformed)),
    ("BRK-PRV-09", |rig| rig.fault(Fault::IgnoresParameters)),
    ("BRK-PRV-10", |rig| rig.fault(Fault::DecodesPaths)),
    ("BRK-PRV-11", |rig| rig.fault(Fault::CrashesWithoutIdentity)),
    ("BRK-PRV-12", |rig| rig.fault(Fault::RefusesUnknownMembers)),
    ("BRK-LOP-01", |rig| rig.fault(Fault::OddState)),
    ("BRK-LOP-02", |rig| rig.fault(Fault::NeverEnds)),
    ("BRK-LOP-03", |rig| rig.fault(Fault::CrashesOnUnknownOperation)),
    ("BRK-LOP-04", |rig| rig.fault(Fault::ForgetsOperations)),
    ("BRK-UPD-01", |rig| rig.fault(Fault::IgnoresPlan)),
    ("BRK-UPD-02", |rig| rig.fault(Fault::NeedsPlan)),
    ("BRK-UPD-03", |rig| {
        rig.fix_plans();
        rig.fault(Fault::ChangesFixedPlan);
    }),
    ("BRK-UPD-04", |rig| rig.fault(Fault::RefusesSame)),
    ("BRK-BND-01", |rig| rig.fault(Fault::NoCredentials)),
    ("BRK-BND-02", |rig| rig.fault(Fault::RefusesRebind)),
    ("BRK-BND-03", |rig| rig.fault(Fault::IgnoresBindConflict)),
    ("BRK-BND-04", |rig| rig.fault(Fault::RefusesKeys)),
    ("BRK-BND-05", |rig| rig.fault(Fault::UnbindsSilently)),
    ("BRK-BND-06", |rig| rig.fault(Fault::UnbindsTwice)),
    ("BRK-BND-07", |rig| rig.fault(Fault::SharedCredentials)),
    ("BRK-BND-08", |rig| rig.fault(Fault::BindsDisabled)),
    ("BRK-BND-09", |rig| rig.fault(Fault::SyslogDrain)),
    ("BRK-DEP-01", |rig| rig.fault(Fault::RefusesRemoval)),
    ("BRK-DEP-02", |rig| rig.fault(Fault::RemovesTwice)),
    ("BRK-DEP-03", |rig| rig.fault(Fault::CrashesOnEarlyRemoval)),
    ("BRK-EXT-01", |rig| rig.fault(Fault::NoExtension)),
    ("BRK-EXT-02", |rig| rig.fault(Fault::RefusesOrders)),
    ("BRK-EXT-03", |rig| rig.fault(Fault::IgnoresOrders)),
    ("BRK-EXT-04", |rig| rig.fault(Fault::BindsDisabled)),
    ("BRK-EXT-05", |rig| rig.fault(Fault::StaysDisabled)),
    ("BRK-EXT-06", |rig| rig.fault(Fault::RefusesRepeatedOrders)),
    ("BRK-EXT-07", |rig| rig.fault(Fault::OpenExtension)),
    ("BRK-ERR-01", |rig| rig.fault(Fault::PlainErrors)),
    ("BRK-ERR-02", |rig| rig.fault(Fault::Concurrent)),
    ("ORP-01", |rig| rig.fault(Fault::RemovesTwice)),
    ("CTL-01", |rig| rig.market().looks[0].offered = false),
    ("CTL-02", |rig| rig.market().looks[2].found = true),
    ("CTL-03", |rig| rig.fault(Fault::MissingPages)),
    ("MTR-01", |rig| rig.metered().measures.push("BYTE".to_owned())),
    ("MTR-02", |rig| answer(rig, Trial::Again, Code::Accepted)),
    ("MTR-03", |rig| answer(rig, Trial::TooOld, Code::Accepted)),
    ("MTR-04", |rig| answer(rig, Trial::TooEarly, Code::Accepted)),
    ("MTR-05", |rig| answer(rig, Trial::OtherPlan, Code::UnknownMeasure)),
    ("MTR-06", |rig| {
        let look = &mut rig.metered().golden[1];
        look.shown.as_mut().unwrap().quantity += look.expected.quantity;
    }),
    ("MTR-07", |rig| {
        let look = &mut rig.metered().golden[1];
        look.shown.as_mut().unwrap().amount = Some(look.expected.quantity);
    }),
    ("MTR-08", |rig| {
        let hour = rig.period().hours.from;
        rig.period().missing.push(Missing { instance: "crn".to_owned(), measure: "QUERY".to_owned(), hour });
    }),
    ("MTR-09", |rig| rig.metered().kept.as_mut().unwrap().is_resent = Some(false)),
    ("MTR-10", |rig| rig.metered().submitted.as_mut().unwrap().duplicates = 1),
];

fn answer(rig: &mut Rig, trial: Trial, code: Code) {
    rig.metered().tried.iter_mut().find(|one| one.trial == trial).unwrap().answered = Some(code);
}

#[tokio::test]
async fn every_check_has_a_fault_that_breaks_it() {
    let named: Vec<&str> = BREAKS.iter().map(|(id, _)| *id).collect();
    let all: Vec<&str> = CHECKS.iter().copied().flatten().map(|check| check.id).collect();
    assert_eq!(named, all);
    for (id, break_it) in BREAKS {
        let mut rig = rig().await;
        break_it(&mut rig);
        let report = rig.run().await;
        let result = report.check(id).unwrap();
        let expected = match result.level {
            Level::Must => Outcome::Fail,
            Level::Should => Outcome::Warn,
        };
        assert_eq!(result.outcome, expected, "{id}: {result:?}\n{}", shown(&report));
        assert!(!result.reason.is_empty() && report.checks.len() == all.len(), "{id}");
    }
}

#[tokio::test]
async fn a_broker_that_says_yes_to_everything_fails() {
    let mut rig = rig().await;
    rig.fault(Fault::Stateless);
    let report = rig.run().await;
    assert!(!report.has_passed());
    for id in [
        "BRK-PRV-03",
        "BRK-PRV-04",
        "BRK-PRV-05",
        "BRK-PRV-07",
        "BRK-PRV-08",
        "BRK-PRV-09",
        "BRK-BND-02",
        "BRK-BND-03",
        "BRK-BND-06",
        "BRK-BND-07",
        "BRK-DEP-02",
        "BRK-EXT-02",
        "BRK-EXT-07",
        "ORP-01",
    ] {
        let result = report.check(id).unwrap();
        assert!(result.outcome >= Outcome::Warn, "{id}: {result:?}");
    }
}

#[tokio::test]
async fn a_router_that_decodes_first_is_told_from_a_broken_broker() {
    let mut rig = rig().await;
    rig.fault(Fault::DecodesPaths);
    let report = rig.run().await;
    let bad: Vec<_> =
        report.checks.iter().filter(|check| check.outcome == Outcome::Fail).map(|check| check.id).collect();
    assert_eq!(bad, ["BRK-PRV-10"], "the rest was checked with GUIDs\n{}", shown(&report));
    let result = report.check("BRK-PRV-10").unwrap();
    assert!(result.facts.iter().any(|fact| fact.value.contains("GUID")), "{result:?}");

    rig.settings.guid_ids = true;
    let report = rig.run().await;
    assert!(report.has_passed(), "{}", shown(&report));
    assert_eq!(report.check("BRK-PRV-10").unwrap().outcome, Outcome::Skip);
}

#[tokio::test]
async fn what_cannot_be_removed_is_reported() {
    let mut rig = rig().await;
    rig.fault(Fault::RefusesRemoval);
    let report = rig.run().await;
    let left: BTreeSet<String> = report.leftovers.iter().map(|left| left.id.clone()).collect();
    assert_eq!(left, rig.broker.instances().into_iter().collect(), "exactly what is still there");
    assert!(!left.is_empty() && !report.has_passed());
}

/// Whatever goes wrong together, the run ends, and what it says is left behind is exactly what is.
#[tokio::test]
async fn mixed_faults_leave_nothing_untold() {
    let mut dice = 0x5eed_u64;
    let mut roll = || {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        dice >> 33
    };
    for round in 0..16 {
        let faults: Vec<Fault> = Fault::ALL.into_iter().filter(|_| roll() % 8 == 0).collect();
        let rig = rig().await;
        if roll() % 2 == 0 {
            rig.broker.set_asynchronous(SMALL, None);
        }
        rig.broker.set_faults(faults.iter().copied());
        let report = rig.run().await;
        let instances = report.leftovers.iter().filter(|left| left.kind == "instance");
        let told: BTreeSet<String> = instances.map(|left| left.id.clone()).collect();
        let left: BTreeSet<String> = rig.broker.instances().into_iter().collect();
        assert!(left.is_subset(&told), "round {round}, {faults:?}: {left:?} beside {told:?}\n{}", shown(&report));
    }
}

#[tokio::test]
async fn a_transcript_tells_everything_but_secrets() {
    let rig = rig().await;
    let report = rig.run().await;
    // The catalog is public, a parameter's default in it as well.
    let private: Vec<_> = report.exchanges.iter().filter(|exchange| !exchange.url.ends_with("/v2/catalog")).collect();
    let text = serde_json::to_string(&private).unwrap();
    for secret in [PASSWORD, "made-up-secret", "made-up-parameter", "YnJva2VyOmNvcnJlY3Q", "Basic "] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert_eq!(report.exchanges.len(), rig.broker.log().len());
    for (exchange, seen) in report.exchanges.iter().zip(rig.broker.log()) {
        assert!(exchange.method == seen.method.as_str() && exchange.url.ends_with(&seen.path), "{exchange:?}");
    }
    let provision = report.check("BRK-PRV-01").unwrap();
    let first = &report.exchanges[provision.exchanges[0] - 1];
    assert_eq!((first.method.as_str(), first.purpose), ("PUT", "BRK-PRV-01"));
    assert!(first.headers.iter().any(|(name, value)| name == "x-slipway-region" && value == "eu-de"));
    assert!(
        first
            .headers
            .iter()
            .any(|(name, value)| { name == "x-broker-api-originating-identity" && value.starts_with("slipway ") })
    );
}

#[tokio::test]
async fn the_evidence_depends_on_inputs_and_results_alone() {
    let mut rig = rig().await;
    let first = run_seeded(&rig, 1).await.evidence;
    assert_eq!(first, run_seeded(&rig, 2).await.evidence, "other ids, another time");
    assert_eq!(first.len(), 64);
    rig.settings.location = "us-south".into();
    let moved = run_seeded(&rig, 3).await.evidence;
    assert_ne!(first, moved);
    rig.fault(Fault::NoDashboard);
    assert_ne!(moved, run_seeded(&rig, 4).await.evidence);
}

#[tokio::test]
async fn hostile_answers_end_the_run_and_nothing_else() {
    for misbehaviour in [
        Misbehaviour::WrongTypes(json!([[], 7, null])),
        Misbehaviour::WrongTypes(json!({ "services": [{ "id": 7, "plans": "none" }] })),
        Misbehaviour::Redirect("http://127.0.0.1:1/".into()),
        Misbehaviour::Deep(500),
        Misbehaviour::Huge(8 * 1024 * 1024),
        Misbehaviour::Status { status: StatusCode::BAD_GATEWAY, content_type: "text/html".into(), body: "<h1>".into() },
    ] {
        let rig = rig().await;
        rig.broker.misbehave(misbehaviour.clone());
        let report = rig.run().await;
        assert!(!report.has_passed(), "{misbehaviour:?}");
        assert_eq!(report.checks.len(), 67, "{misbehaviour:?}");
    }
}

#[tokio::test]
async fn levels_depend_on_version_and_dashboard() {
    let mut rig = rig().await;
    rig.settings.has_dashboard = false;
    rig.settings.broker.version = OsbVersion::V2_12;
    rig.broker.set_faults([Fault::NoDashboard, Fault::AcceptsMalformed]);
    let report = rig.run().await;
    for id in ["BRK-PRV-03", "BRK-PRV-08"] {
        assert_eq!(report.check(id).unwrap().outcome, Outcome::Warn, "{id}");
    }
}
