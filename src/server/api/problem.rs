//! Why a call has no result: problem details by RFC 9457. The words are those that pages use, and rules are named by their
//! ids, so that a program can tell them apart and a person can look them up.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use slipway_app::error::{AppError, RETRY_AFTER_SECONDS};
use slipway_app::text;
use slipway_backend::{Error, Report};
use slipway_domain::rejection::{Refusal, Rejection};

use super::super::body_limit;
use super::super::telemetry::RequestId;
use super::PREFIX;
use super::caller::seconds;
use super::dto::FindingDto;
use super::shape::MOST_TOLD;

pub(super) const PROBLEM_JSON: &str = "application/problem+json";

const CHALLENGE: &str = "Bearer realm=\"slipway\"";
const WRONG_TOKEN: &str = "Bearer realm=\"slipway\", error=\"invalid_token\"";
const INSUFFICIENT: &str = "Bearer realm=\"slipway\", error=\"insufficient_scope\"";

/// Why a call has no result.
#[derive(Debug, Clone)]
pub(super) struct Problem(Box<ProblemDto>);

/// As it is written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct ProblemDto {
    /// What kind of problem it is: a stable word below the description of the interface.
    #[serde(rename = "type")]
    kind: String,
    /// What is the matter, in a few words.
    title: String,
    /// The HTTP status once more.
    status: u16,
    /// What is the matter with this request, and what to do about it.
    detail: String,
    /// The rules that the request broke. Empty for problems of another kind.
    rules: Vec<FindingDto>,
    /// What the console found in its log can be asked for by this; only of faults.
    incident: Option<String>,
    /// The revision that is saved now, where another one was named in If-Match; where a request or what was seen was
    /// named, that of the offering.
    revision: Option<i64>,
    #[serde(skip)]
    retry_after: Option<u64>,
    #[serde(skip)]
    challenge: Option<&'static str>,
}

impl Problem {
    fn new(status: StatusCode, kind: &str, title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self(Box::new(ProblemDto {
            kind: format!("/docs/api#{kind}"),
            title: title.into(),
            status: status.as_u16(),
            detail: detail.into(),
            rules: Vec::new(),
            incident: None,
            revision: None,
            retry_after: None,
            challenge: None,
        }))
    }

    /// Whoever sent too much is told how much there may be, in bytes.
    fn naming(mut self, limit: usize) -> Self {
        if self.0.status == StatusCode::PAYLOAD_TOO_LARGE.as_u16() {
            let kib = limit / 1024;
            self.0.detail = format!("The body is larger than the {kib} KiB that are taken here. Send less at a time.");
        }
        self
    }

    fn challenging(mut self, challenge: &'static str) -> Self {
        self.0.challenge = Some(challenge);
        self
    }

    fn after(mut self, seconds: Option<u64>) -> Self {
        self.0.retry_after = seconds;
        self
    }

