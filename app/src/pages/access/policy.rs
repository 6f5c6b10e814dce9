//! What customers are to read in a policy editor.

use leptos::prelude::*;
use slipway_domain::field::Field;

use super::form::Editing;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::text::access as words;
use crate::ui::{Section, TextArea, TextField};

pub(super) fn section(editing: &Editing) -> impl IntoView + use<> {
    let (draft, findings) = (editing.draft.clone(), editing.findings.clone());
    let (name, description) = (Field::AccessName, Field::AccessDescription);
    let states = (validity(&findings, name), validity(&findings, description));
    let of_name = findings.clone();
    view! {
        <Section title=words::POLICY_EDITOR id="access-policy" lead=words::POLICY_EDITOR_LEAD>
            <TextField
                label=words::NAME
                name=name.input_name()
                value=draft.display_name
                help=words::NAME_HELP
                limit=256
                required=true
                validity=states.0
            >
                <FindingsAt findings=of_name field=name />
            </TextField>
            <TextArea
                label=words::DESCRIPTION
                name=description.input_name()
                value=draft.description
                help=words::DESCRIPTION_HELP
                limit=20_000
                rows=3
                required=true
                validity=states.1
            >
                <FindingsAt findings field=description />
            </TextArea>
        </Section>
    }
}
