//! Changes of what is public: who hands them in and decides, when they hold, and what customers have meanwhile.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::change_class::price_dates;
use slipway_domain::event::EventKind;
use slipway_domain::ids::PlanId;
use slipway_domain::offering::Offering;
use slipway_domain::plan::PlanApproval;
use slipway_domain::policy::Denial;
use slipway_domain::region::RevisionState;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::review::ReviewTrack;
use slipway_domain::revision::{EXPIRES_AFTER, Revision, RevisionKind};
use slipway_domain::stage::{Move, Stage, Turn};
use slipway_domain::view::{RevisionsView, Subject, VersionsQuery};

use crate::drift::live;
use crate::publish::offering;
use crate::support::{ADA, BEA, CLARA, House, KIM, OTTO, RITA, VERA, approval, rejection};

pub(crate) async fn revisions(house: &House) -> RevisionsView {
    house.acting(ADA).await.revisions(OFFERING).await.unwrap()
}

/// What customers have.
pub(crate) async fn public(house: &House) -> Offering {
    house.acting(ADA).await.offering(OFFERING).await.unwrap().published.unwrap()
}

pub(crate) async fn says(house: &House) -> String {
    house.acting(CLARA).await.catalog_details(OFFERING).await.unwrap().details.long_description
}

/// Kim changes a text that customers read.
pub(crate) async fn edit(house: &House, text: &str) {
    let kim = house.acting(KIM).await;
    let listing = offering(&kim).await.listing;
    let mut draft = listing.draft;
    text.clone_into(&mut draft.long_description);
    kim.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &draft).await.unwrap();
}

/// The plan costs this, and the billing desk agrees.
pub(crate) async fn price(house: &House, price: &str) -> PlanId {
    let kim = house.acting(KIM).await;
    let plans = offering(&kim).await.plans;
    let plan = plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    let mut draft = plan.draft;
    price.clone_into(&mut draft.amounts[0].price);
    let revision = kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap().revision;
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    house.acting(BEA).await.decide_plan(OFFERING, plan.id, revision, true, "").await.unwrap();
    plan.id
}

pub(crate) async fn submit(house: &House) {
    house.clock.advance(Duration::from_mins(1));
    house.acting(KIM).await.submit_revision(OFFERING, "").await.unwrap();
}

/// Handed in and agreed to.
pub(crate) async fn approved(house: &House) -> Revision {
    submit(house).await;
    house.approve().await;
    revisions(house).await.current.unwrap()
}

pub(crate) async fn publish(house: &House) {
    house.acting(KIM).await.publish_revision(OFFERING).await.unwrap();
}

pub(crate) async fn refused(acting: &Acting) -> Rejection {
    rejection(acting.submit_revision(OFFERING, "").await)
}

#[tokio::test]
async fn a_text_goes_to_the_reviewer_of_its_track_alone_and_is_public_when_it_is_published() {
    let house = live().await;
    let before = says(&house).await;
    edit(&house, "Faster than before.").await;
    assert_eq!(says(&house).await, before, "customers have what was published");
    let events = house.events().await.len();
    submit(&house).await;
    assert_eq!(house.events().await.len(), events + 1, "one line of history");
    let view = house.acting(ADA).await.offering(OFFERING).await.unwrap();
    assert_eq!((view.offering.stage, view.turn().turn), (Stage::Ga, Turn::Reviewer));
    let tracks: Vec<_> = view.open_submission().unwrap().tracks.iter().map(|one| one.track).collect();
    assert_eq!(tracks, [ReviewTrack::Content]);
    let early = rejection(house.acting(KIM).await.publish_revision(OFFERING).await);
    assert_eq!(early, Rejection::Refused(Refusal::NoRevision));

    house.approve().await;
    let current = revisions(&house).await.current.unwrap();
    assert_eq!((current.state, current.kind), (RevisionState::Approved, RevisionKind::Change));
    assert_eq!(current.expires_at, Some(house.clock.now().plus(EXPIRES_AFTER)));
    assert_eq!(says(&house).await, before, "an approval publishes nothing");
    publish(&house).await;
    assert_eq!(says(&house).await, "Faster than before.");
    let after = revisions(&house).await;
    assert_eq!(after.current, None);
    assert_eq!(after.past[0].state, RevisionState::Published);
    let versions: Vec<_> = after.released.iter().map(|one| (one.is_live, one.takes_rollback)).collect();
    assert_eq!(versions, [(true, false), (false, true)]);
    assert_eq!(house.events().await[0].kind, EventKind::RevisionPublished);
}

#[tokio::test]
async fn an_approval_is_about_what_was_handed_in_and_the_draft_goes_on_beside_it() {
    let house = live().await;
    edit(&house, "First.").await;
    approved(&house).await;
    edit(&house, "Second.").await;
    assert_eq!(refused(&house.acting(KIM).await).await, Rejection::Refused(Refusal::RevisionOpen));
    publish(&house).await;
    assert_eq!(public(&house).await.listing.draft.long_description, "First.");
    assert_eq!(offering(&house.acting(KIM).await).await.listing.draft.long_description, "Second.");
    approved(&house).await;
    publish(&house).await;
    assert_eq!(says(&house).await, "Second.");
}

