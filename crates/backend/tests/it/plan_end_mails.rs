//! Mails to accounts with instances of a plan whose end is published, moved or taken back: who gets one, and how often.

use slipway_backend::demo::OFFERING;

use crate::drift::live;
use crate::instances::{made, new, settle};
use crate::kills::is_killed;
use crate::mails::{CONSOLE, mailer, posting, queued, recipients, send};
use crate::plan_ends::{DAY, end_in, end_on};
use crate::post_office::PostOffice;
use crate::revisions::{approved, edit, price, publish, revisions};
use crate::support::{CLARA, FINN, House};

/// A live offering whose console sends mails.
pub(crate) async fn mailing(post: &PostOffice) -> House {
    let mut house = live().await;
    house.backend = posting(&house, post);
    house
}

/// What the draft says is agreed to and published.
pub(crate) async fn published(house: &House) {
    approved(house).await;
    publish(house).await;
}

#[tokio::test]
async fn accounts_with_instances_of_a_plan_are_told_once_of_each_change_of_its_end() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    let instance = made(&house).await;
    let lite = house.acting(FINN).await.create_instance(OFFERING, &new(&house, "lite").await).await.unwrap();
    settle(&house, lite).await;
    end_in(&house, 40).await;
    let end = house.clock.now().plus(DAY * 40).date();
    approved(&house).await;
    assert_eq!(queued(&house).await, 0, "it is not published yet");
    publish(&house).await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA], "the other account has another plan");
    let (text, page) = (letters[0].text(), format!("{CONSOLE}/catalog/{OFFERING}"));
    for told in ["the plan Standard ends on", end.as_str(), "keep the plan", page.as_str()] {
        assert!(text.contains(told), "{told} in {text}");
    }

    edit(&house, "Faster than before.").await;
    published(&house).await;
    assert_eq!(queued(&house).await, 1, "the day is the same");
    end_in(&house, 60).await;
    published(&house).await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA; 2]);
    assert!(letters[1].text().contains("and not on"), "{}", letters[1].text());
    end_on(&house, String::new()).await;
    published(&house).await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA; 3]);
    assert!(letters[2].text().contains("no longer ends on"), "{}", letters[2].text());

    house.acting(CLARA).await.remove_instance(OFFERING, instance).await.unwrap();
    settle(&house, instance).await;
    end_in(&house, 40).await;
    published(&house).await;
    assert_eq!(queued(&house).await, 3, "nobody has an instance of it any more");
}

#[tokio::test]
async fn a_day_that_comes_back_is_told_again() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    made(&house).await;
    let day = |days: u32| house.clock.now().plus(DAY * days).iso_day();
    let (first, second) = (day(50), day(60));
    for (count, ends_on) in [first.clone(), second, first].into_iter().enumerate() {
        assert_eq!(queued(&house).await, count);
        end_on(&house, ends_on).await;
        published(&house).await;
        send(&house.backend, &post).await;
    }
    assert_eq!(queued(&house).await, 3);
}

#[tokio::test]
async fn an_end_that_is_taken_back_before_it_was_told_is_not_told_after_that() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    made(&house).await;
    end_in(&house, 40).await;
    published(&house).await;
    assert_eq!(queued(&house).await, 1);
    end_on(&house, String::new()).await;
    published(&house).await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA]);
    assert!(letters[0].text().contains("no longer ends on"), "{}", letters[0].text());
}

#[tokio::test]
async fn an_end_that_is_taken_back_while_mail_is_switched_off_is_not_told_later() {
    let post = PostOffice::open().await;
    let mut house = mailing(&post).await;
    made(&house).await;
    end_in(&house, 40).await;
    published(&house).await;
    assert_eq!(queued(&house).await, 1);
    house.restart();
    assert!(!house.backend.sends_mail());
    end_on(&house, String::new()).await;
    published(&house).await;
    assert_eq!(queued(&house).await, 0, "it would be the last word");
}

#[tokio::test]
async fn an_end_that_waits_for_a_price_is_told_once_when_it_holds_whenever_the_job_is_killed() {
    let post = PostOffice::open().await;
    for moment in 0.. {
        let mut house = live().await;
        made(&house).await;
        price(&house, "99.00").await;
        end_in(&house, 120).await;
        published(&house).await;
        let day = revisions(&house).await.current.unwrap().effective_at.unwrap();
        house.clock.advance(day.since(house.clock.now()));
        let mailer = mailer(&post);
        let was_killed = is_killed(&mut house, moment, async move |_, doomed| {
            doomed.with_mailer(mailer).move_revisions().await;
        })
        .await;
        posting(&house, &post).move_revisions().await;
        assert_eq!(queued(&house).await, 1, "{moment}");
        if !was_killed {
            return;
        }
    }
}

#[tokio::test]
async fn without_a_mail_server_an_end_is_published_and_nobody_is_told() {
    let house = live().await;
    made(&house).await;
    end_in(&house, 40).await;
    published(&house).await;
    assert_eq!(queued(&house).await, 0);
}
