//! What customers learn of a price that is announced, or given up: mails to accounts with instances of the plan, when and
//! how often; and what the catalog says meanwhile.

use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::change_class::price_dates;
use slipway_domain::moment::Moment;

use crate::approval::tamper;
use crate::drift::{live, offering};
use crate::instances::{made, new, settle};
use crate::mails::{CONSOLE, queued, recipients, send};
use crate::plan_end_mails::{mailing, published};
use crate::plan_ends::{DAY, end_in};
use crate::post_office::PostOffice;
use crate::revisions::{approved, price, publish, revisions};
use crate::support::{CLARA, FINN, House, KIM};

/// The clock shows that moment.
fn go_to(house: &House, moment: Moment) {
    house.clock.advance(moment.since(house.clock.now()));
}

/// Another price is announced to Clara: when she is told, and from when she pays it.
async fn announced(house: &House, amount: &str) -> (Moment, Moment) {
    price(house, amount).await;
    published(house).await;
    price_dates(house.clock.now())
}

/// Clara has an instance of the plan, and was told of another price: from when she pays it.
async fn told_of_a_price(post: &PostOffice) -> (House, Moment) {
    let house = mailing(post).await;
    made(&house).await;
    let (told, paid) = announced(&house, "99.00").await;
    go_to(&house, told);
    assert_eq!(send(&house.backend, post).await.len(), 1);
    (house, paid)
}

#[tokio::test]
async fn accounts_with_instances_of_a_plan_are_told_of_its_price_once_and_on_the_1st_before_it() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    made(&house).await;
    let lite = house.acting(FINN).await.create_instance(OFFERING, &new(&house, "lite").await).await.unwrap();
    settle(&house, lite).await;
    price(&house, "99.00").await;
    approved(&house).await;
    assert_eq!(queued(&house).await, 0, "it is not announced yet");
    publish(&house).await;
    let (told, paid) = price_dates(house.clock.now());
    assert!(send(&house.backend, &post).await.is_empty(), "notices go out on a 1st");

    go_to(&house, told);
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA], "the other account has another plan");
    let (text, day, page) = (letters[0].text(), paid.date(), format!("{CONSOLE}/catalog/{OFFERING}"));
    for told in ["the price of the plan Standard changes on", day.as_str(), "99.00", page.as_str()] {
        assert!(text.contains(told), "{told} in {text}");
    }
    go_to(&house, paid);
    house.backend.move_revisions().await;
    assert!(revisions(&house).await.current.is_none(), "it holds");
    assert_eq!(queued(&house).await, 1, "they know of it");

    let first = revisions(&house).await.released.pop().unwrap().snapshot;
    house.acting(KIM).await.roll_back(OFFERING, first).await.unwrap();
    let (told, _) = price_dates(house.clock.now());
    go_to(&house, told);
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA; 2], "going back is another price");
}

#[tokio::test]
async fn a_price_that_is_given_up_before_its_1st_is_told_to_nobody() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    made(&house).await;
    let (told, _) = announced(&house, "99.00").await;
    assert_eq!(queued(&house).await, 1);
    house.acting(KIM).await.discard_revision(OFFERING).await.unwrap();
    assert_eq!(queued(&house).await, 0);
    go_to(&house, told);
    assert!(send(&house.backend, &post).await.is_empty());
}

#[tokio::test]
async fn who_was_told_of_a_price_is_told_that_it_does_not_come_and_of_the_next_one_anew() {
    let post = PostOffice::open().await;
    let (house, paid) = told_of_a_price(&post).await;
    house.acting(KIM).await.discard_revision(OFFERING).await.unwrap();
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA; 2]);
    let (text, day) = (letters[1].text(), paid.date());
    assert!(text.contains("does not change on") && text.contains(&day), "{text}");

    let (told, _) = announced(&house, "99.00").await;
    go_to(&house, told);
    assert_eq!(send(&house.backend, &post).await.len(), 3);
}

#[tokio::test]
async fn who_was_told_of_a_price_is_told_that_it_does_not_come_where_the_platform_ends_it() {
    let post = PostOffice::open().await;
    let (house, paid) = told_of_a_price(&post).await;
    go_to(&house, paid);
    let record = offering(&house).await.brokers[0].clone();
    tamper(&house, &BrokerDraft { url: format!("{}/other", record.draft.url), ..record.draft }).await;
    house.backend.move_revisions().await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA; 2]);
    assert!(letters[1].text().contains("does not change on"), "{}", letters[1].text());
}

#[tokio::test]
async fn what_changes_no_price_and_what_nobody_announced_is_told_to_nobody() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    let instance = made(&house).await;
    price(&house, "99.00").await;
    approved(&house).await;
    house.acting(KIM).await.discard_revision(OFFERING).await.unwrap();
    assert_eq!(queued(&house).await, 0, "it was agreed to, and announced to nobody");
    end_in(&house, 60).await;
    published(&house).await;
    assert_eq!(send(&house.backend, &post).await.len(), 1, "that the plan ends");
    house.acting(CLARA).await.remove_instance(OFFERING, instance).await.unwrap();
    settle(&house, instance).await;
    announced(&house, "99.00").await;
    house.clock.advance(DAY * 40);
    assert_eq!(send(&house.backend, &post).await.len(), 1, "nobody has an instance of it any more");
}

#[tokio::test]
async fn without_a_mail_server_a_price_is_announced_and_nobody_is_told() {
    let house = live().await;
    made(&house).await;
    announced(&house, "99.00").await;
    assert!(revisions(&house).await.current.unwrap().effective_at.is_some());
    assert_eq!(queued(&house).await, 0);
}

/// The announced prices that the page of the service shows to Finn: the plan, its first amount, and from when.
async fn coming(house: &House) -> Vec<(String, String, Moment)> {
    let view = house.acting(FINN).await.catalog_details(OFFERING).await.unwrap();
    let coming = view.coming.into_iter();
    coming.map(|one| (one.plan.name, one.plan.amounts[0].price.clone(), one.from)).collect()
}

#[tokio::test]
async fn the_catalog_says_a_price_from_its_announcement_until_it_holds_or_is_given_up() {
    let house = live().await;
    price(&house, "99.00").await;
    approved(&house).await;
    assert_eq!(coming(&house).await, [], "it is not announced yet");
    publish(&house).await;
    let (_, paid) = price_dates(house.clock.now());
    assert_eq!(coming(&house).await, [("standard".to_owned(), "99.00".to_owned(), paid)]);
    house.acting(KIM).await.discard_revision(OFFERING).await.unwrap();
    assert_eq!(coming(&house).await, []);
    let (_, paid) = announced(&house, "99.00").await;
    assert_eq!(coming(&house).await.len(), 1);
    go_to(&house, paid);
    assert_eq!(coming(&house).await.len(), 1, "it waits for its publication");
    house.backend.move_revisions().await;
    assert_eq!(coming(&house).await, [], "it holds");
}
