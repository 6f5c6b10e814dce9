//! A choice from a closed list, as the browser's own select element.
//! A value outside the list is kept and shown: a draft holds what was sent, and a finding says what is wrong with it.

use super::field::{Frame, Validity, field_id};
use super::icon::{Glyph, Icon};
use super::lang::lang_of;
use leptos::prelude::*;

/// One entry of a list: what is posted and what is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form posts.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl Choice {
    /// An entry that posts `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A labelled select. Findings go into its children, directly below.
///
/// An empty first [`Choice`] makes "nothing chosen" possible. `locked` shows a lock in the place of the arrow and
/// offers nothing but the chosen entry, because the browser cannot lock a select that is still posted.
#[component]
pub fn Select(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    options: Vec<Choice>,
    #[prop(optional, into)] selected: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] optional: Option<String>,
    #[prop(optional)] validity: Validity,
    #[prop(optional)] locked: bool,
    #[prop(optional)] required: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let frame = Frame { optional, ..Frame::of(label, &id, help, children) };
    let described_by = frame.described_by();
    let required = required.then_some("true");
    let wrapper = if locked { "cds--select-input__wrapper select--locked" } else { "cds--select-input__wrapper" };
    let (glyph, sign) =
        if locked { (Glyph::Locked, "field__lock") } else { (Glyph::ChevronDown, "cds--select__arrow") };
    frame.around(view! {
        <div class=wrapper>
            <select
                class=validity.class("cds--select-input")
                id=id
                name=name
                aria-required=required
                aria-invalid=validity.aria()
                aria-describedby=described_by
            >
                {entries(options, selected, locked)}
            </select>
            <Icon name=glyph class=sign />
        </div>
    })
}

fn entries(mut options: Vec<Choice>, selected: String, locked: bool) -> impl IntoView {
    if locked {
        options.retain(|option| option.value == selected);
    }
    if !selected.is_empty() && options.iter().all(|option| option.value != selected) {
        options.push(Choice::new(selected.clone(), selected.clone()));
    }
    options
        .into_iter()
        .map(|Choice { value, label }| {
            let (chosen, lang) = (value == selected, lang_of(&label));
            view! {
                <option value=value selected=chosen lang=lang>
                    {label}
                </option>
            }
        })
        .collect_view()
}
