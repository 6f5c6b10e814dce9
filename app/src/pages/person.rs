//! One person in the hands of the operator's admin: roles, accounts, signing in, sessions.

use leptos::prelude::*;
use slipway_domain::ids::PersonId;
use slipway_domain::rejection::Kind as Missing;
use slipway_domain::view::{PersonLine, PersonView};

use crate::api::people::read_person;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, missing, param};
use crate::parts::moment::Ago;
use crate::parts::person_line::person_mark;
use crate::paths::Path;
use crate::text;
use crate::text::people as words;
use crate::ui::{Breadcrumbs, Cell, Column, Crumb, DataTable, Layout, Page, PageHead, PageMain, SidePanel, Verdict};

mod roles;
mod sessions;
mod standing;

#[component]
pub fn PersonPage() -> impl IntoView {
    let person = PersonId::parse(&param("person"));
    let read = async move {
        match person {
            Ok(person) => read_person(person).await,
            Err(_) => Err(missing(Missing::Person)),
        }
    };
    load(read, page)
}

fn page(view: PersonView) -> impl IntoView {
    let state = view.subject.state;
    let title = view.subject.name.clone();
    let heading = title.clone();
    let parts = (roles::table(&view), accounts(&view.subject), standing::block(&view), sessions::block(&view));
    let facts = facts(&view);
    view! {
        <Frame person=Some(view.person) area=Area::People title>
            <Page layout=Layout::Slim>
                <PageHead title=heading band=true crumbs=crumbs>
                    <Verdict mark=person_mark(state) word=text::person_state(state)>
                        {words::meaning(state)}
                    </Verdict>
                </PageHead>
                <PageMain>{parts}</PageMain>
                <SidePanel title=words::FACTS id="facts-h">
                    {facts}
                </SidePanel>
            </Page>
        </Frame>
    }
}

fn crumbs() -> impl IntoView {
    let crumbs = vec![Crumb::new(words::TITLE, Path::People.to_string())];
    view! { <Breadcrumbs label=text::BREADCRUMB crumbs /> }
}

fn facts(view: &PersonView) -> impl IntoView + use<> {
    let PersonLine { email, created_at, last_sign_in, .. } = view.subject.clone();
    let now = view.now;
    let last = match last_sign_in {
        Some(at) => view! { <Ago at now /> }.into_any(),
        None => words::NEVER.into_any(),
    };
    view! {
        <dl class="facts facts--stack">
            <dt>{words::EMAIL}</dt>
            <dd>{email}</dd>
            <dt>{words::ADDED}</dt>
            <dd>
                <Ago at=created_at now />
            </dd>
            <dt>{words::LAST_SIGN_IN}</dt>
            <dd>{last}</dd>
        </dl>
    }
}

fn accounts(subject: &PersonLine) -> impl IntoView + use<> {
    let rows: Vec<_> = subject
        .memberships
        .iter()
        .map(|membership| {
            let href = format!("{}#members", Path::RegistrationOf(membership.account));
            let (name, role) = (membership.account_name.clone(), text::role(membership.role));
            view! {
                <tr>
                    <th scope="row">
                        <a href=href>{name}</a>
                    </th>
                    <Cell label=words::ROLE_THERE>{role}</Cell>
                </tr>
            }
        })
        .collect();
    let columns = [words::ACCOUNT, words::ROLE_THERE].map(Column::new).to_vec();
    if rows.is_empty() {
        return view! {
            <section class="block" aria-labelledby="accounts-h">
                <h2 class="form__title" id="accounts-h">
                    {words::ACCOUNTS_TITLE}
                </h2>
                <p class="quiet">{words::NO_ACCOUNTS}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="block">
            <DataTable caption=words::ACCOUNTS_TITLE columns>
                {rows}
            </DataTable>
        </section>
    }
    .into_any()
}
