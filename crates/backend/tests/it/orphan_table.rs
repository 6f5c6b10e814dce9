//! The table of orphan mitigation (§6.5) through the engine: for each answer to each call, in every version that
//! differs, what is called next and how it ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{BindingState, InstanceState, OperationKind, Progress};
use slipway_osb::fake::{Credentials, FakeBroker, Seen, Spoil};
use tokio::sync::Notify;

use crate::instance_answers::speaks;
use crate::instances::{create, latest, made, plan, ready, settle, view};
use crate::support::{CLARA, House, KIM};

/// JSON that is no answer to any call.
const MALFORMED: &str = "[]";

/// The columns. An unbind stands in the table beside the deprovision.
const CALLS: [OperationKind; 5] = [
    OperationKind::Provision,
    OperationKind::Bind,
    OperationKind::Deprovision,
    OperationKind::Unbind,
    OperationKind::Update,
];

/// What follows from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// It succeeded, and nothing else is called.
    Done,
    /// It failed, and nothing else is called: there is nothing, or what was there stays.
    Failed,
    /// It failed, and what may be there is removed until it is gone, on nobody's behalf.
    Cleaned,
    /// It is asked for again until it is gone.
    Repeated,
    /// Nobody knows, and nothing else is called.
    Unknown,
}

use Ends::{Cleaned, Done, Failed, Repeated, Unknown};

/// What the broker does.
#[derive(Debug, Clone, Copy)]
enum How {
    Answers(Spoil),
    /// It works for a while.
    Accepts,
    /// It works for a while, and says that nothing came of it.
    ComesToNothing,
}

const fn done(status: StatusCode) -> How {
    How::Answers(Spoil::Done(status))
}

const fn undone(status: StatusCode) -> How {
    How::Answers(Spoil::Undone(status))
}

const fn malformed(status: StatusCode) -> How {
    How::Answers(Spoil::Says(status, MALFORMED))
}

const ALL: &[&str] = &["2.12", "2.13", "2.14", "2.15", "2.16", "2.17"];
const NEWEST: &[&str] = &["2.17"];
const BEFORE_2_14: &[&str] = &["2.12", "2.13"];
const SINCE_2_14: &[&str] = &["2.14", "2.17"];
const BEFORE_2_15: &[&str] = &["2.12", "2.14"];
const SINCE_2_15: &[&str] = &["2.15", "2.17"];

