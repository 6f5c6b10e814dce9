//! A titled part of a form: a fieldset with a legend that looks like a heading.

use leptos::prelude::*;

/// Groups fields under a title. `id` makes it a target of links, `lead` is a sentence below the title,
/// `live` stands at the end of the title line.
#[component]
pub fn Section(
    #[prop(into)] title: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] lead: Option<String>,
    #[prop(optional, into)] live: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="section" id=id>
            <legend class="section__title">
                <span>{title}</span>
                {live.map(|live| view! { <span class="section__live">{live.run()}</span> })}
            </legend>
            {lead.map(|text| view! { <p class="section__lead">{text}</p> })}
            {children()}
        </fieldset>
    }
}
