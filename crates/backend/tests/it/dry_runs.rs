//! Dry runs of registrations: what would become of the instances that are there, with nothing taken over.

use secrecy::SecretString;
use serde_json::Value;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::{BrokerRecord, BrokerState};
use slipway_domain::dry_run::{Consequences, DryRun, Fate, Found};
use slipway_domain::event::EventKind;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_osb::fake::{Credentials, FakeBroker, Misbehaviour};

use crate::instances::{made, ready};
use crate::support::{GUS, House, KIM, VERA, rejection};

const OTHER_ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c99";

async fn record(house: &House) -> BrokerRecord {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering.brokers[0].clone()
}

/// A broker at another address that answers with the definitions, changed.
async fn elsewhere(house: &House, change: impl FnOnce(&mut Value)) -> FakeBroker {
    let offering = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&offering)).unwrap();
    change(&mut catalog["services"][0]);
    let credentials = Credentials { username: "slipway".to_owned(), password: "another-password".to_owned() };
    FakeBroker::start(catalog, credentials).await.unwrap()
}

fn plan<'a>(service: &'a mut Value, name: &str) -> &'a mut Value {
    service["plans"].as_array_mut().unwrap().iter_mut().find(|plan| plan["name"] == name).unwrap()
}

async fn tried(house: &House, url: &str, password: &str) -> Result<DryRun, slipway_backend::Error> {
    let kim = house.acting(KIM).await;
    let record = record(house).await;
    let mut draft = record.draft.clone();
    url.clone_into(&mut draft.url);
    kim.try_broker(OFFERING, record.id, &draft, &SecretString::from(password)).await?;
    Ok(kim.broker(OFFERING, record.id).await?.dry_run.unwrap())
}

fn consequences(run: DryRun) -> Consequences {
    match run.found {
        Found::Consequences(found) => found,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn instances_that_a_new_address_would_strand_are_counted_and_nothing_is_taken_over() {
    let house = ready().await;
    made(&house).await;
    let before = record(&house).await;
    let other = elsewhere(&house, |service| plan(service, "standard")["id"] = OTHER_ID.into()).await;
    let run = tried(&house, &other.url(), "another-password").await.unwrap();
    assert_eq!((run.url.as_str(), run.by.as_str()), (other.url().as_str(), "Kim Wood"));
    let found = consequences(run);
    let pins: Vec<_> = found.pins.iter().map(|pin| (pin.name.as_str(), pin.instances, pin.fate.clone())).collect();
    assert_eq!(pins, [("standard", 1, Fate::PlanHasOtherId(OTHER_ID.to_owned()))]);
    assert_eq!((found.stranded(), found.would_register()), (1, false));
    let change = found.changes.unwrap().remove(0);
    assert_eq!((change.path.last().unwrap().as_str(), change.broker.as_deref()), ("id", Some(OTHER_ID)));
    assert!(other.log().iter().all(|seen| seen.authorised && seen.path == "/v2/catalog"));
    assert_eq!(record(&house).await, before, "nothing was taken over");
    assert_eq!(before.state, BrokerState::Registered);
    let event = house.events().await.remove(0);
    assert_eq!((event.kind, event.actor.is_some()), (EventKind::BrokerTried, true));
}

#[tokio::test]
async fn the_saved_address_is_tried_with_the_saved_password_and_nothing_would_change() {
    let house = ready().await;
    made(&house).await;
    let url = record(&house).await.draft.url;
    let found = consequences(tried(&house, &url, "").await.unwrap());
    assert_eq!((found.changes, found.pins[0].fate.clone()), (Some(Vec::new()), Fate::Stays));
    assert!(house.broker.log().last().unwrap().authorised);
}

#[tokio::test]
async fn the_saved_password_goes_to_no_other_address() {
    let house = ready().await;
    let other = elsewhere(&house, |_| {}).await;
    let refused = rejection(tried(&house, &other.url(), "").await);
    assert!(matches!(refused, Rejection::Invalid(_)), "{refused:?}");
    assert!(other.log().is_empty());
}

#[tokio::test]
async fn a_failure_is_an_outcome_and_leaves_the_broker_as_it_is() {
    let house = ready().await;
    let before = record(&house).await;
    let other = elsewhere(&house, |_| {}).await;
    let run = tried(&house, &other.url(), "wrong-password").await.unwrap();
    assert!(matches!(run.found, Found::Failed(ref remote) if remote.status == Some(401)), "{run:?}");
    other.misbehave(Misbehaviour::WrongTypes(serde_json::json!([])));
    let found = consequences(tried(&house, &other.url(), "another-password").await.unwrap());
    assert!(!found.would_register());
    assert_eq!(record(&house).await, before);
    assert_eq!(house.events().await[1].detail.code.as_deref(), Some("status"));
}

#[tokio::test]
async fn whoever_may_not_register_a_broker_may_not_try_one_and_calls_are_counted() {
    let house = ready().await;
    let record = record(&house).await;
    let none = SecretString::default();
    let vera = house.acting(VERA).await.try_broker(OFFERING, record.id, &record.draft, &none).await;
    assert!(matches!(rejection(vera), Rejection::Denied(Denial::RoleMissing { .. })));
    let gus = house.acting(GUS).await.try_broker(OFFERING, record.id, &record.draft, &none).await;
    assert_eq!(rejection(gus), Rejection::NotFound(Kind::Offering));
    let kim = house.acting(KIM).await;
    while let Ok(()) = kim.try_broker(OFFERING, record.id, &record.draft, &none).await {}
    let calls = house.broker.log().len();
    let refused = rejection(kim.register_broker(OFFERING, record.id).await);
    assert!(matches!(refused, Rejection::TooManyAttempts { .. }), "{refused:?}");
    assert_eq!(house.broker.log().len(), calls, "nothing was sent");
    assert!(calls <= 20 + 2, "{calls}");
}
