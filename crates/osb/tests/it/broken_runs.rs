//! Runs that something spoils: what they print, what they leave behind, and what a broker began and should not have.

use serde_json::{Map, Value};
use slipway_domain::crn::Crn;
use slipway_osb::conformance::{self, CheckResult, Level, Notice, Outcome, Report, Said, Thing};
use slipway_osb::fake::Fault;
use slipway_osb::request::{Instance, Provision};
use slipway_osb::{Context, ResourceId};
use uuid::Uuid;

use crate::rig::{Rig, rig, run_stopped, shown};
use crate::support::{LARGE, PASSWORD, REQUEST, SMALL, lab};

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
        assert_eq!(report.checks.len(), 67, "{requests}");
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

#[tokio::test]
async fn a_broker_that_is_away_every_third_time_or_forgets_everything_does_not_pass() {
    for fault in [Fault::Flaps, Fault::Forgets] {
        let mut rig = rig().await;
        rig.fault(fault);
        let report = rig.run().await;
        let fails = |check: &CheckResult| check.level == Level::Must && check.outcome == Outcome::Fail;
        assert!(report.checks.iter().any(fails) && !report.has_passed(), "{fault:?}\n{}", shown(&report));
        let told: Vec<&String> = report.leftovers.iter().map(|left| &left.id).collect();
        assert!(rig.broker.instances().iter().all(|id| told.contains(&id)), "{fault:?}\n{}", shown(&report));
    }
}

#[tokio::test]
async fn an_operation_that_comes_to_nothing_fails_and_what_it_left_is_removed_or_told() {
    let mut rig = rig().await;
    rig.fault(Fault::FailsOperations);
    let report = rig.run().await;
    assert_eq!(report.check("BRK-PRV-01").unwrap().outcome, Outcome::Fail, "{}", shown(&report));
    let told: Vec<&String> = report.leftovers.iter().map(|left| &left.id).collect();
    assert!(rig.broker.instances().iter().all(|id| told.contains(&id)), "{}", shown(&report));
}

/// What is known after a kill in the change of a plan: the instance, and the plan that it had before.
#[tokio::test]
async fn an_instance_whose_change_of_plan_was_not_written_down_is_removed() {
    let rig = rig().await;
    rig.broker.set_asynchronous(SMALL, None);
    let settings = &rig.settings;
    let instance = Instance {
        id: ResourceId::Guid(Uuid::from_u128(5)),
        service_id: settings.definition.service.id.clone(),
        plan_id: LARGE.to_owned(),
    };
    let crn: Crn = "crn:v1:slipway:public:acme-db::a/1:::".parse().unwrap();
    let context =
        Context { account: "1".into(), crn: crn.clone(), resource_group: crn.clone(), target: crn, name: "x".into() };
    let parameters = Map::from_iter([("owner".to_owned(), "ada".into())]);
    let wanted = Provision { instance: instance.clone(), context, parameters, maintenance_info: Value::Null };
    let made = lab().send(&settings.broker, &settings.broker.provision(&wanted, &settings.cause), REQUEST).await;
    assert_eq!(made.unwrap().status, 201);
    let written = Thing { instance: Instance { plan_id: SMALL.to_owned(), ..instance }, binding: None };
    let (mut ids, mut notice) = (|| REQUEST, |_: Notice<'_>| {});
    let left =
        conformance::remove(&lab(), &rig.settings, rig.timer.clone(), &mut ids, &mut notice, vec![written]).await;
    assert!(left.is_empty() && rig.broker.instances().is_empty(), "{left:?}");
}
