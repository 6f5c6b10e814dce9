//! Signing in as an ordinary client of an issuer (OIDC, security.md §3b): state, nonce and PKCE bound to the browser by a
//! sealed cookie that is good for one attempt. The issuer may be the embedded one, whose token endpoint is then called
//! in-process, or any other; the rest is the same for both.

mod login_cookie;
mod provider;
mod terms;
mod verify;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use slipway_app::pages::sign_in::Problem;
use slipway_backend::{Backend, Identity};
use slipway_domain::caller::Caller;
use slipway_domain::ids::PersonId;
use slipway_domain::session::SessionLimits;
use slipway_store::NewSession;
use tower_sessions::Session;

use super::address::Query;
use super::fault::Fault;
use super::pages::Pages;
use super::return_path::ReturnPath;
use super::session::{self, Gatekeeper, Proved};
use super::telemetry::RequestId;

use login_cookie::{Attempt, LoginCookies};
pub(crate) use provider::Provider;
pub use provider::ProviderError;
use verify::Claims;

pub(crate) const LOGIN: &str = "/login";
pub(crate) const CALLBACK: &str = "/login/callback";

#[derive(Clone)]
pub(crate) struct SignIn {
    backend: Backend,
    provider: Arc<Provider>,
    cookies: LoginCookies,
    pages: Pages,
}

impl SignIn {
    pub(crate) fn new(backend: Backend, provider: Provider, pages: Pages) -> Self {
        let cookies = LoginCookies::new(backend.clone());
        Self { backend, provider: Arc::new(provider), cookies, pages }
    }

    pub(crate) fn routes(&self) -> Router {
        Router::new().route(LOGIN, get(login)).route(CALLBACK, get(callback)).with_state(self.clone())
    }

    /// Trades the code for an ID token and finds the person it speaks of.
    async fn person(&self, answer: &Answer, attempt: &Attempt, request: &str) -> Result<PersonId, Problem> {
        if !self.provider.answered(answer.iss.as_deref(), self.backend.clock().now()).await? {
            tracing::warn!("an authorization answer came from another issuer, or from none");
            return Err(Problem::Rejected);
        }
        if let Some(error) = &answer.error {
            tracing::info!(error, "the issuer refused a sign-in");
            return Err(Problem::Refused);
        }
        let code = answer.code.as_deref().ok_or(Problem::Rejected)?;
        let now = self.backend.clock().now();
        let (mut claims, token) = self.provider.claims(code, attempt, now).await?;
        let mut person = self.known_person(&claims, request).await?;
        // Who is known by subject needs no address; only a first sign-in asks further.
        if person.is_none() && claims.verified_email.is_none() {
            claims.verified_email = self.provider.verified_email(&claims, token, now).await?;
            person = self.known_person(&claims, request).await?;
        }
        person.ok_or(Problem::Unknown)
    }

    async fn known_person(&self, claims: &Claims, request: &str) -> Result<Option<PersonId>, Problem> {
        let Claims { subject, verified_email } = claims;
        let person = if self.provider.is_embedded() {
            self.own_person(subject).await
        } else {
            let verified_email = verified_email.as_deref();
            self.backend.person_of(Identity { issuer: self.provider.issuer(), subject, verified_email }, request).await
        };
        person.map_err(|error| {
            tracing::error!(%error, "the person of a sign-in could not be looked up");
            Problem::Unavailable
        })
    }

    /// The embedded issuer's subjects are our own people.
    async fn own_person(&self, subject: &str) -> slipway_backend::Result<Option<PersonId>> {
        let Ok(id) = PersonId::parse(subject) else { return Ok(None) };
        Ok(self.backend.may_sign_in(id).await?.then_some(id))
    }

    async fn problem(&self, parts: Parts, problem: Problem) -> Response {
        let status = match problem {
            Problem::Unknown => StatusCode::FORBIDDEN,
            Problem::Unavailable | Problem::Unfit => StatusCode::BAD_GATEWAY,
            _ => StatusCode::BAD_REQUEST,
        };
        self.pages.sign_in_problem(parts, status, problem).await
    }
}

/// `POST /sign-out` is the session's business; it is mounted beside these.
pub(crate) fn session_routes(gatekeeper: Gatekeeper) -> Router {
    Router::new()
        .route("/sign-out", post(session::sign_out))
        .route("/account/switch", post(session::switch_account))
        .with_state(gatekeeper)
}

#[derive(Debug, Deserialize)]
struct Wish {
    #[serde(default)]
    to: String,
}

/// Sends the browser to the issuer. Whoever is signed in goes straight on.
async fn login(
    State(sign_in): State<SignIn>,
    Extension(caller): Extension<Caller>,
    Query(wish): Query<Wish>,
    parts: Parts,
) -> Response {
    let to = ReturnPath::parse(&wish.to).unwrap_or_default();
    if caller.person().is_some() {
        return Redirect::to(to.as_str()).into_response();
    }
    let attempt = Attempt::new(sign_in.backend.ids(), to, sign_in.backend.clock().now());
    match sign_in.provider.authorize_url(&attempt, sign_in.backend.clock().now()).await {
        Ok(url) => ([sign_in.cookies.set(&attempt)], Redirect::to(&url)).into_response(),
        Err(problem) => sign_in.problem(parts, problem).await,
    }
}

/// What the issuer sends along (RFC 6749 §4.1.2, RFC 9207).
#[derive(Debug, Deserialize)]
struct Answer {
    code: Option<String>,
    #[serde(default)]
    state: String,
    iss: Option<String>,
    error: Option<String>,
}

/// Back from the issuer. The browser loses the cookie whatever comes of it.
async fn callback(
    State(sign_in): State<SignIn>,
    Extension(session): Extension<Session>,
    Extension(limits): Extension<SessionLimits>,
    Extension(request): Extension<RequestId>,
    answer: Result<Query<Answer>, Fault>,
    parts: Parts,
) -> Response {
    let attempt = answer.ok().and_then(|Query(answer)| {
        let attempt = sign_in.cookies.take(&parts.headers, &answer.state)?;
        Some((answer, attempt))
    });
    let Some((answer, attempt)) = attempt else {
        return ([LoginCookies::clear()], sign_in.problem(parts, Problem::Rejected).await).into_response();
    };
    let response = match sign_in.person(&answer, &attempt, &request.0).await {
        Ok(person) => {
            let (ids, at) = (sign_in.backend.ids(), sign_in.backend.clock().now());
            let new = session::beginning(ids, &session, &Proved { person, at, headers: &parts.headers, limits });
            sign_in.welcome(parts, &session, &new, &attempt, &request.0).await
        }
        Err(problem) => sign_in.problem(parts, problem).await,
    };
    ([LoginCookies::clear()], response).into_response()
}

impl SignIn {
    /// Begins the session, if the attempt was not used before. Failed attempts are not counted: nobody can use up the
    /// sign-ins of others with them.
    async fn welcome(
        &self,
        parts: Parts,
        session: &Session,
        new: &NewSession,
        attempt: &Attempt,
        request: &str,
    ) -> Response {
        match self.backend.sign_in(new, &attempt.state, attempt.expires_at(), request).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!("an authorization answer came a second time");
                return self.problem(parts, Problem::Rejected).await;
            }
            Err(error) => {
                tracing::error!(%error, "a session could not be begun");
                return Fault::Unavailable.into_response();
            }
        }
        if let Err(error) = session::hand_over(session, new.cookie).await {
            tracing::error!(%error, "a session could not be handed over");
            return Fault::Unavailable.into_response();
        }
        Redirect::to(attempt.to.as_str()).into_response()
    }
}
