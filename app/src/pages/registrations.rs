//! The operator's list of accounts, those that wait for a decision first, a form for a new one, and for the billing desk
//! what of their statements needs a person.

use leptos::prelude::*;
use slipway_domain::account::{Account, AccountKind, Registration};
use slipway_domain::moment::Moment;

use crate::api::account::read_registrations;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::moment::Ago;
use crate::parts::registration_facts::registration_mark;
use crate::paths::Path;
use crate::text;
use crate::text::registration as words;
use crate::ui::{ButtonLink, Cell, Column, DataTable, Empty, Glyph, Lead, Page, PageHead, PageMain, Status};

mod add;
mod unsettled;

/// The form for a new account: a refused one leads back to it.
pub const ADD: &str = "add-account";

#[component]
pub fn RegistrationsPage() -> impl IntoView {
    load(read_registrations(), |view| {
        let lead = words::waiting(waiting(&view.accounts));
        let (consumers, providers): (Vec<_>, Vec<_>) =
            view.accounts.into_iter().partition(|account| account.kind == AccountKind::Consumer);
        let providers = self::providers(&providers, view.now);
        let consumers = self::consumers(&consumers);
        let unsettled = unsettled::unsettled(&view.unsettled);
        let form = add::form(&view.person);
        let person = Some(view.person);
        view! {
            <Frame person area=Area::Registrations title=words::TITLE>
                <Page>
                    <PageHead
                        title=words::TITLE
                        band=true
                        acts=move || view! { <ButtonLink href=format!("#{ADD}")>{words::ADD}</ButtonLink> }
                    >
                        <Lead>{lead}</Lead>
                    </PageHead>
                    <PageMain>{unsettled} {providers} {consumers} {form}</PageMain>
                </Page>
            </Frame>
        }
    })
}

fn waiting(accounts: &[Account]) -> usize {
    accounts.iter().filter(|account| account.registration == Registration::Submitted).count()
}

fn providers(accounts: &[Account], now: Moment) -> AnyView {
    if accounts.is_empty() {
        return view! {
            <Empty title=words::NONE_TITLE icon=Glyph::Enterprise>
                <p>{words::NONE}</p>
            </Empty>
        }
        .into_any();
    }
    let columns = [words::ACCOUNT, words::CONTACT, words::STATE, words::SINCE].map(Column::new).to_vec();
    let rows: Vec<_> = accounts.iter().map(|account| row(account, now)).collect();
    view! {
        <DataTable caption=words::CAPTION columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(account: &Account, now: Moment) -> impl IntoView + use<> {
    let Account { id, name, registration: state, form, submitted, .. } = account.clone();
    let href = Path::RegistrationOf(id).to_string();
    let submitted = match submitted {
        Some((_, at)) => view! { <Ago at now /> }.into_any(),
        None => words::NEVER.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <a href=href>{name}</a>
                <span class="table__sub">{form.company_legal_name}</span>
            </th>
            <Cell label=words::CONTACT>
                {form.contact_name} <span class="table__sub">{form.contact_email}</span>
            </Cell>
            <Cell label=words::STATE>
                <Status mark=registration_mark(state)>{text::registration(state)}</Status>
            </Cell>
            <Cell label=words::SINCE>{submitted}</Cell>
        </tr>
    }
}

fn consumers(accounts: &[Account]) -> Option<impl IntoView + use<>> {
    let rows: Vec<_> = accounts
        .iter()
        .map(|account| {
            let (href, name) = (Path::RegistrationOf(account.id).to_string(), account.name.clone());
            let (contact, email) = (account.form.contact_name.clone(), account.form.contact_email.clone());
            view! {
                <tr>
                    <th scope="row">
                        <a href=href>{name}</a>
                    </th>
                    <Cell label=words::CONTACT>
                        {contact} <span class="table__sub">{email}</span>
                    </Cell>
                </tr>
            }
        })
        .collect();
    let columns = [words::ACCOUNT, words::CONTACT].map(Column::new).to_vec();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="block">
                <DataTable caption=words::CONSUMERS sub=words::CONSUMERS_SUB columns>
                    {rows}
                </DataTable>
            </section>
        }
    })
}
