//! Buttons, links that look like buttons, and buttons that are disabled with a reason.
//! Every button is a real `<button>` or `<a>`: none of them needs a script.

use super::icon::{Glyph, Icon};
use super::lang::lang_of;
use leptos::prelude::*;

/// How loud a button is. One primary button per page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// The one thing to do here.
    Primary,
    /// Any other action.
    #[default]
    Tertiary,
    /// A quiet action beside others.
    Ghost,
    /// Takes something away.
    Danger,
}

/// How tall a button is: 40 or 32 CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// 40 pixels, as tall as a field.
    #[default]
    Medium,
    /// 32 pixels, inside rows and cards.
    Small,
}

/// A submit button; with `name` and `value` it tells the form which button was pressed.
///
/// `action` posts its form to another address, `form` names a form elsewhere on the page,
/// `wide` fills the line. `unchecked` skips the browser's own validation, so that saving never fails for content.
#[component]
pub fn Button(
    #[prop(optional)] kind: Kind,
    #[prop(optional)] size: Size,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] action: Option<String>,
    #[prop(optional, into)] form: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] class: &'static str,
    #[prop(default = true)] unchecked: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=classes(kind, size, wide, class)
            type="submit"
            id=id
            name=name
            value=value
            formaction=action
            form=form
            formnovalidate=unchecked
        >
            {children()}
            {trailing(icon)}
        </button>
    }
}

/// A link that looks like a button: it leads somewhere and changes nothing.
///
/// `download` asks the browser to save the answer under that file name.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] size: Size,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] download: Option<String>,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=classes(kind, size, wide, class) href=href download=download>
            {children()}
            {trailing(icon)}
        </a>
    }
}

/// A button that stays in its place, does nothing, and says why directly below.
///
/// It can be focused, so that everybody finds the reason. `id` must be unique on the page.
#[component]
pub fn DisabledButton(
    #[prop(into)] id: String,
    #[prop(into)] reason: String,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] size: Size,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let (why, lang) = (format!("{id}-why"), lang_of(&reason));
    view! {
        <div class="disabled">
            <button
                class=classes(kind, size, wide, "cds--btn--disabled")
                type="button"
                id=id
                aria-disabled="true"
                aria-describedby=why.clone()
            >
                {children()}
                {trailing(icon)}
            </button>
            <p class="disabled__why" id=why lang=lang>
                {reason}
            </p>
        </div>
    }
}

/// A submit button that shows only an icon; `label` is its name for everyone who cannot see it.
#[component]
pub fn IconButton(
    icon: Glyph,
    #[prop(into)] label: String,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] action: Option<String>,
    /// Small fits a table row.
    #[prop(optional)]
    size: Size,
) -> impl IntoView {
    let class = match size {
        Size::Medium => "cds--btn cds--btn--ghost cds--btn--md cds--btn--icon-only icon-button",
        Size::Small => "icon-mini",
    };
    view! {
        <button
            class=class
            type="submit"
            name=name
            value=value
            formaction=action
            formnovalidate=true
            aria-label=label.clone()
            title=label
        >
            <Icon name=icon />
        </button>
    }
}

/// The button below a list that adds a row to it; it submits the form as `intent`.
#[component]
pub fn AddRow(#[prop(into)] intent: String, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <Button
            kind=Kind::Ghost
            size=Size::Small
            icon=Glyph::Add
            class="btn--start btn--after"
            name="intent"
            value=intent
        >
            {label}
        </Button>
    }
}

/// A submit button that looks like a link, for actions inside a sentence or a finding.
#[component]
pub fn LinkButton(
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] action: Option<String>,
    #[prop(optional, into)] form: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="link-button"
            type="submit"
            name=name
            value=value
            formaction=action
            form=form
            formnovalidate=true
        >
            {children()}
        </button>
    }
}

fn classes(kind: Kind, size: Size, wide: bool, more: &str) -> String {
    let kind = match kind {
        Kind::Primary => "primary",
        Kind::Tertiary => "tertiary",
        Kind::Ghost => "ghost",
        Kind::Danger => "danger",
    };
    let size = match size {
        Size::Medium => "md",
        Size::Small => "sm",
    };
    let wide = if wide { " btn--wide" } else { "" };
    let gap = if more.is_empty() { "" } else { " " };
    format!("cds--btn cds--btn--{kind} cds--btn--{size}{wide}{gap}{more}")
}

fn trailing(icon: Option<Glyph>) -> Option<impl IntoView> {
    icon.map(|name| view! { <Icon name=name class="btn__icon" /> })
}
