//! What the billing desk approved of the prices of a plan (§8.7). Nobody pays what it has not seen: what is charged is
//! compared, and from when until when. What a metric is called changes no bill.

use super::{PriceBook, Shown};
use crate::effective::Effective;
use crate::ids::PlanId;
use crate::metric::MetricDraft;
use crate::month::Month;
use crate::plan::{AmountDraft, PlanDraft};
use crate::rating::Tariff;

/// All that decides what a quantity of a measure costs, and when.
#[derive(PartialEq, Eq)]
struct MetricTerms<'a> {
    measure: &'a str,
    charge_unit: &'a str,
    tariff: Option<Tariff>,
    months: [Option<Month>; 2],
}

impl<'a> MetricTerms<'a> {
    /// `effective` with the days of the plan where the metric says none.
    fn of((metric, effective): (&'a MetricDraft, Effective<'_>)) -> Self {
        Self {
            measure: &metric.measure,
            charge_unit: &metric.charge_unit,
            tariff: metric.metric().map(|metric| metric.tariff),
            months: effective.months(),
        }
    }
}

/// All that decides what a subscription costs, and when.
#[derive(PartialEq, Eq)]
struct FeeTerms<'a> {
    amounts: &'a [AmountDraft],
    is_first_month_prorated: bool,
    months: [Option<Month>; 2],
}

impl<'a> FeeTerms<'a> {
    fn of((fee, effective): (&'a PlanDraft, Effective<'_>)) -> Self {
        Self {
            amounts: &fee.amounts,
            is_first_month_prorated: fee.is_first_month_prorated(),
            months: effective.months(),
        }
    }
}

impl PriceBook {
    /// Whether what a month is charged for a measure was approved by the billing desk before the month ended; once is
    /// enough, even if another price came between.
    pub fn is_metric_billable(&self, plan: PlanId, measure: &str, month: Month) -> bool {
        let Some(charged) = self.metric_in_force(plan, measure, month).map(MetricTerms::of) else { return true };
        self.approved(plan, month)
            .filter_map(|shown| shown.metric_of(measure))
            .any(|approved| MetricTerms::of(approved) == charged)
    }

    /// The same of the fee of a subscription.
    pub fn is_fee_billable(&self, plan: PlanId, month: Month) -> bool {
        let Some(charged) = self.fee_in_force(plan, month).map(FeeTerms::of) else { return true };
        self.approved(plan, month).filter_map(Shown::subscription).any(|approved| FeeTerms::of(approved) == charged)
    }

    fn approved(&self, plan: PlanId, month: Month) -> impl Iterator<Item = &Shown> {
        let versions = self.plans.get(&plan).map(Vec::as_slice).unwrap_or_default();
        versions.iter().filter(move |(since, shown)| *since < month.end() && shown.approved).map(|(_, shown)| shown)
    }
}
