use uuid::Uuid;

use super::*;
use crate::caller::Role;
use crate::compare::{Line, compare};
use crate::field::Field;
use crate::review::tests::submission;
use crate::rule;
use crate::sample::{self, NORTHWIND, at};
use crate::thread::Anchor;

const REJECT: Answer = Answer::Reject { rule: None };

fn reviewer() -> PersonId {
    PersonId::new(Uuid::from_u128(0xc0))
}

fn one(track: ReviewTrack, content: &str, state: TrackState) -> TrackOf {
    let decision = (state != TrackState::Open).then(|| TrackDecision {
        by: reviewer(),
        by_name: "Rita Thal".to_owned(),
        at: at(5),
        reason: String::new(),
    });
    TrackOf { track, content_sha256: content.to_owned(), state, decision, kept_from: None }
}

/// The track of the table in `state`, and one beside it in `other`.
fn two(state: TrackState, other: TrackState) -> Vec<TrackOf> {
    vec![one(ReviewTrack::Content, "a", state), one(ReviewTrack::Pricing, "b", other)]
}

/// Every state × answer × what else is open: what becomes of the track, and of the request. `-`: refused.
#[test]
fn what_a_decision_about_one_track_does() {
    use TrackState::{Approved, Open, Rejected, Returned};
    let answers = [Answer::Approve, Answer::Return, REJECT];
    for (state, other, expected) in [
        (Open, Open, ["approved, goes on", "returned, returned", "rejected, rejected"]),
        (Open, Approved, ["approved, approved", "returned, returned", "rejected, rejected"]),
        (Approved, Open, ["-", "returned, returned", "rejected, rejected"]),
        (Approved, Approved, ["-", "returned, returned", "rejected, rejected"]),
        (Returned, Open, ["-", "-", "-"]),
        (Returned, Approved, ["-", "-", "-"]),
        (Rejected, Open, ["-", "-", "-"]),
        (Rejected, Approved, ["-", "-", "-"]),
    ] {
        let told = answers.map(|answer| match decide(&two(state, other), Some(ReviewTrack::Content), answer) {
            Ok(outcome) => {
                assert_eq!(outcome.decided, [ReviewTrack::Content]);
                let ends = outcome.ends.map_or("goes on", SubmissionState::name);
                format!("{}, {ends}", outcome.to.name())
            }
            Err(refusal) => {
                assert_eq!(refusal, Refusal::AlreadyDone);
                "-".to_owned()
            }
        });
        assert_eq!(told, expected, "{state:?} beside {other:?}");
    }
    assert_eq!(decide(&[], Some(ReviewTrack::Access), Answer::Approve), Err(Refusal::AlreadyDone));
}

#[test]
fn what_a_decision_about_all_does() {
    use ReviewTrack::{Content, Pricing};
    use TrackState::{Approved, Open};
    for (tracks, answer, decided) in [
        (two(Open, Open), Answer::Approve, vec![Content, Pricing]),
        (two(Open, Approved), Answer::Approve, vec![Content]),
        (two(Approved, Approved), Answer::Approve, vec![]),
        (two(Open, Open), Answer::Return, vec![Content, Pricing]),
        (two(Approved, Open), Answer::Return, vec![Pricing]),
        (two(Approved, Approved), Answer::Return, vec![Content, Pricing]),
        (two(Approved, Approved), REJECT, vec![Content, Pricing]),
        (Vec::new(), Answer::Approve, vec![]),
    ] {
        let outcome = decide(&tracks, None, answer).unwrap();
        assert_eq!((outcome.decided, outcome.ends.is_some()), (decided, true), "{answer:?} {tracks:?}");
    }
}

