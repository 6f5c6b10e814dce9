//! Runs that something spoils: what they print, what they leave behind, and what a broker began and should not have.

use slipway_osb::conformance::{Outcome, Report, Said};
use slipway_osb::fake::Fault;

use crate::rig::{Rig, rig, run_stopped, shown};
use crate::support::PASSWORD;

/// `broker:correct horse battery`, but for the end.
const BASIC: &str = "YnJva2VyOmNvcnJlY3QgaG9yc2UgYmF0dGVye";

fn bad(report: &Report) -> Vec<&'static str> {
    report.checks.iter().filter(|check| check.outcome >= Outcome::Warn).map(|check| check.id).collect()
}

fn kept_nothing(rig: &Rig, report: &Report) {
    assert!(report.leftovers.is_empty() && rig.broker.instances().is_empty(), "{}", shown(report));
}

#[tokio::test]
async fn a_broker_that_echoes_credentials_gets_none_printed() {
    let mut rig = rig().await;
    rig.fault(Fault::Echoes);
    // What a reason or a fact quotes counts as well.
    rig.catalog(|service| service["plans"][1]["name"] = PASSWORD.into());
    let report = rig.run().await;
    let text = serde_json::to_string(&report).unwrap();
    assert!(text.contains("bad login broker:*** (Basic ***)"), "the broker did echo");
    assert!(bad(&report).contains(&"BRK-CAT-07"), "{}", shown(&report));
    for secret in [PASSWORD, BASIC] {
        assert!(!text.contains(secret), "{secret}");
    }
    kept_nothing(&rig, &report);
}

#[tokio::test]
async fn credentials_that_are_no_json_are_not_printed() {
    let mut rig = rig().await;
    rig.fault(Fault::PlainBindings);
    let report = rig.run().await;
    assert_eq!(report.check("BRK-BND-01").unwrap().outcome, Outcome::Fail);
    assert!(!serde_json::to_string(&report).unwrap().contains("made-up-secret"));
    let hidden = |said: &Said| matches!(said, Said::Reply { status: 201, body, .. } if body == "***");
    assert!(report.exchanges.iter().any(|exchange| hidden(&exchange.answer)));
    kept_nothing(&rig, &report);
}

#[tokio::test]
async fn a_fixed_plan_that_was_changed_is_known_at_the_removal() {
    let mut rig = rig().await;
    rig.fix_plans();
    rig.fault(Fault::ChangesFixedPlan);
    let report = rig.run().await;
    assert_eq!(bad(&report), ["BRK-UPD-03"], "{}", shown(&report));
    kept_nothing(&rig, &report);
}

#[tokio::test]
async fn what_was_begun_and_should_not_have_been_ends_before_the_next_check() {
    for (fault, check) in [(Fault::QueuesUpdates, "BRK-ERR-02"), (Fault::QueuesConflicts, "BRK-PRV-05")] {
        let mut rig = rig().await;
        rig.fault(fault);
        let report = rig.run().await;
        assert_eq!(bad(&report), [check], "{fault:?}\n{}", shown(&report));
        kept_nothing(&rig, &report);
    }
}

#[tokio::test]
async fn a_run_that_is_stopped_removes_what_it_made() {
    let all = {
        let rig = rig().await;
        rig.run().await;
        rig.broker.log().len()
    };
    for requests in (0..all).step_by(5) {
        let rig = rig().await;
        let report = run_stopped(&rig, requests).await;
        assert!(report.stopped && !report.has_passed(), "{requests}");
        assert_eq!(report.checks.len(), 57, "{requests}");
        kept_nothing(&rig, &report);
    }
}

#[tokio::test]
async fn a_run_that_is_stopped_tells_what_it_could_not_remove() {
    let mut rig = rig().await;
    rig.fault(Fault::RefusesRemoval);
    let report = run_stopped(&rig, 20).await;
    let left: Vec<&String> = report.leftovers.iter().map(|left| &left.id).collect();
    let instances = rig.broker.instances();
    assert!(!instances.is_empty() && instances.iter().all(|id| left.contains(&id)), "{left:?}");
}
