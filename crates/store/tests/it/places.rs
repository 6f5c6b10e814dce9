//! How many instances are there in a place with a plan: whoever withdraws the deployment takes it from them.

use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::ids::{AccountId, InstanceId, InstanceOperationId, OfferingId, PlanId};
use slipway_domain::instance::{Instance, InstanceOperation, InstanceState, OperationKind, Progress};
use slipway_domain::offering::Scope;
use slipway_domain::plan::PlanDraft;
use slipway_store::{Holding, NewAccount, SavedPlan};
use uuid::Uuid;

use crate::instances::{INSTANCE, PLAN, after, ask, holding, house, instance, operation, settle, take};
use crate::support::{AT, House, PERSON, SCOPE};

const OTHER: PlanId = PlanId::new(Uuid::from_u128(60));
const CHANGE: InstanceOperationId = InstanceOperationId::new(Uuid::from_u128(101));
const LATER: InstanceOperationId = InstanceOperationId::new(Uuid::from_u128(102));
const LAST: InstanceOperationId = InstanceOperationId::new(Uuid::from_u128(103));

/// With the plan that the instance has, and with the other one.
async fn counted(house: &House, location: &str) -> (u32, u32) {
    let mut tx = house.store.write().await.unwrap();
    let has = tx.instances_at(SCOPE, PLAN, location).await.unwrap();
    (has, tx.instances_at(SCOPE, OTHER, location).await.unwrap())
}

async fn set(house: &House, state: InstanceState) {
    let mut tx = house.store.write().await.unwrap();
    tx.set_instance(&Instance { state, ..instance(INSTANCE) }).await.unwrap();
    tx.commit().await.unwrap();
}

/// So ends an operation that waits.
async fn end(house: &House, operation: &InstanceOperation, seconds: u64, progress: Progress) {
    let held = Holding { id: operation.id, ..holding("b") };
    assert!(take(house, &held, seconds).await);
    let ended = InstanceOperation { progress, ended_at: Some(after(seconds)), ..operation.clone() };
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.settle_operation(&held, &ended).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_instance_counts_with_its_plan_and_with_the_one_that_it_is_on_its_way_to() {
    let house = house().await;
    let draft = PlanDraft { name: "other".to_owned(), ..PlanDraft::default() };
    let mut tx = house.store.write().await.unwrap();
    tx.add_plan(&SavedPlan { scope: SCOPE, id: OTHER, draft: &draft, by: PERSON, at: AT }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(counted(&house, "eu-de").await, (1, 0), "it is being made");
    assert!(take(&house, &holding("a"), 0).await && settle(&house, &holding("a"), Progress::Succeeded, 0).await);
    set(&house, InstanceState::Active).await;
    assert_eq!(counted(&house, "eu-de").await, (1, 0));

    let change = InstanceOperation { new_plan: Some(OTHER), ..operation(CHANGE, OperationKind::Update) };
    ask(&house, &change).await.unwrap();
    assert_eq!(counted(&house, "eu-de").await, (1, 1), "whether the change comes to anything is open");
    assert_eq!(counted(&house, "fra02").await, (0, 0), "it stays in its place");

    end(&house, &change, 1, Progress::Failed).await;
    assert_eq!(counted(&house, "eu-de").await, (1, 0), "it came to nothing");
    let mut tx = house.store.write().await.unwrap();
    let elsewhere = Scope { offering: OfferingId::new(Uuid::from_u128(99)), ..SCOPE };
    assert_eq!(tx.instances_at(elsewhere, PLAN, "eu-de").await.unwrap(), 0);
    drop(tx);
    set(&house, InstanceState::Removed).await;
    assert_eq!(counted(&house, "eu-de").await, (0, 0));
}

#[tokio::test]
async fn an_instance_counts_with_the_plan_of_a_change_that_may_have_happened_until_another_one_has() {
    let house = house().await;
    let draft = PlanDraft { name: "other".to_owned(), ..PlanDraft::default() };
    let mut tx = house.store.write().await.unwrap();
    tx.add_plan(&SavedPlan { scope: SCOPE, id: OTHER, draft: &draft, by: PERSON, at: AT }).await.unwrap();
    tx.commit().await.unwrap();
    assert!(take(&house, &holding("a"), 0).await && settle(&house, &holding("a"), Progress::Succeeded, 0).await);
    set(&house, InstanceState::Active).await;

    let change = InstanceOperation { new_plan: Some(OTHER), ..operation(CHANGE, OperationKind::Update) };
    ask(&house, &change).await.unwrap();
    end(&house, &change, 1, Progress::Unknown).await;
    assert_eq!(counted(&house, "eu-de").await, (1, 1), "its broker may have changed it");
    let other = InstanceOperation { id: LATER, new_plan: None, ..change.clone() };
    ask(&house, &other).await.unwrap();
    end(&house, &other, 2, Progress::Succeeded).await;
    assert_eq!(counted(&house, "eu-de").await, (1, 1), "that was no change of the plan");
    let back = InstanceOperation { id: LAST, new_plan: Some(PLAN), ..change };
    ask(&house, &back).await.unwrap();
    end(&house, &back, 3, Progress::Succeeded).await;
    assert_eq!(counted(&house, "eu-de").await, (1, 0), "now it is certain");
}

#[tokio::test]
async fn an_address_is_told_once_in_whatever_case_accounts_write_it() {
    let house = house().await;
    let mut tx = house.store.write().await.unwrap();
    for (number, contact) in [(70, "ops@orrery.example"), (71, " Ops@Orrery.example "), (72, "desk@halden.example")] {
        let consumer = AccountId::new(Uuid::from_u128(number));
        let form = RegistrationDraft { contact_email: contact.to_owned(), ..RegistrationDraft::default() };
        let (kind, registration) = (AccountKind::Consumer, Registration::Approved);
        tx.add_account(&NewAccount { id: consumer, kind, name: number.to_string(), registration, form, at: AT })
            .await
            .unwrap();
        let id = InstanceId::new(Uuid::from_u128(number));
        tx.add_instance(&Instance { consumer, state: InstanceState::Active, ..instance(id) }).await.unwrap();
    }
    let all = ["Ops@Orrery.example", "desk@halden.example"];
    assert_eq!(tx.contacts(SCOPE, Some(PLAN)).await.unwrap(), all);
    assert_eq!(tx.contacts(SCOPE, None).await.unwrap(), all, "whatever plan they have");
    assert!(tx.contacts(SCOPE, Some(OTHER)).await.unwrap().is_empty());
    let removed = InstanceId::new(Uuid::from_u128(72));
    tx.set_instance(&Instance { state: InstanceState::Removed, ..instance(removed) }).await.unwrap();
    assert_eq!(tx.contacts(SCOPE, None).await.unwrap(), all[..1], "they have none any more");
}
