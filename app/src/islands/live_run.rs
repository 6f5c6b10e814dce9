//! A test run, or an operation of an instance, that ticks along: the server says when something moved, and then the page is
//! fetched anew, for its state and whatever ticks beside it; when it has ended, it is loaded once more. Where the server
//! cannot say so, the page is fetched every two seconds. Without scripts there is a link that does the same.

use core::cell::Cell;
use core::time::Duration;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, EventSource};

use crate::islands::page::{Answer, fetched_by_itself};
use crate::islands::redraw::elements;

/// The id of the state, which is drawn anew every time.
pub const LIVE: &str = "live-run";
/// The attribute that it has while it goes on.
const OPEN: &str = "data-open";
/// Where the server can only be asked.
const EVERY: Duration = Duration::from_secs(2);

/// Stands around the state of something that goes on.
#[island]
pub fn LiveRun(children: Children) -> impl IntoView {
    Effect::new(|| {
        let drawing = Drawing::default();
        if listen(&drawing).is_err() {
            drawing.every_two_seconds();
        }
    });
    children()
}

/// Draws whenever the server says that something moved. Below every page with a state that goes on there is a stream of
/// that name.
fn listen(drawing: &Drawing) -> Result<(), JsValue> {
    let source = EventSource::new(&format!("{}/events", window().location().pathname()?))?;
    let on_move = {
        let drawing = drawing.clone();
        Closure::<dyn Fn()>::new(move || drawing.draw())
    };
    let on_error = {
        let (drawing, source) = (drawing.clone(), source.clone());
        // A stream that broke is opened again by the browser; one that was refused never is.
        Closure::<dyn Fn()>::new(move || {
            if source.ready_state() == EventSource::CLOSED {
                drawing.every_two_seconds();
            }
        })
    };
    source.set_onmessage(Some(on_move.as_ref().unchecked_ref()));
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    // They live as long as the page.
    on_move.forget();
    on_error.forget();
    Ok(())
}

/// One drawing at a time: what moves meanwhile is drawn after it, once.
#[derive(Clone, Default)]
struct Drawing(Rc<Cell<Phase>>);

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Rests,
    Draws,
    DrawsAgain,
}

impl Drawing {
    fn every_two_seconds(&self) {
        let drawing = self.clone();
        let _ = set_interval_with_handle(move || drawing.draw(), EVERY);
    }

    fn draw(&self) {
        if self.0.get() != Phase::Rests {
            self.0.set(Phase::DrawsAgain);
            return;
        }
        let drawing = self.clone();
        spawn_local(async move {
            loop {
                drawing.0.set(Phase::Draws);
                if has_ended().await {
                    // Nothing is drawn after the end.
                    let _ = window().location().reload();
                    return;
                }
                if drawing.0.get() == Phase::Draws {
                    break;
                }
            }
            drawing.0.set(Phase::Rests);
        });
    }
}

/// Draws the page as it is now, and says whether that was the last time. What cannot be fetched now is tried again; what is
/// not shown any more, as after the end of the session, is not.
async fn has_ended() -> bool {
    let page = match fresh().await {
        Ok(Answer::Page(page)) => page,
        Ok(Answer::Elsewhere) => return true,
        Ok(Answer::NotNow) | Err(_) => return false,
    };
    let Some(state) = page.get_element_by_id(LIVE) else { return true };
    for part in parts_of(&page) {
        draw_part(&page, &part);
    }
    if let Some(shown) = document().get_element_by_id(LIVE) {
        let _ = shown.replace_with_with_node_1(&state);
    }
    state.get_attribute(OPEN).is_none()
}

/// The page as the server draws it now.
async fn fresh() -> Result<Answer, JsValue> {
    fetched_by_itself(&window().location().href()?).await
}

/// What else ticks beside the state: each has an id and `data-ticks`.
fn parts_of(page: &Document) -> Vec<Element> {
    page.query_selector_all("[data-ticks]").map(|found| elements(&found)).unwrap_or_default()
}

/// Draws a part of the page if it looks otherwise now. What somebody has unfolded stays unfolded.
fn draw_part(page: &Document, part: &Element) {
    let Some(shown) = document().get_element_by_id(&part.id()) else { return };
    let unfolded = shown.query_selector_all("details[id][open]").map(|found| elements(&found)).unwrap_or_default();
    let unfolded = unfolded.iter().filter_map(|details| page.get_element_by_id(&details.id()));
    let itself = shown.has_attribute("open").then(|| part.clone());
    for details in unfolded.chain(itself) {
        let _ = details.set_attribute("open", "");
    }
    if !part.is_equal_node(Some(&shown)) {
        let _ = shown.replace_with_with_node_1(part);
    }
}
