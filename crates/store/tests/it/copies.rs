//! Backups while people go on saving: each is one moment of the database.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use slipway_store::{Error, SaveOutcome, Store};

use crate::support::{House, save};

#[tokio::test(flavor = "multi_thread")]
async fn twenty_backups_while_writes_go_on_are_each_a_commit_point() {
    let house = House::open().await;
    let done = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn({
        let (store, done) = (house.store.clone(), Arc::clone(&done));
        async move {
            let listing = |store: Store| async move {
                let digests = store.digests().await.unwrap();
                ["section_draft", "section_version", "event"].map(|table| digests[table].clone())
            };
            let mut points = vec![listing(store.clone()).await];
            let mut revision = 0;
            while !done.load(Ordering::SeqCst) {
                let saved = save(&store, revision, &"x".repeat(500)).await.unwrap();
                revision += 1;
                assert_eq!(saved, SaveOutcome::Saved { revision });
                points.push(listing(store.clone()).await);
            }
            points
        }
    });
    // A second process, as `slipway backup` is one.
    let beside = Store::open_as_it_is(house.file()).await.unwrap();
    let mut taken = Vec::new();
    for number in 0..20 {
        let copy = house.beside(&format!("backup-{number}.db"));
        beside.copy_to(&copy).await.unwrap();
        taken.push(copy);
    }
    done.store(true, Ordering::SeqCst);
    let points = writer.await.unwrap();
    assert!(points.len() > 20, "writing went on: {}", points.len());
    let mut moments = HashSet::new();
    for copy in taken {
        assert_eq!(Store::examine(&copy).await.unwrap(), Vec::<String>::new());
        let digests = Store::open_as_it_is(&copy).await.unwrap().digests().await.unwrap();
        let held = ["section_draft", "section_version", "event"].map(|table| digests[table].clone());
        let moment = points.iter().position(|point| *point == held);
        moments.insert(moment.expect("a backup holds what was there after some commit"));
    }
    assert!(moments.len() > 1, "backups of different moments");
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_leaves_nothing_half_made() {
    let house = House::open().await;
    let taken = house.beside("taken.db");
    std::fs::write(&taken, "mine").unwrap();
    assert!(matches!(house.store.copy_to(&taken).await, Err(Error::Copy(_))));
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "mine");
    assert!(matches!(house.store.copy_to(&house.beside("nowhere/copy.db")).await, Err(Error::Copy(_))));
    let names = std::fs::read_dir(house.dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let partial: Vec<_> = names.filter(|name| name.to_string_lossy().contains("partial")).collect();
    assert!(partial.is_empty(), "{partial:?}");
}

#[tokio::test]
async fn writers_go_on_after_a_backup_that_failed() {
    let house = House::open().await;
    assert!(house.store.copy_to(&house.beside("nowhere/copy.db")).await.is_err());
    save(&house.store, 0, "still").await.unwrap();
}
