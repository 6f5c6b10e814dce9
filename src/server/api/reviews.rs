//! Requests for release: asking for one, reading them with their tracks, deciding about them, and the reviewers' queue.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use slipway_backend::Ruling;
use slipway_domain::ids::SubmissionId;
use slipway_domain::review::{Answer, ReviewTrack};
use slipway_domain::rule::RuleId;

use super::asked::{Asked, PageDto, Path, Query};
use super::body;
use super::caller::Caller;
use super::dto::{AnswerDto, DecisionDto, NewReviewDto, QueuedReviewDto, ReviewDto, TrackNameDto};
use super::operation::Operation;
use super::precondition::created;
use super::problem::Problem;

const REVIEWS: &str = "Reviews";
const OF_OFFERING: &str = "/offerings/{name}/reviews";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(OF_OFFERING, "listReviews", "The requests for release of an offering", list)
            .under(REVIEWS)
            .describing("Oldest first.")
            .paged::<ReviewDto>("A page of requests"),
        Operation::post(OF_OFFERING, "askForReview", "Ask for the release", ask)
            .under(REVIEWS)
            .describing("Freezes the definition as it is and puts it into the reviewers' queue, if its gate is open.")
            .repeatable()
            .takes::<NewReviewDto>()
            .answers::<ReviewDto>(StatusCode::CREATED, "The request")
            .located(),
        Operation::post(
            "/offerings/{name}/revisions",
            "askForRevision",
            "Hand in a change of what is released",
            revise,
        )
        .under(REVIEWS)
        .describing("Freezes the draft beside what customers see, and puts it into the reviewers' queue.")
        .repeatable()
        .takes::<NewReviewDto>()
        .answers::<ReviewDto>(StatusCode::CREATED, "The request")
        .located(),
        Operation::get("/reviews/{review}", "getReview", "A request for release", one)
            .under(REVIEWS)
            .answers::<ReviewDto>(StatusCode::OK, "The request with its tracks"),
        Operation::post("/reviews/{review}/decisions", "decideReview", "Decide about a request", decide)
            .under(REVIEWS)
            .describing("For reviewers with a token of their own. It holds for the content whose hash it names.")
            .repeatable()
            .takes::<DecisionDto>()
            .answers::<ReviewDto>(StatusCode::OK, "The request as it stands now"),
        Operation::get("/reviews", "listQueue", "The reviewers' queue", queue)
            .under(REVIEWS)
            .describing("What waits for a decision, first come first. For the operator's people.")
            .paged::<QueuedReviewDto>("A page of the queue"),
    ]
}

async fn list(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<ReviewDto>>, Problem> {
    let view = caller.acting.offering(&name).await?;
    let page = asked.page("reviews", view.submissions, |submission| submission.id.to_string())?;
    Ok(Json(page.map(|submission| ReviewDto::from(&submission))))
}

async fn ask(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(new): body::Json<NewReviewDto>,
) -> Result<Response, Problem> {
    let review = caller.acting.request_review(&name, &new.note).await?;
    let view = caller.acting.review(review).await?;
    Ok(created(&format!("/reviews/{review}"), &ReviewDto::from(&view.submission)))
}

async fn revise(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(new): body::Json<NewReviewDto>,
) -> Result<Response, Problem> {
    let review = caller.acting.submit_revision(&name, &new.note).await?;
    let view = caller.acting.review(review).await?;
    Ok(created(&format!("/reviews/{review}"), &ReviewDto::from(&view.submission)))
}

async fn one(Caller(caller): Caller, Path(review): Path<SubmissionId>) -> Result<Json<ReviewDto>, Problem> {
    Ok(Json((&caller.acting.review(review).await?.submission).into()))
}

async fn decide(
    Caller(caller): Caller,
    Path(review): Path<SubmissionId>,
    body::Json(decision): body::Json<DecisionDto>,
) -> Result<Json<ReviewDto>, Problem> {
    let ruling = Ruling {
        answer: answer(&decision)?,
        track: decision.track.map(track),
        content_sha256: &decision.content_sha256,
        reason: &decision.reason,
        internal_note: &decision.internal_note,
    };
    caller.acting.decide_review(review, ruling).await?;
    Ok(Json((&caller.acting.review(review).await?.submission).into()))
}

fn answer(decision: &DecisionDto) -> Result<Answer, Problem> {
    let rule = match decision.rule.as_deref() {
        None => None,
        Some(id) => {
            let rule = RuleId::parse(id);
            Some(rule.ok_or_else(|| Problem::bad_request("rule is the id of a rule: LST-NAM-03."))?)
        }
    };
    Ok(match decision.answer {
        AnswerDto::Approve => Answer::Approve,
        AnswerDto::Return => Answer::Return,
        AnswerDto::Reject => Answer::Reject { rule },
    })
}

const fn track(name: TrackNameDto) -> ReviewTrack {
    match name {
        TrackNameDto::Content => ReviewTrack::Content,
        TrackNameDto::Pricing => ReviewTrack::Pricing,
        TrackNameDto::Access => ReviewTrack::Access,
        TrackNameDto::Broker => ReviewTrack::Broker,
    }
}

async fn queue(Caller(caller): Caller, Query(asked): Query<Asked>) -> Result<Json<PageDto<QueuedReviewDto>>, Problem> {
    let waiting = caller.acting.reviews().await?;
    let page = asked.page("queue", waiting, |review| review.submission.id.to_string())?;
    Ok(Json(page.map(|review| QueuedReviewDto::from(&review))))
}
