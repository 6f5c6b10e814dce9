//! The New Resource dialog as an island: a plain form without scripts; in the browser the name is checked with every
//! key, and the server is asked whether it is free when the keys rest.

use core::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::resource_name::{LONGEST_NAME, NewResourceContext, ResourceName};

use crate::api::offering::{AddResource, IsNameFree};
use crate::islands::post::{Answer, pairs, post};
use crate::parts::findings_list::{FindingsAt, validity};
use crate::paths::{Path, percent};
use crate::text::{listing, new_resource as words};
use crate::ui::{Button, ButtonLink, DialogActs, Kind, Radio, RadioGroup, TextField, Validity};

/// How long the keys rest before the server is asked.
const REST: Duration = Duration::from_millis(300);

/// What the page hands to the island.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewResourceStart {
    pub draft: NewResourceDraft,
    /// `is_taken` speaks of the name that the page came with.
    pub context: NewResourceContext,
    /// The form comes back with input that was turned down.
    pub was_sent: bool,
}

#[island]
pub fn NewResourceForm(start: NewResourceStart) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let naming = Naming::new(&start);
    Effect::new(move || {
        // A browser may have restored older input, and people type before this runs.
        if let Some(form) = form.get() {
            naming.read(&form);
        }
    });
    let typed = move |_| {
        if let Some(form) = form.get_untracked() {
            naming.read(&form);
        }
    };
    let NewResourceStart { draft, .. } = start;
    let answers =
        vec![Radio::new("no", words::NO).note(words::NO_NOTE), Radio::new("yes", words::YES).note(words::YES_NOTE)];
    view! {
        <form method="post" action=AddResource::url() autocomplete="off" node_ref=form on:input=typed>
            <TextField
                label=words::RESOURCE_NAME
                name=Field::ResourceName.input_name()
                value=draft.resource_name
                help=words::RESOURCE_NAME_HELP
                placeholder=words::PLACEHOLDER
                limit=u32::try_from(LONGEST_NAME).unwrap_or(u32::MAX)
                typed=Signal::derive(move || naming.draft.with(|draft| draft.resource_name.clone()))
                validity=naming.validity(Field::ResourceName)
            >
                {naming.findings_at(Field::ResourceName)}
                <p class="cds--form__helper-text" role="status">
                    {move || naming.answer()}
                </p>
            </TextField>
            <RadioGroup
                legend=words::BROKER_READY
                name=Field::BrokerReady.input_name()
                choices=answers
                selected=draft.broker_ready
                help=words::BROKER_READY_HELP
                validity=naming.validity(Field::BrokerReady)
            >
                {naming.findings_at(Field::BrokerReady)}
            </RadioGroup>
            <DialogActs>
                <ButtonLink href=Path::Offerings.to_string() kind=Kind::Ghost>
                    {words::CANCEL}
                </ButtonLink>
                <Button kind=Kind::Primary>{words::CREATE}</Button>
            </DialogActs>
        </form>
    }
}

/// What is known of a name's availability.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Availability {
    #[default]
    Unknown,
    Asking,
    Free(String),
    Taken(String),
}

/// The name as it is being typed, and what the rules and the server say about it.
#[derive(Clone, Copy)]
struct Naming {
    draft: RwSignal<NewResourceDraft>,
    availability: RwSignal<Availability>,
    findings: Memo<Findings>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Naming {
    fn new(start: &NewResourceStart) -> Self {
        let NewResourceStart { draft: begun, context, was_sent } = start.clone();
        let taken = context.is_taken.then(|| Availability::Taken(begun.resource_name.clone()));
        let draft = RwSignal::new(begun.clone());
        let availability = RwSignal::new(taken.unwrap_or_default());
        let findings = Memo::new(move |_| {
            let draft = draft.get();
            if draft == begun && !was_sent {
                return Findings::new();
            }
            let is_taken =
                availability.with(|known| matches!(known, Availability::Taken(name) if *name == draft.resource_name));
            draft.check(&NewResourceContext { is_taken, ..context.clone() })
        });
        Self { draft, availability, findings, timer: StoredValue::new(None) }
    }

    /// Takes over what stands in the form.
    fn read(self, form: &web_sys::HtmlFormElement) {
        let mut typed = NewResourceDraft::default();
        for (name, value) in pairs(form) {
            match Field::parse(&name) {
                Some(Field::ResourceName) => typed.resource_name = value,
                Some(Field::BrokerReady) => typed.broker_ready = value,
                _ => {}
            }
        }
        let is_renamed = self.draft.with_untracked(|draft| draft.resource_name != typed.resource_name);
        let name = typed.resource_name.clone();
        if self.draft.with_untracked(|draft| *draft != typed) {
            self.draft.set(typed);
        }
        if is_renamed {
            self.ask_later(name);
        }
    }

    fn ask_later(self, name: String) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        if ResourceName::parse(&name).is_err() {
            self.availability.set(Availability::Unknown);
            return;
        }
        self.availability.set(Availability::Asking);
        self.timer.set_value(set_timeout_with_handle(move || self.ask(name), REST).ok());
    }

    fn ask(self, name: String) {
        spawn_local(async move {
            let answer = post::<bool>(IsNameFree::url(), &format!("name={}", percent(&name))).await;
            // An answer about a name that is no longer there is no answer.
            if self.draft.with_untracked(|draft| draft.resource_name != name) {
                return;
            }
            self.availability.set(match answer {
                Answer::Done(true) => Availability::Free(name),
                Answer::Done(false) => Availability::Taken(name),
                Answer::Refused { .. } | Answer::Lost => Availability::Unknown,
            });
        });
    }

    /// What the server said, in words; that a name is taken is a finding.
    fn answer(self) -> String {
        match self.availability.get() {
            Availability::Asking => words::ASKING.to_owned(),
            Availability::Free(name) => words::is_free(&name),
            Availability::Unknown | Availability::Taken(_) => String::new(),
        }
    }

    fn validity(self, field: Field) -> Signal<Validity> {
        Memo::new(move |_| self.findings.with(|findings| validity(findings, field))).into()
    }

    fn findings_at(self, field: Field) -> impl IntoView {
        let here = Memo::new(move |_| self.findings.with(|found| found.at(field).cloned().collect::<Findings>()));
        move || view! { <FindingsAt findings=here.get() field remedy=Some(remedy) /> }
    }
}

/// A link to this page with the suggestion in the field.
fn remedy(finding: &Finding) -> Option<AnyView> {
    let value = finding.suggestion.as_ref().filter(|_| finding.field == Field::ResourceName)?;
    let href = format!("{}?resource_name={}", Path::NewResource, percent(value));
    Some(view! { <a href=href>{listing::use_value(value)}</a> }.into_any())
}
