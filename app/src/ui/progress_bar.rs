//! How much of something is done, as the browser's own progress element: no inline style, no script.

use leptos::prelude::*;

/// A progress bar named `label`; without a label it is decoration beside words that say the same.
#[component]
pub fn ProgressBar(value: u32, max: u32, #[prop(optional, into)] label: Option<String>) -> impl IntoView {
    let hidden = label.is_none().then_some("true");
    view! { <progress max=max.max(1) value=value.min(max) aria-label=label aria-hidden=hidden></progress> }
}
