//! From the half-finished demo offering to the release, and everything that must not happen on the way.

use slipway_backend::Ruling;
use slipway_backend::demo::OFFERING;
use slipway_domain::deployment::DeploymentState;
use slipway_domain::event::EventKind;
use slipway_domain::export::Wrapper;
use slipway_domain::field::Field;
use slipway_domain::ids::SubmissionId;
use slipway_domain::policy::Denial;
use slipway_domain::registration::RegistrationMove;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::review::Answer;
use slipway_domain::stage::Stage;

use crate::support::{ADA, BEA, House, KIM, OTTO, RITA, approval, rejection};

async fn content(house: &House, submission: SubmissionId) -> String {
    house.acting(RITA).await.review(submission).await.unwrap().submission.content_sha256
}

async fn stage(house: &House) -> Stage {
    house.acting(ADA).await.offering(OFFERING).await.unwrap().offering.stage
}

#[tokio::test]
async fn the_gate_names_what_is_missing_and_opens_when_it_is_there() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let Rejection::Refused(Refusal::Gate(missing)) = rejection(kim.publish_limited(OFFERING).await) else {
        panic!("the demo offering is not ready")
    };
    assert!(missing.iter().all(slipway_domain::gate::Condition::blocks));
    assert_eq!(stage(&house).await, Stage::Defining);
    house.mend_listing().await;
    assert!(matches!(rejection(kim.publish_limited(OFFERING).await), Rejection::Refused(Refusal::Gate(_))));
    house.register_broker().await;
    assert!(matches!(rejection(kim.publish_limited(OFFERING).await), Rejection::Refused(Refusal::Gate(_))));
    house.deploy().await;
    kim.publish_limited(OFFERING).await.unwrap();
    assert_eq!(stage(&house).await, Stage::Limited);
    let deployments = kim.offering(OFFERING).await.unwrap().offering.deployments;
    assert!(deployments.iter().all(|deployment| deployment.state == DeploymentState::PublishedLimited));
}

#[tokio::test]
async fn a_request_is_returned_in_writing_and_approved_in_the_second_round() {
    let house = House::open().await;
    house.publish_limited().await;
    let first = house.request_review().await;
    let hash = content(&house, first).await;
    let rita = house.acting(RITA).await;
    let silent = Ruling { answer: Answer::Return, reason: "  ", ..approval(&hash) };
    assert_eq!(rejection(rita.decide_review(first, silent).await), Rejection::Refused(Refusal::ReasonMissing));
    let spoken = Ruling { reason: "The terms link to the wrong page.", ..silent };
    rita.decide_review(first, spoken).await.unwrap();
    assert_eq!(stage(&house).await, Stage::Limited);
    let view = house.acting(ADA).await.offering(OFFERING).await.unwrap();
    assert_eq!(
        view.latest_submission().unwrap().decision.as_ref().unwrap().reason,
        "The terms link to the wrong page."
    );

    let second = house.request_review().await;
    let hash = content(&house, second).await;
    rita.decide_review(second, approval(&hash)).await.unwrap();
    assert_eq!(stage(&house).await, Stage::GaApproved);
    assert!(matches!(rejection(rita.release(OFFERING).await), Rejection::Denied(_)), "the admin releases");
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    assert_eq!(stage(&house).await, Stage::Ga);
}

#[tokio::test]
async fn an_approval_of_other_content_than_was_handed_in_is_void() {
    let house = House::open().await;
    house.publish_limited().await;
    let first = house.request_review().await;
    let old = content(&house, first).await;
    house.acting(ADA).await.withdraw_review(OFFERING).await.unwrap();
    house.clock.advance(std::time::Duration::from_mins(1));
    house.mend_listing().await;
    let second = house.request_review().await;
    let rita = house.acting(RITA).await;
    for (submission, hash) in [(first, old.as_str()), (second, old.as_str()), (second, "")] {
        let decided = rita.decide_review(submission, approval(hash)).await;
        assert!(matches!(rejection(decided), Rejection::Stale { .. }));
    }
    assert_eq!(stage(&house).await, Stage::GaRequested);
}

