//! Words of usage, statements and revenue.

use rust_decimal::Decimal;
use slipway_domain::metering::Quantity;
use slipway_domain::moment::Moment;
use slipway_domain::money::{Currency, shown};
use slipway_domain::number::grouped;
use slipway_domain::plan::CapStanding;
use slipway_domain::statement::{Allowance, Charged, LinePlace, StatementState, Total};
use slipway_domain::usage::Measured;

use super::figure::Figure;

pub const USAGE: &str = "Usage";
pub const USAGE_OF_INSTANCE: &str = "Usage and cost";
pub const STATEMENT: &str = "Statement";
pub const REVENUE: &str = "Revenue";
pub const MONTH: &str = "Month";
pub const SHOW: &str = "Show";
pub const STATEMENT_LEAD: &str =
    "What your account owes for a month, over all services, before tax. Months are those of UTC.";
pub const OFFERING_LEAD: &str =
    "What all accounts together used in a month, and what it brings. Months are those of UTC.";
pub const REVENUE_LEAD: &str = "What the services of your account bring in a month, before tax.";
pub const INSTANCE_LEAD: &str = "What the service reported, what that came to, and what it costs.";
pub const NOTHING: &str = "Nothing in this month";
pub const NOTHING_WHY: &str = "No usage was reported, and no fee is due.";
pub const NOTHING_SOLD: &str = "No account has an instance of a paid plan in this month.";
pub const NO_OFFERING: &str = "Your account has no service yet.";
pub const LINES: &str = "Lines of the statement";
pub const SERVICE: &str = "Service";
pub const PLAN: &str = "Plan";
pub const CHARGE: &str = "Charge";
pub const INSTANCE: &str = "Instance";
pub const QUANTITY: &str = "Quantity";
pub const COST: &str = "Cost";
pub const ACCOUNTS: &str = "Accounts";
pub const INSTANCES: &str = "Instances";
pub const FEE: &str = "Monthly fee";
pub const ADJUSTMENT: &str = "Adjustment by the operator";
pub const WHOLE_SERVICE: &str = "The service as a whole";
pub const HOW: &str = "How the costs come about";
pub const DAY: &str = "Day";
pub const MORE_CHARTS: &str = "More charts";
pub const RECORDS: &str = "Records";
pub const RECORDS_SUB: &str = "in the order of their time, in UTC";
pub const NO_RECORDS: &str = "No record came for this month.";
pub const FROM: &str = "From";
pub const UNTIL: &str = "Until";
pub const CONSUMER: &str = "Consumer";
pub const USED: &str = "Used";
pub const RECEIVED: &str = "Received";
pub const OVERLAPS: &str = "overlaps another record";
pub const EARLIER: &str = "Earlier records";
pub const LATER: &str = "Later records";
pub const PAGES: &str = "Pages";
pub const PREVIOUS: &str = "Previous lines";
pub const NEXT: &str = "Next lines";
pub const CSV: &str = "Download CSV";
pub const JSON: &str = "Download JSON";
pub const PROJECTED: &str = "of the whole month, if it goes on like this";
pub const TOO_LARGE: &str =
    "The numbers are too large to be reckoned exactly. Nothing is charged; ask the billing desk.";
pub const TOO_LARGE_TOTAL: &str = "more than can be told; add the lines up elsewhere";
pub const UNREAD: &str =
    "The plan has no metric of this name that can be read. Nothing is charged; ask the billing desk.";
pub const UNRATED: &str = "No price";
pub const DRAFT: &str = "Draft";
pub const SOME_DRAFTS: &str = "Records for this month may still come: nothing of it stands yet.";
pub const ALL_STAND: &str = "The statements of this month stand.";

/// "Draft as of 12 May 2026, 14:02 UTC. …"
pub fn state(state: StatementState) -> String {
    match state {
        StatementState::Draft { as_of } => {
            format!("Draft as of {}. It stands 48 hours after the end of the month.", as_of.long())
        }
        StatementState::Frozen { at } => format!("Closed on {}. Nothing changes it any more.", at.long()),
    }
}

pub fn charge(charged: &Charged) -> String {
    match charged {
        Charged::Fee => FEE.to_owned(),
        Charged::Metric { name, .. } => name.clone(),
        Charged::Adjustment { reason } if reason.is_empty() => ADJUSTMENT.to_owned(),
        Charged::Adjustment { reason } => format!("{ADJUSTMENT}: {reason}"),
    }
}

