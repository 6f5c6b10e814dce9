//! A process that is killed at any point of any job. How far it is shows in two things: what it has committed, and what
//! a broker was asked and has done. So it is killed before and after each commit and each call, one after the other,
//! until the job ends unhurt; then the next process goes on, and everything comes to its end.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use secrecy::SecretString;
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Backend};
use slipway_domain::broker::{BrokerRecord, BrokerState};
use slipway_domain::caller::Caller;
use slipway_domain::drift::INTERVAL;
use slipway_domain::dry_run::Found;
use slipway_domain::event::EventKind;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{OperationKind, Progress};
use slipway_domain::test_run;
use slipway_osb::fake::Spoil;
use tokio::sync::Notify;

use crate::agreement::{Doubt, assert_agree};
use crate::drift;
use crate::instances::{create, made, plan, ready, settle, settle_by, view};
use crate::support::{CLARA, House, KIM};
use crate::test_runs;
use crate::usage::Metered;

/// Of the moments of an operation, every so many are tried where nothing else is said. They come in twos, so that this
/// tries some of either sort.
const OPERATIONS: usize = 3;
/// The same of a test run, which has some hundreds.
const TEST_RUNS: usize = 41;

/// `SLIPWAY_CUT_EVERY=1` tries all.
#[expect(clippy::disallowed_methods, reason = "how many kills a test makes is no setting of the server")]
fn every(usual: usize) -> usize {
    std::env::var("SLIPWAY_CUT_EVERY").ok().and_then(|text| text.parse().ok()).filter(|each| *each > 0).unwrap_or(usual)
}

/// Counts moments, and is burnt at one of them and from then on.
#[derive(Clone)]
struct Fuse {
    left: Arc<Mutex<usize>>,
    burnt: Arc<Notify>,
}

impl Fuse {
    fn of(moments: usize) -> Self {
        Self { left: Arc::new(Mutex::new(moments)), burnt: Arc::default() }
    }

    fn burns(&self) -> bool {
        let mut left = self.left.lock().unwrap();
        if *left > 0 {
            *left -= 1;
            return false;
        }
        self.burnt.notify_one();
        true
    }
}

/// A job in a process of its own, which is killed at its `moment`-th moment; then the console starts anew. False: there
/// were fewer, and the job has ended.
pub(crate) async fn is_killed(house: &mut House, moment: usize, job: impl AsyncFnOnce(&House, Backend)) -> bool {
    let fuse = Fuse::of(moment);
    let (of_store, of_broker) = (fuse.clone(), fuse.clone());
    let doomed = house.process(house.backend.store().clone().dying(move || of_store.burns()));
    house.broker.hold(move || of_broker.burns());
    let at: &House = house;
    let is_killed = tokio::select! {
        biased;
        () = fuse.burnt.notified() => true,
        () = job(at, doomed) => false,
    };
    house.broker.hold_nothing();
    house.restart();
    is_killed
}

/// An operation, whether the broker takes its time, and what becomes of the first answer.
type Case = (OperationKind, bool, Spoil);

const FAILS: Spoil = Spoil::Done(StatusCode::INTERNAL_SERVER_ERROR);
const CASES: [Case; 15] = [
    (OperationKind::Provision, false, Spoil::Nothing),
    (OperationKind::Provision, true, Spoil::Nothing),
    (OperationKind::Provision, false, FAILS),
    (OperationKind::Update, false, Spoil::Nothing),
    (OperationKind::Update, true, Spoil::Nothing),
    (OperationKind::Bind, false, Spoil::Nothing),
    (OperationKind::Bind, true, Spoil::Nothing),
    (OperationKind::Bind, false, FAILS),
    (OperationKind::Unbind, false, Spoil::Nothing),
    (OperationKind::Unbind, true, Spoil::Nothing),
    (OperationKind::Disable, false, Spoil::Nothing),
    (OperationKind::Enable, false, Spoil::Nothing),
    (OperationKind::Deprovision, false, Spoil::Nothing),
    (OperationKind::Deprovision, true, Spoil::Nothing),
    (OperationKind::Deprovision, false, FAILS),
];

/// How long the broker takes from now on.
async fn takes(house: &House, polls: Option<u32>) {
    let standard = plan(house, "standard").await.to_string();
    house.broker.set_asynchronous(&standard, polls);
    house.broker.set_asynchronous_bindings(&standard, polls);
}

async fn bind(house: &House, id: InstanceId) {
    house.acting(CLARA).await.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
}

