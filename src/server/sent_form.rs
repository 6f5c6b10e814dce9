//! A form that is turned down, whatever the reason, is answered by a page that holds what was typed: an ended session, a
//! role that was withdrawn, a text that is too long, storage that cannot write. What a form means is not known here.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use leptos::server_fn::error::ServerFnUrlError;
use slipway_app::error::AppError;
use slipway_app::pages::kept::{Kept, Sent};
use url::form_urlencoded::{Serializer, parse};

use super::fault::Fault;
use super::pages::Pages;
use super::return_path::ReturnPath;

const FORM: &str = "application/x-www-form-urlencoded";

/// Names the page on which a form was first filled in, when the page that sends it again is none of its own.
const FIRST_PAGE: &str = "from";

/// Carries a refusal to the page that a form goes back to.
pub(super) const REFUSAL: &str = "__err";

/// What a browser without scripts has sent.
pub(super) struct SentForm {
    parts: Parts,
    body: Bytes,
}

impl SentForm {
    /// Reads a form and hands the request on as it was. `None`: it is no form of a browser without scripts.
    pub(super) async fn of(request: Request) -> Result<(Request, Option<Self>), Fault> {
        let headers = request.headers();
        let is_form = request.method() == Method::POST && kind(headers) == Some(FORM) && reads_html(headers);
        if !is_form {
            return Ok((request, None));
        }
        let (parts, body) = request.into_parts();
        // The layers outside of this one bound it.
        let body = to_bytes(body, usize::MAX).await.map_err(|_| Fault::TooLarge)?;
        let form = Self { parts: parts.clone(), body: body.clone() };
        Ok((Request::from_parts(parts, Body::from(body)), Some(form)))
    }

    /// The page that holds the form, if the refusal would lose what was typed. `page` is where it was filled in.
    pub(super) async fn keep(self, error: AppError, page: &str, pages: &Pages) -> Option<Response> {
        let status = StatusCode::from_u16(error.status()).ok()?;
        let wait = error.retry_after_seconds();
        let query = Serializer::new(String::new()).append_pair(FIRST_PAGE, page).finish();
        let action = format!("{}?{query}", self.parts.uri.path());
        let fields = parse(&self.body).map(|(name, value)| Sent::of(name.into_owned(), value.into_owned())).collect();
        let kept = Kept::new(action, page.to_owned(), error, fields)?;
        let mut answer = pages.kept(self.parts, status, kept).await;
        if let Some(seconds) = wait {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        Some(answer)
    }
}

/// What the answer says in its status, or the refusal that the framework put into the address to go back to: `origin` is
/// what it was told to put before that. An address of a function's own begins with its path.
pub(super) fn refusal(response: &Response, origin: &str) -> Option<AppError> {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        return Some(AppError::Unavailable);
    }
    let back = response.headers().get(LOCATION)?.to_str().ok()?.strip_prefix(origin)?;
    let code = refusal_code(back.split_once('?')?.1)?;
    Some(ServerFnUrlError::<AppError>::decode_err(&code))
}

/// The refusal in a query, in the code that pages read.
pub(super) fn refusal_code(query: &str) -> Option<String> {
    parse(query.as_bytes()).find(|(name, _)| name == REFUSAL).map(|(_, code)| code.into_owned())
}

/// Where a form that is sent again was first filled in.
pub(super) fn first_page(uri: &Uri) -> Option<ReturnPath> {
    let (_, page) = parse(uri.query()?.as_bytes()).find(|(name, _)| name == FIRST_PAGE)?;
    ReturnPath::parse(&page)
}

pub(super) fn reads_html(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// Without its parameters.
fn kind(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').next().map(str::trim)
}
