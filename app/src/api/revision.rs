//! The next version of a public offering: asking for its review, publishing it, discarding it, and going back to an earlier
//! one.

use leptos::prelude::*;
use slipway_domain::ids::SnapshotId;
use slipway_domain::view::{NextVersionView, ReleasedView};

use crate::error::AppError;

#[server(endpoint = "revisions")]
pub async fn read_next_version(offering: String) -> Result<NextVersionView, AppError> {
    crate::ssr::answer(crate::ssr::acting().next_version(&offering).await)
}

/// A version that customers have or had.
#[server(endpoint = "revision/released")]
pub async fn read_released(offering: String, snapshot: SnapshotId) -> Result<ReleasedView, AppError> {
    crate::ssr::answer(crate::ssr::acting().released(&offering, snapshot).await)
}

/// `operation` names one sending of the form (`parts::operation`).
#[server(endpoint = "revision/submit")]
pub async fn submit_revision(
    offering: String,
    #[server(default)] operation: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    let submitted = crate::ssr::acting().as_operation(operation).submit_revision(&offering, &note).await;
    crate::ssr::decided(&Path::Changes(offering), &[("note", &note)], submitted)
}

#[server(endpoint = "revision/withdraw")]
pub async fn withdraw_revision(offering: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let withdrawn = crate::ssr::acting().withdraw_review(&offering).await;
    crate::ssr::saved_at(&offering, &Path::Changes(offering.clone()), withdrawn)
}

/// At once, or on the day from which it may hold.
#[server(endpoint = "revision/publish")]
pub async fn publish_revision(offering: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let published = crate::ssr::acting().publish_revision(&offering).await;
    crate::ssr::saved_at(&offering, &Path::Changes(offering.clone()), published)
}

/// The draft is what customers have again; History keeps what it was.
#[server(endpoint = "revision/discard")]
pub async fn discard_revision(offering: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let discarded = crate::ssr::acting().discard_revision(&offering).await;
    crate::ssr::saved_at(&offering, &Path::Changes(offering.clone()), discarded)
}

/// `to` is a version that customers had, or that was agreed to; `operation` names one sending of the form.
#[server(endpoint = "revision/rollback")]
pub async fn roll_back(offering: String, #[server(default)] operation: String, to: SnapshotId) -> Result<(), AppError> {
    use crate::paths::Path;

    let rolled_back = crate::ssr::acting().as_operation(operation).roll_back(&offering, to).await;
    crate::ssr::saved_at(&offering, &Path::Changes(offering.clone()), rolled_back)
}
