//! The listing page in the browser: findings, counters, verdict and preview follow every key, and it saves by itself.
//! The controls stay the browser's own: what was typed is read from the form and never written back. Without scripts
//! it is the plain form that the server drew.

mod autosave;
pub mod preview;
pub mod save_state;
pub mod verdict;

use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use serde::{Deserialize, Serialize};
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::listing::{ListingContext, ListingDraft};
use slipway_domain::rows;
use web_sys::{HtmlButtonElement, HtmlFormElement, HtmlInputElement};

use crate::islands::field_findings::{Checked, count};
use crate::islands::listing_form::autosave::Autosave;
use crate::islands::post::pairs;
use crate::islands::words::{self, Words};
use crate::parts::findings_list::Remedy;
use crate::text;
use crate::ui::{LinkButton, field_id};

/// The id of the form that the island enlivens.
pub const FORM: &str = "listing";
/// The id of its hidden input with the revision.
pub const REVISION: &str = "listing-revision";

/// What the page hands to the island: everything that it checks with and draws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<String>", from = "Vec<String>")]
pub struct ListingStart {
    /// The programmatic name.
    pub offering: String,
    pub revision: i64,
    pub draft: ListingDraft,
    pub context: ListingContext,
    /// When and by whom it was last saved.
    pub saved: String,
    pub is_open: bool,
    /// What the catalog shows now.
    pub published: Option<ListingDraft>,
    /// Their names, as the preview lists them.
    pub plans: String,
    pub has_free_plan: bool,
}

impl ListingStart {
    /// The findings that hang on fields: a page that was never saved does not begin with what is missing.
    pub fn shown(&self, findings: &Findings) -> Findings {
        let hangs = |finding: &&Finding| self.revision > 0 || !finding.is_missing();
        findings.iter().filter(hangs).cloned().collect()
    }
}

impl From<ListingStart> for Vec<String> {
    fn from(start: ListingStart) -> Self {
        let ListingStart { offering, revision, draft, context, saved, is_open, published, plans, has_free_plan } =
            start;
        let ListingContext { company, platform_name, service_name, issued_documentation_url, other_terms_urls } =
            context;
        let flags = [is_open, has_free_plan, !other_terms_urls.is_empty(), published.is_some()].map(words::flag);
        let texts = [offering, revision.to_string(), saved, plans];
        let context = [company, platform_name, service_name, issued_documentation_url];
        let drafts = words::draft(draft).chain(published.into_iter().flat_map(words::draft));
        flags.into_iter().chain(texts).chain(context).chain(drafts).collect()
    }
}

impl From<Vec<String>> for ListingStart {
    fn from(words: Vec<String>) -> Self {
        let mut words = Words::of(words);
        let [is_open, has_free_plan, is_shared, is_published] = core::array::from_fn(|_| words.flag());
        let (offering, revision, saved, plans) = (words.text(), words.number(), words.text(), words.text());
        let [company, platform_name, service_name, issued_documentation_url] = core::array::from_fn(|_| words.text());
        let draft = words.draft();
        // The only address of another offering that a browser may know is the one that the draft has itself.
        let other_terms_urls = if is_shared { vec![draft.terms_url.clone()] } else { Vec::new() };
        let context =
            ListingContext { company, platform_name, service_name, issued_documentation_url, other_terms_urls };
        let published = is_published.then(|| words.draft());
        Self { offering, revision, draft, context, saved, is_open, published, plans, has_free_plan }
    }
}

/// Stands around the whole page: head, form and preview.
#[island]
pub fn ListingForm(start: ListingStart, children: Children) -> impl IntoView {
    let is_open = start.is_open;
    let live = Live::new(start);
    let autosave = Autosave::new(live.start.with_value(|start| start.revision));
    let findings = Memo::new(move |_| live.start.with_value(|start| live.findings.with(|all| start.shown(all))));
    provide_context(live);
    provide_context(autosave);
    provide_context(Checked { findings, remedy: is_open.then_some(remedy as Remedy) });
    Effect::new(move || {
        // A browser may have restored older input, and people type before this runs.
        if let Some(form) = form() {
            live.read(&form);
        }
        if is_open {
            autosave.watch();
        }
    });
    let typed = move |event: Event| {
        if let Some(form) = form().filter(|_| is_open) {
            count(&event);
            live.read(&form);
            autosave.changed();
        }
    };
    let submitted = move |event: SubmitEvent| {
        let intent = intent(&event);
        if let Some((field, value)) = rows::parse_remedy(&intent) {
            event.prevent_default();
            put(field, value);
        } else if autosave.has_to_wait(&intent) {
            event.prevent_default();
        } else if let Some(input) = element::<HtmlInputElement>(REVISION) {
            input.set_value(&autosave.revision().to_string());
        }
    };
    view! {
        <div class="enlivened" on:input=typed on:submit=submitted>
            {children()}
        </div>
    }
}

