//! Instances and their operations: one at a time, held by one at a time, written by nobody else.

use core::time::Duration;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use slipway_domain::ids::{BindingId, BrokerId, InstanceId, InstanceOperationId, OfferingId, PlanId};
use slipway_domain::instance::{
    Binding, BindingState, Instance, InstanceOperation, InstanceState, OperationKind, Progress,
};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::plan::PlanDraft;
use slipway_store::{BegunCall, Error, Holding, NewBinding, NewInstanceOperation, Result, SavedPlan, Store};
use uuid::Uuid;

use crate::support::{ACCOUNT, AT, House, PERSON, SCOPE};

pub(crate) const PLAN: PlanId = PlanId::new(Uuid::from_u128(6));
const BROKER: BrokerId = BrokerId::new(Uuid::from_u128(7));
pub(crate) const INSTANCE: InstanceId = InstanceId::new(Uuid::from_u128(8));
const FIRST: InstanceOperationId = InstanceOperationId::new(Uuid::from_u128(100));
const LEASE: Duration = Duration::from_mins(3);

pub(crate) fn after(seconds: u64) -> Moment {
    AT.plus(Duration::from_secs(seconds))
}

pub(crate) fn instance(id: InstanceId) -> Instance {
    Instance {
        id,
        scope: SCOPE,
        consumer: ACCOUNT,
        name: "search".to_owned(),
        plan: PLAN,
        location: "eu-de".to_owned(),
        broker: BROKER,
        resource: format!("crn:{id}"),
        state: InstanceState::PreProvisioning,
        dashboard_url: String::new(),
        created_at: AT,
    }
}

pub(crate) fn operation(id: InstanceOperationId, kind: OperationKind) -> InstanceOperation {
    InstanceOperation { asked_by: Some(PERSON), ..InstanceOperation::asked(id, INSTANCE, kind, AT) }
}

/// With one instance that is being made.
pub(crate) async fn house() -> House {
    let house = House::open().await;
    house.add_broker(BROKER, "eu").await;
    let mut tx = house.store.write().await.unwrap();
    tx.add_plan(&SavedPlan { scope: SCOPE, id: PLAN, draft: &PlanDraft::default(), by: PERSON, at: AT }).await.unwrap();
    tx.add_instance(&instance(INSTANCE)).await.unwrap();
    tx.commit().await.unwrap();
    ask(&house, &operation(FIRST, OperationKind::Provision)).await.unwrap();
    house
}

pub(crate) async fn ask(house: &House, operation: &InstanceOperation) -> Result<()> {
    let mut tx = house.store.write().await?;
    tx.add_instance_operation(&NewInstanceOperation { scope: SCOPE, operation, parameters_sealed: b"sealed" }).await?;
    tx.commit().await
}

pub(crate) fn holding(holder: &str) -> Holding<InstanceOperationId> {
    Holding { scope: SCOPE, id: FIRST, holder: holder.to_owned() }
}

pub(crate) async fn take(house: &House, held: &Holding<InstanceOperationId>, seconds: u64) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let taken = tx.take_operation(held, after(seconds), LEASE).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

async fn begin(house: &House, held: &Holding<InstanceOperationId>, changes: bool, seconds: u64) -> bool {
    let (request, at) = (Uuid::from_u128(seconds.into()), after(seconds));
    let mut tx = house.store.write().await.unwrap();
    let (look_request, longest, maintenance) = (None, None, Some(seconds.to_string()));
    let call = BegunCall { progress: Progress::Running, request, look_request, longest, maintenance, changes, at };
    let begun = tx.begin_call(held, &call, LEASE).await.unwrap();
    tx.commit().await.unwrap();
    begun
}

pub(crate) async fn settle(house: &House, held: &Holding<InstanceOperationId>, progress: Progress, next: u64) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let stored = tx.instance_operation(SCOPE, FIRST).await.unwrap().unwrap();
    let ended_at = (!progress.is_open()).then(|| after(next));
    let now = InstanceOperation { progress, ended_at, next_at: after(next), is_unanswered: false, ..stored };
    let settled = tx.settle_operation(held, &now).await.unwrap();
    tx.commit().await.unwrap();
    settled
}

async fn first(house: &House) -> InstanceOperation {
    let found = house.store.instance_operations(SCOPE, INSTANCE).await.unwrap();
    found.into_iter().find(|operation| operation.id == FIRST).unwrap()
}

