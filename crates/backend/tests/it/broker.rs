//! Brokers: registering is an outcome, whatever the broker does, and a password goes nowhere but to its own URL.

use http::StatusCode;
use secrecy::SecretString;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerState;
use slipway_domain::rejection::Rejection;
use slipway_osb::fake::Misbehaviour;

use crate::support::{House, KIM, rejection};

#[tokio::test]
async fn a_broker_that_agrees_is_registered_and_its_catalog_kept() {
    let house = House::open().await;
    house.mend_listing().await;
    house.register_broker().await;
    let kim = house.acting(KIM).await;
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
    assert_eq!(broker.state, BrokerState::Registered);
    let fetch = broker.last_fetch.unwrap();
    assert_eq!(fetch.failure, None);
    let seen = kim.broker(OFFERING, broker.id).await.unwrap();
    assert!(seen.raw.contains(OFFERING));
    assert!(seen.parity.iter().all(|line| line.same || line.severity != slipway_domain::rule::Level::Error));
}

#[tokio::test]
async fn a_broker_that_contradicts_is_not_registered_and_the_rows_say_why() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let view = kim.offering(OFFERING).await.unwrap().offering;
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&view)).unwrap();
    catalog["services"][0]["bindable"] = serde_json::json!(false);
    catalog["services"][0]["plans"][0]["name"] = serde_json::json!("other");
    house.broker.set_catalog(catalog);
    kim.register_broker(OFFERING, view.brokers[0].id).await.unwrap();
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
    assert_eq!(broker.state, BrokerState::Unregistered);
    let found = kim.offering(OFFERING).await.unwrap().offering.differences(&broker).unwrap();
    assert!(found.errors >= 2);
    let seen = kim.broker(OFFERING, broker.id).await.unwrap();
    let differing: Vec<_> = seen.parity.iter().filter(|line| !line.same).collect();
    assert!(differing.iter().any(|line| line.path.last().is_some_and(|field| field == "bindable")));
}

#[tokio::test]
async fn whatever_the_broker_does_is_an_outcome_with_a_code() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let id = kim.offering(OFFERING).await.unwrap().offering.brokers[0].id;
    for (misbehaviour, code, status) in [
        (answer(StatusCode::INTERNAL_SERVER_ERROR), "status", Some(500)),
        (answer(StatusCode::PRECONDITION_FAILED), "status", Some(412)),
        (answer(StatusCode::NOT_FOUND), "status", Some(404)),
        (answer(StatusCode::OK), "not_json", None),
        (Misbehaviour::Redirect("http://127.0.0.1:1/".to_owned()), "redirect", Some(302)),
        (Misbehaviour::Huge(1 << 40), "too_large", None),
        (Misbehaviour::Deep(1_000), "too_deep", None),
        (Misbehaviour::Encoded { encoding: "gzip".to_owned(), body: vec![0x1f, 0x8b] }, "content_encoding", None),
    ] {
        house.broker.misbehave(misbehaviour);
        house.clock.advance(std::time::Duration::from_secs(1));
        kim.register_broker(OFFERING, id).await.unwrap();
        let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
        assert_eq!(broker.state, BrokerState::Unregistered, "what was never registered cannot be lost");
        let failure = broker.last_fetch.unwrap().failure.unwrap();
        assert_eq!((failure.code.as_str(), failure.status), (code, status));
    }
}

#[tokio::test]
async fn a_registered_broker_that_is_lost_is_unreachable_until_it_agrees_again() {
    let house = House::open().await;
    house.mend_listing().await;
    house.register_broker().await;
    let kim = house.acting(KIM).await;
    let broker = || async { kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone() };
    let id = broker().await.id;
    house.broker.misbehave(answer(StatusCode::INTERNAL_SERVER_ERROR));
    kim.register_broker(OFFERING, id).await.unwrap();
    assert_eq!(broker().await.state, BrokerState::Unreachable);
    house.broker.misbehave(None);
    house.broker.set_catalog(serde_json::json!({ "services": [] }));
    kim.register_broker(OFFERING, id).await.unwrap();
    assert_eq!(broker().await.state, BrokerState::Unreachable, "it answers, but contradicts");
    house.register_broker().await;
    assert_eq!(broker().await.state, BrokerState::Registered);
    let (draft, revision) = (broker().await.draft, broker().await.revision);
    kim.save_broker(OFFERING, id, revision, &draft, &SecretString::default()).await.unwrap();
    assert_eq!(broker().await.state, BrokerState::Unregistered, "a change means registering anew");
}

