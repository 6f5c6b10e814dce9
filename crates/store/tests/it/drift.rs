//! The watch: a look belongs to one at a time, and of each cause a broker has one open incident.

use core::time::Duration;

use slipway_domain::broker::BrokerState;
use slipway_domain::drift::{Cause, Evidence};
use slipway_domain::ids::{AccountId, BrokerId, OfferingId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_store::Look;
use uuid::Uuid;

use crate::support::{AT, House, SCOPE};

const BROKER: BrokerId = BrokerId::new(Uuid::from_u128(7));
const LEASE: Duration = Duration::from_mins(15);

fn after(minutes: u64) -> Moment {
    AT.plus(Duration::from_mins(minutes))
}

async fn house() -> House {
    let house = House::open().await;
    house.add_broker(BROKER, "eu").await;
    house
}

async fn take(house: &House, minutes: u64) -> Option<Look> {
    let mut tx = house.store.write().await.unwrap();
    let look = tx.take_look(SCOPE, BROKER, (after(minutes), LEASE), Uuid::from_u128(1)).await.unwrap();
    tx.commit().await.unwrap();
    look
}

async fn end(house: &House, look: &Look, due: Moment, failures: u32) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let ended = tx.end_look(look, due, failures).await.unwrap();
    tx.commit().await.unwrap();
    ended
}

async fn open(house: &House, look: &Look, found: &Evidence, minutes: u64) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let opened = tx.open_incident(look, Cause::Drift, found, after(minutes)).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

async fn close(house: &House, look: &Look, minutes: u64) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let closed = tx.close_incident(look, Cause::Drift, after(minutes)).await.unwrap();
    tx.commit().await.unwrap();
    closed
}

#[tokio::test]
async fn a_look_is_one_taker_s_until_its_lease_is_over_and_then_the_next_one_s() {
    let house = house().await;
    let first = take(&house, 0).await.unwrap();
    assert_eq!(first.failures, 0);
    assert_eq!(take(&house, 14).await, None);
    let second = take(&house, 15).await.unwrap();
    assert!(!end(&house, &first, after(1000), 5).await, "who took too long says nothing more");
    assert!(end(&house, &second, after(60), 1).await);
    assert_eq!(take(&house, 59).await, None);
    assert_eq!(take(&house, 60).await.unwrap().failures, 1);
}

#[tokio::test]
async fn an_incident_is_opened_once_renewed_and_closed_and_then_another_one_may_come() {
    let house = house().await;
    let look = take(&house, 0).await.unwrap();
    assert!(open(&house, &look, &Evidence::default(), 0).await);
    assert!(!open(&house, &look, &Evidence { faults: 2, ..Evidence::default() }, 5).await);
    let found = house.store.incidents(SCOPE, BROKER).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].opened_at, found[0].seen_at, found[0].evidence.faults), (AT, after(5), 2));
    let offering = house.store.offering(SCOPE).await.unwrap().unwrap();
    assert_eq!(offering.brokers[0].incidents, [Cause::Drift]);
    assert!(close(&house, &look, 6).await);
    assert!(!close(&house, &look, 7).await, "it was not open any more");
    assert!(open(&house, &look, &Evidence::default(), 8).await);
    let closed: Vec<_> = house.store.incidents(SCOPE, BROKER).await.unwrap().iter().map(|one| one.closed_at).collect();
    assert_eq!(closed, [None, Some(after(6))], "what is open comes first");
}

#[tokio::test]
async fn an_offering_that_is_not_live_has_no_turn() {
    let house = house().await;
    let registered = (BrokerState::Unregistered, BrokerState::Registered);
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.set_broker_state(SCOPE, BROKER, 1, registered.0, registered.1).await.unwrap());
    tx.commit().await.unwrap();
    let stages = slipway_domain::stage::Stage::ALL;
    assert_eq!(house.store.due_looks(&stages, AT, 10).await.unwrap(), [], "no deployment names it");
    assert_eq!(house.store.due_looks(&[], AT, 10).await.unwrap(), []);
}

#[tokio::test]
async fn another_offering_s_watch_neither_sees_nor_ends_anything() {
    let house = house().await;
    let look = take(&house, 0).await.unwrap();
    open(&house, &look, &Evidence::default(), 0).await;
    let other = Uuid::from_u128(0xee);
    for scope in
        [Scope { account: AccountId::new(other), ..SCOPE }, Scope { offering: OfferingId::new(other), ..SCOPE }]
    {
        let foreign = Look { scope, ..look.clone() };
        assert_eq!(house.store.incidents(scope, BROKER).await.unwrap(), []);
        assert!(!close(&house, &foreign, 1).await);
        assert!(!end(&house, &foreign, AT, 0).await);
        let mut tx = house.store.write().await.unwrap();
        assert!(tx.take_look(scope, BROKER, (AT, LEASE), Uuid::nil()).await.is_err(), "the broker is none of its own");
    }
    assert_eq!(house.store.incidents(SCOPE, BROKER).await.unwrap().len(), 1);
}