#[tokio::test]
async fn who_wrote_a_revision_or_a_later_draft_does_not_approve_it() {
    let house = live().await;
    edit(&house, "Mine.").await;
    submit(&house).await;
    let left = house.acting_since_left(KIM, &[slipway_domain::caller::Role::Reviewer]).await;
    let open = house.acting(ADA).await.offering(OFFERING).await.unwrap().open_submission().unwrap().clone();
    let own = Rejection::Denied(Denial::OwnSubmission);
    assert_eq!(rejection(left.decide_review(open.id, approval(&open.content_sha256)).await), own);

    let otto = house.acting_as(OTTO, &[slipway_domain::caller::Role::Reviewer]).await;
    let settings = offering(&otto).await.settings;
    let attempt = Attempt { revision: settings.revision, operation: "" };
    otto.save_settings(OFFERING, attempt, &settings.draft).await.unwrap();
    assert_eq!(rejection(otto.decide_review(open.id, approval(&open.content_sha256)).await), own, "a later draft");
    house.approve().await;
    publish(&house).await;
    edit(&house, "Another.").await;
    submit(&house).await;
    let open = house.acting(ADA).await.offering(OFFERING).await.unwrap().open_submission().unwrap().clone();
    let still = otto.decide_review(open.id, approval(&open.content_sha256)).await;
    assert_eq!(rejection(still), own, "what they saved beside the revision is a part of the next");
}

#[tokio::test]
async fn only_the_providers_editors_hand_in_publish_discard_and_go_back() {
    let house = live().await;
    edit(&house, "Mine.").await;
    let live = revisions(&house).await.released[0].snapshot;
    for email in [VERA, RITA, OTTO] {
        let acting = house.acting(email).await;
        for denied in [
            refused(&acting).await,
            rejection(acting.publish_revision(OFFERING).await),
            rejection(acting.discard_revision(OFFERING).await),
            rejection(acting.roll_back(OFFERING, live).await),
        ] {
            assert!(matches!(denied, Rejection::Denied(Denial::RoleMissing { .. })), "{email}: {denied:?}");
        }
    }
    assert_eq!(refused(&house.acting(CLARA).await).await, Rejection::NotFound(Kind::Offering));
}

#[tokio::test]
async fn a_price_waits_for_its_1st_and_the_rest_of_the_revision_with_it() {
    let house = live().await;
    let old = public(&house).await;
    let plan = price(&house, "99.00").await;
    edit(&house, "Dearer.").await;
    approved(&house).await;
    let (_, day) = price_dates(house.clock.now());
    publish(&house).await;
    let scheduled = revisions(&house).await.current.unwrap();
    assert_eq!((scheduled.effective_at, scheduled.expires_at), (Some(day), None));
    assert_eq!(house.events().await[0].detail.subject, Some(day.iso_day()));
    let again = rejection(house.acting(KIM).await.publish_revision(OFFERING).await);
    assert_eq!(again, Rejection::Refused(Refusal::NoRevision), "its day is set");
    house.clock.advance(day.since(house.clock.now()).checked_sub(Duration::from_millis(1)).unwrap());
    house.backend.move_revisions().await;
    assert_eq!(public(&house).await, old);

    // The console was down for a night: the price holds from its 1st all the same.
    house.clock.advance(Duration::from_hours(9));
    house.backend.move_revisions().await;
    let now = public(&house).await;
    assert_eq!(now.listing.draft.long_description, "Dearer.");
    let since = revisions(&house).await.released[0].published_at;
    assert_eq!(since, house.clock.now(), "everybody has seen it since then");
    let month = slipway_domain::month::Month::of(day);
    let book = house.backend.store().price_book(now.scope()).await.unwrap();
    let fee = |month| book.subscription(plan, month).unwrap().amounts[0].price.clone();
    assert_eq!(fee(month), "99.00");
    assert_ne!(fee(slipway_domain::month::Month::of(house.clock.now().minus(Duration::from_hours(24 * 5)))), "99.00");
    assert!(book.is_fee_billable(plan, month));
    let told = house.events().await.remove(0);
    assert_eq!((told.kind, told.actor), (EventKind::RevisionPublished, None));
}

#[tokio::test]
async fn a_price_that_the_billing_desk_has_not_agreed_to_is_not_handed_in() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let plan = offering(&kim).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    let mut draft = plan.draft.clone();
    "99.00".clone_into(&mut draft.amounts[0].price);
    kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
    assert!(matches!(refused(&kim).await, Rejection::Refused(Refusal::Gate(_))));
    let charged = public(&house).await.plans.into_iter().find(|record| record.id == plan.id).unwrap();
    assert_eq!((charged.draft, charged.approval), (plan.draft, PlanApproval::Approved), "what is live stays agreed to");
}

