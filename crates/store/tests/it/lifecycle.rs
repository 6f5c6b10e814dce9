//! What is said of an offering that ends: one notice at a time, put off from what was seen, and due when its time is
//! over.

use core::time::Duration;

use slipway_domain::lifecycle::{Ending, Left};
use slipway_domain::moment::Moment;
use slipway_domain::stage::Stage;
use slipway_store::Tx;

use crate::support::{AT, House, PERSON, SCOPE};

fn after(minutes: u64) -> Moment {
    AT.plus(Duration::from_mins(minutes))
}

fn ending(stage: Stage, minutes: u64) -> Ending {
    let marketed_until = (stage == Stage::Deprecated).then(|| after(minutes / 2));
    Ending { stage, text: "Use Northwind Cloud instead.".to_owned(), until: after(minutes), marketed_until }
}

async fn write(house: &House) -> Tx {
    house.store.write().await.unwrap()
}

async fn say(house: &House, stage: Stage, minutes: u64) {
    let mut tx = write(house).await;
    tx.set_notice(SCOPE, &ending(stage, minutes), AT).await.unwrap();
    tx.commit().await.unwrap();
}

async fn is_due(house: &House, minutes: u64) -> bool {
    !house.store.due_notices(after(minutes), 10).await.unwrap().is_empty()
}

#[tokio::test]
async fn a_notice_is_read_as_it_was_written_and_another_one_takes_its_place() {
    let house = House::open().await;
    assert_eq!(house.store.notice(SCOPE).await.unwrap(), None);
    say(&house, Stage::Suspended, 10).await;
    let mut tx = write(&house).await;
    assert!(!tx.ask_resumption(SCOPE, PERSON, after(10)).await.unwrap(), "the time to ask is over");
    assert!(tx.ask_resumption(SCOPE, PERSON, after(1)).await.unwrap());
    assert!(!tx.ask_resumption(SCOPE, PERSON, after(2)).await.unwrap(), "once is enough");
    tx.commit().await.unwrap();
    let notice = house.store.notice(SCOPE).await.unwrap().unwrap();
    assert_eq!((notice.ending, notice.since), (ending(Stage::Suspended, 10), AT));
    let asked = notice.asked.unwrap();
    assert_eq!((asked.by, asked.by_name.as_str(), asked.at), (PERSON, "Ada Vance", after(1)));
    assert!(!notice.was_suspended, "nothing was said before");
    say(&house, Stage::Deprecated, 20).await;
    let notice = house.store.notice(SCOPE).await.unwrap().unwrap();
    assert_eq!((notice.ending, notice.asked), (ending(Stage::Deprecated, 20), None));
    assert!(notice.was_suspended);
    let mut tx = write(&house).await;
    assert!(tx.ask_resumption(SCOPE, PERSON, after(3)).await.unwrap(), "for the end to be taken back");
    tx.lift_notice(SCOPE).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.store.notice(SCOPE).await.unwrap(), None);
}

#[tokio::test]
async fn a_notice_is_due_when_its_time_is_over_unless_somebody_asked() {
    let house = House::open().await;
    say(&house, Stage::Suspended, 10).await;
    assert!(!is_due(&house, 9).await && is_due(&house, 10).await);
    let mut tx = write(&house).await;
    tx.ask_resumption(SCOPE, PERSON, after(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!is_due(&house, 10).await);
    say(&house, Stage::Deprecated, 20).await;
    assert!(!is_due(&house, 19).await && is_due(&house, 20).await);
    assert_eq!(house.store.instances_left(SCOPE).await.unwrap(), Left::default());
}

#[tokio::test]
async fn what_ends_without_a_suspension_is_not_asked_for() {
    let house = House::open().await;
    say(&house, Stage::Deprecated, 10).await;
    let mut tx = write(&house).await;
    assert!(!tx.ask_resumption(SCOPE, PERSON, after(1)).await.unwrap());
}

#[tokio::test]
async fn a_request_ends_once_and_the_platform_moves_on_when_it_is_told() {
    let house = House::open().await;
    say(&house, Stage::Suspended, 10).await;
    let mut tx = write(&house).await;
    assert!(!tx.decline_resumption(SCOPE, after(20)).await.unwrap(), "nobody has asked");
    tx.ask_resumption(SCOPE, PERSON, after(1)).await.unwrap();
    assert!(tx.decline_resumption(SCOPE, after(20)).await.unwrap());
    assert!(!tx.decline_resumption(SCOPE, after(30)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(house.store.notice(SCOPE).await.unwrap().unwrap().asked, None);
    assert!(!is_due(&house, 19).await && is_due(&house, 20).await);
}

/// Otherwise asking would keep an offering for good.
#[tokio::test]
async fn an_end_is_due_although_somebody_asked_for_it_to_be_taken_back() {
    let house = House::open().await;
    say(&house, Stage::Suspended, 5).await;
    say(&house, Stage::Deprecated, 10).await;
    let mut tx = write(&house).await;
    assert!(tx.ask_resumption(SCOPE, PERSON, after(1)).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!is_due(&house, 9).await && is_due(&house, 10).await);
}

#[tokio::test]
async fn an_end_is_put_off_from_what_was_seen() {
    let house = House::open().await;
    say(&house, Stage::Deprecated, 10).await;
    let mut tx = write(&house).await;
    assert!(tx.extend_notice(SCOPE, after(10), after(20)).await.unwrap());
    assert!(!tx.extend_notice(SCOPE, after(10), after(20)).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!is_due(&house, 19).await && is_due(&house, 20).await);
    say(&house, Stage::Suspended, 10).await;
    let mut tx = write(&house).await;
    assert!(!tx.extend_notice(SCOPE, after(10), after(20)).await.unwrap(), "a suspension is no end");
}
