//! Requests for release: asking for one, reading them with their tracks, deciding about them, and the reviewers' queue.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use slipway_backend::{Acting, Ruling};
use slipway_domain::ids::SubmissionId;
use slipway_domain::review::{Answer, Submission};
use slipway_domain::rule::RuleId;
use slipway_domain::view::RevisionsView;

use super::asked::{Asked, PageDto, Path, Query};
use super::body;
use super::caller::Caller;
use super::dto::{AnswerDto, DecisionDto, NewReviewDto, QueuedReviewDto, ReviewDto, ReviewKindDto};
use super::operation::Operation;
use super::precondition::{IfRead, created};
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
            .describing(
                "Freezes the definition as it is and puts it into the reviewers' queue, if its gate is open. With If-Match it \
                 is the definition that was read, or none.",
            )
            .guardable()
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
        .describing(
            "Freezes the draft beside what customers see, and puts it into the reviewers' queue. With If-Match it is the \
             definition that was read, or none.",
        )
        .guardable()
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
            .of_what_was_seen()
            .repeatable()
            .takes::<DecisionDto>()
            .answers::<ReviewDto>(StatusCode::OK, "The request as it stands now"),
        Operation::get("/reviews", "listQueue", "The reviewers' queue", queue)
            .under(REVIEWS)
            .describing("What waits for a decision, first come first. For the operator's people.")
            .paged::<QueuedReviewDto>("A page of the queue"),
    ]
}

/// The request that a move is about, as its body names it.
pub(super) fn named(review: Option<&str>) -> Result<Option<SubmissionId>, Problem> {
    let named = review.map(SubmissionId::parse).transpose();
    named.map_err(|_| Problem::bad_request("review is the id of a request, as `review` or `id` tells it."))
}

async fn list(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<ReviewDto>>, Problem> {
    let revisions = caller.acting.revisions(&name).await?;
    let all: Vec<&Submission> = revisions.view.submissions.iter().collect();
    let page = asked.page("reviews", all, |submission| submission.id.to_string())?;
    Ok(Json(page.map(|submission| of(submission, &revisions))))
}

async fn ask(
    Caller(caller): Caller,
    Path(name): Path<String>,
    read: IfRead,
    body::Json(new): body::Json<NewReviewDto>,
) -> Result<Response, Problem> {
    let acting = read.bind(caller.acting);
    let review = acting.request_review(&name, &new.note).await?;
    Ok(created(&format!("/reviews/{review}"), &told(&acting, review).await?))
}

async fn revise(
    Caller(caller): Caller,
    Path(name): Path<String>,
    read: IfRead,
    body::Json(new): body::Json<NewReviewDto>,
) -> Result<Response, Problem> {
    let acting = read.bind(caller.acting);
    let review = acting.submit_revision(&name, &new.note).await?;
    Ok(created(&format!("/reviews/{review}"), &told(&acting, review).await?))
}

async fn one(Caller(caller): Caller, Path(review): Path<SubmissionId>) -> Result<Json<ReviewDto>, Problem> {
    told(&caller.acting, review).await.map(Json)
}

async fn decide(
    Caller(caller): Caller,
    Path(review): Path<SubmissionId>,
    body::Json(decision): body::Json<DecisionDto>,
) -> Result<Json<ReviewDto>, Problem> {
    let ruling = Ruling {
        answer: answer(&decision)?,
        track: decision.track,
        content_sha256: &decision.content_sha256,
        reason: &decision.reason,
        internal_note: &decision.internal_note,
    };
    caller.acting.decide_review(review, ruling).await?;
    told(&caller.acting, review).await.map(Json)
}

async fn told(acting: &Acting, review: SubmissionId) -> Result<ReviewDto, Problem> {
    let name = acting.review(review).await?.view.offering.name;
    let revisions = acting.revisions(&name).await?;
    let submission = revisions.view.submissions.iter().find(|submission| submission.id == review);
    submission.map(|submission| of(submission, &revisions)).ok_or_else(Problem::not_found)
}

/// Once an offering is public, what is asked for is a revision of it.
fn of(submission: &Submission, revisions: &RevisionsView) -> ReviewDto {
    let mut all = revisions.current.iter().chain(&revisions.past);
    let is_change = all.any(|revision| revision.submission == Some(submission.id));
    let kind = if is_change { ReviewKindDto::Change } else { ReviewKindDto::Release };
    ReviewDto::of(submission, kind, &revisions.view)
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

async fn queue(Caller(caller): Caller, Query(asked): Query<Asked>) -> Result<Json<PageDto<QueuedReviewDto>>, Problem> {
    let waiting = caller.acting.reviews().await?;
    let page = asked.page("queue", waiting, |review| review.submission.id.to_string())?;
    Ok(Json(page.map(|review| QueuedReviewDto::from(&review))))
}
