//! The listing page as an island: drawn completely by the server, a plain form without scripts. In the browser its
//! findings, counters and preview follow every key, and it saves by itself. The controls stay the browser's own: what
//! was typed is read from the form and never written back.

mod autosave;
mod controls;
mod preview;
mod save_state;
mod verdict;

use leptos::ev::{Event, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use serde::{Deserialize, Serialize};
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::listing::{ListingContext, ListingDraft};
use slipway_domain::page::Page;
use slipway_domain::rows;

use crate::api::listing::SaveListing;
use crate::islands::listing_form::autosave::Autosave;
use crate::islands::listing_form::controls::Controls;
use crate::islands::listing_form::preview::preview;
use crate::islands::listing_form::save_state::{mark, more, state};
use crate::islands::listing_form::verdict::verdict;
use crate::islands::post::pairs;
use crate::parts::enter_saves::EnterSaves;
use crate::parts::findings_list::{FindingsAt, Remedy, validity};
use crate::parts::offering_frame::OfferingCrumbs;
use crate::paths::Path;
use crate::text::{self, listing as words};
use crate::ui::{
    Button, ButtonLink, DisabledButton, Kind, LinkButton, PageHead, SaveBar, SidePanel, Tab, Tabs, Validity, field_id,
};

/// What the page hands to the island: everything that it draws and checks with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListingStart {
    /// The programmatic name.
    pub offering: String,
    pub revision: i64,
    pub draft: ListingDraft,
    pub context: ListingContext,
    /// When and by whom it was last saved.
    pub saved: String,
    /// Why nothing can be changed here.
    pub closed: Option<String>,
    /// What the catalog shows now.
    pub published: Option<ListingDraft>,
    pub plans: Vec<String>,
    pub has_free_plan: bool,
    /// Errors on the tab beside this one.
    pub settings_errors: u64,
}

/// Head, form and preview: the whole content of the page.
#[island]
pub fn ListingForm(start: ListingStart) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let revision = NodeRef::<html::Input>::new();
    let live = Live::new(&start);
    let autosave = Autosave::new(form, start.revision);
    let is_open = start.closed.is_none();
    Effect::new(move || {
        // A browser may have restored older input, and people type before this runs.
        if let Some(form) = form.get() {
            live.read(&form);
        }
        if is_open {
            autosave.watch();
        }
    });
    let typed = move |_: Event| {
        if let Some(form) = form.get_untracked().filter(|_| is_open) {
            live.read(&form);
            autosave.changed();
        }
    };
    let submitted = move |event: SubmitEvent| {
        let Some(form) = form.get_untracked() else { return };
        let intent = intent(&event);
        if let Some((field, value)) = rows::parse_remedy(&intent) {
            event.prevent_default();
            put(field, value);
            live.read(&form);
            autosave.changed();
        } else if autosave.has_to_wait(&intent) {
            event.prevent_default();
        } else if let Some(input) = revision.get_untracked() {
            input.set_value(&autosave.revision().to_string());
        }
    };
    let (offering, history) =
        (start.offering.clone(), Path::Offering(start.offering.clone(), Page::History).to_string());
    let controls = Controls { live, start: start.clone() };
    let saved = start.saved.clone();
    let save = start.closed.clone().map_or_else(
        || view! { <Button kind=Kind::Primary>{text::SAVE}</Button> }.into_any(),
        |reason| view! { <DisabledButton id="save" kind=Kind::Primary reason>{text::SAVE}</DisabledButton> }.into_any(),
    );
    view! {
        <Head live start=start.clone() />
        <form
            class="page__main form"
            method="post"
            action=SaveListing::url()
            autocomplete="off"
            node_ref=form
            on:input=typed
            on:submit=submitted
        >
            {is_open.then(|| view! { <EnterSaves /> })}
            <input type="hidden" name="offering" value=offering.clone() />
            <input type="hidden" name="revision" value=start.revision.to_string() node_ref=revision />
            {controls.draw()}
            <SaveBar
                mark=Signal::derive(move || mark(&autosave.state.get(), start.revision))
                state=move || move || state(&autosave.state.get(), &saved)
                more=move || move || more(&autosave.state.get(), &offering, autosave.revision())
            >
                <ButtonLink href=history.clone() kind=Kind::Ghost>
                    {words::HISTORY}
                </ButtonLink>
                {save}
            </SaveBar>
        </form>
        <SidePanel title=words::PREVIEW id="preview-h" class="preview">
            {preview(live, start)}
        </SidePanel>
    }
}