    pub(super) fn no_token() -> Self {
        let detail = "Send one token as Authorization: Bearer. Access tokens are made on the page of your account.";
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "No token", detail).challenging(CHALLENGE)
    }

    fn wrong_token() -> Self {
        let detail = "The token is not valid: it is not one of ours, has ended or was revoked.";
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "The token is not valid", detail)
            .challenging(WRONG_TOKEN)
    }

    pub(super) fn read_only() -> Self {
        let detail = "The token may read and not write. Make one that may do both.";
        Self::new(StatusCode::FORBIDDEN, "read-only-token", "The token only reads", detail).challenging(INSUFFICIENT)
    }

    pub(super) fn too_many_attempts(wait: Duration) -> Self {
        let detail = "Too many wrong tokens came from here. Wait as long as Retry-After says.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", "Too many attempts", detail)
            .after(Some(seconds(wait)))
    }

    /// The request cannot be read; `detail` says where.
    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "The request cannot be read", detail)
    }

    /// The body is JSON and does not hold what it should; `rules` say what and where.
    pub(super) fn unfit(rules: Vec<FindingDto>) -> Self {
        let title = "The file is not as it should be";
        let detail = "Nothing was done. Each rule names a place and what mends it; a hundred are told at most.";
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title, detail);
        problem.0.rules = rules;
        problem.0.rules.truncate(MOST_TOLD);
        problem
    }

    pub(super) fn not_found() -> Self {
        let detail = "It does not exist, or your account may not see it.";
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here", detail)
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::of_status(StatusCode::METHOD_NOT_ALLOWED)
    }

    pub(super) fn not_json(content_type: &str) -> Self {
        let detail = format!("Send the body as {content_type}.");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "Not the type that is taken here", detail)
    }

    pub(super) fn too_large() -> Self {
        Self::of_status(StatusCode::PAYLOAD_TOO_LARGE)
    }

    /// A write that does not say what it was made of.
    pub(super) fn no_revision() -> Self {
        let detail = "Read it first, and send its ETag as If-Match: nobody's change is overwritten unseen.";
        Self::new(StatusCode::PRECONDITION_REQUIRED, "revision-required", "Which revision?", detail)
    }

    /// Somebody saved in between.
    pub(super) fn stale(current: i64) -> Self {
        let detail = "Somebody saved in between. Read it again, put your change into it, and send that.";
        let mut problem = Self::new(StatusCode::PRECONDITION_FAILED, "stale", "Not the revision that is saved", detail);
        problem.0.revision = Some(current);
        problem
    }

    /// What a layer around the interface says by its status alone.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let (kind, title, detail) = match status {
            StatusCode::FORBIDDEN => (
                "cross-site",
                "Not a call of a program",
                "The request carries a cookie or comes from a page. Send a token alone.",
            ),
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method", "Not a method of this address", "This address takes the methods that Allow names.")
            }
            StatusCode::PAYLOAD_TOO_LARGE => {
                ("too-large", "Too large", "The body is larger than this console takes. Send less at a time.")
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => return Self::not_json("application/json"),
            StatusCode::MISDIRECTED_REQUEST => {
                ("wrong-host", "Not the address of the console", "This is not the address of the console.")
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                let words = text::problem(&AppError::Unavailable);
                return Self::new(status, "unavailable", words.title, words.text)
                    .after(Some(RETRY_AFTER_SECONDS.into()));
            }
            status if status.is_client_error() => {
                ("malformed", "The request cannot be read", "It is not a request of this interface.")
            }
            _ => ("internal", "Something is broken on our side", "It was written down. Quote the incident about it."),
        };
        Self::new(status, kind, title, detail)
    }

    fn rejected(rejection: Rejection) -> Self {
        let kind = match &rejection {
            Rejection::Unauthenticated => return Self::wrong_token(),
            // One body for what is missing and for what is somebody else's.
            Rejection::NotFound(_) => return Self::not_found(),
            Rejection::Stale { current, .. } => return Self::stale(*current),
            Rejection::Denied(_) => "denied",
            Rejection::Refused(Refusal::Gate(_)) => "gate",
            Rejection::Refused(Refusal::Frozen { .. }) => "frozen",
            Rejection::Refused(_) => "refused",
            Rejection::Taken(_) => "taken",
            Rejection::Invalid(_) => "invalid",
            Rejection::SentBefore => "sent-before",
            Rejection::Unreachable(_) => "unreachable",
            Rejection::TooManyAttempts { .. } => "too-many-attempts",
        };
        let rules = match &rejection {
            Rejection::Invalid(findings) => findings.iter().map(FindingDto::from).collect(),
            _ => Vec::new(),
        };
        let error = AppError::Rejected(rejection);
        let words = text::problem(&error);
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::CONFLICT);
        let retry_after = error.retry_after_seconds().map(Into::into);
        let mut problem = Self::new(status, kind, words.title, words.text).after(retry_after);
        problem.0.rules = rules;
        problem
    }

    /// Writes it into an answer, whose other headers stay.
    fn write(self, response: &mut Response, request: Option<&RequestId>) {
        let mut told = self.0;
        let status = StatusCode::from_u16(told.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            told.incident = request.map(|id| id.0.clone());
        }
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.remove(CONTENT_LENGTH);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if let Some(seconds) = told.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = told.challenge {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        let body = serde_json::to_string(&told).expect("texts and numbers are JSON");
        *response.body_mut() = Body::from(body);
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Rejected(rejection) => Self::rejected(rejection),
            Error::Unavailable(report) | Error::Internal(report) => report.into(),
        }
    }
}

/// The line in the log carries the id of the request, which the caller gets as the incident.
impl From<Report> for Problem {
    fn from(report: Report) -> Self {
        if report.is_unavailable() {
            tracing::warn!(error = %report, "nothing can be saved or read right now: {report}");
            Self::of_status(StatusCode::SERVICE_UNAVAILABLE)
        } else {
            tracing::error!(error = %report, "a call failed: {report}");
            Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection)
    }
}

/// [`in_problem_words`] writes the body: it knows the request.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        self.clone().write(&mut response, None);
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: whatever the layers further in refuse is told as a problem. `largest` is what the configuration says of
/// bodies, in bytes.
pub(crate) async fn in_problem_words(State(largest): State<usize>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(PREFIX) {
        return next.run(request).await;
    }
    let id = request.extensions().get::<RequestId>().cloned();
    let limit = body_limit::of_programs(request.uri().path(), largest);
    let is_head = request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    let told = response.extensions_mut().remove::<Problem>();
    let status = response.status();
    if told.is_some() || !status.is_success() {
        told.unwrap_or_else(|| Problem::of_status(status)).naming(limit).write(&mut response, id.as_ref());
        if is_head {
            *response.body_mut() = Body::empty();
        }
    }
    response
}
