//! A full disk: writes fail whole and with a name, reads go on, and everything works again when there is room.

use slipway_domain::offering::Section;
use slipway_store::Error;

use crate::support::{House, SCOPE, save};

#[tokio::test]
async fn a_full_disk_refuses_writes_whole_and_lets_reads_go_on() {
    let house = House::open().await;
    house.store.probe().await.unwrap();
    house.store.confine(Some(1)).await.unwrap();
    let long = "x".repeat(20_000);
    let mut revision = 0;
    let refused = loop {
        match save(&house.store, revision, &long).await {
            Ok(_) => revision += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::Full) && refused.is_unavailable(), "{refused}");
    let offering = house.store.offering(SCOPE).await.unwrap().unwrap();
    assert_eq!(offering.listing.revision, revision);
    let versions: i64 = sqlx::query_scalar("select count(*) from section_version where section = $1")
        .bind(Section::Listing.name())
        .fetch_one(&mut house.bare().await)
        .await
        .unwrap();
    assert_eq!(versions, revision, "no half of the refused save is there");
    let refused = house.store.probe().await;
    assert!(matches!(refused, Err(Error::Full)), "{refused:?}");

    house.store.confine(None).await.unwrap();
    save(&house.store, revision, &long).await.unwrap();
    house.store.probe().await.unwrap();
}

#[tokio::test]
async fn the_probe_writes_for_real() {
    let house = House::open().await;
    let before = house.store.digests().await.unwrap();
    house.store.probe().await.unwrap();
    let after = house.store.digests().await.unwrap();
    let changed: Vec<_> = after.iter().filter(|(table, digest)| before.get(*table) != Some(digest)).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].0, "probe");
}

#[tokio::test]
async fn a_database_that_another_process_holds_is_busy_and_not_broken() {
    let house = House::open().await;
    let mut other = house.bare().await;
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    let refused = save(&house.store, 0, "x").await.unwrap_err();
    assert!(matches!(refused, Error::Busy) && refused.is_unavailable(), "{refused}");
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    save(&house.store, 0, "x").await.unwrap();
}

#[test]
fn what_is_wrong_with_the_request_or_the_data_does_not_pass() {
    assert!(!Error::Unique("offering.name".to_owned()).is_unavailable());
    assert!(!Error::Open("x".to_owned()).is_unavailable());
}
