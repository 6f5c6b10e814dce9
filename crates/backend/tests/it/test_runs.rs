//! Test runs: asked for, made, kept, taken up after a kill, and told apart from other people's.

use slipway_backend::demo::OFFERING;
use slipway_domain::checklist::Tested;
use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::event::EventKind;
use slipway_domain::gate::Gate;
use slipway_domain::ids::{DeploymentId, TestRunId};
use slipway_domain::offering::{NewResourceDraft, Offering};
use slipway_domain::policy::Denial;
use slipway_domain::region::TestRunState;
use slipway_domain::registration::RegistrationMove;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::test_run::{Outcome, Progress, Target};
use slipway_domain::view::TestRunView;
use slipway_osb::fake::Fault;
use uuid::Uuid;

use crate::support::{ADA, GUS, House, KIM, OTTO, RITA, VERA, rejection};

pub(crate) async fn ready() -> House {
    let house = House::open().await;
    house.mend_listing().await;
    house.register_broker().await;
    house.deploy().await;
    house
}

async fn offering(house: &House) -> Offering {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering
}

pub(crate) async fn lite(house: &House) -> DeploymentId {
    deployment(&offering(house).await).id
}

fn deployment(offering: &Offering) -> &DeploymentRecord {
    let lite = offering.plans.iter().find(|plan| plan.draft.name == "lite").unwrap();
    offering.deployments.iter().find(|deployment| deployment.plan == lite.id).unwrap()
}

/// Asked for by Kim and made.
pub(crate) async fn run(house: &House) -> TestRunView {
    let kim = house.acting(KIM).await;
    let id = kim.request_test_run(OFFERING, lite(house).await).await.unwrap();
    house.backend.make_due_test_runs().await;
    kim.test_run(OFFERING, id).await.unwrap()
}

/// Until the run has made an instance.
async fn instance(house: &House) {
    while house.broker.instances().is_empty() {
        tokio::task::yield_now().await;
    }
}

/// As `run`, but the console is killed as soon as the run has made an instance, which is left at the broker.
async fn killed(house: &House) -> (TestRunId, Vec<String>) {
    let id = house.acting(KIM).await.request_test_run(OFFERING, lite(house).await).await.unwrap();
    tokio::select! {
        () = house.backend.make_due_test_runs() => panic!("the run made no instance"),
        () = instance(house) => {}
    }
    let left = house.broker.instances();
    assert_eq!(left.len(), 1);
    (id, left)
}

fn bad(view: &TestRunView) -> Vec<(String, Outcome, String)> {
    let results = view.checks.iter().filter_map(|check| check.result.as_ref());
    results
        .filter(|result| result.outcome >= Outcome::Warn)
        .map(|result| (result.id.clone(), result.outcome, result.reason.clone()))
        .collect()
}

#[tokio::test]
async fn a_run_against_a_good_broker_is_evidence() {
    let house = ready().await;
    let view = run(&house).await;
    assert!(view.run.has_passed(), "{:?} {:?}", bad(&view), view.leftovers);
    assert!(view.checks.iter().all(|check| check.result.is_some()), "every check of §6.9 has a result");
    assert_eq!((view.run.number, view.run.by_name.as_str()), (1, "Kim Wood"));
    assert_eq!((view.run.evidence.len(), view.run.definition_sha256.len()), (64, 64));
    assert!(view.exchanges.len() > 50);
    assert!(house.broker.instances().is_empty());
    let offering = offering(&house).await;
    assert_eq!(offering.test_state(&Target::of(deployment(&offering))), TestRunState::Passed);
    let full = house.acting(KIM).await.offering(OFFERING).await.unwrap();
    assert_eq!(full.gate(Gate::Test).missing()[0].names, ["standard (eu-de)"], "the other one was not tested");
    let kinds: Vec<_> = house.events().await.iter().take(2).map(|event| (event.kind, event.actor.is_some())).collect();
    assert_eq!(kinds, [(EventKind::TestRunPassed, false), (EventKind::TestRunRequested, true)]);
}

