//! The tracks of a request: decided one by one by whoever may, kept where nothing of theirs has changed, and what becomes
//! of a request that is rejected.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Ruling};
use slipway_domain::caller::Role;
use slipway_domain::event::EventKind;
use slipway_domain::gate::Requirement;
use slipway_domain::ids::SubmissionId;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::review::ReviewTrack::{Access, Broker, Content, Pricing};
use slipway_domain::review::{Answer, ReviewTrack, Submission, SubmissionState, Terms, TrackState};
use slipway_domain::rule;
use slipway_domain::stage::Stage;
use slipway_domain::thread::ThreadDraft;

use crate::support::{ADA, BEA, House, KIM, RITA, rejection};

/// What `edit_summary` writes at the end.
const ADDED: &str = " In three zones.";

async fn latest(house: &House) -> Submission {
    house.acting(ADA).await.offering(OFFERING).await.unwrap().latest_submission().unwrap().clone()
}

async fn asked() -> (House, Submission) {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let submission = latest(&house).await;
    (house, submission)
}

async fn ask_again(house: &House) -> Submission {
    house.clock.advance(Duration::from_mins(1));
    house.request_review().await;
    latest(house).await
}

async fn stage(house: &House) -> Stage {
    house.acting(ADA).await.offering(OFFERING).await.unwrap().offering.stage
}

fn ruling(submission: &Submission, track: Option<ReviewTrack>, answer: Answer) -> Ruling<'_> {
    Ruling { answer, track, content_sha256: &submission.content_sha256, reason: "Because.", internal_note: "" }
}

async fn decide(
    acting: &Acting,
    submission: &Submission,
    track: ReviewTrack,
    answer: Answer,
) -> slipway_backend::Result<()> {
    acting.decide_review(submission.id, ruling(submission, Some(track), answer)).await
}

async fn approve(acting: &Acting, submission: &Submission, tracks: &[ReviewTrack]) {
    for track in tracks {
        decide(acting, submission, *track, Answer::Approve).await.unwrap();
    }
}

fn states(submission: &Submission) -> Vec<(ReviewTrack, TrackState, Option<SubmissionId>)> {
    submission.tracks.iter().map(|one| (one.track, one.state, one.kept_from)).collect()
}

async fn edit_summary(house: &House) {
    let kim = house.acting(KIM).await;
    let summary = kim.offering(OFFERING).await.unwrap().offering.summary;
    let mut draft = summary.draft.clone();
    draft.description.push_str(ADDED);
    kim.save_summary(OFFERING, Attempt { revision: summary.revision, operation: "" }, &draft).await.unwrap();
}

async fn count(house: &House, kind: EventKind) -> usize {
    house.events().await.iter().filter(|event| event.kind == kind).count()
}

#[tokio::test]
async fn a_request_is_approved_when_the_last_of_its_tracks_is() {
    let (house, submission) = asked().await;
    let (rita, bea) = (house.acting(RITA).await, house.acting(BEA).await);
    assert!(states(&submission).iter().all(|(_, state, kept)| (*state, *kept) == (TrackState::Open, None)));
    approve(&rita, &submission, &[Content, Access, Broker]).await;
    assert_eq!(stage(&house).await, Stage::GaRequested, "prices are still open");
    assert_eq!(latest(&house).await.state, SubmissionState::Open);
    approve(&bea, &submission, &[Pricing]).await;
    assert_eq!(stage(&house).await, Stage::GaApproved);
    let decided = latest(&house).await;
    assert_eq!((decided.state, decided.decision.unwrap().by_name.as_str()), (SubmissionState::Approved, "Bea Ortiz"));
    assert_eq!(count(&house, EventKind::ReviewTrackApproved).await, 3);
    assert_eq!(count(&house, EventKind::ReviewApproved).await, 1);
    let told = house.events().await.remove(0).detail;
    assert_eq!((told.code.as_deref(), told.revision), (Some("pricing"), Some(submission.revision)));
}

