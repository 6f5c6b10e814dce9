//! Which approvals that nobody published can still be gone back to.

use super::*;
use crate::review::Decision;

/// A request that was decided when the console began.
fn asked(id: u128, state: SubmissionState) -> Submission {
    let by = crate::ids::PersonId::new(uuid::Uuid::from_u128(1));
    Submission {
        id: SubmissionId::new(uuid::Uuid::from_u128(id)),
        account: sample::NORTHWIND,
        offering: sample::offering().id,
        snapshot: SnapshotId::new(uuid::Uuid::from_u128(id)),
        content_sha256: String::new(),
        revision: 0,
        note: String::new(),
        submitted_by: by,
        submitted_by_name: String::new(),
        submitted_at: at(0),
        state,
        decision: Some(Decision { by, by_name: String::new(), at: at(0), reason: String::new(), rule: None }),
        tracks: Vec::new(),
    }
}

/// Three requests, and whether each was for a revision.
fn ids(states: [SubmissionState; 3], are_revisions: [bool; 3], now: Moment) -> Vec<u128> {
    let all: Vec<_> = states.into_iter().zip(1..).map(|(state, id)| asked(id, state)).collect();
    let of = |asked: &Submission| Revision { submission: Some(asked.id), ..revision(RevisionState::Discarded) };
    let of_revisions = all.iter().zip(are_revisions).filter(|(_, is_revision)| *is_revision);
    let revisions: Vec<_> = of_revisions.map(|(asked, _)| of(asked)).collect();
    agreed(&all, &revisions, now).into_iter().map(|one| one.snapshot.uuid().as_u128()).collect()
}

const YES: SubmissionState = SubmissionState::Approved;

fn last() -> Moment {
    at(0).plus(EXPIRES_AFTER).minus(Duration::from_millis(1))
}

#[test]
fn what_was_agreed_to_is_open_to_a_return_until_it_would_expire_or_somebody_turns_a_later_one_down() {
    assert_eq!(ids([YES, SubmissionState::Withdrawn, YES], [true; 3], last()), [1, 3]);
    assert!(ids([YES; 3], [true; 3], at(0).plus(EXPIRES_AFTER)).is_empty());
    for down in [SubmissionState::Returned, SubmissionState::Rejected] {
        assert_eq!(ids([YES, down, YES], [true; 3], last()), [3]);
    }
}

#[test]
fn an_approval_that_its_provider_withdrew_before_the_first_release_is_none() {
    assert_eq!(ids([YES; 3], [false, false, true], last()), [3]);
}
