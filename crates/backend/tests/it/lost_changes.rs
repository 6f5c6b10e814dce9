//! A change of the plan that the broker made and nobody heard of: what names the old plan afterwards is refused by a strict
//! broker, and asked once more with the new one.

use http::{Method, StatusCode};
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{BindingState, InstanceState, OperationKind, Progress};
use slipway_osb::fake::Spoil;

use crate::instances::{latest, made, plan, ready, settle, view};
use crate::support::{CLARA, House};

/// An instance of `standard` with a key, and a change to `lite` that nobody was answered.
async fn changed(house: &House, spoil: Spoil) -> InstanceId {
    let (clara, lite) = (house.acting(CLARA).await, plan(house, "lite").await);
    let id = made(house).await;
    clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    assert_eq!(settle(house, id).await.progress, Progress::Succeeded);
    house.broker.spoil([spoil]);
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    let lost = settle(house, id).await;
    assert_eq!((lost.kind, lost.progress), (OperationKind::Update, Progress::Unknown));
    assert_eq!(view(house, id).await.instance.plan, plan(house, "standard").await, "until something tells otherwise");
    house.broker.clear_log();
    id
}

async fn ask(house: &House, id: InstanceId, kind: OperationKind) {
    let clara = house.acting(CLARA).await;
    match kind {
        OperationKind::Bind => drop(clara.create_binding(OFFERING, id, "other", Map::new()).await.unwrap()),
        OperationKind::Unbind => {
            let key = view(house, id).await.bindings[0].id;
            clara.remove_binding(OFFERING, id, key).await.unwrap();
        }
        _ => drop(clara.remove_instance(OFFERING, id).await.unwrap()),
    }
}

/// How many calls changed something, or were to.
fn calls(house: &House) -> usize {
    house.broker.log().iter().filter(|seen| seen.method != Method::GET).count()
}

/// How often the history says that a change of the plan succeeded.
async fn told(house: &House) -> usize {
    let is_change = |code: Option<&str>| code == Some(OperationKind::Update.name());
    let events = house.events().await;
    events
        .iter()
        .filter(|event| event.kind == EventKind::InstanceSucceeded && is_change(event.detail.code.as_deref()))
        .count()
}

#[tokio::test]
async fn what_names_the_old_plan_is_asked_once_more_with_the_new_one_and_the_plan_is_settled() {
    use OperationKind as K;
    // To remove the instance, its key is removed first; by then the plan is known.
    for (kind, expected) in [(K::Bind, 2), (K::Unbind, 2), (K::Deprovision, 3)] {
        let house = ready().await;
        let id = changed(&house, Spoil::BrokenOff).await;
        ask(&house, id, kind).await;
        assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "{}", kind.name());
        assert_eq!(calls(&house), expected, "{}", kind.name());
        let after = view(&house, id).await;
        assert_eq!(after.instance.plan, plan(&house, "lite").await, "{}", kind.name());
        let change = after.operations.iter().find(|one| one.kind == K::Update).unwrap();
        assert_eq!((change.progress, change.outcome.as_str()), (Progress::Succeeded, "success"), "{}", kind.name());
        assert_eq!(told(&house).await, 1, "{}", kind.name());
        if kind == K::Deprovision {
            assert_eq!(after.instance.state, InstanceState::Removed);
            assert!(house.broker.instances().is_empty() && house.broker.bindings().is_empty());
        }
    }
}

#[tokio::test]
async fn a_bind_whose_second_answer_is_lost_too_leaves_nothing() {
    let house = ready().await;
    let id = changed(&house, Spoil::BrokenOff).await;
    house.broker.spoil([Spoil::Nothing, Spoil::BrokenOff]);
    ask(&house, id, OperationKind::Bind).await;
    assert_eq!(settle(&house, id).await.progress, Progress::Failed);
    let after = view(&house, id).await;
    let there: Vec<_> = after.bindings.iter().filter(|one| one.state == BindingState::Active).collect();
    assert_eq!((there.len(), house.broker.bindings().len()), (1, 1), "the key from before");
    assert_eq!(after.instance.plan, plan(&house, "lite").await, "what cleaned up told");
}

#[tokio::test]
async fn a_change_that_did_not_happen_is_never_said_to_have() {
    let house = ready().await;
    let id = changed(&house, Spoil::BrokenBefore).await;
    // Refused for another reason than the plan, and with the other one because of that.
    house.broker.spoil([Spoil::Undone(StatusCode::BAD_REQUEST)]);
    ask(&house, id, OperationKind::Bind).await;
    assert_eq!(settle(&house, id).await.progress, Progress::Failed);
    assert_eq!((calls(&house), told(&house).await), (2, 0));
    ask(&house, id, OperationKind::Deprovision).await;
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    let after = view(&house, id).await;
    assert_eq!((calls(&house), told(&house).await), (4, 0), "the key and the instance, once each");
    assert_eq!(after.instance.plan, plan(&house, "standard").await);
    assert!(house.broker.instances().is_empty());
}

#[tokio::test]
async fn a_refusal_is_final_where_the_plan_is_certain() {
    let house = ready().await;
    let id = changed(&house, Spoil::BrokenOff).await;
    let (clara, lite) = (house.acting(CLARA).await, plan(&house, "lite").await);
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    house.broker.clear_log();
    house.broker.spoil([Spoil::Undone(StatusCode::BAD_REQUEST)]);
    ask(&house, id, OperationKind::Bind).await;
    settle(&house, id).await;
    assert_eq!((latest(&house, id).await.progress, calls(&house)), (Progress::Failed, 1));
}
