use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::event::{Event, EventKind};
use crate::plan::PlanApproval;
use crate::sample::{self, at, ticks};
use crate::stage::Stage;

pub(super) fn number(text: &str) -> RowNumber {
    RowNumber::parse(text).unwrap()
}

pub(super) fn state(offering: &Offering, attestations: &[Attestation], row: &str) -> RowState {
    let checklist = evaluate(offering, attestations);
    checklist.rows.iter().find(|report| report.number == number(row)).unwrap().state
}

pub(super) fn evidence(offering: &Offering, attestations: &[Attestation], row: &str) -> Option<Evidence> {
    let checklist = evaluate(offering, attestations);
    checklist.rows.into_iter().find(|report| report.number == number(row)).unwrap().evidence
}

#[test]
fn the_table_of_section_5_has_53_lines_and_57_numbered_rows() {
    let lines: BTreeSet<u8> = ROWS.iter().map(|row| row.line).collect();
    assert_eq!(lines, (1..=53).collect());
    let numbers: BTreeSet<RowNumber> = ROWS.iter().map(|row| row.number).collect();
    assert_eq!(numbers.len(), 57);
    assert!(ROWS.is_sorted_by_key(|row| (row.number, row.line)));
    let joined = ROWS.iter().filter(|row| ROWS.iter().filter(|other| other.line == row.line).count() > 1);
    assert_eq!(
        joined.map(|row| row.number.to_string()).collect::<Vec<_>>(),
        ["7.2", "7.3", "10.1", "11.1", "12.1", "12.2", "12.3"]
    );
}

#[test]
fn the_six_steps_hold_53_rows_and_intake_the_other_four() {
    let count = |step| ROWS.iter().filter(|row| row.step == step).count();
    assert_eq!(Step::SIX.map(count), [5, 14, 9, 7, 14, 4]);
    assert_eq!(Step::SIX.map(count).iter().sum::<usize>(), 53);
    assert_eq!(count(Step::Intake), 4);
}

#[test]
fn the_rows_of_the_checklist() {
    let mut table = String::new();
    for row in &ROWS {
        let Mode { automatic, tested, attested, reviewed } = row.mode;
        let modes = [(automatic, 'A'), (tested, 'T'), (attested, 'H'), (reviewed, 'R')];
        let modes: String = modes.iter().filter(|(set, _)| *set).map(|(_, letter)| *letter).collect();
        let page = row.page.map_or("–", Page::name);
        let _ = writeln!(
            table,
            "{:<6} {:<8} {:<11} {modes:<3} {page:<12} {}: {}",
            row.number.to_string(),
            row.phase.name(),
            row.step.name(),
            row.task,
            row.text
        );
    }
    insta::assert_snapshot!(table);
}

#[test]
fn where_the_sample_stands_on_every_row() {
    let checklist = evaluate(&sample::offering(), &ticks()[..3]);
    let mut table = String::new();
    for report in &checklist.rows {
        let proof = report.evidence.as_ref().map_or_else(String::new, |evidence| {
            let who = evidence.who.as_deref().unwrap_or("–");
            let when = evidence.when.map_or_else(|| "–".to_owned(), Moment::rfc3339);
            format!("{who}, {when}, {}", evidence.what)
        });
        let tick = if report.attestable { "tick" } else { "" };
        let line = format!("{:<6} {:<13} {tick:<5} {proof}", report.number.to_string(), format!("{:?}", report.state));
        let _ = writeln!(table, "{}", line.trim_end());
    }
    insta::assert_snapshot!(table);
}

#[test]
fn no_binding_no_binding_rows() {
    let mut offering = sample::offering();
    for row in ["20.6", "20.7", "20.8"] {
        assert_eq!(state(&offering, &[], row), RowState::NoTestRunYet);
    }
    "no".clone_into(&mut offering.settings.draft.service_key_supported);
    assert_eq!(state(&offering, &[], "20.7"), RowState::NoTestRunYet);
    assert_eq!(state(&offering, &[], "20.8"), RowState::NotApplicable);
    "no".clone_into(&mut offering.settings.draft.bindable);
    for row in ["20.6", "20.7", "20.8"] {
        assert_eq!(state(&offering, &[], row), RowState::NotApplicable);
    }
}

#[test]
fn an_unanswered_question_leaves_its_rows_open() {
    let mut offering = sample::offering();
    offering.settings.draft.plan_updateable.clear();
    assert_eq!(state(&offering, &[], "20.9"), RowState::NoTestRunYet);
    "no".clone_into(&mut offering.settings.draft.plan_updateable);
    assert_eq!(state(&offering, &[], "20.9"), RowState::NotApplicable);
}

