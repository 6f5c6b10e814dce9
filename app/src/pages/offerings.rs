//! placeholder

use leptos::prelude::*;

#[component]
pub fn OfferingsPage() -> impl IntoView {
    view! { <p>"OfferingsPage"</p> }
}
