//! Attempts of a form that numbers them: what a later one has overtaken is told, and is never written.

use slipway_domain::ids::PersonId;
use slipway_store::{OperationKey, Repetition, Sequence};
use uuid::Uuid;

use crate::support::{AT, House, PERSON, person};

const OTHER: PersonId = PersonId::new(Uuid::from_u128(0x91));

fn numbered<'a>(hash: &'a str, form: &'a str, number: i64) -> OperationKey<'a> {
    OperationKey { person: PERSON, hash, fingerprint: hash, sequence: Some(Sequence { form, number }) }
}

fn unnumbered(hash: &str) -> OperationKey<'_> {
    OperationKey { person: PERSON, hash, fingerprint: hash, sequence: None }
}

async fn house() -> House {
    let house = House::open().await;
    let mut tx = house.store.write().await.unwrap();
    tx.add_person(&person(OTHER, "kim@northwind.example")).await.unwrap();
    tx.commit().await.unwrap();
    house
}

/// Whether it was written.
async fn carried_out(house: &House, key: OperationKey<'_>) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let is_written = tx.write_once(key.statement(&format!("answer of {}", key.hash), AT)).await.unwrap();
    if is_written {
        tx.commit().await.unwrap();
    }
    is_written
}

#[tokio::test]
async fn an_attempt_that_a_later_one_of_its_form_has_overtaken_is_answered_with_the_latest() {
    let house = house().await;
    for key in [numbered("two", "form", 2), numbered("ten", "form", 10), unnumbered("free")] {
        assert_eq!(house.store.repetition(key).await.unwrap(), Repetition::New, "{}", key.hash);
        assert!(carried_out(&house, key).await, "{}", key.hash);
    }
    let overtaken = || Repetition::Overtaken("answer of ten".to_owned());
    let same = |hash: &str| Repetition::Same(format!("answer of {hash}"));
    let ten = numbered("ten", "form", 10);
    for (key, told) in [
        (numbered("one", "form", 1), overtaken()),
        (numbered("nine", "form", 9), overtaken()),
        (numbered("eleven", "form", 11), Repetition::New),
        (numbered("one", "other", 1), Repetition::New),
        (unnumbered("one"), Repetition::New),
        (OperationKey { person: OTHER, ..numbered("one", "form", 1) }, Repetition::New),
        (numbered("two", "form", 2), same("two")),
        (ten, same("ten")),
        (OperationKey { fingerprint: "another", ..ten }, Repetition::Other),
        (unnumbered("free"), same("free")),
    ] {
        assert_eq!(house.store.repetition(key).await.unwrap(), told, "{key:?}");
        let mut tx = house.store.write().await.unwrap();
        assert_eq!(tx.repetition(key).await.unwrap(), told, "{key:?}");
    }
}

#[tokio::test]
async fn an_attempt_that_is_overtaken_while_it_works_is_not_written() {
    let house = house().await;
    let (earlier, later) = (numbered("one", "form", 1), numbered("two", "form", 2));
    assert_eq!(house.store.repetition(earlier).await.unwrap(), Repetition::New);
    assert!(carried_out(&house, later).await);
    let before = house.store.digests().await.unwrap();
    assert!(!carried_out(&house, earlier).await);
    assert!(!carried_out(&house, later).await, "nor twice");
    assert_eq!(house.store.digests().await.unwrap(), before);
    for key in [
        numbered("other", "other", 1),
        numbered("three", "form", 3),
        unnumbered("free"),
        OperationKey { person: OTHER, ..earlier },
    ] {
        assert!(carried_out(&house, key).await, "{key:?}");
    }
}
