//! The form for a new account with its first administrator. A refused one comes back with everything that was typed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::account::{AccountKind, NewAccountDraft};
use slipway_domain::caller::Person;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::policy::{Denial, Object, Verb, cell, roles_with};
use slipway_domain::rejection::Rejection;
use slipway_domain::rule::account::NAME_TAKEN;

use super::ADD;
use crate::api::account::AddAccount;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::load::query;
use crate::parts::permission::reason;
use crate::parts::text_line::{Line, text_line};
use crate::text::registration as words;
use crate::ui::{Button, DisabledButton, Radio, RadioGroup, Section};

const NAME: Line = Line {
    field: Field::AccountName,
    label: words::NAME,
    help: words::NAME_HELP,
    limit: 128,
    inputmode: "text",
    is_required: true,
};

const ADMINISTRATOR_NAME: Line = Line {
    field: Field::AdministratorName,
    label: words::ADMINISTRATOR_NAME,
    help: words::ADMINISTRATOR_NAME_HELP,
    limit: 128,
    inputmode: "text",
    is_required: true,
};

const ADMINISTRATOR_EMAIL: Line = Line {
    field: Field::AdministratorEmail,
    label: words::ADMINISTRATOR_EMAIL,
    help: words::ADMINISTRATOR_EMAIL_HELP,
    limit: 254,
    inputmode: "email",
    is_required: true,
};

pub(super) fn form(person: &Person) -> AnyView {
    if !person.operator.iter().any(|role| cell(Object::Accounts, *role, Verb::Create)) {
        let needs = roles_with(Object::Accounts, Verb::Create);
        let reason = reason(Rejection::Denied(Denial::role_missing(person, None, needs)));
        return view! {
            <div class="block">
                <DisabledButton id=ADD reason>
                    {words::ADD}
                </DisabledButton>
            </div>
        }
        .into_any();
    }
    open().into_any()
}

fn open() -> impl IntoView {
    let (draft, findings) = typed();
    let name = text_line(NAME, &draft.name, &findings);
    let administrator = text_line(ADMINISTRATOR_NAME, &draft.administrator_name, &findings);
    let email = text_line(ADMINISTRATOR_EMAIL, &draft.administrator_email, &findings);
    let kind_is = validity(&findings, Field::AccountKind);
    view! {
        <form class="form block" id=ADD method="post" action=AddAccount::url()>
            <Section title=words::ADD id="add-account-section" lead=words::ADD_LEAD>
                {name}
                <RadioGroup
                    legend=words::KIND
                    name=Field::AccountKind.input_name()
                    choices=kinds()
                    selected=draft.kind
                    validity=kind_is
                >
                    <FindingsAt findings field=Field::AccountKind />
                </RadioGroup>
                <div class="pair">{administrator} {email}</div>
                <Button>{words::ADD_NOW}</Button>
            </Section>
        </form>
    }
}

fn kinds() -> Vec<Radio> {
    vec![
        Radio::new(AccountKind::Provider.name(), words::PROVIDER).note(words::PROVIDER_NOTE),
        Radio::new(AccountKind::Consumer.name(), words::CONSUMER).note(words::CONSUMER_NOTE),
    ]
}

/// What a refused form came back with; an empty form, if none did.
fn typed() -> (NewAccountDraft, Findings) {
    let refused = query("refused");
    if refused.is_empty() {
        return (NewAccountDraft::default(), Findings::new());
    }
    let draft = NewAccountDraft {
        name: query("name"),
        kind: query("kind"),
        administrator_name: query("administrator_name"),
        administrator_email: query("administrator_email"),
    };
    let findings = draft.check(refused == NAME_TAKEN.as_str());
    (draft, findings)
}
