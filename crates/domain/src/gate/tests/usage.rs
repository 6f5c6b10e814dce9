use super::*;
use crate::ids::DeploymentId;
use crate::test_run::{Input, Outcome};

fn proven(offering: &Offering) -> Condition {
    let condition = find(&report(Gate::Ga, offering, &ticks(), &[]), Requirement::UsageProven);
    let alone = report(Gate::Usage, offering, &[], &[]);
    assert_eq!(alone.conditions, std::slice::from_ref(&condition));
    condition
}

/// The subscription becomes a metered plan, with a deployment that was tested.
fn metered() -> Offering {
    let mut offering = ready_for_ga();
    offering.plans[1] = sample::metered();
    offering.plans[1].approval = PlanApproval::Approved;
    let more = crate::deployment::DeploymentRecord {
        id: DeploymentId::new(uuid::Uuid::from_u128(0x44)),
        plan: offering.plans[1].id,
        ..offering.deployments[0].clone()
    };
    offering.deployments.push(more);
    test_all(&mut offering);
    offering
}

fn test_all(offering: &mut Offering) {
    let targets: Vec<_> = offering.test_targets().collect();
    offering.test_runs = targets.iter().map(|target| sample::passed(offering, target)).collect();
}

fn set(offering: &mut Offering, check: &str, outcome: Outcome) {
    let found = offering.test_runs[1].checks.iter_mut().find(|known| known.id == check);
    found.unwrap().outcome = outcome;
}

#[test]
fn without_a_metered_plan_there_is_no_usage_to_prove() {
    let mut offering = ready_for_ga();
    assert_eq!((proven(&offering).state, proven(&offering).names), (ConditionState::Met, vec![]));
    offering.test_runs.clear();
    assert_eq!(proven(&offering).state, ConditionState::Met);
}

#[test]
fn every_check_of_usage_has_to_pass_on_every_deployment_of_a_metered_plan() {
    let ready = metered();
    assert_eq!(proven(&ready).state, ConditionState::Met);
    for number in 1..=8 {
        for outcome in [Outcome::Fail, Outcome::Warn, Outcome::Skip] {
            let mut offering = ready.clone();
            set(&mut offering, &format!("MTR-{number:02}"), outcome);
            let condition = proven(&offering);
            assert_eq!((condition.state, condition.page), (ConditionState::Missing, Some(Page::Tests)), "{number}");
            assert_eq!(condition.names, ["flex (eu-de)"], "not the free plan, which is deployed there as well");
        }
    }
    let mut offering = ready.clone();
    offering.test_runs.pop();
    assert_eq!(proven(&offering).state, ConditionState::Missing, "never tested");
    let mut offering = ready;
    offering.deployments[1].state = DeploymentState::Withdrawn;
    offering.test_runs.pop();
    assert_eq!(proven(&offering).state, ConditionState::Met);
}

#[test]
fn another_price_makes_the_proof_stale_and_another_text_does_not() {
    let ready = metered();
    let mut offering = ready.clone();
    "0.41".clone_into(&mut offering.plans[1].draft.metrics[0].prices[0][0]);
    assert_eq!(proven(&offering).state, ConditionState::Missing);
    assert_eq!(offering.changed_since(&offering.test_runs[1]), [Input::Plans]);
    test_all(&mut offering);
    assert_eq!(proven(&offering).state, ConditionState::Met);
    let mut offering = ready;
    "Another text.".clone_into(&mut offering.plans[1].draft.description);
    assert_eq!(proven(&offering).state, ConditionState::Met);
}

/// Nobody but the service knows when a level changes, so that no silence can be seen.
#[test]
fn a_plan_of_events_is_not_asked_to_report_every_hour() {
    let mut offering = metered();
    for metric in &mut offering.plans[1].draft.metrics {
        "EVENT".clone_into(&mut metric.quantity_type);
    }
    test_all(&mut offering);
    set(&mut offering, "MTR-08", Outcome::Skip);
    assert_eq!(proven(&offering).state, ConditionState::Met);
    set(&mut offering, "MTR-06", Outcome::Skip);
    assert_eq!(proven(&offering).state, ConditionState::Missing);
}
