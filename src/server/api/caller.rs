//! Who calls: the token of the request, and nothing else. There are no cookies here, so no page can be made to call.

use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::HeaderName;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use slipway_backend::{ApiCaller, Error, public_beginning};
use slipway_domain::rejection::Rejection;

use super::super::host::ClientAddress;
use super::super::telemetry::RequestId;
use super::operation::ApiState;
use super::problem::Problem;

/// Names an attempt, so that sending it again has no second effect.
pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The longest name of an attempt, in characters.
const LONGEST_KEY: usize = 255;

/// The caller; of an operation that changes something, one whose token may write.
pub(super) struct Caller(pub(super) ApiCaller);

/// The caller of an operation that changes nothing although it is sent with a body.
pub(super) struct Reader(pub(super) ApiCaller);

impl FromRequestParts<ApiState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let caller = called(parts, state).await?;
        if parts.method.is_safe() || caller.may_write { Ok(Self(caller)) } else { Err(Problem::read_only()) }
    }
}

impl FromRequestParts<ApiState> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        called(parts, state).await.map(Self)
    }
}

/// The name of the attempt, for saves that are told it; empty: it has none.
pub(super) struct Key(pub(super) String);

impl FromRequestParts<ApiState> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Problem> {
        operation(parts).map(Self)
    }
}

async fn called(parts: &Parts, state: &ApiState) -> Result<ApiCaller, Problem> {
    let bearer = bearer(parts)?;
    let caller = known(parts, state, bearer).await?;
    let request = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let acting = caller.acting.on_request(request).as_operation(operation(parts)?);
    Ok(ApiCaller { acting, may_write: caller.may_write })
}

/// The one token of the request.
fn bearer(parts: &Parts) -> Result<&str, Problem> {
    let mut values = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(Problem::no_token()) };
    let value = value.to_str().map_err(|_| Problem::no_token())?;
    let (scheme, token) = value.split_once(' ').ok_or_else(Problem::no_token)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(Problem::no_token()) }
}

/// Counts a wrong token as a guess, as for API keys. What does not even look like one is no guess, and a right one counts at
/// no time, however many calls of a program are looked at together. Of wrong ones that come together no more are told
/// that they are wrong than of those that come one after the other; from then on none is looked up for a while.
async fn known(parts: &Parts, state: &ApiState, bearer: &str) -> Result<ApiCaller, Problem> {
    let beginning = public_beginning(bearer);
    let client = parts.extensions.get::<ClientAddress>().copied().filter(|_| !beginning.is_empty());
    let Some(client) = client else { return Ok(state.backend.api_caller(bearer).await?) };
    let now = || state.backend.clock().now();
    state.wrong_tokens.may_begin(client, beginning, now()).map_err(Problem::too_many_attempts)?;
    let found = state.backend.api_caller(bearer).await;
    if matches!(found, Err(Error::Rejected(Rejection::Unauthenticated))) {
        state.wrong_tokens.count(client, beginning, now()).map_err(Problem::too_many_attempts)?;
    }
    Ok(found?)
}

/// Empty: the attempt has no name.
fn operation(parts: &Parts) -> Result<String, Problem> {
    let mut values = parts.headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else { return Ok(String::new()) };
    let is_key = |key: &&str| (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    let key = value.to_str().ok().filter(is_key);
    match (key, values.next()) {
        (Some(key), None) => Ok(key.to_owned()),
        _ => Err(Problem::bad_request(format!(
            "Idempotency-Key is sent once and has from 1 to {LONGEST_KEY} printable ASCII characters without blanks."
        ))),
    }
}

/// Whole seconds, never zero.
pub(super) fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
