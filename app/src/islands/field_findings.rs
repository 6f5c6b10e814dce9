//! The findings of the fields of a form that is checked while somebody types. The control itself is the server's; its
//! look follows what hangs on it.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use web_sys::Element;

use super::redraw::redraw;
use crate::parts::findings_list::{FindingsAt, Remedy, validity};
use crate::ui::{Validity, field_id};

/// What the form around a field hangs on its fields; it provides this as context.
#[derive(Clone)]
pub(super) struct Checked {
    pub(super) findings: Findings,
    pub(super) remedy: Option<Remedy>,
}

/// Stands where a field has its findings. `name` is the form name of the control.
#[component]
pub fn FieldFindings(name: String) -> impl IntoView {
    let Checked { findings, remedy } = expect_context::<Checked>();
    let list = Field::parse(&name).map(|field| view! { <FindingsAt findings field remedy /> });
    view! { <div class="live" id=place(&name)>{list}</div> }
}

/// Draws the fields anew on which something else hangs now than before.
pub(super) fn follow(before: &Findings, now: &Findings, remedy: Option<Remedy>) {
    let mut seen: Vec<Field> = Vec::new();
    for field in before.iter().chain(now.iter()).map(|finding| finding.field) {
        if seen.contains(&field) {
            continue;
        }
        seen.push(field);
        let here: Vec<&Finding> = now.at(field).collect();
        if before.at(field).eq(here.iter().copied()) {
            continue;
        }
        let name = field.input_name();
        redraw(&place(&name), view! { <FindingsAt findings=here.into_iter().cloned().collect() field remedy /> });
        if let Some(control) = document().get_element_by_id(&field_id(&name)) {
            dress(&control, validity(now, field));
        }
    }
}

fn place(name: &str) -> String {
    format!("{}-found", field_id(name))
}

/// Makes a control look as `ui` draws one of that validity.
fn dress(control: &Element, validity: Validity) {
    // Attributes and classes of an element that exists can be set; there is nothing to do about a browser that fails.
    let _ = match validity.aria() {
        Some(value) => control.set_attribute("aria-invalid", value),
        None => control.remove_attribute("aria-invalid"),
    };
    for block in ["cds--text-input", "cds--text-area", "cds--select-input"] {
        if control.class_list().contains(block) {
            control.set_class_name(&validity.class(block));
        }
    }
}

/// Counts along in the field that an `input` event comes from, if it has a counter.
pub(super) fn count(event: &web_sys::Event) {
    let Some(control) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let field = control.closest(".field").ok().flatten();
    let Some(counter) = field.and_then(|field| field.query_selector("[data-limit]").ok().flatten()) else { return };
    let limit = counter.get_attribute("data-limit").and_then(|limit| limit.parse::<usize>().ok());
    let typed = js_sys::Reflect::get(&control, &"value".into()).ok().and_then(|value| value.as_string());
    if let (Some(limit), Some(typed)) = (limit, typed) {
        let used = typed.chars().count();
        counter.set_text_content(Some(&format!("{used} / {limit}")));
        // As above.
        let _ = counter.class_list().toggle_with_force("field__count--over", used > limit);
    }
}
