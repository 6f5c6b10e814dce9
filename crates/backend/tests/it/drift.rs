//! The watch over the brokers of live offerings: what it finds, what it tells, and what it leaves alone.

use std::time::Duration;

use http::StatusCode;
use serde_json::Value;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerState;
use slipway_domain::drift::{AGAIN, Cause, INTERVAL, Incident};
use slipway_domain::event::EventKind;
use slipway_domain::offering::Offering;
use slipway_osb::fake::Misbehaviour;

use crate::support::{House, KIM};

/// Released, with one broker.
pub(crate) async fn live() -> House {
    let house = House::open().await;
    house.go_live().await;
    house
}

pub(crate) async fn offering(house: &House) -> Offering {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering
}

/// After so much time, the next round.
async fn look(house: &House, after: Duration) {
    house.clock.advance(after);
    house.backend.look_at_brokers().await;
}

async fn incidents(house: &House) -> Vec<Incident> {
    let broker = offering(house).await.brokers[0].id;
    house.acting(KIM).await.broker(OFFERING, broker).await.unwrap().incidents
}

/// What was told, oldest first.
pub(crate) async fn told(house: &House) -> Vec<(EventKind, String)> {
    let events = house.events().await.into_iter().rev();
    let of_watch = events.filter(|event| {
        matches!(event.kind, EventKind::BrokerIncidentOpened | EventKind::BrokerIncidentClosed) && event.actor.is_none()
    });
    of_watch.map(|event| (event.kind, event.detail.code.unwrap_or_default())).collect()
}

pub(crate) fn catalog(offering: &Offering, change: impl FnOnce(&mut Value)) -> Value {
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(offering)).unwrap();
    change(&mut catalog["services"][0]);
    catalog
}

pub(crate) fn drifted(offering: &Offering) -> Value {
    catalog(offering, |service| {
        service["plan_updateable"] = Value::Bool(!service["plan_updateable"].as_bool().unwrap());
    })
}

/// Catalogs that the broker was asked for.
fn asked(house: &House) -> usize {
    house.broker.log().iter().filter(|seen| seen.path.ends_with("/v2/catalog")).count()
}

#[tokio::test]
async fn a_catalog_that_came_apart_is_an_incident_until_it_agrees_again_and_changes_nothing() {
    let house = live().await;
    look(&house, Duration::ZERO).await;
    assert_eq!(incidents(&house).await, []);
    let before = offering(&house).await;

    house.broker.set_catalog(drifted(&before));
    look(&house, INTERVAL).await;
    let found = incidents(&house).await;
    assert_eq!(found.iter().map(|one| (one.cause, one.closed_at)).collect::<Vec<_>>(), [(Cause::Drift, None)]);
    assert_eq!(found[0].evidence.lines[0].path.last().map(String::as_str), Some("plan_updateable"));
    let now = offering(&house).await;
    assert_eq!(now.brokers[0].incidents, [Cause::Drift]);
    let mut quiet = now.clone();
    quiet.brokers[0].incidents.clear();
    assert_eq!(quiet, before, "the watch edits nothing");

    look(&house, INTERVAL).await;
    let again = incidents(&house).await;
    assert_eq!((again.len(), again[0].opened_at), (1, found[0].opened_at), "it is the same incident");
    assert!(again[0].seen_at > found[0].seen_at);

    house.broker.set_catalog(catalog(&before, |_| {}));
    look(&house, INTERVAL).await;
    assert!(incidents(&house).await[0].closed_at.is_some());
    assert_eq!(offering(&house).await.brokers[0].incidents, []);
    let drift = Cause::Drift.name().to_owned();
    let both = [(EventKind::BrokerIncidentOpened, drift.clone()), (EventKind::BrokerIncidentClosed, drift)];
    assert_eq!(told(&house).await, both, "one line each, however often it was seen");
}

#[tokio::test]
async fn a_broker_that_fails_is_asked_again_soon_and_is_an_incident_the_third_time() {
    let house = live().await;
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    house.broker.misbehave(Misbehaviour::Status { status, content_type: "text/plain".to_owned(), body: String::new() });
    for _ in 0..2 {
        look(&house, AGAIN).await;
        assert_eq!(incidents(&house).await, []);
    }
    look(&house, AGAIN).await;
    let found = incidents(&house).await;
    let failure = found[0].evidence.failure.as_ref().unwrap();
    assert_eq!((found[0].cause, failure.status), (Cause::Unreachable, Some(500)));
    assert_eq!(offering(&house).await.brokers[0].state, BrokerState::Registered, "whether it is registered stays");

    house.broker.misbehave(None);
    house.broker.set_catalog(drifted(&offering(&house).await));
    look(&house, AGAIN).await;
    assert_eq!(offering(&house).await.brokers[0].incidents, [Cause::Drift], "it answers, though not what it should");
}

#[tokio::test]
async fn every_broker_is_asked_once_a_day_and_only_if_its_offering_is_live() {
    let house = House::open().await;
    house.publish_limited().await;
    let before = asked(&house);
    look(&house, INTERVAL).await;
    assert_eq!(asked(&house), before, "nobody depends on it yet");

    let house = live().await;
    let before = asked(&house);
    look(&house, Duration::ZERO).await;
    look(&house, Duration::from_hours(23)).await;
    assert_eq!(asked(&house), before + 1);
    let (offering, log) = (offering(&house).await, house.broker.log());
    let written = house.backend.store().look_request(offering.scope(), offering.brokers[0].id).await.unwrap();
    assert_eq!(log.last().unwrap().header("x-broker-api-request-identity"), Some(written.as_str()));
    look(&house, Duration::from_hours(1)).await;
    assert_eq!(asked(&house), before + 2);
}
