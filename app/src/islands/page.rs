//! Pages as the server draws them, fetched from the browser. Whoever asks for one knows what is on it.

use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomParser, Headers, RequestInit, Response, SupportedType};

/// The header of what a page fetches by itself, whether or not anybody looks at it: that is no use of the session.
pub const BY_ITSELF: &str = "x-slipway-by-itself";

/// The page at an address of ours, whatever its status. Somebody did something for which it is wanted.
pub(super) async fn fetched(address: &str) -> Result<Document, JsValue> {
    answered(address, &RequestInit::new()).await
}

/// What came of fetching a page.
pub(super) enum Answer {
    /// The page itself.
    Page(Document),
    /// Whoever looks at the page is not shown it any more: another page was, or a refusal.
    Elsewhere,
    /// The server is at fault, or busy: it may answer later.
    NotNow,
}

/// The same, for a page that draws itself anew.
pub(super) async fn fetched_by_itself(address: &str) -> Result<Answer, JsValue> {
    let (headers, request) = (Headers::new()?, RequestInit::new());
    headers.set(BY_ITSELF, "1")?;
    request.set_headers(&headers);
    let response = responded(address, &request).await?;
    Ok(match response.status() {
        401 | 403 | 404 => Answer::Elsewhere,
        _ if response.redirected() => Answer::Elsewhere,
        200..300 => Answer::Page(document_of(&response).await?),
        _ => Answer::NotNow,
    })
}

async fn answered(address: &str, request: &RequestInit) -> Result<Document, JsValue> {
    document_of(&responded(address, request).await?).await
}

async fn responded(address: &str, request: &RequestInit) -> Result<Response, JsValue> {
    JsFuture::from(window().fetch_with_str_and_init(address, request)).await?.dyn_into()
}

async fn document_of(response: &Response) -> Result<Document, JsValue> {
    let markup = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    parsed(&markup)
}

/// A document of its own: nothing in it is shown, fetched or run.
pub(super) fn parsed(markup: &str) -> Result<Document, JsValue> {
    DomParser::new()?.parse_from_string(markup, SupportedType::TextHtml)
}
