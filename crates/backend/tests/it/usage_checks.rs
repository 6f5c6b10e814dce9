//! What a run finds out about a metered plan: from its sandbox, from a scratch sandbox, and from the ledger.

use std::time::Duration;

use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_domain::checklist::RowState;
use slipway_domain::gate::Gate;
use slipway_domain::ids::PlanId;
use slipway_domain::sandbox::form::SettingDraft;
use slipway_domain::test_run::Outcome;
use slipway_domain::usage::Code;
use slipway_domain::view::{CheckResult, TestRunView};

use crate::instances::{made, plan, view};
use crate::support::{House, KIM};
use crate::usage::{Metered, codes, republish};

const HOUR: i64 = 3_600_000;
const ALL: [&str; 10] =
    ["MTR-01", "MTR-02", "MTR-03", "MTR-04", "MTR-05", "MTR-06", "MTR-07", "MTR-08", "MTR-09", "MTR-10"];

async fn run(house: &House, plan: PlanId) -> TestRunView {
    let kim = house.acting(KIM).await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let deployment = offering.deployments.iter().find(|deployment| deployment.plan == plan).unwrap();
    let id = kim.request_test_run(OFFERING, deployment.id).await.unwrap();
    house.backend.make_due_test_runs().await;
    kim.test_run(OFFERING, id).await.unwrap()
}

fn result<'a>(view: &'a TestRunView, id: &str) -> &'a CheckResult {
    view.checks.iter().find(|check| check.id == id).unwrap().result.as_ref().unwrap()
}

fn found(view: &TestRunView, id: &str) -> (Outcome, String) {
    let result = result(view, id);
    (result.outcome, result.reason.clone())
}

fn passed() -> (Outcome, String) {
    (Outcome::Pass, String::new())
}

fn skipped(reason: &str) -> (Outcome, String) {
    (Outcome::Skip, reason.to_owned())
}

async fn wanting_usage(house: &House) -> Vec<String> {
    let view = house.acting(KIM).await.offering(OFFERING).await.unwrap();
    view.gate(Gate::Usage).missing().into_iter().flat_map(|condition| condition.names).collect()
}

/// A record of each measure of the plan goes to its sandbox with the key of the service, and the run is kept.
async fn keep_sandbox(metered: &Metered) {
    let (kim, plan) = (metered.house.acting(KIM).await, metered.instance.plan);
    let setting = SettingDraft { month: "2026-06".to_owned(), ..SettingDraft::default() };
    kim.open_sandbox(OFFERING, plan, &setting).await.unwrap();
    let setting = kim.sandbox(OFFERING, plan, ("", 0), "").await.unwrap().open.unwrap().setting;
    let end = setting.month.start().millis() + 10 * HOUR;
    let record = |start: i64, measured: Value| {
        json!({
            "resource_instance_id": setting.instance, "plan_id": plan, "region": setting.location, "start": start,
            "end": end, "measured_usage": [measured],
        })
    };
    let queries = record(end - HOUR, json!({ "measure": "QUERY", "quantity": 5 }));
    let seats = record(end, json!({ "measure": "SEAT", "quantity": { "previous": 0, "current": 3 } }));
    let body = serde_json::to_vec(&[queries, seats]).unwrap();
    let answers = metered.house.backend.submit_to_sandbox(&metered.service, OFFERING, &body).await.unwrap();
    assert_eq!(codes(&answers), [Code::Accepted; 2]);
    kim.keep_sandbox(OFFERING, plan).await.unwrap();
}

/// Two instances, and six hours that the service reports as they end, but for what `leaves_out` (instance and hour).
async fn reported(metered: &Metered, leaves_out: Option<(usize, i64)>) {
    let house = &metered.house;
    let second = made(house).await;
    let resources = [metered.instance.resource.clone(), view(house, second).await.instance.resource];
    for hour in 1..=6 {
        house.clock.advance(Duration::from_hours(1));
        for (at, resource) in resources.iter().enumerate().filter(|(at, _)| leaves_out != Some((*at, hour))) {
            let mut record = metered.record(0, 1);
            record["resource_instance_id"] = resource.as_str().into();
            assert_eq!(codes(&metered.submit(&[record]).await), [Code::Accepted], "{at} at {hour}");
        }
    }
}

