use super::*;
use crate::caller::Role;
use crate::sample::{self, at};
use crate::stage::next;

const DAY: u64 = 24 * 60;

fn days(days: u64) -> Moment {
    at(0).plus(Duration::from_mins(days * DAY))
}

fn notice(stage: Stage, lasts: Duration) -> Notice {
    let text = "Use Northwind Cloud instead.".to_owned();
    let ending = Ending { stage, text, until: days(0).plus(lasts), marketed_until: None };
    Notice { ending, since: days(0), asked: None, was_suspended: false }
}

fn suspended() -> Notice {
    notice(Stage::Suspended, SUSPENSION)
}

fn deprecated() -> Notice {
    notice(Stage::Deprecated, NOTICE)
}

fn just_before(moment: Moment) -> Moment {
    Moment::from_millis(moment.millis() - 1)
}

const NONE: Left = Left { all: 0, of_others: 0 };
const OWN: Left = Left { all: 1, of_others: 0 };
const OTHERS: Left = Left { all: 1, of_others: 1 };

#[test]
fn a_suspension_lasts_a_week_and_a_notice_ninety_days() {
    assert_eq!(begins(Move::Suspend), Some((Stage::Suspended, Duration::from_mins(7 * DAY))));
    assert_eq!(begins(Move::Deprecate), Some((Stage::Deprecated, Duration::from_mins(90 * DAY))));
    for act in [Move::Resume, Move::Restore, Move::Retire, Move::Withdraw] {
        assert_eq!(begins(act), None, "{act:?}");
    }
}

#[test]
fn new_instances_of_what_ends_are_made_until_its_end_of_marketing_and_of_what_is_suspended_never() {
    let with = |stage, marketed_until| Some(Ending { marketed_until, ..notice(stage, NOTICE).ending });
    let (at_once, until) = (with(Stage::Deprecated, None), with(Stage::Deprecated, Some(days(10))));
    let suspended = with(Stage::Suspended, Some(days(10)));
    for (stage, ending, open) in [
        (Stage::Limited, &None, [true, true]),
        (Stage::Ga, &None, [true, true]),
        (Stage::Deprecated, &None, [false, false]),
        (Stage::Deprecated, &at_once, [false, false]),
        (Stage::Deprecated, &until, [true, false]),
        (Stage::Suspended, &suspended, [false, false]),
        (Stage::Retired, &until, [false, false]),
        (Stage::Withdrawn, &None, [false, false]),
    ] {
        let seen = [just_before(days(10)), days(10)].map(|now| is_open(stage, ending.as_ref(), now));
        assert_eq!(seen, open, "{stage:?} {ending:?}");
    }
}

#[test]
fn the_end_of_marketing_is_a_day_to_come_before_the_end_and_opens_nothing_that_is_suspended() {
    let now = Moment::of_input("2026-05-12T00:00").unwrap();
    let day = |text: &str| Moment::of_input(&format!("{text}T00:00"));
    let refused = Err(Refusal::EndOfMarketing);
    for (typed, from, read) in [
        ("", Stage::Ga, Ok(None)),
        (" ", Stage::Suspended, Ok(None)),
        ("2026-05-12", Stage::Ga, refused.clone()),
        (" 2026-05-13 ", Stage::Ga, Ok(day("2026-05-13"))),
        ("2026-05-13", Stage::Suspended, refused.clone()),
        ("2026-08-10", Stage::Ga, Ok(day("2026-08-10"))),
        ("2026-08-11", Stage::Ga, refused.clone()),
        ("soon", Stage::Ga, refused),
    ] {
        assert_eq!(marketed_until(typed, from, now), read, "{typed} {from:?}");
    }
}

#[test]
fn what_a_move_begins_is_where_it_leads() {
    for act in MOVES {
        let leads: Vec<Stage> = Stage::ALL.into_iter().filter_map(|from| next(from, act).ok()).collect();
        assert!(!leads.is_empty(), "{act:?}");
        if let Some((stage, _)) = begins(act) {
            assert!(leads.iter().all(|to| *to == stage), "{act:?}: {leads:?}");
        }
    }
}

