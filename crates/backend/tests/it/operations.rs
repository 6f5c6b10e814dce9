//! What is asked for once is done once, however often it is sent.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Ruling};
use slipway_domain::event::EventKind;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::Rejection;
use slipway_domain::review::Answer;
use slipway_domain::settings::SettingsDraft;
use slipway_domain::summary::SummaryDraft;

use crate::support::{ADA, House, KIM, RITA, approval, rejection};

async fn named(house: &House, email: &str, operation: &str) -> Acting {
    house.acting(email).await.as_operation(operation.to_owned())
}

async fn count(house: &House, kind: EventKind) -> usize {
    house.events().await.iter().filter(|event| event.kind == kind).count()
}

fn plan(name: &str) -> PlanDraft {
    PlanDraft { name: name.to_owned(), kind: "free".to_owned(), ..PlanDraft::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_equal_requests_at_once_make_one_key_that_is_shown_once() {
    let house = House::open().await;
    let ada = named(&house, ADA, "one").await;
    let before = ada.offering(OFFERING).await.unwrap().offering.access_facts.api_keys;
    let told = count(&house, EventKind::ApiKeyCreated).await;
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let ada = ada.clone();
            tokio::spawn(async move { ada.create_api_key(OFFERING, "").await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(count(&house, EventKind::ApiKeyCreated).await, told + 1);
    let keys = ada.offering(OFFERING).await.unwrap().offering.access_facts.api_keys;
    assert_eq!(keys.len(), before.len() + 1);
    let secrets = ada.take_secrets(OFFERING).await.unwrap().unwrap();
    // All of them were made at the same moment of the fixed clock, so that their order says nothing.
    let made = keys.iter().find(|key| before.iter().all(|known| known.id != key.id)).unwrap();
    assert!(secrets.secrets[0].value.starts_with(&made.prefix), "the key that is shown is the key that there is");
}

#[tokio::test]
async fn a_secret_is_replaced_once() {
    let house = House::open().await;
    for _ in 0..3 {
        named(&house, ADA, "one").await.replace_client_secret(OFFERING).await.unwrap();
    }
    assert_eq!(count(&house, EventKind::ClientSecretCreated).await, 1);
    named(&house, ADA, "two").await.replace_client_secret(OFFERING).await.unwrap();
    assert_eq!(count(&house, EventKind::ClientSecretCreated).await, 2);
}

#[tokio::test]
async fn a_repetition_has_the_same_answer_and_something_else_under_the_name_is_refused() {
    let house = House::open().await;
    let kim = named(&house, KIM, "one").await;
    let first = kim.add_plan(OFFERING, &plan("mini")).await.unwrap();
    assert_eq!(kim.add_plan(OFFERING, &plan("mini")).await.unwrap(), first);
    assert_eq!(rejection(kim.add_plan(OFFERING, &plan("midi")).await), Rejection::SentBefore);
    let other_function = named(&house, KIM, "one").await.request_review(OFFERING, "").await;
    assert_eq!(rejection(other_function), Rejection::SentBefore);

    let of_another = named(&house, ADA, "one").await.add_plan(OFFERING, &plan("mini")).await.unwrap();
    assert_ne!(of_another, first, "a name is its author's");
    let unnamed = house.acting(KIM).await;
    assert_ne!(
        unnamed.add_plan(OFFERING, &plan("a")).await.unwrap(),
        unnamed.add_plan(OFFERING, &plan("a")).await.unwrap(),
        "without a name every sending counts"
    );
}

#[tokio::test]
async fn what_was_refused_may_be_sent_again() {
    let house = House::open().await;
    let kim = named(&house, KIM, "one").await;
    assert!(matches!(rejection(kim.request_review(OFFERING, "").await), Rejection::Refused(_)));
    kim.add_plan(OFFERING, &plan("mini")).await.unwrap();
}

#[tokio::test]
async fn a_request_for_release_and_its_decision_are_made_once() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let read = house.acting(RITA).await.review(submission).await.unwrap();
    let hash = read.submission.content_sha256;
    let verdict = Ruling { answer: Answer::Return, reason: "Prices.", ..approval(&hash) };
    let rita = named(&house, RITA, "decision").await;
    for _ in 0..3 {
        rita.decide_review(submission, verdict).await.unwrap();
    }
    assert_eq!(count(&house, EventKind::ReviewReturned).await, 1);
    assert_eq!(
        rejection(rita.decide_review(submission, Ruling { answer: Answer::Approve, ..verdict }).await),
        Rejection::SentBefore
    );

    let ada = named(&house, ADA, "request").await;
    let again = ada.request_review(OFFERING, "Now?").await.unwrap();
    assert_eq!(ada.request_review(OFFERING, "Now?").await.unwrap(), again);
    assert_eq!(count(&house, EventKind::ReviewRequested).await, 2);
}

#[tokio::test]
async fn a_save_is_told_by_its_author_its_section_and_its_content() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let revision = kim.offering(OFFERING).await.unwrap().offering.summary.revision;
    let attempt = Attempt { revision, operation: "one" };
    let draft = |name: &str| SummaryDraft { contact_name: name.to_owned(), ..SummaryDraft::default() };
    let saved = kim.save_summary(OFFERING, attempt, &draft("Kim")).await.unwrap();
    house.clock.advance(Duration::from_secs(5));
    assert_eq!(kim.save_summary(OFFERING, attempt, &draft("Kim")).await.unwrap(), saved, "to the millisecond");
    assert_eq!(rejection(kim.save_summary(OFFERING, attempt, &draft("Lou")).await), Rejection::SentBefore);

    let settings = kim.offering(OFFERING).await.unwrap().offering.settings.revision;
    let elsewhere = Attempt { revision: settings, operation: "one" };
    let other_section = kim.save_settings(OFFERING, elsewhere, &SettingsDraft::default()).await;
    assert_eq!(rejection(other_section), Rejection::SentBefore, "never taken for the save of another section");
    let ada = house.acting(ADA).await;
    let of_another = ada.save_settings(OFFERING, elsewhere, &SettingsDraft::default()).await.unwrap();
    assert_eq!(of_another.revision, settings + 1, "nor for that of another author");
}

#[tokio::test]
async fn a_name_is_forgotten_after_a_day() {
    let house = House::open().await;
    let kim = named(&house, KIM, "one").await;
    let first = kim.add_plan(OFFERING, &plan("mini")).await.unwrap();
    house.clock.advance(Duration::from_millis(24 * 60 * 60 * 1000 - 1));
    house.backend.forget_expired().await.unwrap();
    assert_eq!(kim.add_plan(OFFERING, &plan("mini")).await.unwrap(), first);
    house.clock.advance(Duration::from_millis(1));
    house.backend.forget_expired().await.unwrap();
    assert_ne!(kim.add_plan(OFFERING, &plan("mini")).await.unwrap(), first);
}
