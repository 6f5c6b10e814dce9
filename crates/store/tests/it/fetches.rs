//! Calls to brokers: written down first, completed once, and of their answers only the latest are kept.

use core::time::Duration;

use slipway_domain::broker::BrokerRecord;
use slipway_domain::ids::{BrokerId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::rejection::Remote;
use slipway_store::{FetchOutcome, NewFetch};
use uuid::Uuid;

use crate::support::{AT, House, PERSON, SCOPE};

const BROKER: BrokerId = BrokerId::new(Uuid::from_u128(7));

async fn house() -> House {
    let house = House::open().await;
    house.add_broker(BROKER, "eu").await;
    house
}

fn after(seconds: u64) -> Moment {
    AT.plus(Duration::from_secs(seconds))
}

async fn begin(house: &House, seconds: u64) -> NewFetch {
    let fetch = NewFetch {
        scope: SCOPE,
        broker: BROKER,
        at: after(seconds),
        by: PERSON,
        request_identity: format!("call-{seconds}"),
    };
    let mut tx = house.store.write().await.unwrap();
    tx.begin_fetch(&fetch).await.unwrap();
    tx.commit().await.unwrap();
    fetch
}

async fn end(house: &House, fetch: &NewFetch, outcome: FetchOutcome) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let ended = tx.end_fetch(fetch, &outcome).await.unwrap();
    tx.commit().await.unwrap();
    ended
}

fn answered(body: &str) -> FetchOutcome {
    FetchOutcome { body: Some(body.to_owned()), sha256: "00".to_owned(), ..FetchOutcome::default() }
}

async fn broker(house: &House) -> BrokerRecord {
    house.store.offering(SCOPE).await.unwrap().unwrap().brokers[0].clone()
}

#[tokio::test]
async fn a_call_is_open_until_something_came_of_it_and_hides_no_earlier_outcome() {
    let house = house().await;
    let first = begin(&house, 1).await;
    let open = broker(&house).await.open_call.unwrap();
    assert_eq!((open.at, open.by.as_str(), open.is_running), (after(1), "Ada Vance", true));
    assert_eq!(open.request_identity, "call-1");
    assert!(end(&house, &first, answered("{}")).await);
    assert_eq!(broker(&house).await.open_call, None);

    let second = begin(&house, 2).await;
    let seen = broker(&house).await;
    assert_eq!((seen.last_fetch.unwrap().at, seen.open_call.unwrap().at), (after(1), after(2)));
    let remote = Remote { code: "timeout".to_owned(), status: None, detail: String::new() };
    assert!(end(&house, &second, FetchOutcome { failure: Some(remote.clone()), ..FetchOutcome::default() }).await);
    let seen = broker(&house).await;
    assert_eq!((seen.last_fetch.unwrap().failure, seen.open_call), (Some(remote), None));
    assert!(!end(&house, &second, answered("late")).await, "an outcome is written once");
    assert_eq!(house.store.broker_catalog(SCOPE, BROKER).await.unwrap(), Some((after(1), "{}".to_owned())));
}

#[tokio::test]
async fn a_call_that_was_abandoned_stays_visible_as_unknown() {
    let house = house().await;
    let fetch = begin(&house, 1).await;
    let mut tx = house.store.write().await.unwrap();
    let abandoned = tx.abandon_fetches().await.unwrap();
    assert_eq!((abandoned.len(), abandoned[0].broker_name.as_str()), (1, "eu"));
    assert!(tx.abandon_fetches().await.unwrap().is_empty(), "once");
    tx.commit().await.unwrap();
    assert!(!broker(&house).await.open_call.unwrap().is_running);
    assert!(!end(&house, &fetch, answered("{}")).await);
}

#[tokio::test]
async fn the_last_five_answers_are_kept_and_every_call_stays() {
    let house = house().await;
    for number in 1..=8 {
        let fetch = begin(&house, number).await;
        end(&house, &fetch, answered(&format!("{{\"n\":{number}}}"))).await;
    }
    let kept: Vec<(String, Option<String>)> =
        sqlx::query_as("select request_identity, body from broker_fetch order by fetched_at")
            .fetch_all(&mut house.bare().await)
            .await
            .unwrap();
    assert_eq!(kept.len(), 8);
    let with_body: Vec<&str> = kept.iter().filter(|row| row.1.is_some()).map(|row| row.0.as_str()).collect();
    assert_eq!(with_body, ["call-4", "call-5", "call-6", "call-7", "call-8"]);
    assert_eq!(house.store.broker_catalog(SCOPE, BROKER).await.unwrap(), Some((after(8), "{\"n\":8}".to_owned())));
}

#[tokio::test]
async fn the_calls_of_a_person_are_counted_from_a_moment_on() {
    let house = house().await;
    for second in [1, 2, 3] {
        begin(&house, second).await;
    }
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.calls_begun_by(PERSON, after(1)).await.unwrap(), [after(2), after(3)]);
    assert_eq!(tx.calls_begun_by(PersonId::new(Uuid::from_u128(8)), AT).await.unwrap(), []);
}
