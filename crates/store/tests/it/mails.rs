//! The outbox: nobody is told twice of the same, a mail is sent by one at a time, and what has failed stays until somebody
//! wants it tried again.

use core::time::Duration;

use slipway_domain::ids::MailId;
use slipway_domain::mail::Mail;
use slipway_domain::moment::Moment;
use slipway_store::{DueMail, MailEnd, NewMail};
use uuid::Uuid;

use crate::support::{AT, House};

const LEASE: Duration = Duration::from_mins(5);
const DESK: &str = "desk@operator.example";

fn after(minutes: u64) -> Moment {
    AT.plus(Duration::from_mins(minutes))
}

async fn queue(house: &House, number: u128, cause: &str, recipient: &str) -> bool {
    let mail = Mail { subject: format!("Mail {number}"), body: "Something happened.\n".to_owned() };
    let id = MailId::new(Uuid::from_u128(number));
    let mut tx = house.store.write().await.unwrap();
    let new = NewMail { at: AT, cause, mail: &mail, to: &[(id, recipient)] };
    let queued = tx.queue_mails(&new).await.unwrap();
    tx.commit().await.unwrap();
    queued
}

async fn take(house: &House, minutes: u64) -> Option<DueMail> {
    let is_due = house.store.is_mail_due(after(minutes)).await.unwrap();
    let mut tx = house.store.write().await.unwrap();
    let taken = tx.take_mail(after(minutes), LEASE).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(taken.is_some(), is_due);
    taken
}

async fn end(house: &House, mail: &DueMail, end: MailEnd, minutes: u64) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let ended = tx.end_mail(mail, &end, after(minutes)).await.unwrap();
    tx.commit().await.unwrap();
    ended
}

async fn retry(house: &House, mail: MailId, minutes: u64) -> Option<String> {
    let mut tx = house.store.write().await.unwrap();
    let subject = tx.retry_mail(mail, after(minutes)).await.unwrap();
    tx.commit().await.unwrap();
    subject
}

#[tokio::test]
async fn everybody_is_told_once_of_the_same() {
    let house = House::empty().await;
    assert!(queue(&house, 1, "drift/1", DESK).await);
    assert!(!queue(&house, 2, "drift/1", DESK).await);
    assert!(queue(&house, 3, "drift/1", "ada@northwind.example").await);
    assert!(queue(&house, 4, "drift/2", DESK).await);
    let sent = take(&house, 0).await.unwrap();
    assert!(end(&house, &sent, MailEnd::Sent, 0).await);
    assert!(!queue(&house, 5, "drift/1", DESK).await, "nor after it was sent");
}

#[tokio::test]
async fn a_mail_is_one_taker_s_until_its_lease_is_over_and_then_the_next_one_s() {
    let house = House::empty().await;
    queue(&house, 1, "drift/1", DESK).await;
    let first = take(&house, 0).await.unwrap();
    assert_eq!((first.at, first.recipient.as_str(), first.attempts), (AT, DESK, 1));
    assert_eq!(first.mail, Mail { subject: "Mail 1".to_owned(), body: "Something happened.\n".to_owned() });
    assert_eq!(take(&house, 4).await, None);
    let second = take(&house, 5).await.unwrap();
    assert_eq!(second.attempts, 2);
    assert!(!end(&house, &first, MailEnd::Sent, 6).await, "who took too long says nothing more");
    let again = MailEnd::Again { at: after(20), error: "421 busy".to_owned() };
    assert!(end(&house, &second, again, 6).await);
    assert_eq!(take(&house, 19).await, None);
    let third = take(&house, 20).await.unwrap();
    assert!(end(&house, &third, MailEnd::Sent, 21).await);
    assert_eq!(take(&house, 100_000).await, None);
    assert_eq!(house.store.failed_mails().await.unwrap(), []);
}

#[tokio::test]
async fn what_has_failed_is_listed_until_it_is_tried_again() {
    let house = House::empty().await;
    queue(&house, 1, "drift/1", DESK).await;
    let id = MailId::new(Uuid::from_u128(1));
    assert_eq!(retry(&house, id, 0).await, None, "it waits as it is");
    let taken = take(&house, 0).await.unwrap();
    assert!(end(&house, &taken, MailEnd::Failed { error: "550 nobody".to_owned() }, 1).await);
    assert_eq!(take(&house, 100_000).await, None);
    let failed = house.store.failed_mails().await.unwrap();
    let told: Vec<_> = failed.iter().map(|one| (one.id, one.failed_at, one.attempts, one.error.as_str())).collect();
    assert_eq!(told, [(id, after(1), 1, "550 nobody")]);
    assert_eq!(retry(&house, id, 2).await.as_deref(), Some("Mail 1"));
    assert_eq!(retry(&house, id, 2).await, None);
    assert_eq!(house.store.failed_mails().await.unwrap(), []);
    assert_eq!(take(&house, 2).await.unwrap().attempts, 1, "as often as the first time");
}

#[tokio::test]
async fn what_is_over_is_forgotten_and_what_waits_is_not() {
    let house = House::empty().await;
    for (number, cause) in [(1, "drift/1"), (2, "drift/2"), (3, "drift/3")] {
        queue(&house, number, cause, DESK).await;
    }
    let (sent, failed) = (take(&house, 0).await.unwrap(), take(&house, 0).await.unwrap());
    end(&house, &sent, MailEnd::Sent, 0).await;
    end(&house, &failed, MailEnd::Failed { error: String::new() }, 0).await;
    assert_eq!(house.store.delete_mails_before(AT).await.unwrap(), 0);
    assert_eq!(house.store.delete_mails_before(after(1)).await.unwrap(), 2);
    assert!(take(&house, 0).await.is_some());
}

