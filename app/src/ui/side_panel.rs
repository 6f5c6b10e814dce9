//! What accompanies the work, beside it on the first layer: preview, estimate, gate, evidence.

use leptos::prelude::*;

/// The side panel of a page with the class `page--split`. `id` names its heading.
///
/// `stays` keeps it in view while the work scrolls, and what is longer than the window scrolls by itself; `beside` stands
/// at the end of the title line.
#[component]
pub fn SidePanel(
    #[prop(into)] title: String,
    #[prop(into)] id: String,
    #[prop(optional)] stays: bool,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] beside: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let gap = if class.is_empty() { "" } else { " " };
    let head = match beside {
        None => view! {
            <h2 class="aside-title" id=id.clone()>
                {title}
            </h2>
        }
        .into_any(),
        Some(beside) => view! {
            <div class="preview__head">
                <h2 class="aside-title" id=id.clone()>
                    {title}
                </h2>
                {beside.run()}
            </div>
        }
        .into_any(),
    };
    view! {
        <aside class=format!("page__aside{gap}{class}") aria-labelledby=id>
            <div class=stays.then_some("aside-stick")>{head} {children()}</div>
        </aside>
    }
}
