//! placeholder

use leptos::prelude::*;

#[component]
pub fn SetUpPage() -> impl IntoView {
    view! { <p>"SetUpPage"</p> }
}
