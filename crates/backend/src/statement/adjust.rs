//! What the operator's billing desk puts right: adjustments of drafts (DEC-41), never of statements that stand.

use slipway_domain::catalog::Tile;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::AccountId;
use slipway_domain::money::{Currency, shown};
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rating::Buyer;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::statement::{AdjustmentDraft, LinePlace};
use slipway_domain::view::{AccountStatementView, StatementPage};
use slipway_store::NewAdjustment;

use super::AccountMonth;
use crate::author::complete;
use crate::operation::Operation;
use crate::{Acting, Backend, Result};

/// A month of an account with what can be adjusted in it.
struct Bill {
    months: Vec<Month>,
    page: StatementPage,
    /// The services that the account used, as a whole.
    used: Vec<(Scope, LinePlace)>,
    buyer: Buyer,
}

impl Bill {
    /// The account's own currency first, then those of the statement.
    fn currencies(&self) -> Vec<Currency> {
        let mut currencies = vec![self.buyer.currency];
        for total in &self.page.totals {
            if !currencies.contains(&total.currency) {
                currencies.push(total.currency);
            }
        }
        currencies
    }
}

impl Backend {
    /// With the page of its lines that is asked for.
    async fn bill(&self, customer: AccountId, asked: &str, page: u32) -> Result<Bill> {
        let AccountMonth { months, month, dealings } = self.account_month(customer, asked).await?;
        let mut used = Vec::new();
        for scope in dealings.iter().map(|dealing| dealing.scope) {
            let content = self.sold(scope).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
            let Tile { name, display_name, provider, .. } = Tile::of(&content, false);
            used.push((scope, LinePlace::of_service(name, display_name, provider)));
        }
        let at = usize::try_from(page).unwrap_or(usize::MAX);
        let page = self.statement_page(customer, month, dealings, at).await?;
        let buyer = self.store().places(customer).await?.in_month(month);
        Ok(Bill { months, page, used, buyer })
    }
}

impl Acting {
    /// The statement of any account, a page of its lines at a time, counted from 0. `asked` is the month as it stands in
    /// the address; empty: this one.
    pub async fn statement_of_account(
        &self,
        account: AccountId,
        asked: &str,
        page: u32,
    ) -> Result<AccountStatementView> {
        self.require_desk(Object::Billing)?;
        let store = self.backend().store();
        let name = store.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?.name;
        let bill = self.backend().bill(account, asked, page).await?;
        let oldest = bill.months.last().copied().unwrap_or(bill.page.month);
        Ok(AccountStatementView {
            person: self.person()?.clone(),
            account,
            name,
            currencies: bill.currencies(),
            offerings: bill.used.iter().map(|(_, place)| (place.offering.clone(), place.title.clone())).collect(),
            first_draft: store.frozen_until(account).await?.map_or(oldest, Month::next),
            months: bill.months,
            page: bill.page,
        })
    }

    /// Adds something to the statement of a month that is a draft, or takes it off. Nobody does so for an account that
    /// they belong to, nor for a service of one.
    pub async fn adjust_statement(&self, account: AccountId, asked: &str, draft: &AdjustmentDraft) -> Result<()> {
        let operation = self.attempt("statement/adjust", &(account, asked, draft))?;
        self.once(operation.as_ref(), Box::pin(self.adjust(account, asked, draft, operation.as_ref()))).await
    }

    async fn adjust(
        &self,
        account: AccountId,
        asked: &str,
        draft: &AdjustmentDraft,
        operation: Option<&Operation>,
    ) -> Result<()> {
        self.require_operator(Verb::Approve, Object::Billing)?;
        self.require(Verb::Approve, Object::Billing, Context::of(account))?;
        if self.backend().store().account(account).await?.is_none() {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        let bill = self.backend().bill(account, asked, 0).await?;
        let month = bill.page.month;
        if month.to_string() != asked {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        let offerings: Vec<&str> = bill.used.iter().map(|(_, place)| place.offering.as_str()).collect();
        complete(draft.check(&offerings, &bill.currencies()))?;
        let missing = Rejection::NotFound(Kind::Offering);
        let chosen = bill.used.iter().find(|(_, place)| place.offering == draft.offering);
        let (scope, place) = chosen.cloned().ok_or(missing.clone())?;
        policy::may_decide(self.person()?, Context::of(scope.account)).map_err(Rejection::Denied)?;
        let line = draft.line(place, bill.buyer.country).ok_or(missing)?;
        let mut tx = self.backend().store().write().await?;
        // Months are closed in their order, so that none before the latest one is a draft.
        if let Some(latest) = tx.frozen_until(account).await?.filter(|latest| month <= *latest) {
            return Err(Rejection::Refused(Refusal::StatementFrozen { month, next: latest.next() }).into());
        }
        let (by, at) = (self.person()?.id, self.now());
        tx.adjust(&NewAdjustment { scope, customer: account, month, line: &line, by, at }).await?;
        let amount = line.currency().zip(line.line()).map(|(currency, line)| shown(currency, line.cost));
        let detail = Detail { code: amount, ..Detail::about(month.to_string()).because(draft.reason.trim()) };
        let mut event = self.event(EventKind::StatementAdjusted, detail)?;
        event.account = Some(account);
        tx.record(&event).await?;
        self.done(&mut tx, operation, &()).await?;
        Ok(tx.commit().await?)
    }
}
