//! The services that somebody agreed to sign in to.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::consent::ServiceConsent;
use slipway_domain::moment::Moment;

use crate::api::session::RevokeConsent;
use crate::parts::moment::Ago;
use crate::text::consent::learns;
use crate::text::session as words;
use crate::ui::{Cell, Column, DataTable, LinkButton};

pub(super) fn table(services: &[ServiceConsent], now: Moment) -> AnyView {
    if services.is_empty() {
        return view! {
            <section class="block" aria-labelledby="services">
                <h2 id="services">{words::SERVICES}</h2>
                <p>{words::NO_SERVICES}</p>
            </section>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(words::SERVICE),
        Column::new(words::LEARNS),
        Column::new(words::SINCE),
        Column::hidden(words::ACTIONS),
    ];
    let rows: Vec<_> = services.iter().map(|service| row(service, now)).collect();
    view! {
        <div class="block">
            <DataTable caption=words::SERVICES sub=words::SERVICES_SUB columns>
                {rows}
            </DataTable>
        </div>
    }
    .into_any()
}

fn row(consent: &ServiceConsent, now: Moment) -> impl IntoView + use<> {
    let ServiceConsent { client_id, service, provider, scopes, given_at, .. } = consent.clone();
    view! {
        <tr>
            <th scope="row">{service} {provider.map(|provider| view! { <span class="table__sub">{provider}</span> })}</th>
            <Cell label=words::LEARNS>{learns(&scopes)}</Cell>
            <Cell label=words::SINCE>
                <Ago at=given_at now />
            </Cell>
            <td class="table__acts">
                <form class="row-form" method="post" action=RevokeConsent::url()>
                    <input type="hidden" name="client" value=client_id />
                    <LinkButton>{words::REVOKE}</LinkButton>
                </form>
            </td>
        </tr>
    }
}
