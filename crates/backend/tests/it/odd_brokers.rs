//! What real brokers do beside the contract, to operations of instances: none of it is mistaken for a failure. And what
//! no broker ever brings to its end waits for a person, whatever was asked for.

use http::StatusCode;
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{BindingState, InstanceState, OperationKind, Progress};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_osb::fake::Fault;

use crate::instances::{answers, create, made, plan, ready, settle, view};
use crate::support::{CLARA, House, OTTO, rejection};

/// Asks for it, of an instance that has credentials if it needs some.
async fn ask(house: &House, id: InstanceId, kind: OperationKind) {
    use OperationKind as K;
    let clara = house.acting(CLARA).await;
    match kind {
        K::Bind => drop(clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap()),
        K::Unbind => {
            let key = view(house, id).await.bindings[0].id;
            clara.remove_binding(OFFERING, id, key).await.unwrap();
        }
        K::Update => {
            let size = Map::from_iter([("size".to_owned(), 7.into())]);
            clara.update_instance(OFFERING, id, None, size).await.unwrap();
        }
        K::Deprovision => drop(clara.remove_instance(OFFERING, id).await.unwrap()),
        _ => drop(clara.enable_instance(OFFERING, id, kind == K::Enable).await.unwrap()),
    }
}

#[tokio::test]
async fn what_brokers_do_beside_the_contract_is_no_failure_of_any_operation() {
    use OperationKind as K;
    let house = ready().await;
    let standard = plan(&house, "standard").await.to_string();
    for fault in [
        Fault::Nulls,
        Fault::RefusesEmptyMembers,
        Fault::NeedsContext,
        Fault::RestlessDashboard,
        Fault::ForgetsRemovals,
        Fault::SaysOk,
    ] {
        for polls in [None, Some(1)] {
            house.broker.set_faults([fault]);
            house.broker.set_asynchronous(&standard, polls);
            house.broker.set_asynchronous_bindings(&standard, polls);
            let (id, when) = (create(&house).await, format!("{fault:?}, {polls:?}"));
            assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "{when}");
            let shown = view(&house, id).await.instance.dashboard_url;
            assert!(shown.starts_with("https://"), "{when}: {shown}");
            for kind in [K::Bind, K::Update, K::Disable, K::Enable, K::Unbind, K::Deprovision] {
                assert_eq!(view(&house, id).await.instance.dashboard_url, shown, "{when}, before {}", kind.name());
                ask(&house, id, kind).await;
                let ended = settle(&house, id).await;
                assert_eq!((ended.kind, ended.progress), (kind, Progress::Succeeded), "{when}: {ended:?}");
            }
            assert_eq!(view(&house, id).await.instance.state, InstanceState::Removed, "{when}");
            assert!(house.broker.instances().is_empty() && house.broker.bindings().is_empty(), "{when}");
        }
    }
}

#[tokio::test]
async fn whatever_cannot_be_removed_waits_for_a_person_and_is_over_once_they_have_looked() {
    use OperationKind as K;
    for kind in [K::Provision, K::Bind, K::Unbind] {
        let house = ready().await;
        let id = if kind == K::Provision {
            house.broker.misbehave(answers(StatusCode::INTERNAL_SERVER_ERROR));
            create(&house).await
        } else {
            let id = made(&house).await;
            if kind == K::Unbind {
                ask(&house, id, K::Bind).await;
                settle(&house, id).await;
            }
            house.broker.misbehave(answers(StatusCode::INTERNAL_SERVER_ERROR));
            ask(&house, id, kind).await;
            id
        };
        house.broker.clear_log();
        let letter = settle(&house, id).await;
        assert_eq!((letter.kind, letter.progress), (kind, Progress::DeadLettered));
        let puts = house.broker.log().iter().filter(|seen| seen.method == http::Method::PUT).count();
        assert!(puts <= 1, "{kind:?}: what failed is removed, and not made again");
        let (clara, otto) = (house.acting(CLARA).await, house.acting(OTTO).await);
        let refused = rejection(clara.enable_instance(OFFERING, id, false).await);
        assert_eq!(refused, Rejection::Refused(Refusal::OperationOpen), "{kind:?}: one at a time, until they have");
        assert_eq!(otto.dead_letters(OFFERING).await.unwrap()[0].id, letter.id, "{kind:?}");

        otto.give_up_operation(OFFERING, letter.id).await.unwrap();
        assert_eq!(house.events().await[0].kind, EventKind::InstanceGivenUp, "{kind:?}");
        assert!(otto.dead_letters(OFFERING).await.unwrap().is_empty(), "{kind:?}");
        let over = view(&house, id).await;
        assert_eq!(over.operations[0].progress, Progress::GivenUp, "{kind:?}");
        let binding = over.bindings.first().map(|binding| binding.state);
        let expected = match kind {
            K::Provision => (InstanceState::Failed, None),
            K::Bind => (InstanceState::Active, Some(BindingState::Failed)),
            _ => (InstanceState::Active, Some(BindingState::Removed)),
        };
        assert_eq!((over.instance.state, binding), expected);
        house.broker.misbehave(None);
        // What nobody removed at this broker would keep it from removing the instance.
        ask(&house, id, if kind == K::Unbind { K::Bind } else { K::Deprovision }).await;
        assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "{kind:?}: something else can be done");
    }
}
