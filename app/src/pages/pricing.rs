//! placeholder

use leptos::prelude::*;

#[component]
pub fn PricingPage() -> impl IntoView {
    view! { <p>"PricingPage"</p> }
}