#[tokio::test]
async fn an_instance_has_one_open_operation() {
    for &progress in Progress::ALL {
        let house = house().await;
        assert!(take(&house, &holding("a"), 0).await);
        assert!(settle(&house, &holding("a"), progress, 0).await);
        let second = operation(InstanceOperationId::new(Uuid::from_u128(101)), OperationKind::Deprovision);
        match ask(&house, &second).await {
            Ok(()) => assert!(!progress.is_open(), "{}", progress.name()),
            Err(error) => {
                assert!(error.is_unique("instance_operation.instance_id"), "{error}");
                assert!(progress.is_open(), "{}", progress.name());
            }
        }
    }
}

#[tokio::test]
async fn what_is_read_is_what_was_written() {
    let house = house().await;
    assert_eq!(first(&house).await, operation(FIRST, OperationKind::Provision));
    assert_eq!(house.store.instance(SCOPE, INSTANCE).await.unwrap(), Some(instance(INSTANCE)));
    assert_eq!(house.store.instances(SCOPE, ACCOUNT).await.unwrap().len(), 1);
}

#[tokio::test]
async fn one_holder_at_a_time_and_nobody_else_writes() {
    let house = house().await;
    assert!(take(&house, &holding("a"), 0).await);
    assert!(!take(&house, &holding("b"), 179).await, "the lease is not over");
    assert!(house.store.due_operations(after(179)).await.unwrap().is_empty());
    assert_eq!(house.store.due_operations(after(180)).await.unwrap().len(), 1);
    assert!(take(&house, &holding("b"), 180).await);
    assert!(!begin(&house, &holding("a"), true, 181).await);
    assert!(!settle(&house, &holding("a"), Progress::Succeeded, 181).await);
    assert_eq!(first(&house).await.progress, Progress::Queued);
    assert!(begin(&house, &holding("b"), true, 181).await);
}

#[tokio::test]
async fn the_maintenance_of_the_plan_is_that_of_the_first_call_and_the_instances_once_it_succeeded() {
    let house = house().await;
    assert!(take(&house, &holding("a"), 0).await);
    assert!(begin(&house, &holding("a"), true, 5).await);
    assert!(begin(&house, &holding("a"), false, 6).await);
    assert_eq!(first(&house).await.maintenance.as_deref(), Some("5"));
    assert_eq!(house.store.maintenance_of(SCOPE, INSTANCE).await.unwrap(), None, "it may come to nothing");
    assert!(settle(&house, &holding("a"), Progress::Succeeded, 7).await);
    assert_eq!(house.store.maintenance_of(SCOPE, INSTANCE).await.unwrap().as_deref(), Some("5"));
    let elsewhere = Scope { offering: OfferingId::new(Uuid::from_u128(9)), ..SCOPE };
    assert_eq!(house.store.maintenance_of(elsewhere, INSTANCE).await.unwrap(), None);
}

#[tokio::test]
async fn a_call_is_known_before_its_answer_and_the_first_one_keeps_its_moment() {
    let house = house().await;
    assert!(take(&house, &holding("a"), 0).await);
    assert!(begin(&house, &holding("a"), true, 5).await);
    let begun = first(&house).await;
    assert_eq!((begun.started_at, begun.called_at, begun.is_unanswered), (Some(after(5)), Some(after(5)), true));
    assert_eq!(begun.request, Some(Uuid::from_u128(5)));
    assert!(take(&house, &holding("b"), 200).await);
    assert!(begin(&house, &holding("b"), false, 201).await);
    let polled = first(&house).await;
    assert_eq!((polled.started_at, polled.called_at, polled.is_unanswered), (Some(after(5)), Some(after(5)), false));
    assert!(begin(&house, &holding("b"), true, 202).await);
    let repeated = first(&house).await;
    assert_eq!((repeated.started_at, repeated.called_at), (Some(after(5)), Some(after(202))));
}

