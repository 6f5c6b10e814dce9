//! Requests that change something must come from our own pages. tower-http's layer (a port of Go's) judges by
//! `Sec-Fetch-Site` and `Origin`; beyond it, a request with cookies that has neither header is refused, and so is one
//! whose `Origin` says something else than its `Sec-Fetch-Site` (security.md §3a).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{COOKIE, ORIGIN};
use axum::http::{HeaderName, HeaderValue, Method, Response as HttpResponse};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use super::config::PublicUrl;
use super::fault::Fault;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The layer from tower-http, which answers in our words.
pub(crate) fn layer() -> CsrfLayer<fn(ProtectionError) -> HttpResponse<Body>> {
    CsrfLayer::new().with_rejection_response(|_| Fault::CrossSite.into_response())
}

/// Middleware: what the layer lets pass although a browser may have been made to send it.
pub(crate) async fn demand_origin(State(console): State<PublicUrl>, request: Request, next: Next) -> Response {
    if is_safe(request.method()) || has_proof(&request, &console.origin()) {
        next.run(request).await
    } else {
        Fault::CrossSite.into_response()
    }
}

/// `TRACE` and `CONNECT` are not safe here: nothing of ours answers them.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn has_proof(request: &Request, console: &str) -> bool {
    let headers = request.headers();
    let said = |name: &HeaderName| headers.get(name).map(HeaderValue::as_bytes);
    match (said(&ORIGIN), said(&SEC_FETCH_SITE)) {
        // Clients that are no browsers, such as a service at the token endpoint, carry no cookies.
        (None, None) => !headers.contains_key(COOKIE),
        (None, Some(_)) => true,
        // The layer compares with `Host` and does not see the scheme; this does.
        (Some(origin), _) => origin == console.as_bytes(),
    }
}
