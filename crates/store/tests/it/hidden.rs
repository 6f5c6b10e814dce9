//! An offering is hidden once and listed again once, and kept pages of the catalog are drawn anew with either.

use crate::support::{AT, House, PERSON, SCOPE};

#[tokio::test]
async fn hiding_and_listing_move_the_version_of_the_catalog_and_say_when_nothing_was_to_be_done() {
    let house = House::open().await;
    let version = async || house.store.catalog_version().await.unwrap();
    let first = version().await;
    let mut tx = house.store.write().await.unwrap();
    assert!(!tx.unhide(SCOPE).await.unwrap(), "it is listed");
    assert!(tx.hide(SCOPE, PERSON, AT).await.unwrap());
    assert!(!tx.hide(SCOPE, PERSON, AT).await.unwrap(), "once is enough");
    tx.commit().await.unwrap();
    let second = version().await;
    assert!(house.store.is_hidden(SCOPE).await.unwrap() && second > first);
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.unhide(SCOPE).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!house.store.is_hidden(SCOPE).await.unwrap() && version().await > second);
}
