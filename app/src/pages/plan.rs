//! placeholder

use leptos::prelude::*;

#[component]
pub fn NewPlanPage() -> impl IntoView {
    view! { <p>"NewPlanPage"</p> }
}

#[component]
pub fn PlanPage() -> impl IntoView {
    view! { <p>"PlanPage"</p> }
}