/// The draft as it is being typed, and what the rules say about it.
#[derive(Clone, Copy)]
struct Live {
    start: StoredValue<ListingStart>,
    draft: RwSignal<ListingDraft>,
    findings: Memo<Findings>,
}

impl Live {
    fn new(start: ListingStart) -> Self {
        let draft = RwSignal::new(start.draft.clone());
        let start = StoredValue::new(start);
        let findings = Memo::new(move |_| start.with_value(|start| draft.with(|draft| draft.check(&start.context))));
        Self { start, draft, findings }
    }

    /// Takes over what stands in the form.
    fn read(self, form: &HtmlFormElement) {
        let typed = ListingDraft::typed(pairs(form));
        if self.draft.with_untracked(|draft| *draft != typed) {
            self.draft.set(typed);
        }
    }
}

/// The button that puts a finding's suggestion into its field.
pub fn remedy(finding: &Finding) -> Option<AnyView> {
    let value = finding.suggestion.as_ref()?;
    let (intent, label) = (rows::remedy(finding.field, value), text::listing::use_value(value));
    Some(view! { <LinkButton name="intent" value=intent>{label}</LinkButton> }.into_any())
}

fn form() -> Option<HtmlFormElement> {
    element(FORM)
}

fn element<T: leptos::wasm_bindgen::JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// What the pressed button asks for; empty for the one that saves.
fn intent(event: &SubmitEvent) -> String {
    let button = event.submitter().and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
    button.filter(|button| button.name() == "intent").map(|button| button.value()).unwrap_or_default()
}

/// Puts a value into the control of a field, as if it had been typed.
fn put(field: Field, value: &str) {
    let Some(control) = document().get_element_by_id(&field_id(&field.input_name())) else { return };
    let bubbling = web_sys::EventInit::new();
    bubbling.set_bubbles(true);
    // Inputs, text areas and selects all have this property; setting it and telling so cannot fail.
    let _ = js_sys::Reflect::set(&control, &JsValue::from_str("value"), &JsValue::from_str(value));
    let _ = Event::new_with_event_init_dict("input", &bubbling).and_then(|event| control.dispatch_event(&event));
}

#[cfg(test)]
mod tests {
    use slipway_domain::listing::BulletDraft;

    use super::*;

    #[test]
    fn the_island_starts_with_what_the_page_handed_over() {
        let bullets =
            ["First", ""].map(|title| BulletDraft { title: title.to_owned(), description: "\u{1f}\n".to_owned() });
        let draft = ListingDraft {
            display_name: "Vector \"Search\"".to_owned(),
            terms_url: "https://northwind.example/t".to_owned(),
            bullets: bullets.to_vec(),
            ..ListingDraft::default()
        };
        let context = ListingContext {
            company: "Northwind Data".to_owned(),
            other_terms_urls: vec![draft.terms_url.clone()],
            ..ListingContext::default()
        };
        let start = ListingStart {
            offering: "northwind-vector".to_owned(),
            revision: 7,
            context,
            saved: "Saved 14:02 UTC by you".to_owned(),
            is_open: true,
            published: Some(ListingDraft { tags: "a, b".to_owned(), ..draft.clone() }),
            draft,
            plans: "Lite, Standard".to_owned(),
            has_free_plan: false,
        };
        for start in [start.clone(), ListingStart { is_open: false, published: None, has_free_plan: true, ..start }] {
            let json = serde_json::to_string(&start).unwrap();
            assert_eq!(serde_json::from_str::<ListingStart>(&json).unwrap(), start);
        }
    }
}
