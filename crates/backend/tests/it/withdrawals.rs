//! Deployments that are withdrawn while something else is under way: a revision that has them in it, or an order of one.

use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::ids::{InstanceId, PlanId, SnapshotId};
use slipway_domain::offering::Offering;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use uuid::Uuid;

use crate::drift::live;
use crate::instances::{new, ready};
use crate::publish::{deploy, offering};
use crate::revisions::{edit, public, publish, submit};
use crate::rollbacks::for_invited;
use crate::support::{CLARA, House, KIM, rejection};

#[tokio::test]
async fn what_a_revision_under_way_would_bring_back_is_withdrawn_after_it() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let id = for_invited(&house).await;
    edit(&house, "Under way.").await;
    submit(&house).await;
    let open = Rejection::Refused(Refusal::RevisionOpen);
    let events = house.events().await.len();
    assert_eq!(rejection(kim.withdraw_deployment(OFFERING, id).await), open, "it waits for its decision");
    assert_eq!(house.events().await.len(), events);
    house.approve().await;
    assert_eq!(rejection(kim.withdraw_deployment(OFFERING, id).await), open, "it waits to be published");
    let broker = offering(&kim).await.brokers[0].id;
    let nobodys = deploy(&kim, "standard", "fra02", broker).await;
    kim.withdraw_deployment(OFFERING, nobodys).await.unwrap();

    publish(&house).await;
    assert!(public(&house).await.deployments.iter().any(|record| record.id == id));
    kim.withdraw_deployment(OFFERING, id).await.unwrap();
    assert_eq!(house.events().await[0].kind, EventKind::DeploymentWithdrawn);
    assert!(public(&house).await.deployments.iter().all(|record| record.id != id));
}

/// It is no part of what customers have yet, and would be in it without being there.
#[tokio::test]
async fn what_a_revision_under_way_would_publish_for_the_first_time_is_withdrawn_after_it() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let broker = offering(&kim).await.brokers[0].id;
    let new = deploy(&kim, "lite", "fra02", broker).await;
    let open = Rejection::Refused(Refusal::RevisionOpen);
    submit(&house).await;
    assert_eq!(rejection(kim.withdraw_deployment(OFFERING, new).await), open, "it waits for its decision");
    house.approve().await;
    assert_eq!(rejection(kim.withdraw_deployment(OFFERING, new).await), open, "it waits to be published");
    kim.discard_revision(OFFERING).await.unwrap();
    kim.withdraw_deployment(OFFERING, new).await.unwrap();
}

/// Clara orders the paid plan: the order finds its deployment and waits for its turn to write. Meanwhile what customers
/// have is changed. What becomes of the order.
pub(crate) async fn order_overtaken_by(
    house: &House,
    change: impl FnOnce(&mut Offering, PlanId),
) -> slipway_backend::Result<InstanceId> {
    let (clara, new) = (house.acting(CLARA).await, new(house, "standard").await);
    let (id, by, at) = (SnapshotId::new(Uuid::from_u128(1)), house.person(KIM).await.id, house.clock.now());
    let (store, plan) = (house.backend.store(), new.plan);
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let mut tx = store.write().await.unwrap();
    let ordering = tokio::spawn(async move { clara.create_instance(OFFERING, &new).await });
    for _ in 0..100 {
        assert!(store.catalog_entry(scope).await.unwrap().is_some());
    }
    let mut listed = tx.listed(scope).await.unwrap().unwrap();
    change(&mut listed.content, plan);
    tx.add_snapshot(id, &listed.content, "the rest", by, at).await.unwrap();
    assert!(tx.replace_listed(scope, listed.id, id).await.unwrap());
    tx.commit().await.unwrap();
    ordering.await.unwrap()
}

/// An order that comes too late to find the deployment is refused in the same way.
#[tokio::test]
async fn what_is_withdrawn_while_somebody_orders_it_is_not_made() {
    let house = ready().await;
    let ordered = order_overtaken_by(&house, |content, plan| {
        content.deployments.retain(|record| record.plan != plan);
    })
    .await;
    assert_eq!(rejection(ordered), Rejection::NotFound(Kind::Deployment));
    assert!(house.acting(CLARA).await.all_instances().await.unwrap().instances.is_empty());
}
