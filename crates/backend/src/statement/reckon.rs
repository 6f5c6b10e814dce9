//! From the days of usage to the lines that one account owes for one offering.

use std::collections::BTreeMap;

use slipway_domain::catalog::Tile;
use slipway_domain::ids::{InstanceId, PlanId};
use slipway_domain::instance::{Instance, InstanceOperation};
use slipway_domain::metering::Periods;
use slipway_domain::metric::{Metric, MetricDraft};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::plan::PlanDraft;
use slipway_domain::price_book::{PriceBook, PublishedPlan};
use slipway_domain::rating::{Bucket, Buyer};
use slipway_domain::statement::{
    Chart, ConsumerCount, Counting, Fee, FeeDays, LinePlace, StatementLine, Used, fee_line, metric_lines,
    uncounted_line, unread_line,
};
use slipway_domain::usage::Lifetime;
use slipway_store::{DaysOf, Error as StoreError, UsageDay};
use tokio::sync::OnceCell;

use crate::Backend;

/// A month of an account at one offering.
#[derive(Default)]
pub(super) struct Reckoned {
    pub(super) lines: Vec<StatementLine>,
    /// One for each metric, over all that was asked about.
    pub(super) charts: Vec<Chart>,
    /// What the lines of metrics were made of.
    pub(super) used: Vec<(PlanId, Metric, Used)>,
}

/// The consumers of each instance, under plan and measure.
type Counts = BTreeMap<(PlanId, String), BTreeMap<InstanceId, BTreeMap<String, ConsumerCount>>>;

/// What an offering is called, and what it charges: the same for every account.
pub(super) struct Sold {
    content: Offering,
    book: PriceBook,
    /// The plan that is asked about; `None`: every one.
    only: Option<PlanId>,
}

/// What is known of the account and its instances, each thing read once.
struct Books<'a> {
    backend: &'a Backend,
    sold: &'a Sold,
    of: DaysOf,
    as_of: Moment,
    buyer: Buyer,
    instances: BTreeMap<InstanceId, Instance>,
    /// Asked for by what ends with a plan, and by fees.
    lifetimes: OnceCell<BTreeMap<InstanceId, Lifetime>>,
}

impl Backend {
    /// Without an instance: everything that the account has of the offering. Of one instance only its own days are read,
    /// unless a metric shares something over the account.
    pub(super) async fn reckoned(&self, sold: &Sold, of: DaysOf, as_of: Moment) -> Result<Reckoned, StoreError> {
        let instance = of.instance.filter(|_| !sold.shares_over_the_account());
        self.reckoned_as_asked(sold, DaysOf { instance, ..of }, as_of).await
    }

    /// The same without looking further than at the instance: its days are right, whatever is shared over the account.
    pub(super) async fn reckoned_as_asked(
        &self,
        sold: &Sold,
        of: DaysOf,
        as_of: Moment,
    ) -> Result<Reckoned, StoreError> {
        let books = Books::open(self, sold, of, as_of).await?;
        let mut earlier = Vec::new();
        for day in self.store().usage_carried(of).await? {
            if books.goes_on(&day).await? {
                earlier.push(day);
            }
        }
        let mut reckoned = Reckoned::default();
        for ((plan, measure), instances) in counts(earlier, self.store().usage_days(of).await?) {
            if sold.is_asked(plan) {
                books.reckon(&mut reckoned, (plan, &measure), instances).await?;
            }
        }
        reckoned.lines.extend(books.fees().await?);
        books.tell_regions(&mut reckoned.lines);
        Ok(reckoned)
    }
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
        Ok(Self { content, book: backend.store().price_book(scope).await?, only: None })
    }

    /// Asked about one plan alone.
    pub(super) fn only(self, plan: PlanId) -> Self {
        Self { only: Some(plan), ..self }
    }

    /// Asked about one plan alone, as if its draft had been approved and published before anything else: what it would
    /// come to is asked before anybody has approved it.
    pub(super) fn drafted(&self, plan: PlanId, draft: PlanDraft) -> Self {
        let published = PublishedPlan { plan, since: Moment::from_millis(0), draft, approved: true };
        Self { content: self.content.clone(), book: PriceBook::new([published]), only: Some(plan) }
    }

    /// The plan as it holds in a month.
    pub(super) fn plan(&self, plan: PlanId, month: Month) -> Option<&PlanDraft> {
        self.book.plan(plan, month)
    }

    /// The service as a whole, under the names that it has.
    pub(super) fn place(&self) -> LinePlace {
        let Tile { name, display_name, provider, .. } = Tile::of(&self.content, false);
        LinePlace::of_service(name, display_name, provider)
    }

    fn is_asked(&self, plan: PlanId) -> bool {
        self.only.is_none_or(|only| only == plan)
    }

    /// Whether what one instance pays may depend on another.
    pub(super) fn shares_over_the_account(&self) -> bool {
        let mut metrics = self.book.metrics().filter_map(MetricDraft::metric);
        metrics.any(|metric| metric.tariff.bucket == Bucket::Account || !metric.tariff.free_units.is_zero())
    }
}

