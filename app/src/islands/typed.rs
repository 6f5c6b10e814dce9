//! Input that no event told of: what stands in a form whose island was not alive yet, and what an island puts there.

use js_sys::{Array, Reflect};
use leptos::wasm_bindgen::JsValue;
use web_sys::{Element, Event, EventInit, HtmlFormElement};

/// Radios and boxes that stand otherwise than they were drawn. Of a list nobody can tell: it shows its first choice
/// where none was drawn as chosen.
const CHANGED: &str = "input:checked:not(:default),input:default:not(:checked)";

/// Whether a control holds something else than it was drawn with.
pub(super) fn is_typed_in(form: &HtmlFormElement) -> bool {
    if form.query_selector(CHANGED).is_ok_and(|changed| changed.is_some()) {
        return true;
    }
    let text = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok()?.as_string();
    let Ok(controls) = Reflect::get(form, &"elements".into()) else { return false };
    Array::from(&controls).iter().any(|control| {
        let drawn = text(&control, "defaultValue");
        drawn.is_some() && drawn != text(&control, "value")
    })
}

/// Tells of input as a key would.
pub(super) fn announce(at: &Element) {
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    // An event of this kind can be made and told of everywhere.
    let _ = Event::new_with_event_init_dict("input", &bubbling).and_then(|event| at.dispatch_event(&event));
}
