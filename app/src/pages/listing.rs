//! placeholder

use leptos::prelude::*;

#[component]
pub fn ListingPage() -> impl IntoView {
    view! { <p>"ListingPage"</p> }
}