#[test]
fn metering_is_for_metered_plans_and_agreement_for_paid_ones() {
    let mut offering = sample::offering();
    for row in ["8.3", "20.11", "20.12"] {
        assert_eq!(state(&offering, &[], row), RowState::NotApplicable);
    }
    assert_eq!(state(&offering, &[], "8.2"), RowState::Open);
    offering.plans[1].approval = PlanApproval::Approved;
    assert_eq!(state(&offering, &[], "8.2"), RowState::Done);
    offering.plans.truncate(1);
    assert_eq!(state(&offering, &[], "8.2"), RowState::NotApplicable);
    offering.plans.push(sample::metered());
    let states = ["8.2", "8.3", "20.11", "20.12"].map(|row| state(&offering, &[], row));
    assert_eq!(states, [RowState::Open, RowState::Open, RowState::NoTestRunYet, RowState::NoTestRunYet]);
}

#[test]
fn automatic_and_attested_wants_both() {
    let mut offering = sample::offering();
    assert_eq!(state(&offering, &[], "6.2"), RowState::Open);
    assert_eq!(state(&offering, &ticks(), "6.2"), RowState::Done);
    offering.listing.draft.terms_url.clone_from(&offering.other_terms_urls[0]);
    assert_eq!(state(&offering, &ticks(), "6.2"), RowState::Open);
}

#[test]
fn attested_and_tested_waits_for_the_run_once_it_is_ticked() {
    let offering = sample::offering();
    assert_eq!(state(&offering, &[], "6.4"), RowState::Open);
    assert_eq!(state(&offering, &ticks(), "6.4"), RowState::NoTestRunYet);
}

#[test]
fn a_tick_says_who_and_when() {
    let offering = sample::offering();
    assert_eq!(evidence(&offering, &[], "1.1"), None);
    let proof = evidence(&offering, &ticks(), "1.1").unwrap();
    assert_eq!((proof.who.as_deref(), proof.when), (Some("Kim Winter"), Some(at(30))));
    let named = evidence(&offering, &ticks(), "5.1").unwrap();
    assert_eq!((named.who.as_deref(), named.what.as_str()), (Some("Kim Winter"), "northwind-vector"));
}

#[test]
fn the_account_tells_who_approved_it() {
    let intake = Intake { submitted: Some(("Kim".to_owned(), at(1))), decided: Some(("Ada".to_owned(), at(2))) };
    let checklist = evaluate(&sample::offering(), &[]).with_intake(&intake);
    let proof = |row| checklist.rows.iter().find(|report| report.number == number(row)).unwrap().evidence.clone();
    assert_eq!(proof("2.1").unwrap().who.as_deref(), Some("Kim"));
    assert_eq!(proof("2.2").unwrap().when, Some(at(2)));
    assert_eq!(proof("2.3").unwrap().what, sample::offering().issued_documentation_url);
    assert_eq!(proof("5.1").unwrap().who, None);
}

#[test]
fn the_documentation_url_counts_when_it_was_issued() {
    let mut offering = sample::offering();
    assert_eq!(state(&offering, &[], "2.3"), RowState::Done);
    offering.owner.documentation_base = None;
    assert_eq!(state(&offering, &[], "2.3"), RowState::Open);
    assert_eq!(state(&offering, &[], "3.2"), RowState::Done, "its address is known all the same");
}

#[test]
fn what_somebody_did_is_told_with_who_and_when() {
    let mut offering = sample::offering();
    offering.plans[1].approval = PlanApproval::Approved;
    offering.deployments = vec![sample::deployment(crate::deployment::DeploymentState::PublishedLimited)];
    offering.stage = Stage::Ga;
    let event = |(minutes, kind): (usize, &EventKind)| Event {
        id: crate::ids::EventId::new(uuid::Uuid::from_u128(1)),
        at: at(i64::try_from(minutes).unwrap() + 40),
        actor: None,
        actor_name: format!("Author of {}", kind.name()),
        account: None,
        offering: None,
        kind: *kind,
        detail: crate::event::Detail::none(),
    };
    let milestones: Vec<Event> = WITNESSED.iter().enumerate().map(event).collect();
    let checklist = evaluate(&offering, &[]).with_milestones(&milestones);
    for (row, event) in ["7.1", "8.2", "9.2", "19.2", "21.3"].into_iter().zip(&milestones) {
        let proof =
            checklist.rows.iter().find(|report| report.number == number(row)).unwrap().evidence.clone().unwrap();
        assert_eq!((proof.who.as_ref(), proof.when), (Some(&event.actor_name), Some(event.at)), "{row}");
    }
    let bare = evaluate(&sample::offering(), &[]).with_milestones(&milestones);
    let open = bare.rows.iter().find(|report| report.number == number("21.3")).unwrap();
    assert_eq!(open.evidence, None, "an event alone proves nothing");
}

#[test]
fn what_is_done_by_saving_says_who_saved() {
    let offering = sample::offering();
    for row in ["8.1", "19.1"] {
        assert_eq!(evidence(&offering, &[], row).unwrap().who.as_deref(), Some("Kim Winter"), "{row}");
    }
}

