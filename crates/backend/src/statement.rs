//! What accounts owe: statements of a month over all offerings, reckoned while records may come and kept once none can
//! any more, and what they brought their providers.

use std::collections::BTreeMap;

use slipway_domain::ids::{AccountId, InstanceId, PlanId};
use slipway_domain::metering::DayValue;
use slipway_domain::metric::Metric;
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::statement::{Statement, StatementLine, StatementState, Used, totals};
use slipway_domain::usage::NO_CONSUMER;
use slipway_domain::view::{
    ChargeLine, InstanceUsageView, OfferingUsageView, RevenueLine, RevenueView, StatementView, UsageLine, UsedMetric,
};
use slipway_store::{DaysOf, Error as StoreError, StoredUsage};
use tokio::sync::OnceCell;

use crate::{Acting, Backend, Result};

mod close;
mod reckon;

use reckon::Sold;

/// The most months that can be chosen from.
const MOST_MONTHS: usize = 36;
/// Records on one page.
const RECORDS: u32 = 50;

impl Backend {
    /// The statement of an account: the one that stands, or a draft.
    pub(crate) async fn statement_of(&self, customer: AccountId, month: Month) -> Result<Statement> {
        if let Some((at, lines)) = self.store().frozen_statement(customer, month).await? {
            return Ok(Statement { month, state: StatementState::Frozen { at }, lines });
        }
        let as_of = self.clock().now();
        let lines = self.draft_lines(customer, month, as_of).await?.into_iter().map(|(_, line)| line).collect();
        Ok(Statement { month, state: StatementState::Draft { as_of }, lines })
    }

    async fn draft_lines(
        &self,
        customer: AccountId,
        month: Month,
        as_of: Moment,
    ) -> Result<Vec<(Scope, StatementLine)>, StoreError> {
        let mut lines = Vec::new();
        for (scope, _) in self.store().offerings_used_by(customer).await? {
            let of = DaysOf { scope, customer, instance: None, month };
            let sold = Sold::read(self, scope).await?;
            lines.extend(self.reckoned(&sold, of, as_of).await?.lines.into_iter().map(|line| (scope, line)));
        }
        Ok(lines)
    }

    /// What everybody owes for an offering, each line with the number of its account; and whether some of it is a draft.
    async fn lines_of_offering(&self, scope: Scope, month: Month) -> Result<(Vec<(usize, StatementLine)>, bool)> {
        let as_of = self.clock().now();
        let mut stand: BTreeMap<AccountId, Vec<StatementLine>> = BTreeMap::new();
        for (customer, line) in self.store().frozen_lines(scope, month).await? {
            stand.entry(customer).or_default().push(line);
        }
        // Only a draft asks what is charged.
        let sold = OnceCell::new();
        let (mut lines, mut is_draft) = (Vec::new(), false);
        for (number, customer) in self.store().customers_of(scope).await?.into_iter().enumerate() {
            let owed = match stand.remove(&customer) {
                Some(owed) => owed,
                None if self.store().frozen_at(customer, month).await?.is_some() => continue,
                None => {
                    is_draft = true;
                    let of = DaysOf { scope, customer, instance: None, month };
                    let sold = sold.get_or_try_init(|| Sold::read(self, scope)).await?;
                    self.reckoned(sold, of, as_of).await?.lines
                }
            };
            lines.extend(owed.into_iter().map(|line| (number, line)));
        }
        Ok((lines, is_draft))
    }

    /// The month that is asked for, if it is one of those that can be; else the current one.
    fn month(&self, since: Moment, asked: &str) -> (Vec<Month>, Month) {
        let current = Month::of(self.clock().now());
        let first = Month::of(since);
        let months: Vec<Month> = core::iter::successors(Some(current), |month| Some(month.previous()))
            .take_while(|month| *month >= first || *month == current)
            .take(MOST_MONTHS)
            .collect();
        let chosen = Month::parse(asked).filter(|month| months.contains(month)).unwrap_or(current);
        (months, chosen)
    }
}

impl Acting {
    /// What the current account owes for a month. `asked` is the month as it stands in the address; empty: this one.
    pub async fn statement(&self, asked: &str) -> Result<StatementView> {
        let person = self.person()?.clone();
        let account = person.current.ok_or(Rejection::NotFound(Kind::Account))?;
        self.require(Verb::View, Object::Usage, Context::of(account))?;
        let store = self.backend().store();
        let name = store.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?.name;
        let since = store.offerings_used_by(account).await?.into_iter().map(|(_, since)| since).min();
        let (months, month) = self.backend().month(since.unwrap_or_else(|| self.now()), asked);
        let statement = self.backend().statement_of(account, month).await?;
        Ok(StatementView { person, account: name, months, statement })
    }

