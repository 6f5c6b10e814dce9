//! Posting a form to a server function from the browser, as the plain form would: no second encoding, and only as much
//! of the answer as an island acts on. It knows no form and no sentence.

use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, Headers, HtmlFormElement, RequestInit, Response, UrlSearchParams};

use crate::islands::page::BY_ITSELF;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// The answer as JSON.
    Done(String),
    /// The server turned it down; the body says why as JSON.
    Refused { status: u16, body: String },
    /// No answer: nobody knows whether the request arrived.
    Lost,
}

/// What `form` would post right now.
pub(super) fn controls(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
}

/// Names and values of what `form` would post right now.
pub(super) fn pairs(form: &HtmlFormElement) -> Vec<(String, String)> {
    let Some(controls) = controls(form) else { return Vec::new() };
    js_sys::Array::from(&controls)
        .iter()
        .map(|pair| {
            let pair = js_sys::Array::from(&pair);
            (pair.get(0).as_string().unwrap_or_default(), pair.get(1).as_string().unwrap_or_default())
        })
        .collect()
}

/// Posts a form-encoded body to a server function.
pub(super) async fn post(url: &str, body: &str) -> Answer {
    answered(send(url, body, false).await)
}

/// The same for what a page says by itself, whether or not anybody looks at it.
pub(super) async fn post_by_itself(url: &str, body: &str) -> Answer {
    answered(send(url, body, true).await)
}

fn answered(sent: Result<(u16, String), JsValue>) -> Answer {
    match sent {
        Ok((200, body)) => Answer::Done(body),
        Ok((status, body)) => Answer::Refused { status, body },
        Err(_) => Answer::Lost,
    }
}

/// Posts without waiting, while the page goes away.
pub(super) fn post_at_last(url: &str, body: &UrlSearchParams) {
    let navigator = window().navigator();
    // False means the browser has no room for it; the form is still there when the page comes back.
    let _ = navigator.send_beacon_with_opt_url_search_params(url, Some(body));
}

/// A random name: of one attempt, or of a form that numbers its attempts. Empty where chance is not to be had.
pub(super) fn operation() -> String {
    let mut bytes = [0_u8; 16];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if filled.is_err() {
        return String::new();
    }
    format!("{:032x}", u128::from_be_bytes(bytes))
}

async fn send(url: &str, body: &str, by_itself: bool) -> Result<(u16, String), JsValue> {
    let headers = Headers::new()?;
    if by_itself {
        headers.set(BY_ITSELF, "1")?;
    }
    headers.set("accept", "application/json")?;
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&JsValue::from_str(body));
    let response = JsFuture::from(window().fetch_with_str_and_init(url, &request)).await?;
    let response: Response = response.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}
