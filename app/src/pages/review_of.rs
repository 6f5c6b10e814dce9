//! placeholder

use leptos::prelude::*;

#[component]
pub fn ReviewOfPage() -> impl IntoView {
    view! { <p>"ReviewOfPage"</p> }
}
