//! A form that the server looks at while somebody types, or that saves itself, or both: what the server finds stands at
//! the fields, and what it reckons beside them, as if the form had been sent. The server is asked with what the form would send, and its own markup takes the
//! place of what it drew before. What was typed is only read. No rule, sum or sentence is known here, and without scripts
//! the buttons of the form do the same.

use core::time::Duration;

use js_sys::JSON;
use leptos::ev::Event;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlFormElement};

use crate::islands::autosave::Autosave;
use crate::islands::field_findings::count;
use crate::islands::page::{fetched, parsed};
use crate::islands::post::{Answer, controls, post};
use crate::islands::redraw::elements;
use crate::islands::typed::{announce, is_typed_in};

/// How long the keys rest before the server is asked.
const REST: Duration = Duration::from_millis(300);
/// The attribute of a form with the address of the function that checks it. A form without one asks for its page.
const CHECK: &str = "data-check";
/// What is drawn anew, by its id: what stands below fields, and whatever else says so.
const DRAWN: &str = ".field__findings, .cds--form__helper-text, [data-live]";
/// How anything else shows what hangs on it.
const LOOK: [&str; 3] = ["class", "aria-invalid", "aria-describedby"];

/// Stands around one form with an id, and what shows its answer.
#[island]
pub fn LiveForm(children: Children) -> impl IntoView {
    let (asking, autosave) = (StoredValue::new(Asking::default()), Autosave::new());
    Effect::new(move || {
        autosave.watch();
        catch_up();
    });
    let typed = move |event: Event| {
        count(&event);
        if let Some(form) = form_of(&event) {
            ask_soon(asking, form);
        }
    };
    view! {
        <div class="enlivened" on:input=typed>
            {children()}
        </div>
    }
}

#[derive(Debug, Default)]
struct Asking {
    timer: Option<TimeoutHandle>,
    /// Counts what was typed: what answers something older comes too late.
    turn: u32,
}

/// A browser may have restored older input, and people type before this runs.
fn catch_up() {
    let Ok(forms) = document().query_selector_all(".enlivened form") else { return };
    for form in elements(&forms) {
        if form.dyn_ref::<HtmlFormElement>().is_some_and(is_typed_in) {
            announce(&form);
        }
    }
}

/// A form without an id, as a preview is, is not looked at, and neither is one that only saves itself.
fn form_of(event: &Event) -> Option<HtmlFormElement> {
    let at: Element = event.target()?.dyn_into().ok()?;
    at.closest("form[id]:not([data-autosave]), form[data-check]").ok()??.dyn_into().ok()
}

fn ask_soon(asking: StoredValue<Asking>, form: HtmlFormElement) {
    asking.update_value(|now| {
        if let Some(timer) = now.timer.take() {
            timer.clear();
        }
        now.turn = now.turn.wrapping_add(1);
        let turn = now.turn;
        now.timer = set_timeout_with_handle(move || ask(asking, form, turn), REST).ok();
    });
}

/// Where there is no answer, everything stays as it is, and the buttons of the form are still there.
fn ask(asking: StoredValue<Asking>, form: HtmlFormElement, turn: u32) {
    spawn_local(async move {
        let Some(fresh) = answer(&form).await else { return };
        if asking.try_with_value(|now| now.turn == turn) == Some(true) {
            follow(&form, &fresh);
        }
    });
}

async fn answer(form: &HtmlFormElement) -> Option<Document> {
    let typed = String::from(controls(form)?.to_string());
    let Some(check) = form.get_attribute(CHECK) else {
        let page = window().location().pathname().ok()?;
        return fetched(&format!("{page}?{typed}")).await.ok();
    };
    let Answer::Done(markup) = post(&check, &typed).await else { return None };
    parsed(&JSON::parse(&markup).ok()?.as_string()?).ok()
}

/// Brings what stands around the form up to `fresh`, which has the form as well, unless it is a page about something else.
fn follow(form: &HtmlFormElement, fresh: &Document) {
    let around = form.closest(".enlivened").ok().flatten();
    let Some(around) = around.filter(|_| id_of(form).is_some_and(|id| fresh.get_element_by_id(&id).is_some())) else {
        return;
    };
    let Ok(named) = around.query_selector_all("[id]") else { return };
    for shown in elements(&named) {
        if let Some(now) = id_of(&shown).and_then(|id| fresh.get_element_by_id(&id)) {
            dress(&shown, &now);
            if shown.matches(DRAWN) == Ok(true) && !shown.is_equal_node(Some(now.as_ref())) {
                fill(&shown, &now);
            }
        }
    }
}

/// The id as it was drawn. The property of that name is no text where a form has a control that is called `id`.
fn id_of(element: &Element) -> Option<String> {
    element.get_attribute("id")
}

// Attributes and children of an element that exists can be set; there is nothing to do about a browser that fails.

fn dress(shown: &Element, now: &Element) {
    for name in LOOK {
        let _ = match now.get_attribute(name) {
            Some(value) => shown.set_attribute(name, &value),
            None => shown.remove_attribute(name),
        };
    }
}

fn fill(shown: &Element, now: &Element) {
    shown.replace_children_with_node_0();
    while let Some(child) = now.first_child() {
        if shown.append_child(&child).is_err() {
            return;
        }
    }
}
