//! Locations that leave a plan (decision 0059): nobody comes there any more, who has an instance there keeps it, and what
//! nobody has any more can be withdrawn.

use std::time::Duration;

use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::event::EventKind;
use slipway_domain::ids::{InstanceId, SnapshotId};
use slipway_domain::instance::Progress;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::stage::Stage;
use slipway_domain::test_run::Target;
use uuid::Uuid;

use crate::instances::{made, new, plan, settle};
use crate::plan_ends::end_in;
use crate::publish::offering;
use crate::revisions::{approved, public, publish};
use crate::support::{BEA, CLARA, House, KIM, OTTO, rejection};

const DAY: Duration = Duration::from_hours(24);
const FROZEN: Rejection = Rejection::Refused(Refusal::Frozen { stage: Stage::Ga, parked: None });
const USED: Rejection = Rejection::Refused(Refusal::DeploymentInUse { instances: 1 });

/// Everybody has both plans in Frankfurt; the paid one may be sold in Amsterdam too.
async fn live() -> House {
    let house = House::open().await;
    sold_in(&house, &["eu-de", "eu-nl"]).await;
    house.publish_limited().await;
    house.request_review().await;
    house.approve().await;
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    house
}

/// The draft of the paid plan is sold there, and the billing desk agrees.
async fn sold_in(house: &House, locations: &[&str]) {
    let kim = house.acting(KIM).await;
    let plan = offering(&kim).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    let locations = locations.iter().map(|id| (*id).to_owned()).collect();
    let draft = PlanDraft { locations, ..plan.draft };
    let revision = kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap().revision;
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    house.acting(BEA).await.decide_plan(OFFERING, plan.id, revision, true, "").await.unwrap();
}

/// Frankfurt leaves the paid plan, by a revision.
async fn leave(house: &House) {
    sold_in(house, &["eu-nl"]).await;
    approved(house).await;
    publish(house).await;
}

/// The only deployment of a plan.
async fn deployed(house: &House, name: &str) -> DeploymentRecord {
    let offering = offering(&house.acting(KIM).await).await;
    let plan = offering.plans.iter().find(|plan| plan.draft.name == name).unwrap().id;
    offering.deployments.into_iter().find(|record| record.plan == plan).unwrap()
}

async fn refused(house: &House, name: &str) -> Rejection {
    let id = deployed(house, name).await.id;
    rejection(house.acting(KIM).await.withdraw_deployment(OFFERING, id).await)
}

async fn remove(house: &House, id: InstanceId) {
    house.acting(CLARA).await.remove_instance(OFFERING, id).await.unwrap();
    settle(house, id).await;
}

#[tokio::test]
async fn where_a_plan_is_not_sold_any_more_nobody_comes_to_it_and_who_has_it_keeps_it_or_leaves() {
    let house = live().await;
    let (standard, lite) = (new(&house, "standard").await, plan(&house, "lite").await);
    let id = made(&house).await;
    leave(&house).await;
    house.test().await;
    let now = offering(&house.acting(KIM).await).await;
    assert!(now.deployments.iter().all(|record| now.is_proven(&Target::of(record))), "it is tested for who has it");
    let (clara, gone) = (house.acting(CLARA).await, Rejection::NotFound(Kind::Deployment));
    assert_eq!(rejection(clara.create_instance(OFFERING, &standard).await), gone);
    let details = clara.catalog_details(OFFERING).await.unwrap().details;
    let card = details.plans.iter().find(|card| card.id == standard.plan).unwrap();
    assert_eq!((card.locations.len(), details.locations.as_slice()), (0, &["eu-de".to_owned()][..]));
    let form = clara.new_instance_form(OFFERING).await.unwrap();
    assert!(form.obstacle.is_none() && form.details.plans.iter().all(|card| card.id != standard.plan));

    clara.update_instance(OFFERING, id, None, Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "it is changed as before");
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "it can leave the plan");
    let proposed = clara.instance_page(OFFERING, id).await.unwrap().plans;
    assert!(proposed.iter().all(|card| card.id != standard.plan));
    assert_eq!(rejection(clara.update_instance(OFFERING, id, Some(standard.plan), Map::new()).await), gone);

    sold_in(&house, &["eu-nl", "eu-de"]).await;
    house.test().await;
    approved(&house).await;
    publish(&house).await;
    house.acting(CLARA).await.create_instance(OFFERING, &standard).await.unwrap();
}

