//! A one-line field of a plain form, with what the rules say about it.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;

use crate::parts::findings_list::{FindingsAt, has_findings, validity};
use crate::text;
use crate::ui::TextField;

/// The field and its words.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub field: Field,
    pub label: &'static str,
    pub help: &'static str,
    /// The most characters that the rules allow.
    pub limit: u32,
    /// Which keyboard a telephone shows: `text`, `email`, `url`.
    pub inputmode: &'static str,
    /// The page is not complete without it; all other fields are marked as optional.
    pub is_required: bool,
}

/// The control with `value` as it was typed.
pub fn text_line(line: Line, value: &str, findings: &Findings) -> AnyView {
    let Line { field, label, help, limit, inputmode, is_required } = line;
    let (name, value) = (field.input_name(), value.to_owned());
    let validity = validity(findings, field);
    let found = has_findings(findings, field).then(|| findings.clone());
    match (found, is_required) {
        (Some(findings), true) => view! {
            <TextField label name value help limit inputmode validity required=true>
                <FindingsAt findings field />
            </TextField>
        }
        .into_any(),
        (Some(findings), false) => view! {
            <TextField label name value help limit inputmode validity optional=text::OPTIONAL>
                <FindingsAt findings field />
            </TextField>
        }
        .into_any(),
        (None, true) => view! { <TextField label name value help limit inputmode required=true /> }.into_any(),
        (None, false) => {
            view! { <TextField label name value help limit inputmode optional=text::OPTIONAL /> }.into_any()
        }
    }
}
