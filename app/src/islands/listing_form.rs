//! The listing page in the browser: findings, counters, verdict and preview follow every key, and it saves by itself.
//! The controls stay the browser's own: what was typed is read from the form and never written back. Without scripts
//! it is the plain form that the server drew.

pub mod preview;
pub mod verdict;

use js_sys::Reflect;
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::listing::{ListingContext, ListingDraft};
use slipway_domain::rows;
use web_sys::HtmlFormElement;

use crate::islands::autosave::{Autosave, intent};
use crate::islands::field_findings::{self, Checked, count};
use crate::islands::post::pairs;
use crate::islands::start::{self, Words};
use crate::islands::typed::{announce, is_typed_in};
use crate::parts::findings_list::{Mend, Remedy};
use crate::text;

/// The id of the form that the island enlivens.
pub const FORM: &str = "listing";

/// What the page hands to the island through its context: everything that it checks with and draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingStart {
    /// The programmatic name.
    pub offering: String,
    pub revision: i64,
    pub draft: ListingDraft,
    pub context: ListingContext,
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
        let ListingStart { offering, revision, draft, context, is_open, published, plans, has_free_plan } = start;
        let ListingContext { company, platform_name, service_name, issued_documentation_url, other_terms_urls } =
            context;
        let flags = [is_open, has_free_plan, !other_terms_urls.is_empty(), published.is_some()].map(start::flag);
        let texts = [offering, revision.to_string(), plans];
        let context = [company, platform_name, service_name, issued_documentation_url];
        let drafts = start::draft(draft).chain(published.into_iter().flat_map(start::draft));
        flags.into_iter().chain(texts).chain(context).chain(drafts).collect()
    }
}

impl From<Vec<String>> for ListingStart {
    fn from(words: Vec<String>) -> Self {
        let mut words = Words::of(words);
        let [is_open, has_free_plan, is_shared, is_published] = core::array::from_fn(|_| words.flag());
        let (offering, revision, plans) = (words.text(), words.number(), words.text());
        let [company, platform_name, service_name, issued_documentation_url] = core::array::from_fn(|_| words.text());
        let draft = words.draft();
        // The only address of another offering that a browser may know is the one that the draft has itself.
        let other_terms_urls = if is_shared { vec![draft.terms_url.clone()] } else { Vec::new() };
        let context =
            ListingContext { company, platform_name, service_name, issued_documentation_url, other_terms_urls };
        let published = is_published.then(|| words.draft());
        Self { offering, revision, draft, context, is_open, published, plans, has_free_plan }
    }
}

/// Stands around the whole page: head, form and preview.
#[island]
pub fn ListingForm(children: Children) -> impl IntoView {
    let (start, written) = start::begin::<ListingStart>();
    let is_open = start.is_open;
    let live = Live::of(start.clone());
    provide_context(Checked { findings: live.start.shown(&live.findings), remedy: is_open.then_some(remedy) });
    provide_context(live.clone());
    let (live, autosave) = (StoredValue::new(live), Autosave::new());
    if written.is_none() {
        // A browser may have restored older input, and people type before this runs.
        queue_microtask(move || {
            follow(live);
            if is_open {
                autosave.watch();
                if form().is_some_and(|form| is_typed_in(&form)) {
                    autosave.changed();
                }
            }
        });
    }
    let typed = move |event: Event| {
        if is_open {
            count(&event);
            follow(live);
        }
    };
    let submitted = move |event: SubmitEvent| {
        if let Some((field, value)) = rows::parse_remedy(&intent(&event)) {
            event.prevent_default();
            put(field, value);
        }
    };
    view! {
        <div class="enlivened" id=start::ENLIVENED data-start=written on:input=typed on:submit=submitted>
            {children()}
        </div>
    }
}

/// The draft as it is being typed, and what the rules say about it.
#[derive(Clone)]
struct Live {
    start: ListingStart,
    draft: ListingDraft,
    findings: Findings,
}

impl Live {
    fn of(start: ListingStart) -> Self {
        let draft = start.draft.clone();
        let findings = draft.check(&start.context);
        Self { start, draft, findings }
    }
}

/// Takes over what stands in the form, and brings what shows it up to it.
fn follow(live: StoredValue<Live>) {
    let Some(form) = form() else { return };
    let typed = ListingDraft::typed(pairs(&form));
    live.update_value(|Live { start, draft, findings }| {
        if *draft == typed {
            return;
        }
        *draft = typed;
        let now = draft.check(&start.context);
        let remedy = start.is_open.then_some(remedy as Remedy);
        field_findings::follow(&start.shown(findings), &start.shown(&now), remedy);
        *findings = now;
        verdict::follow(start, draft, findings);
        preview::follow(start, draft);
    });
}

/// The button that puts a finding's suggestion into its field.
fn remedy(finding: &Finding) -> Option<Mend> {
    let value = finding.suggestion.as_ref()?;
    Some(Mend::Press { intent: rows::remedy(finding.field, value), label: text::listing::use_value(value) })
}

fn form() -> Option<HtmlFormElement> {
    document().get_element_by_id(FORM)?.dyn_into().ok()
}

/// Puts a value into the control of a field, as if it had been typed.
fn put(field: Field, value: &str) {
    let Some(control) = document().get_element_by_id(&field.id()) else { return };
    // Inputs, text areas and selects all have this property; setting it cannot fail.
    let _ = Reflect::set(&control, &JsValue::from_str("value"), &JsValue::from_str(value));
    announce(&control);
}

#[cfg(test)]
mod tests {
    use slipway_domain::listing::{BulletDraft, ExtrasDraft, MediaDraft, NavigationDraft};

    use super::*;

    #[test]
    fn the_island_starts_with_what_the_page_handed_over() {
        let bullets = ["First", ""].map(|title| BulletDraft {
            title: title.to_owned(),
            description: "\u{1f}\n".to_owned(),
            icon: "cube".to_owned(),
        });
        let draft = ListingDraft {
            display_name: "Vector \"Search\"".to_owned(),
            terms_url: "https://northwind.example/t".to_owned(),
            bullets: bullets.to_vec(),
            media: vec![MediaDraft::new(), MediaDraft { caption: "A % tour".to_owned(), ..MediaDraft::default() }],
            extras: ExtrasDraft {
                featured_description: "Faster % than \"before\"".to_owned(),
                popup_warning_message: "Two\nlines".to_owned(),
                accessible_during_provision: "yes".to_owned(),
                navigation_items: vec![NavigationDraft { label: "Releases".to_owned(), ..NavigationDraft::default() }],
                ..ExtrasDraft::default()
            },
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
            is_open: true,
            published: Some(ListingDraft { tags: "a, b".to_owned(), ..draft.clone() }),
            draft,
            plans: "Lite, Standard".to_owned(),
            has_free_plan: false,
        };
        for start in [start.clone(), ListingStart { is_open: false, published: None, has_free_plan: true, ..start }] {
            assert_eq!(start::handed_over(start.clone()), start);
        }
    }
}
