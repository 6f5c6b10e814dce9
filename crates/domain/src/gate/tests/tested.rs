use super::*;
use crate::test_run::Outcome;

#[test]
fn a_release_needs_a_test_that_passed_and_still_holds() {
    let mut offering = ready_for_ga();
    let tested = |offering: &Offering| find(&report(Gate::Ga, offering, &ticks(), &[]), Requirement::TestRunPassed);
    assert_eq!((tested(&offering).state, tested(&offering).names), (ConditionState::Met, vec![]));
    assert!(report(Gate::Test, &offering, &[], &[]).is_open());
    offering.test_runs[0].checks[0].outcome = Outcome::Fail;
    assert_eq!(tested(&offering).names, ["lite (eu-de)"]);
    assert_eq!((tested(&offering).state, tested(&offering).page), (ConditionState::Missing, Some(Page::Tests)));
    test(&mut offering);
    offering.settings.draft.bindable = "no".to_owned();
    assert_eq!(tested(&offering).state, ConditionState::Missing, "stale");
    test(&mut offering);
    let mut second = offering.deployments[0].clone();
    second.location = "eu-nl".to_owned();
    offering.deployments.push(second);
    assert_eq!(tested(&offering).names, ["lite (eu-nl)"]);
    offering.deployments[1].state = DeploymentState::Withdrawn;
    assert_eq!(tested(&offering).state, ConditionState::Met);
    offering.deployments.clear();
    assert_eq!(tested(&offering).state, ConditionState::Missing, "nothing was tested");
}
