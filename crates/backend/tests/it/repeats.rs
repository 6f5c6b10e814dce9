//! Checks made again: only these, together with the rest of the run that they belong to, and never with a choice of runs.

use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::ids::TestRunId;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::test_run::{Outcome, Progress, Target};
use slipway_domain::view::{CheckResult, TestRunView};
use slipway_osb::fake::Fault;
use uuid::Uuid;

use crate::support::{ADA, House, KIM, VERA, rejection};
use crate::test_runs::{ready, run};

/// Checks of a run of Kim's, made again.
async fn again(house: &House, of: TestRunId, only: &str) -> TestRunView {
    let kim = house.acting(KIM).await;
    let id = kim.repeat_checks(OFFERING, of, only).await.unwrap();
    house.backend.make_due_test_runs().await;
    kim.test_run(OFFERING, id).await.unwrap()
}

fn result<'a>(view: &'a TestRunView, id: &str) -> &'a CheckResult {
    view.checks.iter().find(|check| check.id == id).unwrap().result.as_ref().unwrap()
}

async fn is_proven(house: &House, view: &TestRunView) -> bool {
    let offering = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    let record = offering.deployments.iter().find(|record| Target::of(record) == view.run.target).unwrap();
    offering.is_proven(&Target::of(record))
}

#[tokio::test]
async fn only_what_failed_is_made_again_and_the_rest_is_kept_from_the_run_before() {
    let house = ready().await;
    house.broker.set_faults([Fault::IgnoresConflict]);
    let first = run(&house).await;
    assert!(!is_proven(&house, &first).await);
    house.broker.set_faults([]);
    let calls = house.broker.log().len();
    let second = again(&house, first.run.id, "").await;
    assert!((house.broker.log().len() - calls) * 4 < first.exchanges.len(), "it calls for what failed only");
    let repeats = second.run.repeats.as_ref().unwrap();
    assert_eq!((repeats.base_number, repeats.asked.as_slice()), (1, &["BRK-PRV-05".to_owned()][..]));
    assert_eq!((result(&second, "BRK-PRV-05").outcome, result(&second, "BRK-PRV-05").from), (Outcome::Pass, None));
    assert_eq!(result(&second, "BRK-PRV-01").from, None, "made because another needs it");
    let kept = result(&second, "BRK-BND-01");
    assert_eq!(kept.from.map(|from| (from.run, from.number)), Some((first.run.id, 1)));
    assert!(kept.exchanges.is_empty(), "its calls stay where they were made");
    assert!(second.run.has_passed() && is_proven(&house, &second).await, "the two together are evidence");
    assert_eq!(house.events().await[0].kind, EventKind::TestRunPassed);
    assert!(second.run.evidence.len() == 64 && second.run.evidence != first.run.evidence);
    assert_eq!(second.previous.as_ref().map(|run| run.id), Some(first.run.id));
    let changes: Vec<&str> = second.changes.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(changes, ["BRK-PRV-05"]);
    let third = again(&house, second.run.id, "BRK-UPD-04").await;
    assert_eq!(result(&third, "BRK-BND-01").from.map(|from| from.number), Some(1), "whoever made it is named");
    assert!(third.changes.is_empty() && third.run.has_passed());
}

#[tokio::test]
async fn a_check_that_passes_alone_opens_nothing_while_another_has_failed() {
    let house = ready().await;
    house.broker.set_faults([Fault::IgnoresConflict, Fault::RemovesTwice]);
    let first = run(&house).await;
    house.broker.set_faults([]);
    let second = again(&house, first.run.id, "BRK-PRV-05").await;
    assert_eq!(result(&second, "BRK-PRV-05").outcome, Outcome::Pass);
    assert_eq!(result(&second, "BRK-DEP-02").outcome, Outcome::Fail, "as it was");
    assert!(!second.run.has_passed() && !is_proven(&house, &second).await);
    assert_eq!(house.events().await[0].kind, EventKind::TestRunFailed);
}

