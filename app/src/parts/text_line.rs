//! One-line fields of plain forms, with what the rules say about them.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;

use crate::parts::findings_list::{FindingsAt, has_findings, validity};
use crate::text;
use crate::ui::{Choice, Select, TextField};

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

/// A choice among a few, with what the rules say about it. `help` may be empty.
pub fn select_line(
    field: Field,
    label: &'static str,
    options: Vec<Choice>,
    value: &str,
    help: &str,
    findings: &Findings,
) -> AnyView {
    let (state, findings) = (validity(findings, field), findings.only(|at| at == field));
    view! {
        <Select
            label=label
            name=field.input_name()
            id=field.id()
            options=options
            selected=value.to_owned()
            help=help.to_owned()
            validity=state
        >
            <FindingsAt findings field=field />
        </Select>
    }
    .into_any()
}

/// The words of a field in a row of a list; they differ from row to row.
#[derive(Debug, Clone, Default)]
pub struct RowLine {
    pub label: String,
    /// Empty: there is none.
    pub help: String,
    /// Shows the form of what belongs here.
    pub example: &'static str,
    /// `None`: the usual keyboard.
    pub inputmode: Option<&'static str>,
}

/// The control with `value` as it was typed.
pub fn row_line(field: Field, line: RowLine, value: &str, findings: &Findings) -> AnyView {
    let RowLine { label, help, example, inputmode } = line;
    let (id, name, value) = (field.id(), field.input_name(), value.to_owned());
    let (validity, findings) = (validity(findings, field), findings.only(|at| at == field));
    let inputmode = inputmode.unwrap_or("text");
    view! {
        <TextField label name id value help placeholder=example inputmode validity>
            <FindingsAt findings field />
        </TextField>
    }
    .into_any()
}
