//! Review threads: kept as they were written, moved once, and out of reach for every other offering.

use slipway_domain::compare::Subject;
use slipway_domain::field::Field;
use slipway_domain::ids::{AccountId, OfferingId, ThreadId};
use slipway_domain::offering::Scope;
use slipway_domain::rule::RuleId;
use slipway_domain::thread::{Anchor, Remark, Thread, ThreadMove, ThreadState};
use uuid::Uuid;

use crate::support::{ACCOUNT, AT, House, OFFERING, PERSON, SCOPE};

const ID: ThreadId = ThreadId::new(Uuid::from_u128(0x71));

fn thread() -> Thread {
    Thread {
        id: ID,
        account: ACCOUNT,
        offering: OFFERING,
        anchor: Anchor::parse("section/listing[terms_url]/").unwrap(),
        subject: Subject::Field(Field::TermsUrl),
        value: "https://northwind.example/terms".to_owned(),
        rule: RuleId::parse("LST-TRM-01"),
        blocking: true,
        text: "Link one of this offering.".to_owned(),
        state: ThreadState::Open,
        opened_by: PERSON,
        opened_by_name: String::new(),
        opened_at: AT,
    }
}

fn remark(text: &str, internal: bool) -> Remark {
    let by_name = String::new();
    Remark { by: PERSON, by_name, at: AT, act: ThreadMove::Reply, text: text.to_owned(), internal }
}

async fn house() -> House {
    let house = House::open().await;
    let mut tx = house.store.write().await.unwrap();
    tx.add_thread(&thread()).await.unwrap();
    for (text, internal) in [("Why?", false), ("They tried before.", true), ("Because.", false)] {
        tx.add_remark(SCOPE, ID, &remark(text, internal)).await.unwrap();
    }
    tx.commit().await.unwrap();
    house
}

fn others() -> [Scope; 2] {
    [
        Scope { account: AccountId::new(Uuid::from_u128(0x99)), ..SCOPE },
        Scope { offering: OfferingId::new(Uuid::from_u128(0x99)), ..SCOPE },
    ]
}

#[tokio::test]
async fn a_thread_and_what_was_said_are_read_as_they_were_written() {
    let house = house().await;
    let read = house.store.threads(SCOPE).await.unwrap();
    assert_eq!(read, [Thread { opened_by_name: read[0].opened_by_name.clone(), ..thread() }]);
    assert!(!read[0].opened_by_name.is_empty());
    let said = async |with_internal| {
        let remarks = house.store.remarks(SCOPE, with_internal).await.unwrap();
        assert!(remarks.iter().all(|(of, remark)| *of == ID && remark.at == AT && remark.by == PERSON));
        remarks.into_iter().map(|(_, remark)| remark.text).collect::<Vec<_>>()
    };
    assert_eq!(said(true).await, ["Why?", "They tried before.", "Because."]);
    assert_eq!(said(false).await, ["Why?", "Because."]);
}

#[tokio::test]
async fn a_thread_moves_from_the_state_that_was_read_and_only_once() {
    let house = house().await;
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.move_thread(SCOPE, ID, ThreadState::Open, ThreadState::Resolved).await.unwrap());
    assert!(!tx.move_thread(SCOPE, ID, ThreadState::Open, ThreadState::Resolved).await.unwrap());
    assert_eq!(tx.threads(SCOPE).await.unwrap()[0].state, ThreadState::Resolved);
}

#[tokio::test]
async fn another_scope_reads_and_changes_nothing() {
    let house = house().await;
    let mut tx = house.store.write().await.unwrap();
    for scope in others() {
        assert!(!tx.move_thread(scope, ID, ThreadState::Open, ThreadState::Resolved).await.unwrap());
        assert!(tx.threads(scope).await.unwrap().is_empty());
        assert!(house.store.threads(scope).await.unwrap().is_empty());
        assert!(house.store.remarks(scope, true).await.unwrap().is_empty());
        assert!(tx.add_remark(scope, ID, &remark("x", false)).await.is_err());
    }
}

#[tokio::test]
async fn what_was_said_is_neither_altered_nor_taken_back() {
    let house = house().await;
    let mut connection = house.bare().await;
    for statement in ["update thread_remark set text = 'other'", "delete from thread_remark"] {
        let refused = sqlx::query(statement).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("remarks stay as they were written"), "{refused}");
    }
}
