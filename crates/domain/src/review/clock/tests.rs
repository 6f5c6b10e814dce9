use super::*;
use crate::review::tests::submission;
use crate::sample::at;

const fn minutes(minutes: u64) -> Duration {
    Duration::from_mins(minutes)
}

#[test]
fn nothing_is_claimed_while_fewer_than_five_were_decided() {
    let times = |count: u64| (1..=count).map(|took| (ReviewTrack::Content, minutes(took))).collect::<Vec<_>>();
    assert_eq!(figures(&times(4)), []);
    let five = Figures { track: ReviewTrack::Content, median: minutes(3), p90: minutes(5), decided: 5 };
    assert_eq!(figures(&times(5)), [five]);
    let ten = Figures { track: ReviewTrack::Content, median: minutes(5), p90: minutes(9), decided: 10 };
    assert_eq!(figures(&times(10)), [ten]);
}

#[test]
fn every_track_has_figures_of_its_own_whatever_the_order() {
    let mut times: Vec<_> = [7, 1, 9, 3, 5].map(|took| (ReviewTrack::Pricing, minutes(took))).to_vec();
    times.extend([100; 4].map(|took| (ReviewTrack::Broker, minutes(took))));
    let told = figures(&times);
    assert_eq!(told, [Figures { track: ReviewTrack::Pricing, median: minutes(5), p90: minutes(9), decided: 5 }]);
}

#[test]
fn an_answer_is_overdue_after_the_target_and_only_while_it_is_owed() {
    let terms = Terms { target_days: 1, calendar: None };
    let open = submission(1, 0, SubmissionState::Open);
    let day = 24 * 60;
    assert_eq!(terms.overdue(&open, at(day)), None);
    assert_eq!(terms.overdue(&open, at(day + 1)), Some(minutes(1)));
    let returned = submission(1, 0, SubmissionState::Returned);
    assert_eq!(terms.overdue(&returned, at(day + 1)), None);
}

/// 12 May 2026 is a Tuesday.
#[test]
fn what_comes_in_up_to_the_intake_day_is_answered_on_the_next_answer_day() {
    use Weekday::{Monday, Thursday, Tuesday};
    let answered = |intake, answer, days: i64| Calendar { intake, answer }.answers(at(days * 24 * 60)).day();
    assert_eq!(answered(Tuesday, Thursday, 0), "Thursday, 14 May 2026");
    assert_eq!(answered(Tuesday, Thursday, -1), "Thursday, 14 May 2026");
    assert_eq!(answered(Tuesday, Thursday, 1), "Thursday, 21 May 2026", "the intake is over");
    assert_eq!(answered(Tuesday, Tuesday, 0), "Tuesday, 19 May 2026");
    assert_eq!(answered(Thursday, Monday, 0), "Monday, 18 May 2026");
}

#[test]
fn time_is_counted_in_the_court_where_the_request_lies() {
    // Returned after ten minutes, asked again half an hour later, approved after ten, and nobody's since.
    let rounds = [submission(1, 0, SubmissionState::Returned), submission(2, 40, SubmissionState::Approved)];
    assert_eq!(courts(&rounds, at(500)), Courts { provider: minutes(30), reviewer: minutes(20) });
    let waiting = [submission(1, 0, SubmissionState::Withdrawn), submission(2, 40, SubmissionState::Open)];
    assert_eq!(courts(&waiting, at(60)), Courts { provider: minutes(30), reviewer: minutes(30) });
    let back = [submission(1, 0, SubmissionState::Rejected)];
    assert_eq!(courts(&back, at(25)), Courts { provider: minutes(15), reviewer: minutes(10) });
    assert_eq!(courts(&[], at(0)), Courts::default());
}
