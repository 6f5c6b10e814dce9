//! The database holds password hashes: nobody but its owner reads it or a copy of it.

#![cfg(unix)]

use std::fs::{Permissions, metadata, set_permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use slipway_store::{Store, owner_only};

use crate::support::{House, save};

fn mode(path: impl AsRef<Path>) -> u32 {
    metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn database_log_and_copies_are_for_their_owner_only() {
    let house = House::open().await;
    save(&house.store, 0, "x").await.unwrap();
    for name in ["slipway.db", "slipway.db-wal", "slipway.db-shm"] {
        assert_eq!(mode(house.beside(name)), 0o600, "{name}");
    }
    let copy = house.beside("copy.db");
    house.store.copy_to(&copy).await.unwrap();
    assert_eq!(mode(&copy), 0o600);
}

#[tokio::test]
async fn a_copy_before_an_update_is_for_its_owner_only() {
    let dir = tempfile::TempDir::new().unwrap();
    let file = dir.path().join("slipway.db");
    Store::open_at(&file, 1).await.unwrap().close().await;
    Store::open(&file).await.unwrap();
    assert_eq!(mode(dir.path().join("slipway-schema-1.db")), 0o600);
}

#[tokio::test]
async fn a_database_that_others_could_read_is_closed_to_them() {
    let house = House::open().await;
    house.store.close().await;
    set_permissions(house.file(), Permissions::from_mode(0o644)).unwrap();
    let store = Store::open(house.file()).await.unwrap();
    save(&store, 0, "x").await.unwrap();
    assert_eq!((mode(house.file()), mode(house.beside("slipway.db-wal"))), (0o600, 0o600));
}

#[test]
fn what_is_made_for_the_owner_only_is_exposed_to_nobody() {
    let dir = tempfile::TempDir::new().unwrap();
    owner_only::create_dir(&dir.path().join("a/b")).unwrap();
    owner_only::create(&dir.path().join("a/b/c")).unwrap();
    assert_eq!((mode(dir.path().join("a/b")), mode(dir.path().join("a/b/c"))), (0o700, 0o600));
    assert!(owner_only::create(&dir.path().join("a/b/c")).is_err(), "nothing is overwritten");
    for (exposing, is_exposed) in [(0o640, true), (0o604, true), (0o601, true), (0o600, false), (0o400, false)] {
        set_permissions(dir.path().join("a/b/c"), Permissions::from_mode(exposing)).unwrap();
        assert_eq!(owner_only::is_exposed(&metadata(dir.path().join("a/b/c")).unwrap()), is_exposed, "{exposing:o}");
    }
}
