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
    let subject = read_parked(offering.clone(), id).await?.subject;
    let back = crate::paths::Path::of_subject(&offering, subject);
    crate::ssr::saved_at(&offering, &back, crate::ssr::acting().discard_parked(&offering, id).await)
}

/// The author keeps what they typed where both changed the same, if `mine` says `yes`, or decides value by value:
/// `choices` are those of `slipway_domain::merge::Side`. Either way the page showed the revision `seen`.
#[server(endpoint = "parked/apply")]
pub async fn apply_parked(
    offering: String,
    id: ParkedId,
    #[server(default)] seen: i64,
    #[server(default)] mine: String,
    #[server(default)] choices: Vec<String>,
) -> Result<(), AppError> {
    let subject = read_parked(offering.clone(), id).await?.subject;
    let back = crate::paths::Path::of_subject(&offering, subject);
    let acting = crate::ssr::acting();
    // No choice at all is none for mine.
    let saved = if mine == "yes" {
        acting.apply_parked(&offering, id, seen).await
    } else {
        acting.merge_parked(&offering, id, seen, &choices).await
    };
    crate::ssr::saved_at(&offering, &back, saved)
}
