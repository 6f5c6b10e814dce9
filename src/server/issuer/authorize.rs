//! The authorization endpoint: a code at once for whoever is signed in and agreed before, else the page that is needed
//! first.

use axum::Extension;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use slipway_backend::Proof;
use slipway_domain::caller::Caller;
use slipway_domain::ids::PersonId;
use slipway_oidc::authorize::AuthorizeRequest;
use slipway_oidc::consent::Consent;
use slipway_oidc::discovery;
use slipway_oidc::sign_in::Next;

use super::ticket::Ticket;
use super::{CONSENT, IssuerRoutes, SIGN_IN, broken, see_other};
use crate::server::fault::Fault;
use crate::server::form::Form;
use crate::server::session::Authenticated;

/// A posted authorization request beyond this fits into no address.
const LONGEST_REQUEST: usize = 16 * 1024;

pub(super) async fn asked(
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
pub(super) async fn posted(Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let query = written(pairs);
    if query.len() > LONGEST_REQUEST { Fault::TooLong.into_response() } else { asked_by_link(&query) }
}

/// To the beginning of that request, which decides anew. A form may have sent it with characters that no address holds.
pub(super) fn again(encoded: &str) -> Response {
    asked_by_link(&written(url::form_urlencoded::parse(encoded.as_bytes())))
}

fn asked_by_link(query: &str) -> Response {
    see_other(&format!("{}?{query}", discovery::AUTHORIZATION_PATH))
}

fn written<K: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (K, V)>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs).finish()
}

/// A code, the sign-in page, the page that asks for consent, or a refusal that the client is told.
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
    // Whoever proves who they are on the sign-in page goes on right there, so every sign-in that is seen here is older
    // than the request: `asked_at` lies ahead of it.
    match (request.next(auth_time, seconds.saturating_add(1), seconds), signed_in) {
        (Next::Proceed, Some((person, Authenticated { at, session }))) => {
            let proof = Proof { at, session: Some(session) };
            routes.go_on(&request, encoded, person.id, proof).await
        }
        (Next::Refuse(error), _) => see_other(&request.error_url(routes.issuer.issuer(), &error)),
        (Next::Proceed | Next::SignIn, _) => {
            let request: String = url::form_urlencoded::byte_serialize(encoded.as_bytes()).collect();
            see_other(&format!("{SIGN_IN}?request={request}"))
        }
    }
}

impl IssuerRoutes {
    /// For somebody whose sign-in is good enough for the request: asks for their consent where it is needed.
    pub(super) async fn go_on(
        &self,
        request: &AuthorizeRequest,
        encoded: &str,
        person: PersonId,
        proof: Proof,
    ) -> Response {
        match (self.issuer.consent(request, person).await, proof.session) {
            (Ok(Consent::Given), _) => self.answer(request, person, proof).await,
            (Ok(Consent::Refuse(error)), _) => see_other(&request.error_url(self.issuer.issuer(), &error)),
            (Ok(Consent::Ask), Some(session)) => {
                let ticket = Ticket::new(encoded, session, self.backend.clock().now());
                see_other(&format!("{CONSENT}?ticket={}", ticket.sealed(&self.backend)))
            }
            // Only the console gives codes without a session, and nobody is asked for it.
            (Ok(Consent::Ask), None) => again(encoded),
            (Err(report), _) => broken(&report),
        }
    }

    /// A code for the client.
    pub(super) async fn answer(&self, request: &AuthorizeRequest, person: PersonId, proof: Proof) -> Response {
        match self.issuer.grant(request, person, proof).await {
            Ok(to) => see_other(&to),
            Err(report) => broken(&report),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::LOCATION;

    use super::again;

    #[test]
    fn a_request_that_no_address_could_hold_is_written_anew() {
        let answer = again("client_id=a&state=a\nb#c d");
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers()[LOCATION], "/authorize?client_id=a&state=a%0Ab%23c+d");
    }
}
