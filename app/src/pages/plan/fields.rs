//! What kind of plan it is, and what it is called.

use leptos::prelude::*;
use slipway_domain::field::Field;

use super::Editing;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::text::plan as words;
use crate::ui::{Radio, RadioGroup, Section, TextArea, TextField};

pub(super) fn section(editing: &Editing) -> impl IntoView + use<> {
    let draft = editing.draft.clone();
    let is_deployed = editing.is_deployed;
    let name_help = if is_deployed { words::NAME_LOCKED } else { words::NAME_HELP };
    let at = |field| (validity(&editing.findings, field), editing.findings.clone());
    let (display_is, display) = at(Field::PlanDisplayName);
    let (name_is, name) = at(Field::PlanName);
    let (description_is, description) = at(Field::PlanDescription);
    let kind = kind(editing);
    view! {
        <Section title=words::PLAN id="plan-section">
            {kind} <div class="pair">
                <TextField
                    label=words::DISPLAY_NAME
                    name=Field::PlanDisplayName.input_name()
                    value=draft.display_name
                    help=words::DISPLAY_NAME_HELP
                    limit=64
                    required=true
                    validity=display_is
                >
                    <FindingsAt findings=display field=Field::PlanDisplayName />
                </TextField>
                <TextField
                    label=words::NAME
                    name=Field::PlanName.input_name()
                    value=draft.name
                    help=name_help
                    locked=is_deployed
                    required=true
                    validity=name_is
                >
                    <FindingsAt findings=name field=Field::PlanName />
                </TextField>
            </div>
            <TextArea
                label=words::DESCRIPTION
                name=Field::PlanDescription.input_name()
                value=draft.description
                rows=2
                limit=255
                help=words::DESCRIPTION_HELP
                required=true
                validity=description_is
            >
                <FindingsAt findings=description field=Field::PlanDescription />
            </TextArea>
        </Section>
    }
}

fn kind(editing: &Editing) -> impl IntoView + use<> {
    let kinds = vec![
        Radio::new("free", words::FREE).note(words::FREE_NOTE),
        Radio::new("subscription", words::SUBSCRIPTION).note(words::SUBSCRIPTION_NOTE),
        Radio::new("metered", words::METERED).note(words::METERED_NOTE),
    ];
    let selected = editing.draft.kind.clone();
    let (state, findings) = (validity(&editing.findings, Field::PlanKind), editing.findings.clone());
    view! {
        <RadioGroup
            legend=words::KIND
            help=words::KIND_HELP
            name=Field::PlanKind.input_name()
            choices=kinds
            selected=selected
            validity=state
        >
            <FindingsAt findings field=Field::PlanKind />
        </RadioGroup>
    }
}
