//! Requests for release and their decisions. `operation` names one sending of a form (`parts::operation`).

use leptos::prelude::*;
use slipway_domain::ids::SubmissionId;
use slipway_domain::review::AboutDraft;
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
pub async fn request_review(
    offering: String,
    #[server(default)] operation: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    use crate::paths::Path;

    let requested = crate::ssr::acting().as_operation(operation).request_review(&offering, &note).await;
    crate::ssr::decided(&Path::Offering(offering, Page::Review), &[("note", &note)], requested)
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

/// `verdict` is `approve`, `return` or `reject`; `content` is the hash of what the reviewer read.
#[server(endpoint = "review/decide")]
pub async fn decide_review(
    submission: SubmissionId,
    content: String,
    #[server(default)] operation: String,
    verdict: String,
    #[server(default)] about: AboutDraft,
    #[server(default)] reason: String,
    #[server(default)] internal_note: String,
) -> Result<(), AppError> {
    use slipway_backend::Ruling;
    use slipway_domain::review::{Answer, ReviewTrack};
    use slipway_domain::rule::RuleId;

    use crate::parts::written::{ABOUT_RULE, ABOUT_TRACK};
    use crate::paths::Path;

    let by = crate::ssr::named(&about.rule, RuleId::parse)?;
    let answer = match crate::ssr::one_of(&verdict, &["approve", "return", "reject"])? {
        0 => Answer::Approve,
        1 => Answer::Return,
        _ => Answer::Reject { rule: by },
    };
    let ruling = Ruling {
        answer,
        track: crate::ssr::named(&about.track, ReviewTrack::parse)?,
        content_sha256: &content,
        reason: &reason,
        internal_note: &internal_note,
    };
    let decided = crate::ssr::acting().as_operation(operation).decide_review(submission, ruling).await;
    let mut typed = vec![("reason", reason.as_str()), ("internal_note", internal_note.as_str())];
    let about = [(ABOUT_TRACK, about.track.as_str()), (ABOUT_RULE, about.rule.as_str())];
    typed.extend(about.into_iter().filter(|(_, word)| !word.is_empty()));
    crate::ssr::decided(&Path::ReviewOf(submission), &typed, decided)
}
