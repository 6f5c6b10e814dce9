//! Which prices are in force in a month: those that were published before it began (§8.4, §10). What is published within
//! a month holds from the next one, so that nobody pays by two prices in one month.

use std::collections::BTreeMap;

use crate::effective::Effective;
use crate::ids::PlanId;
use crate::metric::MetricDraft;
use crate::moment::Moment;
use crate::month::Month;
use crate::plan::{CapDraft, PlanDraft};

mod approved;

/// A plan as the catalog showed it from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPlan {
    pub plan: PlanId,
    pub since: Moment,
    pub draft: PlanDraft,
    /// Whether the billing desk had approved it like that.
    pub approved: bool,
}

/// Everything that was ever published of the plans of one offering.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceBook {
    /// Of each plan, what was published first before what came later.
    plans: BTreeMap<PlanId, Vec<Version>>,
}

/// A plan, and since when the catalog has shown it like that.
type Version = (Moment, Shown);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    draft: PlanDraft,
    approved: bool,
    /// What it counts without charging it: for its caps, or beside the fee of a subscription.
    uncharged: Vec<MetricDraft>,
}

impl Shown {
    fn of(draft: PlanDraft, approved: bool) -> Self {
        let of_fee = (draft.kind == "subscription").then(MetricDraft::of_fee);
        Self { uncharged: draft.caps().map(CapDraft::metric).chain(of_fee).collect(), draft, approved }
    }

    /// What it counts. A plan that is not metered may keep metrics that it does not use.
    fn metrics(&self) -> &[MetricDraft] {
        if self.draft.is_metered() { &self.draft.metrics } else { &self.uncharged }
    }

    /// The metric to which a measure of a record belongs, and when its price holds.
    fn metric_of(&self, measure: &str) -> Option<(&MetricDraft, Effective<'_>)> {
        let metric = self.metrics().iter().find(|one| one.measure == measure && one.metric().is_some())?;
        Some((metric, metric.effective().or(self.draft.effective())))
    }

    /// The plan, if it has a fee, and when that holds.
    fn subscription(&self) -> Option<(&PlanDraft, Effective<'_>)> {
        (self.draft.kind == "subscription").then(|| (&self.draft, self.draft.effective()))
    }
}

impl PriceBook {
    /// `published` in the order in which it was.
    pub fn new(published: impl IntoIterator<Item = PublishedPlan>) -> Self {
        let mut plans: BTreeMap<PlanId, Vec<Version>> = BTreeMap::new();
        for PublishedPlan { plan, since, draft, approved } in published {
            plans.entry(plan).or_default().push((since, Shown::of(draft, approved)));
        }
        Self { plans }
    }

    pub fn plans(&self) -> impl Iterator<Item = PlanId> {
        self.plans.keys().copied()
    }

    /// Every metric of every price that was ever published.
    pub fn metrics(&self) -> impl Iterator<Item = &MetricDraft> {
        self.plans.values().flatten().flat_map(|(_, shown)| shown.metrics())
    }

    /// A plan as it was published last before the month began or, where it came later, as it was published first.
    pub fn plan(&self, plan: PlanId, month: Month) -> Option<&PlanDraft> {
        let (before, later) = self.split(plan, month);
        before.last().or_else(|| later.first()).map(|(_, shown)| &shown.draft)
    }

    /// The metric of a measure: of the plan as it was published last before the month began. A price that says that it
    /// holds from a later month leaves the one before it in force; one that ended before the month is no price any more,
    /// and none before it comes back. A measure that came later is charged as it was published first.
    pub fn metric(&self, plan: PlanId, measure: &str, month: Month) -> Option<&MetricDraft> {
        self.metric_in_force(plan, measure, month).map(|(metric, _)| metric)
    }

    /// The plan by whose fee a month is paid, found like a metric; `None`: it has no fee then. A plan that became a
    /// subscription within the month has one from the next month on.
    pub fn subscription(&self, plan: PlanId, month: Month) -> Option<&PlanDraft> {
        self.fee_in_force(plan, month).map(|(fee, _)| fee)
    }

    fn metric_in_force(&self, plan: PlanId, measure: &str, month: Month) -> Option<(&MetricDraft, Effective<'_>)> {
        let (before, later) = self.split(plan, month);
        in_force(before, later, month, |shown| shown.metric_of(measure))
    }

