//! The headers that every answer carries, errors included (security.md §3a). What a page contains is not known here.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Another origin that a form of this answer may end at. An extension of the answer.
#[derive(Debug, Clone)]
pub(crate) struct FormTarget(pub(crate) String);

/// This answer is a file that somebody uploaded: wherever it is opened, it is nothing but itself. An extension of the
/// answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Uploaded;

/// Middleware. Sets the policies whatever the handler set; `Cache-Control` only where the handler said nothing.
pub(crate) async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let target = response.extensions_mut().remove::<FormTarget>();
    let policy = match response.extensions_mut().remove::<Uploaded>() {
        Some(Uploaded) => HeaderValue::from_static(UPLOADED),
        None => HeaderValue::try_from(content_security_policy(target.as_ref())).expect("an origin is fit for a header"),
    };
    apply(response.headers_mut(), policy);
    response
}

/// Runs nothing and loads nothing, and belongs to no origin.
const UPLOADED: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

fn apply(headers: &mut HeaderMap, policy: HeaderValue) {
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Scripts and styles come from this host, and none stands within a page.
///
/// Every form of ours ends on a page of ours, but for those on the way to a service that somebody signs in to: Chromium
/// applies `form-action` to the whole redirect chain.
fn content_security_policy(target: Option<&FormTarget>) -> String {
    let target = target.map_or_else(String::new, |FormTarget(origin)| format!(" {origin}"));
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         object-src 'none'; base-uri 'none'; form-action 'self'{target}; frame-ancestors 'none'"
    )
}
