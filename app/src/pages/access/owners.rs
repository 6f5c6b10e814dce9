//! Who owns the sign-in client (§4.8), and naming others.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::access::{ClientOwner, ClientOwners};
use slipway_domain::ids::PersonId;

use crate::api::access::SetClientOwner;
use crate::text::access as words;
use crate::ui::{Button, Choice, Kind, Select};

pub(super) fn block(offering: &str, owners: &ClientOwners, reader: Option<PersonId>) -> impl IntoView + use<> {
    let lines = owners
        .owners
        .iter()
        .map(|owner| {
            let may_go = owners.may_change && !owner.is_creator && reader != Some(owner.person);
            let remove = may_go.then(|| remove(offering, owner));
            let creator = owner.is_creator.then(|| view! { <span class="quiet">" " {words::OWNER_CREATOR}</span> });
            view! {
                <li>
                    {owner.name.clone()}
                    {creator}
                    {remove}
                </li>
            }
        })
        .collect_view();
    let add = (owners.may_change && !owners.candidates.is_empty()).then(|| add(offering, owners));
    view! {
        <section class="block" aria-labelledby="client-owners">
            <h2 id="client-owners">{words::OWNERS}</h2>
            <p class="section__lead">{words::OWNERS_LEAD}</p>
            <ul>{lines}</ul>
            {add}
        </section>
    }
}

fn remove(offering: &str, owner: &ClientOwner) -> impl IntoView + use<> {
    let (offering, person) = (offering.to_owned(), owner.person.to_string());
    let label = words::remove_owner(&owner.name);
    view! {
        <form method="post" action=SetClientOwner::url()>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="person" value=person />
            <input type="hidden" name="owns" value="false" />
            <Button kind=Kind::Ghost>{label}</Button>
        </form>
    }
}

fn add(offering: &str, owners: &ClientOwners) -> impl IntoView + use<> {
    let people = owners.candidates.iter().map(|(person, name)| Choice::new(person.to_string(), name));
    let (offering, options) = (offering.to_owned(), people.collect::<Vec<_>>());
    view! {
        <form class="inline-form" method="post" action=SetClientOwner::url()>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="owns" value="true" />
            <Select label=words::NEW_OWNER name="person" options=options />
            <Button>{words::ADD_OWNER}</Button>
        </form>
    }
}
