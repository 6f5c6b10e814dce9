//! Many at once: they wait for each other, and none of them is told so.

use slipway_domain::ids::PersonId;
use slipway_store::Store;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::{House, event, person};

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