#[tokio::test]
async fn what_the_broker_says_of_texts_and_prices_is_shown_and_blocks_nothing() {
    let house = House::open().await;
    house.mend_listing().await;
    let kim = house.acting(KIM).await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&offering)).unwrap();
    let service = &mut catalog["services"][0];
    service["metadata"]["displayName"] = serde_json::json!("Vectors");
    service["metadata"]["bullets"] = serde_json::json!([]);
    service["metadata"]["theirs"] = serde_json::json!({ "any": ["shape"] });
    service["tags"] = serde_json::json!(["other"]);
    service["plans"][1]["metadata"]["costs"] = serde_json::Value::Null;
    house.broker.set_catalog(catalog);
    kim.register_broker(OFFERING, offering.brokers[0].id).await.unwrap();
    let seen = kim.broker(OFFERING, offering.brokers[0].id).await.unwrap();
    assert_eq!(seen.view.offering.brokers[0].state, BrokerState::Registered);
    let differing: Vec<_> = seen.parity.iter().filter(|line| !line.same).collect();
    let fields: Vec<&str> = differing.iter().map(|line| line.path.last().unwrap().as_str()).collect();
    assert_eq!(fields, ["tags", "metadata.bullets", "metadata.displayName", "metadata.theirs", "metadata.costs"]);
    assert!(differing.iter().all(|line| line.severity == slipway_domain::rule::Level::Info));
    let name = differing[2];
    assert_eq!((name.console.as_deref(), name.broker.as_deref()), (Some("Vector Search"), Some("Vectors")));
}

fn answer(status: StatusCode) -> Misbehaviour {
    Misbehaviour::Status { status, content_type: "text/html".to_owned(), body: "<h1>no</h1>".to_owned() }
}

#[tokio::test]
async fn a_catalog_of_the_wrong_shape_is_told_line_by_line() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let id = kim.offering(OFFERING).await.unwrap().offering.brokers[0].id;
    let wrong = serde_json::json!({ "services": [{ "id": 7, "name": null, "bindable": "yes", "plans": {} }] });
    house.broker.misbehave(Misbehaviour::WrongTypes(wrong));
    kim.register_broker(OFFERING, id).await.unwrap();
    let seen = kim.broker(OFFERING, id).await.unwrap();
    assert!(seen.violations.len() >= 4, "{:?}", seen.violations);
    assert_eq!(seen.view.offering.brokers[0].state, BrokerState::Unregistered);
}

#[tokio::test]
async fn a_new_url_without_a_new_password_drops_the_old_one() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
    assert!(broker.has_password);
    let mut draft = broker.draft.clone();
    let none = SecretString::default();
    draft.name = "renamed".to_owned();
    let revision = kim.save_broker(OFFERING, broker.id, broker.revision, &draft, &none).await.unwrap();
    assert!(kim.offering(OFFERING).await.unwrap().offering.brokers[0].has_password, "a new name keeps it");
    draft.url = "https://elsewhere.example".to_owned();
    kim.save_broker(OFFERING, broker.id, revision, &draft, &none).await.unwrap();
    assert!(!kim.offering(OFFERING).await.unwrap().offering.brokers[0].has_password);
}

#[tokio::test]
async fn a_stored_password_is_sealed() {
    let house = House::open().await;
    let offering = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    let broker = offering.brokers[0].id;
    let found = house.backend.store().offering_to_call(offering.scope(), broker).await.unwrap();
    let sealed = found.unwrap().1.unwrap();
    assert!(!sealed.windows(15).any(|window| window == b"broker-password"));
}

#[tokio::test]
async fn two_brokers_of_an_account_have_two_names() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let draft = kim.offering(OFFERING).await.unwrap().offering.brokers[0].draft.clone();
    let again = kim.add_broker(OFFERING, &draft, &SecretString::from("x")).await;
    assert!(matches!(rejection(again), Rejection::Taken(_)));
}
