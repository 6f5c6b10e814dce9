//! Nobody decides about what they wrote, handed in, or own (§2), whatever roles they hold together.

use std::collections::BTreeSet;

use proptest::prelude::*;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Ruling};
use slipway_domain::caller::{Caller, Person, Role};
use slipway_domain::event::EventKind;
use slipway_domain::ids::PersonId;
use slipway_domain::offering::{Offering, Section};
use slipway_domain::plan::PlanApproval;
use slipway_domain::policy::Denial;
use slipway_domain::registration::RegistrationMove;
use slipway_domain::rejection::Rejection;
use slipway_domain::review::Answer;
use slipway_domain::settings::{SettingsDraft, SlaDraft};
use slipway_domain::stage::Stage;
use slipway_domain::view::Subject;

use crate::publish::offering;
use crate::revisions::public;
use crate::support::{ADA, BEA, FINN, GUS, House, KIM, OTTO, RITA, approval, rejection};
use crate::turns::{MEMBERS, cast, decide, histories, played};

const OWN: Rejection = Rejection::Denied(Denial::OwnSubmission);

/// Saves the settings as they are: whoever saves them is an author of them.
async fn save_settings(acting: &Acting) -> slipway_backend::Result<()> {
    let settings = acting.offering(OFFERING).await?.offering.settings;
    let attempt = Attempt { revision: settings.revision, operation: "" };
    acting.save_settings(OFFERING, attempt, &settings.draft).await.map(drop)
}

const SETTINGS: Subject = Subject::Section(Section::Settings);

/// Two texts of the service levels: no gate asks about them, nor a broker, a run or a tick.
type Texts = [String; 2];

fn texts_of(offering: &Offering) -> Texts {
    let SlaDraft { terms, recovery_text, .. } = &offering.settings.draft.extras.sla;
    [terms.clone(), recovery_text.clone()]
}

/// Saves another first text.
async fn save_terms(acting: &Acting, text: &str) -> slipway_backend::Result<()> {
    let mut settings = acting.offering(OFFERING).await?.offering.settings;
    text.clone_into(&mut settings.draft.extras.sla.terms);
    let attempt = Attempt { revision: settings.revision, operation: "" };
    acting.save_settings(OFFERING, attempt, &settings.draft).await.map(drop)
}

/// Saves another second text from a form that the last save has overtaken: both saves are put together.
async fn save_late(acting: &Acting, text: &str) -> slipway_backend::Result<()> {
    let revision = acting.offering(OFFERING).await?.offering.settings.revision - 1;
    let (_, kept) = acting.version(OFFERING, SETTINGS, revision).await?;
    let mut draft: SettingsDraft = serde_json::from_str(&kept).unwrap();
    text.clone_into(&mut draft.extras.sla.recovery_text);
    acting.save_settings(OFFERING, Attempt { revision, operation: "" }, &draft).await.map(drop)
}

/// Restores what the last save replaced.
async fn restore_settings(acting: &Acting) -> slipway_backend::Result<()> {
    let revision = acting.offering(OFFERING).await?.offering.settings.revision;
    acting.restore_version(OFFERING, SETTINGS, revision - 1, revision).await
}

#[tokio::test]
async fn a_reviewer_who_wrote_some_of_it_does_not_approve_it() {
    let house = House::open().await;
    house.publish_limited().await;
    let otto = house.acting_as(OTTO, &[Role::Reviewer]).await;
    save_settings(&otto).await.unwrap();
    let submission = house.request_review().await;
    let review = otto.review(submission).await.unwrap();
    assert!(review.authors.contains(&otto.caller().person().unwrap().id));
    let content = review.submission.content_sha256;
    for ruling in [approval(&content), Ruling { answer: Answer::Return, reason: "No.", ..approval(&content) }] {
        assert_eq!(rejection(otto.decide_review(submission, ruling).await), OWN);
    }
    house.approve().await;
}

#[tokio::test]
async fn an_editor_who_became_a_reviewer_does_not_approve_what_they_wrote_before() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let kim = house.acting_since_left(KIM, &[Role::Reviewer]).await;
    let content = kim.review(submission).await.unwrap().submission.content_sha256;
    assert_eq!(rejection(kim.decide_review(submission, approval(&content)).await), OWN);
}

#[tokio::test]
async fn an_author_stays_one_until_the_release_whoever_approves_meanwhile() {
    let house = House::open().await;
    house.publish_limited().await;
    let otto = house.acting_as(OTTO, &[Role::Reviewer]).await;
    save_settings(&otto).await.unwrap();
    house.request_review().await;
    house.approve().await;
    house.acting(ADA).await.withdraw_approval(OFFERING).await.unwrap();
    house.clock.advance(std::time::Duration::from_mins(1));
    save_settings(&house.acting(KIM).await).await.unwrap();
    let submission = house.request_review().await;
    let content = otto.review(submission).await.unwrap().submission.content_sha256;
    assert_eq!(rejection(otto.decide_review(submission, approval(&content)).await), OWN);
}

