//! What policies can be narrowed to, and which other services may be given access.

use leptos::prelude::*;
use slipway_domain::access::{ATTRIBUTE_INPUTS, ATTRIBUTE_KEYS, ATTRIBUTE_OPERATORS, AttributeDraft, SubjectDraft};
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;

use super::form::{Editing, row};
use crate::parts::findings_list::FindingsAt;
use crate::parts::moves::moves;
use crate::parts::text_line::{RowLine, row_line, select_line};
use crate::text::access as words;
use crate::ui::{AddRow, Checkbox, Choice, RepeatRow, RowWidth, Section};

pub(super) fn section(editing: &Editing) -> impl IntoView + use<> {
    let (attributes, subjects) = (&editing.draft.attributes, &editing.draft.subjects);
    let targets = attributes
        .iter()
        .enumerate()
        .map(|(at, attribute)| attribute_row((at, attributes.len()), attribute, &editing.findings))
        .collect_view();
    let callers = subjects
        .iter()
        .enumerate()
        .map(|(at, subject)| subject_row((at, subjects.len()), subject, &editing.findings))
        .collect_view();
    let (of_targets, of_callers) = (editing.findings.clone(), editing.findings.clone());
    view! {
        <Section title=words::ATTRIBUTES_TITLE id=Field::Attributes.id() lead=words::ATTRIBUTES_LEAD>
            <FindingsAt findings=of_targets field=Field::Attributes />
            {targets}
            <AddRow intent="attribute:add" label=words::ADD_ATTRIBUTE />
        </Section>
        <Section title=words::SUBJECTS_TITLE id=Field::Subjects.id() lead=words::SUBJECTS_LEAD>
            <FindingsAt findings=of_callers field=Field::Subjects />
            <div class="repeat">{callers}</div>
            <AddRow intent="subject:add" label=words::ADD_SUBJECT />
        </Section>
    }
}

/// `at`: the row, and how many there are.
fn attribute_row(
    (at, count): (usize, usize),
    attribute: &AttributeDraft,
    findings: &Findings,
) -> impl IntoView + use<> {
    let number = row(at);
    let operators = Field::AttributeOperators(number);
    let keys = core::iter::once(Choice::new("", words::CHOOSE_ATTRIBUTE))
        .chain(ATTRIBUTE_KEYS.map(|key| Choice::new(key, key)))
        .collect();
    let key = select_line(Field::AttributeKey(number), words::ATTRIBUTE_KEY, keys, &attribute.key, "", findings);
    let inputs = ATTRIBUTE_INPUTS.iter().map(|input| Choice::new(*input, words::attribute_input(input))).collect();
    let input = if attribute.input.is_empty() { "text" } else { &attribute.input };
    let field = Field::AttributeInput(number);
    let input = select_line(field, words::ATTRIBUTE_INPUT, inputs, input, "", findings);
    let boxes = boxes(number, attribute);
    let of_operators = findings.clone();
    let (remove, intent) = (words::remove_attribute(at), format!("attribute:remove:{at}"));
    let moves = moves("attribute:", at, count, &words::attribute(at));
    view! {
        <fieldset class="action" id=format!("attribute-{at}")>
            <legend class="cds--label">{words::attribute(at)}</legend>
            <RepeatRow width=RowWidth::One remove intent moves>
                <div class="pair">{key} {input}</div>
            </RepeatRow>
            <div role="group" aria-label=words::attribute_operators(at) id=operators.id()>
                <p class="cds--label">{words::ATTRIBUTE_OPERATORS}</p>
                <div class="triple">{boxes}</div>
                <FindingsAt findings=of_operators field=operators />
            </div>
        </fieldset>
    }
}

/// A box for every operator, then for what the draft holds beside them, so that saving does not drop it.
fn boxes(number: u8, attribute: &AttributeDraft) -> impl IntoView + use<> {
    let beside = attribute.listed_operators().filter(|operator| !ATTRIBUTE_OPERATORS.contains(operator));
    let all: Vec<String> = ATTRIBUTE_OPERATORS.into_iter().chain(beside).map(str::to_owned).collect();
    let name = Field::AttributeOperators(number).input_name();
    all.into_iter()
        .enumerate()
        .map(|(place, operator)| {
            let is_ticked = attribute.listed_operators().any(|ticked| ticked == operator);
            view! {
                <Checkbox name=format!("{name}[{place}]") value=operator.clone() checked=is_ticked>
                    {operator.clone()}
                </Checkbox>
            }
        })
        .collect_view()
}

fn subject_row((at, count): (usize, usize), subject: &SubjectDraft, findings: &Findings) -> impl IntoView + use<> {
    let number = row(at);
    let line = |label: String, help: &str| RowLine { label, help: help.to_owned(), ..RowLine::default() };
    let name = line(words::subject(at), words::SUBJECT_HELP);
    let name = row_line(Field::SubjectService(number), name, &subject.service_name, findings);
    let kind = line(words::subject_kind(at), words::SUBJECT_KIND_HELP);
    let kind = row_line(Field::SubjectResourceType(number), kind, &subject.resource_type, findings);
    let (remove, intent) = (words::remove_subject(at), format!("subject:remove:{at}"));
    let moves = moves("subject:", at, count, &words::subject(at));
    view! {
        <RepeatRow width=RowWidth::One remove intent moves>
            <div class="pair">{name} {kind}</div>
        </RepeatRow>
    }
}
