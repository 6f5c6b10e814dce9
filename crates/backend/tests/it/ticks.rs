//! Ticks of the checklist: who gives which, and until when they are taken back.

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::caller::Role;
use slipway_domain::checklist::{self, RowNumber, RowState};
use slipway_domain::event::EventKind;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::stage::Stage;

use crate::support::{ADA, BEA, House, KIM, OTTO, RITA, VERA, rejection};

fn row(number: &str) -> RowNumber {
    RowNumber::parse(number).unwrap()
}

async fn is_ticked(acting: &Acting, number: &str) -> bool {
    let attestations = acting.offering(OFFERING).await.unwrap().attestations;
    attestations.iter().any(|attestation| attestation.row == row(number))
}

async fn state(acting: &Acting, number: &str) -> RowState {
    let view = acting.offering(OFFERING).await.unwrap();
    let checklist = checklist::evaluate(&view.offering, &view.attestations);
    checklist.rows.iter().find(|report| report.number == row(number)).unwrap().state
}

#[tokio::test]
async fn what_a_request_rests_on_is_not_taken_back_after_it_and_ticks_can_still_be_given() {
    let house = House::open().await;
    house.publish_limited().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    kim.attest(OFFERING, row("21.1"), true).await.unwrap();
    kim.attest(OFFERING, row("21.1"), false).await.unwrap();
    assert!(!is_ticked(&ada, "21.1").await, "as long as nobody has asked");
    house.request_review().await;
    assert!(is_ticked(&ada, "21.1").await, "the gate asked for it");
    for stage in [Stage::GaRequested, Stage::GaApproved, Stage::Ga] {
        let before = house.events().await.len();
        let refused = rejection(kim.attest(OFFERING, row("21.1"), false).await);
        assert_eq!(refused, Rejection::Refused(Refusal::TickStands { stage }));
        assert!(is_ticked(&ada, "21.1").await && house.events().await.len() == before, "{stage:?}");
        match stage {
            Stage::GaRequested => {
                kim.attest(OFFERING, row("20.3"), true).await.unwrap();
                assert!(is_ticked(&ada, "20.3").await);
                house.approve().await;
            }
            Stage::GaApproved => house.acting(OTTO).await.release(OFFERING).await.unwrap(),
            _ => {}
        }
    }
}

#[tokio::test]
async fn whoever_gives_the_approval_up_takes_ticks_back_again() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    house.approve().await;
    let ada = house.acting(ADA).await;
    ada.withdraw_approval(OFFERING).await.unwrap();
    ada.attest(OFFERING, row("21.1"), false).await.unwrap();
    assert!(!is_ticked(&ada, "21.1").await);
}

#[tokio::test]
async fn disabling_together_with_the_operator_is_ticked_there_and_nowhere_else() {
    let house = House::open().await;
    house.publish_limited().await;
    house.test().await;
    let (ada, rita) = (house.acting(ADA).await, house.acting(RITA).await);
    assert_eq!(state(&ada, "20.10").await, RowState::Open, "a run of the provider's is not the operator's word");
    for email in [ADA, KIM, VERA, BEA] {
        let refused = rejection(house.acting(email).await.attest(OFFERING, row("20.10"), true).await);
        let Rejection::Denied(Denial::RoleMissing { needs, .. }) = refused else { panic!("{email}: {refused:?}") };
        assert_eq!(needs, [Role::Reviewer, Role::Admin], "{email}");
    }
    let insider = house.acting_as(ADA, &[Role::Reviewer]).await;
    let own = rejection(insider.attest(OFFERING, row("20.10"), true).await);
    assert_eq!(own, Rejection::Denied(Denial::OwnAccount), "four eyes");
    let provider = rejection(rita.attest(OFFERING, row("1.1"), true).await);
    assert!(matches!(provider, Rejection::Denied(Denial::RoleMissing { .. })), "{provider:?}");

    rita.attest(OFFERING, row("20.10"), true).await.unwrap();
    assert_eq!(state(&ada, "20.10").await, RowState::Done);
    let told = house.events().await.remove(0);
    assert_eq!((told.kind, told.detail.row), (EventKind::Attested, Some(row("20.10"))));

    // What the operator said is no part of what is handed in.
    house.request_review().await;
    house.acting(OTTO).await.attest(OFFERING, row("20.10"), false).await.unwrap();
    assert_eq!(state(&ada, "20.10").await, RowState::Open);
}

#[tokio::test]
async fn the_release_can_be_asked_for_before_the_operator_has_ticked() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    assert_eq!(state(&house.acting(RITA).await, "20.10").await, RowState::Open);
}

#[tokio::test]
async fn a_tick_is_stale_when_what_it_rests_on_has_changed_and_is_given_again_for_that() {
    let house = House::open().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    assert_eq!(state(&ada, "6.2").await, RowState::Done);
    let listing = kim.offering(OFFERING).await.unwrap().offering.listing;
    let mut draft = listing.draft.clone();
    draft.terms_url.push_str("/2027");
    let attempt = slipway_backend::Attempt { revision: listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &draft).await.unwrap();

    let view = ada.offering(OFFERING).await.unwrap();
    assert!(checklist::unticked(&view.offering, &view.attestations).contains(&row("6.2")), "it is owed again");
    let report = view.checklist().rows.into_iter().find(|report| report.number == row("6.2")).unwrap();
    assert_eq!((report.state, report.attestation), (RowState::Open, None));
    assert!(report.stale.is_some(), "who gave it when is still told");
    assert_eq!(state(&ada, "5.1").await, RowState::Done, "a tick about something else stands");

    let before = house.events().await.len();
    kim.attest(OFFERING, row("6.2"), true).await.unwrap();
    assert_eq!(state(&ada, "6.2").await, RowState::Done);
    let given = ada.offering(OFFERING).await.unwrap().attestations.into_iter().find(|tick| tick.row == row("6.2"));
    assert_eq!(given.unwrap().by, kim.caller().person().unwrap().id);
    kim.attest(OFFERING, row("6.2"), true).await.unwrap();
    assert_eq!(house.events().await.len(), before + 1, "given once more for the same, it is no second tick");
}

#[tokio::test]
async fn a_tick_is_given_for_what_was_seen_and_not_for_what_somebody_saved_meanwhile() {
    let house = House::open().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    let seen = async || checklist::seen(row("6.2"), &kim.offering(OFFERING).await.unwrap().offering);
    let (before, listing) = (seen().await, ada.offering(OFFERING).await.unwrap().offering.listing);
    let mut draft = listing.draft.clone();
    draft.terms_url.push_str("/2027");
    let attempt = slipway_backend::Attempt { revision: listing.revision, operation: "" };
    ada.save_listing(OFFERING, attempt, &draft).await.unwrap();

    let events = house.events().await.len();
    let refused = rejection(kim.attest_seen(OFFERING, row("6.2"), true, &before).await);
    assert!(matches!(refused, Rejection::Stale { .. }), "{refused:?}");
    assert_eq!((state(&ada, "6.2").await, house.events().await.len()), (RowState::Open, events));
    kim.attest_seen(OFFERING, row("6.2"), false, &before).await.unwrap();
    kim.attest_seen(OFFERING, row("6.2"), true, &seen().await).await.unwrap();
    assert_eq!(state(&ada, "6.2").await, RowState::Done);
}
