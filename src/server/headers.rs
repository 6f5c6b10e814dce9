//! The headers that every answer carries, errors included, and the nonce that ties a page's scripts to its policy
//! (security.md §3a). What a page contains is not known here.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use slipway_backend::Ids;

const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// 128 random bits that name the scripts and styles of one answer. A request extension.
#[derive(Debug, Clone)]
pub(crate) struct CspNonce(pub(crate) String);

/// Middleware. Sets the policies whatever the handler set; `Cache-Control` only where the handler said nothing.
pub(crate) async fn secure(State(ids): State<Ids>, mut request: Request, next: Next) -> Response {
    let nonce = URL_SAFE_NO_PAD.encode(ids.bytes::<16>());
    request.extensions_mut().insert(CspNonce(nonce.clone()));
    let mut response = next.run(request).await;
    apply(response.headers_mut(), &nonce);
    response
}

fn apply(headers: &mut HeaderMap, nonce: &str) {
    let policy = HeaderValue::try_from(content_security_policy(nonce));
    headers.insert(CONTENT_SECURITY_POLICY, policy.expect("a base64 nonce is a header value"));
    headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// `form-action 'self'` suffices while every form of ours ends on a page of ours; a sign-in for a dashboard on
/// another origin will have to add that origin, since Chromium applies it to the whole redirect chain.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}
