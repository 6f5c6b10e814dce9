//! The only place in the workspace where a textarea may appear.
//! Leptos 0.8 writes a textarea's children into the page unescaped, so this module escapes the value itself.

use super::field::{Counter, Frame, Validity, field_id};
use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// A labelled multi-line input. Findings go into its children, directly below.
///
/// The props are those of [`TextField`](super::text_field::TextField); `rows` is its height in lines.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] optional: Option<String>,
    #[prop(optional)] limit: Option<u32>,
    #[prop(default = 3)] rows: u16,
    #[prop(optional)] validity: Validity,
    #[prop(optional)] locked: bool,
    #[prop(optional)] required: bool,
    /// The browser itself asks for a value, for buttons of the form that are not `unchecked`.
    #[prop(optional)]
    demanded: bool,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let counter = limit.map(|limit| Counter::of(&value, limit));
    let frame = Frame { optional, counter, ..Frame::of(label, &id, help, children) };
    let described_by = frame.described_by();
    let required = required.then_some("true");
    frame.around(view! {
        <div class="cds--text-area__wrapper">
            <textarea
                class=validity.class("cds--text-area")
                id=id
                name=name
                rows=rows
                readonly=locked
                placeholder=placeholder
                required=demanded
                aria-required=required
                aria-invalid=validity.aria()
                aria-describedby=described_by
                inner_html=escape(&value)
            ></textarea>
            {locked.then(|| view! { <Icon name=Glyph::Locked class="field__lock" /> })}
        </div>
    })
}

/// Text as a textarea's content: markup characters become references,
/// and a leading line break, which a parser would swallow, gets one that it may swallow instead.
fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    if value.starts_with(['\n', '\r']) {
        out.push('\n');
    }
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}
