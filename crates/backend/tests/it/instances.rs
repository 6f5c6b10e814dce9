//! Instances through a real broker on loopback: made, bound, removed, cleaned up after, taken up after a kill, and told
//! apart from other people's.

use std::time::Duration;

use http::StatusCode;
use secrecy::ExposeSecret as _;
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Backend, NewInstance};
use slipway_domain::event::EventKind;
use slipway_domain::ids::{InstanceId, InstanceOperationId, PlanId};
use slipway_domain::instance::{BindingState, InstanceOperation, InstanceState, OperationKind, Progress};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_osb::fake::{Fault, Misbehaviour};
use slipway_store::WholeInstance;
use uuid::Uuid;

use crate::support::{CLARA, FINN, House, KIM, OTTO, RITA, rejection};

pub(crate) async fn ready() -> House {
    let house = House::open().await;
    house.publish_limited().await;
    house
}

pub(crate) async fn plan(house: &House, name: &str) -> PlanId {
    let offering = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    offering.plans.iter().find(|plan| plan.draft.name == name).unwrap().id
}

/// Of the demo offering, as the catalog shows them.
pub(crate) async fn terms(house: &House) -> String {
    house.acting(CLARA).await.catalog_details(OFFERING).await.unwrap().details.terms_url
}

pub(crate) async fn new(house: &House, plan_name: &str) -> NewInstance {
    NewInstance {
        name: "Vector store 1".to_owned(),
        plan: plan(house, plan_name).await,
        location: "eu-de".to_owned(),
        parameters: Map::new(),
        accepted_terms: terms(house).await,
    }
}

pub(crate) async fn create(house: &House) -> InstanceId {
    house.acting(CLARA).await.create_instance(OFFERING, &new(house, "standard").await).await.unwrap()
}

pub(crate) async fn made(house: &House) -> InstanceId {
    let id = create(house).await;
    house.backend.make_due_operations().await;
    assert_eq!(view(house, id).await.instance.state, InstanceState::Active);
    id
}

pub(crate) async fn view(house: &House, id: InstanceId) -> WholeInstance {
    let store = house.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    store.whole_instance(scope, id).await.unwrap().unwrap()
}

pub(crate) async fn latest(house: &House, id: InstanceId) -> InstanceOperation {
    view(house, id).await.operations.remove(0)
}

/// The platform goes on, however long that takes, until nothing is left to do by itself.
pub(crate) async fn settle(house: &House, id: InstanceId) -> InstanceOperation {
    settle_by(&house.backend, house, id).await
}

/// The same by a process of its own.
pub(crate) async fn settle_by(process: &Backend, house: &House, id: InstanceId) -> InstanceOperation {
    loop {
        process.make_due_operations().await;
        let latest = latest(house, id).await;
        if !latest.progress.is_due() {
            return latest;
        }
        if latest.answer.contains("ConcurrencyError") {
            house.broker.finish();
        }
        let pause = latest.next_at.since(house.clock.now()).max(Duration::from_mins(4));
        house.clock.advance(pause);
    }
}

pub(crate) fn answers(status: StatusCode) -> Misbehaviour {
    Misbehaviour::Status { status, content_type: "application/json".to_owned(), body: "{}".to_owned() }
}

#[tokio::test]
async fn an_instance_is_made_and_removed_with_its_credentials() {
    let house = ready().await;
    let clara = house.acting(CLARA).await;
    let id = create(&house).await;
    assert_eq!(view(&house, id).await.instance.state, InstanceState::PreProvisioning);
    house.backend.make_due_operations().await;
    let made = view(&house, id).await;
    assert_eq!(made.instance.state, InstanceState::Active);
    assert!(made.instance.dashboard_url.starts_with("https://dashboard.example/"));
    assert_eq!(house.broker.instances(), std::slice::from_ref(&made.instance.resource));

    let key = clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    house.backend.make_due_operations().await;
    let bound = view(&house, id).await;
    assert_eq!(bound.bindings[0].state, BindingState::Active);
    let said = clara.binding_credentials(OFFERING, id, key).await.unwrap();
    assert!(said.expose_secret().contains("made-up-secret-of"));
    assert!(!bound.operations[0].answer.contains("secret"), "{}", bound.operations[0].answer);

    let second = clara.create_binding(OFFERING, id, "second", Map::new()).await.unwrap();
    house.backend.make_due_operations().await;
    clara.remove_binding(OFFERING, id, second).await.unwrap();
    house.backend.make_due_operations().await;
    let missing = Rejection::NotFound(Kind::Binding);
    assert_eq!(rejection(clara.binding_credentials(OFFERING, id, second).await), missing);

    clara.remove_instance(OFFERING, id).await.unwrap();
    house.backend.make_due_operations().await;
    let gone = view(&house, id).await;
    assert_eq!(gone.instance.state, InstanceState::Removed);
    assert!(gone.bindings.iter().all(|binding| binding.state == BindingState::Removed));
    assert_eq!(rejection(clara.binding_credentials(OFFERING, id, key).await), missing);
    assert!(house.broker.instances().is_empty());
    let kinds: Vec<_> = house.events().await.into_iter().take(2).map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::InstanceSucceeded, EventKind::InstanceRequested]);
}

#[tokio::test]
async fn an_asynchronous_operation_is_asked_after_until_it_ends() {
    let house = ready().await;
    house.broker.set_asynchronous(&plan(&house, "standard").await.to_string(), 2);
    let id = create(&house).await;
    house.backend.make_due_operations().await;
    let waiting = view(&house, id).await;
    assert_eq!(
        (waiting.instance.state, waiting.operations[0].progress),
        (InstanceState::Provisioning, Progress::Polling)
    );
    assert!(!waiting.instance.dashboard_url.is_empty(), "it comes with the first answer (§6.4 rule 5)");
    assert_eq!(waiting.operations[0].next_at, house.clock.now().plus(Duration::from_secs(10)));
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Active);
    house.acting(CLARA).await.remove_instance(OFFERING, id).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert!(house.broker.instances().is_empty());
}

