//! The bar at the foot of a form that stays in view: when it was last saved and by whom, and the buttons.

use super::icon::{Glyph, Icon};
use super::mark::Mark;
use leptos::prelude::*;
use leptos::reactive::wrappers::read::ArcSignal;

/// The save bar. `state` says when and by whom, `more` adds revision and exact date; children are the buttons,
/// the primary one last. `mark` is [`Mark::Done`] unless something is unsaved or stale.
///
/// The state is a live region: an island that saves by itself changes it in place.
#[component]
pub fn SaveBar(
    #[prop(into)] state: ViewFnOnce,
    #[prop(optional, into)] more: Option<ViewFnOnce>,
    #[prop(default = Mark::Done.into(), into)] mark: ArcSignal<Mark>,
    #[prop(optional, into)] id: Option<String>,
    children: Children,
) -> impl IntoView {
    let icon = move || {
        let mark = mark.get();
        let glyph = if mark == Mark::Done { Glyph::CheckmarkOutline } else { mark.glyph() };
        view! { <Icon name=glyph class=mark.class() /> }
    };
    view! {
        <div class="save-bar">
            <p class="save-bar__state" id=id role="status">
                {icon}
                <span>
                    <b>{state.run()}</b>
                    {more.map(|more| view! { " "<span class="save-bar__more">{more.run()}</span> })}
                </span>
            </p>
            <div class="save-bar__acts">{children()}</div>
        </div>
    }
}
