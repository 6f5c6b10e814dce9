//! Random faults: answers that are lost, late, strange or wrong, refusals, operations that come to nothing, polls that
//! say nothing, crashes and kills. Whatever happens, no instance and no binding stays at the broker that the platform
//! does not have, and every operation ends as what happened at the broker has it end.

use std::iter;
use std::time::Duration;

use http::{Method, StatusCode};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{BindingState, OperationKind, Progress};
use slipway_osb::fake::{Seen, Spoil};
use slipway_store::WholeInstance;

use crate::agreement::{Doubt, assert_agree};
use crate::instances::{new, plan, ready, settle, view};
use crate::support::{CLARA, House};

/// How many runs there are, where that is not said.
const RUNS: u64 = 100;
/// Long for a broker on loopback, and not long for a test that waits until it is over.
const DEADLINE: Duration = Duration::from_secs(1);
/// JSON that is no answer to any call.
const MALFORMED: &str = "[]";

#[expect(clippy::disallowed_methods, reason = "how many runs a test makes is no setting of the server")]
fn runs() -> u64 {
    std::env::var("SLIPWAY_FAULT_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(RUNS)
}

fn spoil(rng: &mut StdRng) -> Spoil {
    const QUICK: [Spoil; 14] = [
        Spoil::Done(StatusCode::INTERNAL_SERVER_ERROR),
        Spoil::Undone(StatusCode::INTERNAL_SERVER_ERROR),
        Spoil::Done(StatusCode::SERVICE_UNAVAILABLE),
        Spoil::Done(StatusCode::NO_CONTENT),
        Spoil::Undone(StatusCode::NO_CONTENT),
        Spoil::Done(StatusCode::REQUEST_TIMEOUT),
        Spoil::Undone(StatusCode::REQUEST_TIMEOUT),
        Spoil::Undone(StatusCode::BAD_REQUEST),
        Spoil::Says(StatusCode::OK, MALFORMED),
        Spoil::Says(StatusCode::CREATED, MALFORMED),
        Spoil::Says(StatusCode::ACCEPTED, MALFORMED),
        Spoil::BrokenOff,
        Spoil::BrokenOff,
        Spoil::BrokenBefore,
    ];
    match rng.random_range(0..120) {
        // Somebody really waits for these.
        0 => Spoil::Late,
        1 => Spoil::Lost,
        2..60 => QUICK[rng.random_range(0..QUICK.len())],
        _ => Spoil::Nothing,
    }
}

/// Answers to polls of which none is one: asked again.
fn spoiled_poll(rng: &mut StdRng) -> Spoil {
    const POLLS: [Spoil; 7] = [
        Spoil::Undone(StatusCode::INTERNAL_SERVER_ERROR),
        Spoil::Done(StatusCode::INTERNAL_SERVER_ERROR),
        Spoil::Undone(StatusCode::BAD_REQUEST),
        Spoil::Says(StatusCode::OK, "<h1>Please wait</h1>"),
        Spoil::Says(StatusCode::OK, r#"{"state":"running"}"#),
        Spoil::BrokenOff,
        Spoil::Nothing,
    ];
    POLLS[rng.random_range(0..POLLS.len())]
}

/// What the platform learns of a call from the answer to it (§6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Learns {
    Done,
    NotDone,
    Neither,
}

fn learns(kind: OperationKind, spoil: Spoil) -> Learns {
    let orders = matches!(kind, OperationKind::Enable | OperationKind::Disable);
    let status = match spoil {
        Spoil::Nothing => return Learns::Done,
        Spoil::Late | Spoil::Lost | Spoil::BrokenOff | Spoil::BrokenBefore => return Learns::Neither,
        Spoil::Done(status) | Spoil::Undone(status) | Spoil::Says(status, _) => status.as_u16(),
    };
    // An order is repeated after a 408, and after others the broker is asked whether it is so.
    let is_refused = (400..500).contains(&status) && !(orders && status == 408);
    if orders && matches!(status, 200 | 204) && spoil.is_done() {
        Learns::Done
    } else if is_refused || (status == 200 && !orders) {
        Learns::NotDone
    } else {
        Learns::Neither
    }
}

/// How an operation ends whose calls were answered like that, if nothing else happened to it.
fn expected(kind: OperationKind, spoils: &[Spoil]) -> Progress {
    use OperationKind as K;
    let learnt: Vec<Learns> = spoils.iter().map(|spoil| learns(kind, *spoil)).collect();
    match (kind, learnt.as_slice()) {
        // After the first call of these, others clean up at most; the rest is repeated until it is known.
        (K::Provision | K::Bind | K::Update, [Learns::Done, ..])
        | (K::Deprovision | K::Unbind | K::Enable | K::Disable, [.., Learns::Done]) => Progress::Succeeded,
        (K::Update, [Learns::Neither, ..]) | (K::Deprovision | K::Unbind, [.., Learns::Neither, Learns::NotDone]) => {
            Progress::Unknown
        }
        _ => Progress::Failed,
    }
}

/// Something that is asked for while answers go wrong.
struct Phase {
    spoils: Vec<Spoil>,
    /// Operations that come to nothing.
    failing: u32,
}

impl Phase {
    fn begin(house: &House, rng: &mut StdRng) -> Self {
        let spoils: Vec<Spoil> = (0..rng.random_range(0..5)).map(|_| spoil(rng)).collect();
        let failing = if rng.random_bool(0.2) { rng.random_range(1..3) } else { 0 };
        let polls: Vec<Spoil> = (0..rng.random_range(0..4)).map(|_| spoiled_poll(rng)).collect();
        house.broker.clear_log();
        house.broker.spoil(spoils.iter().copied());
        house.broker.spoil_polls(polls);
        house.broker.fail_operations(failing);
        Self { spoils, failing }
    }

    /// Goes on until everything is over. `is_whole`: it was asked for, and nobody was killed meanwhile.
    async fn end(self, house: &House, id: InstanceId, is_whole: bool, doubt: &mut Doubt, when: &str) {
        settle(house, id).await;
        let view = view(house, id).await;
        let kind = view.operations[0].kind;
        let changes = house.broker.log().into_iter().filter(|seen| seen.method != Method::GET);
        let answered: Vec<(Seen, Spoil)> =
            changes.zip(self.spoils.iter().copied().chain(iter::repeat(Spoil::Nothing))).collect();
        if is_whole && self.failing == 0 && doubt.is_empty() && !answered.is_empty() {
            let spoils: Vec<Spoil> = answered.iter().map(|(_, spoil)| *spoil).collect();
            assert_eq!(
                view.operations[0].progress,
                expected(kind, &spoils),
                "{when}: {spoils:?} {:?}",
                view.operations
            );
        }
        for (seen, spoil) in &answered {
            let is_cleaning =
                seen.method == Method::DELETE && matches!(kind, OperationKind::Provision | OperationKind::Bind);
            if spoil.is_done() && !is_cleaning && learns(kind, *spoil) == Learns::NotDone {
                doubt.told_wrong.insert(subject(&view, &seen.path));
            }
        }
        doubt.note(&view);
        assert_agree(house, &view, doubt, when);
        house.clock.advance(Duration::from_mins(5));
    }
}

/// What a call is about, as the broker knows it.
fn subject(view: &WholeInstance, path: &str) -> String {
    let guid = |resource: &str| resource.rsplit(':').find(|part| !part.is_empty()).unwrap_or_default().to_owned();
    let binding = view.bindings.iter().find(|binding| path.contains(&guid(&binding.resource)));
    binding.map_or_else(|| view.instance.resource.clone(), |binding| binding.resource.clone())
}

/// The console works for a while; every other time it is killed. True: it was.
async fn work(house: &House, rng: &mut StdRng) -> bool {
    if rng.random_bool(0.5) {
        house.backend.make_due_operations().await;
        return false;
    }
    let steps = rng.random_range(0..400);
    let killed = async {
        for _ in 0..steps {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = house.backend.make_due_operations() => false,
        () = killed => true,
    }
}

/// Whether it could be asked for, and what an update is to change.
async fn ask(house: &House, id: InstanceId, rng: &mut StdRng) -> (bool, Option<u32>) {
    let clara = house.acting(CLARA).await;
    // What the instance's state does not allow is refused, which changes nothing.
    let is_asked = match rng.random_range(0..5) {
        4 => {
            let size: u32 = rng.random_range(0..1_000_000);
            let parameters = Map::from_iter([("size".to_owned(), size.into())]);
            return (clara.update_instance(OFFERING, id, None, parameters).await.is_ok(), Some(size));
        }
        0 => clara.create_binding(OFFERING, id, "key", Map::new()).await.is_ok(),
        1 => clara.enable_instance(OFFERING, id, rng.random_bool(0.5)).await.is_ok(),
        2 => {
            let bindings = view(house, id).await.bindings;
            match bindings.iter().find(|binding| binding.state == BindingState::Active) {
                Some(there) => clara.remove_binding(OFFERING, id, there.id).await.is_ok(),
                None => false,
            }
        }
        _ => clara.remove_instance(OFFERING, id).await.is_ok(),
    };
    (is_asked, None)
}

async fn one_run(house: &House, seed: u64) {
    let (mut rng, mut doubt, when) = (StdRng::seed_from_u64(seed), Doubt::default(), format!("run {seed}"));
    let standard = plan(house, "standard").await.to_string();
    let mut polls = || rng.random_bool(0.5).then(|| rng.random_range(0..3_u32));
    house.broker.set_asynchronous(&standard, polls());
    house.broker.set_asynchronous_bindings(&standard, polls());
    let clara = house.acting(CLARA).await;
    let phase = Phase::begin(house, &mut rng);
    let id = clara.create_instance(OFFERING, &new(house, "standard").await).await.unwrap();
    let is_killed = work(house, &mut rng).await;
    phase.end(house, id, !is_killed, &mut doubt, &when).await;
    for _ in 0..rng.random_range(0..5) {
        let phase = Phase::begin(house, &mut rng);
        let (is_asked, size) = ask(house, id, &mut rng).await;
        let is_killed = work(house, &mut rng).await;
        phase.end(house, id, is_asked && !is_killed, &mut doubt, &when).await;
        let view = view(house, id).await;
        let has_changed = is_asked && view.operations[0].progress == Progress::Succeeded && doubt.is_empty();
        if let Some(size) = size.filter(|_| has_changed) {
            assert_eq!(house.broker.parameters(&view.instance.resource).unwrap()["size"], size, "{when}");
        }
    }
    house.broker.spoil([]);
    house.broker.spoil_polls([]);
    house.broker.fail_operations(0);
    if view(house, id).await.instance.state.is_there() {
        clara.remove_instance(OFFERING, id).await.unwrap();
        settle(house, id).await;
        assert_agree(house, &view(house, id).await, &doubt, &when);
    }
    if doubt.told_wrong.is_empty() {
        let left = (house.broker.instances(), house.broker.bindings());
        assert_eq!(left, (Vec::new(), Vec::new()), "{when}");
    }
    // A broker that told something wrong may have kept what nobody knows of; the next run begins with none.
    house.broker.forget();
}

#[tokio::test]
async fn nothing_is_left_whatever_goes_wrong() {
    let mut house = ready().await;
    house.restart_within(DEADLINE);
    for seed in 0..runs() {
        one_run(&house, seed).await;
    }
}
