//! Accounts that never see the offering (§4.15): the list, and the form that adds to it. An account that nobody is
//! called comes back in the address, with its findings.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;
use slipway_domain::account::check_allowed_account;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;
use slipway_domain::visibility::Excluded;

use crate::api::visibility::{Exclude, Readmit};
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::moment::Ago;
use crate::parts::permission::denial;
use crate::text::deployments as words;
use crate::ui::{Button, Cell, Column, DataTable, DisabledButton, LinkButton, Section, TextField};

/// What was refused as an account; `None` if nothing was.
pub(super) fn from_query() -> Option<String> {
    use_query_map().read_untracked().get("excluded")
}

pub(super) fn block(view: &OfferingView, refused: Option<String>) -> impl IntoView + use<> {
    let denied = denial(view, Verb::Edit, Object::Allowlist);
    let may_edit = denied.is_none();
    let columns = vec![Column::new(words::ACCOUNT), Column::new(words::SINCE), Column::hidden(words::ACTIONS)];
    let rows = view.excluded.iter().map(|excluded| row(view, excluded, may_edit)).collect_view();
    let table = (!view.excluded.is_empty()).then(|| {
        view! {
            <div class="block">
                <DataTable caption=words::EXCLUSIONS sub=words::EXCLUSIONS_SUB columns=columns>
                    {rows}
                </DataTable>
            </div>
        }
    });
    let offering = view.offering.name.clone();
    let body = match denied {
        Some(reason) => view! {
            <DisabledButton id="exclude" reason=reason>
                {words::EXCLUDE_NOW}
            </DisabledButton>
        }
        .into_any(),
        None => account(view, refused).into_any(),
    };
    view! {
        {table}
        <form class="form block" method="post" action=Exclude::url()>
            <input type="hidden" name="offering" value=offering />
            <Section title=words::EXCLUDE id="exclude-section" lead=words::EXCLUDE_LEAD>
                {body}
            </Section>
        </form>
    }
}

fn row(view: &OfferingView, excluded: &Excluded, may_edit: bool) -> impl IntoView + use<> {
    let (name, added_at, now) = (excluded.account_name.clone(), excluded.added_at, view.now);
    let readmit = may_edit.then(|| {
        let (offering, account) = (view.offering.name.clone(), excluded.account.to_string());
        view! {
            <form class="row-form" method="post" action=Readmit::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="account" value=account />
                <LinkButton>{words::READMIT}</LinkButton>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <Cell label=words::SINCE>
                <Ago at=added_at now />
            </Cell>
            <td class="table__acts">{readmit}</td>
        </tr>
    }
}

fn account(view: &OfferingView, refused: Option<String>) -> impl IntoView + use<> {
    let field = Field::AllowlistAccount;
    let findings = refused.as_deref().map(|typed| check(view, typed)).unwrap_or_default();
    let state = validity(&findings, field);
    view! {
        <TextField
            label=words::ACCOUNT
            name=field.input_name()
            id="excluded"
            value=refused.unwrap_or_default()
            help=words::EXCLUDE_HELP
            required=true
            validity=state
        >
            <FindingsAt findings=findings field=field />
        </TextField>
        <Button>{words::EXCLUDE_NOW}</Button>
    }
}

/// What the server found: of all accounts the page knows the owner alone.
fn check(view: &OfferingView, typed: &str) -> Findings {
    let owner = &view.offering.owner;
    let is_owner = [owner.id.to_string(), owner.name.to_lowercase()].contains(&typed.trim().to_lowercase());
    check_allowed_account(typed, is_owner.then_some(owner.id), owner.id)
}
