//! From the days of usage to the lines that one account owes for one offering.

use std::collections::BTreeMap;

use slipway_domain::catalog::Tile;
use slipway_domain::ids::{InstanceId, PlanId};
use slipway_domain::metric::{Metric, MetricDraft};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::plan::PlanDraft;
use slipway_domain::price_book::PriceBook;
use slipway_domain::rating::{Bucket, Buyer};
use slipway_domain::statement::{
    ConsumerCount, Counting, Fee, FeeDays, LinePlace, StatementLine, Used, fee_line, metric_lines, uncounted_line,
    unread_line,
};
use slipway_domain::usage::Lifetime;
use slipway_store::{DaysOf, Error as StoreError, UsageDay};

use crate::Backend;

/// A month of an account at one offering.
#[derive(Default)]
pub(super) struct Reckoned {
    pub(super) lines: Vec<StatementLine>,
    /// What the lines of metrics were made of.
    pub(super) used: Vec<(PlanId, Metric, Used)>,
}

/// The consumers of each instance, under plan and measure.
type Counts = BTreeMap<(PlanId, String), BTreeMap<InstanceId, BTreeMap<String, ConsumerCount>>>;

/// What an offering is called, and what it charges: the same for every account.
pub(super) struct Sold {
    content: Offering,
    book: PriceBook,
}

/// What is known of the account and its instances, each thing read once.
struct Books<'a> {
    backend: &'a Backend,
    sold: &'a Sold,
    of: DaysOf,
    names: BTreeMap<InstanceId, String>,
    lifetimes: BTreeMap<InstanceId, Option<Lifetime>>,
}

impl Backend {
    /// Without an instance: everything that the account has of the offering. Of one instance only its own days are read,
    /// unless a metric shares something over the account.
    pub(super) async fn reckoned(&self, sold: &Sold, of: DaysOf, as_of: Moment) -> Result<Reckoned, StoreError> {
        let mut books = Books::open(self, sold, of).await?;
        if books.shares_over_the_account() {
            books.of.instance = None;
        }
        let mut earlier = Vec::new();
        for day in self.store().usage_carried(books.of).await? {
            if books.goes_on(&day).await? {
                earlier.push(day);
            }
        }
        let mut reckoned = Reckoned::default();
        for ((plan, measure), instances) in counts(earlier, self.store().usage_days(books.of).await?) {
            let draft = books.metric(plan, &measure);
            let Some((draft, metric)) = draft.and_then(|draft| draft.metric().map(|metric| (draft, metric))) else {
                tracing::error!(%plan, measure, "usage has no metric that can be read");
                let line = |id| unread_line(&books.place(plan), &measure, id, books.name(id));
                reckoned.lines.extend(instances.into_keys().map(line));
                continue;
            };
            let mut used = Vec::new();
            for (instance, consumers) in instances {
                let ended = if draft.is_instant() { books.end_of(instance, plan).await? } else { None };
                let counting = Counting {
                    month: of.month,
                    as_of: as_of.min(of.month.end()),
                    model: metric.tariff.metering,
                    is_event: draft.is_event(),
                    ended,
                };
                let consumers: Vec<ConsumerCount> = consumers.into_values().collect();
                let name = books.name(instance);
                match counting.of(&consumers) {
                    Ok(None) => {}
                    Ok(Some(metered)) => used.push(Used { instance, name, metered }),
                    Err(error) => {
                        tracing::error!(%error, %instance, measure, "usage could not be counted");
                        reckoned.lines.push(uncounted_line(&books.place(plan), &metric, instance, name));
                    }
                }
            }
            reckoned.lines.extend(metric_lines(&books.place(plan), &metric, buyer(), &used));
            reckoned.used.extend(used.into_iter().map(|used| (plan, metric.clone(), used)));
        }
        reckoned.lines.extend(books.fees(of.month).await?);
        Ok(reckoned)
    }
}

/// Where accounts are at home and in what they pay is not kept yet: everybody has the base row.
const fn buyer() -> Buyer {
    Buyer::BASE
}

/// What earlier months left and what came in this one, together.
fn counts(earlier: Vec<UsageDay>, days: Vec<UsageDay>) -> Counts {
    let mut counts = Counts::new();
    for (is_earlier, day) in earlier.into_iter().map(|day| (true, day)).chain(days.into_iter().map(|day| (false, day)))
    {
        let instances = counts.entry((day.plan, day.measure)).or_default();
        let consumer = instances.entry(day.instance).or_default().entry(day.consumer).or_default();
        let days = if is_earlier { &mut consumer.earlier } else { &mut consumer.days };
        days.push((day.day, day.count));
    }
    counts
}

