use super::*;
use crate::checklist::tests::{evidence, number, state};
use crate::checklist::{Attestation, RowState, evaluate, unticked};
use crate::deployment::{DeploymentRecord, DeploymentState};
use crate::sample::{self, at, ticks};
use crate::test_run::{Outcome, Target};

fn tested() -> Offering {
    let mut offering = sample::offering();
    offering.deployments = vec![sample::deployment(DeploymentState::PublishedLimited)];
    let target = Target::of(&offering.deployments[0]);
    offering.test_runs = vec![sample::passed(&offering, &target)];
    offering
}

fn shown(offering: &Offering, row: &str) -> Option<Tested> {
    evaluate(offering, &[]).rows.into_iter().find(|report| report.number == number(row)).unwrap().tested
}

#[test]
fn a_passed_run_shows_its_rows_and_makes_the_ticks_of_the_basics_needless() {
    let offering = tested();
    for row in ["12.1", "12.2", "12.3", "13.1", "13.2", "14.1", "15.1", "20.4", "20.5", "20.6", "20.7", "20.8", "20.9"]
    {
        assert_eq!(state(&offering, &[], row), RowState::Done, "{row}");
        assert!(evidence(&offering, &[], row).unwrap().what.contains("BRK-"), "{row}");
    }
    let proof = evidence(&offering, &[], "14.1").unwrap();
    assert_eq!(
        (proof.who.as_deref(), proof.when, proof.what.as_str()),
        (Some("Dev Patel"), Some(at(22)), "BRK-CAT-01")
    );
    for row in ["12.1", "12.2", "12.3", "13.1"] {
        assert!(!unticked(&offering, &[]).contains(&number(row)), "{row}");
        assert!(unticked(&sample::offering(), &[]).contains(&number(row)), "{row} without a run");
    }
    assert_eq!(state(&offering, &[], "6.4"), RowState::Open, "that it is understood is for a person to say");
    assert_eq!(state(&offering, &ticks(), "6.4"), RowState::Done);
    assert_eq!(evidence(&offering, &[], "20.1").unwrap().what, "CTL-01");
    assert_eq!(state(&offering, &[], "20.3"), RowState::Open, "that it looks right is for a person to say");
    assert_eq!(state(&offering, &ticks(), "20.3"), RowState::Done);
    assert_eq!(state(&offering, &[], "20.2"), RowState::NoTestRunYet, "no check signs in yet");
}

#[test]
fn after_a_passed_run_only_rows_that_no_check_decides_are_not_tested() {
    let rows = evaluate(&tested(), &[]).rows;
    let untested: Vec<_> = rows.iter().filter(|report| report.state == RowState::NoTestRunYet).collect();
    assert!(untested.iter().all(|report| report.tested.is_none()), "{untested:?}");
    for row in ["17.2", "18.1", "18.2", "20.2"] {
        assert!(untested.iter().any(|report| report.number == number(row)), "{row}");
    }
}

#[test]
fn bindings_are_shown_by_the_plans_that_have_them() {
    let mut offering = tested();
    let mut unbound = sample::deployment(DeploymentState::PublishedLimited);
    unbound.plan = sample::subscription().id;
    offering.deployments.push(unbound);
    "no".clone_into(&mut offering.plans[1].draft.bindable);
    let targets: Vec<Target> = offering.test_targets().collect();
    offering.test_runs = targets.iter().map(|target| sample::passed(&offering, target)).collect();
    offering.test_runs[1].checks.retain(|check| !check.id.starts_with("BRK-BND"));
    for row in ["12.2", "15.1", "20.6", "20.7", "20.8"] {
        assert!(shown(&offering, row).is_some_and(|tested| tested.is_shown()), "{row}");
    }
    "no".clone_into(&mut offering.plans[0].draft.bindable);
    for row in ["12.2", "20.6", "20.7", "20.8"] {
        assert_eq!(shown(&offering, row), None, "no plan has them: {row}");
    }
}

#[test]
fn a_run_alone_is_not_enough_where_the_operator_has_to_be_there() {
    let (offering, row) = (tested(), number("20.10"));
    assert_eq!(state(&offering, &ticks(), "20.10"), RowState::Open, "the provider's ticks say nothing about it");
    assert!(!unticked(&offering, &[]).contains(&row), "nor does the provider owe it");
    let by = crate::ids::PersonId::new(uuid::Uuid::from_u128(0xa0));
    let seen = [Attestation {
        row,
        by,
        by_name: "Rita Romero".to_owned(),
        at: at(40),
        inputs_sha256: String::new(),
        is_stale: false,
    }];
    assert_eq!(state(&offering, &seen, "20.10"), RowState::Done);
    let proof = evidence(&offering, &seen, "20.10").unwrap();
    assert_eq!((proof.who.as_deref(), proof.when), (Some("Rita Romero"), Some(at(40))));
    assert!(proof.what.contains("BRK-EXT-01"), "{proof:?}");
    assert_eq!(state(&sample::offering(), &seen, "20.10"), RowState::NoTestRunYet, "nor is the operator enough");
}

