//! An instance that leaves its plan and comes back to it within a month: what its level comes to, day by day.

use std::time::Duration;

use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::PlanId;
use slipway_domain::metering::MeteringModel;
use slipway_domain::month::Month;
use slipway_domain::plan::PlanDraft;
use slipway_domain::statement::Charged;
use slipway_domain::usage::Code;

use crate::instances::{plan, view};
use crate::support::CLARA;
use crate::usage::{Metered, codes, republish};

const DAY: Duration = Duration::from_hours(24);

async fn move_to(metered: &Metered, to: PlanId) {
    let clara = metered.house.acting(CLARA).await;
    clara.update_instance(OFFERING, metered.instance.id, Some(to), Map::new()).await.unwrap();
    metered.house.backend.make_due_operations().await;
    assert_eq!(view(&metered.house, metered.instance.id).await.instance.plan, to);
}

/// An event at this moment.
async fn seats(metered: &mut Metered, previous: u32, current: u32) {
    metered.sign_in_again().await;
    assert_eq!(codes(&metered.submit(&[metered.event(previous, current, 0)]).await), [Code::Accepted]);
}

/// What the seats of each day came to, and what they cost together.
async fn seats_of(metered: &Metered, month: Month) -> (Vec<String>, String) {
    let clara = metered.house.acting(CLARA).await;
    let view = clara.instance_usage(OFFERING, metered.instance.id, &month.to_string(), 0).await.unwrap();
    let seats = view.charts.iter().find(|chart| chart.used.measure == "SEAT").unwrap();
    let days = seats.used.days.iter().map(|day| day.value.normalize().to_string()).collect();
    let mut lines = view.lines.iter();
    let line = lines.find(|line| matches!(&line.charged, Charged::Metric { measure, .. } if measure == "SEAT"));
    (days, line.unwrap().line().unwrap().cost.normalize().to_string())
}

#[tokio::test]
async fn a_level_counts_for_the_days_with_the_plan_and_again_once_an_event_told_it() {
    let mut metered = Metered::open().await;
    let (standard, lite) = (metered.instance.plan, plan(&metered.house, "lite").await);
    let daily = |draft: &mut PlanDraft| {
        MeteringModel::DailyProrationAvg.name().clone_into(&mut draft.metrics[1].metering_model);
    };
    republish(&metered.house, standard, daily).await;
    let june = Month::of(metered.house.clock.now()).next();
    let to_june = june.start().plus(DAY / 4).since(metered.house.clock.now());
    metered.house.clock.advance(to_june);
    seats(&mut metered, 0, 6).await;
    metered.house.clock.advance(DAY * 10);
    move_to(&metered, lite).await;
    metered.house.clock.advance(DAY * 10);
    move_to(&metered, standard).await;
    metered.house.clock.advance(DAY * 4);
    seats(&mut metered, 6, 6).await;
    metered.house.clock.advance(DAY * 6);

    let days = [("4.5", 1), ("6", 9), ("1.5", 1), ("0", 13), ("4.5", 1), ("6", 5)];
    let days: Vec<String> = days.into_iter().flat_map(|(value, days)| vec![value.to_owned(); days]).collect();
    assert_eq!(seats_of(&metered, june).await, (days, "1.26".to_owned()), "94.5 of 30 days at 0.40");
}