#[tokio::test]
async fn what_had_to_be_skipped_keeps_its_failure() {
    let house = ready().await;
    house.broker.set_faults([Fault::RefusesUnknownMembers]);
    let first = run(&house).await;
    assert_eq!(result(&first, "BRK-PRV-12").outcome, Outcome::Fail);
    house.broker.set_faults([Fault::RefusesProvision]);
    let second = again(&house, first.run.id, "BRK-PRV-12").await;
    let kept = result(&second, "BRK-PRV-12");
    assert_eq!((kept.outcome, kept.from.map(|from| from.number)), (Outcome::Fail, Some(1)));
    assert!(!second.run.has_passed());
}

#[tokio::test]
async fn while_it_goes_on_the_other_results_are_shown_already() {
    let house = ready().await;
    house.broker.set_faults([Fault::IgnoresConflict]);
    let first = run(&house).await;
    let kim = house.acting(KIM).await;
    let id = kim.repeat_checks(OFFERING, first.run.id, "").await.unwrap();
    let waiting = kim.test_run(OFFERING, id).await.unwrap();
    let open: Vec<&str> =
        waiting.checks.iter().filter(|check| check.result.is_none()).map(|check| check.id.as_str()).collect();
    assert_eq!(open, ["BRK-CAT-03", "BRK-PRV-01", "BRK-PRV-05", "BRK-PRV-10"]);
    assert_eq!(waiting.run.tally.all() + open.len(), waiting.checks.len());
}

#[tokio::test]
async fn what_looks_at_every_call_is_a_run_of_all_checks() {
    let house = ready().await;
    let first = run(&house).await;
    let second = again(&house, first.run.id, "BRK-ERR-01").await;
    assert_eq!((second.run.repeats.clone(), second.exchanges.len()), (None, first.exchanges.len()));
}

#[tokio::test]
async fn nobody_chooses_among_runs_or_goes_back_to_one_that_says_nothing_any_more() {
    let house = ready().await;
    let kim = house.acting(KIM).await;
    let refused = async |run: TestRunId, only: &str| rejection(kim.repeat_checks(OFFERING, run, only).await);
    let first = run(&house).await;
    assert_eq!(refused(first.run.id, "").await, Rejection::Refused(Refusal::AlreadyDone), "nothing failed");
    assert_eq!(refused(first.run.id, "no-such-check").await, Rejection::NotFound(Kind::TestRun));
    assert_eq!(refused(TestRunId::new(Uuid::from_u128(99)), "").await, Rejection::NotFound(Kind::TestRun));
    house.broker.set_faults([Fault::RefusesRemoval]);
    let second = run(&house).await;
    assert_eq!(refused(first.run.id, "BRK-UPD-04").await, Rejection::Refused(Refusal::TestRunSuperseded));
    assert_eq!(refused(second.run.id, "BRK-DEP-01").await, Rejection::Refused(Refusal::TestRunLeftThings));
    house.broker.set_faults([]);
    let third = run(&house).await;
    let vera = house.acting(VERA).await;
    assert!(matches!(rejection(vera.repeat_checks(OFFERING, third.run.id, "BRK-UPD-04").await), Rejection::Denied(_)));
    // Asked for before the change, made after it: the results would not belong together.
    let open = kim.repeat_checks(OFFERING, third.run.id, "BRK-UPD-04").await.unwrap();
    let ada = house.acting(ADA).await;
    let before = kim.offering(OFFERING).await.unwrap().offering;
    let mut settings = before.settings.draft.clone();
    "no".clone_into(&mut settings.plan_updateable);
    let attempt = slipway_backend::Attempt { revision: before.settings.revision, operation: "" };
    ada.save_settings(OFFERING, attempt, &settings).await.unwrap();
    house.backend.make_due_test_runs().await;
    let ended = kim.test_run(OFFERING, open).await.unwrap();
    assert_eq!((ended.run.progress, ended.run.ending.as_str()), (Progress::Interrupted, "inputs_changed"));
    assert_eq!(refused(third.run.id, "BRK-UPD-04").await, Rejection::Refused(Refusal::TestRunStale));
}