#[tokio::test]
async fn what_everybody_had_is_withdrawn_once_its_location_has_left_and_nobody_has_an_instance_there() {
    let house = live().await;
    let instance = made(&house).await;
    sold_in(&house, &["eu-nl"]).await;
    assert_eq!(refused(&house, "standard").await, FROZEN, "customers have what is published");
    approved(&house).await;
    assert_eq!(refused(&house, "standard").await, FROZEN, "it is agreed to, and not published");
    publish(&house).await;
    assert_eq!(refused(&house, "standard").await, USED);
    remove(&house, instance).await;

    let (events, id) = (house.events().await.len(), deployed(&house, "standard").await.id);
    house.acting(KIM).await.withdraw_deployment(OFFERING, id).await.unwrap();
    let said = house.events().await;
    assert_eq!((said[0].kind, said.len()), (EventKind::DeploymentWithdrawn, events + 1));
    assert!(public(&house).await.deployments.iter().all(|record| record.id != id), "nobody is shown it");
    let details = house.acting(CLARA).await.catalog_details(OFFERING).await.unwrap();
    assert!(details.is_open && details.details.plans.len() == 1);
    assert_eq!(refused(&house, "lite").await, FROZEN, "new instances can be made of it");
}

#[tokio::test]
async fn what_everybody_had_of_a_plan_that_has_ended_is_withdrawn_once_nobody_has_it() {
    let house = live().await;
    let instance = made(&house).await;
    end_in(&house, 40).await;
    approved(&house).await;
    publish(&house).await;
    assert_eq!(refused(&house, "standard").await, FROZEN, "its day has not come");
    house.clock.advance(DAY * 41);
    assert_eq!(refused(&house, "standard").await, USED);
    remove(&house, instance).await;
    let id = deployed(&house, "standard").await.id;
    house.acting(KIM).await.withdraw_deployment(OFFERING, id).await.unwrap();
    assert!(public(&house).await.deployments.iter().all(|record| record.id != id));
}

/// The order finds the deployment and waits for its turn to write; meanwhile its location leaves the plan. An order that
/// comes too late to find it is refused in the same way.
#[tokio::test]
async fn what_leaves_a_plan_while_somebody_orders_it_is_not_made() {
    let house = live().await;
    let (clara, new) = (house.acting(CLARA).await, new(&house, "standard").await);
    let (id, by, at) = (SnapshotId::new(Uuid::from_u128(1)), house.person(KIM).await.id, house.clock.now());
    let (store, plan) = (house.backend.store(), new.plan);
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let mut tx = store.write().await.unwrap();
    let ordering = tokio::spawn(async move { clara.create_instance(OFFERING, &new).await });
    for _ in 0..100 {
        assert!(store.catalog_entry(scope).await.unwrap().is_some());
    }
    let listed = tx.listed(scope).await.unwrap().unwrap();
    let mut left = listed.content;
    for known in left.plans.iter_mut().filter(|known| known.id == plan) {
        known.draft.locations = vec!["eu-nl".to_owned()];
    }
    tx.add_snapshot(id, &left, "the rest", by, at).await.unwrap();
    assert!(tx.replace_listed(scope, listed.id, id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(rejection(ordering.await.unwrap()), Rejection::NotFound(Kind::Deployment));
    assert!(house.acting(CLARA).await.all_instances().await.unwrap().instances.is_empty());
}
