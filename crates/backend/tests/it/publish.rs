//! Publishing and asking for release: the gate knows what contradicts, and brokers are called anew.

use http::StatusCode;
use secrecy::SecretString;
use serde_json::Value;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::broker::{BrokerDraft, BrokerState};
use slipway_domain::catalog::Query;
use slipway_domain::deployment::DeploymentDraft;
use slipway_domain::event::EventKind;
use slipway_domain::gate::{Condition, Requirement};
use slipway_domain::ids::{BrokerId, DeploymentId};
use slipway_domain::offering::Offering;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::stage::Stage;
use slipway_osb::fake::{Credentials, FakeBroker, Misbehaviour};
use tokio::task::JoinHandle;

use crate::held_broker::HeldBroker;
use crate::support::{ADA, CLARA, House, KIM, RITA, VERA, rejection};

pub(crate) async fn offering(acting: &Acting) -> Offering {
    acting.offering(OFFERING).await.unwrap().offering
}

/// What a broker answers that agrees.
async fn agreeing(acting: &Acting) -> Value {
    serde_json::to_value(slipway_domain::export::definitions(&offering(acting).await)).unwrap()
}

async fn unbindable(acting: &Acting) -> Value {
    let mut catalog = agreeing(acting).await;
    catalog["services"][0]["bindable"] = Value::Bool(false);
    catalog
}

async fn ready(house: &House) -> Acting {
    house.mend_listing().await;
    house.register_broker().await;
    house.deploy().await;
    house.acting(KIM).await
}

#[track_caller]
pub(crate) fn missing<T: core::fmt::Debug>(result: slipway_backend::Result<T>) -> Vec<Condition> {
    match rejection(result) {
        Rejection::Refused(Refusal::Gate(missing)) => missing,
        other => panic!("the gate is shut, not {other:?}"),
    }
}

pub(crate) fn ids(conditions: &[Condition]) -> Vec<Requirement> {
    conditions.iter().map(|condition| condition.id).collect()
}

#[tokio::test]
async fn a_definition_that_was_changed_after_registering_is_not_published_against_the_broker() {
    let house = House::open().await;
    let kim = ready(&house).await;
    let before = offering(&kim).await;
    let mut settings = before.settings.draft.clone();
    "no".clone_into(&mut settings.bindable);
    "no".clone_into(&mut settings.service_key_supported);
    let attempt = Attempt { revision: before.settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &settings).await.unwrap();
    let shut = kim.offering(OFFERING).await.unwrap().gate(slipway_domain::gate::Gate::Limited).missing();
    assert_eq!(ids(&shut), [Requirement::ParityAgrees], "the page knows before anybody calls");
    let missing = missing(kim.publish_limited(OFFERING).await);
    assert_eq!(ids(&missing), [Requirement::BrokersReachable, Requirement::ParityAgrees]);
    assert_eq!(missing[1].brokers, [before.brokers[0].id]);
    assert_eq!(offering(&kim).await.stage, Stage::Defining);
    house.broker.set_catalog(agreeing(&kim).await);
    kim.register_broker(OFFERING, before.brokers[0].id).await.unwrap();
    kim.publish_limited(OFFERING).await.unwrap();
}

#[tokio::test]
async fn a_broker_that_says_something_else_by_now_is_found_out_on_publishing() {
    let house = House::open().await;
    let kim = ready(&house).await;
    house.broker.set_catalog(unbindable(&kim).await);
    let missing = missing(kim.publish_limited(OFFERING).await);
    assert_eq!(ids(&missing), [Requirement::BrokersReachable, Requirement::ParityAgrees]);
    let now = offering(&kim).await;
    assert_eq!((now.stage, now.brokers[0].state), (Stage::Defining, BrokerState::Unreachable));
    assert_eq!(house.events().await[0].kind, EventKind::BrokerFetchFailed, "what it said is kept");
    house.broker.set_catalog(agreeing(&kim).await);
    kim.register_broker(OFFERING, now.brokers[0].id).await.unwrap();
    kim.publish_limited(OFFERING).await.unwrap();
}