    fn fee_in_force(&self, plan: PlanId, month: Month) -> Option<(&PlanDraft, Effective<'_>)> {
        let (before, later) = self.split(plan, month);
        let first = later.get(..1).filter(|_| before.is_empty()).unwrap_or_default();
        in_force(before, first, month, Shown::subscription)
    }

    /// What a plan measures and charges in a month, each measure once.
    pub fn charged(&self, plan: PlanId, month: Month) -> Vec<&MetricDraft> {
        let (before, later) = self.split(plan, month);
        let mut charged: Vec<&MetricDraft> = Vec::new();
        for measure in before.last().into_iter().chain(later).flat_map(|(_, shown)| shown.metrics()) {
            if charged.iter().all(|known| known.measure != measure.measure) {
                charged.extend(self.metric(plan, &measure.measure, month));
            }
        }
        charged
    }

    /// Since when the catalog has shown the plan with a measure or, where it shows it no more, showed it last; `None`:
    /// it never did.
    pub fn measured_since(&self, plan: PlanId, measure: &str) -> Option<Moment> {
        let versions = self.plans.get(&plan)?.iter().rev();
        let with_it = versions.skip_while(|(_, shown)| shown.metric_of(measure).is_none());
        with_it.take_while(|(_, shown)| shown.metric_of(measure).is_some()).last().map(|(since, _)| *since)
    }

    fn split(&self, plan: PlanId, month: Month) -> (&[Version], &[Version]) {
        let versions = self.plans.get(&plan).map(Vec::as_slice).unwrap_or_default();
        month.split(versions)
    }
}

