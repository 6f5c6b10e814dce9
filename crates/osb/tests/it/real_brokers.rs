//! What brokers of others do without breaking the contract, or while they break it: the run says what it is, takes
//! nothing else for broken, and ends.

use std::time::Duration;

use serde_json::{Value, json};
use slipway_osb::conformance::{Outcome, Report};
use slipway_osb::fake::Fault;
use slipway_osb::{LegacyGuids, OsbVersion};
use uuid::Uuid;

use crate::rig::{Rig, rig, run_through, shown};
use crate::support::{SMALL, impatient};

fn with(report: &Report, outcome: Outcome) -> Vec<&'static str> {
    report.checks.iter().filter(|check| check.outcome == outcome).map(|check| check.id).collect()
}

fn facts(report: &Report, id: &str) -> String {
    let check = report.check(id).unwrap();
    let lines: Vec<String> = check.facts.iter().map(|fact| format!("{}: {}", fact.name, fact.value)).collect();
    lines.join("\n")
}

fn is_spotless(rig: &Rig, report: &Report) -> bool {
    report.has_passed() && report.tally().warned == 0 && rig.broker.instances().is_empty()
}

#[tokio::test]
async fn what_the_contract_allows_is_not_held_against_a_broker() {
    for fault in [
        Fault::Nulls,
        Fault::RefusesEmptyMembers,
        Fault::NeedsContext,
        Fault::RestlessDashboard,
        Fault::ForgetsRemovals,
        Fault::UnknownOperationFails,
        Fault::UnknownOperationRuns,
    ] {
        let mut rig = rig().await;
        rig.fault(fault);
        let report = rig.run().await;
        assert!(is_spotless(&rig, &report), "{fault:?}\n{}", shown(&report));
    }
}

#[tokio::test]
async fn services_may_stand_in_any_order() {
    let mut rig = rig().await;
    rig.catalogs(|services| {
        let mut other = services[0].clone();
        other["id"] = "9c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10".into();
        other["name"] = "acme-cache".into();
        for (plan, id) in [(0, "91d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01"), (1, "92d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02")] {
            other["plans"][plan]["id"] = id.into();
        }
        services.push(other);
    });
    rig.fault(Fault::ShufflesServices);
    let report = rig.run().await;
    assert!(is_spotless(&rig, &report), "{}", shown(&report));
}

#[tokio::test]
async fn metadata_may_have_any_shape() {
    for shape in [json!("text"), json!(7), json!([{ "deep": [null, {}] }]), json!(true)] {
        let mut rig = rig().await;
        rig.catalog(|service| {
            service["metadata"] = shape.clone();
            service["plans"][0]["metadata"] = shape.clone();
        });
        rig.settings.definition.parameters.clear();
        let report = rig.run().await;
        assert!(is_spotless(&rig, &report), "{shape}\n{}", shown(&report));
    }
}

#[tokio::test]
async fn the_one_version_that_a_broker_speaks_is_found_behind_a_bare_404() {
    let mut rig = rig().await;
    rig.fault(Fault::OneVersion);
    let report = rig.run().await;
    assert_eq!(report.check("BRK-CAT-03").unwrap().outcome, Outcome::Fail);
    assert_eq!(facts(&report, "BRK-CAT-03"), "found: the broker answers to 2.14, but not to 2.15");

    rig.settings.broker.version = OsbVersion::V2_14;
    let report = rig.run().await;
    assert_eq!(with(&report, Outcome::Warn), ["BRK-CAT-11"], "{}", shown(&report));
    assert_eq!(with(&report, Outcome::Fail), ["BRK-ERR-01"], "a bare 404 has no words\n{}", shown(&report));
}

#[tokio::test]
async fn a_404_at_the_wrong_place_says_where_to_look() {
    let mut rig = rig().await;
    let url = rig.broker.url();
    for (path, words) in [("/v2", "the URL ends in /v2"), ("/elsewhere", "suspicion: the URL is not where")] {
        rig.settings.broker.url = format!("{url}{path}");
        let report = rig.run().await;
        assert!(facts(&report, "BRK-CAT-03").contains(words), "{path}\n{}", shown(&report));
    }
}

#[tokio::test]
async fn ids_that_changed_at_a_restart_are_named_and_leave_nothing() {
    let mut rig = rig().await;
    let new = "33d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a03";
    rig.catalog(|service| service["plans"][0]["id"] = new.into());
    let report = rig.run().await;
    let told = facts(&report, "BRK-CAT-08");
    assert!(told.contains(SMALL) && told.contains(new), "{told}");
    assert_eq!(report.check("BRK-CAT-10").unwrap().outcome, Outcome::Pass, "they did not change between two readings");
    assert!(report.leftovers.is_empty() && rig.broker.instances().is_empty());
}

