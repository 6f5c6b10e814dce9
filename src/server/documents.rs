//! Pages leave as documents. What the framework appends behind `</html>` are two scripts with what islands would take over
//! from the server: nothing, on every page of ours, and so it is `start.js` that says it. Each would stand within a page,
//! where the policy allows no script.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::fault::Fault;

const END: &[u8] = b"</html>";

/// The layer around all pages of the app.
pub(crate) async fn end_with_the_document(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page || response.status() == StatusCode::NOT_MODIFIED {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else { return Fault::Broken.into_response() };
    let end = body.windows(END.len()).rposition(|window| window == END).map_or(body.len(), |start| start + END.len());
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body.slice(..end)))
}
