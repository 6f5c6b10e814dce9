use core::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::deployment::DeploymentState;
use crate::field::Field;
use crate::plan::{PlanApproval, PlanRecord};
use crate::sample::{self, at, thread};
use crate::stage::Stage;

mod agreed;
mod back;
mod publication;

/// The sample as customers have it: published, with every plan agreed to.
fn live() -> Offering {
    let mut live = Offering { stage: Stage::Ga, ..sample::offering() };
    for deployment in &mut live.deployments {
        deployment.state = DeploymentState::PublishedPublic;
    }
    for plan in &mut live.plans {
        plan.approval = PlanApproval::Approved;
    }
    live
}

fn after(change: impl FnOnce(&mut Offering)) -> Offering {
    let mut draft = live();
    change(&mut draft);
    draft
}

fn dearer(draft: &mut Offering) {
    "59.90".clone_into(&mut draft.plans[1].draft.amounts[0].price);
}

fn requirements(conditions: &[Condition]) -> Vec<Requirement> {
    conditions.iter().map(|condition| condition.id).collect()
}

/// What a revision of that change asks for, in one line each.
#[test]
fn what_each_kind_of_change_asks_for_and_when_it_holds() {
    type Change = fn(&mut Offering);
    let rows: [(&str, Change); 6] = [
        ("text", |of| of.listing.draft.description.push('!')),
        ("contact", |of| of.summary.draft.contact_name.push('!')),
        ("credentials", |of| of.brokers[0].draft.username.push('2')),
        ("bindable", |of| of.settings.draft.bindable = "no".to_owned()),
        ("price", dearer),
        ("plan name", |of| of.plans[1].draft.name.push('2')),
    ];
    let now = Moment::of_input("2026-05-12T14:02").unwrap();
    let mut table = String::new();
    for (what, change) in rows {
        let (before, draft) = (live(), after(change));
        let triggers = change_class::triggers(&before, &draft, now);
        let day = effective_at(&before, &draft, now).map_or_else(|| "at once".to_owned(), Moment::iso_day);
        let day = if immutable(&triggers).is_empty() { day } else { "never".to_owned() };
        let tests = format!("{:?}", change_class::tests_of(&triggers));
        let _ = writeln!(table, "{what:<12} news {:<5} tests {tests:<10} {day}", has_news(&triggers));
    }
    insta::assert_snapshot!(table, @r"
    text         news true  tests None       at once
    contact      news true  tests None       at once
    credentials  news false tests None       at once
    bindable     news true  tests WithParity at once
    price        news true  tests None       2026-07-01
    plan name    news true  tests None       never
    ");
}

#[test]
fn a_text_needs_no_broker_and_a_flag_needs_one_that_agrees_and_a_fresh_run() {
    let silent = |of: &mut Offering| of.brokers[0].last_fetch = None;
    let missing_after = |draft: &Offering| missing(&change_class::triggers(&live(), draft, at(0)), draft);
    let text = after(|of| {
        silent(of);
        of.listing.draft.long_description.push_str(" More.");
    });
    assert_eq!(requirements(&missing_after(&text)), []);
    let flag = after(|of| {
        silent(of);
        "no".clone_into(&mut of.settings.draft.bindable);
        "no".clone_into(&mut of.settings.draft.service_key_supported);
    });
    let shut = requirements(&missing_after(&flag));
    for wanted in [Requirement::BrokersReachable, Requirement::ParityAgrees, Requirement::TestRunPassed] {
        assert!(shut.contains(&wanted), "{wanted:?}: {shut:?}");
    }
}

#[test]
fn a_new_deployment_needs_a_broker_that_answers_and_no_run_yet() {
    let added = |of: &mut Offering| {
        let mut broker = of.brokers[0].clone();
        broker.id = BrokerId::new(uuid::Uuid::from_u128(0xbb));
        broker.last_fetch = None;
        let mut more = of.deployments[0].clone();
        more.id = DeploymentId::new(uuid::Uuid::from_u128(0xdd));
        "eu-nl".clone_into(&mut more.location);
        (more.broker, more.state) = (broker.id, DeploymentState::Unpublished);
        of.brokers.push(broker);
        of.deployments.push(more);
    };
    let draft = after(added);
    let shut = missing(&change_class::triggers(&live(), &draft, at(0)), &draft);
    let about_broker = shut.iter().filter(|condition| condition.id == Requirement::BrokersReachable);
    assert_eq!(about_broker.flat_map(|condition| condition.brokers.clone()).collect::<Vec<_>>(), [draft.brokers[1].id]);
    let tested = shut.iter().find(|condition| condition.id == Requirement::TestRunPassed).unwrap();
    assert!(tested.names.iter().all(|name| !name.contains("eu-nl")), "{tested:?}");
}

#[test]
fn a_price_that_the_billing_desk_has_not_agreed_to_is_not_handed_in() {
    let draft = after(|of| {
        dearer(of);
        of.plans[1].approval = PlanApproval::Draft;
    });
    let shut = missing(&change_class::triggers(&live(), &draft, at(0)), &draft);
    assert_eq!(requirements(&shut), [Requirement::PlansApproved]);
}

#[test]
fn what_never_changes_is_named_once() {
    let draft = after(|of| of.plans[1].draft.name.push('2'));
    let changed = immutable(&change_class::triggers(&live(), &draft, at(0)));
    let [Subject::Plan { id, .. }] = &changed[..] else { panic!("{changed:?}") };
    assert_eq!(*id, live().plans[1].id);
    assert_eq!(immutable(&change_class::triggers(&live(), &after(dearer), at(0))), []);
}

#[test]
fn a_thread_that_blocks_holds_a_publication_and_a_text_waits_for_no_broker() {
    let draft = after(|of| {
        of.brokers[0].last_fetch = None;
        of.listing.draft.description.push('!');
    });
    let triggers = change_class::triggers(&live(), &draft, at(0));
    assert_eq!(missing_at_publication(&triggers, &draft, &[]), []);
    let blocking = thread(&draft, Field::DisplayName);
    let shut = missing_at_publication(&triggers, &draft, &[blocking]);
    assert_eq!(requirements(&shut), [Requirement::ThreadsResolved]);
}

#[test]
fn what_was_approved_is_void_when_its_broker_is_another_one_and_not_by_new_credentials_or_additions() {
    let approved = after(dearer);
    let now = |change: fn(&mut Offering)| after(change);
    assert_eq!(voided(&approved, &now(|_| ())), [], "the draft may say what it likes");
    assert_eq!(voided(&approved, &now(|of| of.listing.draft.description.clear())), []);
    assert_eq!(voided(&approved, &now(|of| of.brokers[0].draft.username.push('2'))), []);
    assert_eq!(voided(&approved, &now(|of| of.deployments.clear())), [], "what is gone is not shown");
    let added = now(|of| {
        let mut more = of.deployments[0].clone();
        more.id = DeploymentId::new(uuid::Uuid::from_u128(0xdd));
        "eu-nl".clone_into(&mut more.location);
        more.state = DeploymentState::Unpublished;
        of.deployments.push(more);
    });
    assert_eq!(voided(&approved, &added), []);
    assert_eq!(voided(&approved, &now(|of| of.brokers[0].draft.url.push_str("/v2"))).len(), 1);
}

#[test]
fn going_back_brings_texts_and_prices_back_and_nothing_that_is_gone() {
    let mut earlier = live();
    "Earlier.".clone_into(&mut earlier.listing.draft.description);
    dearer(&mut earlier);
    let gone = PlanRecord { id: PlanId::new(uuid::Uuid::from_u128(0xee)), ..earlier.plans[1].clone() };
    earlier.plans.push(gone.clone());
    let (kept, lost) = (earlier.plans[0].id, gone.id);
    earlier.settings.draft.extras.barred_switches = vec![
        crate::settings::switch(&kept.to_string(), &lost.to_string()),
        crate::settings::switch(&kept.to_string(), &earlier.plans[1].id.to_string()),
    ];
    let mut now = live();
    now.deployments.clear();
    let content = rolled_back(&now, &earlier);
    assert_eq!(content.listing.draft.description, "Earlier.");
    assert_eq!(content.plans[1].draft.amounts[0].price, "59.90");
    assert!(content.plans.iter().all(|plan| plan.id != lost), "no id that is gone is sold again");
    assert_eq!(content.settings.draft.extras.barred_switches.len(), 1);
    assert!(content.deployments.is_empty(), "no deployment that was removed is there again");
    assert!(can_roll_back(&now, &earlier) && !can_roll_back(&content, &earlier));

    let added = PlanRecord { id: lost, ..live().plans[0].clone() };
    now.plans.push(added);
    assert!(rolled_back(&now, &live()).plans.iter().any(|plan| plan.id == lost), "customers may have it");
}

#[test]
fn a_broker_may_list_a_plan_that_is_not_public_yet() {
    let draft = after(|of| {
        let mut new = of.plans[0].clone();
        new.id = PlanId::new(uuid::Uuid::from_u128(0xef));
        "next".clone_into(&mut new.draft.name);
        of.plans.push(new);
        of.listing.draft.description.push('!');
    });
    let watched = watched(&live(), &draft);
    assert_eq!(watched.plans.len(), live().plans.len() + 1);
    assert_eq!(watched.listing, live().listing, "what customers have is compared");
}

/// What is decided about and released (`Offering::as_handed_in`).
#[test]
fn what_was_handed_in_keeps_its_documents_and_has_the_facts_of_now() {
    let (frozen, mut now) = (live(), live());
    now.listing.draft.description.push('!');
    now.summary.draft.contact_name.push('!');
    "no".clone_into(&mut now.settings.draft.bindable);
    now.access.draft.redirect_uris.clear();
    now.translations.clear();
    dearer(&mut now);
    now.brokers[0].draft.url.push_str("/v2");
    now.deployments.clear();
    now.access_facts.client_enabled = !now.access_facts.client_enabled;
    let handed_in = now.as_handed_in(&frozen);
    assert_eq!(
        (&handed_in.summary, &handed_in.listing, &handed_in.settings, &handed_in.access, &handed_in.plans),
        (&frozen.summary, &frozen.listing, &frozen.settings, &frozen.access, &frozen.plans)
    );
    assert_eq!(handed_in.translations, frozen.translations);
    assert_eq!(
        (&handed_in.brokers, &handed_in.deployments, &handed_in.access_facts, handed_in.stage_revision),
        (&now.brokers, &now.deployments, &now.access_facts, now.stage_revision)
    );
}

#[test]
fn a_revision_waits_until_it_is_decided_and_published() {
    let open: Vec<_> = RevisionState::ALL.into_iter().filter(|state| revision(*state).is_open()).collect();
    assert_eq!(open, [RevisionState::Submitted, RevisionState::Approved]);
    let approved = revision(RevisionState::Approved);
    assert!(approved.is_publishable());
    assert!(!Revision { effective_at: Some(at(1)), ..approved }.is_publishable(), "its day is set");
}

fn revision(state: RevisionState) -> Revision {
    Revision {
        id: RevisionId::new(uuid::Uuid::from_u128(1)),
        state,
        kind: RevisionKind::Change,
        submission: None,
        snapshot: SnapshotId::new(uuid::Uuid::from_u128(2)),
        created_at: at(0),
        approved_at: None,
        effective_at: None,
        expires_at: None,
        published_at: None,
    }
}

/// Everything that a history of a revision is made of.
const ENDS: [SubmissionState; 4] =
    [SubmissionState::Approved, SubmissionState::Returned, SubmissionState::Rejected, SubmissionState::Withdrawn];

proptest! {
    #[test]
    fn names_lead_back(kind in select(&RevisionKind::ALL[..]), state in select(&RevisionState::ALL[..])) {
        prop_assert_eq!(RevisionKind::parse(kind.name()), Some(kind));
        prop_assert_eq!(RevisionState::parse(state.name()), Some(state));
        prop_assert_eq!(serde_json::to_value(state).unwrap(), state.name());
    }

    /// No sequence of moves publishes what was not approved since it was last handed in.
    #[test]
    fn nothing_is_published_unapproved(acts in prop::collection::vec(select(&RevisionMove::ALL[..]), 0..40)) {
        let (mut state, mut approved) = (RevisionState::Draft, false);
        for act in acts {
            let Some(to) = revision_next(state, act) else { continue };
            match act {
                RevisionMove::Approve => approved = true,
                RevisionMove::Edit | RevisionMove::Submit => approved = false,
                _ => {}
            }
            prop_assert!(to != RevisionState::Published || approved);
            state = to;
        }
    }

    /// Whatever a request comes to, its revision is approved only by an approval.
    #[test]
    fn only_an_approval_approves(ends in select(&ENDS[..])) {
        let to = decided(ends).and_then(|act| revision_next(RevisionState::Submitted, act));
        prop_assert!(to.is_some());
        prop_assert_eq!(to == Some(RevisionState::Approved), ends == SubmissionState::Approved);
    }

    /// A price that is published at any moment holds from a 1st, 30 days later at least; with it waits all the rest.
    #[test]
    fn a_price_never_holds_within_its_notice(minutes in 0_i64..1_000_000) {
        let draft = after(|of| {
            dearer(of);
            of.listing.draft.description.push('!');
        });
        let now = at(minutes);
        let effective = effective_at(&live(), &draft, now).unwrap();
        prop_assert!(effective.since(now) >= change_class::PRICE_NOTICE);
        prop_assert!(effective.iso_day().ends_with("-01"));
    }

    /// Going back twice is going back once, and what was gone back to needs no second way.
    #[test]
    fn going_back_settles(price in "[1-9][0-9]?", text in "[a-z]{1,12}") {
        let mut earlier = live();
        earlier.plans[1].draft.amounts[0].price = price;
        earlier.listing.draft.description = text;
        let once = rolled_back(&live(), &earlier);
        prop_assert_eq!(&rolled_back(&once, &earlier), &once);
        prop_assert!(!can_roll_back(&once, &earlier));
    }
}