/// Tracks that are open × the choice: how many of two threads, one about content and one about prices, hold its approval.
#[test]
fn a_thread_holds_the_track_of_its_value_and_the_last_approval() {
    use ReviewTrack::{Access, Content, Pricing};
    use TrackState::{Approved, Open};
    let offering = sample::offering();
    let is_price = |line: &&Line| Anchor::of(line).and_then(|anchor| anchor.page()) == Some(Page::Pricing);
    let lines = compare(None, &offering);
    let blocking =
        [sample::thread(&offering, Field::TermsUrl), sample::thread_about(lines.iter().find(is_price).unwrap())];
    let three = |content, pricing, access| {
        vec![one(Content, "a", content), one(Pricing, "b", pricing), one(Access, "c", access)]
    };
    for (tracks, [all, content, pricing, access]) in [
        (three(Open, Open, Open), [Ok(2), Ok(1), Ok(1), Ok(0)]),
        (three(Open, Open, Approved), [Ok(2), Ok(1), Ok(1), Err(Refusal::AlreadyDone)]),
        (three(Approved, Approved, Open), [Ok(2), Err(Refusal::AlreadyDone), Err(Refusal::AlreadyDone), Ok(2)]),
    ] {
        let held = |track| held_by(&tracks, track, &blocking);
        assert_eq!(held(None), all, "{tracks:?}");
        for (track, expected) in [(Content, content), (Pricing, pricing), (Access, access)] {
            assert_eq!(held(Some(track)), expected, "{track:?} of {tracks:?}");
        }
    }
    let harmless = blocking.map(|thread| Thread { blocking: false, ..thread });
    assert_eq!(held_by(&three(Open, Open, Open), None, &harmless), Ok(0));
}

#[test]
fn an_answer_leads_to_its_move() {
    assert_eq!(Answer::Approve.act(), Move::Approve);
    for answer in [Answer::Return, REJECT] {
        assert_eq!(answer.act(), Move::Return);
        assert!(answer.act().needs_reason());
    }
    let named = Answer::Reject { rule: Some(rule::any::TOO_LONG) };
    assert_eq!((named.rule(), Answer::Return.rule()), (Some(rule::any::TOO_LONG), None));
}

/// Nothing that people write is decided by nobody or twice.
#[test]
fn the_tracks_share_everything_that_was_written() {
    let offering = sample::offering();
    let Value::Object(all) = serde_json::to_value(Written::of(&offering)).unwrap() else { panic!("an object") };
    let mut found = serde_json::Map::new();
    for track in ReviewTrack::ALL {
        let Value::Object(part) = track.content(&offering).unwrap() else { panic!("an object") };
        assert!(!part.is_empty(), "{track:?}");
        for (member, value) in part {
            assert_eq!(found.insert(member, value), None);
        }
    }
    assert_eq!(found, all);
}

#[test]
fn an_edit_changes_the_content_of_its_own_track_alone() {
    type Edit = fn(&mut Offering);
    let before = sample::offering();
    let edits: [(ReviewTrack, Edit); 6] = [
        (ReviewTrack::Content, |offering| offering.listing.draft.description.push('!')),
        (ReviewTrack::Content, |offering| offering.settings.draft.bindable.push('x')),
        (ReviewTrack::Pricing, |offering| offering.plans[0].draft.description.push('!')),
        (ReviewTrack::Access, |offering| offering.access.draft.redirect_uris.push("https://a.example".to_owned())),
        (ReviewTrack::Broker, |offering| offering.brokers[0].draft.url.push('x')),
        (ReviewTrack::Broker, |offering| offering.deployments.clear()),
    ];
    for (edited, edit) in edits {
        let mut after = before.clone();
        edit(&mut after);
        for track in ReviewTrack::ALL {
            let is_same = track.content(&before).unwrap() == track.content(&after).unwrap();
            assert_eq!(is_same, track != edited, "{track:?} after an edit in {edited:?}");
        }
    }
}

#[test]
fn a_page_belongs_to_the_track_of_what_is_written_on_it() {
    use ReviewTrack::{Access, Broker, Content, Pricing};
    let of = Page::DEFINED.map(ReviewTrack::of_page);
    assert_eq!(of, [Content, Content, Content, Access, Pricing, Broker]);
}

