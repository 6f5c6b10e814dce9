//! Two versions of an offering beside each other.

use leptos::prelude::*;
use slipway_domain::view::ComparedView;

use crate::error::AppError;

/// `from` and `to` are keys of `ChosenVersion`; empty: the latest that somebody saw, and the draft.
#[server(endpoint = "compare")]
pub async fn read_compared(
    offering: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
) -> Result<ComparedView, AppError> {
    crate::ssr::answer(crate::ssr::acting().compare_versions(&offering, &from, &to).await)
}
