//! Words of the page Pricing: the table of plans, and what the billing desk decides.

use slipway_domain::location::{GLOBAL, Location};
use slipway_domain::metric::MetricDraft;
use slipway_domain::money::{BASE_COUNTRY, BASE_CURRENCY};
use slipway_domain::plan::{AmountDraft, PlanDraft};

use super::metric;

pub const NOT_STARTED: &str = "Add the first plan: nothing can be published without one.";
pub const OPEN_PLAN: &str = "Open the plan";
pub const COMPLETE: &str = "Every plan can be published.";
pub const PLANS: &str = "Plans";
pub const PLAN: &str = "Plan";
pub const KIND: &str = "Kind";
pub const PRICE: &str = "Price";
pub const LOCATIONS: &str = "Locations";
pub const APPROVAL: &str = "Approval";
pub const ACTIONS: &str = "Actions";
pub const EDIT: &str = "Edit";
pub const LOOK: &str = "View";
pub const OPEN_BELOW: &str = "Open below";
pub const ADD_FREE: &str = "Add free plan";
pub const ADD_SUBSCRIPTION: &str = "Add subscription plan";
pub const ADD_METERED: &str = "Add metered plan";
pub const CLONE: &str = "Clone";
pub const METRICS: &str = "Metrics";
pub const DEFAULT_FEE: &str = "Default fee";
pub const UNNAMED: &str = "Unnamed plan";

pub const EMPTY_TITLE: &str = "No plans yet";
pub const EMPTY_WHY: &str = "Customers choose a plan when they create an instance. An offering needs at least one; a free \
                             plan lets them try it.";
pub const STEPS: [(&str, &str); 4] = [
    ("Free plan", "Always called Lite, at most one. It needs nobody’s approval."),
    ("Subscription plan", "A fixed fee a month, in every country and currency that you give a price for."),
    ("Metered plan", "Charges what is used, by metrics with prices and tiers of your own."),
    ("Approval", "The billing desk approves each paid plan before the release."),
];

pub const NOT_NEEDED: &str = "Not needed";
pub const DRAFT: &str = "Draft";
pub const WITH_THE_DESK: &str = "With the billing desk";
pub const APPROVED: &str = "Approved";
pub const SUBMIT: &str = "Send to the billing desk";
pub const NOT_READY: &str = "Complete the plan before you send it to the billing desk.";

pub const REMOVE: &str = "Remove";
pub const REMOVE_SURE: &str = "The plan disappears from this page. Its id stays taken and is never used again.";
pub const REMOVE_NOW: &str = "Remove this plan";
pub const DEPLOYED: &str = "Deployed: withdraw its catalog deployments first.";

pub const WAITING: &str = "Waiting for the billing desk";
pub const WAITING_LEAD: &str = "A consent covers exactly the revision that is shown; any edit asks for it anew.";
pub const REVISION: &str = "Revision";
pub const DESCRIPTION: &str = "Description";
pub const REASON: &str = "What has to change";
pub const REASON_HELP: &str = "Needed to return a plan; the provider reads it in the history.";
pub const APPROVE: &str = "Approve the plan";
pub const RETURN: &str = "Return it";

/// "2 errors to fix before limited visibility."
pub fn to_fix(errors: usize) -> String {
    match errors {
        1 => "1 error to fix before anything can be published.".to_owned(),
        errors => format!("{errors} errors to fix before anything can be published."),
    }
}

/// "Before the release the billing desk approves Gold and Platinum."
pub fn desk_pending(names: &[String]) -> String {
    format!("Enough for limited visibility. Before the release the billing desk approves {}.", and(names))
}

pub fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

pub fn kind(draft: &PlanDraft) -> &'static str {
    match draft.kind.as_str() {
        "free" => "Free",
        "subscription" => "Subscription",
        "metered" => "Metered",
        _ => "Not chosen",
    }
}

/// What a plan is called where a name is needed.
pub fn name(draft: &PlanDraft) -> String {
    [&draft.display_name, &draft.name]
        .into_iter()
        .map(|name| name.trim())
        .find(|name| !name.is_empty())
        .unwrap_or(UNNAMED)
        .to_owned()
}

/// "USD 49.90 a month", the base price first of all; nothing is converted. Of a metered plan the price of its first
/// metric: "from USD 0.25 per 1,000 queries".
pub fn price(draft: &PlanDraft) -> String {
    if draft.is_free() {
        return "No charge".to_owned();
    }
    if draft.is_metered() {
        return metered_prices(draft).next().unwrap_or_else(|| "No metric with a price yet".to_owned());
    }
    let base = draft.amounts.iter().find(|amount| amount.is_base() && amount.decimal().is_some());
    base.map_or_else(|| format!("No price for {BASE_COUNTRY} in {BASE_CURRENCY} yet"), amount)
}

pub fn amount(amount: &AmountDraft) -> String {
    format!("{} {} a month", amount.currency.trim(), amount.price.trim())
}

/// The price of each metric in the base currency.
fn metered_prices(draft: &PlanDraft) -> impl Iterator<Item = String> {
    draft.charged_metrics().filter_map(|(_, metric)| {
        let row = metric.tariff.prices.iter().find(|row| row.is_base())?;
        metric::from_price(&metric, row)
    })
}

