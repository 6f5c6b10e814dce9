//! All deployments tested at one press, and what people say that they saw of a run.

use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::gate::Gate;
use slipway_domain::ids::TestRunId;
use slipway_domain::policy::Denial;
use slipway_domain::region::TestRunState;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::test_run::{Attested, Outcome, Target, TestRunDraft};
use slipway_domain::view::TestRunView;
use slipway_osb::fake::Fault;
use uuid::Uuid;

use crate::support::{ADA, GUS, House, KIM, VERA, rejection};
use crate::test_runs::{lite, ready, run};

fn attested(view: &TestRunView, check: &str) -> Option<Attested> {
    view.checks.iter().find(|line| line.id == check).unwrap().attested.clone()
}

#[tokio::test]
async fn everything_that_is_published_is_tested_at_one_press() {
    let house = House::open().await;
    house.publish_limited().await;
    let (kim, before) = (house.acting(KIM).await, house.events().await.len());
    kim.request_test_runs(OFFERING, &TestRunDraft::default()).await.unwrap();
    kim.request_test_runs(OFFERING, &TestRunDraft::default()).await.unwrap();
    let asked = house.events().await;
    let deployments = kim.offering(OFFERING).await.unwrap().offering.deployments.len();
    assert_eq!(asked.len() - before, deployments, "each is asked for once, and what is open already stays");
    assert!(asked[..deployments].iter().all(|event| event.kind == EventKind::TestRunRequested));
    house.backend.make_due_test_runs().await;
    assert!(kim.offering(OFFERING).await.unwrap().gate(Gate::Test).is_open());
}

#[tokio::test]
async fn one_press_is_refused_whole_where_nothing_is_published_or_a_broker_is_not_registered() {
    let house = ready().await;
    let kim = house.acting(KIM).await;
    let refused = rejection(kim.request_test_runs(OFFERING, &TestRunDraft::default()).await);
    assert_eq!(refused, Rejection::NotFound(Kind::Deployment));
    kim.publish_limited(OFFERING).await.unwrap();
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
    let draft = slipway_domain::broker::BrokerDraft { osb_version: "2.16".to_owned(), ..broker.draft };
    kim.save_broker(OFFERING, broker.id, broker.revision, &draft, &"".into()).await.unwrap();
    let refused = rejection(kim.request_test_runs(OFFERING, &TestRunDraft::default()).await);
    assert_eq!(refused, Rejection::Refused(Refusal::BrokerNotRegistered));
    assert!(kim.test_runs(OFFERING).await.unwrap().runs.is_empty());
    let vera = house.acting(VERA).await;
    let refused = rejection(vera.request_test_runs(OFFERING, &TestRunDraft::default()).await);
    assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })));
}

fn outcome(view: &TestRunView, check: &str) -> Outcome {
    view.checks.iter().find(|line| line.id == check).unwrap().result.as_ref().unwrap().outcome
}

#[tokio::test]
async fn a_run_that_left_something_out_passes_and_proves_nothing_until_a_whole_one_has() {
    let house = ready().await;
    let kim = house.acting(KIM).await;
    let deployment = lite(&house).await;
    let draft = TestRunDraft {
        deployments: vec![deployment.to_string()],
        left_out: vec!["bindings".to_owned(), "lost-answers".to_owned()],
        account: "provider".to_owned(),
        ..TestRunDraft::default()
    };
    kim.request_test_runs(OFFERING, &draft).await.unwrap();
    house.backend.make_due_test_runs().await;
    let runs = kim.test_runs(OFFERING).await.unwrap().runs;
    assert_eq!(runs.len(), 1, "the other deployment was not chosen");
    let view = kim.test_run(OFFERING, runs[0].id).await.unwrap();
    assert!(view.run.has_passed() && view.run.inputs.options == draft.options(), "{:?}", view.run);
    for check in ["BRK-BND-01", "BRK-EXT-04", "ORP-01"] {
        assert_eq!(outcome(&view, check), Outcome::Skip, "{check}");
    }
    let owner = format!("\"account_id\":\"{}\"", view.view.offering.owner.id);
    let named: Vec<_> = house.broker.log().into_iter().filter(|seen| seen.body.contains("\"account_id\"")).collect();
    assert!(!named.is_empty() && named.iter().all(|seen| seen.body.contains(&owner)), "{named:?}");

    let stands = async || {
        let offering = kim.offering(OFFERING).await.unwrap().offering;
        let record = offering.deployments.iter().find(|record| record.id == deployment).unwrap();
        let target = Target::of(record);
        (offering.test_state(&target), offering.is_proven(&target))
    };
    assert_eq!(stands().await, (TestRunState::Partial, false));
    let again = kim.repeat_checks(OFFERING, view.run.id, "ORP-01").await.unwrap();
    house.backend.make_due_test_runs().await;
    let again = kim.test_run(OFFERING, again).await.unwrap();
    assert_eq!(outcome(&again, "ORP-01"), Outcome::Pass, "whoever asks for it wants it made");
    assert_eq!(stands().await, (TestRunState::Partial, false), "the bindings are still left out");
    assert!(run(&house).await.run.has_passed());
    assert_eq!(stands().await, (TestRunState::Passed, true));
}

