//! Two letters in a circle that stand for a person whose name is written beside it.

use leptos::prelude::*;

/// The initials of a person. Decorative: the name stands next to it.
#[component]
pub fn Avatar(#[prop(into)] initials: String) -> impl IntoView {
    view! {
        <span class="avatar" aria-hidden="true">
            {initials}
        </span>
    }
}