/// Requests one after the other, with the content and the outcome of their one track.
fn history(rounds: &[(&str, TrackState)]) -> Vec<Submission> {
    let asked = rounds.iter().zip(1_u128..).map(|((content, state), id)| Submission {
        tracks: vec![one(ReviewTrack::Content, content, *state)],
        ..submission(id, i64::try_from(id).unwrap(), SubmissionState::Returned)
    });
    asked.collect()
}

#[test]
fn an_approval_holds_on_as_long_as_the_content_is_the_same_and_nobody_overruled_it() {
    use TrackState::{Approved, Open, Rejected, Returned};
    let none: &[(&str, TrackState)] = &[];
    for (rounds, expected) in [
        (none, None),
        (&[("a", Approved)][..], Some(1)),
        (&[("b", Approved)][..], None),
        (&[("a", Returned)][..], None),
        (&[("a", Open)][..], None),
        // Taken back before it was decided: the approval before stands.
        (&[("a", Approved), ("a", Open)][..], Some(1)),
        (&[("a", Approved), ("b", Returned)][..], Some(1)),
        // Its last approval is about something else.
        (&[("a", Approved), ("b", Approved)][..], None),
        (&[("a", Approved), ("a", Returned)][..], None),
        (&[("a", Approved), ("a", Rejected)][..], None),
        (&[("a", Rejected), ("a", Approved)][..], Some(2)),
    ] {
        let earlier = history(rounds);
        let found = kept(ReviewTrack::Content, "a", &earlier, &[]).map(|(given, _)| given);
        assert_eq!(found, expected.map(|id| SubmissionId::new(Uuid::from_u128(id))), "{rounds:?}");
        assert_eq!(kept(ReviewTrack::Pricing, "a", &earlier, &[]), None);
    }
}

#[test]
fn an_approval_that_held_on_is_told_with_the_request_in_which_it_was_given() {
    let mut earlier = history(&[("a", TrackState::Approved), ("a", TrackState::Approved)]);
    earlier[1].tracks[0].kept_from = Some(earlier[0].id);
    let found = kept(ReviewTrack::Content, "a", &earlier, &[]).map(|(given, _)| given);
    assert_eq!(found, Some(earlier[0].id));
}

#[test]
fn the_approval_of_somebody_who_wrote_some_of_it_since_does_not_hold_on() {
    let earlier = history(&[("a", TrackState::Approved)]);
    assert_eq!(kept(ReviewTrack::Content, "a", &earlier, &[reviewer()]), None);
}

/// Role × track: who may decide.
#[test]
fn prices_are_decided_by_the_billing_desk_as_well_and_everything_else_by_reviewers() {
    let ctx = Context::of(NORTHWIND);
    for role in Role::ALL {
        let person = sample::person(role);
        for track in [None].into_iter().chain(ReviewTrack::ALL.map(Some)) {
            let desk = track == Some(ReviewTrack::Pricing) && role == Role::Billing;
            let answer = may_decide(&person, track, ctx);
            assert_eq!(answer.is_ok(), role == Role::Reviewer || desk, "{role:?} {track:?}");
        }
    }
    let admin = sample::person(Role::Admin);
    let Err(Denial::RoleMissing { needs, .. }) = may_decide(&admin, Some(ReviewTrack::Pricing), ctx) else {
        panic!("the admin decides no prices")
    };
    assert_eq!(needs, [Role::Reviewer, Role::Billing]);
}

#[test]
fn whoever_wrote_or_handed_in_some_of_it_decides_no_track() {
    for role in [Role::Reviewer, Role::Billing] {
        let person = sample::person(role);
        let authors = [person.id];
        for ctx in [Context::of(NORTHWIND).written_by(&authors), Context::of(NORTHWIND).submitted_by(person.id)] {
            let answer = may_decide(&person, Some(ReviewTrack::Pricing), ctx);
            assert_eq!(answer, Err(Denial::OwnSubmission), "{role:?}");
        }
    }
}
