//! The history of an offering.

use leptos::prelude::*;
use slipway_domain::view::{HistoryQuery, HistoryView};

use crate::error::AppError;

#[server(endpoint = "history")]
pub async fn read_history(offering: String, #[server(default)] query: HistoryQuery) -> Result<HistoryView, AppError> {
    crate::ssr::answer(crate::ssr::acting().history(&offering, &query).await)
}