#[tokio::test]
async fn a_plan_that_is_not_metered_is_not_asked_for_usage() {
    let metered = Metered::open().await;
    let view = run(&metered.house, plan(&metered.house, "lite").await).await;
    for id in ALL {
        assert_eq!(found(&view, id), skipped("the plan is not metered"), "{id}");
    }
    assert!(view.run.has_passed());
    assert_eq!(wanting_usage(&metered.house).await, ["standard (eu-de)"]);
}

#[tokio::test]
async fn what_a_scratch_sandbox_shows_needs_nothing_and_the_rest_says_what_is_missing() {
    let metered = Metered::open().await;
    let view = run(&metered.house, metered.instance.plan).await;
    for id in ["MTR-02", "MTR-03", "MTR-04", "MTR-05", "MTR-06", "MTR-07"] {
        assert_eq!(found(&view, id), passed(), "{id}");
    }
    let looks = result(&view, "MTR-06").facts.clone();
    let measures: Vec<_> = looks.iter().filter(|(name, _)| name == "measure").map(|(_, value)| value).collect();
    assert_eq!(measures, ["QUERY", "SEAT"]);
    let (outcome, reason) = found(&view, "MTR-01");
    assert!(outcome == Outcome::Skip && reason.starts_with("no sandbox run of the plan is kept"), "{reason}");
    assert_eq!(found(&view, "MTR-08"), skipped("the plan needs 2 active instances to show anything, and has 1"));
    assert_eq!(found(&view, "MTR-10"), skipped("the service has submitted nothing lately"));
    assert!(view.run.has_passed(), "who has not come so far has not failed");
    assert_eq!(wanting_usage(&metered.house).await, ["standard (eu-de)"]);
}

#[tokio::test]
async fn a_kept_sandbox_and_hourly_reports_of_two_instances_prove_the_usage_of_a_plan() {
    let metered = Metered::open().await;
    keep_sandbox(&metered).await;
    reported(&metered, None).await;
    let house = &metered.house;
    let proof = run(house, metered.instance.plan).await;
    for id in ALL.into_iter().filter(|id| *id != "MTR-09") {
        assert_eq!(found(&proof, id), passed(), "{id}");
    }
    assert_eq!(found(&proof, "MTR-09").0, Outcome::Skip);
    assert!(result(&proof, "MTR-08").facts.iter().any(|(name, value)| name == "instances" && value == "2"));
    assert_eq!(wanting_usage(house).await, [] as [&str; 0]);
    let view = house.acting(KIM).await.offering(OFFERING).await.unwrap();
    let rows = view.checklist().rows;
    for number in ["20.11", "20.12"] {
        let row = rows.iter().find(|row| row.number.to_string() == number).unwrap();
        assert_eq!(row.state, RowState::Done, "{number}");
    }

    let plan = metered.instance.plan;
    republish(house, plan, |draft| "0.41".clone_into(&mut draft.metrics[0].prices[0][0])).await;
    assert_eq!(wanting_usage(house).await, ["standard (eu-de)"], "it charges something else now");
    let (outcome, reason) = found(&run(house, plan).await, "MTR-01");
    assert!(outcome == Outcome::Skip && reason.starts_with("the kept sandbox run is stale"), "{reason}");
}

