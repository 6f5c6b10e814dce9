//! What the billing desk has not approved is shown and not charged (§8.7).

use slipway_backend::demo::OFFERING;
use slipway_domain::month::Month;
use slipway_domain::number;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rating::Step;
use slipway_domain::statement::Statement;

use crate::statements::enter;
use crate::support::{ADA, CLARA, House, KIM};
use crate::usage::{Metered, approve, change_plan, publish_again};

async fn statement(house: &House, month: Month) -> Statement {
    house.acting(CLARA).await.statement(&month.to_string()).await.unwrap().statement
}

fn costs(statement: &Statement) -> Vec<String> {
    statement.totals().iter().map(|total| total.cost.unwrap().normalize().to_string()).collect()
}

#[tokio::test]
async fn nobody_pays_a_price_that_the_billing_desk_has_not_approved() {
    let mut metered = Metered::open().await;
    let (plan, may) = (metered.instance.plan, Month::of(metered.house.clock.now()));
    metered.submit(&[metered.record(1, 10)]).await;
    let dearer = |draft: &mut PlanDraft| draft.metrics[0].prices = vec![vec!["0.90".to_owned()]];
    change_plan(&metered.house, plan, dearer).await;
    publish_again(&metered.house).await;
    enter(&metered.house, may.next());
    metered.sign_in_again().await;
    metered.submit(&[metered.record(1, 10)]).await;
    let house = &metered.house;

    let june = statement(house, may.next()).await;
    let [line] = june.lines.as_slice() else { panic!("{:?}", june.lines) };
    assert!(line.is_on_trial() && costs(&june).is_empty(), "{line:?}");
    let would_be = line.line().unwrap().steps.iter().find_map(|step| match step {
        Step::Rounded { cost, .. } => Some(*cost),
        _ => None,
    });
    assert_eq!(would_be, number::parse("9").ok());
    let usage = house.acting(KIM).await.offering_usage(OFFERING, "", "").await.unwrap();
    assert!(usage.charges[0].is_on_trial && usage.totals.is_empty());
    assert!(house.acting(ADA).await.revenue("").await.unwrap().totals.is_empty());
    assert_eq!(costs(&statement(house, may).await), ["4"], "the price before was approved");

    approve(house, plan).await;
    let june = statement(house, may.next()).await;
    assert!(!june.lines[0].is_on_trial());
    assert_eq!(costs(&june), ["9"], "from the month on in which it was approved");
}