#[tokio::test]
async fn a_broker_that_does_not_answer_keeps_the_gate_shut() {
    let house = House::open().await;
    let kim = ready(&house).await;
    let (status, body) = (StatusCode::SERVICE_UNAVAILABLE, String::new());
    house.broker.misbehave(Misbehaviour::Status { status, content_type: "text/plain".to_owned(), body });
    let missing = missing(kim.publish_limited(OFFERING).await);
    assert_eq!(ids(&missing), [Requirement::BrokersReachable, Requirement::ParityAgrees]);
    assert_eq!(missing[0].names, ["vector-broker"]);
    let failure = offering(&kim).await.brokers[0].last_fetch.clone().unwrap().failure.unwrap();
    assert_eq!((failure.code.as_str(), failure.status), ("status", Some(503)));
}

#[tokio::test]
async fn a_request_for_release_compares_anew_too() {
    let house = House::open().await;
    house.publish_limited().await;
    house.test().await;
    let ada = house.acting(ADA).await;
    let view = ada.offering(OFFERING).await.unwrap();
    for row in slipway_domain::checklist::unticked(&view.offering, &view.attestations) {
        ada.attest(OFFERING, row, true).await.unwrap();
    }
    house.broker.set_catalog(unbindable(&ada).await);
    let missing = missing(ada.request_review(OFFERING, "").await);
    assert_eq!(ids(&missing), [Requirement::BrokersReachable, Requirement::ParityAgrees]);
    assert_eq!(offering(&ada).await.stage, Stage::Limited);
    assert!(ada.offering(OFFERING).await.unwrap().submissions.is_empty());
}

#[tokio::test]
async fn whoever_may_not_publish_calls_nobody() {
    let house = House::open().await;
    let kim = ready(&house).await;
    let calls = house.broker.log().len();
    for email in [VERA, RITA] {
        assert!(matches!(rejection(house.acting(email).await.publish_limited(OFFERING).await), Rejection::Denied(_)));
    }
    kim.publish_limited(OFFERING).await.unwrap();
    assert_eq!(house.broker.log().len(), calls + 1, "publishing calls once");
    house.test().await;
    let tested = house.broker.log().len();
    house.request_review().await;
    let asked = house.broker.log().len();
    assert_eq!(asked, tested + 1, "and so does the request");
    let refused = rejection(kim.publish_limited(OFFERING).await);
    assert!(matches!(refused, Rejection::Refused(Refusal::NoSuchMove { .. })));
    assert_eq!(house.broker.log().len(), asked, "there is no such move from here");
}

/// A second broker that only answers when it is told to, registered and with every plan deployed to it.
async fn held(house: &House) -> (HeldBroker, Acting) {
    house.mend_listing().await;
    house.register_broker().await;
    let kim = house.acting(KIM).await;
    let (held, id) = add_held(&kim, "held").await;
    for plan in offering(&kim).await.plans {
        deploy(&kim, &plan.draft.name, "eu-de", id).await;
    }
    (held, kim)
}

/// Registered, and used by nothing yet.
async fn add_held(kim: &Acting, name: &str) -> (HeldBroker, BrokerId) {
    let mut held = HeldBroker::start().await;
    let draft = offering(kim).await.brokers[0].draft.clone();
    let draft = BrokerDraft { name: name.to_owned(), url: held.url.clone(), ..draft };
    let id = kim.add_broker(OFFERING, &draft, &SecretString::from("word")).await.unwrap();
    held.answer(agreeing(kim).await);
    kim.register_broker(OFFERING, id).await.unwrap();
    held.called().await;
    (held, id)
}

/// Publishes, and waits for the brokers on the way.
fn publish(kim: &Acting) -> JoinHandle<slipway_backend::Result<()>> {
    let kim = kim.clone();
    tokio::spawn(async move { kim.publish_limited(OFFERING).await })
}

pub(crate) async fn deploy(acting: &Acting, plan: &str, location: &str, broker: BrokerId) -> DeploymentId {
    let offering = offering(acting).await;
    let plan = offering.plans.iter().find(|record| record.draft.name == plan).unwrap();
    let draft =
        DeploymentDraft { plan: plan.id.to_string(), location: location.to_owned(), broker: broker.to_string() };
    acting.add_deployment(OFFERING, &draft).await.unwrap()
}

#[tokio::test]
async fn others_can_write_while_a_broker_is_called_and_the_answer_meets_what_they_wrote() {
    let house = House::open().await;
    let (mut held, kim) = held(&house).await;
    let publishing = publish(&kim);
    held.called().await;
    let before = offering(&kim).await;
    let agreed = agreeing(&kim).await;
    let mut settings = before.settings.draft.clone();
    "no".clone_into(&mut settings.plan_updateable);
    let attempt = Attempt { revision: before.settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &settings).await.unwrap();
    held.answer(agreed);
    let missing = missing(publishing.await.unwrap());
    assert_eq!(ids(&missing), [Requirement::BrokersReachable, Requirement::ParityAgrees]);
}

