//! Which revision somebody changes. What can be written is read with its revision as `ETag`, and written with the same as
//! `If-Match`: without it nothing is changed, and what was made of another revision is refused instead of put together.

use axum::extract::FromRequestParts;
use axum::http::header::{ETAG, IF_MATCH, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use slipway_backend::Acting;

use super::BASE;
use super::operation::ApiState;
use super::problem::Problem;

/// The revision of what was just made.
pub(super) const FIRST: i64 = 1;

/// The revision that `If-Match` names.
#[derive(Debug, Clone, Copy)]
pub(super) struct IfMatch(pub(super) i64);

impl FromRequestParts<ApiState> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Problem> {
        named(parts)?.map(Self).ok_or_else(Problem::no_revision)
    }
}

/// The same where it may be left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct IfRead(pub(super) Option<i64>);

impl FromRequestParts<ApiState> for IfRead {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Problem> {
        named(parts).map(Self)
    }
}

impl IfRead {
    /// Holds what the caller does to the revision that they named, if they did.
    pub(super) fn bind(self, acting: Acting) -> Acting {
        match self.0 {
            Some(revision) => acting.only_at(revision),
            None => acting,
        }
    }
}

fn named(parts: &Parts) -> Result<Option<i64>, Problem> {
    let mut values = parts.headers.get_all(IF_MATCH).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match (value.to_str().ok().and_then(revision), values.next()) {
        (Some(revision), None) => Ok(Some(revision)),
        _ => Err(Problem::bad_request("If-Match names one revision, as an ETag said it: \"7\".")),
    }
}

/// A strong tag alone: a weak one and `*` do not say what was read.
fn revision(tag: &str) -> Option<i64> {
    let digits = tag.trim().strip_prefix('"')?.strip_suffix('"')?;
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn tag(revision: i64) -> HeaderValue {
    HeaderValue::try_from(format!("\"{revision}\"")).expect("digits are fit for a header")
}

/// An answer with its revision.
pub(super) fn tagged(revision: i64, told: &impl Serialize) -> Response {
    let mut response = axum::Json(told).into_response();
    response.headers_mut().insert(ETAG, tag(revision));
    response
}

/// What was made, and where it is; `path` is below `/api/v1`.
pub(super) fn created(path: &str, told: &impl Serialize) -> Response {
    let mut response = (StatusCode::CREATED, axum::Json(told)).into_response();
    // Names and ids are fit for a header.
    if let Ok(location) = HeaderValue::try_from(format!("{BASE}{path}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// As [`created`], with its revision.
pub(super) fn created_at(path: &str, revision: i64, told: &impl Serialize) -> Response {
    let mut response = created(path, told);
    response.headers_mut().insert(ETAG, tag(revision));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_named_by_a_strong_tag_alone() {
        assert_eq!(revision("\"7\""), Some(7));
        assert_eq!(revision(" \"0\" "), Some(0));
        for wrong in ["7", "*", "W/\"7\"", "\"\"", "\"-1\"", "\"+1\"", "\"7\", \"8\"", "\"99999999999999999999\""] {
            assert_eq!(revision(wrong), None, "{wrong}");
        }
    }
}
