//! Plans (§4.9): free, subscription with its monthly fee, and metered with its metrics.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::effective::Effective;
use crate::field::Field;
use crate::ids::{PersonId, PlanId};
use crate::metric::{Metric, MetricDraft};
use crate::money::{BASE_COUNTRY, BASE_CURRENCY, Country, Currency, Money, Price};
use crate::offering::Saved;
use crate::policy::Object;

mod caps;
mod check;
pub(crate) mod end;

pub use caps::{CAP_ACTIONS, CapDraft, CapStanding};
pub use check::{PlanContext, check_plans};
pub(crate) use check::{check_country, check_currency, check_price};
pub use end::{EndNews, ends_too_soon, news_of_ends};

/// The values of `kind`.
pub const PLAN_KINDS: &[&str] = &["free", "subscription", "metered"];
/// The most feature lines of a plan (§4.9).
pub const MOST_PLAN_BULLETS: usize = 5;
/// The most metrics of a plan.
pub const MOST_METRICS: usize = 20;
/// The most prices of a plan, one for each tier in each country and currency of each metric.
pub const MOST_PRICES: usize = 4_000;

/// What notes call a plan: the first of its two names that is typed, otherwise its row on the Pricing page, from 1.
pub(crate) fn called(names: [&str; 2], row: usize) -> String {
    let name = names.into_iter().map(str::trim).find(|name| !name.is_empty());
    name.map_or_else(|| format!("Unnamed plan, row {row}"), ToOwned::to_owned)
}

/// A plan as typed. What came later than the first plans that were stored is left out where it is empty, so that a plan
/// that nobody changed stays the same text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PlanDraft {
    /// Programmatic name, permanent once deployed.
    pub name: String,
    pub display_name: String,
    pub description: String,
    /// One of `PLAN_KINDS`, or empty.
    pub kind: String,
    pub bullets: Vec<String>,
    /// The default monthly fee metric of a subscription, one row per country and currency.
    pub amounts: Vec<AmountDraft>,
    /// What a metered plan charges. A plan of another kind keeps what was typed here and charges nothing of it.
    pub metrics: Vec<MetricDraft>,
    /// Ids of `location::LOCATIONS`.
    pub locations: Vec<String>,
    /// `yes` or `no`; empty: what the settings say of the service.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bindable: String,
    /// `yes` or `no`; empty: yes for a free plan, no for the others.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub one_instance_per_account: String,
    /// `no`: the first month is paid in full. Everything else: by its remaining days (DEC-20).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prorate_first_month: String,
    /// `2026-06-01`; empty: as soon as it is published.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub effective_from: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub effective_until: String,
    /// The flags of exports: `yes`, everything else is no.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub paid_only: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub allow_internal_users: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reservable: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub regional: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subscription_only: String,
    /// What of a free plan may be used in a month. A plan of another kind keeps what was typed here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lite_caps: Vec<CapDraft>,
    /// `2027-03-01`: from that day on, 00:00 UTC, nobody comes to the plan any more. Empty: it has no end.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ends_on: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AmountDraft {
    /// ISO 3166-1 alpha-3
    pub country: String,
    /// ISO 4217
    pub currency: String,
    /// Decimal text, at most nine digits after the point.
    pub price: String,
}

/// A plan with its identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRecord {
    pub id: PlanId,
    pub draft: PlanDraft,
    pub approval: PlanApproval,
    pub revision: i64,
    /// Who saved it last, and when; `None` in snapshots that were taken before this was kept.
    #[serde(default)]
    pub saved: Option<Saved>,
    /// Who wrote it or handed it in since the billing desk last agreed: none of them decides about it.
    #[serde(default)]
    pub authors: Vec<PersonId>,
}

/// §4.9 approval; free plans need none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(description = "What the billing desk says of a plan.")
)]
#[serde(rename_all = "snake_case")]
pub enum PlanApproval {
    #[default]
    Draft,
    InReview,
    Approved,
}

