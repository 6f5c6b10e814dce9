//! The routes of the embedded issuer, and those of them that services call: discovery, keys, token, revocation and
//! userinfo. Protocol rules are `slipway_oidc`'s and what is remembered is the backend's; this only speaks HTTP.

mod authorize;
mod consent;
mod sign_in;
mod ticket;

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use slipway_app::pages::sign_in::Problem;
use slipway_backend::{Backend, EmbeddedIssuer, Refused, Report};
use slipway_oidc::authorize::{AuthorizeError, AuthorizeQuery, AuthorizeRequest};
use slipway_oidc::discovery;
use slipway_oidc::error::{ErrorCode, OAuthError};
use slipway_oidc::token::TokenRequest;
use slipway_oidc::userinfo::BearerError;

use super::fault::Fault;
use super::headers::FormTarget;
use super::host::ClientAddress;
use super::limits::FailedSignIns;
use super::pages::Pages;
use super::telemetry::RequestId;

pub(crate) const SIGN_IN: &str = "/sign-in";
pub(crate) const CONSENT: &str = "/consent";

#[derive(Clone)]
pub(crate) struct IssuerRoutes {
    pub(crate) backend: Backend,
    pub(crate) issuer: EmbeddedIssuer,
    pub(crate) failures: FailedSignIns,
    pub(crate) wrong_keys: FailedSignIns,
    pub(crate) pages: Pages,
}

impl IssuerRoutes {
    /// What services and the console's own token exchange call: nobody's browser, no session.
    pub(crate) fn protocol(&self) -> Router {
        Router::new()
            .route(discovery::DISCOVERY_PATH, get(configuration))
            .route(discovery::KEYS_PATH, get(keys))
            .route(discovery::TOKEN_PATH, post(token))
            .route(discovery::REVOCATION_PATH, post(revoke))
            .route(discovery::USERINFO_PATH, get(userinfo).post(userinfo))
            .with_state(self.clone())
    }

    /// What forms of clients post from their own origins. It knows nobody and changes nothing.
    pub(crate) fn from_elsewhere() -> Router {
        Router::new().route(discovery::AUTHORIZATION_PATH, post(authorize::posted))
    }

    /// What people see. Needs the caller.
    pub(crate) fn pages(&self) -> Router {
        Router::new()
            .route(discovery::AUTHORIZATION_PATH, get(authorize::asked))
            .route(SIGN_IN, get(sign_in::page).post(sign_in::sign_in))
            .route(CONSENT, get(consent::page).post(consent::decide))
            .with_state(self.clone())
    }

    async fn check(&self, parts: &Parts, encoded: &str) -> Result<AuthorizeRequest, Response> {
        match self.issuer.check(&AuthorizeQuery::parse(encoded)).await {
            Ok(request) => Ok(request),
            Err(Refused::Client(AuthorizeError::Redirect(to))) => Err(see_other(&to)),
            // Neither the client nor its address is certain, so nobody is sent anywhere.
            Err(Refused::Client(AuthorizeError::Page(fault))) => {
                tracing::warn!(%fault, "an authorization request was refused");
                Err(self.pages.sign_in_problem(parts.clone(), StatusCode::BAD_REQUEST, Problem::Client).await)
            }
            Err(Refused::Internal(report)) => Err(broken(&report)),
        }
    }

    /// A page of ours whose form may end, by redirects, at the client's address: browsers apply `form-action` to the whole
    /// chain. Only the address of a checked request ever comes here.
    fn leading_to(&self, request: &AuthorizeRequest, mut page: Response) -> Response {
        let origin = request.redirect_uri.origin();
        if origin != self.issuer.issuer().as_str() {
            page.extensions_mut().insert(FormTarget(origin));
        }
        page
    }
}

async fn configuration(State(routes): State<IssuerRoutes>) -> impl IntoResponse {
    Json(routes.issuer.discovery())
}

async fn keys(State(routes): State<IssuerRoutes>) -> impl IntoResponse {
    Json(routes.issuer.jwks().await)
}