#[tokio::test]
async fn an_operation_is_due_when_its_time_has_come_and_never_after_its_end() {
    let house = house().await;
    assert!(take(&house, &holding("a"), 0).await);
    assert!(settle(&house, &holding("a"), Progress::Polling, 60).await);
    assert!(house.store.due_operations(after(59)).await.unwrap().is_empty());
    assert!(!take(&house, &holding("b"), 59).await);
    assert_eq!(house.store.operation_parameters(SCOPE, FIRST).await.unwrap(), b"sealed");
    assert!(take(&house, &holding("b"), 60).await);
    assert!(settle(&house, &holding("b"), Progress::Succeeded, 60).await);
    assert!(house.store.due_operations(after(1_000_000)).await.unwrap().is_empty());
    assert!(!take(&house, &holding("c"), 1_000_000).await);
    assert!(house.store.operation_parameters(SCOPE, FIRST).await.unwrap().is_empty(), "forgotten at the end");
}

#[tokio::test]
async fn a_broker_with_much_to_do_hides_no_other_s() {
    const OTHER: BrokerId = BrokerId::new(Uuid::from_u128(70));
    let house = house().await;
    house.add_broker(OTHER, "us").await;
    let mut tx = house.store.write().await.unwrap();
    for number in 1_000..1_020 {
        let id = InstanceId::new(Uuid::from_u128(number));
        let broker = if number == 1_019 { OTHER } else { BROKER };
        tx.add_instance(&Instance { broker, ..instance(id) }).await.unwrap();
        let operation = InstanceOperation {
            instance: id,
            ..operation(InstanceOperationId::new(Uuid::from_u128(number)), OperationKind::Provision)
        };
        let new = NewInstanceOperation { scope: SCOPE, operation: &operation, parameters_sealed: b"" };
        tx.add_instance_operation(&new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let due = house.store.due_operations(AT).await.unwrap();
    assert_eq!(due.iter().filter(|one| one.broker == BROKER).count(), 8, "{}", due.len());
    assert_eq!(due[0].id, FIRST, "longest due first");
    assert!(due.iter().any(|one| one.broker == OTHER));
}

#[tokio::test]
async fn a_broker_is_needed_while_something_is_there_or_may_be() {
    let house = house().await;
    let mut tx = house.store.write().await.unwrap();
    tx.set_instance(&Instance { state: InstanceState::Failed, ..instance(INSTANCE) }).await.unwrap();
    assert_eq!(tx.instances_through(SCOPE).await.unwrap(), [(BROKER, 1)], "its operation is open");
    tx.commit().await.unwrap();
    assert!(take(&house, &holding("a"), 0).await && settle(&house, &holding("a"), Progress::Failed, 0).await);
    for &state in InstanceState::ALL {
        let mut tx = house.store.write().await.unwrap();
        tx.set_instance(&Instance { state, ..instance(INSTANCE) }).await.unwrap();
        let there = tx.instances_through(SCOPE).await.unwrap();
        assert_eq!(there, state.is_there().then_some((BROKER, 1)).into_iter().collect::<Vec<_>>(), "{}", state.name());
        let elsewhere = Scope { offering: OfferingId::new(Uuid::from_u128(99)), ..SCOPE };
        assert!(tx.instances_through(elsewhere).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn only_what_waits_for_a_person_can_be_given_up() {
    for &progress in Progress::ALL {
        let house = house().await;
        assert!(take(&house, &holding("a"), 0).await);
        assert!(settle(&house, &holding("a"), progress, 0).await);
        let mut tx = house.store.write().await.unwrap();
        let elsewhere = Scope { offering: OfferingId::new(Uuid::from_u128(99)), ..SCOPE };
        assert!(!tx.give_up_operation(elsewhere, FIRST, after(9)).await.unwrap());
        let given_up = tx.give_up_operation(SCOPE, FIRST, after(9)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(given_up, progress == Progress::DeadLettered, "{}", progress.name());
        assert!(house.store.dead_letters(SCOPE).await.unwrap().is_empty() || !given_up);
    }
}

#[tokio::test]
async fn only_a_change_that_nobody_knew_of_turns_out_to_have_happened() {
    for &progress in Progress::ALL {
        for kind in [OperationKind::Update, OperationKind::Deprovision] {
            let house = house().await;
            sqlx::query("update instance_operation set kind = $1, progress = $2")
                .bind(kind.name())
                .bind(progress.name())
                .execute(&mut house.bare().await)
                .await
                .unwrap();
            let elsewhere = Scope { offering: OfferingId::new(Uuid::from_u128(99)), ..SCOPE };
            let mut tx = house.store.write().await.unwrap();
            assert!(!tx.settle_unknown_change(elsewhere, FIRST).await.unwrap());
            let settled = tx.settle_unknown_change(SCOPE, FIRST).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(settled, (kind, progress) == (OperationKind::Update, Progress::Unknown), "{progress:?}");
            assert_eq!(first(&house).await.progress, if settled { Progress::Succeeded } else { progress });
        }
    }
}

#[tokio::test]
async fn credentials_are_kept_while_the_binding_is_there() {
    let house = house().await;
    let id = BindingId::new(Uuid::from_u128(20));
    let (name, resource) = ("key".to_owned(), "crn:key".to_owned());
    let binding = Binding { id, instance: INSTANCE, name, resource, state: BindingState::Making, created_at: AT };
    let mut tx = house.store.write().await.unwrap();
    tx.add_binding(&NewBinding { scope: SCOPE, binding: &binding }).await.unwrap();
    let mut kept = Vec::new();
    for (state, sealed) in [
        (BindingState::Active, Some(&b"sealed"[..])),
        (BindingState::PendingRemoval, None),
        (BindingState::Removed, None),
    ] {
        tx.set_binding(SCOPE, &Binding { state, ..binding.clone() }, sealed).await.unwrap();
        tx.commit().await.unwrap();
        kept.push(house.store.binding_credentials(SCOPE, id).await.unwrap());
        tx = house.store.write().await.unwrap();
    }
    assert_eq!(kept, [Some(b"sealed".to_vec()), Some(b"sealed".to_vec()), None]);
}

#[tokio::test]
async fn what_was_never_made_and_what_is_gone_does_not_count() {
    let house = house().await;
    for &state in InstanceState::ALL {
        let mut tx = house.store.write().await.unwrap();
        let now = Instance { state, ..instance(INSTANCE) };
        tx.set_instance(&now).await.unwrap();
        let counted = tx.count_instances(&now, PLAN).await.unwrap();
        assert_eq!(counted, u32::from(state.is_there()), "{}", state.name());
    }
}

#[tokio::test]
async fn an_operation_of_another_offering_is_as_unknown_as_none() {
    let house = house().await;
    let elsewhere = Scope { offering: OfferingId::new(Uuid::from_u128(99)), ..SCOPE };
    let foreign = Holding { scope: elsewhere, ..holding("a") };
    assert!(!take(&house, &foreign, 0).await);
    assert_eq!(house.store.instance(elsewhere, INSTANCE).await.unwrap(), None);
    assert!(house.store.instance_operations(elsewhere, INSTANCE).await.unwrap().is_empty());
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.instance_operation(elsewhere, FIRST).await.unwrap(), None);
    let new = operation(InstanceOperationId::new(Uuid::from_u128(102)), OperationKind::Deprovision);
    let new = NewInstanceOperation { scope: elsewhere, operation: &new, parameters_sealed: b"" };
    assert!(matches!(tx.add_instance_operation(&new).await, Err(Error::Driver(_) | Error::Unique(_))));
}

/// Goes on with the first operation until it is told to stop, and notes the round at the instance as well.
async fn go_on(store: Store, is_over: Arc<AtomicBool>) {
    let held = holding("a");
    for round in 1_u32.. {
        let mut tx = store.write().await.unwrap();
        assert!(tx.take_operation(&held, after(0), LEASE).await.unwrap());
        let stored = tx.instance_operation(SCOPE, FIRST).await.unwrap().unwrap();
        let now = InstanceOperation { progress: Progress::Polling, attempts: round, ..stored };
        assert!(tx.settle_operation(&held, &now).await.unwrap());
        tx.set_instance(&Instance { dashboard_url: round.to_string(), ..instance(INSTANCE) }).await.unwrap();
        tx.commit().await.unwrap();
        if is_over.load(Ordering::Relaxed) {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_is_read_with_the_operations_that_made_it_what_it_is() {
    let house = house().await;
    let is_over = Arc::new(AtomicBool::new(false));
    let going = tokio::spawn(go_on(house.store.clone(), Arc::clone(&is_over)));
    let mut seen = 0;
    while seen < 200 {
        let whole = house.store.whole_instance(SCOPE, INSTANCE).await.unwrap().unwrap();
        if whole.instance.dashboard_url.is_empty() {
            continue;
        }
        assert_eq!(whole.operations[0].attempts.to_string(), whole.instance.dashboard_url);
        seen += 1;
    }
    is_over.store(true, Ordering::Relaxed);
    going.await.unwrap();
}
