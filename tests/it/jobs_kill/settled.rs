//! What has to be true once nobody kills any more: what the console holds came to its end, and is what the broker has.

use std::collections::BTreeSet;
use std::path::Path;

use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerState;
use slipway_domain::ids::AccountId;
use slipway_domain::instance::{BindingState, InstanceState, OperationKind, Progress};
use slipway_domain::test_run;
use slipway_domain::view::TestRunLine;
use slipway_osb::fake::FakeBroker;
use slipway_store::{Store, WholeInstance};

use super::desk::Made;

/// `consumer` is the id of the account whose instances they are.
pub(super) async fn assert_settled(dir: &Path, broker: &FakeBroker, consumer: &str, made: &Made) {
    let store = Store::open_current(&dir.join("data/slipway.db")).await.unwrap();
    store.copy_to(&dir.join("sound.db")).await.unwrap();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let (mut there, mut bound, mut kinds, mut known) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for instance in store.instances(scope, AccountId::parse(consumer).unwrap()).await.unwrap() {
        let whole = store.whole_instance(scope, instance.id).await.unwrap().unwrap();
        known.insert(instance.id.to_string());
        kinds.extend(whole.operations.iter().map(|operation| operation.kind));
        assert_ended(&whole);
        if is_told(&whole, broker) {
            there.insert(instance.resource);
        }
        let bindings = whole.bindings.into_iter().filter(|binding| match binding.state {
            BindingState::Active => true,
            BindingState::Failed | BindingState::Removed => false,
            state => panic!("a binding is {state:?}"),
        });
        bound.extend(bindings.map(|binding| binding.resource));
    }
    assert_eq!(there, broker.instances().into_iter().collect(), "the console has the left, the broker the right");
    assert_eq!(bound, broker.bindings().into_iter().collect(), "the console has the left, the broker the right");
    assert!(made.instances.iter().all(|id| known.contains(id)), "an instance was acknowledged and is not there");
    let all: BTreeSet<_> = OperationKind::ALL.iter().copied().collect();
    assert_eq!(kinds, all, "each was asked for, or this proves less than it says");

    let runs = store.test_runs(scope).await.unwrap();
    for run in &runs {
        assert!(!run.progress.is_open() && run.leftovers == 0, "{run:?}");
    }
    let is_known = |id: &String| runs.iter().any(|run| run.id.to_string() == *id);
    assert!(made.runs.iter().all(is_known), "a run was acknowledged and is not there");
    let is_killed = |run: &TestRunLine| run.progress == test_run::Progress::Interrupted;
    assert!(runs.iter().any(is_killed), "no run was killed");

    let record = store.offering(scope).await.unwrap().unwrap().brokers.remove(0);
    assert_eq!((record.state, record.incidents.len()), (BrokerState::Registered, 0));
    assert!(record.open_call.is_none_or(|call| !call.is_running), "a call runs for ever");
    store.close().await;
}

/// Each operation is over, and in a state in which its kind can end at a broker that does what it says.
fn assert_ended(whole: &WholeInstance) {
    for operation in &whole.operations {
        let may_end = match operation.progress {
            Progress::Succeeded | Progress::Failed => true,
            // A change is neither repeated nor taken back, so that nobody knows what came of it.
            Progress::Unknown => operation.kind == OperationKind::Update,
            _ => false,
        };
        assert!(may_end && operation.ended_at.is_some(), "{operation:?}");
    }
}

/// Whether the console says that the instance is there, enabled as the broker has it.
fn is_told(whole: &WholeInstance, broker: &FakeBroker) -> bool {
    let instance = &whole.instance;
    let is_told = match instance.state {
        InstanceState::Active | InstanceState::Inactive => true,
        InstanceState::Failed | InstanceState::Removed => false,
        state => panic!("{state:?} after {:?}", whole.operations),
    };
    if is_told {
        let is_enabled = instance.state == InstanceState::Active;
        assert_eq!(broker.is_enabled(&instance.resource), Some(is_enabled), "{:?}", whole.operations);
    }
    is_told
}
