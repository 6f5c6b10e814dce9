//! Many at once: they wait for each other, and none of them is told so.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use slipway_domain::broker::{BrokerDraft, BrokerState};
use slipway_domain::ids::{BrokerId, PersonId};
use slipway_store::{SavedBroker, Store};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::{AT, House, PERSON, SCOPE, event, person};

#[tokio::test(flavor = "multi_thread")]
async fn none_of_sixty_four_writers_in_two_processes_hears_that_the_database_is_busy() {
    const WRITES: u128 = 3;
    let house = House::open().await;
    let beside = Store::open_current(house.file()).await.unwrap();
    let mut writers = JoinSet::new();
    for writer in 0..64_u128 {
        let store = if writer % 2 == 0 { house.store.clone() } else { beside.clone() };
        writers.spawn(async move {
            for write in 0..WRITES {
                let number = 10_000 + writer * 100 + write;
                let mut tx = store.write().await?;
                let id = PersonId::new(Uuid::from_u128(number));
                tx.add_person(&person(id, &format!("{number}@example.com"))).await?;
                tx.record(&event(number)).await?;
                tx.commit().await?;
            }
            Ok::<(), slipway_store::Error>(())
        });
    }
    for written in writers.join_all().await {
        written.unwrap();
    }
    let digests = house.store.digests().await.unwrap();
    assert_eq!((digests["person"].rows, digests["event"].rows), (64 * 3 + 1, 64 * 3));
}

/// Moves a broker until it is told to stop, each time with the password of the new address.
async fn move_about(store: Store, broker: BrokerId, is_over: Arc<AtomicBool>) {
    let (mut revision, state) = (1_i64, BrokerState::Unregistered);
    while !is_over.load(Ordering::Relaxed) {
        let draft = BrokerDraft { url: revision.to_string(), ..BrokerDraft::default() };
        let password_sealed = Some(revision.to_string().into_bytes());
        let saved = SavedBroker {
            scope: SCOPE,
            id: broker,
            draft: &draft,
            password_sealed,
            keeps_password: false,
            by: PERSON,
            at: AT,
        };
        let mut tx = store.write().await.unwrap();
        assert!(tx.save_broker(&saved, revision, (state, state)).await.unwrap());
        tx.commit().await.unwrap();
        revision += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_read_with_the_address_that_it_is_for() {
    let house = House::open().await;
    let broker = BrokerId::new(Uuid::from_u128(7));
    house.add_broker(broker, "eu").await;
    let is_over = Arc::new(AtomicBool::new(false));
    let moving = tokio::spawn(move_about(house.store.clone(), broker, Arc::clone(&is_over)));
    let mut passwords = 0;
    while passwords < 200 {
        let (offering, password) = house.store.offering_to_call(SCOPE, broker).await.unwrap().unwrap();
        let Some(password) = password else { continue };
        assert_eq!(password, offering.brokers[0].draft.url.as_bytes());
        passwords += 1;
    }
    is_over.store(true, Ordering::Relaxed);
    moving.await.unwrap();
}
