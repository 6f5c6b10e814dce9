//! A single yes or no that is posted with the form.
//! Unticked boxes post nothing: the draft's field needs `#[serde(default)]`.

use super::field::field_id;
use super::lang::lang_of;
use leptos::prelude::*;

/// A tick box; its children are the label. Posts `value`, which reads as `true` for a `bool`.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(optional)] checked: bool,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional)] disabled: bool,
    children: Children,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let help = help.filter(|text| !text.is_empty());
    let help_id = help.as_ref().map(|_| format!("{id}-help"));
    view! {
        <div class="field field--tick">
            <div class="cds--form-item cds--checkbox-wrapper">
                <input
                    class="cds--checkbox"
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    disabled=disabled
                    aria-describedby=help_id.clone()
                />
                <label class="cds--checkbox-label" for=id>
                    <span class="cds--checkbox-label-text">{children()}</span>
                </label>
            </div>
            {help
                .map(|text| {
                    let lang = lang_of(&text);
                    view! {
                        <p class="cds--form__helper-text" id=help_id lang=lang>
                            {text}
                        </p>
                    }
                })}
        </div>
    }
}