#[test]
fn a_stale_run_shows_nothing_and_says_what_changed() {
    let mut offering = tested();
    "https://elsewhere.example".clone_into(&mut offering.brokers[0].draft.url);
    assert_eq!(
        (state(&offering, &[], "12.1"), state(&offering, &[], "13.2")),
        (RowState::Open, RowState::NoTestRunYet)
    );
    assert!(matches!(shown(&offering, "13.2"), Some(Tested::Stale { changed, .. }) if changed == [Input::Broker]));
    assert!(unticked(&offering, &[]).contains(&number("12.1")));
    assert_eq!(evidence(&offering, &[], "13.2"), None);
}

#[test]
fn a_check_that_did_not_pass_is_named() {
    let mut offering = tested();
    let run = &mut offering.test_runs[0];
    run.checks.iter_mut().find(|check| check.id == "BRK-EXT-02").unwrap().outcome = Outcome::Fail;
    for row in ["12.3", "15.1", "20.10"] {
        assert!(
            matches!(shown(&offering, row), Some(Tested::NotShown { check, .. }) if check == "BRK-EXT-02"),
            "{row}"
        );
    }
    assert_eq!(state(&offering, &[], "20.4"), RowState::Done);
}

#[test]
fn a_row_is_shown_on_every_deployment_or_not_at_all() {
    let mut offering = tested();
    let mut second = offering.deployments[0].clone();
    second.location = "eu-nl".to_owned();
    offering.deployments.push(second);
    assert_eq!(shown(&offering, "13.2"), Some(Tested::NoRun));
    offering.deployments.clear();
    assert_eq!(shown(&offering, "13.2"), Some(Tested::NoRun));
}

#[test]
fn flags_are_shown_by_the_check_that_agrees_with_them() {
    let mut offering = tested();
    "no".clone_into(&mut offering.settings.draft.plan_updateable);
    "no".clone_into(&mut offering.settings.draft.bindable);
    let target = Target::of(&offering.deployments[0]);
    offering.test_runs = vec![sample::passed(&offering, &target)];
    let checks = |row| match shown(&offering, row) {
        Some(Tested::Shown { checks, .. }) => checks.join(" "),
        other => panic!("{other:?}"),
    };
    assert_eq!((checks("6.3").as_str(), checks("6.4").as_str()), ("BRK-UPD-03", "BRK-CAT-08"));
    assert_eq!(shown(&offering, "12.2"), None, "no binding, nothing shown");
    assert!(!checks("15.1").contains("BND"));
}

#[test]
fn usage_is_shown_by_the_runs_of_metered_plans_alone() {
    let mut offering = tested();
    offering.plans.push(sample::metered());
    let flex = DeploymentRecord { plan: sample::metered().id, ..offering.deployments[0].clone() };
    offering.deployments.push(flex);
    let targets: Vec<_> = offering.test_targets().collect();
    offering.test_runs = targets.iter().map(|target| sample::passed(&offering, target)).collect();
    offering.test_runs[0].checks.retain(|check| !check.id.starts_with("MTR"));
    assert_eq!(["20.11", "20.12"].map(|row| state(&offering, &[], row)), [RowState::Done; 2]);
    assert_eq!(evidence(&offering, &[], "20.11").unwrap().what, "MTR-06, MTR-07");
    let of_flex = &mut offering.test_runs[1].checks;
    of_flex.iter_mut().find(|check| check.id == "MTR-07").unwrap().outcome = Outcome::Fail;
    assert!(matches!(shown(&offering, "20.11"), Some(Tested::NotShown { check, .. }) if check == "MTR-07"));
    assert_eq!(state(&offering, &[], "20.12"), RowState::Done);
    offering.deployments.pop();
    assert_eq!(["20.11", "20.12"].map(|row| shown(&offering, row)), [Some(Tested::NoRun), Some(Tested::NoRun)]);
    for metric in &mut offering.plans[2].draft.metrics {
        "EVENT".clone_into(&mut metric.quantity_type);
    }
    let states = ["20.11", "20.12"].map(|row| state(&offering, &[], row));
    assert_eq!(states, [RowState::NoTestRunYet, RowState::NotApplicable], "nobody knows when levels change");
}
