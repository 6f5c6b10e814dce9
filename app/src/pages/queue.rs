//! placeholder

use leptos::prelude::*;

#[component]
pub fn QueuePage() -> impl IntoView {
    view! { <p>"QueuePage"</p> }
}
