//! Random faults: answers that are lost, refusals, crashes and kills. Whatever happens, no instance stays at the broker
//! that the platform does not have, and every operation comes to its end.

use std::time::Duration;

use http::StatusCode;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{BindingState, InstanceState, OperationKind, Progress};
use slipway_osb::fake::Spoil;

use crate::instances::{new, plan, ready, settle, view};
use crate::support::{CLARA, House};

/// How many runs there are, where that is not said.
const RUNS: u64 = 100;

#[expect(clippy::disallowed_methods, reason = "how many runs a test makes is no setting of the server")]
fn runs() -> u64 {
    std::env::var("SLIPWAY_FAULT_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(RUNS)
}

fn spoils(rng: &mut StdRng) -> Vec<Spoil> {
    let spoil = |rng: &mut StdRng| match rng.random_range(0..8) {
        0 => Spoil::Done(StatusCode::INTERNAL_SERVER_ERROR),
        1 => Spoil::BrokenOff,
        2 => Spoil::Undone(StatusCode::INTERNAL_SERVER_ERROR),
        3 => Spoil::Undone(StatusCode::BAD_REQUEST),
        _ => Spoil::Nothing,
    };
    (0..rng.random_range(0..5)).map(|_| spoil(rng)).collect()
}

/// The console works for a while; every other time it is killed.
async fn work(house: &House, rng: &mut StdRng) {
    if rng.random_bool(0.5) {
        return house.backend.make_due_operations().await;
    }
    let steps = rng.random_range(0..400);
    let killed = async {
        for _ in 0..steps {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = house.backend.make_due_operations() => {}
        () = killed => {}
    }
}

async fn one_run(house: &House, seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let standard = plan(house, "standard").await.to_string();
    let polls = rng.random_bool(0.5).then(|| rng.random_range(0..3));
    house.broker.set_asynchronous(&standard, polls);
    let clara = house.acting(CLARA).await;
    house.broker.spoil(spoils(&mut rng));
    let id = clara.create_instance(OFFERING, &new(house, "standard").await).await.unwrap();
    work(house, &mut rng).await;
    settled(house, id, seed).await;
    for _ in 0..rng.random_range(0..4) {
        house.broker.spoil(spoils(&mut rng));
        // What the instance's state does not allow is refused, which changes nothing.
        match rng.random_range(0..5) {
            4 => {
                let size = Map::from_iter([("size".to_owned(), rng.random_range(0..1_000).into())]);
                drop(clara.update_instance(OFFERING, id, None, size).await);
            }
            0 => drop(clara.create_binding(OFFERING, id, "key", Map::new()).await),
            1 => drop(clara.enable_instance(OFFERING, id, rng.random_bool(0.5)).await),
            2 => {
                let bindings = view(house, id).await.bindings;
                if let Some(there) = bindings.iter().find(|binding| binding.state == BindingState::Active) {
                    drop(clara.remove_binding(OFFERING, id, there.id).await);
                }
            }
            _ => drop(clara.remove_instance(OFFERING, id).await),
        }
        work(house, &mut rng).await;
        settled(house, id, seed).await;
    }
    house.broker.spoil([]);
    if view(house, id).await.instance.state.is_there() {
        clara.remove_instance(OFFERING, id).await.unwrap();
        settled(house, id, seed).await;
    }
    assert!(house.broker.instances().is_empty(), "run {seed}: {:?}", house.broker.instances());
}

/// Everything has ended, and both sides tell the same.
async fn settled(house: &House, id: InstanceId, seed: u64) {
    settle(house, id).await;
    let view = view(house, id).await;
    let mut is_known = true;
    for operation in &view.operations {
        let may_be_unknown =
            matches!(operation.kind, OperationKind::Deprovision | OperationKind::Unbind | OperationKind::Update);
        let is_over = match operation.progress {
            Progress::Succeeded | Progress::Failed => true,
            // One call was not answered, and the next was refused; a change is not repeated.
            Progress::Unknown => may_be_unknown,
            _ => false,
        };
        assert!(is_over && operation.ended_at.is_some(), "run {seed}: {operation:?}");
        is_known &= operation.progress != Progress::Unknown;
    }
    let (is_there, is_told) =
        (house.broker.instances().contains(&view.instance.resource), view.instance.state.is_there());
    assert!(is_told || !is_there, "run {seed}: an orphan: {:?}", view.operations);
    assert!(is_there || !is_told || !is_known, "run {seed}: {:?}", view.operations);
    let provision = view.operations.last().unwrap();
    let was_made = provision.progress == Progress::Succeeded;
    match view.instance.state {
        InstanceState::Active | InstanceState::Inactive => assert!(was_made, "run {seed}"),
        InstanceState::Failed => assert!(!was_made, "run {seed}"),
        state => assert_eq!(state, InstanceState::Removed, "run {seed}"),
    }
    house.clock.advance(Duration::from_mins(5));
}

#[tokio::test]
async fn nothing_is_left_whatever_goes_wrong() {
    let house = ready().await;
    for seed in 0..runs() {
        one_run(&house, seed).await;
    }
}
