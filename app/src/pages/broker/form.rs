//! The form of a broker. The password goes one way.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::broker::{AUTH_SCHEMES, ID_FORMATS, LEGACY_IDS, OSB_VERSIONS, PROVISION_TYPES};
use slipway_domain::field::Field;
use slipway_domain::location::Location;
use slipway_domain::view::OfferingView;

use super::{Editing, Frozen};
use crate::api::broker::{AddBroker, SaveBroker, TryBroker};
use crate::parts::enter_saves::EnterSaves;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::last_saved::{self, LastSaved};
use crate::text;
use crate::text::{broker as words, plan};
use crate::ui::{Button, Choice, Kind, PasswordField, SaveBar, Section, Select, TextArea, TextField};

pub(super) fn form(view: &OfferingView, editing: &Editing) -> impl IntoView + use<> {
    let record = editing.record.as_ref();
    let action = if record.is_some() { SaveBroker::url() } else { AddBroker::url() };
    let class = if record.is_some() { "form form--alone block" } else { "form form--alone" };
    let offering = view.offering.name.clone();
    let hidden = record.map(|record| {
        view! {
            <EnterSaves />
            <input type="hidden" name="id" value=record.id.to_string() />
            <input type="hidden" name="revision" value=record.revision.to_string() />
        }
    });
    let attempt = record.is_some().then(|| {
        view! {
            <Button kind=Kind::Ghost action=TryBroker::url()>
                {words::TRY}
            </Button>
        }
    });
    let saved = record.and_then(|record| record.saved.clone());
    let mark = last_saved::mark(saved.as_ref());
    let (person, now) = (view.person.clone(), view.now);
    let more = record.map(|record| text::revision(record.revision));
    view! {
        <form class=class method="post" action=action autocomplete="off">
            <input type="hidden" name="offering" value=offering />
            {hidden}
            {address(editing)}
            {credentials(editing)}
            {trust(editing)}
            {switches(editing)}
            <SaveBar mark state=move || view! { <LastSaved saved person now /> } more=move || more>
                {attempt}
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
    let locked = editing.frozen.is_some();
    let lead = if locked { words::FORM_LEAD_FROZEN } else { words::FORM_LEAD };
    let version = closed(editing, Field::OsbVersion, words::VERSION, words::VERSION_HELP, draft.osb_version);
    let provision =
        closed(editing, Field::ProvisionType, words::PROVISION, words::PROVISION_HELP, draft.provision_type);
    let url_help =
        if editing.is_lab { format!("{} {}", words::URL_HELP, words::URL_LAB) } else { words::URL_HELP.to_owned() };
    view! {
        <Section title=words::FORM id="broker-form" lead=lead>
            <TextField
                label=words::NAME
                name=Field::BrokerName.input_name()
                value=draft.name
                help=words::NAME_HELP
                limit=128
                required=true
                locked=locked
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
                locked=locked
                validity=url_is
            >
                <FindingsAt findings=url field=Field::BrokerUrl />
            </TextField>
            {version}
            {provision}
        </Section>
    }
}

/// What brokers want differently.
fn switches(editing: &Editing) -> impl IntoView + use<> {
    let draft = &editing.draft;
    let ids = closed(editing, Field::IdFormat, words::ID_FORMAT, words::ID_FORMAT_HELP, draft.id_format.clone());
    let legacy = closed(editing, Field::LegacyIds, words::LEGACY_IDS, words::LEGACY_IDS_HELP, draft.legacy_ids.clone());
    let lines = [
        (Field::ExtensionPrefix, words::EXTENSION, words::EXTENSION_HELP, &draft.extension_prefix),
        (Field::SyncTimeout, words::SYNC_TIMEOUT, words::SYNC_TIMEOUT_HELP, &draft.sync_timeout),
        (Field::MaxPoll, words::MAX_POLL, words::MAX_POLL_HELP, &draft.max_poll),
        (Field::PollInterval, words::POLL_INTERVAL, words::POLL_INTERVAL_HELP, &draft.poll_interval),
        (Field::BrokerGroup, words::GROUP, words::GROUP_HELP, &draft.resource_group),
    ];
    let region = closed(editing, Field::BrokerRegion, words::REGION, words::REGION_HELP, draft.region.clone());
    let lines = lines.map(|(field, label, help, value)| line(editing, field, label, help, value)).collect_view();
    view! {
        <Section title=words::SWITCHES id="broker-switches">
            {ids}
            {legacy}
            {region}
            {lines}
        </Section>
    }
}

/// A path, a number of seconds or a name.
fn line(
    editing: &Editing,
    field: Field,
    label: &'static str,
    help: &'static str,
    value: &str,
) -> impl IntoView + use<> {
    let (state, findings) = (validity(&editing.findings, field), editing.findings.clone());
    let (value, locked) = (value.to_owned(), editing.frozen.is_some());
    let inputmode = if matches!(field, Field::ExtensionPrefix | Field::BrokerGroup) { "text" } else { "numeric" };
    view! {
        <TextField
            label
            name=field.input_name()
            value
            help
            inputmode
            required=true
            locked=locked
            validity=state
        >
            <FindingsAt findings field />
        </TextField>
    }
}

/// The answers of a closed list, the first one chosen unless the draft says otherwise.
fn choices(field: Field) -> Vec<Choice> {
    let labelled = |values: &[&'static str], label: fn(&str) -> &'static str| {
        values.iter().map(|value| Choice::new(*value, label(value))).collect()
    };
    match field {
        Field::IdFormat => labelled(&ID_FORMATS, words::id_format),
        Field::LegacyIds => labelled(&LEGACY_IDS, words::legacy_ids),
        Field::BrokerRegion => {
            let places = Location::offered().map(|place| Choice::new(place.id, plan::location(place.label, place.id)));
            core::iter::once(Choice::new("", words::NO_REGION)).chain(places).collect()
        }
        Field::ProvisionType => labelled(&PROVISION_TYPES, words::provision_type),
        Field::AuthScheme => labelled(&AUTH_SCHEMES, words::auth_scheme),
        _ => core::iter::once(Choice::new("", words::NO_VERSION))
            .chain(OSB_VERSIONS.iter().map(|version| Choice::new(*version, *version)))
            .collect(),
    }
}

/// A choice; while the definition stands still, what was chosen: the browser cannot lock a closed list.
fn closed(editing: &Editing, field: Field, label: &'static str, help: &'static str, selected: String) -> AnyView {
    let options = choices(field);
    if editing.frozen.is_some() {
        let chosen = options.into_iter().find(|choice| choice.value == selected).map(|choice| choice.label);
        let shown = chosen.unwrap_or_else(|| selected.clone());
        return view! {
            <input type="hidden" name=field.input_name() value=selected />
            <TextField label name="" id=field.id() value=shown locked=true />
        }
        .into_any();
    }
    let (state, findings) = (validity(&editing.findings, field), editing.findings.clone());
    let required = field != Field::BrokerRegion;
    view! {
        <Select label name=field.input_name() options selected help required=required validity=state>
            <FindingsAt findings field />
        </Select>
    }
    .into_any()
}

fn credentials(editing: &Editing) -> impl IntoView + use<> {
    let scheme = editing.draft.auth_scheme.clone();
    let scheme = closed(editing, Field::AuthScheme, words::AUTH_SCHEME, words::AUTH_SCHEME_HELP, scheme);
    let asked = if editing.draft.has_secret() { secret(editing).into_any() } else { no_secret(editing).into_any() };
    view! {
        <Section title=words::SIGNS_IN id="broker-credentials">
            {scheme}
            {asked}
        </Section>
    }
}

/// Nothing is typed where the platform has tokens of its own: what the broker checks is told instead.
fn no_secret(editing: &Editing) -> impl IntoView + use<> {
    let username = editing.draft.username.clone();
    let name = (!editing.calls_as.is_empty()).then(|| {
        let name = editing.calls_as.clone();
        view! {
            <dl class="facts">
                <dt>{words::CALLS_AS}</dt>
                <dd>
                    <code>{name}</code>
                </dd>
            </dl>
        }
    });
    // What another scheme left here goes nowhere, and stays.
    view! {
        <input type="hidden" name=Field::BrokerUsername.input_name() value=username />
        <p>{words::NO_SECRET}</p>
        {name}
    }
}

/// The user name, and what is sealed.
fn secret(editing: &Editing) -> impl IntoView + use<> {
    let username = editing.draft.username.clone();
    let locked = editing.frozen.is_some_and(Frozen::locks_what_is_read);
    let is_set = editing.record.as_ref().is_some_and(|record| record.has_password);
    let help = if is_set { words::PASSWORD_SET } else { words::PASSWORD_NEW };
    let at = |field| (validity(&editing.findings, field), editing.findings.clone());
    let (user_is, user) = at(Field::BrokerUsername);
    let (password_is, password) = at(Field::BrokerPassword);
    view! {
        <div class="pair">
            <TextField
                label=words::USERNAME
                name=Field::BrokerUsername.input_name()
                value=username
                help=words::USERNAME_HELP
                locked=locked
                validity=user_is
            >
                <FindingsAt findings=user field=Field::BrokerUsername />
            </TextField>
            <PasswordField
                label=words::SECRET
                name="password"
                id=Field::BrokerPassword.id()
                autocomplete="new-password"
                help=help
                validity=password_is
            >
                <FindingsAt findings=password field=Field::BrokerPassword />
            </PasswordField>
        </div>
    }
}

/// By which certificates the platform knows that it is the broker who answers.
fn trust(editing: &Editing) -> impl IntoView + use<> {
    let field = Field::BrokerCa;
    let value = editing.draft.ca_pem.clone();
    let locked = editing.frozen.is_some_and(Frozen::locks_what_is_read);
    let (state, findings) = (validity(&editing.findings, field), editing.findings.clone());
    view! {
        <Section title=words::TRUST id="broker-trust" lead=words::TRUST_LEAD>
            <TextArea
                label=words::CA
                name=field.input_name()
                value
                help=words::CA_HELP
                optional=text::OPTIONAL
                rows=6
                locked=locked
                validity=state
            >
                <FindingsAt findings field />
            </TextArea>
        </Section>
    }
}