#[tokio::test]
async fn of_fifty_decisions_at_once_exactly_one_goes_through() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let hash = content(&house, submission).await;
    let rita = house.acting(RITA).await;
    let mut decisions = tokio::task::JoinSet::new();
    for number in 0..50 {
        let (rita, hash) = (rita.clone(), hash.clone());
        decisions.spawn(async move {
            let answer = if number % 2 == 0 { Answer::Approve } else { Answer::Return };
            let ruling = Ruling { answer, reason: "Because.", ..approval(&hash) };
            rita.decide_review(submission, ruling).await
        });
    }
    let decided = decisions.join_all().await.iter().filter(|result| result.is_ok()).count();
    assert_eq!(decided, 1);
    let events = house.events().await;
    let kinds = [EventKind::ReviewApproved, EventKind::ReviewReturned];
    assert_eq!(events.iter().filter(|event| kinds.contains(&event.kind)).count(), 1);
}

#[tokio::test]
async fn nobody_decides_what_they_handed_in_or_what_belongs_to_their_account() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let hash = content(&house, submission).await;
    let mut ada = house.person(ADA).await;
    ada.operator.push(slipway_domain::caller::Role::Reviewer);
    let mut kim = house.person(KIM).await;
    kim.operator.push(slipway_domain::caller::Role::Reviewer);
    for (person, denial) in [(ada, Denial::OwnSubmission), (kim, Denial::OwnAccount)] {
        let acting = house.backend.acting_for(slipway_domain::caller::Caller::Person(person));
        let decided = acting.decide_review(submission, approval(&hash)).await;
        assert_eq!(rejection(decided), Rejection::Denied(denial));
    }
    assert_eq!(stage(&house).await, Stage::GaRequested);
}

#[tokio::test]
async fn a_paid_plan_that_is_edited_loses_its_approval() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let view = kim.offering(OFFERING).await.unwrap().offering;
    let plan = view.plans.iter().find(|plan| plan.draft.name == "standard").unwrap().clone();
    assert_eq!(plan.approval, slipway_domain::plan::PlanApproval::Approved);
    let mut draft = plan.draft.clone();
    draft.amounts[0].price = "59.00".to_owned();
    kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    let bea = house.acting(BEA).await;
    let stale = bea.decide_plan(OFFERING, plan.id, plan.revision, true, "").await;
    assert!(matches!(rejection(stale), Rejection::Stale { .. }), "the desk read an older price");
    bea.decide_plan(OFFERING, plan.id, plan.revision + 1, true, "").await.unwrap();
}

#[tokio::test]
async fn a_deployed_plan_keeps_its_name_and_stays() {
    let house = House::open().await;
    house.register_broker().await;
    house.deploy().await;
    let kim = house.acting(KIM).await;
    let plan = kim.offering(OFFERING).await.unwrap().offering.plans[0].clone();
    let renamed = slipway_domain::plan::PlanDraft { name: "other".to_owned(), ..plan.draft.clone() };
    let refused = rejection(kim.save_plan(OFFERING, plan.id, plan.revision, &renamed).await);
    assert_eq!(refused, Rejection::Refused(Refusal::InUse));
    assert_eq!(rejection(kim.remove_plan(OFFERING, plan.id).await), Rejection::Refused(Refusal::InUse));
}

#[tokio::test]
async fn every_change_writes_its_event_with_who_and_when() {
    let house = House::open().await;
    let before = house.events().await.len();
    house.clock.advance(std::time::Duration::from_hours(1));
    house.publish_limited().await;
    let events = house.events().await;
    let kinds: Vec<EventKind> = events[..events.len() - before].iter().map(|event| event.kind).collect();
    let (checked, deployed) = (EventKind::BrokerRegistered, EventKind::DeploymentAdded);
    assert_eq!(
        kinds,
        [EventKind::PublishedLimited, checked, deployed, deployed, checked, EventKind::SectionSaved],
        "the broker is checked when it is registered, and again on publishing"
    );
    assert_eq!(events[0].actor_name, "Kim Wood");
    assert_eq!(events[0].at, house.clock.now());
    assert_eq!((events[0].detail.from, events[0].detail.to), (Some(Stage::Defining), Some(Stage::Limited)));
}

