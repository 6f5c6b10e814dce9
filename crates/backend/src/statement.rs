//! What accounts owe: statements of a month over all offerings, reckoned while records may come and kept once none can
//! any more, and what they brought their providers.

use slipway_domain::caller::Person;
use slipway_domain::ids::{AccountId, InstanceId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::statement::{Allowance, ShownLine, added_up};
use slipway_domain::usage::NO_CONSUMER;
use slipway_domain::view::{
    InstanceUsageView, OfferingUsageView, RevenueLine, RevenueView, StatementPageView, StatementView, UsageLine,
};
use slipway_store::{DaysOf, Dealing, Error as StoreError, ReckoningOf, StoredUsage};

use crate::{Acting, Backend, Result};

mod adjust;
mod caps;
mod close;
mod keep;
mod part;
mod reckon;
mod unsettled;
mod what_if;

pub(crate) use keep::{Keeping, Wanted};
use part::Sums;
pub(crate) use part::{FRESH, MANY, OLDEST};
use reckon::{Reckoned, Sold};

/// The most months that can be chosen from.
const MOST_MONTHS: usize = 36;
/// Records on one page.
const RECORDS: u32 = 50;

/// The months of an account, the one that is asked for, and everything that the account uses or used, with what is known of
/// that month.
struct AccountMonth {
    months: Vec<Month>,
    month: Month,
    dealings: Vec<Dealing>,
}

impl Backend {
    async fn account_month(&self, customer: AccountId, asked: &str) -> Result<AccountMonth, StoreError> {
        let now = self.clock().now();
        let wanted = Month::parse(asked).unwrap_or_else(|| Month::of(now));
        let dealings = self.store().dealings_of(customer, wanted).await?;
        let since = dealings.iter().map(|dealing| dealing.since).min();
        let (months, month) = self.month(since.unwrap_or(now), asked);
        let dealings = if month == wanted { dealings } else { self.store().dealings_of(customer, month).await? };
        Ok(AccountMonth { months, month, dealings })
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
    /// What the current account owes for a month, with all lines. `asked` is the month as it stands in the address; empty:
    /// this one.
    pub async fn statement(&self, asked: &str) -> Result<StatementView> {
        let (person, account, name) = self.customer().await?;
        let AccountMonth { months, month, dealings } = self.backend().account_month(account, asked).await?;
        let statement = self.backend().statement_of(account, month, dealings).await?;
        Ok(StatementView { person, account: name, months, statement })
    }

    /// The same, a page of its lines at a time, counted from 0.
    pub async fn statement_page(&self, asked: &str, page: u32) -> Result<StatementPageView> {
        let (person, account, name) = self.customer().await?;
        let AccountMonth { months, month, dealings } = self.backend().account_month(account, asked).await?;
        let at = usize::try_from(page).unwrap_or(usize::MAX);
        let page = self.backend().statement_page(account, month, dealings, at).await?;
        Ok(StatementPageView { person, account: name, months, page })
    }

    /// Whoever may see what their current account owes, with the account and its name.
    async fn customer(&self) -> Result<(Person, AccountId, String)> {
        let person = self.person()?.clone();
        let account = person.current.ok_or(Rejection::NotFound(Kind::Account))?;
        self.require(Verb::View, Object::Usage, Context::of(account))?;
        let name = self.backend().store().account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?.name;
        Ok((person, account, name))
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
        let Reckoned { lines, mut charts, used } = self.backend().reckoned_as_asked(&sold, of, as_of).await?;
        let caps = caps::standings(&sold, &used, &instance, month);
        let of = ReckoningOf { scope, customer, month };
        let (state, lines) = self.backend().lines_of_instance(&sold, of, id, (as_of, lines)).await?;
        for chart in &mut charts {
            let own = lines.iter().filter(|line| chart.is_of(line) && line.instances.len() == 1);
            chart.allowance = Allowance::of(own);
        }
        let skipped = page.saturating_mul(RECORDS);
        let bounds = (month.start(), month.end());
        let found = self.backend().store().usage_of_instance(scope, id, bounds, (skipped, RECORDS + 1)).await?;
        let has_more = found.len() > usize::try_from(RECORDS).unwrap_or_default();
        Ok(InstanceUsageView {
            person: self.person()?.clone(),
            id,
            name: instance.name,
            place,
            months,
            month,
            state,
            caps,
            charts,
            lines: lines.iter().map(|line| ShownLine::of(line).line).collect(),
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
        let Sums { summary, is_draft, as_of, .. } = self.backend().sums_of_offering(scope, month).await?;
        Ok(OfferingUsageView {
            view,
            months,
            month,
            is_draft,
            as_of,
            charges: summary.charges,
            charts: summary.charts,
            totals: summary.totals,
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
        let sales = self.backend().store().sales_of(account).await?;
        let since = sales.iter().filter_map(|sale| sale.since).min();
        let (months, month) = self.backend().month(since.unwrap_or_else(|| self.now()), asked);
        let (mut offerings, mut all, mut is_any_draft, mut oldest) = (Vec::new(), Vec::new(), false, None::<Moment>);
        for sale in sales {
            let sums = self.backend().sums_of_offering(sale.scope, month).await?;
            is_any_draft |= sums.is_draft;
            oldest = [oldest, sums.as_of].into_iter().flatten().min();
            all.extend(sums.summary.totals.iter().copied());
            offerings.push(RevenueLine {
                title: sale.title,
                name: sale.name,
                accounts: sums.accounts,
                totals: sums.summary.totals,
            });
        }
        let totals = added_up(all);
        Ok(RevenueView { person, months, month, is_draft: is_any_draft, as_of: oldest, offerings, totals })
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