#[tokio::test]
async fn a_200_where_201_belongs_is_a_warning_and_nothing_else() {
    let mut rig = rig().await;
    rig.broker.set_asynchronous(SMALL, None);
    rig.fault(Fault::SaysOk);
    let report = rig.run().await;
    assert_eq!(with(&report, Outcome::Fail), [""; 0], "{}", shown(&report));
    assert_eq!(with(&report, Outcome::Warn), ["BRK-PRV-01", "BRK-BND-01"], "{}", shown(&report));
    assert!(rig.broker.instances().is_empty());
}

#[tokio::test]
async fn a_broker_that_wants_the_legacy_ids_says_so_in_one_check_and_is_fine_with_them() {
    let mut rig = rig().await;
    rig.fault(Fault::NeedsLegacyGuids);
    let report = rig.run().await;
    let told = facts(&report, "BRK-PRV-01");
    assert!(
        told.contains("Organization and space guid are required.")
            && told.contains("switch the broker’s legacy ids on"),
        "{told}"
    );
    assert_eq!(with(&report, Outcome::Fail), ["BRK-PRV-01"], "what follows from it is skipped\n{}", shown(&report));
    assert!(rig.broker.instances().is_empty(), "{}", shown(&report));

    rig.settings.broker.legacy_guids = Some(LegacyGuids { organization: Uuid::nil(), space: Uuid::nil() });
    let report = rig.run().await;
    assert!(is_spotless(&rig, &report), "{}", shown(&report));
}

#[tokio::test]
async fn an_id_problem_is_found_behind_another_reason_to_refuse() {
    let rig = rig().await;
    rig.broker.set_faults([Fault::DecodesPaths, Fault::NeedsLegacyGuids]);
    let report = rig.run().await;
    assert_eq!(with(&report, Outcome::Fail), ["BRK-PRV-01", "BRK-PRV-10"], "{}", shown(&report));
    assert!(facts(&report, "BRK-PRV-10").contains("under a GUID was answered 400"), "{}", shown(&report));
    assert!(facts(&report, "BRK-PRV-01").contains("switch the broker’s legacy ids on"), "{}", shown(&report));
}

#[tokio::test]
async fn the_id_of_a_binding_can_be_the_problem_alone() {
    let mut rig = rig().await;
    rig.fault(Fault::ShortBindingIds);
    let report = rig.run().await;
    assert_eq!(with(&report, Outcome::Fail), ["BRK-BND-01"], "{}", shown(&report));
    assert!(facts(&report, "BRK-BND-01").contains("the same under a GUID succeeded"), "{}", shown(&report));
    assert!(report.leftovers.is_empty() && rig.broker.instances().is_empty());
}

#[tokio::test]
async fn a_broker_without_the_extension_is_not_blamed_for_an_open_one() {
    let mut rig = rig().await;
    rig.fault(Fault::NoExtension);
    let report = rig.run().await;
    assert_eq!(with(&report, Outcome::Fail), ["BRK-EXT-01"], "{}", shown(&report));
    assert_eq!(report.check("BRK-EXT-07").unwrap().outcome, Outcome::Skip);
}

/// Some brokers never answer to an originating identity that they cannot read.
#[tokio::test]
async fn a_call_that_hangs_ends_at_the_deadline_and_the_run_goes_on() {
    let mut rig = rig().await;
    rig.fault(Fault::HangsOnIdentity);
    let report = run_through(&rig, &impatient(Duration::from_millis(50))).await;
    for id in ["BRK-PRV-01", "BRK-PRV-11"] {
        let check = report.check(id).unwrap();
        assert!(check.outcome == Outcome::Fail && check.reason.contains("no answer (timeout)"), "{check:?}");
    }
    assert!(!report.leftovers.is_empty(), "what may be there and could not be removed is told");
}

#[tokio::test]
async fn an_error_of_any_shape_stands_in_the_transcript_as_it_came() {
    for body in ["", "<h1>no</h1>", "plain", r#"{"Error":"boom"}"#, r#"{"error":"{\"message\":\"inner\"}"}"#] {
        let mut rig = rig().await;
        rig.fault(Fault::RefusesProvision);
        rig.broker.word_errors(body);
        let report = rig.run().await;
        let transcript = serde_json::to_value(&report.exchanges).unwrap();
        let refused =
            transcript.as_array().unwrap().iter().find(|exchange| exchange["purpose"] == "BRK-PRV-01").unwrap();
        assert_eq!(refused["answer"]["reply"]["body"], Value::from(body));
        assert_eq!(report.check("BRK-ERR-01").unwrap().outcome, Outcome::Fail, "{body}");
        assert!(rig.broker.instances().is_empty());
    }
}
