//! Everybody, for the operator's admin: who can sign in, what they are, and a form to add somebody.

use leptos::prelude::*;
use slipway_domain::caller::Person;
use slipway_domain::moment::Moment;
use slipway_domain::person::PersonState;
use slipway_domain::view::{PeopleView, PersonLine};

use crate::api::people::read_people;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::moment::Ago;
use crate::parts::person_line::{PersonName, PersonStanding};
use crate::paths::Path;
use crate::text;
use crate::text::people as words;
use crate::ui::{ButtonLink, Cell, Column, DataTable, Lead, Page, PageHead, PageMain};

mod add;

/// The form to add a person: a refused one leads back to it.
pub const ADD: &str = "add-person";

#[component]
pub fn PeoplePage() -> impl IntoView {
    load(read_people(), |view| {
        let PeopleView { person, people, now } = view;
        let invited = people.iter().filter(|line| line.state == PersonState::Invited).count();
        let lead = words::lead(people.len(), invited);
        let table = table(&person, &people, now);
        let form = add::form();
        view! {
            <Frame person=Some(person) area=Area::People title=words::TITLE>
                <Page>
                    <PageHead
                        title=words::TITLE
                        band=true
                        acts=move || view! { <ButtonLink href=format!("#{ADD}")>{words::ADD}</ButtonLink> }
                    >
                        <Lead>{lead}</Lead>
                    </PageHead>
                    <PageMain>{table} {form}</PageMain>
                </Page>
            </Frame>
        }
    })
}

fn table(me: &Person, people: &[PersonLine], now: Moment) -> impl IntoView + use<> {
    let columns =
        [words::PERSON, words::ROLES, words::ACCOUNTS, words::STATE, words::LAST_SIGN_IN].map(Column::new).to_vec();
    let rows: Vec<_> = people.iter().map(|line| row(me, line, now)).collect();
    view! {
        <DataTable caption=words::CAPTION caption_hidden=true columns>
            {rows}
        </DataTable>
    }
}

fn row(me: &Person, line: &PersonLine, now: Moment) -> impl IntoView + use<> {
    let PersonLine { id, email, name, operator, memberships, state, last_sign_in, .. } = line.clone();
    let href = Path::PersonOf(id).to_string();
    let tag = (me.id == id).then_some(words::YOU);
    let roles: Vec<&str> = operator.iter().map(|role| text::role(*role)).collect();
    let accounts: Vec<String> = memberships.into_iter().map(|membership| membership.account_name).collect();
    let last = match last_sign_in {
        Some(at) => view! { <Ago at now /> }.into_any(),
        None => words::NEVER.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <PersonName name email href tag />
            </th>
            <Cell label=words::ROLES>{listed(&roles)}</Cell>
            <Cell label=words::ACCOUNTS>{listed(&accounts)}</Cell>
            <Cell label=words::STATE>
                <PersonStanding state />
            </Cell>
            <Cell label=words::LAST_SIGN_IN>{last}</Cell>
        </tr>
    }
}

fn listed<T: AsRef<str>>(names: &[T]) -> String {
    if names.is_empty() {
        return words::NOTHING.to_owned();
    }
    names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ")
}