#[tokio::test]
async fn the_billing_desk_decides_prices_and_nothing_else() {
    let (house, submission) = asked().await;
    let bea = house.acting(BEA).await;
    for track in [Content, Access, Broker] {
        let refused = rejection(decide(&bea, &submission, track, Answer::Approve).await);
        assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })), "{track:?}: {refused:?}");
    }
    let whole = rejection(bea.decide_review(submission.id, ruling(&submission, None, Answer::Approve)).await);
    assert!(matches!(whole, Rejection::Denied(Denial::RoleMissing { .. })), "{whole:?}");
    let author = house.acting_as(KIM, &[Role::Billing]).await;
    let own = rejection(decide(&author, &submission, Pricing, Answer::Approve).await);
    assert_eq!(own, Rejection::Denied(Denial::OwnAccount));
    approve(&bea, &submission, &[Pricing]).await;
}

#[tokio::test]
async fn what_was_approved_and_did_not_change_is_not_asked_again() {
    let (house, first) = asked().await;
    let rita = house.acting(RITA).await;
    approve(&rita, &first, &[Content, Access, Broker]).await;
    decide(&rita, &first, Pricing, Answer::Return).await.unwrap();
    assert_eq!((latest(&house).await.state, stage(&house).await), (SubmissionState::Returned, Stage::Limited));
    edit_summary(&house).await;
    let second = ask_again(&house).await;
    assert_eq!(
        states(&second),
        [
            (Content, TrackState::Open, None),
            (Pricing, TrackState::Open, None),
            (Access, TrackState::Approved, Some(first.id)),
            (Broker, TrackState::Approved, Some(first.id)),
        ]
    );
    let refused = rejection(decide(&rita, &second, Access, Answer::Approve).await);
    assert_eq!(refused, Rejection::Refused(Refusal::AlreadyDone));
    approve(&rita, &second, &[Content, Pricing]).await;
    assert_eq!(stage(&house).await, Stage::GaApproved);
}

#[tokio::test]
async fn an_approval_that_was_overruled_does_not_come_back_with_the_same_content() {
    let (house, first) = asked().await;
    let rita = house.acting(RITA).await;
    approve(&rita, &first, &[Content, Access]).await;
    decide(&rita, &first, Content, Answer::Return).await.unwrap();
    let second = ask_again(&house).await;
    let kept: Vec<_> = states(&second).into_iter().filter(|(_, _, kept)| kept.is_some()).collect();
    assert_eq!(kept, [(Access, TrackState::Approved, Some(first.id))]);
}

#[tokio::test]
async fn a_request_of_which_nothing_is_open_still_waits_for_a_person() {
    let (house, first) = asked().await;
    house.approve().await;
    house.acting(ADA).await.withdraw_approval(OFFERING).await.unwrap();
    let second = ask_again(&house).await;
    assert!(states(&second).iter().all(|(_, _, kept)| *kept == Some(first.id)));
    assert_eq!(stage(&house).await, Stage::GaRequested);
    house.approve().await;
    assert_eq!(stage(&house).await, Stage::GaApproved);
}

#[tokio::test]
async fn the_approval_of_somebody_who_wrote_some_of_it_since_is_asked_for_again() {
    let (house, first) = asked().await;
    let rita = house.acting(RITA).await;
    approve(&rita, &first, &[Access]).await;
    house.acting(ADA).await.withdraw_review(OFFERING).await.unwrap();
    house.clock.advance(Duration::from_mins(1));
    let writer = house.acting_as(RITA, &[Role::Admin]).await;
    let settings = writer.offering(OFFERING).await.unwrap().offering.settings;
    let attempt = Attempt { revision: settings.revision, operation: "" };
    writer.save_settings(OFFERING, attempt, &settings.draft).await.unwrap();
    let second = ask_again(&house).await;
    assert!(states(&second).iter().all(|(_, state, _)| *state == TrackState::Open), "{:?}", states(&second));
}