/// "Vector Search · Standard"; of a service as a whole its title alone.
pub fn service(place: &LinePlace) -> String {
    if place.plan_name.is_empty() { place.title.clone() } else { format!("{} · {}", place.title, place.plan_name) }
}

/// "Standard · Queries"; of a service as a whole what is charged alone.
pub fn charge_of_plan(place: &LinePlace, charged: &Charged) -> String {
    let charge = charge(charged);
    if place.plan_name.is_empty() { charge } else { format!("{} · {charge}", place.plan_name) }
}

/// The plan, or that it is about all of them.
pub fn plan(name: &str) -> String {
    if name.is_empty() { WHOLE_SERVICE.to_owned() } else { name.to_owned() }
}

/// "1,200 queries"; a fee and an adjustment have no quantity.
pub fn quantity(charged: &Charged, quantity: Option<Decimal>) -> Option<Figure> {
    match charged {
        Charged::Fee | Charged::Adjustment { .. } => None,
        Charged::Metric { unit, .. } => quantity.map(|quantity| Figure::counted(quantity, unit)),
    }
}

/// The unit of a metric; a fee and an adjustment have none.
pub fn quantity_unit(charged: &Charged) -> &str {
    match charged {
        Charged::Fee | Charged::Adjustment { .. } => "",
        Charged::Metric { unit, .. } => unit,
    }
}

/// "USD 4.80"
pub fn total(total: &Total) -> String {
    amount(total.currency, total.cost)
}

pub fn projected(total: &Total) -> Option<String> {
    (total.projected != total.cost).then(|| format!("{} {PROJECTED}", amount(total.currency, total.projected)))
}

pub fn amount(currency: Currency, cost: Option<Decimal>) -> String {
    cost.map_or_else(|| format!("{currency}: {TOO_LARGE_TOTAL}"), |cost| shown(currency, cost))
}

pub fn chart(name: &str, unit: &str) -> String {
    format!("{name}: {unit} by day")
}

/// "2 more metrics, day by day"
pub fn more_charts(more: usize) -> String {
    let metrics = if more == 1 { "metric" } else { "metrics" };
    format!("{more} more {metrics}, day by day")
}

/// "Allowance: 5 of 1,000 queries used, 995 left."
pub fn allowance(allowance: Allowance, unit: &str) -> String {
    let (units, left) = (Figure::counted(allowance.units, unit), Figure::number(allowance.left()));
    format!("Allowance: {} of {units} used, {left} left.", Figure::number(allowance.used))
}

/// "As of 12 May 2026, 14:02 UTC; …"
pub fn as_of(at: Moment) -> String {
    format!("As of {}; what came later is there in a few minutes.", at.long())
}

/// "`API_CALL`: 8,000 of 10,000 in this month."
pub fn cap(standing: &CapStanding) -> String {
    let CapStanding { measure, used, cap, is_stopping } = standing;
    let follows = match (standing.is_reached(), *is_stopping) {
        (false, true) => " At the cap, the instance is stopped until the month ends.",
        (false, false) => "",
        (true, true) => " The cap is reached: the instance is stopped until the month ends.",
        (true, false) => " The cap of the plan is reached.",
    };
    format!("{measure}: {} of {} in the month.{follows}", grouped(*used, 0), grouped(*cap, 0))
}

pub fn more_instances(more: usize) -> String {
    format!("and {more} more")
}

/// "QUERY 5, SEAT 3 to 4"
pub fn measured(measured: &[Measured]) -> String {
    let one = |one: &Measured| match one.quantity {
        Quantity::Consumption(used) => format!("{} {}", one.measure, grouped(used, 0)),
        Quantity::Event { previous, current } => {
            format!("{} {} to {}", one.measure, grouped(previous, 0), grouped(current, 0))
        }
    };
    measured.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_has_no_quantity_and_a_metric_says_what_is_counted() {
        let metric =
            Charged::Metric { measure: "QUERY".to_owned(), name: "Queries".to_owned(), unit: "queries".to_owned() };
        assert_eq!(quantity(&Charged::Fee, Some(Decimal::ONE)), None);
        assert_eq!(quantity(&metric, None), None);
        assert_eq!(quantity(&metric, Some(Decimal::from(1_200))).unwrap().to_string(), "1,200 queries");
    }
}
