//! Input that came on a stale revision.

use leptos::prelude::*;
use slipway_domain::ids::ParkedId;
use slipway_domain::view::ParkedView;

use crate::error::AppError;

#[server(endpoint = "parked")]
pub async fn read_parked(offering: String, id: ParkedId) -> Result<ParkedView, AppError> {
    crate::ssr::answer(crate::ssr::acting().parked(&offering, id).await)
}

/// The author keeps what is saved.
#[server(endpoint = "parked/discard")]
pub async fn discard_parked(offering: String, id: ParkedId) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Summary, crate::ssr::acting().discard_parked(&offering, id).await)
}

/// The author keeps what they typed: it is saved over the current revision.
#[server(endpoint = "parked/apply")]
pub async fn apply_parked(offering: String, id: ParkedId) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Summary, crate::ssr::acting().apply_parked(&offering, id).await)
}
