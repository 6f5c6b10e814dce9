//! Mends what the framework answers to calls of server functions: a refusal has the status that it names, a form goes
//! back to a page of ours whatever its `Referer` says or is answered by one that holds what was typed, and no address
//! grows beyond what browsers and proxies carry.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{HOST, LOCATION, REFERER};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use slipway_app::error::AppError;
use url::form_urlencoded::Serializer;

use super::deadline;
use super::fault::Fault;
use super::pages::Pages;
use super::return_path::stays_here;
use super::sent_form::{REFUSAL, SentForm, first_page, refusal, refusal_code};

/// The framework wants an absolute address to go back to. It gets one with this origin, which is taken off again.
const NOWHERE: &str = "http://console.invalid";

/// Where the functions are. None of them is a page.
const FUNCTIONS: &str = "/api/";

/// Where forms go back to that came from no page of ours. It shows nothing and leads on.
const HOME: &str = "/";

/// Half of the head that this server accepts: the address and the `Referer` with it both fit.
const LONGEST_ADDRESS: usize = 31 * 1024;

/// No refusal is longer.
const LONGEST_REFUSAL: usize = 64 * 1024;

/// Middleware around pages and server functions; pages pass as they are, but for the start page.
pub(crate) async fn mend(State(pages): State<Pages>, request: Request, next: Next) -> Response {
    if request.uri().path() == HOME {
        let code = request.uri().query().and_then(refusal_code);
        let response = next.run(request).await;
        return if let Some(code) = code { carrying(response, &code) } else { response };
    }
    if !request.uri().path().starts_with(FUNCTIONS) {
        return next.run(request).await;
    }
    let request = with_own_referer(request);
    let page = request.headers().get(REFERER).and_then(|page| page.to_str().ok()).unwrap_or_default();
    let page = page.strip_prefix(NOWHERE).unwrap_or("/").to_owned();
    let (request, form) = match SentForm::of(request).await {
        Ok(read) => read,
        Err(fault) => return fault.into_response(),
    };
    let extensions = request.extensions().clone();
    let response = deadline::within(&extensions, next.run(request)).await;
    let error = match &response {
        Some(response) => refusal(response, NOWHERE),
        None => Some(AppError::Overdue),
    };
    if let (Some(form), Some(error)) = (form, error)
        && let Some(answer) = form.keep(error, &page, &pages).await
    {
        return answer;
    }
    match response {
        Some(response) => mended(response).await,
        None => Fault::Overdue.into_response(),
    }
}

/// A refusal goes along to where the start page leads, and nothing else of its query does.
fn carrying(mut response: Response, code: &str) -> Response {
    let query = Serializer::new(String::new()).append_pair(REFUSAL, code).finish();
    let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
    let to = to.map(|to| format!("{to}?{query}")).filter(|to| to.len() <= LONGEST_ADDRESS);
    if let Some(to) = to.and_then(|to| HeaderValue::from_str(&to).ok()) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

/// Where a form came from, as far as it is a page of this host: a path with its query. `/` for everything else.
fn with_own_referer(mut request: Request) -> Request {
    let back = own_page(request.headers(), request.uri())
        .unwrap_or_else(|| HeaderValue::from_static("http://console.invalid/"));
    request.headers_mut().insert(REFERER, back);
    request
}

fn own_page(headers: &HeaderMap, uri: &Uri) -> Option<HeaderValue> {
    let from: Uri = headers.get(REFERER)?.to_str().ok()?.parse().ok()?;
    let host = headers.get(HOST)?.to_str().ok()?;
    let target = from.path_and_query()?.as_str();
    if from.authority()?.as_str() != host || !stays_here(target) {
        return None;
    }
    // A form that was handed back comes from no page, and says from which one it came first.
    let first = first_page(uri).unwrap_or_default();
    let target = if target.starts_with(FUNCTIONS) { first.as_str() } else { target };
    let target = if target.len() > LONGEST_ADDRESS / 2 { without_query(target) } else { target };
    HeaderValue::from_str(&format!("{NOWHERE}{target}")).ok()
}

/// After the function has answered.
async fn mended(mut response: Response) -> Response {
    if let Some(location) = response.headers().get(LOCATION) {
        let to = address(location);
        response.headers_mut().insert(LOCATION, to);
        return response;
    }
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_REFUSAL).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let named = core::str::from_utf8(&body).ok().and_then(AppError::parse);
    if let Some(status) = named.and_then(|error| StatusCode::from_u16(error.status()).ok()) {
        parts.status = status;
    }
    Response::from_parts(parts, Body::from(body))
}

/// The page of ours that an answer leads to, without what the framework was told to put before it. Whatever a browser
/// could read as another origin leads home.
fn address(location: &HeaderValue) -> HeaderValue {
    let to = location.to_str().unwrap_or(HOME);
    let to = to.strip_prefix(NOWHERE).unwrap_or(to);
    let to = if stays_here(to) { to } else { HOME };
    let kept = HeaderValue::from_str(if to.len() > LONGEST_ADDRESS { without_query(to) } else { to });
    kept.unwrap_or_else(|_| HeaderValue::from_static(HOME))
}