    /// A month of an instance of the current account.
    pub async fn instance_usage(
        &self,
        name: &str,
        id: InstanceId,
        asked: &str,
        page: u32,
    ) -> Result<InstanceUsageView> {
        let instance = self.own_instance(name, id).await?;
        let place = self.place_of(&instance).await?;
        let (scope, customer) = (instance.scope, instance.consumer);
        let (months, month) = self.backend().month(instance.created_at, asked);
        let as_of = self.now();
        let of = DaysOf { scope, customer, instance: Some(id), month };
        let sold = Sold::read(self.backend(), scope).await?;
        let reckoned = self.backend().reckoned(&sold, of, as_of).await?;
        let stands = self.backend().store().frozen_statement(customer, month).await?;
        let (state, lines) = match stands {
            Some((at, lines)) => (StatementState::Frozen { at }, lines),
            None => (StatementState::Draft { as_of }, reckoned.lines),
        };
        let skipped = page.saturating_mul(RECORDS);
        let bounds = (month.start(), month.end());
        let found = self.backend().store().usage_of_instance(scope, id, bounds, (skipped, RECORDS + 1)).await?;
        let has_more = found.len() > usize::try_from(RECORDS).unwrap_or_default();
        let metrics = reckoned.used.into_iter().filter(|(_, _, used)| used.instance == id);
        Ok(InstanceUsageView {
            person: self.person()?.clone(),
            id,
            name: instance.name,
            place,
            months,
            month,
            state,
            metrics: metrics.map(|(plan, metric, used)| days(plan, metric, &used)).collect(),
            lines: lines.into_iter().filter(|line| line.is_of(id)).collect(),
            records: found.into_iter().take(RECORDS as usize).map(record).collect(),
            page,
            has_more,
        })
    }

    /// What everybody together used of an offering, and which of its instances were not reported; nobody's name is in it.
    /// `instance` is the one whose reports are read closely, as it stands in the address.
    pub async fn offering_usage(&self, name: &str, asked: &str, instance: &str) -> Result<OfferingUsageView> {
        let view = self.offering(name).await?;
        let scope = view.offering.scope();
        self.require(Verb::View, Object::Usage, Context::of(scope.account))?;
        let since = self.backend().store().sold_since(scope).await?.unwrap_or_else(|| self.now());
        let (months, month) = self.backend().month(since, asked);
        let (lines, is_draft) = self.backend().lines_of_offering(scope, month).await?;
        Ok(OfferingUsageView {
            view,
            months,
            month,
            is_draft,
            charges: ChargeLine::of(&lines),
            totals: totals(lines.iter().map(|(_, line)| line)),
            gaps: self.backend().gaps(scope, instance).await?,
        })
    }

    /// What the offerings of the current account brought in a month.
    pub async fn revenue(&self, asked: &str) -> Result<RevenueView> {
        let person = self.person()?.clone();
        let account = person.current.ok_or(Rejection::NotFound(Kind::Account))?;
        if !person.current_membership().is_some_and(|membership| membership.role.is_provider()) {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        self.require(Verb::View, Object::Usage, Context::of(account))?;
        let mut found = Vec::new();
        let mut since = self.now();
        for offering in self.backend().store().offerings_of(account).await? {
            since = self.backend().store().sold_since(offering.scope()).await?.map_or(since, |first| first.min(since));
            found.push(offering);
        }
        let (months, month) = self.backend().month(since, asked);
        let (mut offerings, mut all, mut is_any_draft) = (Vec::new(), Vec::new(), false);
        for offering in found {
            let (lines, is_draft) = self.backend().lines_of_offering(offering.scope(), month).await?;
            is_any_draft |= is_draft;
            let mut accounts: Vec<usize> = lines.iter().map(|(account, _)| *account).collect();
            accounts.dedup();
            offerings.push(RevenueLine {
                title: offering.listing.draft.display_name.clone(),
                name: offering.name,
                accounts: accounts.len(),
                totals: totals(lines.iter().map(|(_, line)| line)),
            });
            all.extend(lines);
        }
        let totals = totals(all.iter().map(|(_, line)| line));
        Ok(RevenueView { person, months, month, is_draft: is_any_draft, offerings, totals })
    }
}

fn days(plan: PlanId, metric: Metric, used: &Used) -> UsedMetric {
    let shown = |day: &DayValue| Some(DayValue { value: metric.shown(day.value)?, ..*day });
    UsedMetric {
        plan,
        days: used.metered.days.iter().filter_map(shown).collect(),
        month_days: used.metered.month_days,
        measure: metric.measure,
        name: metric.name,
        unit: metric.unit,
    }
}

fn record(stored: StoredUsage) -> UsageLine {
    let signature = &stored.record.signature;
    let consumer = if signature.consumer == NO_CONSUMER { "" } else { &signature.consumer };
    UsageLine {
        id: stored.id,
        start: signature.start,
        end: signature.end,
        consumer: consumer.to_owned(),
        measured: stored.record.measured,
        is_overlapping: stored.is_overlapping,
        accepted_at: stored.accepted_at,
    }
}
