use super::*;
use crate::stage::Move;
use crate::thread::{Thread, ThreadState};

fn held_against(offering: &Offering) -> Thread {
    sample::thread(offering, Field::TermsUrl)
}

#[test]
fn approval_and_release_wait_for_every_thread_that_blocks_and_name_it() {
    let offering = ready_for_ga();
    let blocking = held_against(&offering);
    let shut = report(Gate::Review, &offering, &[], core::slice::from_ref(&blocking));
    assert_eq!(shut.missing().len(), 1);
    assert_eq!(
        (shut.conditions[0].names.as_slice(), shut.conditions[0].page),
        (&["terms URL".to_owned()][..], Some(Page::Review))
    );
    for harmless in
        [Thread { blocking: false, ..blocking.clone() }, Thread { state: ThreadState::Resolved, ..blocking }]
    {
        assert!(report(Gate::Review, &offering, &[], &[harmless]).is_open());
    }
    for act in Move::ALL {
        assert_eq!(act.gates().contains(&Gate::Review), matches!(act, Move::Approve | Move::Release), "{act:?}");
    }
}

#[test]
fn whoever_asks_for_the_release_is_told_of_it_and_may_ask() {
    let offering = ready_for_ga();
    let told = report(Gate::Ga, &offering, &ticks(), &[held_against(&offering)]);
    assert_eq!(find(&told, Requirement::ThreadsResolved).state, ConditionState::Later);
    assert!(told.is_open());
}