/// Asks for the operation, of an instance that is made for it.
async fn asked(house: &House, (kind, is_slow, spoil): Case) -> InstanceId {
    use OperationKind as K;
    let polls = is_slow.then_some(1);
    if kind == K::Provision {
        takes(house, polls).await;
        house.broker.spoil([spoil]);
        return create(house).await;
    }
    let (id, clara) = (made(house).await, house.acting(CLARA).await);
    if matches!(kind, K::Unbind | K::Deprovision) {
        bind(house, id).await;
    }
    if kind == K::Enable {
        clara.enable_instance(OFFERING, id, false).await.unwrap();
    }
    house.backend.make_due_operations().await;
    takes(house, polls).await;
    house.broker.spoil([spoil]);
    match kind {
        K::Bind => bind(house, id).await,
        K::Unbind => {
            let key = view(house, id).await.bindings[0].id;
            clara.remove_binding(OFFERING, id, key).await.unwrap();
        }
        K::Enable | K::Disable => drop(clara.enable_instance(OFFERING, id, kind == K::Enable).await.unwrap()),
        K::Deprovision => drop(clara.remove_instance(OFFERING, id).await.unwrap()),
        _ => {
            let size = Map::from_iter([("size".to_owned(), 7.into())]);
            clara.update_instance(OFFERING, id, None, size).await.unwrap();
        }
    }
    id
}

/// One operation that is killed at one moment, and what the next process makes of it. False: it was not killed.
async fn operation(house: &mut House, case: Case, moment: usize) -> bool {
    let id = asked(house, case).await;
    let is_killed = is_killed(house, moment, async |house, doomed| drop(settle_by(&doomed, house, id).await)).await;
    let (kind, when) = (case.0, format!("{case:?}, killed at {moment}"));
    let ended = settle(house, id).await;
    let view = view(house, id).await;
    let mut doubt = Doubt::default();
    doubt.note(&view);
    assert_agree(house, &view, &doubt, &when);
    let makes = matches!(kind, OperationKind::Provision | OperationKind::Bind);
    let allowed = match ended.progress {
        Progress::Succeeded => case.2 == Spoil::Nothing || !makes,
        // What was lost while something was made is cleaned up after.
        Progress::Failed => makes && (case.2 != Spoil::Nothing || is_killed),
        Progress::Unknown => kind == OperationKind::Update && is_killed,
        _ => false,
    };
    assert!(allowed, "{when}: {ended:?}");
    takes(house, None).await;
    house.broker.spoil([]);
    if view.instance.state.is_there() {
        house.acting(CLARA).await.remove_instance(OFFERING, id).await.unwrap();
        assert_eq!(settle(house, id).await.progress, Progress::Succeeded, "{when}");
    }
    assert!(house.broker.instances().is_empty() && house.broker.bindings().is_empty(), "{when}: an orphan");
    is_killed
}

#[tokio::test]
async fn an_operation_that_is_killed_at_any_point_comes_to_its_end_and_leaves_nothing() {
    let mut house = ready().await;
    let step = every(OPERATIONS);
    for (place, case) in CASES.into_iter().enumerate() {
        let mut moment = place % step;
        while operation(&mut house, case, moment).await {
            moment += step;
        }
        assert!(moment >= 8, "{case:?}: three commits and a call have eight moments");
    }
}

#[tokio::test]
async fn a_test_run_that_is_killed_at_any_point_ends_and_leaves_nothing() {
    let mut house = test_runs::ready().await;
    let mut moment = 0;
    loop {
        let kim = house.acting(KIM).await;
        let id = kim.request_test_run(OFFERING, test_runs::lite(&house).await).await.unwrap();
        let is_killed = is_killed(&mut house, moment, async |_, doomed| doomed.make_due_test_runs().await).await;
        house.clock.advance(Duration::from_secs(61));
        house.backend.make_due_test_runs().await;
        let ended = house.acting(KIM).await.test_run(OFFERING, id).await.unwrap();
        let is_over = matches!(ended.run.progress, test_run::Progress::Finished | test_run::Progress::Interrupted);
        assert!(is_over && ended.leftovers.is_empty(), "killed at {moment}: {:?} {:?}", ended.run, ended.leftovers);
        let is_finished = ended.run.progress == test_run::Progress::Finished;
        assert_eq!(ended.run.has_passed(), is_finished, "killed at {moment}: what was cut off proves nothing");
        let left = (house.broker.instances(), house.broker.bindings());
        assert_eq!(left, (Vec::new(), Vec::new()), "killed at {moment}");
        if !is_killed {
            assert!(is_finished && moment > 100, "{moment}");
            return;
        }
        moment += every(TEST_RUNS);
    }
}

async fn broker(house: &House) -> BrokerRecord {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering.brokers.remove(0)
}

/// Lines of the history about what came of these.
async fn lines(house: &House, kinds: &[EventKind]) -> usize {
    house.events().await.iter().filter(|event| kinds.contains(&event.kind)).count()
}

/// Kim at a process.
async fn kim_at(house: &House, process: &Backend) -> Acting {
    process.acting_for(Caller::Person(house.person(KIM).await))
}

