//! placeholder

use leptos::prelude::*;

#[component]
pub fn ReviewPage() -> impl IntoView {
    view! { <p>"ReviewPage"</p> }
}
