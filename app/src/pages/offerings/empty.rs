//! No offerings: why there are none, and the way on.

use leptos::prelude::*;
use slipway_domain::account::{Account, AccountKind, Registration};
use slipway_domain::caller::Person;
use slipway_domain::policy::may_add_resource;
use slipway_domain::text::field_name;
use slipway_domain::view::OfferingsView;

use crate::paths::Path;
use crate::text;
use crate::text::offerings as words;
use crate::ui::{Button, ButtonLink, Empty, Glyph};

pub(in crate::pages) fn state(view: &OfferingsView) -> AnyView {
    let contact = &view.operator_contact;
    match &view.account {
        None => no_account(&view.person, contact).into_any(),
        Some(account) if account.kind == AccountKind::Consumer => consumer(&view.person, account, contact).into_any(),
        Some(account) if account.registration != Registration::Approved => {
            not_approved(&view.person, account, contact).into_any()
        }
        Some(account) => nothing_yet(&view.person, account).into_any(),
    }
}

fn no_account(person: &Person, contact: &str) -> impl IntoView + use<> {
    let (why, way) = if person.is_operator() {
        let board = view! { <ButtonLink href=Path::Board.to_string()>{words::BOARD}</ButtonLink> };
        (words::OPERATOR_HAS_NONE.to_owned(), board.into_any())
    } else {
        (words::no_account(contact), to_the_catalog())
    };
    let others = others(person);
    view! {
        <Empty title=words::NO_ACCOUNT_TITLE icon=Glyph::Enterprise acts=move || (others, way)>
            <p>{why}</p>
        </Empty>
    }
}

fn consumer(person: &Person, account: &Account, contact: &str) -> impl IntoView + use<> {
    let others = others(person);
    let (title, why) = (words::consumer_title(&account.name), words::consumer(contact));
    view! {
        <Empty title acts=move || (others, to_the_catalog())>
            <p>{why}</p>
        </Empty>
    }
}

fn not_approved(person: &Person, account: &Account, contact: &str) -> impl IntoView + use<> {
    let others = others(person);
    let is_open = matches!(account.registration, Registration::Draft | Registration::Returned);
    let fields: Vec<String> = account.form.check().missing().into_iter().map(field_name).collect();
    let missing = (is_open && !fields.is_empty()).then(|| view! { <p>{words::missing(&fields)}</p> });
    let acts = move || {
        view! {
            <ButtonLink href=Path::Account.to_string() icon=Glyph::ArrowRight>
                {words::TO_THE_ACCOUNT}
            </ButtonLink>
            {others}
        }
    };
    let title = words::not_approved_title(&account.name);
    let (why, ask) = (words::not_approved(account.registration), words::ask(contact));
    view! {
        <Empty title icon=Glyph::Enterprise acts steps=steps()>
            <p>{why}</p>
            {missing}
            <p>{ask}</p>
        </Empty>
    }
}

fn nothing_yet(person: &Person, account: &Account) -> impl IntoView + use<> {
    let others = others(person);
    let may_add = may_add_resource(person, account).is_ok();
    let acts = move || {
        let add = may_add.then(|| {
            view! {
                <ButtonLink href=Path::NewResource.to_string() icon=Glyph::Add>
                    {words::NEW_RESOURCE}
                </ButtonLink>
            }
        });
        (add, others)
    };
    let (title, why) = (words::empty_title(&account.name), words::empty(&account.name));
    view! {
        <Empty title acts steps=steps()>
            <p>{why}</p>
        </Empty>
    }
}

/// A way into every other provider account of the person.
fn others(person: &Person) -> impl IntoView + use<> {
    person
        .memberships
        .iter()
        .filter(|membership| membership.kind == AccountKind::Provider && person.current != Some(membership.account))
        .map(|membership| {
            let label = text::switch_to(&membership.account_name);
            view! {
                <form method="post" action="/account/switch">
                    <input type="hidden" name="account" value=membership.account.to_string() />
                    <Button>{label}</Button>
                </form>
            }
        })
        .collect_view()
}

fn to_the_catalog() -> AnyView {
    view! { <ButtonLink href=Path::Catalog.to_string()>{words::CATALOG}</ButtonLink> }.into_any()
}

fn steps() -> Vec<(String, String)> {
    words::NEXT_STEPS.into_iter().map(|(title, sentence)| (title.to_owned(), sentence.to_owned())).collect()
}
