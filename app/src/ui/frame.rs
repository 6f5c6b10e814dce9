//! Where navigation and page stand: side by side, or the page alone.

use leptos::prelude::*;

/// How a page divides its room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One column.
    #[default]
    Single,
    /// Work and a side panel of 392 pixels.
    Split,
    /// Work and a side panel of 328 pixels.
    Slim,
}

/// The side navigation (the slot `nav`) and the page. Without `nav` the page has the whole width.
#[component]
pub fn PageFrame(
    #[prop(optional, into)] nav: Option<ViewFnOnce>,
    /// The navigation is only a drawer on small screens.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    let class = if open || nav.is_none() { "frame frame--open" } else { "frame" };
    view! {
        <div class=class>
            {nav.map(ViewFnOnce::run)}
            {children()}
        </div>
    }
}

/// What stands above everything else of the next [`Page`]: put into the context, it is drawn first inside of it.
#[derive(Clone, Copy)]
pub struct Above(pub fn() -> AnyView);

/// The page itself, the target of the skip link. Children: a [`PageHead`](super::page_head::PageHead),
/// then a [`PageMain`] or a form with the class `page__main form`, then perhaps a side panel.
#[component]
pub fn Page(
    #[prop(optional)] layout: Layout,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let base = match layout {
        Layout::Single => "page",
        Layout::Split => "page page--split",
        Layout::Slim => "page page--split page--slim",
    };
    let gap = if class.is_empty() { "" } else { " " };
    let above = use_context::<Above>().map(|Above(draw)| draw());
    view! {
        <main id="main" class=format!("{base}{gap}{class}") tabindex="-1">
            {above}
            {children()}
        </main>
    }
}

/// The work on a page that is not one big form.
#[component]
pub fn PageMain(#[prop(optional)] class: &'static str, children: Children) -> impl IntoView {
    let gap = if class.is_empty() { "" } else { " " };
    view! { <div class=format!("page__main{gap}{class}")>{children()}</div> }
}
