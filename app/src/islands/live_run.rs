//! A test run, or an operation of an instance, that ticks along: while it goes on, its state is fetched anew from its own
//! page, and when it has ended the page is loaded once more. Without scripts there is a link that does the same.

use core::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomParser, Element, Response, SupportedType};

/// The id of what is drawn anew.
pub const LIVE: &str = "live-run";
/// The attribute that it has while it goes on.
const OPEN: &str = "data-open";
const EVERY: Duration = Duration::from_secs(2);

/// Stands around the state of something that goes on.
#[island]
pub fn LiveRun(children: Children) -> impl IntoView {
    Effect::new(|| {
        let handle: StoredValue<Option<IntervalHandle>> = StoredValue::new(None);
        let tick = move || {
            spawn_local(async move {
                // What could not be fetched is tried again.
                let Ok(Some(fresh)) = fetched().await else { return };
                if let Some(shown) = document().get_element_by_id(LIVE) {
                    let _ = shown.replace_with_with_node_1(&fresh);
                }
                if fresh.get_attribute(OPEN).is_none() {
                    if let Some(handle) = handle.get_value() {
                        handle.clear();
                    }
                    let _ = window().location().reload();
                }
            });
        };
        handle.set_value(set_interval_with_handle(tick, EVERY).ok());
    });
    children()
}

/// The state as the server draws it now.
async fn fetched() -> Result<Option<Element>, JsValue> {
    let address = window().location().href()?;
    let response: Response = JsFuture::from(window().fetch_with_str(&address)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let page = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    Ok(page.get_element_by_id(LIVE))
}
