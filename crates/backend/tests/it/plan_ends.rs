//! Plans that end for new instances (§10): who agrees, from when nobody comes to them, and what goes on.

use std::time::Duration;

use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::instance::Progress;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Refusal, Rejection};

use crate::drift::live;
use crate::instances::{made, new, plan, settle};
use crate::publish::offering;
use crate::revisions::{approved, publish, refused};
use crate::support::{BEA, CLARA, House, KIM, rejection};

const DAY: Duration = Duration::from_hours(24);

/// The draft of the plan ends so many days from now.
async fn end_in(house: &House, days: u32) {
    let kim = house.acting(KIM).await;
    let plan = offering(&kim).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    let ends_on = house.clock.now().plus(DAY * days).iso_day();
    let draft = PlanDraft { ends_on, ..plan.draft };
    let revision = kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    house.acting(BEA).await.decide_plan(OFFERING, plan.id, revision, true, "").await.unwrap();
}

#[tokio::test]
async fn from_its_day_on_nobody_comes_to_a_plan_and_who_has_it_keeps_it_or_leaves() {
    let house = live().await;
    end_in(&house, 40).await;
    approved(&house).await;
    publish(&house).await;
    let ended = Rejection::Refused(Refusal::PlanEnded);
    let (standard, lite) = (new(&house, "standard").await, plan(&house, "lite").await);
    let id = made(&house).await;
    let details = house.acting(CLARA).await.catalog_details(OFFERING).await.unwrap();
    assert!(details.is_open && details.details.plans.iter().any(|card| card.ends_at.is_some()));

    house.clock.advance(DAY * 41);
    let clara = house.acting(CLARA).await;
    assert_eq!(rejection(clara.create_instance(OFFERING, &standard).await), ended);
    let form = clara.new_instance_form(OFFERING).await.unwrap();
    assert!(form.obstacle.is_none() && form.details.plans.iter().all(|card| card.id != standard.plan));
    clara.update_instance(OFFERING, id, None, Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "it is changed as before");
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "it can leave the plan");
    let proposed = clara.instance_page(OFFERING, id).await.unwrap().plans;
    assert!(proposed.iter().all(|card| card.id != standard.plan));
    let back = rejection(clara.update_instance(OFFERING, id, Some(standard.plan), Map::new()).await);
    assert_eq!(back, ended);
}

#[tokio::test]
async fn an_end_that_customers_would_hear_of_too_late_is_neither_handed_in_nor_published() {
    let house = live().await;
    let too_soon = Rejection::Refused(Refusal::PlanEndsTooSoon);
    end_in(&house, 20).await;
    assert_eq!(refused(&house.acting(KIM).await).await, too_soon);
    end_in(&house, 32).await;
    approved(&house).await;
    house.clock.advance(DAY * 5);
    assert_eq!(rejection(house.acting(KIM).await.publish_revision(OFFERING).await), too_soon);
}
