//! All deployments tested at one press, and what people say that they saw of a run.

use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::gate::Gate;
use slipway_domain::ids::TestRunId;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::test_run::{Attested, Outcome};
use slipway_domain::view::TestRunView;
use slipway_osb::fake::Fault;
use uuid::Uuid;

use crate::support::{ADA, GUS, House, KIM, VERA, rejection};
use crate::test_runs::{ready, run};

fn attested(view: &TestRunView, check: &str) -> Option<Attested> {
    view.checks.iter().find(|line| line.id == check).unwrap().attested.clone()
}

#[tokio::test]
async fn everything_that_is_published_is_tested_at_one_press() {
    let house = House::open().await;
    house.publish_limited().await;
    let (kim, before) = (house.acting(KIM).await, house.events().await.len());
    kim.request_test_runs(OFFERING).await.unwrap();
    kim.request_test_runs(OFFERING).await.unwrap();
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
    assert_eq!(rejection(kim.request_test_runs(OFFERING).await), Rejection::NotFound(Kind::Deployment));
    kim.publish_limited(OFFERING).await.unwrap();
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
    let draft = slipway_domain::broker::BrokerDraft { osb_version: "2.16".to_owned(), ..broker.draft };
    kim.save_broker(OFFERING, broker.id, broker.revision, &draft, &"".into()).await.unwrap();
    let refused = rejection(kim.request_test_runs(OFFERING).await);
    assert_eq!(refused, Rejection::Refused(Refusal::BrokerNotRegistered));
    assert!(kim.test_runs(OFFERING).await.unwrap().runs.is_empty());
    let vera = house.acting(VERA).await;
    assert!(matches!(rejection(vera.request_test_runs(OFFERING).await), Rejection::Denied(Denial::RoleMissing { .. })));
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