#[tokio::test]
async fn a_failure_is_mended_and_the_next_run_says_what_changed() {
    let house = ready().await;
    house.broker.set_faults([Fault::IgnoresConflict]);
    let failed = run(&house).await;
    assert!(!failed.run.has_passed());
    assert_eq!(bad(&failed)[0].0, "BRK-PRV-05");
    assert_eq!(house.events().await[0].kind, EventKind::TestRunFailed);
    house.broker.set_faults([]);
    let mended = run(&house).await;
    assert!(mended.run.has_passed(), "{:?}", bad(&mended));
    assert_eq!(mended.previous.map(|run| run.id), Some(failed.run.id));
    let change = mended.changes.iter().find(|change| change.id == "BRK-PRV-05").unwrap();
    assert_eq!((change.before, change.now), (Outcome::Fail, Outcome::Pass));
}

#[tokio::test]
async fn an_edit_makes_the_evidence_stale_and_the_checklist_says_why() {
    let house = ready().await;
    for deployment in offering(&house).await.deployments {
        house.acting(KIM).await.request_test_run(OFFERING, deployment.id).await.unwrap();
    }
    house.backend.make_due_test_runs().await;
    let tested = async || {
        let view = house.acting(KIM).await.offering(OFFERING).await.unwrap();
        let row = view.checklist().rows.into_iter().find(|row| row.number.to_string() == "13.2").unwrap();
        (view.gate(Gate::Test).is_open(), row.tested.unwrap())
    };
    let (is_open, shown) = tested().await;
    assert!(is_open && shown.is_shown(), "{shown:?}");
    let ada = house.acting(ADA).await;
    let before = offering(&house).await;
    let mut settings = before.settings.draft.clone();
    "no".clone_into(&mut settings.plan_updateable);
    let attempt = slipway_backend::Attempt { revision: before.settings.revision, operation: "" };
    ada.save_settings(OFFERING, attempt, &settings).await.unwrap();
    let (is_open, shown) = tested().await;
    assert!(!is_open && matches!(shown, Tested::Stale { .. }), "{shown:?}");
}

#[tokio::test]
async fn a_second_request_is_the_run_that_is_open_already() {
    let house = ready().await;
    let (kim, deployment) = (house.acting(KIM).await, lite(&house).await);
    let first = kim.request_test_run(OFFERING, deployment).await.unwrap();
    let lines = house.events().await.len();
    assert_eq!(kim.request_test_run(OFFERING, deployment).await.unwrap(), first);
    assert_eq!(house.events().await.len(), lines);
    house.backend.make_due_test_runs().await;
    assert_ne!(kim.request_test_run(OFFERING, deployment).await.unwrap(), first);
}

#[tokio::test]
async fn what_a_killed_console_left_is_removed_and_the_run_ends_as_interrupted() {
    let house = ready().await;
    let (kim, began) = (house.acting(KIM).await, house.clock.now());
    let (id, left) = killed(&house).await;
    let running = kim.test_run(OFFERING, id).await.unwrap();
    assert_eq!(running.run.progress, Progress::Running);
    assert_eq!(running.leftovers[0].id, left[0], "it was written down before it was made");

    house.backend.make_due_test_runs().await;
    assert_eq!(house.broker.instances(), left, "the lease is not over");
    house.clock.advance(std::time::Duration::from_secs(61));
    house.backend.make_due_test_runs().await;
    assert!(house.broker.instances().is_empty());
    let ended = kim.test_run(OFFERING, id).await.unwrap();
    assert_eq!((ended.run.progress, ended.run.ending.as_str()), (Progress::Interrupted, "console_stopped"));
    assert_eq!((ended.run.started_at, ended.leftovers.len()), (Some(began), 0));
    assert!(ended.exchanges.iter().any(|exchange| exchange.purpose == "cleanup"));
    assert!(!ended.run.has_passed());
    assert_eq!(house.events().await[0].kind, EventKind::TestRunInterrupted);
    assert!(run(&house).await.run.has_passed(), "and the deployment is free again");
}

