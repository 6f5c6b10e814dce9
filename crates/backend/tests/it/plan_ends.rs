//! Plans that end for new instances (§10): who agrees, from when nobody comes to them, and what goes on.

use std::time::Duration;

use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_backend::{NewInstance, Said};
use slipway_domain::catalog::Query;
use slipway_domain::event::EventKind;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::Progress;
use slipway_domain::plan::PlanDraft;
use slipway_domain::region::RevisionState;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::revision::{ENDS_TOO_SOON, PUBLISHED_LATE};
use slipway_domain::stage::Move;

use crate::drift::live;
use crate::instances::{made, new, plan, settle};
use crate::publish::offering;
use crate::revisions::{approved, price, public, publish, refused, revisions};
use crate::support::{ADA, BEA, CLARA, House, KIM, RITA, rejection};

pub(crate) const DAY: Duration = Duration::from_hours(24);

/// The draft of the plan ends so many days from now.
pub(crate) async fn end_in(house: &House, days: u32) {
    end_on(house, house.clock.now().plus(DAY * days).iso_day()).await;
}

/// The draft of the plan ends on that day; empty: it stays.
pub(crate) async fn end_on(house: &House, ends_on: String) {
    let kim = house.acting(KIM).await;
    let plan = offering(&kim).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    let draft = PlanDraft { ends_on, ..plan.draft };
    let revision = kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap().revision;
    kim.submit_plan(OFFERING, plan.id).await.unwrap();
    house.acting(BEA).await.decide_plan(OFFERING, plan.id, revision, true, "").await.unwrap();
}

/// Nobody comes to the plan of Clara's instance any more, for that reason, though other plans are there to order. She
/// keeps it, or leaves it for another one, and does not come back.
pub(crate) async fn takes_nobody(house: &House, id: InstanceId, standard: &NewInstance, refused: Rejection) {
    let (clara, lite) = (house.acting(CLARA).await, plan(house, "lite").await);
    assert_eq!(rejection(clara.create_instance(OFFERING, standard).await), refused);
    let form = clara.new_instance_form(OFFERING).await.unwrap();
    assert!(form.obstacle.is_none() && form.details.plans.iter().all(|card| card.id != standard.plan));
    clara.update_instance(OFFERING, id, None, Map::new()).await.unwrap();
    assert_eq!(settle(house, id).await.progress, Progress::Succeeded, "it is changed as before");
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    assert_eq!(settle(house, id).await.progress, Progress::Succeeded, "it can leave the plan");
    let proposed = clara.instance_page(OFFERING, id).await.unwrap().plans;
    assert!(proposed.iter().all(|card| card.id != standard.plan));
    let back = clara.update_instance(OFFERING, id, Some(standard.plan), Map::new()).await;
    assert_eq!(rejection(back), refused);
}

#[tokio::test]
async fn from_its_day_on_nobody_comes_to_a_plan_and_who_has_it_keeps_it_or_leaves() {
    let house = live().await;
    end_in(&house, 40).await;
    approved(&house).await;
    publish(&house).await;
    let (standard, id) = (new(&house, "standard").await, made(&house).await);
    let details = house.acting(CLARA).await.catalog_details(OFFERING).await.unwrap();
    assert!(details.is_open && details.details.plans.iter().any(|card| card.ends_at.is_some()));

    house.clock.advance(DAY * 41);
    takes_nobody(&house, id, &standard, Rejection::Refused(Refusal::PlanEnded)).await;
}

