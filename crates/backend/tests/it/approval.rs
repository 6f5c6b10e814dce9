//! An approval holds for what was read: that is released, and what is in force at once stands still until then.

use secrecy::SecretString;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::broker::{BrokerDraft, BrokerRecord, BrokerState};
use slipway_domain::compare::Subject;
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::gate::Requirement;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::stage::{Move, Stage};
use slipway_store::SavedBroker;

use crate::support::{ADA, House, KIM, OTTO, RITA, approval, rejection};

async fn approved() -> House {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    house.approve().await;
    house
}

async fn broker(acting: &Acting) -> BrokerRecord {
    acting.offering(OFFERING).await.unwrap().offering.brokers[0].clone()
}

async fn stage(house: &House) -> Stage {
    house.acting(ADA).await.offering(OFFERING).await.unwrap().offering.stage
}

/// As if a broker had been edited past the use case that refuses it.
pub(crate) async fn tamper(house: &House, draft: &BrokerDraft) {
    let kim = house.acting(KIM).await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let record = &offering.brokers[0];
    let mut tx = house.backend.store().write().await.unwrap();
    let saved = SavedBroker {
        scope: offering.scope(),
        id: record.id,
        draft,
        password_sealed: Some(vec![1]),
        keeps_password: false,
        by: kim.caller().person().unwrap().id,
        at: house.clock.now(),
    };
    let unregistered = (record.state, BrokerState::Unregistered);
    assert!(tx.save_broker(&saved, record.revision, unregistered).await.unwrap());
    let (id, revision) = (record.id, record.revision + 1);
    assert!(
        tx.set_broker_state(offering.scope(), id, revision, unregistered.1, BrokerState::Registered).await.unwrap()
    );
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn brokers_that_are_used_stand_still_from_the_request_on_and_what_was_typed_waits() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let kim = house.acting(KIM).await;
    let record = broker(&kim).await;
    let draft = BrokerDraft { url: "https://elsewhere.example".to_owned(), ..record.draft.clone() };
    let (none, word) = (SecretString::default(), SecretString::from("word"));
    for stage in [Stage::GaRequested, Stage::GaApproved, Stage::Ga] {
        let before = house.events().await.len();
        let frozen = Rejection::Refused(Refusal::Frozen { stage, parked: None });
        let other = BrokerDraft { name: "other".to_owned(), ..record.draft.clone() };
        // After the release others may be added for a revision; the one that customers use stays in use.
        let stays = if stage == Stage::Ga { Rejection::Refused(Refusal::InUse) } else { frozen.clone() };
        if stage != Stage::Ga {
            assert_eq!(rejection(kim.add_broker(OFFERING, &other, &word).await), frozen);
        }
        assert_eq!(rejection(kim.remove_broker(OFFERING, record.id).await), stays);
        assert_eq!(house.events().await.len(), before, "nothing happened");
        let mut waiting = None;
        for (draft, password) in [(&draft, &none), (&draft, &word), (&record.draft, &none)] {
            let saved = kim.save_broker(OFFERING, record.id, record.revision, draft, password).await;
            let Rejection::Refused(Refusal::Frozen { stage: now, parked: Some(parked) }) = rejection(saved) else {
                panic!("it stands still")
            };
            let found = kim.parked(OFFERING, parked).await.unwrap();
            let typed: BrokerDraft = serde_json::from_str(&found.body).unwrap();
            assert_eq!((now, &typed), (stage, draft));
            let seen = found.revision().unwrap();
            assert!(matches!(rejection(kim.apply_parked(OFFERING, parked, seen).await), Rejection::Refused(_)));
            waiting = Some(parked);
        }
        let mut events = house.events().await;
        events.truncate(events.len() - before);
        let kinds: Vec<EventKind> = events.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::InputParked], "what was typed last takes the place of what was typed before");
        assert_eq!(broker(&kim).await, record, "nothing changed");
        kim.discard_parked(OFFERING, waiting.unwrap()).await.unwrap();
        match stage {
            Stage::GaRequested => house.approve().await,
            _ => drop(house.acting(OTTO).await.release(OFFERING).await),
        }
    }
    assert_eq!(self::stage(&house).await, Stage::Ga);
}

#[tokio::test]
async fn a_new_password_is_taken_at_any_time_and_the_release_waits_until_the_broker_answers_to_it() {
    let house = approved().await;
    let (kim, otto) = (house.acting(KIM).await, house.acting(OTTO).await);
    let record = broker(&kim).await;
    let password = SecretString::from("broker-password");
    kim.save_broker(OFFERING, record.id, record.revision, &record.draft, &password).await.unwrap();
    let Rejection::Refused(Refusal::Gate(missing)) = rejection(otto.release(OFFERING).await) else {
        panic!("a broker that is not registered serves nobody")
    };
    assert!(missing.iter().any(|condition| condition.id == Requirement::BrokersRegistered));
    assert_eq!(stage(&house).await, Stage::GaApproved);
    kim.register_broker(OFFERING, record.id).await.unwrap();
    otto.release(OFFERING).await.unwrap();
}