type Row = (&'static str, How, &'static [&'static str], [Ends; 5]);

/// A row is what comes back, in which versions, and what follows for each of [`CALLS`]. Where a version changes one
/// column, the row stands here once for those before it and once for those since.
const TABLE: [Row; 22] = [
    ("200 or 201", How::Answers(Spoil::Nothing), ALL, [Done, Done, Done, Done, Done]),
    ("202", How::Accepts, NEWEST, [Done, Done, Done, Done, Done]),
    ("200 malformed", malformed(StatusCode::OK), NEWEST, [Failed, Failed, Failed, Failed, Failed]),
    ("201 malformed", malformed(StatusCode::CREATED), BEFORE_2_15, [Cleaned, Cleaned, Unknown, Unknown, Unknown]),
    ("201 malformed", malformed(StatusCode::CREATED), SINCE_2_15, [Cleaned, Cleaned, Repeated, Repeated, Unknown]),
    ("202 malformed", malformed(StatusCode::ACCEPTED), BEFORE_2_15, [Cleaned, Cleaned, Unknown, Unknown, Unknown]),
    ("202 malformed", malformed(StatusCode::ACCEPTED), SINCE_2_15, [Cleaned, Cleaned, Repeated, Repeated, Unknown]),
    ("other 2xx", done(StatusCode::NO_CONTENT), BEFORE_2_15, [Cleaned, Cleaned, Unknown, Unknown, Unknown]),
    ("other 2xx", done(StatusCode::NO_CONTENT), SINCE_2_15, [Cleaned, Cleaned, Repeated, Repeated, Unknown]),
    ("other 2xx, undone", undone(StatusCode::NO_CONTENT), NEWEST, [Cleaned, Cleaned, Repeated, Repeated, Unknown]),
    ("redirect", undone(StatusCode::FOUND), NEWEST, [Failed, Failed, Failed, Failed, Failed]),
    ("408", undone(StatusCode::REQUEST_TIMEOUT), BEFORE_2_14, [Cleaned, Cleaned, Unknown, Unknown, Unknown]),
    ("408, done", done(StatusCode::REQUEST_TIMEOUT), BEFORE_2_14, [Cleaned, Cleaned, Unknown, Unknown, Unknown]),
    ("408", undone(StatusCode::REQUEST_TIMEOUT), SINCE_2_14, [Failed, Failed, Failed, Failed, Failed]),
    ("410", undone(StatusCode::GONE), NEWEST, [Failed, Failed, Done, Done, Failed]),
    ("other 4xx", undone(StatusCode::BAD_REQUEST), NEWEST, [Failed, Failed, Failed, Failed, Failed]),
    ("other 4xx", undone(StatusCode::CONFLICT), BEFORE_2_14, [Failed, Failed, Failed, Failed, Failed]),
    ("5xx", done(StatusCode::BAD_GATEWAY), ALL, [Cleaned, Cleaned, Repeated, Repeated, Unknown]),
    ("5xx, undone", undone(StatusCode::BAD_GATEWAY), NEWEST, [Cleaned, Cleaned, Repeated, Repeated, Unknown]),
    ("no answer", How::Answers(Spoil::BrokenOff), ALL, [Cleaned, Cleaned, Repeated, Repeated, Unknown]),
    ("no answer, undone", How::Answers(Spoil::BrokenBefore), NEWEST, [Cleaned, Cleaned, Repeated, Repeated, Unknown]),
    ("operation failed", How::ComesToNothing, NEWEST, [Cleaned, Cleaned, Repeated, Repeated, Failed]),
];

/// An instance for which the call can be asked; without one that the call is to make.
async fn prepared(house: &House, call: OperationKind) -> Option<InstanceId> {
    if call == OperationKind::Provision {
        return None;
    }
    let id = made(house).await;
    if call == OperationKind::Unbind {
        house.acting(CLARA).await.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
        house.backend.make_due_operations().await;
        assert_eq!(view(house, id).await.bindings[0].state, BindingState::Active);
    }
    Some(id)
}

async fn ask(house: &House, call: OperationKind, prepared: Option<InstanceId>) -> InstanceId {
    let Some(id) = prepared else { return create(house).await };
    let clara = house.acting(CLARA).await;
    match call {
        OperationKind::Bind => drop(clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap()),
        OperationKind::Unbind => {
            let key = view(house, id).await.bindings[0].id;
            clara.remove_binding(OFFERING, id, key).await.unwrap();
        }
        OperationKind::Deprovision => drop(clara.remove_instance(OFFERING, id).await.unwrap()),
        _ => {
            let size = Map::from_iter([("size".to_owned(), 7.into())]);
            clara.update_instance(OFFERING, id, None, size).await.unwrap();
        }
    }
    id
}

/// How long the broker takes from now on.
async fn takes(house: &House, polls: Option<u32>) {
    let standard = plan(house, "standard").await.to_string();
    house.broker.set_asynchronous(&standard, polls);
    house.broker.set_asynchronous_bindings(&standard, polls);
}

/// What was called is what the table has called, and nothing else.
fn assert_called(calls: &[Seen], call: OperationKind, ends: Ends, when: &str) {
    let (first, rest) = calls.split_first().unwrap();
    match ends {
        Done | Failed | Unknown => assert_eq!(rest.len(), 0, "{when}: {rest:?}"),
        Cleaned => {
            assert!(!rest.is_empty(), "{when}");
            let path = |seen: &Seen| seen.path.split('?').next().unwrap().to_owned();
            for seen in rest {
                assert_eq!((&seen.method, path(seen)), (&Method::DELETE, path(first)), "{when}");
                assert_eq!(seen.header("x-broker-api-originating-identity"), None, "{when}: nobody asks for it (§6.1)");
            }
        }
        Repeated => {
            assert!(!rest.is_empty(), "{when}");
            for seen in rest {
                assert_eq!((&seen.method, &seen.path), (&first.method, &first.path), "{when}");
                assert!(seen.header("x-broker-api-originating-identity").is_some(), "{when}: somebody asked for it");
            }
        }
    }
    let makes = matches!(call, OperationKind::Provision | OperationKind::Bind);
    assert!(ends != Cleaned || makes, "{when}: only what is made is cleaned up after");
}

/// The operation, the instance and the binding are in the states that follow.
async fn assert_ended(house: &House, id: InstanceId, call: OperationKind, ends: Ends, when: &str) {
    let view = view(house, id).await;
    let progress = match ends {
        Done | Repeated => Progress::Succeeded,
        Failed | Cleaned => Progress::Failed,
        Unknown => Progress::Unknown,
    };
    assert_eq!((view.operations[0].kind, view.operations[0].progress), (call, progress), "{when}");
    let has_succeeded = progress == Progress::Succeeded;
    let state = match call {
        OperationKind::Provision if !has_succeeded => InstanceState::Failed,
        OperationKind::Deprovision if has_succeeded => InstanceState::Removed,
        _ => InstanceState::Active,
    };
    assert_eq!(view.instance.state, state, "{when}");
    let binding = match call {
        OperationKind::Bind if !has_succeeded => Some(BindingState::Failed),
        OperationKind::Unbind if has_succeeded => Some(BindingState::Removed),
        OperationKind::Bind | OperationKind::Unbind => Some(BindingState::Active),
        _ => None,
    };
    assert_eq!(view.bindings.first().map(|binding| binding.state), binding, "{when}");
    if matches!(ends, Cleaned | Repeated) {
        let is_of_binding = matches!(call, OperationKind::Bind | OperationKind::Unbind);
        let left = if is_of_binding { house.broker.bindings() } else { house.broker.instances() };
        assert_eq!(left, Vec::<String>::new(), "{when}: until it is gone");
    }
}

#[tokio::test]
async fn what_follows_from_each_answer_to_each_call() {
    let house = ready().await;
    for version in ALL {
        speaks(&house, version).await;
        for (row, how, _, columns) in TABLE.iter().filter(|(_, _, versions, _)| versions.contains(version)) {
            for (call, ends) in CALLS.into_iter().zip(*columns) {
                let when = format!("{row}, {}, {version}", call.name());
                let prepared = prepared(&house, call).await;
                match how {
                    How::Answers(spoil) => house.broker.spoil([*spoil]),
                    How::Accepts => takes(&house, Some(1)).await,
                    How::ComesToNothing => {
                        takes(&house, Some(1)).await;
                        house.broker.fail_operations(1);
                    }
                }
                house.broker.clear_log();
                let id = ask(&house, call, prepared).await;
                settle(&house, id).await;
                let calls: Vec<Seen> = house.broker.log().into_iter().filter(|one| one.method != Method::GET).collect();
                assert_called(&calls, call, ends, &when);
                assert_ended(&house, id, call, ends, &when).await;
                takes(&house, None).await;
                house.broker.forget();
            }
        }
    }
}

/// The row "internal error after the call": the answer came, and nobody wrote it down.
#[tokio::test]
async fn what_was_answered_and_not_recorded_is_cleaned_up_repeated_or_unknown() {
    let mut house = ready().await;
    for (call, ends) in CALLS.into_iter().zip([Cleaned, Cleaned, Repeated, Repeated, Unknown]) {
        let when = format!("not recorded, {}", call.name());
        let prepared = prepared(&house, call).await;
        house.broker.clear_log();
        let id = ask(&house, call, prepared).await;
        // It is done and not yet answered: the second of the two moments of a call.
        let (asked, is_held) = (AtomicUsize::new(0), Arc::new(Notify::new()));
        let held = Arc::clone(&is_held);
        house.broker.hold(move || {
            let holds = asked.fetch_add(1, Ordering::SeqCst) == 1;
            if holds {
                held.notify_one();
            }
            holds
        });
        tokio::select! {
            () = house.backend.make_due_operations() => panic!("{when}: it came to its end"),
            () = is_held.notified() => {}
        }
        house.broker.hold_nothing();
        house.restart();
        settle(&house, id).await;
        let calls: Vec<Seen> = house.broker.log().into_iter().filter(|one| one.method != Method::GET).collect();
        assert_called(&calls, call, ends, &when);
        assert_ended(&house, id, call, ends, &when).await;
        house.broker.forget();
    }
}

/// The broker is away, and back at the same address with nothing that it had.
async fn goes_away(house: &mut House, port: u16, catalog: &Value) {
    let credentials = Credentials { username: "slipway".to_owned(), password: "broker-password".to_owned() };
    let elsewhere = FakeBroker::start(json!({ "services": [] }), credentials.clone()).await.unwrap();
    let broker = std::mem::replace(&mut house.broker, elsewhere);
    assert_eq!(broker.addr().port(), port);
    broker.stop().await;
    house.backend.make_due_operations().await;
    house.broker = FakeBroker::start_on(port, catalog.clone(), credentials).await.unwrap();
}

/// What was never sent made nothing and changed nothing, and a removal is owed all the same.
#[tokio::test]
async fn what_never_reached_the_broker_is_cleaned_up_after_by_nobody() {
    let mut house = ready().await;
    let port = house.broker.addr().port();
    let offering = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    let catalog = serde_json::to_value(slipway_domain::export::definitions(&offering)).unwrap();
    for call in CALLS {
        let prepared = prepared(&house, call).await;
        let id = ask(&house, call, prepared).await;
        goes_away(&mut house, port, &catalog).await;
        let told = latest(&house, id).await;
        let removes = matches!(call, OperationKind::Deprovision | OperationKind::Unbind);
        let expected = if removes { Progress::Running } else { Progress::Failed };
        assert_eq!((told.progress, told.outcome.as_str()), (expected, "failed"), "{}", call.name());
        let ends = if removes { Progress::Succeeded } else { Progress::Failed };
        assert_eq!(settle(&house, id).await.progress, ends, "{}", call.name());
        let changes = house.broker.log().into_iter().filter(|seen| seen.method != Method::GET).count();
        assert_eq!(changes, usize::from(removes), "{}", call.name());
        house.clock.advance(Duration::from_mins(5));
    }
}
