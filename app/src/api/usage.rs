//! Usage and what it costs: a month of an instance, the statement of an account, and what offerings brought.

use leptos::prelude::*;
use slipway_domain::ids::InstanceId;
use slipway_domain::view::{InstanceUsageView, OfferingUsageView, RevenueView, StatementView};

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

#[server(endpoint = "statement")]
pub async fn read_statement(#[server(default)] month: String) -> Result<StatementView, AppError> {
    crate::ssr::answer(crate::ssr::acting().statement(&month).await)
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
