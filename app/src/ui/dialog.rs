//! A page that asks for one thing and nothing else: the dialog of an HTML-first console.
//! It has an address of its own, so it survives a reload and works without scripts.

use leptos::prelude::*;

/// A card in the middle of the page with a title, a lead and a form.
///
/// `acts` stands at its foot: the primary button last.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    /// Narrow fits a sign-in form, wide a registration.
    #[prop(optional)]
    wide: bool,
    #[prop(optional, into)] above: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let class = if wide { "dialog dialog--wide" } else { "dialog" };
    view! {
        <section class=class aria-labelledby="dialog-title">
            {above.map(ViewFnOnce::run)}
            <h1 class="dialog__title" id="dialog-title">
                {title}
            </h1>
            {lead.map(|text| view! { <p class="dialog__lead">{text}</p> })}
            {children()}
        </section>
    }
}

/// The foot of a [`Dialog`]'s form: its buttons, the quiet one first.
#[component]
pub fn DialogActs(children: Children) -> impl IntoView {
    view! { <div class="dialog__acts">{children()}</div> }
}
