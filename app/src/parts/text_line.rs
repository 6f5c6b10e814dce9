//! One-line fields of plain forms, with what the rules say about them.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;

use crate::parts::findings_list::{FindingsAt, FindingsPlace, validity};
use crate::text;
use crate::ui::{Checkbox, Choice, Select, TextField};

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
    let (validity, findings) = (validity(findings, field), findings.clone());
    let optional = if is_required { "" } else { text::OPTIONAL };
    view! {
        <TextField label name value help limit inputmode validity optional required=is_required>
            <FindingsAt findings field />
        </TextField>
    }
    .into_any()
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

/// A box that is ticked for yes, with what the rules say about it. `words` are its label and its help.
pub fn tick_line(field: Field, words: (&'static str, &'static str), checked: bool, findings: &Findings) -> AnyView {
    let (label, help) = words;
    let findings = findings.only(|at| at == field);
    view! {
        <div>
            <Checkbox name=field.input_name() id=field.id() value="yes" checked=checked help=help>
                {label}
            </Checkbox>
            <FindingsPlace findings field=field />
        </div>
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
