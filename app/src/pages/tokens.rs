//! One's own access tokens, with a way to revoke each of them and a form for a new one, which is shown once on a page of
//! its own.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::moment::Moment;
use slipway_domain::token::PersonalToken;
use slipway_domain::view::TokensView;

use crate::api::tokens::{RevokeToken, read_tokens};
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::tokens as words;
use crate::ui::{ButtonLink, Cell, Column, ConfirmForm, DataTable, Lead, Page, PageHead, PageMain};

pub mod fresh;
mod new;

/// The form for a new token: a refused one leads back to it.
pub const NEW: &str = "new-token";

#[component]
pub fn TokensPage() -> impl IntoView {
    load(read_tokens(), |view| {
        let TokensView { person, tokens, now } = view;
        let table = table(&tokens, now);
        let form = new::form(&person);
        view! {
            <Frame person=Some(person) area=Area::Nowhere title=words::TITLE>
                <Page>
                    <PageHead
                        title=words::TITLE
                        band=true
                        acts=move || view! { <ButtonLink href=format!("#{NEW}")>{words::NEW}</ButtonLink> }
                    >
                        <Lead>{words::LEAD}</Lead>
                        <p>
                            <a href=Path::ApiReference.to_string()>{words::INTERFACE}</a>
                        </p>
                    </PageHead>
                    <PageMain>{table} {form}</PageMain>
                </Page>
            </Frame>
        }
    })
}

fn table(tokens: &[PersonalToken], now: Moment) -> AnyView {
    if tokens.is_empty() {
        return view! { <p>{words::NONE}</p> }.into_any();
    }
    let columns = vec![
        Column::new(words::NAME),
        Column::new(words::SCOPE),
        Column::new(words::ACCOUNT),
        Column::new(words::LAST_USED),
        Column::new(words::ENDS),
        Column::hidden(words::ACTIONS),
    ];
    let rows: Vec<_> = tokens.iter().map(|token| row(token, now)).collect();
    view! {
        <DataTable caption=words::CAPTION caption_hidden=true columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(token: &PersonalToken, now: Moment) -> impl IntoView + use<> {
    let end = words::end(token, now);
    let PersonalToken { id, name, prefix, scope, account_name, last_used_at, .. } = token.clone();
    let account = account_name.unwrap_or_else(|| words::NO_ACCOUNT.to_owned());
    let used = match last_used_at {
        Some(at) => view! { <Ago at now /> }.into_any(),
        None => words::NEVER.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                {name} <span class="table__sub">
                    <code>{prefix} "…"</code>
                </span>
            </th>
            <Cell label=words::SCOPE>{words::scope(scope)}</Cell>
            <Cell label=words::ACCOUNT>{account}</Cell>
            <Cell label=words::LAST_USED>{used}</Cell>
            <Cell label=words::ENDS>{end}</Cell>
            <td class="table__acts">
                <ConfirmForm
                    label=words::REVOKE
                    sure=words::REVOKE_SURE
                    now=words::REVOKE_NOW
                    action=RevokeToken::url()
                >
                    <input type="hidden" name="token" value=id.to_string() />
                </ConfirmForm>
            </td>
        </tr>
    }
}
