//! The place where an editor says who else has it open, while scripts run. Only pages with islands have one.

use leptos::prelude::*;
use slipway_domain::view::Subject;

use crate::islands::presence::{PLACE, Presence};
use crate::paths::percent;

/// `part`: what the page edits.
#[component]
pub fn AlsoHere(#[prop(into)] offering: String, part: Subject) -> impl IntoView {
    let about = format!("offering={}&part={}", percent(&offering), percent(&part.name()));
    view! {
        <Presence>
            <p class="quiet" role="status" id=PLACE data-about=about></p>
        </Presence>
    }
}
