//! placeholder

use leptos::prelude::*;

#[component]
pub fn ChecklistPage() -> impl IntoView {
    view! { <p>"ChecklistPage"</p> }
}
