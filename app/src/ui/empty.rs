//! Nothing here: the cause, and the way on.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// An empty state. The title says what is missing, the children why; `acts` holds the next steps as buttons.
///
/// `steps` explain in up to three pairs of title and sentence how things get here.
/// `level` is the heading's: 2 below a page title, 1 where the empty state is the page.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(default = Glyph::Catalog)] icon: Glyph,
    #[prop(default = 2)] level: u8,
    #[prop(optional, into)] acts: Option<ViewFnOnce>,
    #[prop(optional)] steps: Vec<(String, String)>,
    children: Children,
) -> impl IntoView {
    let heading = if level == 1 {
        view! { <h1 class="empty__title">{title}</h1> }.into_any()
    } else {
        view! { <h2 class="empty__title">{title}</h2> }.into_any()
    };
    let steps = (!steps.is_empty()).then(|| {
        let steps = steps.into_iter().map(step).collect_view();
        view! { <ol class="empty__steps">{steps}</ol> }
    });
    view! {
        <div class="empty">
            <Icon name=icon size=32 class="empty__mark" />
            {heading}
            <div class="empty__why">{children()}</div>
            {acts.map(|acts| view! { <div class="empty__acts">{acts.run()}</div> })}
            {steps}
        </div>
    }
}

fn step((title, text): (String, String)) -> impl IntoView {
    view! {
        <li>
            <b>{title}</b>
            {text}
        </li>
    }
}
