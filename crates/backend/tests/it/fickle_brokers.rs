//! Brokers that are away every now and then, and brokers that lose what they had.

use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::instance::{BindingState, InstanceState, OperationKind, Progress};
use slipway_domain::test_run::Outcome;
use slipway_osb::fake::Fault;

use crate::agreement::{Doubt, assert_agree};
use crate::instances::{create, latest, made, plan, ready, settle, view};
use crate::support::CLARA;
use crate::test_runs;

#[tokio::test]
async fn a_broker_that_is_away_every_third_time_is_asked_until_both_tell_the_same() {
    use OperationKind as K;
    let house = ready().await;
    let clara = house.acting(CLARA).await;
    house.broker.set_faults([Fault::Flaps]);
    let mut has_hurt = false;
    for round in 0..9 {
        let (id, mut doubt) = (create(&house).await, Doubt::default());
        settle(&house, id).await;
        for kind in [K::Bind, K::Update, K::Disable, K::Enable, K::Deprovision] {
            // Of an instance that could not be made, nothing else can be asked.
            let _ = match kind {
                K::Bind => clara.create_binding(OFFERING, id, "key", Map::new()).await.map(drop),
                K::Update => {
                    let size = Map::from_iter([("size".to_owned(), round.into())]);
                    clara.update_instance(OFFERING, id, None, size).await.map(drop)
                }
                K::Deprovision => clara.remove_instance(OFFERING, id).await.map(drop),
                _ => clara.enable_instance(OFFERING, id, kind == K::Enable).await.map(drop),
            };
            settle(&house, id).await;
            let view = view(&house, id).await;
            doubt.note(&view);
            assert_agree(&house, &view, &doubt, &format!("round {round}, {}", kind.name()));
        }
        let operations = view(&house, id).await.operations;
        has_hurt |= operations.iter().any(|one| one.attempts > 0 || one.progress != Progress::Succeeded);
        assert!(house.broker.instances().is_empty(), "round {round}");
    }
    assert!(has_hurt, "it was never away when somebody asked");
}

#[tokio::test]
async fn what_a_broker_lost_is_refused_or_gone_and_nothing_waits_for_it() {
    use OperationKind as K;
    let house = ready().await;
    let clara = house.acting(CLARA).await;
    let id = made(&house).await;
    clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    house.backend.make_due_operations().await;
    let key = view(&house, id).await.bindings[0].id;
    house.broker.forget();
    for kind in [K::Update, K::Bind, K::Disable, K::Unbind, K::Deprovision] {
        match kind {
            K::Update => {
                let size = Map::from_iter([("size".to_owned(), 7.into())]);
                clara.update_instance(OFFERING, id, None, size).await.unwrap();
            }
            K::Bind => drop(clara.create_binding(OFFERING, id, "other", Map::new()).await.unwrap()),
            K::Unbind => drop(clara.remove_binding(OFFERING, id, key).await.unwrap()),
            K::Deprovision => drop(clara.remove_instance(OFFERING, id).await.unwrap()),
            _ => drop(clara.enable_instance(OFFERING, id, false).await.unwrap()),
        }
        let removes = matches!(kind, K::Unbind | K::Deprovision);
        let expected = if removes { Progress::Succeeded } else { Progress::Failed };
        assert_eq!(settle(&house, id).await.progress, expected, "{}", kind.name());
    }
    let after = view(&house, id).await;
    assert_eq!(after.instance.state, InstanceState::Removed);
    let states: Vec<BindingState> = after.bindings.iter().map(|binding| binding.state).collect();
    assert_eq!(states, [BindingState::Removed; 2], "they went with the instance");
}

#[tokio::test]
async fn an_instance_that_is_lost_while_it_is_made_is_given_up_at_the_poll_limit() {
    let house = ready().await;
    house.broker.set_asynchronous(&plan(&house, "standard").await.to_string(), 3);
    let id = create(&house).await;
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Polling);
    house.broker.forget();
    let ended = settle(&house, id).await;
    assert_eq!((ended.progress, ended.outcome.as_str()), (Progress::Failed, "timed_out"));
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Failed);
    let log = house.broker.log();
    assert_eq!(log.last().map(|seen| seen.method.clone()), Some(http::Method::DELETE), "and cleaned up after");
}

#[tokio::test]
async fn neither_of_them_passes_its_test_run() {
    for fault in [Fault::Flaps, Fault::Forgets] {
        let house = test_runs::ready().await;
        house.broker.set_faults([fault]);
        let tested = test_runs::run(&house).await;
        let results = tested.checks.iter().filter_map(|check| check.result.as_ref());
        let failed: Vec<&str> =
            results.filter(|result| result.outcome == Outcome::Fail).map(|result| result.id.as_str()).collect();
        assert!(!tested.run.has_passed() && !failed.is_empty(), "{fault:?}");
        let told: Vec<&str> = tested.leftovers.iter().map(|left| left.id.as_str()).collect();
        let left = house.broker.instances();
        assert!(left.iter().all(|id| told.contains(&id.as_str())), "{fault:?}: {left:?} beside {told:?}");
    }
}
