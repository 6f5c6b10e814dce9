//! placeholder

use leptos::prelude::*;

#[component]
pub fn NewResourcePage() -> impl IntoView {
    view! { <p>"NewResourcePage"</p> }
}