#[tokio::test]
async fn a_deployment_that_is_not_there_refuses_all_that_were_chosen() {
    let house = ready().await;
    let (kim, deployment) = (house.acting(KIM).await, lite(&house).await);
    for other in ["01890a5d-ac96-774b-bcce-b302099a8057", "no id"] {
        let deployments = vec![deployment.to_string(), other.to_owned()];
        let draft = TestRunDraft { deployments, ..TestRunDraft::default() };
        let refused = rejection(kim.request_test_runs(OFFERING, &draft).await);
        assert_eq!(refused, Rejection::NotFound(Kind::Deployment), "{other}");
    }
    assert!(kim.test_runs(OFFERING).await.unwrap().runs.is_empty());
}

#[tokio::test]
async fn who_looked_is_kept_with_the_run_once_and_stands_in_the_history() {
    let house = ready().await;
    let (kim, tested) = (house.acting(KIM).await, run(&house).await);
    let id = tested.run.id;
    assert_eq!(attested(&tested, "CTL-03"), None);
    kim.attest_check(OFFERING, id, "CTL-03", " The logo is sharp. ").await.unwrap();
    let said = house.events().await.remove(0);
    assert_eq!((said.kind, said.detail.code.as_deref()), (EventKind::TestRunAttested, Some("CTL-03")));
    assert_eq!(said.detail.reason.as_deref(), Some("The logo is sharp."));
    let again = house.acting(ADA).await.attest_check(OFFERING, id, "CTL-03", "Mine.").await;
    assert_eq!(rejection(again), Rejection::Refused(Refusal::AlreadyDone));
    kim.attest_check(OFFERING, id, "BRK-EXT-04", "").await.unwrap();
    let now = kim.test_run(OFFERING, id).await.unwrap();
    let seen =
        |note: &str| Some(Attested { by_name: "Kim Wood".to_owned(), at: house.clock.now(), note: note.to_owned() });
    assert_eq!(attested(&now, "CTL-03"), seen("The logo is sharp."));
    assert_eq!(attested(&now, "BRK-EXT-04"), seen(""));
    assert_eq!((now.run.evidence, now.run.tally), (tested.run.evidence, tested.run.tally), "no outcome is changed");
    assert_eq!(attested(&run(&house).await, "CTL-03"), None, "another run is looked at anew");
}

#[tokio::test]
async fn nothing_is_said_of_what_a_machine_found_broken() {
    let house = ready().await;
    house.broker.set_faults([Fault::BindsDisabled]);
    let (kim, broken) = (house.acting(KIM).await, run(&house).await);
    let line = broken.checks.iter().find(|line| line.id == "BRK-EXT-04").unwrap();
    assert_eq!(line.result.as_ref().unwrap().outcome, Outcome::Fail);
    let refused = rejection(kim.attest_check(OFFERING, broken.run.id, "BRK-EXT-04", "").await);
    assert_eq!(refused, Rejection::Refused(Refusal::NotAttestable));
    kim.attest_check(OFFERING, broken.run.id, "CTL-03", "").await.unwrap();
}

#[tokio::test]
async fn nothing_is_said_of_what_a_machine_sees_of_a_run_under_way_or_by_others() {
    let house = ready().await;
    let (kim, id) = (house.acting(KIM).await, run(&house).await.run.id);
    let lines = house.events().await.len();
    let not_for_people = Rejection::Refused(Refusal::NotAttestable);
    for check in ["BRK-CAT-03", "CTL-02", "no-such-check", ""] {
        assert_eq!(rejection(kim.attest_check(OFFERING, id, check, "").await), not_for_people, "{check}");
    }
    let unknown = TestRunId::new(Uuid::from_u128(99));
    let missing = rejection(kim.attest_check(OFFERING, unknown, "CTL-03", "").await);
    assert_eq!(missing, Rejection::NotFound(Kind::TestRun));
    let long = rejection(kim.attest_check(OFFERING, id, "CTL-03", &"x".repeat(4_001)).await);
    assert!(matches!(long, Rejection::Invalid(_)));
    let stranger = rejection(house.acting(GUS).await.attest_check(OFFERING, id, "CTL-03", "").await);
    assert_eq!(stranger, Rejection::NotFound(Kind::Offering));
    let reader = rejection(house.acting(VERA).await.attest_check(OFFERING, id, "CTL-03", "").await);
    assert!(matches!(reader, Rejection::Denied(_)));
    assert_eq!(house.events().await.len(), lines);
    let deployment = kim.offering(OFFERING).await.unwrap().offering.deployments[0].id;
    let open = kim.request_test_run(OFFERING, deployment).await.unwrap();
    assert_eq!(rejection(kim.attest_check(OFFERING, open, "CTL-03", "").await), not_for_people);
}