#[tokio::test]
async fn the_billing_desk_agrees_to_no_price_that_it_wrote() {
    let house = House::open().await;
    let (kim, both) = (house.acting(KIM).await, house.acting_as(BEA, &[Role::Admin]).await);
    let standard = async |acting: &Acting| {
        let plans = acting.offering(OFFERING).await.unwrap().offering.plans;
        plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap()
    };
    let mut plan = standard(&kim).await;
    assert_eq!((plan.approval, plan.authors.len()), (PlanApproval::Approved, 0), "what was agreed to has no authors");
    plan.draft.amounts[0].price = "59.00".to_owned();
    both.save_plan(OFFERING, plan.id, plan.revision, &plan.draft).await.unwrap();
    // Somebody else saves over it and hands it in; the price is still bea's.
    plan.draft.description.push_str(" In three zones.");
    kim.save_plan(OFFERING, plan.id, plan.revision + 1, &plan.draft).await.unwrap();
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    let revision = plan.revision + 2;
    for approve in [true, false] {
        assert_eq!(rejection(both.decide_plan(OFFERING, plan.id, revision, approve, "No.").await), OWN);
    }
    assert_eq!(standard(&kim).await.approval, PlanApproval::InReview);
    let other = house.acting_as(RITA, &[Role::Billing]).await;
    other.decide_plan(OFFERING, plan.id, revision, true, "").await.unwrap();
    assert_eq!(standard(&kim).await.authors, []);
}

#[tokio::test]
async fn whoever_handed_a_plan_in_does_not_agree_to_it_after_a_change_of_sides() {
    let house = House::open().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    let plan = kim.offering(OFFERING).await.unwrap().offering.plans.remove(1);
    ada.save_plan(OFFERING, plan.id, plan.revision, &plan.draft).await.unwrap();
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    for email in [ADA, KIM] {
        let desk = house.acting_since_left(email, &[Role::Billing]).await;
        let decided = desk.decide_plan(OFFERING, plan.id, plan.revision + 1, true, "").await;
        assert_eq!(rejection(decided), OWN, "{email}");
    }
}

#[tokio::test]
async fn whoever_invited_an_account_does_not_approve_the_invitation() {
    let house = House::open().await;
    let fernway = house.person(FINN).await.current.unwrap();
    let otto = house.acting_as(OTTO, &[Role::Reviewer]).await;
    otto.allow(OFFERING, "Fernway").await.unwrap();
    assert_eq!(rejection(otto.approve_allowed(OFFERING, fernway).await), OWN);
    let member = house.acting_as(KIM, &[Role::Reviewer]).await;
    let refused = rejection(member.approve_allowed(OFFERING, fernway).await);
    assert_eq!(refused, Rejection::Denied(Denial::OwnAccount));
    house.acting(RITA).await.approve_allowed(OFFERING, fernway).await.unwrap();
}

#[tokio::test]
async fn whoever_wrote_a_registration_does_not_approve_it_after_a_change_of_sides() {
    let house = House::open().await;
    let (otto, gus) = (house.acting(OTTO).await, house.acting(GUS).await);
    let globex = house.person(GUS).await.current.unwrap();
    otto.decide_registration(globex, RegistrationMove::Return, "The contact is missing.").await.unwrap();
    let colleague = Person { id: house.person(KIM).await.id, ..house.person(GUS).await };
    let account = house.backend.store().account(globex).await.unwrap().unwrap();
    let kim = house.backend.acting_for(Caller::Person(colleague));
    kim.save_registration(account.revision, &account.form, None).await.unwrap();
    gus.submit_registration().await.unwrap();
    let roles = [Role::Reviewer, Role::Admin];
    for email in [KIM, GUS] {
        let left = house.acting_since_left(email, &roles).await;
        for act in [RegistrationMove::Approve, RegistrationMove::Return, RegistrationMove::Reject] {
            assert_eq!(rejection(left.decide_registration(globex, act, "So.").await), OWN, "{email} {act:?}");
        }
    }
    otto.decide_registration(globex, RegistrationMove::Approve, "").await.unwrap();
}

#[tokio::test]
async fn an_approval_that_was_given_up_makes_no_author_a_reviewer() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    decide(&house.acting(RITA).await, Answer::Approve).await.unwrap();
    let ada = house.acting(ADA).await;
    ada.withdraw_approval(OFFERING).await.unwrap();
    ada.request_review(OFFERING, "").await.unwrap();
    let left = house.acting_since_left(KIM, &[Role::Reviewer]).await;
    assert_eq!(rejection(decide(&left, Answer::Approve).await), OWN);
    decide(&house.acting(RITA).await, Answer::Approve).await.unwrap();
}

