//! Locations that leave a plan (decision 0059): nobody comes there any more, who has an instance there keeps it, and what
//! nobody has any more can be withdrawn.

use slipway_backend::demo::OFFERING;
use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::event::EventKind;
use slipway_domain::ids::InstanceId;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::stage::Stage;
use slipway_domain::test_run::Target;

use crate::instances::{made, new, settle};
use crate::plan_ends::{DAY, end_in, takes_nobody};
use crate::publish::offering;
use crate::revisions::{approved, public, publish};
use crate::support::{BEA, CLARA, House, KIM, rejection};
use crate::withdrawals::order_overtaken_by;

const FROZEN: Rejection = Rejection::Refused(Refusal::Frozen { stage: Stage::Ga, parked: None });
const USED: Rejection = Rejection::Refused(Refusal::DeploymentInUse { instances: 1 });

/// Everybody has both plans in Frankfurt; the paid one may be sold in Amsterdam too.
async fn live() -> House {
    let house = House::open().await;
    sold_in(&house, &["eu-de", "eu-nl"]).await;
    house.go_live().await;
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
    let (standard, id) = (new(&house, "standard").await, made(&house).await);
    leave(&house).await;
    house.test().await;
    let now = offering(&house.acting(KIM).await).await;
    assert!(now.deployments.iter().all(|record| now.is_proven(&Target::of(record))), "it is tested for who has it");
    let details = house.acting(CLARA).await.catalog_details(OFFERING).await.unwrap().details;
    let card = details.plans.iter().find(|card| card.id == standard.plan).unwrap();
    assert_eq!((card.locations.len(), details.locations.as_slice()), (0, &["eu-de".to_owned()][..]));
    takes_nobody(&house, id, &standard, Rejection::NotFound(Kind::Deployment)).await;

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

/// An order that comes too late to find the deployment is refused in the same way.
#[tokio::test]
async fn what_leaves_a_plan_while_somebody_orders_it_is_not_made() {
    let house = live().await;
    let ordered = order_overtaken_by(&house, |content, plan| {
        for known in content.plans.iter_mut().filter(|known| known.id == plan) {
            known.draft.locations = vec!["eu-nl".to_owned()];
        }
    })
    .await;
    assert_eq!(rejection(ordered), Rejection::NotFound(Kind::Deployment));
    assert!(house.acting(CLARA).await.all_instances().await.unwrap().instances.is_empty());
}
