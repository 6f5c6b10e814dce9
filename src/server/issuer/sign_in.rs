//! The page where people prove who they are to the embedded issuer, on the way to whoever asked for it.

use axum::Extension;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use slipway_app::pages::sign_in::{Problem, SignInForm};
use slipway_backend::{CONSOLE_CLIENT, Proof};
use slipway_domain::caller::Caller;
use slipway_domain::ids::PersonId;
use slipway_domain::moment::Moment;
use slipway_domain::session::SessionLimits;
use slipway_oidc::authorize::AuthorizeRequest;
use slipway_oidc::sign_in::SOMEBODY_ELSE;
use tower_sessions::Session;

use super::{IssuerRoutes, broken, see_other};
use crate::server::address::Query;
use crate::server::fault::Fault;
use crate::server::form::Form;
use crate::server::host::ClientAddress;
use crate::server::session::{self, Authenticated, Proved};
use crate::server::telemetry::RequestId;

#[derive(Debug, Deserialize)]
pub(super) struct PageQuery {
    /// The authorization request that brought somebody here, as it was.
    #[serde(default)]
    request: String,
}

/// Without an authorization request there is nothing to sign in to: the console starts one.
pub(super) async fn page(State(routes): State<IssuerRoutes>, Query(query): Query<PageQuery>, parts: Parts) -> Response {
    if query.request.is_empty() {
        return see_other("/login");
    }
    let request = match routes.check(&parts, &query.request).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let hint = request.login_hint.clone().unwrap_or_default();
    let form = SignInForm::new(query.request).with_email(hint);
    routes.form(parts, StatusCode::OK, &request, form).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    email: String,
    password: String,
    request: String,
}

/// The browser that somebody signs in with.
pub(super) struct Here {
    session: Session,
    caller: Caller,
    authenticated: Option<Authenticated>,
    limits: SessionLimits,
}

#[expect(clippy::too_many_arguments, reason = "each is one part of the request")]
pub(super) async fn sign_in(
    State(routes): State<IssuerRoutes>,
    Extension(client): Extension<ClientAddress>,
    Extension(id): Extension<RequestId>,
    Extension(session): Extension<Session>,
    Extension(caller): Extension<Caller>,
    Extension(limits): Extension<SessionLimits>,
    authenticated: Option<Extension<Authenticated>>,
    parts: Parts,
    Form(credentials): Form<Credentials>,
) -> Response {
    let request = match routes.check(&parts, &credentials.request).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let form = SignInForm::new(credentials.request.clone()).with_email(credentials.email.clone());
    let now = routes.backend.clock().now();
    let attempt = match routes.failures.begin(client, &credentials.email, now) {
        Ok(attempt) => attempt,
        Err(wait) => {
            let form = form.with_problem(Problem::TooManyAttempts);
            let mut response = routes.form(parts, StatusCode::TOO_MANY_REQUESTS, &request, form).await;
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
            let authenticated = authenticated.map(|Extension(authenticated)| authenticated);
            let here = Here { session, caller, authenticated, limits };
            match routes.signed_in(&parts, &request, person, here, now, &id.0).await {
                Ok(proof) => routes.go_on(&request, &credentials.request, person, proof).await,
                Err(response) => response,
            }
        }
        Ok(None) => routes.form(parts, StatusCode::UNAUTHORIZED, &request, form.with_problem(Problem::Wrong)).await,
        Err(error) => {
            routes.failures.forgive(&attempt);
            tracing::error!(%error, "a sign-in failed for a reason of ours");
            Fault::Unavailable.into_response()
        }
    }
}

impl IssuerRoutes {
    async fn form(&self, parts: Parts, status: StatusCode, request: &AuthorizeRequest, form: SignInForm) -> Response {
        match self.issuer.addressee(request).await {
            Ok(addressee) => {
                let form = form.for_service(addressee.map(|addressee| addressee.service));
                self.leading_to(request, self.pages.sign_in(parts, status, form).await)
            }
            Err(report) => broken(&report),
        }
    }

    /// Whoever is signed in already and proves it again goes on in the same session. The console begins its session where
    /// it is handed the code; whoever signs in to a service is signed in here from now on, and the next service need not
    /// ask (single sign-on).
    async fn signed_in(
        &self,
        parts: &Parts,
        request: &AuthorizeRequest,
        person: PersonId,
        here: Here,
        now: Moment,
        id: &str,
    ) -> Result<Proof, Response> {
        let same = here.caller.person().is_some_and(|caller| caller.id == person);
        let goes_on = here.authenticated.filter(|_| same).map(|authenticated| authenticated.session);
        if request.client_id == CONSOLE_CLIENT {
            return Ok(Proof { at: now, session: goes_on });
        }
        let unavailable = |error: &dyn std::fmt::Display| {
            tracing::error!(%error, "a sign-in could not be recorded, so it does not count");
            Fault::Unavailable.into_response()
        };
        let proved = Proved { person, at: now, headers: &parts.headers, limits: here.limits };
        let new = session::beginning(self.backend.ids(), &here.session, &proved);
        let begun = self.backend.sign_in_to_service(&new, goes_on, &request.client_id, id).await;
        let begun = begun.map_err(|error| unavailable(&error))?;
        session::hand_over(&here.session, new.cookie).await.map_err(|error| unavailable(&error))?;
        Ok(Proof { at: now, session: Some(begun) })
    }
}
