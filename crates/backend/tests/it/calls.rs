//! Calls to brokers: written down before they are made, recorded whoever waits, and not too many of them.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Error};
use slipway_domain::broker::{BrokerRecord, BrokerState};
use slipway_domain::event::EventKind;
use slipway_domain::ids::BrokerId;
use slipway_domain::rejection::Rejection;
use slipway_osb::fake::{Misbehaviour, Seen};
use tokio::task::JoinHandle;

use crate::support::{House, KIM, rejection};

async fn broker(house: &House) -> BrokerRecord {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering.brokers[0].clone()
}

/// Somebody who asks and may go away.
fn asks(kim: &Acting, broker: BrokerId) -> JoinHandle<Result<(), Error>> {
    let kim = kim.clone();
    tokio::spawn(async move { kim.register_broker(OFFERING, broker).await })
}

/// The broker's log, once it has that many lines.
async fn seen(house: &House, calls: usize) -> Vec<Seen> {
    until(async || Some(house.broker.log()).filter(|log| log.len() >= calls)).await
}

/// What `look` finds, as soon as it finds something.
async fn until<T>(look: impl AsyncFn() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), looking).await.expect("it is never found")
}

#[tokio::test]
async fn a_call_is_written_down_under_the_identity_that_the_broker_sees() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let id = broker(&house).await.id;
    house.broker.misbehave(Misbehaviour::Silence);
    let asking = asks(&kim, id);
    let call = seen(&house, 1).await.remove(0);
    let open = broker(&house).await.open_call.unwrap();
    assert_eq!(call.header("x-broker-api-request-identity"), Some(open.request_identity.as_str()));
    assert_eq!((open.by.as_str(), open.at, open.is_running), ("Kim Wood", house.clock.now(), true));
    asking.abort();
}

#[tokio::test]
async fn a_call_that_a_killed_process_left_behind_is_told_as_unknown() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    house.register_broker().await;
    let before = broker(&house).await;
    house.broker.misbehave(Misbehaviour::Silence);
    let asking = asks(&kim, before.id);
    seen(&house, 2).await;
    asking.abort();
    // The next start.
    house.backend.settle_abandoned_calls().await.unwrap();
    let after = broker(&house).await;
    assert!(!after.open_call.unwrap().is_running);
    assert_eq!((after.state, after.last_fetch), (before.state, before.last_fetch), "what was known stays known");
    let line = house.events().await.remove(0);
    assert_eq!((line.kind, line.actor), (EventKind::BrokerFetchFailed, None));
    assert_eq!(line.detail.code.as_deref(), Some("no_answer_recorded"));
    house.backend.settle_abandoned_calls().await.unwrap();
    assert_eq!(house.events().await.remove(0).id, line.id, "once");
}

#[tokio::test]
async fn what_a_broker_answers_is_recorded_though_nobody_waits_any_more() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let id = broker(&house).await.id;
    house.broker.misbehave(Misbehaviour::Delay(Duration::from_millis(300)));
    let asking = asks(&kim, id);
    seen(&house, 1).await;
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());
    let recorded = until(async || Some(broker(&house).await).filter(|broker| broker.last_fetch.is_some())).await;
    assert_eq!((recorded.state, recorded.open_call), (BrokerState::Unregistered, None));
    let line = house.events().await.remove(0);
    assert_eq!((line.kind, line.detail.code.as_deref()), (EventKind::BrokerFetchFailed, Some("parity")));
}

#[tokio::test]
async fn an_answer_to_an_older_form_registers_nothing_and_is_recorded_all_the_same() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let record = broker(&house).await;
    house.broker.misbehave(Misbehaviour::Delay(Duration::from_millis(300)));
    let asking = asks(&kim, record.id);
    seen(&house, 1).await;
    kim.save_broker(OFFERING, record.id, record.revision, &record.draft, &"new".into()).await.unwrap();
    assert!(matches!(rejection(asking.await.unwrap()), Rejection::Stale { .. }));
    let after = broker(&house).await;
    assert_eq!((after.state, after.open_call), (BrokerState::Unregistered, None));
    assert!(after.last_fetch.is_some());
    assert_eq!(house.events().await[0].detail.code.as_deref(), Some("changed_meanwhile"));
}

#[tokio::test]
async fn twenty_calls_a_minute_are_enough_for_one_person() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let id = broker(&house).await.id;
    for _ in 0..20 {
        kim.register_broker(OFFERING, id).await.unwrap();
    }
    let refused = rejection(kim.register_broker(OFFERING, id).await);
    let Rejection::TooManyAttempts { retry_after_seconds } = refused else { panic!("{refused:?}") };
    assert_eq!(house.broker.log().len(), 20, "nothing was sent");
    house.clock.advance(Duration::from_secs(retry_after_seconds.into()));
    kim.register_broker(OFFERING, id).await.unwrap();
}

#[tokio::test]
async fn a_broker_gets_four_calls_at_a_time() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let id = broker(&house).await.id;
    house.broker.misbehave(Misbehaviour::Silence);
    let asking: Vec<_> = (0..4).map(|_| asks(&kim, id)).collect();
    seen(&house, 4).await;
    let refused = rejection(kim.register_broker(OFFERING, id).await);
    assert!(matches!(refused, Rejection::TooManyAttempts { .. }), "{refused:?}");
    asking.iter().for_each(JoinHandle::abort);
}
