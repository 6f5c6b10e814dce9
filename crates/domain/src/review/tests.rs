use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::sample::{self, at};

pub(super) fn submission(id: u128, minutes: i64, state: SubmissionState) -> Submission {
    let by = PersonId::new(Uuid::from_u128(0xb0));
    Submission {
        id: SubmissionId::new(Uuid::from_u128(id)),
        account: sample::NORTHWIND,
        offering: sample::offering().id,
        snapshot: SnapshotId::new(Uuid::from_u128(id)),
        content_sha256: String::new(),
        revision: 0,
        note: String::new(),
        submitted_by: by,
        submitted_by_name: "Kim Winter".to_owned(),
        submitted_at: at(minutes),
        state,
        decision: (state != SubmissionState::Open).then(|| Decision {
            by,
            by_name: "Rita Thal".to_owned(),
            at: at(minutes + 10),
            reason: "The terms page names prices.".to_owned(),
            rule: None,
        }),
        tracks: Vec::new(),
    }
}

fn in_stage(stage: Stage) -> Offering {
    let mut offering = sample::offering();
    offering.stage = stage;
    offering.stage_since = at(50);
    offering
}

#[test]
fn every_stage_has_its_turn() {
    let turns = Stage::ALL.map(|stage| {
        let now = turn(&in_stage(stage), &[], None);
        format!("{}: {:?}, {:?}", stage.name(), now.turn, now.waiting)
    });
    insta::assert_snapshot!(turns.join("\n"), @r"
    defining: Provider, Work
    limited: Provider, Work
    ga_requested: Reviewer, Decision { round: 0 }
    ga_changes: Provider, Work
    ga_approved: Admin, Release
    ga: Nobody, Nothing
    suspended: Provider, Resumption
    deprecated: Nobody, Nothing
    retired: Nobody, Nothing
    withdrawn: Nobody, Nothing
    ");
}

#[test]
fn the_reviewers_clock_starts_when_it_was_handed_in() {
    let requests = [submission(1, 0, SubmissionState::Returned), submission(2, 40, SubmissionState::Open)];
    let now = turn(&in_stage(Stage::GaRequested), &requests, None);
    assert_eq!(now, TurnOf { turn: Turn::Reviewer, waiting: Waiting::Decision { round: 2 }, since: at(40) });
}

/// A change of what is public waits as a release does, and so do its prices.
#[test]
fn a_change_of_what_is_public_is_the_operators_turn_until_it_is_decided() {
    let open = submission(2, 60, SubmissionState::Open);
    let now = turn(&in_stage(Stage::Ga), &[submission(1, 0, SubmissionState::Approved), open], None);
    assert_eq!(now, TurnOf { turn: Turn::Reviewer, waiting: Waiting::Decision { round: 1 }, since: at(60) });
    let now = turn(&in_stage(Stage::Ga), &[submission(1, 0, SubmissionState::Approved)], None);
    assert_eq!((now.turn, now.waiting), (Turn::Nobody, Waiting::Nothing));
    let mut offering = in_stage(Stage::Ga);
    offering.plans[1].approval = PlanApproval::InReview;
    assert_eq!(turn(&offering, &[], Some(at(55))).turn, Turn::Billing);
}

#[test]
fn after_a_return_the_provider_is_asked_for_changes_since_the_decision() {
    let requests = [submission(1, 0, SubmissionState::Returned)];
    let now = turn(&in_stage(Stage::Limited), &requests, None);
    assert_eq!(now, TurnOf { turn: Turn::Provider, waiting: Waiting::Changes, since: at(10) });
}

#[test]
fn a_request_taken_back_is_ordinary_work_and_no_round() {
    let requests = [submission(1, 0, SubmissionState::Returned), submission(2, 40, SubmissionState::Withdrawn)];
    let now = turn(&in_stage(Stage::Limited), &requests, None);
    assert_eq!((now.waiting, now.since), (Waiting::Work, at(50)));
    assert_eq!(round(&requests), 1);
}

/// What was approved is another question than what is asked after it.
#[test]
fn rounds_are_counted_since_the_last_approval() {
    use SubmissionState::{Approved, Open, Rejected, Returned, Withdrawn};

    let rows: [(&[SubmissionState], u32); 6] = [
        (&[], 0),
        (&[Open], 1),
        (&[Returned, Approved], 2),
        (&[Returned, Approved, Open], 1),
        (&[Approved, Returned, Withdrawn, Rejected, Open], 3),
        (&[Approved, Approved], 1),
    ];
    for (states, expected) in rows {
        let requests: Vec<_> = (0_i64..).zip(states).map(|(nth, state)| submission(1, nth, *state)).collect();
        assert_eq!(round(&requests), expected, "{states:?}");
    }
}

#[test]
fn prices_handed_in_are_the_billing_desks_turn() {
    let mut offering = in_stage(Stage::Limited);
    offering.plans[1].approval = PlanApproval::InReview;
    let now = turn(&offering, &[], Some(at(45)));
    assert_eq!(now, TurnOf { turn: Turn::Billing, waiting: Waiting::Prices, since: at(45) });
    offering.stage = Stage::GaRequested;
    assert_eq!(turn(&offering, &[], Some(at(45))).turn, Turn::Reviewer);
}

proptest! {
    /// The open requests have the places 1, 2, 3 … in the order in which they came.
    #[test]
    fn the_queue_is_first_come_first_served(
        minutes in prop::collection::vec((0_i64..100, 0_usize..SubmissionState::ALL.len()), 0..12),
    ) {
        let all: Vec<_> = minutes
            .iter()
            .enumerate()
            .map(|(index, (minutes, state))| submission(index as u128, *minutes, SubmissionState::ALL[*state]))
            .collect();
        let mut open: Vec<_> = all.iter().filter(|submission| submission.is_open()).collect();
        open.sort_by_key(|submission| position(submission.id, &all));
        prop_assert!(open.is_sorted_by_key(|submission| submission.submitted_at));
        let places: Vec<_> = open.iter().map(|submission| position(submission.id, &all)).collect();
        prop_assert_eq!(places, (1..=open.len()).map(Some).collect::<Vec<_>>());
        for closed in all.iter().filter(|submission| !submission.is_open()) {
            prop_assert_eq!(position(closed.id, &all), None);
        }
    }
}
