//! Requests for release and their decisions.

use leptos::prelude::*;
use slipway_domain::ids::SubmissionId;
use slipway_domain::view::ReviewView;

use crate::error::AppError;

/// The reviewers' queue.
#[server(endpoint = "reviews")]
pub async fn read_reviews() -> Result<Vec<ReviewView>, AppError> {
    crate::ssr::answer(crate::ssr::acting().reviews().await)
}

#[server(endpoint = "review")]
pub async fn read_review(submission: SubmissionId) -> Result<ReviewView, AppError> {
    crate::ssr::answer(crate::ssr::acting().review(submission).await)
}

#[server(endpoint = "review/request")]
pub async fn request_review(offering: String, #[server(default)] note: String) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    let requested = crate::ssr::acting().request_review(&offering, &note).await;
    crate::ssr::saved(&offering, Page::Review, requested.map(drop))
}

#[server(endpoint = "review/withdraw")]
pub async fn withdraw_review(offering: String) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Review, crate::ssr::acting().withdraw_review(&offering).await)
}

#[server(endpoint = "review/withdraw-approval")]
pub async fn withdraw_approval(offering: String) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Review, crate::ssr::acting().withdraw_approval(&offering).await)
}

/// `verdict` is `approve` or `return`; `content` is the hash of what the reviewer read.
#[server(endpoint = "review/decide")]
pub async fn decide_review(
    submission: SubmissionId,
    content: String,
    verdict: String,
    #[server(default)] reason: String,
    #[server(default)] internal_note: String,
) -> Result<(), AppError> {
    use slipway_backend::{Error, Verdict};
    use slipway_domain::rejection::{Refusal, Rejection};

    use crate::paths::Path;

    let approve = crate::ssr::one_of(&verdict, &["return", "approve"])? == 1;
    let verdict = Verdict { approve, content_sha256: &content, reason: &reason, internal_note: &internal_note };
    match crate::ssr::acting().decide_review(submission, verdict).await {
        // The note that was typed goes back to the form, so that only the reason has to be written.
        Err(Error::Rejected(Rejection::Refused(Refusal::ReasonMissing))) if crate::ssr::is_form() => {
            crate::ssr::redirect_with(
                &Path::ReviewOf(submission),
                &[("missing", "reason"), ("internal_note", &internal_note)],
            );
        }
        decided => {
            crate::ssr::answer(decided)?;
            crate::ssr::redirect(&Path::ReviewOf(submission));
        }
    }
    Ok(())
}
