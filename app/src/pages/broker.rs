//! placeholder

use leptos::prelude::*;

#[component]
pub fn BrokerPage() -> impl IntoView {
    view! { <p>"BrokerPage"</p> }
}

#[component]
pub fn NewBrokerPage() -> impl IntoView {
    view! { <p>"NewBrokerPage"</p> }
}
