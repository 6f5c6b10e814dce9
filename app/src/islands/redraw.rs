//! Parts of a page that the server drew and the browser draws anew when what they show has changed. What is drawn is the
//! same component on both sides; it must not be reactive itself.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, NodeList};

pub(super) fn redraw<V: IntoView>(id: &str, view: V) {
    if let Some(place) = document().get_element_by_id(id) {
        redraw_in(&place, view);
    }
}

pub(super) fn redraw_in<V: IntoView>(place: &Element, view: V) {
    place.replace_children_with_node_0();
    view.into_view().build().mount(place, None);
}

/// Every element whose `data-shows` is `what`.
pub(super) fn showing(what: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(&format!("[data-shows={what}]")) else { return Vec::new() };
    elements(&found)
}

pub(super) fn elements(found: &NodeList) -> Vec<Element> {
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}