#[tokio::test]
async fn a_catalog_fetch_that_is_killed_at_any_point_is_told_and_settled_by_the_next_start() {
    let outcomes = [EventKind::BrokerRegistered, EventKind::BrokerFetchFailed];
    let mut house = House::open().await;
    house.register_broker().await;
    let id = broker(&house).await.id;
    for moment in 0.. {
        // Nobody may call too often.
        house.clock.advance(Duration::from_mins(2));
        let (told, called) = (lines(&house, &outcomes).await, house.broker.log().len());
        let is_killed = is_killed(&mut house, moment, async |house, doomed| {
            drop(kim_at(house, &doomed).await.register_broker(OFFERING, id).await);
        })
        .await;
        house.backend.settle_abandoned_calls().await.unwrap();
        let told = lines(&house, &outcomes).await - told;
        assert!(told <= 1, "killed at {moment}: {told} lines");
        assert!(told == 1 || house.broker.log().len() == called, "killed at {moment}: a call of which nobody knows");
        let after = broker(&house).await;
        assert_eq!(after.state, BrokerState::Registered, "killed at {moment}");
        assert!(after.open_call.is_none_or(|call| !call.is_running), "killed at {moment}: it runs for ever");
        house.acting(KIM).await.register_broker(OFFERING, id).await.unwrap();
        if !is_killed {
            assert!(moment >= 6, "two commits and a call: {moment}");
            return;
        }
    }
}

#[tokio::test]
async fn a_dry_run_that_is_killed_at_any_point_changes_nothing_and_can_be_made_again() {
    let mut house = ready().await;
    let before = broker(&house).await;
    for moment in 0.. {
        house.clock.advance(Duration::from_mins(2));
        let told = lines(&house, &[EventKind::BrokerTried]).await;
        let (id, draft) = (before.id, &before.draft);
        let is_killed = is_killed(&mut house, moment, async |house, doomed| {
            let kim = kim_at(house, &doomed).await;
            drop(kim.try_broker(OFFERING, id, draft, &SecretString::default()).await);
        })
        .await;
        assert!(lines(&house, &[EventKind::BrokerTried]).await - told <= 1, "killed at {moment}");
        let kim = house.acting(KIM).await;
        kim.try_broker(OFFERING, id, draft, &SecretString::default()).await.unwrap();
        let found = kim.broker(OFFERING, id).await.unwrap().dry_run.unwrap().found;
        assert!(
            matches!(&found, Found::Consequences(found) if found.would_register()),
            "killed at {moment}: {found:?}"
        );
        assert_eq!(broker(&house).await, before, "killed at {moment}");
        if !is_killed {
            assert!(moment >= 6, "two commits and a call: {moment}");
            return;
        }
    }
}

#[tokio::test]
async fn a_look_that_is_killed_at_any_point_is_taken_again_and_its_incident_told_once() {
    let mut house = drift::live().await;
    house.backend.look_at_brokers().await;
    let offering = drift::offering(&house).await;
    for moment in 0.. {
        // Apart and together again, by turns.
        let is_apart = moment % 2 == 0;
        let said = if is_apart { drift::drifted(&offering) } else { drift::catalog(&offering, |_| {}) };
        house.broker.set_catalog(said);
        house.clock.advance(INTERVAL);
        let told = drift::told(&house).await.len();
        let is_killed = is_killed(&mut house, moment, async |_, doomed| doomed.look_at_brokers().await).await;
        // Until nobody holds the look any more.
        house.clock.advance(Duration::from_mins(15));
        house.backend.look_at_brokers().await;
        let told = drift::told(&house).await.split_off(told);
        let expected = if is_apart { EventKind::BrokerIncidentOpened } else { EventKind::BrokerIncidentClosed };
        assert_eq!(told.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [expected], "killed at {moment}");
        let incidents = drift::offering(&house).await.brokers.remove(0).incidents;
        assert_eq!(incidents.is_empty(), !is_apart, "killed at {moment}");
        if !is_killed {
            assert!(moment >= 6, "two commits and a call: {moment}");
            return;
        }
    }
}

#[tokio::test]
async fn the_end_of_a_month_that_is_killed_at_any_point_is_made_up_for_and_told_once() {
    let mut metered = Metered::open().await;
    metered.submit(&[metered.record(2, 5)]).await;
    let frozen = async |house: &House| {
        let events = house.events().await.into_iter().filter(|event| event.kind == EventKind::StatementFrozen);
        events.map(|event| format!("{:?} {:?}", event.account, event.detail.subject)).collect::<Vec<_>>()
    };
    for moment in 0.. {
        metered.house.clock.advance(Duration::from_hours(31 * 24));
        let before = frozen(&metered.house).await.len();
        let is_killed =
            is_killed(&mut metered.house, moment, async |_, doomed| doomed.freeze_due_statements().await.unwrap())
                .await;
        metered.house.backend.freeze_due_statements().await.unwrap();
        let mut told = frozen(&metered.house).await;
        assert!(told.len() > before, "killed at {moment}: a month is over");
        metered.house.backend.freeze_due_statements().await.unwrap();
        assert_eq!(frozen(&metered.house).await.len(), told.len(), "killed at {moment}: nothing is left to do");
        told.sort_unstable();
        assert!(told.is_sorted_by(|one, next| one < next), "killed at {moment}: told twice: {told:?}");
        if !is_killed {
            assert!(moment >= 2, "a commit has two moments: {moment}");
            return;
        }
    }
}
