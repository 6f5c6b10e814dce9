//! placeholder

use leptos::prelude::*;

#[component]
pub fn AccessPage() -> impl IntoView {
    view! { <p>"AccessPage"</p> }
}

#[component]
pub fn SecretsPage() -> impl IntoView {
    view! { <p>"SecretsPage"</p> }
}
