//! A person in a table: who it is, and whether they can sign in.

use leptos::prelude::*;
use slipway_domain::person::PersonState;

use crate::shell::Document;
use crate::text;
use crate::text::fresh_link as words;
use crate::ui::{Avatar, Hue, Mark, Status, Tag};

/// Initials, name and address; `tag` stands behind the name.
#[component]
pub fn PersonName(
    #[prop(into)] name: String,
    #[prop(into)] email: String,
    /// Where the name leads.
    #[prop(optional, into)]
    href: Option<String>,
    #[prop(optional_no_strip)] tag: Option<&'static str>,
) -> impl IntoView {
    let initials = text::initials(&name);
    let tag = tag.map(|word| view! { <Tag hue=Hue::Blue>{word}</Tag> });
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <span class="person">
            <Avatar initials />
            <span>{name} " " {tag} <span class="table__sub">{email}</span></span>
        </span>
    }
}

#[component]
pub fn PersonStanding(state: PersonState) -> impl IntoView {
    view! { <Status mark=person_mark(state)>{text::person_state(state)}</Status> }
}

/// Shape and colour of a state.
pub const fn person_mark(state: PersonState) -> Mark {
    match state {
        PersonState::Active => Mark::Done,
        PersonState::Invited => Mark::Waiting,
        PersonState::Disabled => Mark::Skipped,
    }
}

/// Why there are no set-up links here; `None` where there are.
pub fn no_links() -> Option<String> {
    let has_links = use_context::<Document>().is_some_and(|document| document.set_up.is_some());
    (!has_links).then(|| words::ELSEWHERE.to_owned())
}