/// Every price that somebody decides about, "DEU: EUR 45 a month" or the lines of each metric, and what the plan says of
/// all of them.
pub fn price_list(draft: &PlanDraft) -> Vec<String> {
    let mut list: Vec<String> = if draft.is_metered() {
        draft.metrics.iter().enumerate().flat_map(|(at, metric)| metric::price_lines(at, metric)).collect()
    } else {
        let amounts = draft.listed_amounts();
        amounts.map(|(_, row)| format!("{}: {}", row.country, amount(row))).collect()
    };
    let day = |text: &str, what: &str| (!text.trim().is_empty()).then(|| format!("In force {what} {}", text.trim()));
    list.extend(day(&draft.effective_from, "from"));
    list.extend(day(&draft.effective_until, "until"));
    list.extend((!draft.is_first_month_prorated()).then(|| "The first month is paid in full".to_owned()));
    list.extend(draft.caps().map(|cap| {
        let then = if cap.action == "stop" { "then the instance is stopped" } else { "then the usage page says so" };
        format!("At most {} {} a month, {then}", cap.cap.trim(), cap.measure.trim())
    }));
    list
}

/// "Queries and Storage"; a dash for a plan that measures nothing.
pub fn metrics(draft: &PlanDraft) -> String {
    let names: Vec<String> = draft.metrics.iter().map(MetricDraft::name).filter(|name| !name.is_empty()).collect();
    match draft.kind.as_str() {
        "subscription" => DEFAULT_FEE.to_owned(),
        "metered" if !names.is_empty() => and(&names),
        _ => "–".to_owned(),
    }
}

/// "and 2 more countries and currencies", below the base price; of a metered plan the prices of its other metrics.
pub fn more_prices(draft: &PlanDraft) -> Option<String> {
    if draft.is_metered() {
        let others: Vec<String> = metered_prices(draft).skip(1).collect();
        return (!others.is_empty()).then(|| format!("and {}", and(&others)));
    }
    let others = draft.listed_amounts().filter(|(_, amount)| !amount.is_base()).count();
    match others {
        _ if draft.is_free() => None,
        0 => None,
        1 => Some("and 1 more country and currency".to_owned()),
        others => Some(format!("and {others} more countries and currencies")),
    }
}

/// "Frankfurt, London"; ids that are not in the registry are shown as they are.
pub fn locations(ids: &[String]) -> String {
    let names: Vec<&str> = ids.iter().filter(|id| !id.is_empty()).map(|id| location(id)).collect();
    if names.is_empty() { "None yet".to_owned() } else { names.join(", ") }
}

pub fn location(id: &str) -> &str {
    Location::find(id).map_or(id, |location| location.label)
}

/// "Frankfurt, Global (runs in Dallas, Tokyo)": `regions` are those of the whole world. "–" if there is none.
pub fn places(ids: &[String], regions: &[String]) -> String {
    let names: Vec<String> = ids.iter().map(|id| place(id, regions)).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

/// One of `places`.
pub fn place(id: &str, regions: &[String]) -> String {
    if id == GLOBAL && !regions.is_empty() {
        let regions: Vec<&str> = regions.iter().map(|region| location(region)).collect();
        format!("{} (runs in {})", location(id), regions.join(", "))
    } else {
        location(id).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_shown_by_their_labels_and_the_world_by_its_regions() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        assert_eq!(places(&ids(&["eu-de", "uk-south"]), &ids(&["jp-tok"])), "Frankfurt, London");
        let world = places(&ids(&["eu-de", "global"]), &ids(&["jp-tok", "gone-1"]));
        assert_eq!(world, "Frankfurt, Global (runs in Tokyo, gone-1)");
        assert_eq!(places(&ids(&["global"]), &[]), "Global");
        assert_eq!(places(&[], &[]), "–");
    }

    fn subscription(prices: &[(&str, &str, &str)]) -> PlanDraft {
        let amounts = prices
            .iter()
            .map(|(country, currency, price)| AmountDraft {
                country: (*country).to_owned(),
                currency: (*currency).to_owned(),
                price: (*price).to_owned(),
            })
            .collect();
        PlanDraft { kind: "subscription".to_owned(), amounts, ..PlanDraft::default() }
    }

    #[test]
    fn the_price_of_a_plan_is_that_of_the_base_country() {
        let plan = subscription(&[("DEU", "EUR", "45"), ("USA", "USD", "49.90")]);
        assert_eq!(price(&plan), "USD 49.90 a month");
        assert_eq!(more_prices(&plan).as_deref(), Some("and 1 more country and currency"));
        assert_eq!(price(&subscription(&[("USA", "USD", "")])), "No price for USA in USD yet");
        assert_eq!(price(&PlanDraft { kind: "free".to_owned(), ..plan }), "No charge");
    }

    #[test]
    fn a_plan_without_any_name_can_still_be_pointed_at() {
        assert_eq!(name(&PlanDraft::default()), UNNAMED);
        assert_eq!(name(&PlanDraft { name: "gold".to_owned(), ..PlanDraft::default() }), "gold");
        assert_eq!(name(&PlanDraft { display_name: " Gold ".to_owned(), ..PlanDraft::default() }), "Gold");
    }

    #[test]
    fn names_are_joined_as_people_do() {
        let names = |list: &[&str]| and(&list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(names(&["Gold"]), "Gold");
        assert_eq!(names(&["Gold", "Silver", "Bronze"]), "Gold, Silver and Bronze");
    }

    #[test]
    fn a_location_that_the_registry_does_not_know_is_shown_as_it_is() {
        assert_eq!(locations(&["eu-de".to_owned(), "moon-1".to_owned()]), "Frankfurt, moon-1");
        assert_eq!(locations(&[String::new()]), "None yet");
    }
}