#[test]
fn the_end_is_taken_back_within_its_time_and_not_at_its_last_moment() {
    let notice = deprecated();
    let over = notice.ending.until;
    assert_eq!(obstacle(Move::Restore, Some(&notice), OTHERS, just_before(over)), None);
    assert_eq!(obstacle(Move::Restore, Some(&notice), NONE, over), Some(Refusal::NoticeOver));
}

/// Otherwise a provider would let themselves back in by way of the end.
#[test]
fn the_end_of_what_was_suspended_is_taken_back_by_who_would_resume_it() {
    let after_suspension = Notice { was_suspended: true, ..deprecated() };
    for act in MOVES {
        let expected = if act == Move::Restore { Move::Resume } else { act };
        assert_eq!(judged_as(act, Some(&after_suspension)), expected);
        assert_eq!(judged_as(act, Some(&deprecated())), act);
        assert_eq!(judged_as(act, None), act);
    }
}

#[test]
fn nothing_is_retired_before_its_time_or_while_somebody_has_an_instance() {
    let notice = deprecated();
    let until = notice.ending.until;
    let retire = |left, now| obstacle(Move::Retire, Some(&notice), left, now);
    assert_eq!(retire(NONE, just_before(until)), Some(Refusal::NoticeRuns { until }));
    assert_eq!(retire(OWN, until), Some(Refusal::InstancesLeft));
    assert_eq!(retire(NONE, until), None);
}

#[test]
fn an_offering_is_withdrawn_while_nobody_but_the_provider_has_instances() {
    assert_eq!(obstacle(Move::Withdraw, None, OTHERS, days(0)), Some(Refusal::InstancesLeft));
    assert_eq!(obstacle(Move::Withdraw, None, OWN, days(0)), None);
}

#[test]
fn a_provider_asks_for_what_only_the_operator_gives_back() {
    let after_suspension = Notice { was_suspended: true, ..deprecated() };
    assert_eq!(asks_for(Stage::Suspended, Some(&suspended())), Some(Move::Resume));
    assert_eq!(asks_for(Stage::Deprecated, Some(&after_suspension)), Some(Move::Restore));
    assert_eq!(asks_for(Stage::Deprecated, Some(&deprecated())), None, "they take that back themselves");
    assert_eq!(asks_for(Stage::Ga, None), None);
}

#[test]
fn waiting_for_a_refusal_costs_no_day_of_a_suspension_and_puts_no_end_off() {
    let person = sample::person(Role::ProviderAdministrator);
    let asked = Asked { by: person.id, by_name: person.name, at: days(5) };
    assert_eq!(declined(&suspended().ending, &asked, days(30)), days(32));
    let end = deprecated().ending;
    assert_eq!(declined(&end, &asked, days(30)), end.until);
}

#[test]
fn the_platform_announces_the_end_of_what_nobody_asked_to_resume() {
    let notice = suspended();
    let until = notice.ending.until;
    assert_eq!(due(&notice, OTHERS, just_before(until)), None);
    assert_eq!(due(&notice, OTHERS, until), Some(Move::Deprecate));
    let person = sample::person(Role::ProviderAdministrator);
    let asked = Some(Asked { by: person.id, by_name: person.name, at: days(1) });
    assert_eq!(due(&Notice { asked, ..notice }, OTHERS, days(30)), None, "it is the operator's turn");
}

#[test]
fn the_platform_retires_what_is_over_and_empty() {
    let notice = deprecated();
    let until = notice.ending.until;
    assert_eq!(due(&notice, NONE, just_before(until)), None);
    assert_eq!(due(&notice, OWN, until), None);
    assert_eq!(due(&notice, NONE, until), Some(Move::Retire));
}

/// Otherwise the platform would try what is refused, for ever.
#[test]
fn what_the_platform_does_by_itself_is_a_move_that_exists_and_that_nothing_keeps_it_from() {
    for (notice, left) in [(suspended(), OTHERS), (deprecated(), NONE)] {
        let now = notice.ending.until;
        let act = due(&notice, left, now).unwrap();
        assert!(act.is_automatic() && next(notice.ending.stage, act).is_ok(), "{act:?}");
        assert_eq!(obstacle(act, Some(&notice), left, now), None);
    }
}

#[test]
fn the_end_is_put_off_by_ninety_days_counted_from_when_it_would_have_been() {
    assert_eq!(extended(days(90), days(10)), days(180));
    assert_eq!(extended(days(90), days(100)), days(190));
}
