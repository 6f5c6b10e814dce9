//! placeholder

use leptos::prelude::*;

#[component]
pub fn CatalogPage() -> impl IntoView {
    view! { <p>"CatalogPage"</p> }
}
