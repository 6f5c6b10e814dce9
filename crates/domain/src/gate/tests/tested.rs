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

#[test]
fn a_run_that_could_not_see_the_catalog_opens_no_gate_once_there_is_something_to_see() {
    let mut offering = ready_for_ga();
    offering.deployments[0].state = DeploymentState::Unpublished;
    test(&mut offering);
    let skipped = &mut offering.test_runs[0].checks;
    skipped.iter_mut().find(|check| check.id == "CTL-01").unwrap().outcome = Outcome::Skip;
    assert!(report(Gate::Test, &offering, &[], &[]).is_open(), "every check that applied passed");
    offering.deployments[0].state = DeploymentState::PublishedLimited;
    for gate in [Gate::Test, Gate::Ga] {
        let found = find(&report(gate, &offering, &ticks(), &[]), Requirement::TestRunPassed);
        assert_eq!((found.state, found.names), (ConditionState::Missing, vec!["lite (eu-de)".to_owned()]));
    }
    test(&mut offering);
    assert!(report(Gate::Test, &offering, &[], &[]).is_open());
}
