//! Secrets: shown once on the page that made them, and never again.

use leptos::prelude::*;

/// A secret on the page that shows it once. One click selects all of it.
///
/// `hint` says what to do with it and that it is not kept.
#[component]
pub fn Secret(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(into)] id: String,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let label_id = format!("{id}-label");
    view! {
        <div class="secret">
            <p class="secret__label" id=label_id.clone()>
                {label}
            </p>
            <div class="secret__row">
                <code class="secret__value" id=id tabindex="0" role="textbox" aria-readonly="true" aria-labelledby=label_id>
                    {value}
                </code>
            </div>
            {hint.map(|text| view! { <p class="secret__hint">{text}</p> })}
        </div>
    }
}

/// Stands for a secret that is kept but never shown: eight dots, then who set it and when.
#[component]
pub fn Masked(children: Children) -> impl IntoView {
    view! {
        <span class="mask mask--dots" aria-hidden="true">
            "••••••••"
        </span>
        " "
        {children()}
    }
}
