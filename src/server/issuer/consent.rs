//! The page that asks whether a service may learn who somebody is, and what becomes of the answer.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use slipway_app::pages::consent::ConsentForm;
use slipway_app::pages::sign_in::Problem;
use slipway_backend::{Addressee, Proof};
use slipway_domain::caller::{Caller, Person};
use slipway_oidc::authorize::AuthorizeRequest;
use slipway_oidc::consent::DENIED;

use super::ticket::Ticket;
use super::{IssuerRoutes, authorize, broken, see_other};
use crate::server::address::Query;
use crate::server::form::Form;
use crate::server::session::Authenticated;
use crate::server::telemetry::RequestId;

#[derive(Debug, Deserialize)]
pub(super) struct PageQuery {
    #[serde(default)]
    ticket: String,
}

/// What somebody is asked about, once their ticket was found good.
struct Asked<'a> {
    request: AuthorizeRequest,
    addressee: Addressee,
    person: &'a Person,
    proof: Proof,
}

impl IssuerRoutes {
    /// Whose ticket is for another session, or too old, begins anew; whose ticket is none gets a page that says so.
    async fn asked<'a>(
        &self,
        parts: &Parts,
        ticket: &str,
        caller: &'a Caller,
        authenticated: Option<Extension<Authenticated>>,
    ) -> Result<Asked<'a>, Response> {
        let signed_in = caller.person().zip(authenticated.map(|Extension(authenticated)| authenticated));
        let Some(ticket) = Ticket::open(ticket, &self.backend) else {
            let status = if signed_in.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::UNAUTHORIZED };
            return Err(self.pages.sign_in_problem(parts.clone(), status, Problem::Rejected).await);
        };
        let now = self.backend.clock().now();
        let good = signed_in.filter(|(_, authenticated)| ticket.is_good_for(authenticated.session, now));
        let Some((person, Authenticated { at, session })) = good else { return Err(authorize::again(&ticket.request)) };
        let request = self.check(parts, &ticket.request).await?;
        match self.issuer.addressee(&request).await {
            Ok(Some(addressee)) => {
                Ok(Asked { request, addressee, person, proof: Proof { at, session: Some(session) } })
            }
            Ok(None) => Err(authorize::again(&ticket.request)),
            Err(report) => Err(broken(&report)),
        }
    }
}

pub(super) async fn page(
    State(routes): State<IssuerRoutes>,
    Extension(caller): Extension<Caller>,
    authenticated: Option<Extension<Authenticated>>,
    Query(query): Query<PageQuery>,
    parts: Parts,
) -> Response {
    let asked = match routes.asked(&parts, &query.ticket, &caller, authenticated).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    let Asked { request, addressee: Addressee { service, provider, .. }, person, .. } = asked;
    let form = ConsentForm {
        ticket: query.ticket,
        service,
        provider,
        scopes: request.scope.names().map(str::to_owned).collect(),
        origin: request.redirect_uri.origin(),
        email: person.email.clone(),
    };
    routes.leading_to(&request, routes.pages.consent(parts, form).await)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    ticket: String,
    verdict: Verdict,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Allow,
    Deny,
}

/// Allowed: remembered, and a code for the client. Denied: nothing is remembered, and the client is told so.
pub(super) async fn decide(
    State(routes): State<IssuerRoutes>,
    Extension(caller): Extension<Caller>,
    Extension(id): Extension<RequestId>,
    authenticated: Option<Extension<Authenticated>>,
    parts: Parts,
    Form(decision): Form<Decision>,
) -> Response {
    let Asked { request, addressee, person, proof } =
        match routes.asked(&parts, &decision.ticket, &caller, authenticated).await {
            Ok(asked) => asked,
            Err(response) => return response,
        };
    match decision.verdict {
        Verdict::Deny => see_other(&request.error_url(routes.issuer.issuer(), &DENIED)),
        Verdict::Allow => match routes.issuer.agree(&request, &addressee, person.id, &id.0).await {
            Ok(()) => routes.answer(&request, person.id, proof).await,
            Err(report) => broken(&report),
        },
    }
}