#[tokio::test]
async fn what_is_written_beside_a_decision_follows_one_rule() {
    let house = House::open().await;
    let (kim, bea, otto) = (house.acting(KIM).await, house.acting(BEA).await, house.acting(OTTO).await);
    let long = "x".repeat(slipway_domain::reason::LIMIT + 1);
    let plan = kim.offering(OFFERING).await.unwrap().offering.plans[1].clone();
    let gus = house.person(crate::support::GUS).await.current.unwrap();
    for text in [long.as_str(), "Ring\u{7}"] {
        let invalid = |rejection: Rejection, field: Field| {
            let Rejection::Invalid(found) = rejection else { panic!("{rejection:?}") };
            assert_eq!(found.at(field).count(), 1, "{found:?}");
        };
        let decided = bea.decide_plan(OFFERING, plan.id, plan.revision, false, text).await;
        invalid(rejection(decided), Field::Reason);
        let decided = otto.decide_registration(gus, RegistrationMove::Return, text).await;
        invalid(rejection(decided), Field::Reason);
    }
    house.publish_limited().await;
    let ada = house.acting(ADA).await;
    let asked = rejection(ada.request_review(OFFERING, &long).await);
    assert!(matches!(asked, Rejection::Invalid(found) if found.at(Field::ReviewNote).count() == 1));
    let submission = house.request_review().await;
    let hash = content(&house, submission).await;
    let rita = house.acting(RITA).await;
    let noted = Ruling { internal_note: "\u{202e}", ..approval(&hash) };
    let decided = rejection(rita.decide_review(submission, noted).await);
    assert!(matches!(decided, Rejection::Invalid(found) if found.at(Field::InternalNote).count() == 1));
    let reasoned = Ruling { reason: &long, ..approval(&hash) };
    let decided = rejection(rita.decide_review(submission, reasoned).await);
    assert!(matches!(decided, Rejection::Invalid(found) if found.at(Field::Reason).count() == 1));
    assert_eq!(stage(&house).await, Stage::GaRequested);
}

#[tokio::test]
async fn a_returned_request_is_one_line_of_history_from_the_request_to_where_the_work_goes_on() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let hash = content(&house, submission).await;
    let before = house.events().await.len();
    let ruling = Ruling { answer: Answer::Return, reason: "The terms.", ..approval(&hash) };
    house.acting(RITA).await.decide_review(submission, ruling).await.unwrap();
    let events = house.events().await;
    assert_eq!(events.len(), before + 1);
    let detail = &events[0].detail;
    assert_eq!(
        (events[0].kind, detail.from, detail.to),
        (EventKind::ReviewReturned, Some(Stage::GaRequested), Some(Stage::Limited))
    );
}

#[tokio::test]
async fn the_checklist_says_who_did_what_the_history_knows() {
    let house = House::open().await;
    house.publish_limited().await;
    let ada = house.acting(ADA).await;
    ada.download_definitions(OFFERING, Wrapper::Services).await.unwrap();
    let submission = house.request_review().await;
    let hash = content(&house, submission).await;
    house.acting(RITA).await.decide_review(submission, approval(&hash)).await.unwrap();
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    let checklist = ada.offering(OFFERING).await.unwrap().checklist();
    for (row, who) in [
        ("2.3", "Otto Brandt"),
        ("7.1", "Kim Wood"),
        ("8.1", "Kim Wood"),
        ("8.2", "Bea Ortiz"),
        ("9.2", "Ada Vance"),
        // Publishing checks the broker once more.
        ("19.1", "Ada Vance"),
        ("19.2", "Kim Wood"),
        ("21.3", "Otto Brandt"),
    ] {
        let report = checklist.rows.iter().find(|report| report.number.to_string() == row).unwrap();
        let proof = report.evidence.as_ref().unwrap_or_else(|| panic!("{row} has no evidence"));
        assert_eq!((proof.who.as_deref(), proof.when.is_some()), (Some(who), true), "{row}");
    }
}

#[tokio::test]
async fn documentation_urls_are_issued_with_the_approval_of_the_account() {
    let house = House::open().await;
    let (gus, otto) = (house.acting(crate::support::GUS).await, house.acting(OTTO).await);
    let account = gus.account().await.unwrap().account;
    assert_eq!(account.documentation_base, None);
    otto.decide_registration(account.id, RegistrationMove::Approve, "").await.unwrap();
    let base = "https://docs.operator.example";
    assert_eq!(gus.account().await.unwrap().account.documentation_base.as_deref(), Some(base));
    let event = house.events().await.remove(0);
    assert_eq!((event.kind, event.detail.subject.as_deref()), (EventKind::RegistrationApproved, Some(base)));
    let before = house.events().await.len();
    house.backend.issue_documentation().await.unwrap();
    assert_eq!(house.events().await.len(), before, "there is nothing left to issue");
}
