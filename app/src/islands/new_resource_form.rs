//! The New Resource dialog in the browser: the name is checked with every key, and the server is asked whether it is
//! free when the keys rest. Without scripts it is the plain form that the server drew.

use core::time::Duration;

use leptos::ev::Event;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::resource_name::{NewResourceContext, ResourceName};
use web_sys::HtmlFormElement;

use crate::api::offering::IsNameFree;
use crate::islands::field_findings::{self, Checked, count};
use crate::islands::post::{Answer, pairs, post};
use crate::islands::redraw::redraw;
use crate::islands::start::{self, Words, flag};
use crate::parts::findings_list::Mend;
use crate::paths::{in_browser, percent};
use crate::text::{listing, new_resource as words};

/// The id of the form that the island enlivens.
pub const FORM: &str = "new-resource";

/// How long the keys rest before the server is asked.
const REST: Duration = Duration::from_millis(300);

/// What the page hands to the island through its context.
#[derive(Debug, Clone, PartialEq, Eq)]
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
pub fn NewResourceForm(children: Children) -> impl IntoView {
    let (start, written) = start::begin::<NewResourceStart>();
    let naming = Naming::new(start);
    naming.0.with_value(|now| {
        provide_context(Checked { findings: now.findings.clone(), remedy: Some(remedy) });
        provide_context(now.availability.clone());
    });
    if written.is_none() {
        // A browser may have restored older input, and people type before this runs.
        queue_microtask(move || naming.follow());
    }
    let typed = move |event: Event| {
        count(&event);
        naming.follow();
    };
    view! {
        <div class="enlivened" id=start::ENLIVENED data-start=written on:input=typed>
            {children()}
        </div>
    }
}

const ANSWER: &str = "name-answer";

/// What the server said about the name; that it is taken is a finding.
#[component]
pub fn NameAnswer() -> impl IntoView {
    let answer = expect_context::<Availability>().words();
    view! { <span id=ANSWER>{answer}</span> }
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

impl Availability {
    fn words(&self) -> String {
        match self {
            Self::Asking => words::ASKING.to_owned(),
            Self::Free(name) => words::is_free(name),
            Self::Unknown | Self::Taken(_) => String::new(),
        }
    }
}

/// The name as it is being typed, and what the rules and the server say about it.
struct Now {
    start: NewResourceStart,
    draft: NewResourceDraft,
    availability: Availability,
    findings: Findings,
    timer: Option<TimeoutHandle>,
}

#[derive(Clone, Copy)]
struct Naming(StoredValue<Now>);

impl Naming {
    fn new(start: NewResourceStart) -> Self {
        let taken = start.context.is_taken.then(|| Availability::Taken(start.draft.resource_name.clone()));
        let findings = start.shown(&start.draft, start.context.is_taken);
        let draft = start.draft.clone();
        Self(StoredValue::new(Now { start, draft, availability: taken.unwrap_or_default(), findings, timer: None }))
    }

    /// Takes over what stands in the form, and asks about a new name.
    fn follow(self) {
        let Some(form) = form() else { return };
        let mut typed = NewResourceDraft::default();
        for (name, value) in pairs(&form) {
            match Field::parse(&name) {
                Some(Field::ResourceName) => typed.resource_name = value,
                Some(Field::BrokerReady) => typed.broker_ready = value,
                _ => {}
            }
        }
        let name = typed.resource_name.clone();
        let is_renamed = self.0.try_update_value(|now| {
            let is_renamed = now.draft.resource_name != typed.resource_name;
            now.draft = typed;
            is_renamed
        });
        self.judge();
        if is_renamed == Some(true) {
            self.ask_later(name);
        }
    }

    /// Checks anew, and draws what has changed.
    fn judge(self) {
        self.0.update_value(|Now { start, draft, availability, findings, .. }| {
            let is_taken = matches!(availability, Availability::Taken(name) if *name == draft.resource_name);
            let now = start.shown(draft, is_taken);
            field_findings::follow(findings, &now, Some(remedy));
            let is_faulty = now.at(Field::ResourceName).next().is_some();
            redraw(ANSWER, if is_faulty { String::new() } else { availability.words() });
            *findings = now;
        });
    }

    fn know(self, availability: Availability) {
        self.0.update_value(|now| now.availability = availability);
        self.judge();
    }

    fn ask_later(self, name: String) {
        if let Some(timer) = self.0.try_update_value(|now| now.timer.take()).flatten() {
            timer.clear();
        }
        if ResourceName::parse(&name).is_err() {
            self.know(Availability::Unknown);
            return;
        }
        self.know(Availability::Asking);
        let timer = set_timeout_with_handle(move || self.ask(name), REST).ok();
        self.0.update_value(|now| now.timer = timer);
    }

    fn ask(self, name: String) {
        spawn_local(async move {
            let answer = post(IsNameFree::url(), &format!("name={}", percent(&name))).await;
            // An answer about a name that is no longer there is no answer.
            if self.0.with_value(|now| now.draft.resource_name != name) {
                return;
            }
            self.know(match answer {
                Answer::Done(body) if body == "true" => Availability::Free(name),
                Answer::Done(body) if body == "false" => Availability::Taken(name),
                Answer::Done(_) | Answer::Refused { .. } | Answer::Lost => Availability::Unknown,
            });
        });
    }
}

/// A link to this page with the suggestion in the field.
fn remedy(finding: &Finding) -> Option<Mend> {
    let value = finding.suggestion.as_ref().filter(|_| finding.field == Field::ResourceName)?;
    let href = format!("{}?resource_name={}", in_browser::NEW_RESOURCE, percent(value));
    Some(Mend::Follow { href, label: listing::use_value(value) })
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
        assert_eq!(start::handed_over(start.clone()), start);
    }
}