#[tokio::test]
async fn an_hour_that_nobody_reported_is_found_and_making_up_for_it_is_late() {
    let metered = Metered::open().await;
    reported(&metered, Some((0, 3))).await;
    let view = run(&metered.house, metered.instance.plan).await;
    let reason = "no record tells of 2 of the 6 hours that were due";
    assert_eq!(found(&view, "MTR-08"), (Outcome::Fail, reason.to_owned()), "half of two hours of the clock");
    let named = result(&view, "MTR-08").facts.iter().filter(|(name, _)| name == "no record");
    assert!(named.clone().count() == 2 && named.clone().all(|(_, of)| of.starts_with(&metered.instance.resource)));
    assert!(!view.run.has_passed());
    assert_eq!(codes(&metered.submit(&[metered.record(3, 1)]).await), [Code::Accepted]);
    let view = run(&metered.house, metered.instance.plan).await;
    let reason = "1 of the hours that were reported came more than 2 hours after their end";
    assert_eq!(found(&view, "MTR-08"), (Outcome::Fail, reason.to_owned()));
}

#[tokio::test]
async fn a_day_in_one_record_tells_of_no_hour() {
    let metered = Metered::open().await;
    reported(&metered, Some((0, 3))).await;
    let mut long = metered.record(0, 1);
    long["start"] = (metered.house.clock.now().millis() - 8 * HOUR).into();
    assert_eq!(codes(&metered.submit(&[long]).await), [Code::Accepted]);
    assert_eq!(found(&run(&metered.house, metered.instance.plan).await, "MTR-08").0, Outcome::Fail);
}

#[tokio::test]
async fn a_record_that_the_sandbox_let_fail_has_to_come_again() {
    let metered = Metered::open().await;
    let (kim, plan) = (metered.house.acting(KIM).await, metered.instance.plan);
    let setting = SettingDraft { month: "2026-06".to_owned(), ..SettingDraft::default() };
    kim.open_sandbox(OFFERING, plan, &setting).await.unwrap();
    kim.let_sandbox_fail(OFFERING, plan).await.unwrap();
    let setting = kim.sandbox(OFFERING, plan, ("", 0), "").await.unwrap().open.unwrap().setting;
    let record = |hours: i64| {
        let start = setting.provisioned.millis() + hours * HOUR;
        json!([{
            "resource_instance_id": setting.instance, "plan_id": plan, "region": setting.location, "start": start,
            "end": start + HOUR, "measured_usage": [{ "measure": "QUERY", "quantity": 5 }],
        }])
    };
    let expected = [(1, Outcome::Skip), (2, Outcome::Warn), (1, Outcome::Pass)];
    for (at, (hours, outcome)) in expected.into_iter().enumerate() {
        let body = serde_json::to_vec(&record(hours)).unwrap();
        let answers = metered.house.backend.submit_to_sandbox(&metered.service, OFFERING, &body).await.unwrap();
        assert_eq!(codes(&answers), [if at == 0 { Code::Internal } else { Code::Accepted }]);
        if at > 0 {
            kim.keep_sandbox(OFFERING, plan).await.unwrap();
        }
        assert_eq!(found(&run(&metered.house, plan).await, "MTR-09").0, outcome, "{at}");
    }
}

#[tokio::test]
async fn records_that_are_sent_again_are_counted_with_the_answers() {
    let metered = Metered::open().await;
    let sent = [metered.record(1, 1), metered.record(0, 1)];
    metered.submit(&sent).await;
    assert_eq!(found(&run(&metered.house, metered.instance.plan).await, "MTR-10"), passed());
    for expected in [2, 5] {
        let again: Vec<_> = sent.iter().cycle().take(if expected == 2 { 2 } else { 3 }).cloned().collect();
        metered.submit(&again).await;
        let reason = format!("records were sent again although they had been accepted: {expected}");
        let view = run(&metered.house, metered.instance.plan).await;
        assert_eq!(found(&view, "MTR-10"), (Outcome::Warn, reason));
        assert!(view.run.has_passed(), "it is worth a look, and no failure");
    }
    metered.house.clock.advance(Duration::from_hours(72));
    metered.submit(&[metered.record(0, 1)]).await;
    assert_eq!(found(&run(&metered.house, metered.instance.plan).await, "MTR-10"), passed(), "that was days ago");
}
