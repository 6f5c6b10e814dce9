//! The actions that the provider's code asks permission for, and which role includes which.

use leptos::prelude::*;
use slipway_domain::access::ActionDraft;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;

use super::form::{Editing, row};
use crate::parts::findings_list::FindingsAt;
use crate::parts::moves::moves;
use crate::parts::text_line::{RowLine, row_line};
use crate::text::access as words;
use crate::ui::{AddRow, Checkbox, RepeatRow, RowWidth, Section};

pub(super) fn section(editing: &Editing) -> impl IntoView + use<> {
    let supported: Vec<String> = editing.draft.supported_roles().map(str::to_owned).collect();
    let rows = editing
        .draft
        .actions
        .iter()
        .enumerate()
        .map(|(at, action)| action_row((at, editing.draft.actions.len()), action, &supported, &editing.findings))
        .collect_view();
    let findings = editing.findings.clone();
    view! {
        <Section title=words::ACTIONS_TITLE id=Field::Actions.id() lead=words::ACTIONS_LEAD>
            <FindingsAt findings field=Field::Actions />
            {rows}
            <AddRow intent="action:add" label=words::ADD_ACTION />
        </Section>
    }
}

/// `at`: the row, and how many there are.
fn action_row(
    (at, count): (usize, usize),
    action: &ActionDraft,
    supported: &[String],
    findings: &Findings,
) -> impl IntoView + use<> {
    let number = row(at);
    let (id, name, text) = (Field::ActionId(number), Field::ActionName(number), Field::ActionDescription(number));
    let (roles, hidden) = (Field::ActionRoles(number), Field::ActionHidden(number));
    let line = |field: Field, label: &str, help: &str, value: &str| {
        let line = RowLine { label: label.to_owned(), help: help.to_owned(), ..RowLine::default() };
        row_line(field, line, value, findings)
    };
    let (remove, intent) = (words::remove_action(at), format!("action:remove:{at}"));
    let id = line(id, words::ACTION_ID, words::ACTION_ID_HELP, &action.id);
    let moves = moves("action:", at, count, &words::action(at));
    let is_hidden = action.is_hidden();
    let boxes = boxes(at, action, supported);
    let (of_roles, of_hidden) = (findings.clone(), findings.clone());
    view! {
        <fieldset class="action" id=format!("action-{at}")>
            <legend class="cds--label">{words::action(at)}</legend>
            <RepeatRow width=RowWidth::One remove intent moves>
                {id}
            </RepeatRow>
            <div class="pair">
                {line(name, words::ACTION_NAME, words::ACTION_NAME_HELP, &action.display_name)}
                {line(text, words::ACTION_DESCRIPTION, words::ACTION_DESCRIPTION_HELP, &action.description)}
            </div>
            <div role="group" aria-label=words::action_roles(at) id=roles.id()>
                <p class="cds--label">{words::ACTION_ROLES}</p>
                <div class="triple">{boxes}</div>
                <FindingsAt findings=of_roles field=roles />
            </div>
            <Checkbox name=hidden.input_name() value="yes" checked=is_hidden id=hidden.id() help=words::HIDDEN_HELP>
                {words::HIDDEN}
            </Checkbox>
            <FindingsAt findings=of_hidden field=hidden />
        </fieldset>
    }
}

/// A box for every supported role, then for what the draft holds beside them, so that saving does not drop it.
fn boxes(at: usize, action: &ActionDraft, supported: &[String]) -> impl IntoView + use<> {
    let beside = action.listed_roles().filter(|role| !supported.iter().any(|known| known == role)).map(str::to_owned);
    let all: Vec<String> = supported.iter().cloned().chain(beside).collect();
    let name = Field::ActionRoles(row(at)).input_name();
    all.into_iter()
        .enumerate()
        .map(|(place, role)| {
            let is_ticked = action.listed_roles().any(|ticked| ticked == role);
            view! {
                <Checkbox name=format!("{name}[{place}]") value=role.clone() checked=is_ticked>
                    {role.clone()}
                </Checkbox>
            }
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_supported_role_has_a_box_and_a_role_that_is_gone_keeps_its_own() {
        let action = ActionDraft {
            roles: vec!["Editor".to_owned(), String::new(), "Gone".to_owned()],
            ..ActionDraft::default()
        };
        let html = boxes(3, &action, &["Viewer".to_owned(), "Editor".to_owned()]).to_html();
        for (place, role) in ["Viewer", "Editor", "Gone"].into_iter().enumerate() {
            assert!(html.contains(&format!("name=\"access[actions][3][roles][{place}]\"")), "{html}");
            assert!(html.contains(&format!("value=\"{role}\"")), "{html}");
        }
        assert_eq!(html.matches(" checked").count(), 2, "{html}");
    }
}