impl<'a> Books<'a> {
    async fn open(backend: &'a Backend, sold: &'a Sold, of: DaysOf, as_of: Moment) -> Result<Self, StoreError> {
        let store = backend.store();
        let instances = match of.instance {
            Some(instance) => store.instance(of.scope, instance).await?.into_iter().collect(),
            None => store.instances(of.scope, of.customer).await?,
        };
        let instances = instances.into_iter().map(|instance| (instance.id, instance)).collect();
        let buyer = store.places(of.customer).await?.in_month(of.month);
        Ok(Self { backend, sold, of, as_of, buyer, instances, lifetimes: OnceCell::new() })
    }

    /// One measure of one plan: its lines, and what they are made of.
    async fn reckon(
        &self,
        reckoned: &mut Reckoned,
        (plan, measure): (PlanId, &str),
        instances: BTreeMap<InstanceId, BTreeMap<String, ConsumerCount>>,
    ) -> Result<(), StoreError> {
        let (place, month) = (self.place(plan), self.of.month);
        let draft = self.sold.book.metric(plan, measure, month);
        let Some((draft, metric)) = draft.and_then(|draft| draft.metric().map(|metric| (draft, metric))) else {
            // A draft may have no such metric yet, or no more.
            if self.sold.only.is_none() {
                tracing::error!(%plan, measure, "usage has no metric that can be read");
            }
            let line = |id| unread_line(&place, measure, id, self.name(id));
            reckoned.lines.extend(instances.into_keys().map(line));
            return Ok(());
        };
        let mut used = Vec::new();
        for (instance, consumers) in instances {
            let periods = if draft.is_instant() { self.periods_of(instance, plan).await? } else { Periods::always() };
            let counting = Counting {
                month,
                as_of: self.as_of.min(month.end()),
                model: metric.tariff.metering,
                is_event: draft.is_event(),
                periods: &periods,
            };
            let consumers: Vec<ConsumerCount> = consumers.into_values().collect();
            let name = self.name(instance);
            match counting.of(&consumers) {
                Ok(None) => {}
                Ok(Some(metered)) => used.push(Used { instance, name, metered }),
                Err(error) => {
                    tracing::error!(%error, %instance, measure, "usage could not be counted");
                    reckoned.lines.push(uncounted_line(&place, &metric, instance, name));
                }
            }
        }
        let mut lines = metric_lines(&place, &metric, self.buyer, &used);
        if !self.sold.book.is_metric_billable(plan, measure, month) {
            lines = lines.into_iter().map(StatementLine::on_trial).collect();
        }
        reckoned.charts.extend(Chart::of(&place, &metric, &used, &lines));
        reckoned.lines.extend(lines);
        reckoned.used.extend(used.into_iter().map(|used| (plan, metric.clone(), used)));
        Ok(())
    }