impl PlanApproval {
    pub const ALL: [Self; 3] = [Self::Draft, Self::InReview, Self::Approved];
}

impl PlanDraft {
    pub fn is_free(&self) -> bool {
        self.kind == "free"
    }

    /// What the permission matrix calls it. A plan of which nobody has said yet what it costs counts as a paid one.
    pub fn object(&self) -> Object {
        if self.is_free() { Object::FreePlan } else { Object::PaidPlan }
    }

    /// Somebody has said that it costs something: a subscription, or what is metered.
    pub fn is_paid(&self) -> bool {
        PLAN_KINDS.contains(&self.kind.as_str()) && !self.is_free()
    }

    pub fn is_metered(&self) -> bool {
        self.kind == "metered"
    }

    /// What the plan says itself about bindings; `None`: what the service says.
    pub fn bindable(&self) -> Option<bool> {
        match self.bindable.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }

    /// An account has one instance of it at most (§9).
    pub fn is_one_per_account(&self) -> bool {
        match self.one_instance_per_account.as_str() {
            "yes" => true,
            "no" => false,
            _ => self.is_free(),
        }
    }

    /// The fee of the first month is that of its remaining days.
    pub fn is_first_month_prorated(&self) -> bool {
        self.prorate_first_month != "no"
    }

    /// The days that it says for its prices. A metric with days of its own has those.
    pub fn effective(&self) -> Effective<'_> {
        Effective { from: &self.effective_from, until: &self.effective_until }
    }

    /// The flags that an export has, each with what was typed.
    pub fn flags(&self) -> [(Field, &str); 5] {
        [
            (Field::PlanPaidOnly, self.paid_only.as_str()),
            (Field::PlanInternalUsers, self.allow_internal_users.as_str()),
            (Field::PlanReservable, self.reservable.as_str()),
            (Field::PlanRegional, self.regional.as_str()),
            (Field::PlanSubscriptionOnly, self.subscription_only.as_str()),
        ]
    }

    /// What the plan measures and charges: the metrics that are complete, with their place.
    pub fn charged_metrics(&self) -> impl Iterator<Item = (usize, Metric)> {
        let metrics = if self.is_metered() { self.metrics.as_slice() } else { &[] };
        metrics.iter().enumerate().filter_map(|(at, metric)| Some((at, metric.metric()?)))
    }

    /// Whether both say the same: a form has an empty bound for the last tier, which is open.
    pub fn says_as(&self, other: &Self) -> bool {
        let told = |plan: &Self| {
            let mut plan = plan.clone();
            for metric in &mut plan.metrics {
                while metric.bounds.last().is_some_and(String::is_empty) {
                    metric.bounds.pop();
                }
            }
            plan
        };
        told(self) == told(other)
    }

    /// The feature lines that are not empty rows, with their index.
    pub fn listed_bullets(&self) -> impl Iterator<Item = (usize, &str)> {
        self.bullets.iter().map(String::as_str).enumerate().filter(|(_, bullet)| !bullet.trim().is_empty())
    }

    /// The rows of the monthly fee that are not empty, with their index.
    pub fn listed_amounts(&self) -> impl Iterator<Item = (usize, &AmountDraft)> {
        self.amounts.iter().enumerate().filter(|(_, amount)| !amount.is_blank())
    }

    /// The monthly fee for a country and currency, if the plan has a well-formed row for it.
    pub fn fee(&self, country: Country, currency: Currency) -> Option<Price> {
        let of = |(place, money): &(Country, Money)| *place == country && money.currency == currency;
        self.amounts.iter().filter_map(AmountDraft::parse).find(of).map(|(_, money)| money.price)
    }
}

impl AmountDraft {
    pub fn is_blank(&self) -> bool {
        self.country.trim().is_empty() && self.currency.trim().is_empty() && self.price.trim().is_empty()
    }