/// What was typed does not fit into an address; the page at least is the right one.
fn without_query(to: &str) -> &str {
    to.split(['?', '#']).next().unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::server::return_path::tests::{is_on_our_origin, texts};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn whatever_a_function_answers_leads_to_our_origin(text in texts(), is_framed in any::<bool>()) {
            let text = if is_framed { format!("{NOWHERE}{text}") } else { text };
            if let Ok(location) = HeaderValue::from_bytes(text.as_bytes()) {
                let to = address(&location);
                let to = to.to_str().unwrap();
                prop_assert!(stays_here(to) && is_on_our_origin(to), "{}", to);
            }
        }

        #[test]
        fn whatever_a_referer_and_an_address_say_the_way_back_is_on_our_origin(
            page in texts(), first in texts(), is_ours in any::<bool>(), is_kept in any::<bool>(),
        ) {
            let page = if is_kept { "/api/listing/save".to_owned() } else { page };
            let referer = if is_ours { format!("https://console.test{page}") } else { page };
            let query = Serializer::new(String::new()).append_pair("from", &first).finish();
            let request = Request::builder().uri(format!("/api/listing/save?{query}")).header(HOST, "console.test");
            if let Ok(referer) = HeaderValue::from_bytes(referer.as_bytes()) {
                let request = with_own_referer(request.header(REFERER, referer).body(Body::empty()).unwrap());
                let back = request.headers()[REFERER].to_str().unwrap().strip_prefix(NOWHERE).unwrap();
                prop_assert!(stays_here(back) && is_on_our_origin(back), "{}", back);
            }
        }
    }

    fn back(referer: &str) -> String {
        let request = Request::builder().header(HOST, "console.test").header(REFERER, referer);
        let request = with_own_referer(request.body(Body::empty()).unwrap());
        request.headers()[REFERER].to_str().unwrap().strip_prefix(NOWHERE).unwrap().to_owned()
    }

    #[test]
    fn a_form_goes_back_to_pages_of_this_host_only() {
        assert_eq!(back("https://console.test/offerings/x/summary?a=b"), "/offerings/x/summary?a=b");
        for foreign in [
            "https://evil.example/page",
            "https://console.test.evil.example/",
            "https://user@console.test/",
            "https://console.test:8443/",
            "https://console.test//evil.example",
            "/relative",
            "javascript:alert(1)",
            "",
            "\u{7f}",
        ] {
            let request = Request::builder().header(HOST, "console.test");
            let request = match HeaderValue::from_bytes(foreign.as_bytes()) {
                Ok(value) => request.header(REFERER, value),
                Err(_) => request,
            };
            let request = with_own_referer(request.body(Body::empty()).unwrap());
            assert_eq!(request.headers()[REFERER], "http://console.invalid/", "{foreign}");
        }
    }

    #[test]
    fn a_form_that_was_handed_back_goes_back_to_the_page_that_it_came_from_first() {
        let sent_again = |target: &str| {
            let request = Request::builder().uri(target).header(HOST, "console.test");
            let request = request.header(REFERER, "https://console.test/api/listing/save");
            let request = with_own_referer(request.body(Body::empty()).unwrap());
            request.headers()[REFERER].to_str().unwrap().strip_prefix(NOWHERE).unwrap().to_owned()
        };
        assert_eq!(sent_again("/api/listing/save?from=%2Fofferings%2Fx%2Flisting"), "/offerings/x/listing");
        assert_eq!(sent_again("/api/listing/save?from=%2F%2Fevil.example"), "/");
        assert_eq!(sent_again("/api/listing/save"), "/");
    }

    #[tokio::test]
    async fn a_path_that_names_a_host_leads_home() {
        for path in ["//evil.example/", "/\\evil.example/"] {
            let response =
                Response::builder().header(LOCATION, format!("{NOWHERE}{path}")).body(Body::empty()).unwrap();
            assert_eq!(mended(response).await.headers()[LOCATION], "/");
        }
    }

    #[tokio::test]
    async fn an_address_that_nobody_carries_is_cut_to_its_page() {
        let long = format!("{NOWHERE}/offerings/new?name={}", "x".repeat(LONGEST_ADDRESS));
        let response = Response::builder().header(LOCATION, long).body(Body::empty()).unwrap();
        assert_eq!(mended(response).await.headers()[LOCATION], "/offerings/new");
    }

    #[tokio::test]
    async fn a_refusal_has_the_status_that_it_names() {
        let broken = |body: &str| Response::builder().status(500).body(Body::from(body.to_owned())).unwrap();
        assert_eq!(mended(broken("\"transport\"")).await.status(), StatusCode::BAD_REQUEST);
        assert_eq!(mended(broken("something else")).await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
