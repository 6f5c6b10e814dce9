//! What is done about failures: cleaned up after, taken up after a kill, waited for, given up by a person.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, json};
use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::instance::{BindingState, InstanceState, Progress};
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_osb::fake::{Fault, Misbehaviour, Spoil};

use crate::instances::{answers, create, latest, made, new, plan, ready, settle, view};
use crate::support::{CLARA, House, KIM, OTTO, rejection};

/// Works until `when`, and is killed.
async fn killed_when(house: &House, when: impl Fn() -> bool) {
    let there = async {
        while !when() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = house.backend.make_due_operations() => panic!("it came to an end"),
        () = there => {}
    }
}

/// The rows of §6.5 for making, version 2.12 to 2.17 aside: what is unclear is removed, what was refused is not.
#[tokio::test]
async fn what_a_failure_may_have_left_is_removed() {
    for (status, removes) in [
        (StatusCode::CREATED, false),
        (StatusCode::NO_CONTENT, true),
        (StatusCode::BAD_REQUEST, false),
        (StatusCode::CONFLICT, false),
        (StatusCode::INTERNAL_SERVER_ERROR, true),
        (StatusCode::BAD_GATEWAY, true),
    ] {
        let house = ready().await;
        let id = create(&house).await;
        house.broker.misbehave(answers(status));
        house.backend.make_due_operations().await;
        let told = latest(&house, id).await;
        let expected = match (status, removes) {
            (StatusCode::CREATED, _) => Progress::Succeeded,
            (StatusCode::NO_CONTENT, _) | (_, true) => Progress::Mitigating,
            _ => Progress::Failed,
        };
        assert_eq!(told.progress, expected, "{status}");
        if !removes {
            continue;
        }
        assert_eq!((told.outcome.as_str(), view(&house, id).await.instance.state), ("unknown", InstanceState::Failed));
        house.broker.misbehave(None);
        assert_eq!(settle(&house, id).await.progress, Progress::Failed, "{status}");
        assert!(house.broker.instances().is_empty());
        let deletes = house.broker.log().into_iter().filter(|seen| seen.method == http::Method::DELETE);
        let (mut asked, mut anonymous) = (0, true);
        for seen in deletes {
            asked += 1;
            anonymous &= seen.header("x-broker-api-originating-identity").is_none();
        }
        assert!(asked > 1 && anonymous, "repeated, and caused by nobody (§6.1)");
    }
}

#[tokio::test]
async fn a_failed_bind_leaves_nothing_and_the_instance_stays() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    house.broker.misbehave(Misbehaviour::WrongTypes(json!({ "credentials": "text" })));
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Failed, "a malformed 200 is a failure");
    house.broker.misbehave(answers(StatusCode::INTERNAL_SERVER_ERROR));
    clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Mitigating);
    house.broker.misbehave(None);
    assert_eq!(settle(&house, id).await.progress, Progress::Failed);
    let after = view(&house, id).await;
    assert_eq!(after.instance.state, InstanceState::Active);
    assert!(after.bindings.iter().all(|binding| binding.state == BindingState::Failed));
}

#[tokio::test]
async fn a_kill_before_the_call_loses_nothing() {
    let house = ready().await;
    let id = create(&house).await;
    // Killed at once: the row is there, the call is not.
    tokio::select! {
        biased;
        () = std::future::ready(()) => {}
        () = house.backend.make_due_operations() => {}
    }
    assert!(house.broker.log().iter().all(|seen| seen.method != http::Method::PUT));
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert_eq!(house.broker.instances().len(), 1);
}

#[tokio::test]
async fn a_kill_between_call_and_record_cleans_up() {
    let house = ready().await;
    let id = create(&house).await;
    let began = house.clock.now();
    killed_when(&house, || !house.broker.instances().is_empty()).await;
    let left = latest(&house, id).await;
    assert_eq!((left.progress, left.is_unanswered), (Progress::Running, true));
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Running, "the lease is not over");
    let ended = settle(&house, id).await;
    assert_eq!((ended.progress, ended.outcome.as_str()), (Progress::Failed, "unknown"));
    assert_eq!(ended.started_at, Some(began));
    assert!(house.broker.instances().is_empty(), "at least one removal (§6.5, not recorded)");
}

