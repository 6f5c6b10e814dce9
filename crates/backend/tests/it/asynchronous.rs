//! Bindings that are made and removed while the platform waits, and pauses that a broker asks for, through the engine.

use std::time::Duration;

use http::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::ids::{BindingId, InstanceId};
use slipway_domain::instance::{BindingState, InstanceState, Progress};
use slipway_osb::fake::Fault;

use crate::instances::{create, latest, made, plan, ready, settle, view};
use crate::support::{CLARA, House, KIM};
use crate::test_runs::run;

/// An instance whose bindings take so many polls.
async fn waiting(polls: u32) -> (House, InstanceId) {
    let house = ready().await;
    let id = made(&house).await;
    let standard = plan(&house, "standard").await;
    house.broker.set_asynchronous_bindings(&standard.to_string(), polls);
    (house, id)
}

async fn bind(house: &House, id: InstanceId) -> BindingId {
    let key = house.acting(CLARA).await.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    house.backend.make_due_operations().await;
    key
}

async fn state(house: &House, id: InstanceId) -> BindingState {
    view(house, id).await.bindings[0].state
}

fn polls(house: &House) -> usize {
    let log = house.broker.log();
    log.iter().filter(|seen| seen.method == Method::GET && seen.path.contains("/last_operation?")).count()
}

async fn after(house: &House, seconds: u64) {
    house.clock.advance(Duration::from_secs(seconds));
    house.backend.make_due_operations().await;
}

#[tokio::test]
async fn credentials_of_a_binding_that_took_its_time_are_fetched_at_the_end() {
    let (house, id) = waiting(1).await;
    let clara = house.acting(CLARA).await;
    let key = bind(&house, id).await;
    assert_eq!((latest(&house, id).await.progress, state(&house, id).await), (Progress::Polling, BindingState::Making));
    assert!(clara.binding_credentials(OFFERING, id, key).await.is_err(), "there are none yet");
    after(&house, 10).await;
    assert_eq!((polls(&house), state(&house, id).await), (1, BindingState::Making));
    after(&house, 10).await;
    let ended = latest(&house, id).await;
    assert_eq!((ended.progress, state(&house, id).await), (Progress::Succeeded, BindingState::Active));
    let credentials = clara.binding_credentials(OFFERING, id, key).await.unwrap();
    assert!(credentials.expose_secret().contains("made-up-secret-of-"));
    assert!(!ended.answer.contains("made-up-secret"), "{}", ended.answer);
    let log = house.broker.log();
    let last = log.last().unwrap();
    assert!(last.method == Method::GET && !last.path.contains("last_operation"), "{}", last.path);
    let polled = log.iter().find(|seen| seen.path.contains("/last_operation?")).unwrap();
    assert!(polled.path.contains("/service_bindings/") && polled.path.contains("operation=op%2F"), "{}", polled.path);
}

#[tokio::test]
async fn a_binding_that_is_removed_slowly_is_gone_at_the_end_and_not_before() {
    let (house, id) = waiting(1).await;
    let key = bind(&house, id).await;
    settle(&house, id).await;
    house.acting(CLARA).await.remove_binding(OFFERING, id, key).await.unwrap();
    house.backend.make_due_operations().await;
    assert_eq!((state(&house, id).await, house.broker.bindings().len()), (BindingState::PendingRemoval, 1));
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert_eq!((state(&house, id).await, house.broker.bindings().len()), (BindingState::Removed, 0));
}

#[tokio::test]
async fn an_instance_goes_after_its_slow_binding() {
    let (house, id) = waiting(2).await;
    bind(&house, id).await;
    settle(&house, id).await;
    house.acting(CLARA).await.remove_instance(OFFERING, id).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    let gone = view(&house, id).await;
    assert_eq!((gone.instance.state, gone.bindings[0].state), (InstanceState::Removed, BindingState::Removed));
    let removals = house.broker.log().into_iter().filter(|seen| seen.method == Method::DELETE);
    let of_bindings: Vec<bool> = removals.map(|seen| seen.path.contains("/service_bindings/")).collect();
    assert_eq!(of_bindings, [true, false], "each once, the binding first");
    assert!(house.broker.instances().is_empty());
}

#[tokio::test]
async fn a_binding_that_comes_to_nothing_is_cleaned_up_slowly_as_well() {
    let (house, id) = waiting(1).await;
    house.broker.set_faults([Fault::FailsBindings]);
    bind(&house, id).await;
    let ended = settle(&house, id).await;
    assert_eq!((ended.progress, ended.description.as_str()), (Progress::Failed, "No more users fit in."));
    assert_eq!((state(&house, id).await, house.broker.bindings().len()), (BindingState::Failed, 0));
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Active);
}

#[tokio::test]
async fn the_pause_that_a_broker_asks_for_is_kept() {
    let house = ready().await;
    let standard = plan(&house, "standard").await.to_string();
    house.broker.set_asynchronous(&standard, 1);
    house.broker.ask_for_pauses(45);
    let id = create(&house).await;
    house.backend.make_due_operations().await;
    after(&house, 44).await;
    assert_eq!(polls(&house), 0, "not before the pause that came with the 202");
    after(&house, 1).await;
    assert_eq!(polls(&house), 1);
    after(&house, 44).await;
    assert_eq!(polls(&house), 1, "nor before the one that came with the answer");
    after(&house, 1).await;
    assert_eq!((polls(&house), latest(&house, id).await.progress), (2, Progress::Succeeded));
}

#[tokio::test]
async fn an_older_broker_has_no_pauses_to_ask_for_and_no_slow_bindings() {
    let house = ready().await;
    let kim = house.acting(KIM).await;
    let record = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
    let draft = BrokerDraft { osb_version: "2.13".to_owned(), ..record.draft.clone() };
    kim.save_broker(OFFERING, record.id, record.revision, &draft, &SecretString::default()).await.unwrap();
    kim.register_broker(OFFERING, record.id).await.unwrap();
    let standard = plan(&house, "standard").await.to_string();
    house.broker.set_asynchronous(&standard, 0);
    house.broker.ask_for_pauses(45);
    let id = create(&house).await;
    house.backend.make_due_operations().await;
    after(&house, 10).await;
    assert_eq!((polls(&house), latest(&house, id).await.progress), (1, Progress::Succeeded));
    house.broker.set_asynchronous_bindings(&standard, 1);
    bind(&house, id).await;
    assert_eq!((latest(&house, id).await.progress, state(&house, id).await), (Progress::Failed, BindingState::Failed));
    assert!(house.broker.bindings().is_empty());
}

#[tokio::test]
async fn a_test_run_takes_slow_bindings_and_pauses_as_they_are() {
    let house = ready().await;
    for name in ["lite", "standard"] {
        house.broker.set_asynchronous_bindings(&plan(&house, name).await.to_string(), 2);
    }
    house.broker.ask_for_pauses(3);
    let tested = run(&house).await;
    let bad: Vec<_> = tested
        .checks
        .iter()
        .filter_map(|check| check.result.as_ref())
        .filter(|result| !result.reason.is_empty())
        .collect();
    assert!(tested.run.has_passed(), "{bad:?}");
    assert!(house.broker.instances().is_empty());
}