#[tokio::test]
async fn a_plan_that_has_ended_is_no_price_on_a_tile_and_says_so_on_its_page() {
    let house = live().await;
    end_in(&house, 40).await;
    approved(&house).await;
    publish(&house).await;
    let seen = async || {
        let clara = house.acting(CLARA).await;
        let tiles = clara.catalog(&Query::default()).await.unwrap().tiles;
        let [tile] = tiles.as_slice() else { panic!("one service is listed") };
        let view = clara.catalog_details(OFFERING).await.unwrap();
        assert_eq!(view.details.tile.starting_price, tile.starting_price, "the page says what the tile says");
        let ended = view.details.plans.iter().filter(|card| card.has_ended(view.now)).count();
        (tile.starting_price.is_some(), tile.has_free_plan, ended)
    };
    assert_eq!(seen().await, (true, true, 0));
    house.clock.advance(DAY * 41);
    assert_eq!(seen().await, (false, true, 1));
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

#[tokio::test]
async fn an_end_that_goes_along_with_a_price_is_told_from_the_1st_that_the_price_waits_for() {
    let house = live().await;
    let too_soon = Rejection::Refused(Refusal::PlanEndsTooSoon);
    // The clock of the house stands on 17 May 2026: the price holds from 1 July on.
    price(&house, "99.00").await;
    end_in(&house, 40).await;
    assert_eq!(refused(&house.acting(KIM).await).await, too_soon);
    end_in(&house, 78).await;
    approved(&house).await;
    house.clock.advance(DAY * 19);
    let late = rejection(house.acting(KIM).await.publish_revision(OFFERING).await);
    assert_eq!(late, too_soon, "published in June, it holds from 1 August on");
}

/// What the platform did last, and the end of the plan that customers know by now.
async fn moved(house: &House) -> (EventKind, Option<String>, String) {
    let told = house.events().await.remove(0);
    let standard = public(house).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    (told.kind, told.detail.code, standard.draft.ends_on)
}

#[tokio::test]
async fn an_end_whose_publication_is_more_than_a_day_late_is_given_up_if_its_notice_is_too_short_then() {
    let ends_on = "2026-07-31".to_owned();
    let given_up = (EventKind::RevisionExpired, Some(ENDS_TOO_SOON.to_owned()), String::new());
    for (late, outcome) in [
        (PUBLISHED_LATE, (EventKind::RevisionPublished, None, ends_on.clone())),
        (PUBLISHED_LATE + Duration::from_millis(1), given_up),
    ] {
        let house = live().await;
        // The price holds from 1 July on, 30 days before the plan ends.
        price(&house, "99.00").await;
        end_on(&house, ends_on.clone()).await;
        approved(&house).await;
        publish(&house).await;
        let day = revisions(&house).await.current.unwrap().effective_at.unwrap();
        house.clock.advance(day.plus(late).since(house.clock.now()));
        house.backend.move_revisions().await;
        assert_eq!(moved(&house).await, outcome);
    }
}

#[tokio::test]
async fn an_end_that_waited_for_a_resumption_takes_nobody_by_surprise() {
    let house = live().await;
    price(&house, "99.00").await;
    end_in(&house, 78).await;
    approved(&house).await;
    publish(&house).await;
    let said = Said { confirmation: OFFERING, reason: "The broker is being moved." };
    let ada = house.acting(ADA).await;
    ada.change_lifecycle(OFFERING, Move::Suspend, said).await.unwrap();
    ada.ask_resumption(OFFERING).await.unwrap();
    house.clock.advance(DAY * 120);
    house.backend.move_revisions().await;
    assert_eq!(revisions(&house).await.current.unwrap().state, RevisionState::Approved, "it waits meanwhile");
    house.acting(RITA).await.change_lifecycle(OFFERING, Move::Resume, said).await.unwrap();
    house.backend.move_revisions().await;
    let given_up = (EventKind::RevisionExpired, Some(ENDS_TOO_SOON.to_owned()), String::new());
    assert_eq!(moved(&house).await, given_up);
    assert_eq!(revisions(&house).await.past[0].state, RevisionState::Expired);
}

#[tokio::test]
async fn a_service_of_which_every_plan_has_ended_takes_no_new_instances() {
    let house = House::open().await;
    let (kim, ends_on) = (house.acting(KIM).await, house.clock.now().plus(DAY * 40).iso_day());
    for plan in offering(&kim).await.plans {
        let draft = PlanDraft { ends_on: ends_on.clone(), ..plan.draft };
        kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
    }
    house.publish_limited().await;
    let standard = new(&house, "standard").await;
    let seen = async || {
        let clara = house.acting(CLARA).await;
        let is_open = clara.catalog_details(OFFERING).await.unwrap().is_open;
        (is_open, clara.new_instance_form(OFFERING).await.unwrap().obstacle)
    };
    assert_eq!(seen().await, (true, None));
    house.clock.advance(DAY * 41);
    assert_eq!(seen().await, (false, Some(Rejection::Refused(Refusal::ClosedToNewInstances))));
    let ordered = rejection(house.acting(CLARA).await.create_instance(OFFERING, &standard).await);
    assert_eq!(ordered, Rejection::Refused(Refusal::PlanEnded));
}
