//! The credentials of an instance: made under a name, shown on a page of their own, and deleted.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::instance::{BindingState, InstanceState, OperationKind};
use slipway_domain::new_instance::{BindingDraft, LONGEST_NAME};
use slipway_domain::view::{BindingLine, OwnInstanceView};

use super::{about, unless};
use crate::api::instance::{AddBinding, RemoveBinding};
use crate::parts::moment::Ago;
use crate::parts::text_line::{Line, text_line};
use crate::paths::Path;
use crate::text::instance as words;
use crate::ui::{Button, Cell, Column, ConfirmForm, DataTable, Mark, Size, Status};

const NAME: Line = Line {
    field: Field::BindingName,
    label: words::BINDING_NAME,
    help: words::BINDING_HELP,
    limit: LONGEST_NAME,
    inputmode: "text",
    is_required: true,
};

/// `typed`: a name that was turned down. Nothing where there is no instance to reach.
pub(super) fn block(view: &OwnInstanceView, typed: Option<String>) -> Option<impl IntoView + use<>> {
    if matches!(view.state, InstanceState::Failed | InstanceState::Removed) {
        return None;
    }
    let list = if view.bindings.is_empty() {
        view! { <p class="quiet">{words::NO_CREDENTIALS}</p> }.into_any()
    } else {
        table(view).into_any()
    };
    let body = if view.is_bindable {
        let form =
            unless(view, OperationKind::Bind, "bind", words::CREATE_CREDENTIALS, || form(view, typed).into_any());
        view! {
            <p>{words::CREDENTIALS_LEAD}</p>
            {list}
            {form}
        }
        .into_any()
    } else if view.bindings.is_empty() {
        view! { <p class="quiet">{words::NOT_BINDABLE}</p> }.into_any()
    } else {
        list
    };
    Some(view! {
        <section class="block instance" aria-labelledby="credentials-h">
            <h2 class="form__title" id="credentials-h">
                {words::CREDENTIALS}
            </h2>
            {body}
        </section>
    })
}

fn table(view: &OwnInstanceView) -> impl IntoView + use<> {
    let rows = view.bindings.iter().map(|binding| row(view, binding)).collect_view();
    let columns = [words::NAME, words::STATE, words::CREATED].map(Column::new);
    let columns = columns.into_iter().chain([Column::hidden(words::ACTIONS)]).collect::<Vec<_>>();
    view! {
        <DataTable class="named" caption=words::CREDENTIALS caption_hidden=true columns=columns>
            {rows}
        </DataTable>
    }
}

fn row(view: &OwnInstanceView, binding: &BindingLine) -> impl IntoView + use<> {
    let BindingLine { id, name, state, created_at: at } = binding.clone();
    let now = view.now;
    let is_there = state == BindingState::Active;
    let show = is_there.then(|| {
        let action = Path::Credentials(view.place.offering.clone(), view.id, id).to_string();
        let spoken = format!(" {name}");
        view! {
            <form method="post" action=action>
                <Button size=Size::Small>
                    {words::SHOW}
                    <span class="visually-hidden">{spoken}</span>
                </Button>
            </form>
        }
    });
    let may_delete = is_there && view.obstacle(OperationKind::Unbind).is_none();
    let delete = may_delete.then(|| {
        let about = about(view, "instance");
        view! {
            <ConfirmForm label=words::DELETE sure=words::DELETE_SURE now=words::DELETE_NOW action=RemoveBinding::url()>
                {about} <input type="hidden" name="id" value=id.to_string() />
            </ConfirmForm>
        }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <Cell label=words::STATE>
                <Status mark=mark(state)>{words::binding_state(state)}</Status>
            </Cell>
            <Cell label=words::CREATED>
                <Ago at now />
            </Cell>
            <td class="table__acts">{show} {delete}</td>
        </tr>
    }
}

fn form(view: &OwnInstanceView, typed: Option<String>) -> impl IntoView + use<> {
    let draft = BindingDraft { name: typed.clone().unwrap_or_default() };
    let findings = if typed.is_some() { draft.check() } else { Findings::new() };
    let name = text_line(NAME, &draft.name, &findings);
    view! {
        <form class="form" method="post" action=AddBinding::url()>
            {about(view, "instance")} {name} <Button>{words::CREATE_CREDENTIALS}</Button>
        </form>
    }
}

const fn mark(state: BindingState) -> Mark {
    match state {
        BindingState::Making | BindingState::PendingRemoval => Mark::Running,
        BindingState::Active => Mark::Done,
        BindingState::Failed => Mark::Failed,
        BindingState::Removed => Mark::Skipped,
    }
}
