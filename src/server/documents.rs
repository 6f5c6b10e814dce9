//! Pages leave as documents: what the framework appends behind `</html>` for its own scripts is only wanted on pages
//! that load them. Everywhere else it would be two scripts without a use, each with a nonce that keeps the page from
//! being sent twice.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::fault::Fault;

const END: &[u8] = b"</html>";
const END_OF_HEAD: [u8; 7] = *b"</head>";
const SCRIPT: [u8; 7] = *b"<script";

/// The layer around all pages of the app.
pub(crate) async fn end_with_the_document(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page || response.status() == StatusCode::NOT_MODIFIED {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else { return Fault::Broken.into_response() };
    if loads_scripts(&body) {
        return Response::from_parts(parts, Body::from(body));
    }
    let end = body.windows(END.len()).rposition(|window| window == END).map_or(body.len(), |start| start + END.len());
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body.slice(..end)))
}

/// The head has a script where the page has an island: see `slipway_app::shell::IslandScripts`.
fn loads_scripts(page: &[u8]) -> bool {
    let mut head = page.windows(SCRIPT.len()).take_while(|bytes| *bytes != END_OF_HEAD);
    head.any(|bytes| bytes == SCRIPT)
}