#[tokio::test]
async fn what_is_gone_already_is_removed() {
    let house = ready().await;
    let id = made(&house).await;
    house.broker.misbehave(answers(StatusCode::GONE));
    house.acting(CLARA).await.remove_instance(OFFERING, id).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Removed);
}

#[tokio::test]
async fn a_refused_removal_keeps_the_instance() {
    let house = ready().await;
    let id = made(&house).await;
    house.broker.set_faults([Fault::RefusesRemoval]);
    house.acting(CLARA).await.remove_instance(OFFERING, id).await.unwrap();
    let ended = settle(&house, id).await;
    assert_eq!((ended.progress, ended.description.as_str()), (Progress::Failed, "It stays."));
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Active);
}

#[tokio::test]
async fn a_plan_is_changed_and_an_unclear_change_is_unknown() {
    let house = ready().await;
    let (clara, lite) = (house.acting(CLARA).await, plan(&house, "lite").await);
    let id = made(&house).await;
    house.broker.misbehave(answers(StatusCode::INTERNAL_SERVER_ERROR));
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    let unknown = settle(&house, id).await;
    assert_eq!((unknown.progress, unknown.outcome.as_str()), (Progress::Unknown, "unknown"));
    assert_ne!(view(&house, id).await.instance.plan, lite);
    assert_eq!(house.events().await[0].kind, EventKind::InstanceUnknown);
    house.broker.misbehave(None);
    let key = clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert_eq!(view(&house, id).await.instance.plan, lite);
    clara.remove_binding(OFFERING, id, key).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "what was bound before the change");
    clara.remove_instance(OFFERING, id).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "with the plan that it has now");
}

#[tokio::test]
async fn an_instance_is_disabled_and_enabled_and_the_broker_has_to_say_so() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    clara.enable_instance(OFFERING, id, false).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Inactive);
    let (state, kind) = (InstanceState::Inactive, OperationKind::Bind);
    let refused = rejection(clara.create_binding(OFFERING, id, "key", Map::new()).await);
    assert_eq!(refused, Rejection::Refused(Refusal::NoSuchOperation { state, kind }));
    house.broker.set_faults([Fault::StaysDisabled]);
    clara.enable_instance(OFFERING, id, true).await.unwrap();
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Running, "204, and it is not so");
    house.broker.set_faults([]);
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Active);
}

#[tokio::test]
async fn one_operation_at_a_time_and_one_free_instance() {
    let house = ready().await;
    let (clara, lite) = (house.acting(CLARA).await, new(&house, "lite").await);
    let id = clara.create_instance(OFFERING, &lite).await.unwrap();
    assert_eq!(rejection(clara.remove_instance(OFFERING, id).await), Rejection::Refused(Refusal::OperationOpen));
    let second = rejection(clara.create_instance(OFFERING, &lite).await);
    assert_eq!(second, Rejection::Refused(Refusal::OneInstance));
    house.backend.make_due_operations().await;
    clara.remove_instance(OFFERING, id).await.unwrap();
    house.backend.make_due_operations().await;
    clara.create_instance(OFFERING, &lite).await.unwrap();
}

#[tokio::test]
async fn only_what_one_sees_can_be_made() {
    let house = ready().await;
    let (clara, standard) = (house.acting(CLARA).await, new(&house, "standard").await);
    let finn = rejection(house.acting(FINN).await.create_instance(OFFERING, &standard).await);
    assert_eq!(finn, Rejection::NotFound(Kind::Offering), "he is not invited");
    for elsewhere in [
        NewInstance { location: "us-south".to_owned(), ..standard.clone() },
        NewInstance { plan: PlanId::new(Uuid::from_u128(9)), ..standard.clone() },
    ] {
        let refused = rejection(clara.create_instance(OFFERING, &elsewhere).await);
        assert_eq!(refused, Rejection::NotFound(Kind::Deployment));
    }
    let unnamed = NewInstance { name: " ".to_owned(), ..standard.clone() };
    let refused = rejection(clara.create_instance(OFFERING, &unnamed).await);
    assert_eq!(refused, Rejection::Refused(Refusal::InstanceNameMalformed));
    let refused = rejection(house.acting(RITA).await.create_instance(OFFERING, &standard).await);
    assert!(matches!(refused, Rejection::NotFound(_) | Rejection::Denied(_)));
}

#[tokio::test]
async fn somebody_elses_instance_is_as_unknown_as_none() {
    let house = ready().await;
    let (id, finn) = (made(&house).await, house.acting(FINN).await);
    let missing = Rejection::NotFound(Kind::Instance);
    for id in [id, InstanceId::new(Uuid::from_u128(99))] {
        assert_eq!(rejection(finn.instance_page(OFFERING, id).await), missing);
        assert_eq!(rejection(finn.remove_instance(OFFERING, id).await), missing);
        assert_eq!(rejection(finn.create_binding(OFFERING, id, "key", Map::new()).await), missing);
        assert_eq!(rejection(finn.enable_instance(OFFERING, id, false).await), missing);
    }
    assert!(finn.instances(OFFERING).await.unwrap().is_empty());
    let nobody = InstanceOperationId::new(Uuid::from_u128(99));
    assert_eq!(rejection(house.acting(OTTO).await.give_up_operation(OFFERING, nobody).await), missing);
}