#[tokio::test]
async fn what_cannot_be_removed_after_a_kill_is_named() {
    let house = ready().await;
    let kim = house.acting(KIM).await;
    let (id, left) = killed(&house).await;
    let (status, body) = (http::StatusCode::INTERNAL_SERVER_ERROR, String::new());
    let content_type = "text/plain".to_owned();
    house.broker.misbehave(slipway_osb::fake::Misbehaviour::Status { status, content_type, body });
    house.clock.advance(std::time::Duration::from_secs(61));
    house.backend.make_due_test_runs().await;
    let ended = kim.test_run(OFFERING, id).await.unwrap();
    assert_eq!((ended.run.progress, ended.run.leftovers), (Progress::Interrupted, 1));
    assert_eq!((ended.leftovers[0].id.as_str(), ended.leftovers[0].kind.as_str()), (left[0].as_str(), "instance"));
    assert!(ended.leftovers[0].reason.contains("500"), "{}", ended.leftovers[0].reason);
}

#[tokio::test]
async fn a_console_that_stops_removes_what_its_runs_made() {
    let house = ready().await;
    let kim = house.acting(KIM).await;
    let id = kim.request_test_run(OFFERING, lite(&house).await).await.unwrap();
    house.backend.work_on_test_runs(instance(&house)).await;
    assert!(house.broker.instances().is_empty());
    let ended = kim.test_run(OFFERING, id).await.unwrap();
    assert_eq!((ended.run.progress, ended.leftovers.len()), (Progress::Interrupted, 0));
}

#[tokio::test]
async fn nothing_secret_is_kept() {
    let house = ready().await;
    let view = run(&house).await;
    let (base64, password) = ("c2xpcHdheTpicm9rZXItcGFzc3dvcmQ=", "broker-password");
    let kept = serde_json::to_string(&(&view.exchanges, &view.checks)).unwrap();
    assert!(!kept.contains(password) && !kept.contains(base64));
    let bound = view.exchanges.iter().filter(|exchange| exchange.answer.contains("\"credentials\""));
    let bound: Vec<_> = bound.collect();
    assert!(!bound.is_empty());
    for exchange in bound {
        let body: serde_json::Value = serde_json::from_str(&exchange.answer).unwrap();
        let members = body["credentials"].as_object().unwrap();
        assert!(members.values().all(|value| value == "***"), "{}", exchange.answer);
    }
}

#[tokio::test]
async fn a_run_of_another_offering_is_as_unknown_as_none() {
    let house = ready().await;
    let (ada, run) = (house.acting(ADA).await, run(&house).await.run.id);
    let other = NewResourceDraft { resource_name: "northwind-data-two".to_owned(), broker_ready: "no".to_owned() };
    ada.add_resource(&other).await.unwrap();
    for id in [run, TestRunId::new(Uuid::from_u128(99))] {
        assert_eq!(rejection(ada.test_run("northwind-data-two", id).await), Rejection::NotFound(Kind::TestRun));
    }
    for id in [lite(&house).await, DeploymentId::new(Uuid::from_u128(99))] {
        let refused = ada.request_test_run("northwind-data-two", id).await;
        assert_eq!(rejection(refused), Rejection::NotFound(Kind::Deployment));
    }
    let gus = house.acting(GUS).await;
    for name in [OFFERING, "no-such-offering"] {
        let missing = Rejection::NotFound(Kind::Offering);
        assert_eq!(rejection(gus.test_run(name, run).await), missing);
        assert_eq!(rejection(gus.test_runs(name).await), missing);
        assert_eq!(rejection(gus.request_test_run(name, lite(&house).await).await), missing);
    }
}

#[tokio::test]
async fn who_may_look_may_not_always_run() {
    let house = ready().await;
    let deployment = lite(&house).await;
    let vera = house.acting(VERA).await;
    assert_eq!(vera.test_runs(OFFERING).await.unwrap().runs.len(), 0);
    let refused = rejection(vera.request_test_run(OFFERING, deployment).await);
    assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })));
    for email in [RITA, OTTO] {
        house.acting(email).await.request_test_run(OFFERING, deployment).await.unwrap();
        house.backend.make_due_test_runs().await;
    }
}

