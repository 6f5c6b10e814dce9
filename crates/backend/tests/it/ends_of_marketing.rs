//! The day from which on nobody makes new instances of what ends (T23): what can be chosen, and what holds until then.

use std::time::Duration;

use slipway_backend::Said;
use slipway_backend::demo::OFFERING;
use slipway_domain::lifecycle::NOTICE;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::stage::{Move, Stage};

use crate::drift::live;
use crate::instances::{made, new};
use crate::plan_ends::DAY;
use crate::support::{ADA, CLARA, House, rejection};

const SAID: Said<'static> = Said { confirmation: OFFERING, reason: "Use Northwind Cloud instead." };

/// Whether new instances can be made, as the page and the form of the service say it.
async fn is_open(house: &House) -> bool {
    let clara = house.acting(CLARA).await;
    let is_open = clara.catalog_details(OFFERING).await.unwrap().is_open;
    assert_eq!(clara.new_instance_form(OFFERING).await.unwrap().obstacle.is_none(), is_open);
    is_open
}

#[tokio::test]
async fn new_instances_of_what_ends_are_made_until_the_day_that_was_chosen_and_not_after() {
    let house = live().await;
    let (ada, day) = (house.acting(ADA).await, house.clock.now().plus(DAY * 30).iso_day());
    ada.announce_end(OFFERING, SAID, &day).await.unwrap();
    let view = ada.offering(OFFERING).await.unwrap();
    let until = view.notice.unwrap().ending.marketed_until.unwrap();
    assert_eq!((view.offering.stage, until.iso_day()), (Stage::Deprecated, day));
    assert!(is_open(&house).await);
    made(&house).await;
    let late = new(&house, "lite").await;

    house.clock.advance(until.since(house.clock.now()).checked_sub(Duration::from_millis(1)).unwrap());
    assert!(is_open(&house).await, "nothing has to happen on the day");
    house.clock.advance(Duration::from_millis(1));
    assert!(!is_open(&house).await);
    let closed = Rejection::Refused(Refusal::ClosedToNewInstances);
    assert_eq!(rejection(house.acting(CLARA).await.create_instance(OFFERING, &late).await), closed);
}

#[tokio::test]
async fn a_day_that_is_past_or_later_than_the_end_is_refused_and_nothing_that_is_suspended_is_opened_by_one() {
    let house = live().await;
    let (ada, now) = (house.acting(ADA).await, house.clock.now());
    let refused = Rejection::Refused(Refusal::EndOfMarketing);
    let (day, late) = (now.plus(DAY * 30).iso_day(), now.plus(NOTICE + DAY).iso_day());
    for typed in [now.iso_day(), late, "soon".to_owned()] {
        assert_eq!(rejection(ada.announce_end(OFFERING, SAID, &typed).await), refused, "{typed}");
    }
    assert_eq!(ada.offering(OFFERING).await.unwrap().offering.stage, Stage::Ga);
    ada.change_lifecycle(OFFERING, Move::Suspend, SAID).await.unwrap();
    assert_eq!(rejection(ada.announce_end(OFFERING, SAID, &day).await), refused);
    ada.announce_end(OFFERING, SAID, "").await.unwrap();
    assert!(!is_open(&house).await, "without a day they end at once");
}
