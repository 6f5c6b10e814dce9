//! The routes of the embedded issuer: discovery, keys, authorize, token, userinfo, and the page where people prove who
//! they are. Protocol rules are `slipway_oidc`'s and what is remembered is the backend's; this only speaks HTTP.

use axum::body::Bytes;
use axum::extract::{Form, Query, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::Deserialize;
use slipway_app::pages::sign_in::{Problem, SignInForm};
use slipway_backend::{Backend, EmbeddedIssuer, Proof, Refused, Report};
use slipway_domain::caller::Caller;
use slipway_oidc::authorize::{AuthorizeError, AuthorizeQuery, AuthorizeRequest};
use slipway_oidc::discovery;
use slipway_oidc::error::{ErrorCode, OAuthError};
use slipway_oidc::sign_in::{Next, SOMEBODY_ELSE};
use slipway_oidc::userinfo::BearerError;

use super::fault::Fault;
use super::host::ClientAddress;
use super::limits::FailedSignIns;
use super::pages::Pages;
use super::session::Authenticated;
use super::telemetry::RequestId;

pub(crate) const SIGN_IN: &str = "/sign-in";

/// A posted authorization request beyond this fits into no address.
const LONGEST_REQUEST: usize = 16 * 1024;

#[derive(Clone)]
pub(crate) struct IssuerRoutes {
    pub(crate) backend: Backend,
    pub(crate) issuer: EmbeddedIssuer,
    pub(crate) failures: FailedSignIns,
    pub(crate) pages: Pages,
}

impl IssuerRoutes {
    /// What services and the console's own token exchange call: nobody's browser, no session.
    pub(crate) fn protocol(&self) -> Router {
        Router::new()
            .route(discovery::DISCOVERY_PATH, get(configuration))
            .route(discovery::KEYS_PATH, get(keys))
            .route(discovery::TOKEN_PATH, post(token))
            .route(discovery::USERINFO_PATH, get(userinfo).post(userinfo))
            .with_state(self.clone())
    }

    /// What forms of clients post from their own origins. It knows nobody and changes nothing.
    pub(crate) fn from_elsewhere() -> Router {
        Router::new().route(discovery::AUTHORIZATION_PATH, post(authorize_form))
    }

    /// What people see. Needs the caller.
    pub(crate) fn pages(&self) -> Router {
        Router::new()
            .route(discovery::AUTHORIZATION_PATH, get(authorize))
            .route(SIGN_IN, get(sign_in_page).post(sign_in))
            .with_state(self.clone())
    }

    async fn check(&self, parts: &Parts, encoded: &str) -> Result<AuthorizeRequest, Response> {
        match self.issuer.check(&AuthorizeQuery::parse(encoded)) {
            Ok(request) => Ok(request),
            Err(AuthorizeError::Redirect(to)) => Err(see_other(&to)),
            // Neither the client nor its address is certain, so nobody is sent anywhere.
            Err(AuthorizeError::Page(fault)) => {
                tracing::warn!(%fault, "an authorization request was refused");
                Err(self.pages.sign_in_problem(parts.clone(), StatusCode::BAD_REQUEST, Problem::Client).await)
            }
        }
    }
}

async fn configuration(State(routes): State<IssuerRoutes>) -> impl IntoResponse {
    Json(routes.issuer.discovery())
}

async fn keys(State(routes): State<IssuerRoutes>) -> impl IntoResponse {
    Json(routes.issuer.jwks().await)
}

async fn authorize(
    State(routes): State<IssuerRoutes>,
    Extension(caller): Extension<Caller>,
    authenticated: Option<Extension<Authenticated>>,
    parts: Parts,
) -> Response {
    let query = parts.uri.query().unwrap_or_default().to_owned();
    decide(&routes, &caller, authenticated, &parts, &query).await
}

/// The standard allows a form post as well (Core §3.1.2.1). It comes from another origin and without cookies, so it
/// becomes the request that a link could have made.
async fn authorize_form(body: String) -> Response {
    if body.len() > LONGEST_REQUEST {
        return Fault::TooLarge.into_response();
    }
    let pairs = url::form_urlencoded::parse(body.as_bytes());
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    see_other(&format!("{}?{query}", discovery::AUTHORIZATION_PATH))
}

/// A code at once, the sign-in page, or a refusal that the client is told.
async fn decide(
    routes: &IssuerRoutes,
    caller: &Caller,
    authenticated: Option<Extension<Authenticated>>,
    parts: &Parts,
    encoded: &str,
) -> Response {
    let request = match routes.check(parts, encoded).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let now = routes.backend.clock().now();
    let signed_in = caller.person().zip(authenticated.map(|Extension(authenticated)| authenticated));
    let signed_in = match signed_in {
        Some((person, _)) if !routes.issuer.expects(&request, person.id).await => None,
        signed_in => signed_in,
    };
    let auth_time = signed_in.map(|(_, authenticated)| authenticated.at.millis().div_euclid(1000));
    let seconds = now.millis().div_euclid(1000);
    // Whoever proves who they are on the sign-in page gets the code right there, so every sign-in that is seen here is
    // older than the request: `asked_at` lies ahead of it.
    match (request.next(auth_time, seconds.saturating_add(1), seconds), signed_in) {
        (Next::Proceed, Some((person, Authenticated { at, session }))) => {
            match routes.issuer.grant(&request, person.id, Proof { at, session: Some(session) }).await {
                Ok(to) => see_other(&to),
                Err(report) => broken(&report),
            }
        }
        (Next::Refuse(error), _) => see_other(&request.error_url(routes.issuer.issuer(), &error)),
        (Next::Proceed | Next::SignIn, _) => {
            let request: String = url::form_urlencoded::byte_serialize(encoded.as_bytes()).collect();
            see_other(&format!("{SIGN_IN}?request={request}"))
        }
    }
}

async fn token(State(routes): State<IssuerRoutes>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = match form(&headers, &body) {
        Some(form) => routes.issuer.token(form, text(&headers)).await,
        None => Err(Refused::Client(OAuthError::new(ErrorCode::InvalidRequest, "the body is not a form"))),
    };
    let mut response = match answer {
        Ok(tokens) => Json(tokens).into_response(),
        Err(Refused::Client(error)) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
            let mut response = (status, [(CONTENT_TYPE, "application/json")], error.json()).into_response();
            if let Some(challenge) = error.www_authenticate() {
                response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
            }
            response
        }
        Err(Refused::Internal(report)) => broken(&report),
    };
    // RFC 6749 §5.1 wants it beside `Cache-Control`, which every answer has.
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
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

#[derive(Debug, Deserialize)]
struct PageQuery {
    /// The authorization request that brought somebody here, as it was.
    #[serde(default)]
    request: String,
}

/// Without an authorization request there is nothing to sign in to: the console starts one.
async fn sign_in_page(State(routes): State<IssuerRoutes>, Query(query): Query<PageQuery>, parts: Parts) -> Response {
    if query.request.is_empty() {
        return see_other("/login");
    }
    match routes.check(&parts, &query.request).await {
        Ok(_) => routes.pages.sign_in(parts, StatusCode::OK, SignInForm::new(query.request)).await,
        Err(response) => response,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    email: String,
    password: String,
    request: String,
}

async fn sign_in(
    State(routes): State<IssuerRoutes>,
    Extension(client): Extension<ClientAddress>,
    Extension(id): Extension<RequestId>,
    Extension(caller): Extension<Caller>,
    authenticated: Option<Extension<Authenticated>>,
    parts: Parts,
    Form(credentials): Form<Credentials>,
) -> Response {
    let request = match routes.check(&parts, &credentials.request).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let form = SignInForm::new(credentials.request).with_email(credentials.email.clone());
    let now = routes.backend.clock().now();
    let attempt = match routes.failures.begin(client, &credentials.email, now) {
        Ok(attempt) => attempt,
        Err(wait) => {
            let form = form.with_problem(Problem::TooManyAttempts);
            let mut response = routes.pages.sign_in(parts, StatusCode::TOO_MANY_REQUESTS, form).await;
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            return response;
        }
    };
    match routes.backend.authenticate(&credentials.email, credentials.password.into(), &id.0).await {
        Ok(Some(person)) => {
            routes.failures.forgive(&attempt);
            if !routes.issuer.expects(&request, person).await {
                return see_other(&request.error_url(routes.issuer.issuer(), &SOMEBODY_ELSE));
            }
            // Whoever is signed in already and proves it again goes on in the same session.
            let goes_on = authenticated.filter(|_| caller.person().is_some_and(|caller| caller.id == person));
            let session = goes_on.map(|Extension(authenticated)| authenticated.session);
            match routes.issuer.grant(&request, person, Proof { at: now, session }).await {
                Ok(to) => see_other(&to),
                Err(report) => broken(&report),
            }
        }
        Ok(None) => routes.pages.sign_in(parts, StatusCode::UNAUTHORIZED, form.with_problem(Problem::Wrong)).await,
        Err(error) => {
            routes.failures.forgive(&attempt);
            tracing::error!(%error, "a sign-in failed for a reason of ours");
            Fault::Unavailable.into_response()
        }
    }
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
