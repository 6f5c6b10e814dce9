//! A moment in words, with the exact one behind it. Knows no clock: all three forms are handed in.

use leptos::prelude::*;

/// `moment` is RFC 3339 for machines, `long` the exact time with its zone (on hover), `text` what people read.
#[component]
pub fn RelativeTime(
    #[prop(into)] moment: String,
    #[prop(into)] long: String,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! {
        <time datetime=moment title=long>
            {text}
        </time>
    }
}
