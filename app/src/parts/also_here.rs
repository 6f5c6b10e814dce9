//! The place where an editor says who else has it open, while scripts run. It is an island, so that its page
//! loads the scripts of islands.

use leptos::prelude::*;
use slipway_domain::presence::EditedPart;

use crate::islands::presence::{PLACE, Presence};
use crate::paths::percent;

/// `part`: what the page edits.
#[component]
pub fn AlsoHere(#[prop(into)] offering: String, #[prop(into)] part: EditedPart) -> impl IntoView {
    let about = format!("offering={}&part={}", percent(&offering), percent(&part.name()));
    view! {
        <Presence>
            <p class="quiet" role="status" id=PLACE data-about=about></p>
        </Presence>
    }
}
