//! What a month of a plan would have come to by its draft, beside what was published for it: the same days,
//! rated twice by the same code.

use slipway_domain::ids::{PlanId, SubmissionId};
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::statement::{Comparison, cut_off};
use slipway_domain::view::{OfferingView, WhatIfView};
use slipway_store::DaysOf;

use super::reckon::Sold;
use crate::{Acting, Backend, Result};

/// Accounts on one page.
const ACCOUNTS: usize = 100;

impl Backend {
    /// The months since a plan was used and, of those, the one that is asked for; else the latest that is over.
    async fn months_of_plan(&self, scope: Scope, plan: PlanId, asked: &str) -> Result<(Vec<Month>, Month)> {
        let since = match self.store().used_since(scope, plan).await? {
            Some(first) => first.start(),
            // A fee is due without any usage.
            None => self.store().sold_since(scope).await?.unwrap_or_else(|| self.clock().now()),
        };
        let (months, chosen) = self.month(since, asked);
        let current = Month::of(self.clock().now());
        if asked == chosen.to_string() {
            return Ok((months, chosen));
        }
        let over = months.iter().find(|month| **month < current).copied();
        Ok((months, over.unwrap_or(current)))
    }
}

impl Acting {
    /// `asked` is the month as it stands in the address; empty: the latest that is over. `after` is where the page of
    /// accounts begins (`WhatIf::next`); empty: with the first.
    pub async fn what_if(&self, name: &str, plan: PlanId, asked: &str, after: &str) -> Result<WhatIfView> {
        let view = self.offering(name).await?;
        Box::pin(self.rated(view, plan, asked, after)).await
    }

    /// As `what_if`, by the plan as it was handed in with a request, whatever its draft says by now.
    pub async fn what_if_of_request(
        &self,
        name: &str,
        submission: SubmissionId,
        plan: PlanId,
        asked: &str,
        after: &str,
    ) -> Result<WhatIfView> {
        let review = Box::pin(self.review(submission)).await?;
        if review.view.offering.name != name {
            return Err(Rejection::NotFound(Kind::Submission).into());
        }
        Box::pin(self.rated(review.evidence(), plan, asked, after)).await
    }

    async fn rated(&self, view: OfferingView, plan: PlanId, asked: &str, after: &str) -> Result<WhatIfView> {
        let scope = view.offering.scope();
        self.require(Verb::View, Object::Usage, Context::of(scope.account))?;
        let record = view.offering.plans.iter().find(|record| record.id == plan);
        let draft = record.ok_or(Rejection::NotFound(Kind::Plan))?.draft.clone();
        if draft.is_free() {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        let (months, month) = self.backend().months_of_plan(scope, plan, asked).await?;
        // Whoever may look at the statements of every account.
        let sees_names = self.require_desk(Object::Billing).is_ok();
        let as_of = self.now();
        let published = Sold::read(self.backend(), scope).await?.only(plan);
        let drafted = published.drafted(plan, draft);
        let customers = self.backend().store().customers_of(scope).await?;
        let mut comparison = Comparison::default();
        for (number, customer) in customers.iter().enumerate() {
            let of = DaysOf { scope, customer: *customer, instance: None, month };
            let now = self.backend().reckoned(&published, of, as_of).await?.lines;
            let then = self.backend().reckoned(&drafted, of, as_of).await?.lines;
            if !now.is_empty() || !then.is_empty() {
                comparison.add(number, &now, &then);
            }
        }
        let what_if = comparison.page(after, ACCOUNTS);
        let mut names = Vec::new();
        for number in what_if.accounts.iter().map(|account| account.account).filter(|_| sees_names) {
            if let Some(customer) = customers.get(number)
                && let Some(account) = self.backend().store().account(*customer).await?
            {
                names.push((number, account.name));
            }
        }
        let is_draft = as_of <= cut_off(month);
        Ok(WhatIfView { view, plan, months, month, is_draft, names, what_if })
    }
}
