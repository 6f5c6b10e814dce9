//! placeholder

use leptos::prelude::*;

#[component]
pub fn MergePage() -> impl IntoView {
    view! { <p>"MergePage"</p> }
}
