//! A choice among few, all visible at once; a choice that is not possible says why.

use super::field::{Validity, field_id};
use super::icon::{Glyph, Icon};
use super::lang::lang_of;
use leptos::prelude::*;

/// One radio button of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Radio {
    /// What the form posts.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A line below: what the choice means, or why it is not possible.
    pub note: Option<String>,
    /// What else there is to say of it, behind the note.
    pub about: Option<String>,
    /// Whether it can be chosen.
    pub possible: bool,
}

impl Radio {
    /// A choice that can be made.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), note: None, about: None, possible: true }
    }

    /// Adds a line that explains the choice.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says more behind the note; nothing if it is empty.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into()).filter(|about| !about.is_empty());
        self
    }

    /// Makes the choice impossible and says why.
    #[must_use]
    pub fn disabled(mut self, reason: impl Into<String>) -> Self {
        self.possible = false;
        self.note(reason)
    }
}

/// A group of radio buttons under a legend. Findings go into its children, directly below. `locked` shows a lock beside
/// the legend; the caller makes every other answer impossible, because the browser cannot lock a radio button.
#[component]
pub fn RadioGroup(
    #[prop(into)] legend: String,
    #[prop(into)] name: String,
    choices: Vec<Radio>,
    #[prop(optional, into)] selected: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: String,
    #[prop(optional)] validity: Validity,
    /// Keeps the legend for assistive technology only, where a heading says the same.
    #[prop(optional)]
    legend_hidden: bool,
    #[prop(optional)] locked: bool,
    /// The browser asks for a choice before it sends the form.
    #[prop(optional)]
    required: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let findings_id = children.is_some().then(|| format!("{id}-findings"));
    let described_by = findings_id.clone();
    let legend_class = if legend_hidden { "visually-hidden" } else { "cds--label choice__legend" };
    let radios = choices.into_iter().map(|choice| radio(&id, &name, choice, (&selected, required))).collect_view();
    view! {
        <fieldset
            class="choice field"
            id=id
            role="radiogroup"
            aria-invalid=validity.aria()
            aria-describedby=described_by
        >
            <legend class=legend_class>
                {legend} {locked.then(|| view! { <Icon name=Glyph::Locked class="choice__lock" /> })}
            </legend>
            {(!help.is_empty()).then(|| view! { <p class="cds--form__helper-text">{help}</p> })}
            {radios}
            {children
                .map(|findings| {
                    view! {
                        <div class="field__findings" id=findings_id>
                            {findings()}
                        </div>
                    }
                })}
        </fieldset>
    }
}

fn radio(group: &str, name: &str, choice: Radio, (selected, required): (&str, bool)) -> impl IntoView + use<> {
    let Radio { value, label, note, about, possible } = choice;
    let id = format!("{group}-{}", if value.is_empty() { "none" } else { &value });
    let note_id = note.as_ref().map(|_| format!("{id}-note"));
    let (checked, described_by) = (value == selected, note_id.clone());
    let about = about.map(|about| {
        let lang = lang_of(&about);
        view! { " "<span lang=lang>{about}</span> }
    });
    view! {
        <RadioButton id name=name.to_owned() value label checked disabled=!possible required described_by />
        {note
            .map(|text| {
                view! {
                    <p class="choice__why" id=note_id>
                        {text} {about}
                    </p>
                }
            })}
    }
}

/// One radio button with its label. `described_by` is the id of what explains it; the group is the caller's.
#[component]
pub fn RadioButton(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] label: String,
    checked: bool,
    disabled: bool,
    #[prop(optional)] required: bool,
    #[prop(optional_no_strip)] described_by: Option<String>,
) -> impl IntoView {
    let lang = lang_of(&label);
    view! {
        <div class="cds--radio-button-wrapper">
            <input
                class="cds--radio-button"
                type="radio"
                id=id.clone()
                name=name
                value=value
                checked=checked
                disabled=disabled
                required=required
                aria-describedby=described_by
            />
            <label class="cds--radio-button__label" for=id>
                <span class="cds--radio-button__appearance"></span>
                <span class="cds--radio-button__label-text" lang=lang>
                    {label}
                </span>
            </label>
        </div>
    }
}
