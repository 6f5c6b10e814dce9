//! Mails to accounts with instances of a service whose end is announced, put off or taken back.

use slipway_backend::Said;
use slipway_backend::demo::OFFERING;
use slipway_domain::lifecycle::{NOTICE, SUSPENSION};
use slipway_domain::stage::Move;

use crate::instances::{made, new, settle};
use crate::mails::{queued, recipients, send};
use crate::plan_end_mails::mailing;
use crate::post_office::PostOffice;
use crate::support::{ADA, CLARA, FINN, House, OTTO};

const SAID: Said<'static> = Said { confirmation: OFFERING, reason: "Use Northwind Cloud instead." };

async fn change(house: &House, act: Move) {
    house.acting(ADA).await.change_lifecycle(OFFERING, act, SAID).await.unwrap();
}

#[tokio::test]
async fn accounts_with_instances_of_any_plan_are_told_of_the_end_of_a_service_when_it_moves_and_when_it_stays() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    made(&house).await;
    let lite = house.acting(FINN).await.create_instance(OFFERING, &new(&house, "lite").await).await.unwrap();
    settle(&house, lite).await;
    change(&house, Move::Deprecate).await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA, FINN]);
    let (until, text) = (house.clock.now().plus(NOTICE), letters[0].text());
    let happened = format!("the service ends on {}.", until.date());
    assert!(text.contains(&happened) && text.contains("> Use Northwind Cloud instead."), "{text}");

    house.acting(OTTO).await.extend_end(OFFERING, until).await.unwrap();
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA, CLARA, FINN, FINN]);
    assert!(letters[1].text().contains(&format!("and not on {}.", until.date())), "{}", letters[1].text());
    change(&house, Move::Restore).await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(letters.len(), 6);
    assert!(letters[2].text().contains("the service no longer ends on"), "{}", letters[2].text());
    change(&house, Move::Deprecate).await;
    assert_eq!(send(&house.backend, &post).await.len(), 8, "another announcement is told again");
}

#[tokio::test]
async fn an_end_that_is_taken_back_before_it_was_told_is_not_told_after_that() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    made(&house).await;
    change(&house, Move::Deprecate).await;
    assert_eq!(queued(&house).await, 1);
    change(&house, Move::Restore).await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA]);
    assert!(letters[0].text().contains("the service no longer ends on"), "{}", letters[0].text());
}

#[tokio::test]
async fn an_end_that_is_taken_back_while_mail_is_switched_off_is_not_told_later() {
    let post = PostOffice::open().await;
    let mut house = mailing(&post).await;
    made(&house).await;
    change(&house, Move::Deprecate).await;
    assert_eq!(queued(&house).await, 1);
    house.restart();
    assert!(!house.backend.sends_mail());
    change(&house, Move::Restore).await;
    assert_eq!(queued(&house).await, 0, "it would be the last word");
}

#[tokio::test]
async fn a_suspension_is_told_to_nobody_until_it_becomes_an_end_by_itself() {
    let post = PostOffice::open().await;
    let house = mailing(&post).await;
    let instance = made(&house).await;
    change(&house, Move::Suspend).await;
    assert_eq!(queued(&house).await, 0, "what is there goes on");
    house.clock.advance(SUSPENSION);
    house.backend.end_due().await;
    let letters = send(&house.backend, &post).await;
    assert_eq!(recipients(&letters), [CLARA]);
    assert!(letters[0].text().contains("the service ends on"), "{}", letters[0].text());

    house.acting(CLARA).await.remove_instance(OFFERING, instance).await.unwrap();
    settle(&house, instance).await;
    house.clock.advance(NOTICE);
    house.backend.end_due().await;
    assert_eq!(queued(&house).await, 1, "nobody has anything of what is retired");
}
