//! One line of text, and passwords.
//! The field shows what was typed, however wrong; it never cuts off and never rejects.

use super::field::{Counter, Frame, LabelPlace, Validity, field_id};
use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// A labelled one-line input. Findings go into its children, directly below.
///
/// `name` is the form name (`listing[display_name]`), `id` is made from it unless given.
/// `limit` only counts. `locked` is for what is permanent: readable, still posted, with a lock.
/// `label_place` leaves the label to the head of a table.
/// `prefix` stands before the value and is not part of it. `offers` are proposed while somebody types.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] optional: Option<String>,
    #[prop(optional)] limit: Option<u32>,
    #[prop(optional, into)] prefix: Option<String>,
    #[prop(optional)] label_place: LabelPlace,
    #[prop(optional)] validity: Validity,
    #[prop(optional)] locked: bool,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(default = "text")] input_type: &'static str,
    #[prop(optional, into)] inputmode: Option<String>,
    #[prop(default = "off", into)] autocomplete: &'static str,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] offers: Vec<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let optional = optional.filter(|word| !word.is_empty());
    let counter = limit.map(|limit| Counter::of(&value, limit));
    let frame = Frame { label_place, optional, counter, ..Frame::of(label, &id, help, children) };
    let described_by = frame.described_by();
    let wrapper = match prefix {
        Some(_) => "cds--text-input__field-wrapper field__affixed",
        None => "cds--text-input__field-wrapper",
    };
    let required = required.then_some("true");
    let list = (!offers.is_empty()).then(|| format!("{id}-offers"));
    let offers = list.clone().map(|id| offered(id, offers));
    frame.around(view! {
        <div class=wrapper>
            {prefix.map(|text| view! { <span class="field__prefix">{text}</span> })}
            <input
                class=validity.class("cds--text-input")
                id=id
                name=name
                type=input_type
                value=value
                readonly=locked
                autofocus=autofocus
                inputmode=inputmode
                autocomplete=autocomplete
                placeholder=placeholder
                list=list
                aria-required=required
                aria-invalid=validity.aria()
                aria-describedby=described_by
            />
            {offers}
            {locked.then(|| view! { <Icon name=Glyph::Locked class="field__lock" /> })}
        </div>
    })
}

fn offered(id: String, offers: Vec<String>) -> impl IntoView {
    let options = offers.into_iter().map(|value| view! { <option value=value></option> }).collect_view();
    view! { <datalist id=id>{options}</datalist> }
}

/// A password input. It has no value: a secret is never sent back to a page.
///
/// `autocomplete` is `current-password` or `new-password`.
#[component]
pub fn PasswordField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    autocomplete: &'static str,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] optional: Option<String>,
    #[prop(optional)] validity: Validity,
    #[prop(optional)] required: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let frame = Frame { optional, ..Frame::of(label, &id, help, children) };
    let described_by = frame.described_by();
    let required = required.then_some("true");
    frame.around(view! {
        <div class="cds--text-input__field-wrapper">
            <input
                class=validity.class("cds--text-input")
                id=id
                name=name
                type="password"
                autocomplete=autocomplete
                aria-required=required
                aria-invalid=validity.aria()
                aria-describedby=described_by
            />
        </div>
    })
}
