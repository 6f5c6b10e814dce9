//! The form of a broker. The password goes one way.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::broker::{AUTH_SCHEMES, OSB_VERSIONS, PROVISION_TYPES};
use slipway_domain::field::Field;
use slipway_domain::view::OfferingView;

use super::Editing;
use crate::api::broker::{AddBroker, SaveBroker};
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::last_saved::{self, LastSaved};
use crate::text;
use crate::text::broker as words;
use crate::ui::{Button, Choice, Kind, PasswordField, SaveBar, Section, Select, TextField};

pub(super) fn form(view: &OfferingView, editing: &Editing) -> impl IntoView + use<> {
    let record = editing.record.as_ref();
    let action = if record.is_some() { SaveBroker::url() } else { AddBroker::url() };
    let class = if record.is_some() { "form block" } else { "form" };
    let offering = view.offering.name.clone();
    let hidden = record.map(|record| {
        view! {
            <input type="hidden" name="id" value=record.id.to_string() />
            <input type="hidden" name="revision" value=record.revision.to_string() />
        }
    });
    let saved = record.and_then(|record| record.saved.clone());
    let mark = last_saved::mark(saved.as_ref());
    let (person, now) = (view.person.clone(), view.now);
    let more = record.map(|record| text::revision(record.revision));
    view! {
        <form class=class method="post" action=action>
            <input type="hidden" name="offering" value=offering />
            {hidden}
            {address(editing)}
            {credentials(editing)}
            <SaveBar mark state=move || view! { <LastSaved saved person now /> } more=move || more>
                <Button kind=Kind::Primary>{text::SAVE}</Button>
            </SaveBar>
        </form>
    }
}

fn address(editing: &Editing) -> impl IntoView + use<> {
    let draft = editing.draft.clone();
    let at = |field| (validity(&editing.findings, field), editing.findings.clone());
    let (name_is, name) = at(Field::BrokerName);
    let (url_is, url) = at(Field::BrokerUrl);
    let (version_is, version) = at(Field::OsbVersion);
    let (provision_is, provision) = at(Field::ProvisionType);
    let url_help =
        if editing.is_lab { format!("{} {}", words::URL_HELP, words::URL_LAB) } else { words::URL_HELP.to_owned() };
    let versions = core::iter::once(Choice::new("", words::NO_VERSION))
        .chain(OSB_VERSIONS.iter().map(|version| Choice::new(*version, *version)))
        .collect();
    view! {
        <Section title=words::FORM id="broker-form" lead=words::FORM_LEAD>
            <TextField
                label=words::NAME
                name=Field::BrokerName.input_name()
                value=draft.name
                help=words::NAME_HELP
                limit=128
                required=true
                validity=name_is
            >
                <FindingsAt findings=name field=Field::BrokerName />
            </TextField>
            <TextField
                label=words::URL
                name=Field::BrokerUrl.input_name()
                value=draft.url
                help=url_help
                inputmode="url"
                required=true
                validity=url_is
            >
                <FindingsAt findings=url field=Field::BrokerUrl />
            </TextField>
            <Select
                label=words::VERSION
                name=Field::OsbVersion.input_name()
                options=versions
                selected=draft.osb_version
                help=words::VERSION_HELP
                required=true
                validity=version_is
            >
                <FindingsAt findings=version field=Field::OsbVersion />
            </Select>
            <Select
                label=words::PROVISION
                name=Field::ProvisionType.input_name()
                options=choices(&PROVISION_TYPES, words::provision_type)
                selected=draft.provision_type
                help=words::PROVISION_HELP
                required=true
                validity=provision_is
            >
                <FindingsAt findings=provision field=Field::ProvisionType />
            </Select>
        </Section>
    }
}

/// The answers of a closed list, the first one chosen unless the draft says otherwise.
fn choices(values: &[&'static str], label: fn(&str) -> &'static str) -> Vec<Choice> {
    values.iter().map(|value| Choice::new(*value, label(value))).collect()
}

fn credentials(editing: &Editing) -> impl IntoView + use<> {
    let (username, scheme) = (editing.draft.username.clone(), editing.draft.auth_scheme.clone());
    let schemes = choices(&AUTH_SCHEMES, words::auth_scheme);
    let is_set = editing.record.as_ref().is_some_and(|record| record.has_password);
    let help = if is_set { words::PASSWORD_SET } else { words::PASSWORD_NEW };
    let at = |field| (validity(&editing.findings, field), editing.findings.clone());
    let (scheme_is, of_scheme) = at(Field::AuthScheme);
    let (user_is, user) = at(Field::BrokerUsername);
    let (password_is, password) = at(Field::BrokerPassword);
    view! {
        <Section title=words::SIGNS_IN id="broker-credentials">
            <Select
                label=words::AUTH_SCHEME
                name=Field::AuthScheme.input_name()
                options=schemes
                selected=scheme
                help=words::AUTH_SCHEME_HELP
                required=true
                validity=scheme_is
            >
                <FindingsAt findings=of_scheme field=Field::AuthScheme />
            </Select>
            <div class="pair">
                <TextField
                    label=words::USERNAME
                    name=Field::BrokerUsername.input_name()
                    value=username
                    help=words::USERNAME_HELP
                    validity=user_is
                >
                    <FindingsAt findings=user field=Field::BrokerUsername />
                </TextField>
                <PasswordField
                    label=words::PASSWORD
                    name="password"
                    id=Field::BrokerPassword.id()
                    autocomplete="new-password"
                    help=help
                    validity=password_is
                >
                    <FindingsAt findings=password field=Field::BrokerPassword />
                </PasswordField>
            </div>
        </Section>
    }
}
