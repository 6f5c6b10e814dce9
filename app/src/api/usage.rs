//! Usage and what it costs: a month of an instance, the statement of an account, what offerings brought, and what a month
//! would have come to by other prices.

use leptos::prelude::*;
use slipway_domain::ids::{AccountId, InstanceId, PlanId, SubmissionId};
use slipway_domain::statement::AdjustmentDraft;
use slipway_domain::view::{
    AccountStatementView, InstanceUsageView, OfferingUsageView, RevenueView, StatementPageView, WhatIfView,
};

use crate::error::AppError;

/// `month` is `2026-05`; one that cannot be looked at is the current one. `page` is counted from 0.
#[server(endpoint = "instance/usage")]
pub async fn read_instance_usage(
    offering: String,
    id: InstanceId,
    #[server(default)] month: String,
    #[server(default)] page: u32,
) -> Result<InstanceUsageView, AppError> {
    crate::ssr::answer(crate::ssr::acting().instance_usage(&offering, id, &month, page).await)
}

/// `page` is counted from 0.
#[server(endpoint = "statement")]
pub async fn read_statement(
    #[server(default)] month: String,
    #[server(default)] page: u32,
) -> Result<StatementPageView, AppError> {
    crate::ssr::answer(crate::ssr::acting().statement_page(&month, page).await)
}

/// The statement of any account, for the billing desk.
#[server(endpoint = "statement/of")]
pub async fn read_account_statement(
    account: AccountId,
    #[server(default)] month: String,
    #[server(default)] page: u32,
) -> Result<AccountStatementView, AppError> {
    crate::ssr::answer(crate::ssr::acting().statement_of_account(account, &month, page).await)
}

/// Puts something right on the statement of a month that is a draft. `operation` names one sending of the form
/// (`parts::operation`).
#[server(endpoint = "statement/adjust")]
pub async fn adjust_statement(
    account: AccountId,
    month: String,
    #[server(default)] adjustment: AdjustmentDraft,
    #[server(default)] operation: String,
) -> Result<(), AppError> {
    use crate::pages::account_statement::ADJUST;
    use crate::paths::Path;

    let acting = crate::ssr::acting().as_operation(operation);
    let made = acting.adjust_statement(account, &month, &adjustment).await;
    let AdjustmentDraft { offering, amount, currency, reason } = &adjustment;
    let typed: [(&str, &str); 5] =
        [("month", &month), ("offering", offering), ("amount", amount), ("currency", currency), ("reason", reason)];
    let back = Path::StatementOf(account);
    if crate::ssr::back_to_form(&back, ADJUST, &typed, &made) {
        return Ok(());
    }
    crate::ssr::answer(made)?;
    crate::ssr::redirect_with(&back, &[("month", &month)]);
    Ok(())
}

/// `month` is empty for the latest that is over; `after` is where the page of accounts begins, empty for the first.
/// With `review` the plan is taken as it was handed in with that request.
#[server(endpoint = "plan/what-if")]
pub async fn read_what_if(
    offering: String,
    id: PlanId,
    #[server(default)] month: String,
    #[server(default)] after: String,
    #[server(default)] review: Option<SubmissionId>,
) -> Result<WhatIfView, AppError> {
    let acting = crate::ssr::acting();
    crate::ssr::answer(match review {
        None => acting.what_if(&offering, id, &month, &after).await,
        Some(review) => acting.what_if_of_request(&offering, review, id, &month, &after).await,
    })
}

/// `instance` is the one whose reports are read closely; what is none of the offering is as good as none.
#[server(endpoint = "offering/usage")]
pub async fn read_offering_usage(
    offering: String,
    #[server(default)] month: String,
    #[server(default)] instance: String,
) -> Result<OfferingUsageView, AppError> {
    crate::ssr::answer(crate::ssr::acting().offering_usage(&offering, &month, &instance).await)
}

#[server(endpoint = "revenue")]
pub async fn read_revenue(#[server(default)] month: String) -> Result<RevenueView, AppError> {
    crate::ssr::answer(crate::ssr::acting().revenue(&month).await)
}