    /// The row that every price list must have.
    pub fn is_base(&self) -> bool {
        self.country == BASE_COUNTRY && self.currency == BASE_CURRENCY
    }

    /// The price, if it is one.
    pub fn decimal(&self) -> Option<Decimal> {
        Price::parse(&self.price).ok().map(Price::decimal)
    }

    /// The row, if all of it is well-formed.
    pub fn parse(&self) -> Option<(Country, Money)> {
        let currency = Currency::parse(&self.currency)?;
        Some((Country::parse(&self.country)?, Money { price: Price::parse(&self.price).ok()?, currency }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_fee_is_that_of_country_and_currency() {
        let mut plan = sample::subscription().draft;
        plan.amounts.push(AmountDraft { country: "DEU".into(), currency: "EUR".into(), price: "45".into() });
        plan.amounts.push(AmountDraft { country: "FRA".into(), currency: "EUR".into(), price: "x".into() });
        let fee = |country, currency| {
            plan.fee(Country::parse(country).unwrap(), Currency::parse(currency).unwrap()).map(|fee| fee.to_string())
        };
        assert_eq!(fee("USA", "USD").as_deref(), Some("49.9"));
        assert_eq!(fee("DEU", "EUR").as_deref(), Some("45"));
        assert_eq!(fee("DEU", "USD"), None);
        assert_eq!(fee("FRA", "EUR"), None);
    }

    #[test]
    fn what_is_not_said_of_a_plan_has_its_default() {
        let (free, paid) = (sample::free_plan().draft, sample::subscription().draft);
        assert!(free.is_one_per_account() && !paid.is_one_per_account());
        assert!(paid.is_first_month_prorated() && paid.bindable().is_none());
        let said = |draft: &PlanDraft, one: &str| PlanDraft { one_instance_per_account: one.into(), ..draft.clone() };
        assert!(said(&paid, "yes").is_one_per_account() && !said(&free, "no").is_one_per_account());
        assert_eq!(PlanDraft { bindable: "no".into(), ..paid }.bindable(), Some(false));
    }

    #[test]
    fn a_plan_of_before_stays_the_same_text() {
        let json = serde_json::to_value(sample::subscription().draft).unwrap();
        let mut members: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        let first = ["amounts", "bullets", "description", "display_name", "kind", "locations", "metrics", "name"];
        assert_eq!(members, first);
    }

    #[test]
    fn caps_are_those_of_a_free_plan() {
        let caps = vec![CapDraft::new(), CapDraft { measure: "QUERY".into(), cap: "5".into(), ..CapDraft::new() }];
        let mut plan = PlanDraft { lite_caps: caps, ..sample::free_plan().draft };
        let counted: Vec<_> = plan.caps().map(CapDraft::metric).collect();
        let [metric] = counted.as_slice() else { panic!("the empty row is none") };
        let tariff = metric.metric().unwrap().tariff;
        assert!(!tariff.is_rated && tariff.usage_cap == Decimal::from(5));
        assert!(plan.stops_at_a_cap());
        let reached = |used: u32| plan.cap_standings(|_| used.into()).iter().any(CapStanding::stops);
        assert_eq!([4, 5, 6].map(reached), [false, true, true]);
        plan.lite_caps[1].action = "notify".into();
        let [standing]: [CapStanding; 1] = plan.cap_standings(|_| 5.into()).try_into().unwrap();
        assert!(standing.is_reached() && !standing.stops() && !plan.stops_at_a_cap());
        plan.kind = "subscription".into();
        assert_eq!((plan.caps().count(), plan.cap_standings(|_| 5.into())), (0, Vec::new()));
    }

    #[test]
    fn only_one_row_is_the_base() {
        let plan = sample::subscription().draft;
        assert!(plan.amounts[0].is_base());
        assert_eq!(plan.amounts[0].decimal(), Some(Decimal::new(4990, 2)));
        assert!(!AmountDraft { currency: "EUR".into(), ..plan.amounts[0].clone() }.is_base());
    }
}
