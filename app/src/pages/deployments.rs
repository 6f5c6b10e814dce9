//! placeholder

use leptos::prelude::*;

#[component]
pub fn DeploymentsPage() -> impl IntoView {
    view! { <p>"DeploymentsPage"</p> }
}