#[tokio::test]
async fn whoever_gives_up_has_the_consent_again_to_a_price_that_was_changed_and_changed_back() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let plan = offering(&kim).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    let mut draft = plan.draft.clone();
    "99.00".clone_into(&mut draft.amounts[0].price);
    let revision = kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap().revision;
    kim.save_plan(OFFERING, plan.id, revision, &plan.draft).await.unwrap();
    let now = async || offering(&kim).await.plans.into_iter().find(|one| one.id == plan.id).unwrap();
    assert_eq!((now().await.draft, now().await.approval), (plan.draft.clone(), PlanApproval::Draft));
    edit(&house, "First.").await;
    kim.discard_revision(OFFERING).await.unwrap();
    assert_eq!((now().await.draft, now().await.approval), (plan.draft.clone(), PlanApproval::Approved));
    edit(&house, "Second.").await;
    submit(&house).await;
}

#[tokio::test]
async fn a_flag_that_the_broker_contradicts_is_not_handed_in() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let settings = offering(&kim).await.settings;
    let mut draft = settings.draft.clone();
    let other = if draft.plan_updateable == "yes" { "no" } else { "yes" };
    other.clone_into(&mut draft.plan_updateable);
    let attempt = Attempt { revision: settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &draft).await.unwrap();
    assert!(matches!(refused(&kim).await, Rejection::Refused(Refusal::Gate(_))));
    let broker = offering(&kim).await.brokers[0].clone();
    assert_eq!(broker.state, slipway_domain::broker::BrokerState::Registered, "it serves what customers have");
}

#[tokio::test]
async fn nothing_to_hand_in_is_told_and_so_is_what_is_not_public() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    assert_eq!(refused(&kim).await, Rejection::Refused(Refusal::AlreadyDone));
    let house = House::open().await;
    house.publish_limited().await;
    let (from, attempted) = (Stage::Limited, Move::RequestReview);
    let nothing = Rejection::Refused(Refusal::NoSuchMove { from, attempted });
    assert_eq!(refused(&house.acting(KIM).await).await, nothing);
}

#[tokio::test]
async fn a_returned_revision_is_worked_on_and_handed_in_anew_and_a_rejected_one_not_as_it_is() {
    let house = live().await;
    let rita = house.acting(RITA).await;
    edit(&house, "Too loud!").await;
    submit(&house).await;
    let open = rita.reviews().await.unwrap().remove(0).submission;
    let answer = slipway_domain::review::Answer::Reject { rule: None };
    let ruling = slipway_backend::Ruling { answer, reason: "Too loud.", ..approval(&open.content_sha256) };
    rita.decide_review(open.id, ruling).await.unwrap();
    assert_eq!(revisions(&house).await.current.unwrap().state, RevisionState::Changes);
    assert_eq!(house.events().await[0].kind, EventKind::RevisionRejected);
    house.clock.advance(Duration::from_mins(1));
    let kim = house.acting(KIM).await;
    assert_eq!(refused(&kim).await, Rejection::Refused(Refusal::RejectedAsItIs));
    assert!(kim.next_version(OFFERING).await.unwrap().is_as_rejected);
    edit(&house, "Calm.").await;
    assert!(!kim.next_version(OFFERING).await.unwrap().is_as_rejected);
    approved(&house).await;
    publish(&house).await;
    assert_eq!(says(&house).await, "Calm.");
}

#[tokio::test]
async fn a_revision_is_taken_back_and_given_up_and_the_draft_is_what_is_public_again() {
    let house = live().await;
    let (kim, before) = (house.acting(KIM).await, public(&house).await);
    edit(&house, "First.").await;
    submit(&house).await;
    kim.withdraw_review(OFFERING).await.unwrap();
    assert_eq!(revisions(&house).await.past[0].state, RevisionState::Discarded);
    assert_eq!(house.events().await[0].kind, EventKind::RevisionWithdrawn);
    assert_eq!(offering(&kim).await.listing.draft.long_description, "First.", "what was typed stays");

    let plan = price(&house, "99.00").await;
    approved(&house).await;
    let (revision, events) = (offering(&kim).await.listing.revision, house.events().await.len());
    kim.discard_revision(OFFERING).await.unwrap();
    assert_eq!(house.events().await.len(), events + 1, "one line of history");
    let draft = offering(&kim).await;
    assert_eq!(draft.listing.draft, before.listing.draft);
    let standard = draft.plans.iter().find(|record| record.id == plan).unwrap();
    let was = before.plans.iter().find(|record| record.id == plan).unwrap();
    assert_eq!((&standard.draft, standard.approval), (&was.draft, PlanApproval::Approved));
    assert_eq!(public(&house).await, before);
    assert_eq!(rejection(kim.discard_revision(OFFERING).await), Rejection::Refused(Refusal::AlreadyDone));
    // History leads back to what was given up.
    let listing = Subject::Section(slipway_domain::offering::Section::Listing);
    let query = VersionsQuery { before: 0, revision };
    assert!(kim.versions(OFFERING, listing, query).await.unwrap().shown.unwrap().body.contains("First."));
    kim.restore_version(OFFERING, listing, revision, revision + 1).await.unwrap();
    assert_eq!(offering(&kim).await.listing.draft.long_description, "First.");
}