impl Sold {
    pub(super) async fn read(backend: &Backend, scope: Scope) -> Result<Self, StoreError> {
        let gone =
            || StoreError::Inconsistent { table: "instance", column: "offering_id", row: scope.offering.to_string() };
        let content = backend.sold(scope).await?.ok_or_else(gone)?;
        Ok(Self { content, book: backend.store().price_book(scope).await? })
    }
}

impl<'a> Books<'a> {
    async fn open(backend: &'a Backend, sold: &'a Sold, of: DaysOf) -> Result<Self, StoreError> {
        let names = backend.store().instance_names(of.scope, of.customer).await?.into_iter().collect();
        Ok(Self { backend, sold, of, names, lifetimes: BTreeMap::new() })
    }

    fn metric(&self, plan: PlanId, measure: &str) -> Option<MetricDraft> {
        self.sold.book.metric(plan, measure, self.of.month).cloned()
    }

    fn shares_over_the_account(&self) -> bool {
        let mut metrics = self.sold.book.metrics().filter_map(MetricDraft::metric);
        metrics.any(|metric| metric.tariff.bucket == Bucket::Account || !metric.tariff.free_units.is_zero())
    }

    fn name(&self, instance: InstanceId) -> String {
        self.names.get(&instance).cloned().unwrap_or_else(|| instance.to_string())
    }

    fn place(&self, plan: PlanId) -> LinePlace {
        let Tile { name, display_name, provider, .. } = Tile::of(&self.sold.content, false);
        let names = self.sold.book.plan(plan, self.of.month).map(|plan| [plan.display_name.trim(), plan.name.trim()]);
        let plan_name = names.into_iter().flatten().find(|name| !name.is_empty());
        let plan_name = plan_name.map_or_else(|| plan.to_string(), ToOwned::to_owned);
        LinePlace { offering: name, title: display_name, provider, plan, plan_name }
    }

    async fn lifetime(&mut self, id: InstanceId) -> Result<Option<&Lifetime>, StoreError> {
        if !self.lifetimes.contains_key(&id) {
            let store = self.backend.store();
            let lifetime = match store.instance(self.of.scope, id).await? {
                Some(instance) => Lifetime::of(&instance, &store.instance_operations(self.of.scope, id).await?),
                None => None,
            };
            self.lifetimes.insert(id, lifetime);
        }
        Ok(self.lifetimes.get(&id).and_then(Option::as_ref))
    }

    /// Whether the instance has had the plan ever since a day of an earlier month.
    async fn goes_on(&mut self, day: &UsageDay) -> Result<bool, StoreError> {
        let (end, start) = (day.month.start_of(day.day + 1), self.of.month.start());
        let lifetime = self.lifetime(day.instance).await?;
        Ok(lifetime.is_none_or(|lifetime| !lifetime.knows(day.plan) || lifetime.had(day.plan, end, start)))
    }

    async fn end_of(&mut self, instance: InstanceId, plan: PlanId) -> Result<Option<Moment>, StoreError> {
        Ok(self.lifetime(instance).await?.and_then(|lifetime| lifetime.end_of(plan)))
    }

    /// The fees of subscriptions. An instance that came back to a plan within the month pays it once.
    async fn fees(&mut self, month: Month) -> Result<Vec<StatementLine>, StoreError> {
        let plans = self.sold.book.plans().filter_map(|id| Some((id, self.sold.book.plan(id, month)?.clone())));
        let plans: Vec<(PlanId, PlanDraft)> = plans.filter(|(_, plan)| plan.kind == "subscription").collect();
        let mut lines = Vec::new();
        if plans.is_empty() {
            return Ok(lines);
        }
        let instances: Vec<InstanceId> = match self.of.instance {
            Some(instance) => vec![instance],
            None => self.names.keys().copied().collect(),
        };
        for instance in instances {
            let periods: Vec<_> = self.lifetime(instance).await?.into_iter().flat_map(Lifetime::plans).collect();
            for (id, plan) in &plans {
                let days = periods.iter().filter(|(of, ..)| of == id);
                let days = days.filter_map(|(_, from, until)| FeeDays::of(month, *from, *until));
                if let Some(days) = days.max_by_key(|days| days.charged) {
                    let fee = Fee { plan, instance, name: self.name(instance), days };
                    lines.push(fee_line(&self.place(*id), buyer(), &fee));
                }
            }
        }
        Ok(lines)
    }
}
