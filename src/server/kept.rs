//! A form that is turned down is answered by a page that holds what was typed, whatever the reason: an ended session, a
//! role that was withdrawn, a text that is too long. What a form means is not known here.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, LOCATION, REFERER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use leptos::server_fn::error::ServerFnUrlError;
use slipway_app::error::AppError;
use slipway_app::pages::kept::{Kept, Sent};

use super::pages::reads_html;

const FORM: &str = "application/x-www-form-urlencoded";

/// What a browser without scripts has sent.
pub(crate) struct Form {
    parts: Parts,
    body: Bytes,
}

/// Takes a copy of a form's body. The error: it is larger than a body may be.
pub(crate) async fn copy(request: Request) -> Result<(Request, Option<Form>), axum::Error> {
    let is_form = reads_html(request.headers()) && kind(request.headers()) == Some(FORM);
    if !is_form {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    // The layers further out have set the limit.
    let body = to_bytes(body, usize::MAX).await?;
    let form = Form { parts: parts.clone(), body: body.clone() };
    Ok((Request::from_parts(parts, Body::from(body)), Some(form)))
}

impl Form {
    /// The page to answer with, if `response` sends the browser back with a refusal and something typed would be lost.
    /// `origin` is what stands before the path of the page that the form came from.
    pub(crate) fn refused(self, response: &Response, origin: &str) -> Option<(Parts, StatusCode, Kept)> {
        let error = refusal(response.headers())?;
        let status = StatusCode::from_u16(error.status()).ok()?;
        let action = self.parts.uri.path().to_owned();
        let back = self.parts.headers.get(REFERER).and_then(|from| from.to_str().ok()?.strip_prefix(origin));
        let back = back.unwrap_or("/").to_owned();
        let fields = url::form_urlencoded::parse(&self.body);
        let fields = fields.map(|(name, value)| Sent::of(name.into_owned(), value.into_owned())).collect();
        let kept = Kept::new(action, back, error, fields)?;
        Some((self.parts, status, kept))
    }
}

/// The refusal that the framework put into the address to go back to.
fn refusal(headers: &HeaderMap) -> Option<AppError> {
    let (_, query) = headers.get(LOCATION)?.to_str().ok()?.split_once('?')?;
    let (_, code) = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "__err")?;
    Some(ServerFnUrlError::<AppError>::decode_err(&code))
}

fn kind(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').next().map(str::trim)
}
