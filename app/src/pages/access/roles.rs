//! The roles that customers can give: the platform's are fixed, those of a service are chosen, its own are typed.

use leptos::prelude::*;
use slipway_domain::access::{PLATFORM_ROLES, SERVICE_ROLES};
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;

use super::form::{Editing, row};
use crate::parts::findings_list::FindingsAt;
use crate::parts::moves::moves;
use crate::parts::text_line::{RowLine, row_line};
use crate::text::access as words;
use crate::ui::{AddRow, Checkbox, RepeatRow, RowWidth, Section};

pub(super) fn section(editing: &Editing) -> impl IntoView + use<> {
    let chosen = &editing.draft.service_roles;
    // A draft keeps what was sent: what is no service role keeps its box, and a finding says so.
    let unknown = chosen.iter().filter(|role| !role.is_empty() && !SERVICE_ROLES.contains(&role.as_str())).cloned();
    let boxes = SERVICE_ROLES
        .map(str::to_owned)
        .into_iter()
        .chain(unknown)
        .enumerate()
        .map(|(at, role)| {
            let is_ticked = chosen.contains(&role);
            let name = format!("{}[{at}]", Field::ServiceRoles.input_name());
            view! {
                <Checkbox name=name value=role.clone() checked=is_ticked>
                    {role.clone()}
                </Checkbox>
            }
        })
        .collect_view();
    let own = &editing.draft.custom_roles;
    let rows = own.iter().enumerate().map(|(at, role)| custom(at, own.len(), role, &editing.findings)).collect_view();
    let findings = editing.findings.clone();
    view! {
        <Section title=words::ROLES id=Field::ServiceRoles.id() lead=words::ROLES_LEAD>
            <p class="quiet">{words::platform_roles(&PLATFORM_ROLES)}</p>
            <div class="triple">{boxes}</div>
            <FindingsAt findings=findings.clone() field=Field::ServiceRoles />
            <FindingsAt findings field=Field::CustomRoles />
            <div class="repeat" id=Field::CustomRoles.id()>
                {rows}
            </div>
            <AddRow intent="role:add" label=words::ADD_ROLE />
        </Section>
    }
}

fn custom(at: usize, count: usize, role: &str, findings: &Findings) -> impl IntoView + use<> {
    let line = RowLine { label: words::role(at), help: words::ROLE_HELP.to_owned(), ..RowLine::default() };
    let field = row_line(Field::CustomRole(row(at)), line, role, findings);
    let (remove, intent) = (words::remove_role(at), format!("role:remove:{at}"));
    let moves = moves("role:", at, count, &words::role(at));
    view! {
        <RepeatRow width=RowWidth::One remove intent moves>
            {field}
        </RepeatRow>
    }
}