#[tokio::test]
async fn what_differs_from_the_approved_content_is_not_released_and_says_what_it_is() {
    let house = approved().await;
    let (kim, otto) = (house.acting(KIM).await, house.acting(OTTO).await);
    let record = broker(&kim).await;
    tamper(&house, &BrokerDraft { url: format!("{}/other", record.draft.url), ..record.draft.clone() }).await;
    let url = Subject::Broker { id: record.id, name: record.draft.name.clone(), field: Field::BrokerUrl };
    let refused = rejection(otto.release(OFFERING).await);
    assert_eq!(refused, Rejection::Refused(Refusal::ApprovalVoid { changed: vec![url] }));
    assert_eq!(stage(&house).await, Stage::GaApproved);

    // The way out: the approval is given up, and the release asked for anew.
    kim.withdraw_approval(OFFERING).await.unwrap();
    let gone = rejection(otto.release(OFFERING).await);
    assert_eq!(gone, Rejection::Refused(Refusal::NoSuchMove { from: Stage::Limited, attempted: Move::Release }));
    let (revision, password) = (broker(&kim).await.revision, SecretString::from("broker-password"));
    kim.save_broker(OFFERING, record.id, revision, &record.draft, &password).await.unwrap();
    kim.register_broker(OFFERING, record.id).await.unwrap();
    house.clock.advance(std::time::Duration::from_mins(1));
    house.request_review().await;
    assert_eq!(stage(&house).await, Stage::GaRequested);
    house.approve().await;
    otto.release(OFFERING).await.unwrap();
}

#[tokio::test]
async fn an_approval_is_given_up_by_the_provider_alone_and_only_while_there_is_one() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let ada = house.acting(ADA).await;
    let from = Stage::GaRequested;
    assert_eq!(
        rejection(ada.withdraw_approval(OFFERING).await),
        Rejection::Refused(Refusal::NoSuchMove { from, attempted: Move::WithdrawApproval })
    );
    house.approve().await;
    for email in [RITA, OTTO] {
        assert!(matches!(rejection(house.acting(email).await.withdraw_approval(OFFERING).await), Rejection::Denied(_)));
    }
    ada.withdraw_approval(OFFERING).await.unwrap();
    assert_eq!(stage(&house).await, Stage::Limited);
    let told = house.events().await.remove(0);
    assert_eq!((told.kind, told.detail.from), (EventKind::ApprovalWithdrawn, Some(Stage::GaApproved)));
}

#[tokio::test]
async fn of_fifty_approvals_edits_and_withdrawals_at_once_exactly_one_moves_the_offering() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let (ada, kim, rita) = (house.acting(ADA).await, house.acting(KIM).await, house.acting(RITA).await);
    let before = kim.offering(OFFERING).await.unwrap().offering;
    let content = rita.review(submission).await.unwrap().submission.content_sha256;
    let start = std::sync::Arc::new(tokio::sync::Barrier::new(50));
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..50 {
        let (ada, kim, rita) = (ada.clone(), kim.clone(), rita.clone());
        let (content, before, start) = (content.clone(), before.clone(), start.clone());
        calls.spawn(async move {
            start.wait().await;
            match number % 4 {
                0 => rita.decide_review(submission, approval(&content)).await.is_ok(),
                1 => ada.withdraw_review(OFFERING).await.is_ok(),
                2 => {
                    let attempt = Attempt { revision: before.listing.revision, operation: "" };
                    drop(kim.save_listing(OFFERING, attempt, &before.listing.draft).await);
                    false
                }
                _ => {
                    let record = &before.brokers[0];
                    let draft = BrokerDraft { username: "other".to_owned(), ..record.draft.clone() };
                    let none = SecretString::default();
                    drop(kim.save_broker(OFFERING, record.id, record.revision, &draft, &none).await);
                    false
                }
            }
        });
    }
    let moved = calls.join_all().await.into_iter().filter(|moved| *moved).count();
    assert_eq!(moved, 1);
    let after = kim.offering(OFFERING).await.unwrap().offering;
    assert_eq!(after.stage_revision, before.stage_revision + 1);
    if after.stage == Stage::GaApproved {
        assert_eq!(after.brokers, before.brokers, "what is in force at once was not edited");
        let read = rita.review(submission).await.unwrap().content;
        assert_eq!(read.listing, before.listing, "what was approved is what was read");
    }
}