#[tokio::test]
async fn the_approval_of_somebody_who_belongs_to_the_provider_by_now_is_asked_for_again() {
    let (house, first) = asked().await;
    let rita = house.acting(RITA).await;
    approve(&rita, &first, &[Access]).await;
    house.acting(ADA).await.withdraw_review(OFFERING).await.unwrap();
    let mut tx = house.backend.store().write().await.unwrap();
    tx.set_membership(first.account, house.person(RITA).await.id, Role::ProviderViewer).await.unwrap();
    tx.commit().await.unwrap();
    let second = ask_again(&house).await;
    assert!(states(&second).iter().all(|(_, state, _)| *state == TrackState::Open), "{:?}", states(&second));
}

#[tokio::test]
async fn of_fifty_approvals_of_one_track_at_once_exactly_one_goes_through() {
    let (house, submission) = asked().await;
    let rita = house.acting(RITA).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (rita, submission) = (rita.clone(), submission.clone());
        calls.spawn(async move { decide(&rita, &submission, Broker, Answer::Approve).await.is_ok() });
    }
    assert_eq!(calls.join_all().await.into_iter().filter(|done| *done).count(), 1);
    assert_eq!(count(&house, EventKind::ReviewTrackApproved).await, 1);
}

#[tokio::test]
async fn of_fifty_last_decisions_at_once_exactly_one_moves_the_offering() {
    let (house, submission) = asked().await;
    let (rita, ada) = (house.acting(RITA).await, house.acting(ADA).await);
    approve(&rita, &submission, &[Content, Access, Broker]).await;
    let before = ada.offering(OFFERING).await.unwrap().offering.stage_revision;
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..50 {
        let (rita, ada, submission) = (rita.clone(), ada.clone(), submission.clone());
        calls.spawn(async move {
            let answer = match number % 4 {
                0 => Answer::Approve,
                1 => Answer::Return,
                2 => Answer::Reject { rule: None },
                _ => return ada.withdraw_review(OFFERING).await.is_ok(),
            };
            decide(&rita, &submission, Pricing, answer).await.is_ok()
        });
    }
    assert_eq!(calls.join_all().await.into_iter().filter(|moved| *moved).count(), 1);
    let after = ada.offering(OFFERING).await.unwrap().offering;
    let steps = if after.stage == Stage::Limited && latest(&house).await.state.is_turned_down() { 2 } else { 1 };
    assert_eq!(after.stage_revision, before + steps, "a return reopens the offering in the same transaction");
    let mut ends = 0;
    for kind in [EventKind::ReviewApproved, EventKind::ReviewReturned, EventKind::ReviewRejected] {
        ends += count(&house, kind).await;
    }
    assert_eq!(ends + count(&house, EventKind::ReviewWithdrawn).await, 1);
}

#[tokio::test]
async fn what_was_rejected_is_not_asked_for_again_as_it_is() {
    let (house, submission) = asked().await;
    let (rita, ada) = (house.acting(RITA).await, house.acting(ADA).await);
    let by = Some(rule::listing::TERMS_URL_ABOUT_BILLING);
    let answer = Answer::Reject { rule: by };
    let silent = Ruling { reason: " ", ..ruling(&submission, None, answer) };
    let refused = rejection(rita.decide_review(submission.id, silent).await);
    assert_eq!(refused, Rejection::Refused(Refusal::ReasonMissing));
    rita.decide_review(submission.id, ruling(&submission, None, answer)).await.unwrap();
    let rejected = latest(&house).await;
    assert_eq!((rejected.state, stage(&house).await), (SubmissionState::Rejected, Stage::Limited));
    assert!(rejected.tracks.iter().all(|one| one.state == TrackState::Rejected));
    assert_eq!(rejected.decision.unwrap().rule, by);
    house.clock.advance(Duration::from_mins(1));
    let again = rejection(ada.request_review(OFFERING, "").await);
    assert_eq!(again, Rejection::Refused(Refusal::RejectedAsItIs));
    edit_summary(&house).await;
    let other = ask_again(&house).await;
    assert_eq!(other.state, SubmissionState::Open);
    rita.decide_review(other.id, ruling(&other, None, Answer::Return)).await.unwrap();
    let kim = house.acting(KIM).await;
    let summary = kim.offering(OFFERING).await.unwrap().offering.summary;
    let mut draft = summary.draft.clone();
    draft.description = draft.description.trim_end_matches(ADDED).to_owned();
    kim.save_summary(OFFERING, Attempt { revision: summary.revision, operation: "" }, &draft).await.unwrap();
    house.clock.advance(Duration::from_mins(1));
    let again = rejection(ada.request_review(OFFERING, "").await);
    assert_eq!(again, Rejection::Refused(Refusal::RejectedAsItIs), "asking for something else between is no way round");
}