    fn name(&self, instance: InstanceId) -> String {
        self.instances.get(&instance).map_or_else(|| instance.to_string(), |known| known.name.clone())
    }

    fn place(&self, plan: PlanId) -> LinePlace {
        let names = self.sold.book.plan(plan, self.of.month).map(|plan| [plan.display_name.trim(), plan.name.trim()]);
        let plan_name = names.into_iter().flatten().find(|name| !name.is_empty());
        let plan_name = plan_name.map_or_else(|| plan.to_string(), ToOwned::to_owned);
        LinePlace { plan, plan_name, ..self.sold.place() }
    }

    fn tell_regions(&self, lines: &mut [StatementLine]) {
        for one in lines.iter_mut().flat_map(|line| &mut line.instances) {
            if let Some(known) = self.instances.get(&one.id) {
                one.region.clone_from(&known.location);
            }
        }
    }

    async fn lifetimes(&self) -> Result<&BTreeMap<InstanceId, Lifetime>, StoreError> {
        self.lifetimes.get_or_try_init(|| self.read_lifetimes()).await
    }

    async fn read_lifetimes(&self) -> Result<BTreeMap<InstanceId, Lifetime>, StoreError> {
        let (store, scope) = (self.backend.store(), self.of.scope);
        let operations = match self.of.instance {
            Some(instance) => store.instance_operations(scope, instance).await?,
            None => store.lifetime_operations(scope, self.of.customer).await?,
        };
        let mut by_instance: BTreeMap<InstanceId, Vec<InstanceOperation>> = BTreeMap::new();
        for operation in operations {
            by_instance.entry(operation.instance).or_default().push(operation);
        }
        let lifetime = |(id, operations): (InstanceId, Vec<InstanceOperation>)| {
            Some((id, Lifetime::of(self.instances.get(&id)?, &operations)?))
        };
        Ok(by_instance.into_iter().filter_map(lifetime).collect())
    }

    /// Whether the instance has had the plan ever since a day of an earlier month; since its last event, if it has any.
    async fn goes_on(&self, day: &UsageDay) -> Result<bool, StoreError> {
        let since = day.count.held.map_or(day.month.start_of(day.day + 1), |(since, _)| since);
        let periods = self.periods_of(day.instance, day.plan).await?;
        Ok(periods.ended_between(since, self.of.month.start()).is_none())
    }

    async fn periods_of(&self, instance: InstanceId, plan: PlanId) -> Result<Periods, StoreError> {
        let lifetime = self.lifetimes().await?.get(&instance);
        Ok(lifetime.map_or_else(Periods::always, |lifetime| lifetime.periods_of(plan)))
    }

    /// The fees of subscriptions. An instance that came back to a plan within the month pays it once.
    async fn fees(&self) -> Result<Vec<StatementLine>, StoreError> {
        let (book, month) = (&self.sold.book, self.of.month);
        let plans = book.plans().filter(|id| self.sold.is_asked(*id));
        let plans = plans.filter_map(|id| Some((id, book.subscription(id, month)?)));
        let plans: Vec<_> =
            plans.map(|(id, plan)| (id, plan, self.place(id), book.is_fee_billable(id, month))).collect();
        let mut lines = Vec::new();
        if plans.is_empty() {
            return Ok(lines);
        }
        let lifetimes = self.lifetimes().await?;
        for instance in self.instances.values() {
            let periods: Vec<_> = lifetimes.get(&instance.id).into_iter().flat_map(Lifetime::plans).collect();
            for (id, plan, place, is_billable) in &plans {
                let days = periods.iter().filter(|(of, ..)| of == id);
                let days = days.filter_map(|(_, from, until)| FeeDays::of(plan, month, *from, *until));
                if let Some(days) = days.max_by_key(|days| days.charged) {
                    let fee = Fee { plan, instance: instance.id, name: instance.name.clone(), days };
                    let line = fee_line(place, self.buyer, &fee);
                    lines.push(if *is_billable { line } else { line.on_trial() });
                }
            }
        }
        Ok(lines)
    }
}
