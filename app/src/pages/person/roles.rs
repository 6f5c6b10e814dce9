//! The roles at the operator, one line each: whether the person holds it, and the button that changes that.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::caller::Role;
use slipway_domain::person::may_lose_admin;
use slipway_domain::rejection::Rejection;
use slipway_domain::view::PersonView;

use crate::api::people::{GrantRole, RevokeRole};
use crate::parts::permission::reason;
use crate::text;
use crate::text::people as words;
use crate::ui::{Cell, Column, DataTable, DisabledButton, LinkButton, Mark, Size, Status};

pub(super) fn table(view: &PersonView) -> impl IntoView + use<> {
    let columns = vec![
        Column::new(words::ROLE),
        Column::new(words::MEANING),
        Column::new(words::HELD),
        Column::hidden(words::ACTIONS),
    ];
    let rows: Vec<_> = Role::ALL.into_iter().filter(|role| role.is_operator()).map(|role| row(view, role)).collect();
    view! {
        <DataTable caption=words::ROLES_TITLE sub=words::ROLES_SUB columns>
            {rows}
        </DataTable>
    }
}

fn row(view: &PersonView, role: Role) -> impl IntoView + use<> {
    let is_held = view.subject.has_operator_role(role);
    let (mark, word) = if is_held { (Mark::Done, words::YES) } else { (Mark::Open, words::NO) };
    let act = act(view, role, is_held);
    view! {
        <tr>
            <th scope="row">{text::role(role)}</th>
            <Cell label=words::MEANING>{words::role_meaning(role)}</Cell>
            <Cell label=words::HELD>
                <Status mark>{word}</Status>
            </Cell>
            <td class="table__acts">{act}</td>
        </tr>
    }
}

fn act(view: &PersonView, role: Role, is_held: bool) -> AnyView {
    if is_held
        && role == Role::Admin
        && let Err(refusal) = may_lose_admin(&view.admins, view.subject.id)
    {
        return view! {
            <DisabledButton id="take-admin" size=Size::Small reason=reason(Rejection::Refused(refusal))>
                {words::TAKE}
            </DisabledButton>
        }
        .into_any();
    }
    let (action, label) = if is_held { (RevokeRole::url(), words::TAKE) } else { (GrantRole::url(), words::GIVE) };
    let person = view.subject.id.to_string();
    view! {
        <form class="row-form" method="post" action=action>
            <input type="hidden" name="person" value=person />
            <input type="hidden" name="role" value=role.name() />
            <LinkButton>{label}</LinkButton>
        </form>
    }
    .into_any()
}
