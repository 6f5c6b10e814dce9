//! placeholder

use leptos::prelude::*;

#[component]
pub fn DetailPage() -> impl IntoView {
    view! { <p>"DetailPage"</p> }
}