#[tokio::test]
async fn a_thread_that_blocks_holds_its_own_track_and_the_last_decision() {
    let (house, submission) = asked().await;
    let rita = house.acting(RITA).await;
    let thread = ThreadDraft {
        anchor: "section/listing[display_name]/".to_owned(),
        text: "Say what it searches.".to_owned(),
        rule: String::new(),
        blocking: "yes".to_owned(),
    };
    rita.open_thread(OFFERING, &submission.content_sha256, &thread).await.unwrap();
    approve(&rita, &submission, &[Pricing, Access]).await;
    let held = rejection(decide(&rita, &submission, Content, Answer::Approve).await);
    let Rejection::Refused(Refusal::Gate(missing)) = held else { panic!("{held:?}") };
    assert_eq!(missing[0].id, Requirement::ThreadsResolved);
    approve(&rita, &submission, &[Broker]).await;
    assert!(matches!(
        rejection(decide(&rita, &submission, Content, Answer::Approve).await),
        Rejection::Refused(Refusal::Gate(_))
    ));
    assert_eq!(stage(&house).await, Stage::GaRequested);
}

#[tokio::test]
async fn what_reviewers_note_about_a_track_reaches_operators_alone() {
    let (house, submission) = asked().await;
    let (rita, ada) = (house.acting(RITA).await, house.acting(ADA).await);
    let noted = Ruling { internal_note: "Between us.", ..ruling(&submission, Some(Access), Answer::Approve) };
    rita.decide_review(submission.id, noted).await.unwrap();
    let read = rita.review(submission.id).await.unwrap();
    assert_eq!(read.track_notes, [(Access, "Between us.".to_owned())]);
    let seen = ada.review(submission.id).await.unwrap();
    assert_eq!(seen.track_notes, []);
    let of_track = seen.submission.tracks.into_iter().find(|one| one.track == Access);
    assert_eq!(of_track.unwrap().decision.unwrap().reason, "Because.", "the provider reads its own note");
    decide(&rita, &submission, Access, Answer::Return).await.unwrap();
    let read = rita.review(submission.id).await.unwrap();
    assert_eq!(read.track_notes, [(Access, "Between us.".to_owned())], "nobody's note is lost");
}

#[tokio::test]
async fn the_clock_counts_real_decisions_and_claims_nothing_before_there_are_five() {
    let (house, mut submission) = asked().await;
    let (rita, ada) = (house.acting(RITA).await, house.acting(ADA).await);
    for round in 1..=5 {
        let desk = ada.offering(OFFERING).await.unwrap().desk.expect("a request is open");
        assert_eq!((desk.figures.len(), desk.terms), (0, Terms::default()), "round {round}");
        house.clock.advance(Duration::from_hours(round));
        rita.decide_review(submission.id, ruling(&submission, None, Answer::Return)).await.unwrap();
        assert_eq!(ada.offering(OFFERING).await.unwrap().desk, None, "nobody waits");
        submission = ask_again(&house).await;
    }
    let figures = ada.offering(OFFERING).await.unwrap().desk.unwrap().figures;
    assert_eq!(figures.len(), ReviewTrack::ALL.len());
    for of in figures {
        assert_eq!((of.decided, of.median, of.p90), (5, Duration::from_hours(3), Duration::from_hours(5)));
    }
}