#[tokio::test]
async fn a_kill_while_polling_goes_on_from_the_original_start() {
    let house = ready().await;
    house.broker.set_asynchronous(&plan(&house, "standard").await.to_string(), 3);
    let id = create(&house).await;
    let began = house.clock.now();
    house.backend.make_due_operations().await;
    house.clock.advance(Duration::from_secs(10));
    let polls = || house.broker.log().iter().filter(|seen| seen.path.contains("last_operation")).count();
    let before = polls();
    killed_when(&house, || polls() > before).await;
    let ended = settle(&house, id).await;
    assert_eq!((ended.progress, ended.started_at, ended.called_at), (Progress::Succeeded, Some(began), Some(began)));
    assert_eq!(house.broker.instances().len(), 1);
}

#[tokio::test]
async fn a_removal_that_never_ends_waits_for_a_person_at_last() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    house.broker.set_asynchronous(&plan(&house, "standard").await.to_string(), 1);
    house.broker.set_faults([Fault::NeverEnds]);
    let of = clara.remove_instance(OFFERING, id).await.unwrap();
    let asked = house.clock.now();
    let letter = settle(&house, id).await;
    assert_eq!((letter.progress, letter.outcome.as_str()), (Progress::DeadLettered, "timed_out"));
    assert!(house.clock.now().since(asked) >= Duration::from_hours(7 * 24));
    assert_eq!(rejection(clara.remove_instance(OFFERING, id).await), Rejection::Refused(Refusal::OperationOpen));

    let otto = house.acting(OTTO).await;
    assert_eq!(otto.dead_letters(OFFERING).await.unwrap()[0].id, of);
    let refused = rejection(house.acting(KIM).await.give_up_operation(OFFERING, of).await);
    assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })));
    otto.give_up_operation(OFFERING, of).await.unwrap();
    let after = view(&house, id).await;
    assert_eq!((after.instance.state, after.operations[0].progress), (InstanceState::Removed, Progress::GivenUp));
    assert_eq!(house.events().await[0].kind, EventKind::InstanceGivenUp);
    assert_eq!(rejection(otto.give_up_operation(OFFERING, of).await), Rejection::Refused(Refusal::AlreadyDone));
}

#[tokio::test]
async fn a_broker_that_nobody_reaches_is_left_alone_for_a_while() {
    let house = ready().await;
    let id = made(&house).await;
    let (clara, standard) = (house.acting(CLARA).await, new(&house, "standard").await);
    house.broker.spoil([Spoil::BrokenOff; 100]);
    for _ in 0..3 {
        clara.create_instance(OFFERING, &standard).await.unwrap();
        house.backend.make_due_operations().await;
    }
    let tried = house.broker.log().len();
    clara.remove_instance(OFFERING, id).await.unwrap();
    house.backend.make_due_operations().await;
    assert_eq!(house.broker.log().len(), tried, "the breaker is open");
    house.broker.spoil([]);
    house.clock.advance(Duration::from_mins(1));
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
}

#[tokio::test]
async fn a_broker_is_called_a_few_times_at_once() {
    let house = ready().await;
    let mut ids = Vec::new();
    for _ in 0..10 {
        ids.push(create(&house).await);
    }
    house.broker.misbehave(Misbehaviour::Silence);
    let puts = || house.broker.log().iter().filter(|seen| seen.method == http::Method::PUT).count();
    killed_when(&house, || puts() >= 4).await;
    let mut begun = 0;
    for id in ids {
        begun += usize::from(latest(&house, id).await.started_at.is_some());
    }
    assert_eq!((begun, puts()), (4, 4));
}