#[tokio::test]
async fn a_mail_that_is_not_committed_was_never_there() {
    let house = House::empty().await;
    let mail = Mail { subject: "Mail".to_owned(), body: String::new() };
    let id = MailId::new(Uuid::from_u128(1));
    let mut tx = house.store.write().await.unwrap();
    let new = NewMail { at: AT, cause: "drift/1", mail: &mail, to: &[(id, DESK)] };
    assert!(tx.queue_mails(&new).await.unwrap());
    drop(tx);
    assert_eq!(take(&house, 0).await, None);
    assert!(queue(&house, 1, "drift/1", DESK).await);
}

/// What many are told of a price, an hour from now; whether somebody was not told yet.
async fn tell(house: &House, to: &[(MailId, &str)]) -> bool {
    let mail = Mail { subject: "A price".to_owned(), body: "It changes.\n".to_owned() };
    let mut tx = house.store.write().await.unwrap();
    let new = NewMail { at: after(60), cause: "price/1", mail: &mail, to };
    let queued = tx.queue_mails(&new).await.unwrap();
    tx.commit().await.unwrap();
    queued
}

#[tokio::test]
async fn many_are_told_the_same_when_it_is_time_and_each_of_them_once() {
    let house = House::empty().await;
    let id = |number| MailId::new(Uuid::from_u128(number));
    assert!(!tell(&house, &[]).await, "there is nobody to tell");
    assert!(tell(&house, &[(id(1), DESK)]).await);
    assert!(tell(&house, &[(id(2), DESK), (id(3), "o'neill+\"a\"@orrery.example")]).await, "one of them is new");
    assert!(!tell(&house, &[(id(4), DESK)]).await);
    assert_eq!(take(&house, 59).await, None, "it is not time yet");
    let told = [take(&house, 60).await.unwrap(), take(&house, 60).await.unwrap()];
    let whom: Vec<_> = told.iter().map(|mail| (mail.id, mail.recipient.as_str(), mail.at)).collect();
    assert_eq!(whom, [(id(1), DESK, after(60)), (id(3), "o'neill+\"a\"@orrery.example", after(60))]);
    assert_eq!(take(&house, 60).await, None);
}

#[tokio::test]
async fn what_is_called_off_is_not_sent_and_tells_who_knows_of_it() {
    let house = House::empty().await;
    let id = |number| MailId::new(Uuid::from_u128(number));
    tell(&house, &[(id(1), DESK), (id(2), "ada@northwind.example")]).await;
    queue(&house, 3, "price/2", DESK).await;
    let (other, taken) = (take(&house, 60).await.unwrap(), take(&house, 60).await.unwrap());
    assert!(end(&house, &other, MailEnd::Sent, 60).await);
    assert_eq!((other.id, taken.recipient.as_str()), (id(3), DESK));
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.call_off_mails("price/1").await.unwrap(), [DESK], "it is on its way, or there");
    tx.commit().await.unwrap();
    assert!(!end(&house, &taken, MailEnd::Sent, 60).await, "its row is gone");
    assert_eq!(take(&house, 100_000).await, None, "nobody else is told, and nobody is told again");
}

#[tokio::test]
async fn of_one_matter_what_is_not_sent_yet_is_dropped_and_of_others_nothing() {
    let house = House::empty().await;
    for (number, cause) in [(1, "end/1/a"), (2, "end/1/b"), (3, "end/1"), (4, "end/10/a"), (5, "end/2/a")] {
        assert!(queue(&house, number, cause, DESK).await);
    }
    let id = |number| MailId::new(Uuid::from_u128(number));
    let (sent, taken) = (take(&house, 0).await.unwrap(), take(&house, 0).await.unwrap());
    assert_eq!((sent.id, taken.id), (id(1), id(2)));
    assert!(end(&house, &sent, MailEnd::Sent, 0).await);
    assert!(end(&house, &taken, MailEnd::Failed { error: "550 nobody".to_owned() }, 0).await);
    let mut tx = house.store.write().await.unwrap();
    tx.drop_unsent_mails("end/1").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.store.failed_mails().await.unwrap(), [], "nobody tries it again");
    assert!(!queue(&house, 6, "end/1/a", DESK).await, "what was sent is known as sent");
    let mut others = Vec::new();
    while let Some(mail) = take(&house, 0).await {
        others.push(mail.id);
    }
    assert_eq!(others, [id(3), id(4), id(5)]);
}

#[tokio::test]
async fn what_waits_for_another_attempt_is_called_off_as_well() {
    let house = House::empty().await;
    tell(&house, &[(MailId::new(Uuid::from_u128(1)), DESK)]).await;
    let taken = take(&house, 60).await.unwrap();
    assert!(end(&house, &taken, MailEnd::Again { at: after(120), error: "421 busy".to_owned() }, 60).await);
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.call_off_mails("price/1").await.unwrap(), [DESK], "it may have arrived");
    assert!(tx.call_off_mails("price/1").await.unwrap().is_empty());
    tx.commit().await.unwrap();
    assert_eq!(take(&house, 100_000).await, None);
}
