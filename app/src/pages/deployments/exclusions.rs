//! Accounts that never see the offering (§4.15): the list, and the form that adds to it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;
use slipway_domain::visibility::Excluded;

use super::called;
use crate::api::visibility::{Exclude, Readmit};
use crate::parts::moment::Ago;
use crate::parts::permission::denial;
use crate::text::deployments as words;
use crate::ui::{Cell, Column, DataTable, LinkButton, Section};

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
    let body = called::controls(view, "excluded", words::EXCLUDE_NOW, refused, denied);
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
