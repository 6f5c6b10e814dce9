//! The history of an offering, and the versions of its parts. `part` is the name of a `view::Subject`.

use leptos::prelude::*;
use slipway_domain::view::{HistoryQuery, HistoryView, VersionsQuery, VersionsView};

use crate::error::AppError;

#[server(endpoint = "history")]
pub async fn read_history(offering: String, #[server(default)] query: HistoryQuery) -> Result<HistoryView, AppError> {
    crate::ssr::answer(crate::ssr::acting().history(&offering, &query).await)
}

#[server(endpoint = "versions")]
pub async fn read_versions(
    offering: String,
    part: String,
    #[server(default)] query: VersionsQuery,
) -> Result<VersionsView, AppError> {
    let part = crate::ssr::part(&part)?;
    crate::ssr::answer(crate::ssr::acting().versions(&offering, part, query).await)
}

/// Saves the text of `revision` once more; `seen` is the revision that it was compared with.
#[server(endpoint = "versions/restore")]
pub async fn restore_version(offering: String, part: String, revision: i64, seen: i64) -> Result<(), AppError> {
    let part = crate::ssr::part(&part)?;
    let back = crate::paths::Path::of_subject(&offering, part);
    crate::ssr::saved_at(&offering, &back, crate::ssr::acting().restore_version(&offering, part, revision, seen).await)
}
