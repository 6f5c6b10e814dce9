//! Plans save themselves while they are typed: what comes twice has one effect, what was taken back has none, and a form
//! that lacks what others saved takes nothing of it back.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Said};
use slipway_domain::event::EventKind;
use slipway_domain::metric::MetricDraft;
use slipway_domain::plan::{PlanApproval, PlanDraft, PlanRecord};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::stage::Move;
use slipway_domain::view::SectionSaved;

use crate::support::{ADA, BEA, House, KIM, rejection};

/// The paid plan, to which the billing desk has agreed.
async fn standard(acting: &Acting) -> PlanRecord {
    let plans = acting.offering(OFFERING).await.unwrap().offering.plans;
    plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap()
}

fn named(acting: &Acting, operation: &str) -> Acting {
    acting.clone().as_operation(operation.to_owned())
}

fn told(draft: &PlanDraft, description: &str) -> PlanDraft {
    PlanDraft { description: description.to_owned(), ..draft.clone() }
}

/// Kim gives the plan another name on screen; Ada's form, which was drawn before, is saved under the name `first`.
async fn ada_saves_after_kim(house: &House, mine: &str) -> (PlanRecord, SectionSaved) {
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let before = standard(&kim).await;
    let theirs = PlanDraft { display_name: "Kim's".to_owned(), ..before.draft.clone() };
    kim.save_plan(OFFERING, before.id, before.revision, &theirs).await.unwrap();
    let first = if mine.is_empty() { before.draft.clone() } else { told(&before.draft, mine) };
    let saved = named(&ada, "first").save_plan(OFFERING, before.id, before.revision, &first).await.unwrap();
    assert!(saved.merged, "the form does not say what is saved");
    (before, saved)
}

#[tokio::test]
async fn a_repeated_autosave_of_a_plan_has_one_effect_and_the_same_answer() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let before = standard(&kim).await;
    let (once, typed) = (named(&kim, "once"), told(&before.draft, "Once."));
    let first = once.save_plan(OFFERING, before.id, before.revision, &typed).await.unwrap();
    assert_eq!((first.revision, first.merged), (before.revision + 1, false));
    let events = house.events().await.len();
    house.clock.advance(Duration::from_mins(1));
    assert_eq!(once.save_plan(OFFERING, before.id, before.revision, &typed).await.unwrap(), first);
    let other = once.save_plan(OFFERING, before.id, before.revision, &told(&before.draft, "Twice.")).await;
    assert_eq!(rejection(other), Rejection::SentBefore);
    assert_eq!((standard(&kim).await.revision, house.events().await.len()), (first.revision, events));
}

#[tokio::test]
async fn what_was_taken_back_asks_nobody_for_consent_and_a_pressed_button_does() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let before = standard(&kim).await;
    assert_eq!(before.approval, PlanApproval::Approved);
    let events = house.events().await.len();
    let saved = named(&kim, "idle").save_plan(OFFERING, before.id, before.revision, &before.draft).await.unwrap();
    assert_eq!((saved.revision, saved.merged), (before.revision, false));
    assert_eq!((standard(&kim).await, house.events().await.len()), (before.clone(), events));

    let pressed = kim.save_plan(OFFERING, before.id, before.revision, &before.draft).await.unwrap();
    let after = standard(&kim).await;
    assert_eq!((pressed.revision, after.revision), (before.revision + 1, before.revision + 1));
    assert_eq!((after.approval, house.events().await[0].kind), (PlanApproval::Draft, EventKind::PlanSaved));
}

#[tokio::test]
async fn lines_that_a_button_ended_are_what_a_script_sends_and_keep_the_consent() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let before = standard(&kim).await;
    let pressed = told(&before.draft, "One.\r\nTwo.");
    let revision = kim.save_plan(OFFERING, before.id, before.revision, &pressed).await.unwrap().revision;
    kim.submit_plan(OFFERING, before.id).await.unwrap();
    house.acting(BEA).await.decide_plan(OFFERING, before.id, revision, true, "").await.unwrap();
    let (agreed, events) = (standard(&kim).await, house.events().await.len());
    assert_eq!(agreed.approval, PlanApproval::Approved);
    let typed = told(&before.draft, "One.\nTwo.");
    let saved = named(&kim, "idle").save_plan(OFFERING, before.id, revision, &typed).await.unwrap();
    assert_eq!((saved.revision, saved.merged), (revision, false));
    assert_eq!((standard(&kim).await, house.events().await.len()), (agreed, events));
}

