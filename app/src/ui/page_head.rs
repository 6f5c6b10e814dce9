//! The top of every page: breadcrumb, title with at most one primary button, one sentence of verdict, tabs.

use super::lang::lang_of;
use super::mark::{Mark, Status};
use std::sync::Arc;

use leptos::prelude::*;

/// What stands below the title of the next [`PageHead`]: put into the context, it is drawn inside of it.
#[derive(Clone)]
pub struct HeadNote(pub Arc<dyn Fn() -> AnyView + Send + Sync>);

/// The head of a page.
///
/// `crumbs` stands above the title, `acts` beside it, `sub` and `icon` (an address) belong to it;
/// children come below in order: [`Verdict`], [`Lead`], [`Tabs`](super::tabs::Tabs).
/// `band` closes the head with a hairline where no tabs do.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] sub: Option<ViewFnOnce>,
    #[prop(optional, into)] icon: Option<String>,
    #[prop(optional, into)] crumbs: Option<ViewFnOnce>,
    #[prop(optional, into)] acts: Option<ViewFnOnce>,
    #[prop(optional)] band: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = match (band, crumbs.is_some()) {
        (true, true) => "page__head page__head--band",
        (true, false) => "page__head page__head--band page__head--plain",
        (false, true) => "page__head",
        (false, false) => "page__head page__head--plain",
    };
    let lang = lang_of(&title);
    let title = view! { <h1 lang=lang>{title}</h1> };
    let title = if sub.is_none() && icon.is_none() {
        title.into_any()
    } else {
        view! {
            <div class="title-mark">
                {icon.map(|src| view! { <img src=src width="40" height="40" alt="" /> })}
                <div>{title} {sub.map(|sub| view! { <p class="title-sub">{sub.run()}</p> })}</div>
            </div>
        }
        .into_any()
    };
    let note = use_context::<HeadNote>().map(|HeadNote(draw)| draw());
    view! {
        <div class=class>
            {crumbs.map(ViewFnOnce::run)}
            <div class="title-row">
                {title} {acts.map(|acts| view! { <div class="title-row__acts">{acts.run()}</div> })}
            </div>
            {note} {children.map(|children| children())}
        </div>
    }
}

/// Where the page stands, in a word and a sentence; the sentence links to what is missing.
#[component]
pub fn Verdict(mark: Mark, #[prop(into)] word: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class="verdict">
            <Status mark=mark>
                <b>{word}</b>
            </Status>
            {children.map(|children| view! { <p>{children()}</p> })}
        </div>
    }
}

/// A sentence below the title of a page that has no state of its own.
#[component]
pub fn Lead(children: Children) -> impl IntoView {
    view! { <p class="lead">{children()}</p> }
}
