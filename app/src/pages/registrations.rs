//! placeholder

use leptos::prelude::*;

#[component]
pub fn RegistrationsPage() -> impl IntoView {
    view! { <p>"RegistrationsPage"</p> }
}