async fn token(
    State(routes): State<IssuerRoutes>,
    client: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let parsed = form(&headers, &body)
        .ok_or(OAuthError::new(ErrorCode::InvalidRequest, "the body is not a form"))
        .and_then(|form| TokenRequest::parse(form, text(&headers)));
    let mut response = match parsed {
        Ok(request) => routes.token(&request, client.map(|Extension(client)| client)).await,
        Err(error) => told(error),
    };
    // RFC 6749 §5.1 wants it beside `Cache-Control`, which every answer has.
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

impl IssuerRoutes {
    /// Keys that are guessed at are answered ever more slowly, for the address and for the key. Right ones count at no
    /// time, however many come together.
    async fn token(&self, request: &TokenRequest, client: Option<ClientAddress>) -> Response {
        let now = || self.backend.clock().now();
        let guess = match (request, client) {
            (TokenRequest::ApiKey(request), Some(client)) => Some((client, request.prefix().unwrap_or_default())),
            _ => None,
        };
        if let Some((client, prefix)) = guess
            && let Err(wait) = self.wrong_keys.may_begin(client, prefix, now())
        {
            return too_many(wait);
        }
        let answer = self.issuer.token(request).await;
        if let (Some((client, prefix)), Err(Refused::Client(_))) = (guess, &answer)
            && let Err(wait) = self.wrong_keys.count(client, prefix, now())
        {
            return too_many(wait);
        }
        match answer {
            Ok(tokens) => Json(tokens).into_response(),
            Err(Refused::Client(error)) => told(error),
            Err(Refused::Internal(report)) => broken(&report),
        }
    }
}

fn too_many(wait: Duration) -> Response {
    let error = OAuthError::new(ErrorCode::TemporarilyUnavailable, "too many wrong API keys; wait");
    let mut response = (StatusCode::TOO_MANY_REQUESTS, told(error)).into_response();
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// RFC 7009: whatever is no living token needs no revoking, so that is no error.
async fn revoke(
    State(routes): State<IssuerRoutes>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    // Without a form nobody has said who they are.
    match routes.issuer.revoke(form(&headers, &body).unwrap_or_default(), text(&headers), &id.0).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(Refused::Client(error)) => told(error),
        Err(Refused::Internal(report)) => broken(&report),
    }
}

/// An error of RFC 6749 §5.2.
fn told(error: OAuthError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = (status, [(CONTENT_TYPE, "application/json")], error.json()).into_response();
    if let Some(challenge) = error.www_authenticate() {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

/// A body beyond the limit, where clients read the words of the protocol.
pub(crate) fn too_large(path: &str) -> Option<Response> {
    match path {
        discovery::TOKEN_PATH | discovery::REVOCATION_PATH => {
            let error = OAuthError::new(ErrorCode::InvalidRequest, "the body is too large");
            Some((StatusCode::PAYLOAD_TOO_LARGE, told(error)).into_response())
        }
        discovery::USERINFO_PATH => Some(refused(BearerError::Malformed)),
        _ => None,
    }
}

async fn userinfo(State(routes): State<IssuerRoutes>, headers: HeaderMap, body: Bytes) -> Response {
    match routes.issuer.userinfo(text(&headers), form(&headers, &body)).await {
        Ok(info) => Json(info).into_response(),
        Err(Refused::Client(error)) => refused(error),
        Err(Refused::Internal(report)) => broken(&report),
    }
}

fn refused(error: BearerError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
    (status, [(WWW_AUTHENTICATE, error.www_authenticate())]).into_response()
}

/// The body, if it says that it is a form.
fn form<'b>(headers: &HeaderMap, body: &'b Bytes) -> Option<&'b str> {
    const FORM: &[u8] = b"application/x-www-form-urlencoded";
    let kind = headers.get(CONTENT_TYPE)?.as_bytes();
    let is_form = kind.get(..FORM.len()).is_some_and(|start| start.eq_ignore_ascii_case(FORM));
    core::str::from_utf8(body).ok().filter(|_| is_form)
}

/// 303: what comes after a posted password is never posted again (RFC 9700 §4.12).
fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}

fn broken(report: &Report) -> Response {
    tracing::error!(%report, "the issuer failed");
    Fault::from(report).into_response()
}

fn text(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or("malformed"))
}
