//! placeholder

use leptos::prelude::*;

#[component]
pub fn RulesPage() -> impl IntoView {
    view! { <p>"RulesPage"</p> }
}