#[test]
fn a_client_with_other_addresses_than_the_saved_ones_is_not_complete() {
    let mut offering = sample::offering();
    let saved = offering.access.draft.redirect_uris.clone();
    offering.access_facts.uris_in_force = Some(saved.clone());
    assert_eq!(state(&offering, &[], "7.4"), RowState::Done);
    offering.access.draft.redirect_uris.push("https://new.northwind.example/callback".to_owned());
    assert_eq!((state(&offering, &[], "7.4"), state(&offering, &[], "16.2")), (RowState::Open, RowState::Open));
    offering.access.draft.redirect_uris = saved.into_iter().chain([String::new()]).collect();
    assert_eq!(state(&offering, &[], "16.2"), RowState::Done, "an empty row is no address");
}

#[test]
fn a_download_is_worth_something_until_the_next_change() {
    let mut offering = sample::offering();
    assert_eq!(state(&offering, &[], "9.2"), RowState::Done);
    offering.definition_changed_at = at(7);
    assert_eq!(state(&offering, &[], "9.2"), RowState::Open);
}

#[test]
fn the_last_row_of_approval_is_done_when_everyone_sees_it() {
    let mut offering = sample::offering();
    for stage in Stage::ALL {
        offering.stage = stage;
        let done = state(&offering, &[], "21.3") == RowState::Done;
        assert_eq!(done, stage.is_public(), "{stage:?}");
    }
}

#[test]
fn ticks_of_a_test_run_are_not_owed_before_there_is_one() {
    let owed = unticked(&sample::offering(), &[]);
    assert!(owed.contains(&number("1.1")) && owed.contains(&number("21.1")));
    assert!(!owed.contains(&number("20.2")) && !owed.contains(&number("20.3")));
    assert!(!owed.contains(&number("8.3")), "no metered plan");
    assert_eq!(unticked(&sample::offering(), &ticks()), []);
}

#[test]
fn a_tick_of_the_provider_is_taken_back_only_while_the_definition_can_be_edited() {
    for stage in Stage::ALL {
        assert_eq!(number("1.1").row().can_take_back(stage), stage.is_editable(), "{stage:?}");
        assert!(number("20.10").row().can_take_back(stage), "{stage:?}");
    }
}

#[test]
fn the_operator_ticks_what_it_reviews_and_the_console_holds_no_decision_about() {
    let ticked: Vec<_> = ROWS.iter().filter(|row| row.is_ticked_by_operator()).map(|row| row.number).collect();
    assert_eq!(ticked, [number("20.10")]);
    for row in &ROWS {
        let is_operators = row.tick_verb() == crate::policy::Verb::Approve;
        assert_eq!(is_operators, row.number == number("20.10"), "{}", row.number);
    }
}

#[test]
fn only_rows_that_exist_have_a_number() {
    assert_eq!(RowNumber::parse("20.11"), Ok(RowNumber::new(20, 11)));
    for text in ["20.13", "0.1", "1.01", "1", "", "1.1 "] {
        assert_eq!(RowNumber::parse(text), Err(InvalidRow), "{text}");
    }
    assert!(serde_json::from_str::<RowNumber>("\"20.13\"").is_err());
    let json = serde_json::to_string(&number("20.1")).unwrap();
    assert_eq!((json.as_str(), serde_json::from_str::<RowNumber>(&json).unwrap()), ("\"20.1\"", number("20.1")));
}

proptest! {
    #[test]
    fn progress_adds_up(
        ticked in subsequence(ticks(), 0..=ticks().len()),
        answers in prop::array::uniform3(select(vec!["yes", "no", ""])),
        plans in 0..=2_usize,
    ) {
        let mut offering = sample::offering();
        offering.settings.draft.bindable = answers[0].to_owned();
        offering.settings.draft.service_key_supported = answers[1].to_owned();
        offering.settings.draft.plan_updateable = answers[2].to_owned();
        offering.plans.truncate(plans);
        let checklist = evaluate(&offering, &ticked);
        let all = checklist.progress();
        prop_assert!(all.done <= all.applicable);
        prop_assert_eq!(usize::from(all.applicable)
            + checklist.rows.iter().filter(|row| row.state == RowState::NotApplicable).count(), ROWS.len());
        let steps: Vec<_> = Step::SIX.into_iter().chain([Step::Intake]).map(|step| checklist.step(step)).collect();
        let phases: Vec<_> = Phase::ALL.into_iter().map(|phase| checklist.phase(phase)).collect();
        for parts in [steps, phases] {
            prop_assert_eq!(parts.iter().map(|part| part.done).sum::<u16>(), all.done);
            prop_assert_eq!(parts.iter().map(|part| part.applicable).sum::<u16>(), all.applicable);
        }
    }

    /// A tick never makes anything worse.
    #[test]
    fn a_tick_never_takes_progress_away(ticked in subsequence(ticks(), 0..=ticks().len())) {
        let offering = sample::offering();
        let before = evaluate(&offering, &[]).progress();
        let after = evaluate(&offering, &ticked).progress();
        prop_assert!(after.done >= before.done);
        prop_assert_eq!(after.applicable, before.applicable);
    }
}