/// What somebody tries.
#[derive(Debug, Clone, Copy)]
enum Act {
    Save,
    Late,
    Restore,
    Request,
    Withdraw,
    Approve,
    Return,
    GiveUp,
    Release,
}

const ACTS: [Act; 11] = [
    Act::Save,
    Act::Late,
    Act::Restore,
    Act::Request,
    Act::Request,
    Act::Withdraw,
    Act::Approve,
    Act::Approve,
    Act::Return,
    Act::GiveUp,
    Act::Release,
];

async fn act(acting: &Acting, act: Act, text: &str) -> bool {
    let done = match act {
        Act::Save => save_terms(acting, text).await,
        Act::Late => save_late(acting, text).await,
        Act::Restore => restore_settings(acting).await,
        Act::Request => acting.request_review(OFFERING, "").await.map(drop),
        Act::Withdraw => acting.withdraw_review(OFFERING).await,
        Act::GiveUp => acting.withdraw_approval(OFFERING).await,
        Act::Release => acting.release(OFFERING).await,
        Act::Approve => decide(acting, Answer::Approve).await,
        Act::Return => decide(acting, Answer::Return).await,
    };
    match done {
        Ok(()) => true,
        Err(error) => {
            rejection::<()>(Err(error));
            false
        }
    }
}

/// Plays a history, and holds what it led to against a book of its own.
async fn play(history: Vec<(usize, Act)>) {
    let house = House::open().await;
    house.publish_limited().await;
    // The version before the history has the same texts.
    save_settings(&house.acting(ADA).await).await.unwrap();
    let submission = house.request_review().await;
    house.acting(ADA).await.withdraw_review(OFFERING).await.unwrap();
    let cast = cast(&house).await;
    let id = |acting: &Acting| acting.caller().person().unwrap().id;
    let members: BTreeSet<PersonId> = cast[..MEMBERS].iter().map(id).collect();
    let review = cast[3].review(submission).await.unwrap();
    let mut authors: BTreeSet<PersonId> = review.authors.into_iter().collect();
    let (mut submitter, mut approver) = (None, None);
    let mut draft = texts_of(&offering(&cast[0]).await);
    let (mut before, mut asked) = (draft.clone(), draft.clone());
    for (step, (who, what)) in history.into_iter().enumerate() {
        house.clock.advance(std::time::Duration::from_secs(1));
        let actor = id(&cast[who]);
        let typed = format!("Typed in step {step}");
        if !act(&cast[who], what, &typed).await {
            assert_eq!(texts_of(&offering(&cast[0]).await), draft, "step {step}: refused, and not without effect");
            continue;
        }
        let saved = match what {
            Act::Save => Some([typed, draft[1].clone()]),
            Act::Late => Some([draft[0].clone(), typed]),
            Act::Restore => Some(before.clone()),
            _ => None,
        };
        if let Some(saved) = saved {
            before = core::mem::replace(&mut draft, saved);
        }
        assert_eq!(texts_of(&offering(&cast[0]).await), draft, "step {step}: a save is lost");
        match what {
            Act::Save | Act::Late | Act::Restore => {
                authors.insert(actor);
            }
            Act::Request => {
                (submitter, approver) = (Some(actor), None);
                asked.clone_from(&draft);
            }
            Act::Approve => {
                let others = !authors.contains(&actor) && submitter != Some(actor) && !members.contains(&actor);
                assert!(others, "{actor} approved what they had a part in");
                approver = Some(actor);
            }
            Act::Return | Act::Withdraw | Act::GiveUp => (submitter, approver) = (None, None),
            Act::Release => {
                assert!(approver.is_some(), "released without an approval");
                assert_eq!(texts_of(&public(&house).await), asked, "released is what was read");
            }
        }
    }
    let stage = house.acting(ADA).await.offering(OFFERING).await.unwrap().offering.stage;
    assert_eq!(stage.is_public(), stage == Stage::Ga);
    let released = house.events().await.iter().any(|event| event.kind == EventKind::OfferingReleased);
    assert_eq!(released, stage == Stage::Ga);
    assert!(!released || approver.is_some_and(|approver| !members.contains(&approver) && submitter != Some(approver)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// However people with several roles take turns, what everybody sees was approved by somebody who neither wrote it
    /// nor handed it in, nor belongs to its provider.
    #[test]
    fn nothing_is_public_without_a_second_pair_of_eyes(history in histories(&ACTS)) {
        played(play(history));
    }
}
