//! A form whose save storage did not take comes back with a page that holds everything typed, ready to be sent again.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use slipway_app::error::RETRY_AFTER_SECONDS;
use slipway_app::pages::unsaved::UnsavedForm;
use url::form_urlencoded::{Serializer, parse};

use super::fault::Fault;
use super::pages::Pages;
use super::return_path::ReturnPath;

const FORM: &[u8] = b"application/x-www-form-urlencoded";

/// Names the page on which a form was first filled in, when the page that sends it again is none of its own.
const FIRST_PAGE: &str = "from";

/// What a browser without scripts has sent.
pub(super) struct SentForm {
    parts: Parts,
    body: Bytes,
}

impl SentForm {
    /// Reads a form and hands the request on as it was. `None`: it is no form of a browser without scripts.
    pub(super) async fn of(request: Request) -> Result<(Request, Option<Self>), Fault> {
        let headers = request.headers();
        let is_form = request.method() == Method::POST
            && headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(FORM))
            && reads_html(headers);
        if !is_form {
            return Ok((request, None));
        }
        let (parts, body) = request.into_parts();
        // The layers outside of this one bound it.
        let body = to_bytes(body, usize::MAX).await.map_err(|_| Fault::TooLarge)?;
        let form = Self { parts: parts.clone(), body: body.clone() };
        Ok((Request::from_parts(parts, Body::from(body)), Some(form)))
    }

    /// The form as a page. `page` is where it was filled in.
    pub(super) async fn hand_back(self, page: &str, pages: &Pages) -> Response {
        let query = Serializer::new(String::new()).append_pair(FIRST_PAGE, page).finish();
        let form = UnsavedForm {
            action: format!("{}?{query}", self.parts.uri.path()),
            page: page.to_owned(),
            fields: parse(&self.body).into_owned().collect(),
        };
        let mut response = pages.unsaved(self.parts, StatusCode::SERVICE_UNAVAILABLE, form).await;
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
        response
    }
}

/// Where a form that is sent again was first filled in.
pub(super) fn first_page(uri: &Uri) -> Option<ReturnPath> {
    let (_, page) = parse(uri.query()?.as_bytes()).find(|(name, _)| name == FIRST_PAGE)?;
    ReturnPath::parse(&page)
}

pub(super) fn reads_html(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}
