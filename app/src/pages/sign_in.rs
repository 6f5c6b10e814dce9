//! placeholder

use leptos::prelude::*;

#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <p>"SignInPage"</p> }
}