#[component]
fn Head(live: Live, start: ListingStart) -> impl IntoView {
    let ListingStart { offering, settings_errors, .. } = start.clone();
    let here = Path::Offering(offering.clone(), Page::Listing).to_string();
    let settings = Path::Offering(offering.clone(), Page::Settings).to_string();
    let errors = Memo::new(move |_| live.shown.with(|shown| shown.errors().count()));
    let tabs = move || {
        let errors = u64::try_from(errors.get()).unwrap_or(u64::MAX);
        view! {
            <Tabs
                label=words::TABS
                tabs=vec![
                    Tab::new(words::LISTING_PAGE, here.clone()).current(true).errors(errors, words::ERRORS),
                    Tab::new(text::page(Page::Settings), settings.clone()).errors(settings_errors, words::ERRORS),
                ]
            />
        }
    };
    view! {
        <PageHead title=words::TITLE crumbs=move || view! { <OfferingCrumbs name=offering.clone() /> }>
            {verdict(live, start)}
            {tabs}
        </PageHead>
    }
}

/// The draft as it is being typed, and what the rules say about it.
#[derive(Clone, Copy)]
struct Live {
    draft: RwSignal<ListingDraft>,
    /// Every finding.
    findings: Memo<Findings>,
    /// The findings that hang on fields: a page that was never saved does not begin with what is missing.
    shown: Memo<Findings>,
    is_open: bool,
}

impl Live {
    fn new(start: &ListingStart) -> Self {
        let draft = RwSignal::new(start.draft.clone());
        let context = start.context.clone();
        let is_new = start.revision == 0;
        let findings = Memo::new(move |_| draft.with(|draft| draft.check(&context)));
        let shown = Memo::new(move |_| {
            let hung = |finding: &&Finding| !(is_new && finding.is_missing());
            findings.with(|findings| findings.iter().filter(hung).cloned().collect::<Findings>())
        });
        Self { draft, findings, shown, is_open: start.closed.is_none() }
    }

    /// Takes over what stands in the form.
    fn read(self, form: &web_sys::HtmlFormElement) {
        let typed = ListingDraft::typed(pairs(form));
        if self.draft.with_untracked(|draft| *draft != typed) {
            self.draft.set(typed);
        }
    }

    fn typed(self, read: fn(&ListingDraft) -> &String) -> Signal<String> {
        Signal::derive(move || self.draft.with(|draft| read(draft).clone()))
    }

    fn validity(self, field: Field) -> Signal<Validity> {
        Memo::new(move |_| self.shown.with(|shown| validity(shown, field))).into()
    }

    /// What hangs on the field; it is drawn anew only when it changes.
    fn findings_at(self, field: Field) -> impl IntoView {
        let here = Memo::new(move |_| self.shown.with(|shown| shown.at(field).cloned().collect::<Findings>()));
        let mend: Option<Remedy> = self.is_open.then_some(remedy as Remedy);
        move || view! { <FindingsAt findings=here.get() field remedy=mend /> }
    }
}

/// The button that puts a finding's suggestion into its field.
fn remedy(finding: &Finding) -> Option<AnyView> {
    let value = finding.suggestion.as_ref()?;
    let (intent, label) = (rows::remedy(finding.field, value), words::use_value(value));
    Some(view! { <LinkButton name="intent" value=intent>{label}</LinkButton> }.into_any())
}

/// What the pressed button asks for; empty for the one that saves.
fn intent(event: &SubmitEvent) -> String {
    let button = event.submitter().and_then(|button| button.dyn_into::<web_sys::HtmlButtonElement>().ok());
    button.filter(|button| button.name() == "intent").map(|button| button.value()).unwrap_or_default()
}

/// Puts a value into the control of a field, as if it had been typed.
fn put(field: Field, value: &str) {
    if let Some(control) = document().get_element_by_id(&field_id(&field.input_name())) {
        // Inputs, text areas and selects all have this property; setting it on one of them cannot fail.
        let _ = js_sys::Reflect::set(&control, &JsValue::from_str("value"), &JsValue::from_str(value));
    }
}
