//! The icons that were uploaded for an offering. Uploading is a plain form of its own: `src/server/icons.rs`.

use leptos::prelude::*;

use crate::error::AppError;

/// Their addresses, the latest first.
#[server(endpoint = "icons")]
pub async fn read_icons(offering: String) -> Result<Vec<String>, AppError> {
    crate::ssr::answer(crate::ssr::acting().icons(&offering).await)
}
