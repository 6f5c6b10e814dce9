//! Menus, folds and confirmations on the browser's own details element: they open and close without a script.

use super::button::{Button, Kind};
use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// A button that opens a list of [`MenuItem`]s below it.
#[component]
pub fn Menu(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <details class="menu">
            <summary class="cds--btn cds--btn--ghost cds--btn--md">
                {label} <Icon name=Glyph::ChevronDown />
            </summary>
            <ul>{children()}</ul>
        </details>
    }
}

/// A link in a [`Menu`]; `note` says in a few words what comes of it.
///
/// `download` asks the browser to save the answer under that file name.
#[component]
pub fn MenuItem(
    #[prop(into)] label: String,
    #[prop(into)] href: String,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] download: Option<String>,
) -> impl IntoView {
    view! {
        <li>
            <a href=href download=download>
                {label}
                {note.map(|text| view! { " "<span>{text}</span> })}
            </a>
        </li>
    }
}

/// Something that is folded away behind its title and a summary in one line.
#[component]
pub fn Fold(
    #[prop(into)] title: String,
    #[prop(optional, into)] summary: Option<String>,
    #[prop(optional)] open: bool,
    #[prop(optional, into)] id: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="fold" open=open id=id>
            <summary>
                <span class="fold__title">{title}</span>
                {summary.map(|text| view! { <span class="fold__sum">{text}</span> })}
            </summary>
            <div class="fold__body">{children()}</div>
        </details>
    }
}

/// A question that stands between a button and its effect: opens below the button, holds the form that does it.
#[component]
pub fn Confirm(
    #[prop(into)] label: String,
    #[prop(optional)] open: bool,
    /// Takes something away, so the button that opens it is red.
    #[prop(optional)]
    danger: bool,
    children: Children,
) -> impl IntoView {
    let class = if danger {
        "cds--btn cds--btn--ghost cds--btn--md confirm__open confirm__open--danger"
    } else {
        "cds--btn cds--btn--ghost cds--btn--md confirm__open"
    };
    view! {
        <details class="confirm" open=open>
            <summary class=class>{label}</summary>
            <div class="confirm__body">{children()}</div>
        </details>
    }
}

/// The [`Confirm`] of what takes something away at one press: a sentence that makes `sure`, and a form with a red button,
/// which does it `now`. The hidden fields of the form are its children.
#[component]
pub fn ConfirmForm(
    #[prop(into)] label: String,
    #[prop(into)] sure: String,
    #[prop(into)] now: String,
    action: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <Confirm label danger=true>
            <p>{sure}</p>
            <form method="post" action=action>
                {children()}
                <Button kind=Kind::Danger>{now}</Button>
            </form>
        </Confirm>
    }
}