/// What of a plan is in force in a month, and the days that it says: see [`PriceBook::metric`].
fn in_force<'a, T: 'a>(
    before: &'a [Version],
    later: &'a [Version],
    month: Month,
    of: impl Fn(&'a Shown) -> Option<(&'a T, Effective<'a>)>,
) -> Option<(&'a T, Effective<'a>)> {
    let mut announced = None;
    for (_, shown) in before.iter().rev() {
        // Without it, the plan charged it no more.
        let Some((found, effective)) = of(shown) else { break };
        if effective.holds_in(month) {
            return Some((found, effective));
        }
        if effective.has_ended(month) {
            break;
        }
        announced = Some((found, effective));
    }
    let first = || later.iter().find_map(|(_, shown)| of(shown));
    announced.or_else(|| first().filter(|(_, effective)| !effective.has_ended(month)))
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::metric::FEE_MEASURE;

    mod billable;

    const PLAN: PlanId = PlanId::new(Uuid::from_u128(1));

    fn june() -> Month {
        Month::new(2026, 6).unwrap()
    }

    fn metric(measure: &str, price: &str) -> MetricDraft {
        MetricDraft {
            resource_name: "Queries".to_owned(),
            charge_unit: "QUERIES".to_owned(),
            measure: measure.to_owned(),
            prices: vec![vec![price.to_owned()]],
            ..MetricDraft::new()
        }
    }

    /// Published so many days after the beginning of June, with these metrics.
    fn published(days: i64, metrics: &[MetricDraft]) -> PublishedPlan {
        let day = Duration::from_hours(24).as_millis();
        let since = june().start().millis() + days * i64::try_from(day).unwrap();
        let draft = PlanDraft { kind: "metered".to_owned(), metrics: metrics.to_vec(), ..PlanDraft::default() };
        PublishedPlan { plan: PLAN, since: Moment::from_millis(since), draft, approved: true }
    }

    fn price(book: &PriceBook, measure: &str, month: Month) -> Option<String> {
        book.metric(PLAN, measure, month).map(|metric| metric.prices[0][0].clone())
    }

    #[test]
    fn a_price_that_is_published_within_a_month_holds_from_the_next_one() {
        let book = PriceBook::new([
            published(-40, &[metric("QUERY", "1")]),
            published(-3, &[metric("QUERY", "2")]),
            published(12, &[metric("QUERY", "3")]),
        ]);
        for (month, expected) in [(june().previous(), "1"), (june(), "2"), (june().next(), "3")] {
            assert_eq!(price(&book, "QUERY", month).as_deref(), Some(expected), "{month}");
            assert_eq!(book.plan(PLAN, month).unwrap().metrics[0].prices[0][0], expected, "{month}");
        }
        let at_midnight =
            PriceBook::new([published(-3, &[metric("QUERY", "1")]), published(0, &[metric("QUERY", "2")])]);
        assert_eq!(price(&at_midnight, "QUERY", june()).as_deref(), Some("2"), "the first moment of the month counts");
    }

    #[test]
    fn what_came_within_the_month_is_charged_as_it_was_published_first() {
        let book = PriceBook::new([
            published(3, &[metric("QUERY", "1")]),
            published(5, &[metric("QUERY", "2"), metric("SEAT", "7")]),
        ]);
        assert_eq!(price(&book, "QUERY", june()).as_deref(), Some("1"));
        assert_eq!(price(&book, "SEAT", june()).as_deref(), Some("7"));
        assert_eq!(price(&book, "CALL", june()), None);
        assert_eq!(book.plan(PlanId::new(Uuid::nil()), june()), None);
        let charged: Vec<_> = book.charged(PLAN, june()).iter().map(|metric| metric.prices[0][0].as_str()).collect();
        assert_eq!(charged, ["1", "7"]);
    }

    #[test]
    fn a_price_that_holds_from_later_leaves_the_one_before_it_in_force() {
        let from = |price: &str, day: &str| MetricDraft { effective_from: day.to_owned(), ..metric("QUERY", price) };
        let book = PriceBook::new([
            published(-40, &[metric("QUERY", "1")]),
            published(-3, &[from("2", "2026-07-01")]),
            published(-2, &[from("3", "2026-08-01")]),
        ]);
        let prices = [june(), june().next(), june().next().next()].map(|month| price(&book, "QUERY", month).unwrap());
        assert_eq!(prices, ["1", "2", "3"]);
        let alone = PriceBook::new([published(-3, &[from("2", "2026-08-01")])]);
        assert_eq!(price(&alone, "QUERY", june()).as_deref(), Some("2"), "there is no other");
    }

    #[test]
    fn a_price_that_ended_is_charged_no_more() {
        let until = |price: &str, day: &str| MetricDraft { effective_until: day.to_owned(), ..metric("QUERY", price) };
        let book =
            PriceBook::new([published(-40, &[metric("QUERY", "1")]), published(-3, &[until("2", "2026-06-30")])]);
        let prices = |book: &PriceBook| [june(), june().next()].map(|month| price(book, "QUERY", month));
        assert_eq!(prices(&book), [Some("2".to_owned()), None], "the one before it does not come back");
        assert!(book.charged(PLAN, june().next()).is_empty());
        let open = PriceBook::new([published(-3, &[until("2", "9999-12-31")])]);
        assert_eq!(prices(&open), [Some("2".to_owned()), Some("2".to_owned())]);
        let over = PriceBook::new([published(3, &[until("2", "2026-05-31")])]);
        assert_eq!(prices(&over), [None, None], "it had ended when it came");
    }

    #[test]
    fn a_price_without_days_has_those_of_its_plan() {
        let dated = |days: i64, price: &str, from: &str, until: &str| {
            let mut plan = published(days, &[metric("QUERY", price)]);
            (plan.draft.effective_from, plan.draft.effective_until) = (from.to_owned(), until.to_owned());
            plan
        };
        let book = PriceBook::new([dated(-40, "1", "", ""), dated(-3, "2", "2026-07-01", "2026-07-31")]);
        let prices = [june(), june().next(), june().next().next()].map(|month| price(&book, "QUERY", month));
        assert_eq!(prices, [Some("1".to_owned()), Some("2".to_owned()), None]);
        let mut own = dated(-3, "2", "2026-07-01", "");
        own.draft.metrics[0].effective_from = "2026-06-01".to_owned();
        let book = PriceBook::new([dated(-40, "1", "", ""), own]);
        assert_eq!(price(&book, "QUERY", june()).as_deref(), Some("2"), "a day of its own goes before");
    }

    #[test]
    fn a_fee_is_that_of_the_plan_as_it_was_before_the_month_and_while_it_is_in_force() {
        let fee = |days: i64, name: &str, from: &str, until: &str| {
            let plan = published(days, &[]);
            let (effective_from, effective_until) = (from.to_owned(), until.to_owned());
            let (kind, name) = ("subscription".to_owned(), name.to_owned());
            PublishedPlan { draft: PlanDraft { name, kind, effective_from, effective_until, ..plan.draft }, ..plan }
        };
        let paid = |book: &PriceBook| {
            [june(), june().next()].map(|month| book.subscription(PLAN, month).map(|plan| plan.name.clone()))
        };
        let (one, two) = (Some("one".to_owned()), Some("two".to_owned()));
        let book = PriceBook::new([fee(-40, "one", "", ""), fee(-3, "two", "2026-07-01", "")]);
        assert_eq!(paid(&book), [one.clone(), two.clone()]);
        assert_eq!(paid(&PriceBook::new([fee(-40, "one", "", "2026-06-30")])), [one, None]);
        assert_eq!(paid(&PriceBook::new([published(-40, &[]), fee(5, "two", "", "")])), [None, two.clone()]);
        assert_eq!(paid(&PriceBook::new([fee(5, "two", "", ""), published(6, &[])])), [two, None]);
    }

    #[test]
    fn what_a_free_plan_caps_is_counted_and_costs_nothing() {
        let cap = |measure: &str| CapDraft { measure: measure.to_owned(), cap: "5".to_owned(), ..CapDraft::new() };
        let free = |kind: &str| {
            let plan = published(-3, &[metric("SEAT", "7")]);
            let lite_caps = vec![cap("QUERY"), CapDraft::new()];
            PublishedPlan { draft: PlanDraft { kind: kind.to_owned(), lite_caps, ..plan.draft }, ..plan }
        };
        let book = PriceBook::new([free("free")]);
        let counted: Vec<_> = book.charged(PLAN, june()).into_iter().filter_map(MetricDraft::metric).collect();
        let measures: Vec<_> = counted.iter().map(|one| (one.measure.as_str(), one.tariff.is_rated)).collect();
        assert_eq!(measures, [("QUERY", false)]);
    }

    #[test]
    fn what_a_subscription_may_report_is_counted_and_costs_nothing() {
        let plan = published(-3, &[metric("SEAT", "7")]);
        let draft = PlanDraft { kind: "subscription".to_owned(), ..plan.draft };
        let book = PriceBook::new([PublishedPlan { draft, ..plan }]);
        let charged = book.charged(PLAN, june());
        let [metric] = charged.as_slice() else { panic!("what it was metered by is none of it") };
        assert_eq!(metric.measure, FEE_MEASURE);
        assert!(metric.is_of_fee() && !metric.metric().unwrap().tariff.is_rated);
    }

    #[test]
    fn a_measure_is_measured_since_it_came_for_the_last_time() {
        let (queries, seats) = (metric("QUERY", "1"), metric("SEAT", "7"));
        let all = [
            published(-40, &[queries.clone(), seats.clone()]),
            published(-3, std::slice::from_ref(&queries)),
            published(2, &[queries.clone(), seats]),
            published(5, &[queries]),
        ];
        let since =
            |versions: usize, measure: &str| PriceBook::new(all[..versions].to_vec()).measured_since(PLAN, measure);
        assert_eq!([since(4, "QUERY"), since(1, "SEAT")], [Some(all[0].since); 2]);
        assert_eq!(since(2, "SEAT"), Some(all[0].since), "it was taken away, and may be charged until the month ends");
        assert_eq!([since(3, "SEAT"), since(4, "SEAT")], [Some(all[2].since); 2], "it came back");
        assert_eq!([since(4, "CALL"), since(0, "QUERY")], [None; 2]);
    }

    #[test]
    fn a_measure_that_was_taken_away_before_the_month_is_charged_no_more() {
        let book = PriceBook::new([
            published(-40, &[metric("QUERY", "1"), metric("SEAT", "7")]),
            published(-3, &[metric("QUERY", "1")]),
        ]);
        assert_eq!(price(&book, "SEAT", june()), None);
        assert_eq!(book.charged(PLAN, june()).len(), 1);
        assert_eq!(price(&book, "SEAT", june().previous()).as_deref(), Some("7"), "in May it was still there");
        let within = PriceBook::new([published(-3, &[metric("SEAT", "7")]), published(5, &[metric("QUERY", "1")])]);
        assert_eq!(within.charged(PLAN, june()).len(), 2, "and taken away within a month, until its end");
    }
}
