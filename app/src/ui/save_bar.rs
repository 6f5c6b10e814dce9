//! The bar at the foot of a form that stays in view: when it was last saved and by whom, and the buttons.

use super::icon::{Glyph, Icon};
use super::mark::Mark;
use leptos::prelude::*;

/// The save bar. `state` says when and by whom, `more` adds revision and exact date; children are the buttons,
/// the primary one last. `mark` is [`Mark::Done`] unless something is unsaved or stale.
///
/// The state is a live region, which a form that saves by itself fills anew (`islands/autosave.rs`).
#[component]
pub fn SaveBar(
    #[prop(optional, into)] state: Option<ViewFnOnce>,
    #[prop(optional, into)] more: Option<ViewFnOnce>,
    #[prop(default = Mark::Done)] mark: Mark,
    children: Children,
) -> impl IntoView {
    let state = state_of(mark, state, more);
    view! {
        <div class="save-bar">
            <p class="save-bar__state" role="status">
                {state}
            </p>
            <div class="save-bar__acts">{children()}</div>
        </div>
    }
}

fn state_of(mark: Mark, state: Option<ViewFnOnce>, more: Option<ViewFnOnce>) -> impl IntoView {
    view! {
        <SavedMark mark=mark />
        <span>
            <b>{state.map(ViewFnOnce::run)}</b>
            {more.map(|more| view! { " "<span class="save-bar__more">{more.run()}</span> })}
        </span>
    }
}

/// The shape before the words of a save bar.
#[component]
pub fn SavedMark(mark: Mark) -> impl IntoView {
    let glyph = if mark == Mark::Done { Glyph::CheckmarkOutline } else { mark.glyph() };
    view! { <Icon name=glyph class=mark.class() /> }
}