#[tokio::test]
async fn the_bound_that_a_form_leaves_empty_for_the_last_tier_is_no_change() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let before = standard(&kim).await;
    let in_tiers = |bounds: &[&str]| {
        let metric = MetricDraft {
            resource_name: "Queries".to_owned(),
            measure: "QUERY".to_owned(),
            charge_unit: "QUERIES".to_owned(),
            rating_model: "graduated_tier".to_owned(),
            bounds: bounds.iter().map(|bound| (*bound).to_owned()).collect(),
            prices: vec![vec!["0.50".to_owned(), "0.20".to_owned()]],
            ..MetricDraft::new()
        };
        let (kind, amounts) = ("metered".to_owned(), Vec::new());
        PlanDraft { kind, amounts, metrics: vec![metric], ..before.draft.clone() }
    };
    let made = in_tiers(&["100"]);
    let revision = kim.save_plan(OFFERING, before.id, before.revision, &made).await.unwrap().revision;
    let (saved, events) = (standard(&kim).await, house.events().await.len());
    let idle = named(&kim, "idle").save_plan(OFFERING, before.id, revision, &in_tiers(&["100", ""])).await.unwrap();
    assert_eq!((idle.revision, idle.merged), (revision, false));
    assert_eq!((standard(&kim).await, house.events().await.len()), (saved, events));

    let other = named(&kim, "other").save_plan(OFFERING, before.id, revision, &in_tiers(&["200", ""])).await.unwrap();
    assert_eq!((other.revision, house.events().await.len()), (revision + 1, events + 1));
}

#[tokio::test]
async fn a_plan_goes_on_from_a_form_that_lacks_what_others_saved() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let (before, saved) = ada_saves_after_kim(&house, "One.").await;
    // Ada goes on typing in the same form, the very same field.
    let second = told(&before.draft, "One and two.");
    let going_on = named(&ada, "second").going_on_from("first".to_owned());
    let again = going_on.save_plan(OFFERING, before.id, saved.revision, &second).await.unwrap();
    let now = standard(&ada).await;
    assert_eq!((now.draft.display_name.as_str(), now.draft.description.as_str()), ("Kim's", "One and two."));
    assert_eq!(going_on.save_plan(OFFERING, before.id, saved.revision, &second).await.unwrap(), again);
    assert_eq!(standard(&ada).await.revision, again.revision, "a repetition has no effect");

    let forgotten = named(&ada, "third").going_on_from("never".to_owned());
    let refused = rejection(forgotten.save_plan(OFFERING, before.id, now.revision, &second).await);
    let Rejection::Stale { parked: Some(waiting), .. } = refused else { panic!("{refused:?}") };
    assert_eq!(ada.parked(OFFERING, waiting).await.unwrap().base, None, "nobody knows what that form was made of");
    assert_eq!(standard(&ada).await.draft.display_name, "Kim's");
}

#[tokio::test]
async fn what_was_taken_back_after_others_saved_writes_nothing_and_can_be_gone_on_from() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let (before, saved) = ada_saves_after_kim(&house, "").await;
    assert_eq!((saved.revision, standard(&ada).await.revision), (before.revision + 1, before.revision + 1));
    assert_eq!(standard(&ada).await.saved.unwrap().by_name, "Kim Wood");
    let going_on = named(&ada, "second").going_on_from("first".to_owned());
    going_on.save_plan(OFFERING, before.id, saved.revision, &told(&before.draft, "One.")).await.unwrap();
    let now = standard(&ada).await.draft;
    assert_eq!((now.display_name.as_str(), now.description.as_str()), ("Kim's", "One."));
}

#[tokio::test]
async fn what_such_a_form_says_after_the_end_waits_with_what_it_was_made_of() {
    let house = House::open().await;
    house.publish_limited().await;
    let ada = house.acting(ADA).await;
    let (before, saved) = ada_saves_after_kim(&house, "One.").await;
    let said = Said { confirmation: OFFERING, reason: "" };
    ada.change_lifecycle(OFFERING, Move::Withdraw, said).await.unwrap();
    let going_on = named(&ada, "second").going_on_from("first".to_owned());
    let second = told(&before.draft, "One and two.");
    let refused = rejection(going_on.save_plan(OFFERING, before.id, saved.revision, &second).await);
    let Rejection::Refused(Refusal::Frozen { parked: Some(waiting), .. }) = refused else { panic!("{refused:?}") };
    let base = ada.parked(OFFERING, waiting).await.unwrap().base.unwrap();
    assert_eq!(serde_json::from_str::<PlanDraft>(&base).unwrap(), told(&before.draft, "One."));
}