#[tokio::test]
async fn all_brokers_are_called_at_once_so_that_the_slowest_sets_the_time() {
    let house = House::open().await;
    let (mut first, kim) = held(&house).await;
    let (mut second, id) = add_held(&kim, "held too").await;
    deploy(&kim, "lite", "fra02", id).await;
    let publishing = publish(&kim);
    tokio::join!(first.called(), second.called());
    for held in [&first, &second] {
        held.answer(agreeing(&kim).await);
    }
    publishing.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_broker_that_came_into_use_during_the_calls_was_not_called_and_nothing_is_published() {
    let house = House::open().await;
    let (mut held, kim) = held(&house).await;
    let publishing = publish(&kim);
    held.called().await;
    let before = offering(&kim).await;
    let other = before.brokers.iter().find(|broker| broker.draft.name == "vector-broker").unwrap();
    deploy(&kim, "lite", "fra02", other.id).await;
    held.answer(agreeing(&kim).await);
    assert!(matches!(rejection(publishing.await.unwrap()), Rejection::Stale { .. }));
    assert_eq!(offering(&kim).await.stage, Stage::Defining);
}

#[tokio::test]
async fn a_broker_that_is_edited_while_it_is_called_is_not_registered_by_the_answer() {
    let house = House::open().await;
    let (mut held, kim) = held(&house).await;
    let broker = offering(&kim).await.brokers[0].clone();
    let registering = tokio::spawn({
        let kim = kim.clone();
        async move { kim.register_broker(OFFERING, broker.id).await }
    });
    held.called().await;
    let draft = BrokerDraft { username: "other".to_owned(), ..broker.draft };
    kim.save_broker(OFFERING, broker.id, broker.revision, &draft, &SecretString::default()).await.unwrap();
    held.answer(agreeing(&kim).await);
    assert!(matches!(rejection(registering.await.unwrap()), Rejection::Stale { .. }));
    assert_eq!(offering(&kim).await.brokers[0].state, BrokerState::Unregistered);
}

#[tokio::test]
async fn two_brokers_with_different_plans_are_registered_and_published() {
    let house = House::open().await;
    house.mend_listing().await;
    let kim = house.acting(KIM).await;
    let only = |mut catalog: Value, name: &str| {
        catalog["services"][0]["plans"].as_array_mut().unwrap().retain(|plan| plan["name"] == name);
        catalog
    };
    let credentials = Credentials { username: "slipway".to_owned(), password: "word".to_owned() };
    let second = FakeBroker::start(only(agreeing(&kim).await, "standard"), credentials).await.unwrap();
    house.broker.set_catalog(only(agreeing(&kim).await, "lite"));
    let first = offering(&kim).await.brokers[0].clone();
    let draft = BrokerDraft { name: "second".to_owned(), url: second.url(), ..first.draft };
    let other = kim.add_broker(OFFERING, &draft, &SecretString::from("word")).await.unwrap();
    for id in [first.id, other] {
        kim.register_broker(OFFERING, id).await.unwrap();
    }
    assert!(offering(&kim).await.brokers.iter().all(|broker| broker.state == BrokerState::Registered));
    deploy(&kim, "lite", "eu-de", first.id).await;
    deploy(&kim, "standard", "eu-de", other).await;
    kim.publish_limited(OFFERING).await.unwrap();
    assert_eq!(plans_of(&house.acting(CLARA).await).await, ["lite", "standard"]);
    deploy(&kim, "standard", "fra02", first.id).await;
    let missing = missing(kim.publish_limited(OFFERING).await);
    assert_eq!(missing.last().unwrap().brokers, [first.id], "it does not list what is deployed to it");
}

/// The names of the plans on the details page; none if there is no such page.
pub(crate) async fn plans_of(viewer: &Acting) -> Vec<String> {
    match viewer.catalog_details(OFFERING).await {
        Ok(view) => view.details.plans.into_iter().map(|plan| plan.name).collect(),
        error => {
            assert_eq!(rejection(error.map(drop)), Rejection::NotFound(Kind::Offering));
            assert!(viewer.catalog(&Query::default()).await.unwrap().tiles.is_empty());
            Vec::new()
        }
    }
}
