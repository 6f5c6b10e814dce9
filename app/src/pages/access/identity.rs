//! The service ID and its API keys.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::access::{ApiKeyFact, KeyLifetime};
use slipway_domain::field::Field;
use slipway_domain::moment::Moment;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::api::access::{CreateApiKey, RevokeApiKey};
use crate::parts::act::Act;
use crate::parts::findings_list::FindingsAt;
use crate::parts::moment::Ago;
use crate::parts::operation::OperationField;
use crate::parts::permission::denial;
use crate::text::access as words;
use crate::ui::{Button, Cell, Choice, Column, ConfirmForm, DataTable, Glyph, Select};

pub(super) fn block(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let service_id = offering.access_facts.service_id.clone();
    let keys = offering.access_facts.api_keys.clone();
    let valid = offering.access_facts.valid_keys().count();
    let findings = offering.findings(Page::Access);
    let table = (!keys.is_empty()).then(|| table(view, &keys));
    let create = create(view);
    view! {
        <section aria-labelledby="identity">
            <h2 id="identity">{words::IDENTITY}</h2>
            <p class="section__lead">{words::IDENTITY_LEAD}</p>
            <dl class="facts">
                <dt>{words::SERVICE_ID}</dt>
                <dd>
                    <code>{service_id}</code>
                </dd>
                <dt>{words::POLICY}</dt>
                <dd>{words::policy(&offering.access_facts.policy)}</dd>
                <dt>{words::API_KEYS}</dt>
                <dd>{words::keys(valid)}</dd>
            </dl>
            <FindingsAt findings field=Field::ApiKey />
            {table}
            {create}
        </section>
    }
}

fn table(view: &OfferingView, keys: &[ApiKeyFact]) -> impl IntoView + use<> {
    let columns = vec![
        Column::new(words::KEY),
        Column::new(words::CREATED),
        Column::new(words::CREATED_BY),
        Column::new(words::LAST_USED),
        Column::new(words::ENDS),
        Column::hidden(words::ACTIONS),
    ];
    let may_revoke =
        [Verb::Execute, Verb::Revoke].into_iter().any(|verb| denial(view, verb, Object::Secrets).is_none());
    let rows = keys.iter().map(|key| row(&view.offering.name, key, view.now, may_revoke)).collect_view();
    view! {
        <div class="btn--after">
            <DataTable caption=words::API_KEYS caption_hidden=true columns=columns>
                {rows}
            </DataTable>
        </div>
    }
}

fn row(offering: &str, key: &ApiKeyFact, now: Moment, may_revoke: bool) -> impl IntoView + use<> {
    let ApiKeyFact { id, prefix, created_at, created_by, last_used_at, .. } = key.clone();
    let end = words::end(key);
    let used = match last_used_at {
        Some(at) => view! { <Ago at now /> }.into_any(),
        None => words::NEVER.into_any(),
    };
    let offering = offering.to_owned();
    let revoke = may_revoke.then(|| {
        view! {
            <ConfirmForm label=words::REVOKE sure=words::REVOKE_SURE now=words::REVOKE_NOW action=RevokeApiKey::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="key" value=id.to_string() />
            </ConfirmForm>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <code>{prefix} "…"</code>
            </th>
            <Cell label=words::CREATED>
                <Ago at=created_at now />
            </Cell>
            <Cell label=words::CREATED_BY>{created_by}</Cell>
            <Cell label=words::LAST_USED>{used}</Cell>
            <Cell label=words::ENDS>{end}</Cell>
            <td class="table__acts">{revoke}</td>
        </tr>
    }
}

fn create(view: &OfferingView) -> impl IntoView + use<> {
    let is_first = view.offering.access_facts.api_keys.is_empty();
    let label = if is_first { words::CREATE_FIRST_KEY } else { words::CREATE_KEY };
    let lifetimes = KeyLifetime::ALL.map(|lifetime| Choice::new(lifetime.name(), words::lifetime(lifetime))).to_vec();
    let offering = view.offering.name.clone();
    Act::new("create-key", label).unless(denial(view, Verb::Execute, Object::Secrets), || {
        view! {
            <form class="inline-form btn--after" method="post" action=CreateApiKey::url()>
                <input type="hidden" name="offering" value=offering />
                <OperationField />
                <Select label=words::ENDS_AFTER name="lifetime" options=lifetimes />
                <Button icon=Glyph::Add>{label}</Button>
            </form>
        }
    })
}
