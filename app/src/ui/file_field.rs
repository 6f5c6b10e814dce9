//! The choice of a file. A browser offers no other control for it, so it looks like itself in every form.

use leptos::prelude::*;

/// A labelled choice of a file; its help stands below. `form` names a form elsewhere on the page.
#[component]
pub fn FileField(
    label: &'static str,
    id: &'static str,
    name: &'static str,
    /// What the browser proposes: media types and endings, with commas between them.
    accept: &'static str,
    help: &'static str,
    #[prop(optional)] form: Option<&'static str>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    view! {
        <div class="field">
            <label class="cds--label" for=id>
                {label}
            </label>
            <input
                id=id
                type="file"
                name=name
                form=form
                accept=accept
                aria-describedby=help_id.clone()
                required=required
            />
            <p class="cds--form__helper-text" id=help_id>
                {help}
            </p>
        </div>
    }
}