#[tokio::test]
async fn a_broker_that_was_edited_is_registered_before_it_is_tested() {
    let house = ready().await;
    let (kim, deployment) = (house.acting(KIM).await, lite(&house).await);
    let broker = offering(&house).await.brokers[0].clone();
    let draft = slipway_domain::broker::BrokerDraft { osb_version: "2.16".to_owned(), ..broker.draft };
    kim.save_broker(OFFERING, broker.id, broker.revision, &draft, &"".into()).await.unwrap();
    let refused = kim.request_test_run(OFFERING, deployment).await;
    assert_eq!(rejection(refused), Rejection::Refused(Refusal::BrokerNotRegistered));
}

/// Under which identities the broker was called, in their order.
fn seen(house: &House) -> Vec<String> {
    let calls = house.broker.log();
    calls.iter().filter_map(|call| call.header("x-broker-api-request-identity").map(str::to_owned)).collect()
}

async fn written(house: &House, run: TestRunId) -> Vec<String> {
    let calls = house.backend.store().test_calls(offering(house).await.scope(), run).await.unwrap();
    calls.iter().map(|call| call.hyphenated().to_string()).collect()
}

#[tokio::test]
async fn every_call_is_written_down_under_the_identity_that_the_broker_sees() {
    let house = ready().await;
    let before = seen(&house).len();
    let view = run(&house).await;
    let calls = written(&house, view.run.id).await;
    assert_eq!(calls, seen(&house)[before..]);
    assert_eq!(calls.len(), view.exchanges.len());
}

/// The call whose answer nobody heard is in no transcript, and its identity is known all the same.
#[tokio::test]
async fn the_call_in_which_a_console_is_killed_was_written_down_before_and_so_are_those_of_the_next_one() {
    let house = ready().await;
    let before = seen(&house).len();
    let (id, _) = killed(&house).await;
    let (sent, calls) = (seen(&house).split_off(before), written(&house, id).await);
    assert!(calls.starts_with(&sent), "{calls:?} {sent:?}");
    let heard = house.acting(KIM).await.test_run(OFFERING, id).await.unwrap().exchanges.len();
    assert!(heard < sent.len(), "{heard} of {} calls have an answer", sent.len());

    house.clock.advance(std::time::Duration::from_secs(61));
    house.backend.make_due_test_runs().await;
    let (all, calls) = (seen(&house).split_off(before), written(&house, id).await);
    assert!(all.len() > sent.len(), "what was left is removed");
    assert!(all.iter().all(|call| calls.contains(call)), "{calls:?} {all:?}");
    assert!(calls.len() <= all.len() + 1, "at most the one that the kill prevented");
}

#[tokio::test]
async fn an_id_of_another_provider_in_the_catalog_is_found_and_one_of_the_same_provider_is_not() {
    let house = ready().await;
    let (ada, globex) = (house.acting(ADA).await, house.person(GUS).await.current.unwrap());
    house.acting(OTTO).await.decide_registration(globex, RegistrationMove::Approve, "").await.unwrap();
    let gus = house.acting(GUS).await;
    let new = |name: &str| NewResourceDraft { resource_name: name.to_owned(), broker_ready: "no".to_owned() };
    ada.add_resource(&new("northwind-data-two")).await.unwrap();
    gus.add_resource(&new("globex-relay")).await.unwrap();
    let ours = ada.offering("northwind-data-two").await.unwrap().offering.id.to_string();
    let theirs = gus.offering("globex-relay").await.unwrap().offering.id.to_string();
    for (id, is_taken) in [(ours, false), (theirs, true)] {
        let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&offering(&house).await)).unwrap();
        let mut second = catalog["services"][0].clone();
        (second["id"], second["name"]) = (id.clone().into(), "second".into());
        second["plans"] = serde_json::json!([
            { "id": Uuid::from_u128(5).to_string(), "name": "p", "description": "A plan.", "free": true },
        ]);
        catalog["services"].as_array_mut().unwrap().push(second);
        house.broker.set_catalog(catalog);
        let view = run(&house).await;
        let found: Vec<_> = bad(&view).into_iter().filter(|(check, ..)| check == "BRK-CAT-05").collect();
        assert_eq!(!found.is_empty(), is_taken, "{found:?}");
        if let Some((_, outcome, reason)) = found.first() {
            let told = format!("services[1].id: {id} is an id of another service");
            assert_eq!((outcome, reason), (&Outcome::Fail, &told));
        }
    }
}
