//! The New Resource dialog in the browser: the name is checked with every key, and the server is asked whether it is
//! free when the keys rest. Without scripts it is the plain form that the server drew.

use core::time::Duration;

use leptos::ev::Event;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use serde::{Deserialize, Serialize};
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::resource_name::{NewResourceContext, ResourceName};
use web_sys::HtmlFormElement;

use crate::api::offering::IsNameFree;
use crate::islands::field_findings::{Checked, count};
use crate::islands::post::{Answer, pairs, post};
use crate::islands::words::{Words, flag};
use crate::paths::{Path, percent};
use crate::text::{listing, new_resource as words};

/// The id of the form that the island enlivens.
pub const FORM: &str = "new-resource";

/// How long the keys rest before the server is asked.
const REST: Duration = Duration::from_millis(300);

/// What the page hands to the island.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<String>", from = "Vec<String>")]
pub struct NewResourceStart {
    pub draft: NewResourceDraft,
    /// `is_taken` speaks of the name that the page came with.
    pub context: NewResourceContext,
    /// The form comes back with input that was turned down.
    pub was_sent: bool,
}

impl NewResourceStart {
    /// The findings that hang on fields: an untouched form does not begin with what is missing.
    pub fn shown(&self, draft: &NewResourceDraft, is_taken: bool) -> Findings {
        if *draft == self.draft && !self.was_sent {
            return Findings::new();
        }
        draft.check(&NewResourceContext { is_taken, ..self.context.clone() })
    }
}

impl From<NewResourceStart> for Vec<String> {
    fn from(start: NewResourceStart) -> Self {
        let NewResourceStart { draft, context, was_sent } = start;
        let flags = [context.has_offerings, context.is_taken, was_sent].map(flag);
        flags.into_iter().chain([draft.resource_name, draft.broker_ready, context.company]).collect()
    }
}

impl From<Vec<String>> for NewResourceStart {
    fn from(words: Vec<String>) -> Self {
        let mut words = Words::of(words);
        let [has_offerings, is_taken, was_sent] = core::array::from_fn(|_| words.flag());
        let draft = NewResourceDraft { resource_name: words.text(), broker_ready: words.text() };
        Self { draft, context: NewResourceContext { company: words.text(), has_offerings, is_taken }, was_sent }
    }
}

/// Stands around the form.
#[island]
pub fn NewResourceForm(start: NewResourceStart, children: Children) -> impl IntoView {
    let naming = Naming::new(start);
    provide_context(naming);
    provide_context(Checked { findings: naming.findings, remedy: Some(remedy) });
    Effect::new(move || {
        // A browser may have restored older input, and people type before this runs.
        if let Some(form) = form() {
            naming.read(&form);
        }
    });
    let typed = move |event: Event| {
        count(&event);
        if let Some(form) = form() {
            naming.read(&form);
        }
    };
    view! {
        <div class="enlivened" on:input=typed>
            {children()}
        </div>
    }
}

/// What the server said about the name; that it is taken is a finding.
#[island]
pub fn NameAnswer() -> impl IntoView {
    let naming = expect_context::<Naming>();
    move || match naming.availability.get() {
        Availability::Asking => words::ASKING.to_owned(),
        Availability::Free(name) => words::is_free(&name),
        Availability::Unknown | Availability::Taken(_) => String::new(),
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
    fn new(start: NewResourceStart) -> Self {
        let taken = start.context.is_taken.then(|| Availability::Taken(start.draft.resource_name.clone()));
        let draft = RwSignal::new(start.draft.clone());
        let availability = RwSignal::new(taken.unwrap_or_default());
        let findings = Memo::new(move |_| {
            draft.with(|draft| {
                let is_taken =
                    |known: &Availability| matches!(known, Availability::Taken(name) if *name == draft.resource_name);
                start.shown(draft, availability.with(is_taken))
            })
        });
        Self { draft, availability, findings, timer: StoredValue::new(None) }
    }

    /// Takes over what stands in the form.
    fn read(self, form: &HtmlFormElement) {
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
            let answer = post(IsNameFree::url(), &format!("name={}", percent(&name))).await;
            // An answer about a name that is no longer there is no answer.
            if self.draft.with_untracked(|draft| draft.resource_name != name) {
                return;
            }
            self.availability.set(match answer {
                Answer::Done(body) if body == "true" => Availability::Free(name),
                Answer::Done(body) if body == "false" => Availability::Taken(name),
                Answer::Done(_) | Answer::Refused { .. } | Answer::Lost => Availability::Unknown,
            });
        });
    }
}

/// A link to this page with the suggestion in the field.
fn remedy(finding: &Finding) -> Option<AnyView> {
    let value = finding.suggestion.as_ref().filter(|_| finding.field == Field::ResourceName)?;
    let href = format!("{}?resource_name={}", Path::NewResource, percent(value));
    Some(view! { <a href=href>{listing::use_value(value)}</a> }.into_any())
}

fn form() -> Option<HtmlFormElement> {
    document().get_element_by_id(FORM)?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_island_starts_with_what_the_page_handed_over() {
        let start = NewResourceStart {
            draft: NewResourceDraft { resource_name: "northwind-vector".to_owned(), broker_ready: "no".to_owned() },
            context: NewResourceContext { company: "Northwind Data".to_owned(), has_offerings: true, is_taken: false },
            was_sent: true,
        };
        let json = serde_json::to_string(&start).unwrap();
        assert_eq!(serde_json::from_str::<NewResourceStart>(&json).unwrap(), start);
    }
}
