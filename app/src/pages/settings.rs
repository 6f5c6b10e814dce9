//! Catalog listing, tab Settings: what the service can do, in four answers, and what it asks for beside plan and place.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::params::ParamsMap;
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::offering;
use slipway_domain::page::{Page as Here, PageStatus};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::settings::SettingsDraft;
use slipway_domain::view::{OfferingView, Subject};

use crate::api::listing::{CheckSettings, SaveSettings};
use crate::api::offering::read_offering;
use crate::islands::live_form::LiveForm;
use crate::parts::also_here::AlsoHere;
use crate::parts::enter_saves::EnterSaves;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::last_saved::LastSaved;
use crate::parts::load::{load, param, queries};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame, mark};
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::shell::IslandScripts;
use crate::text::{self, listing, settings as words};
use crate::ui::{
    Button, DisabledButton, Kind, Layout, Mark, Page, PageHead, Radio, RadioGroup, SaveBar, Section, Tab, Tabs, Verdict,
};

mod extras;
pub(crate) mod parameters;
pub(crate) mod preview;

#[component]
pub fn SettingsPage() -> impl IntoView {
    let asked = queries();
    load(read_offering(param("name")), move |view| {
        let draft = proposed(&view.offering.settings.draft, view.offering.settings.revision);
        // The head asks the frame what stands above it, so that it must be made in there.
        let (main, of_head) = (main(&view, &draft, &asked), view.clone());
        let is_open = obstacle(&view, Verb::Edit, Object::Listing).is_none();
        view! {
            <OfferingFrame view=view page=Here::Settings>
                <Page layout=Layout::Slim>{is_open.then(|| view! { <IslandScripts /> })} {head(&of_head)} {main}</Page>
            </OfferingFrame>
        }
    })
}

/// Form and preview for answers that nobody has saved; `plan` and `location` are those of the preview.
pub fn typed(view: &OfferingView, draft: &SettingsDraft, plan: String, location: String) -> String {
    let mut asked = ParamsMap::new();
    asked.insert(preview::PLAN, plan);
    asked.insert(preview::LOCATION, location);
    inner(view, draft, &asked).to_html()
}

fn main(view: &OfferingView, draft: &SettingsDraft, asked: &ParamsMap) -> AnyView {
    let inner = inner(view, draft, asked);
    if obstacle(view, Verb::Edit, Object::Listing).is_some() {
        return inner;
    }
    view! { <LiveForm>{inner}</LiveForm> }.into_any()
}

/// What the island stands around.
fn inner(view: &OfferingView, draft: &SettingsDraft, asked: &ParamsMap) -> AnyView {
    let (form, preview) = (form(view, draft, asked), preview::preview(view, &draft.parameters, asked));
    view! { {form} {preview} }.into_any()
}

fn head(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let (name, person) = (offering.name.clone(), view.person.clone());
    let path = |page| Path::Offering(offering.name.clone(), page).to_string();
    let errors = |page| u64::try_from(offering.findings(page).errors().count()).unwrap_or(u64::MAX);
    let is_saved = |revision: i64| u64::from(revision > 0);
    let tabs = vec![
        Tab::new(listing::LISTING_PAGE, path(Here::Listing))
            .errors(errors(Here::Listing) * is_saved(offering.listing.revision), listing::ERRORS),
        Tab::new(text::page(Here::Settings), path(Here::Settings))
            .current(true)
            .errors(errors(Here::Settings) * is_saved(offering.settings.revision), listing::ERRORS),
    ];
    let status = view.page_status(Here::Settings);
    let findings = offering.findings(Here::Settings);
    let sentence = sentence(status, &findings);
    let (edited, part) = (offering.name.clone(), Subject::Section(offering::Section::Settings));
    let is_open = obstacle(view, Verb::Edit, Object::Listing).is_none();
    let also_here = is_open.then(|| view! { <AlsoHere offering=edited part /> });
    view! {
        <PageHead title=listing::TITLE crumbs=move || view! { <OfferingCrumbs name person /> }>
            <Verdict mark=mark(status) word=text::page_status(status)>
                {sentence}
            </Verdict>
            {also_here}
            <Tabs label=listing::TABS tabs=tabs />
        </PageHead>
    }
}

/// What is to be done, with links to the questions.
fn sentence(status: PageStatus, findings: &Findings) -> AnyView {
    if status == PageStatus::NotStarted {
        return words::NOT_SAVED.into_any();
    }
    let errors: Vec<_> = findings.errors().collect();
    let warnings: Vec<_> = findings.warnings().collect();
    let done = errors.is_empty().then_some(words::COMPLETE);
    view! { {done} {linked(words::TO_COMPLETE, &errors)} " " {linked(words::TO_IMPROVE, &warnings)} }.into_any()
}

fn linked(lead: &'static str, findings: &[&Finding]) -> Option<impl IntoView + use<>> {
    let mut fields: Vec<Field> = findings.iter().map(|finding| finding.field).collect();
    fields.dedup();
    let last = fields.len().checked_sub(1)?;
    let links = fields
        .into_iter()
        .enumerate()
        .map(|(at, field)| {
            let href = format!("#{}", field.id());
            view! {
                <a href=href>{listing::link_name(field)}</a>
                {if at == last { "." } else { ", " }}
            }
        })
        .collect_view();
    Some(view! { {lead} {links} })
}

fn form(view: &OfferingView, draft: &SettingsDraft, asked: &ParamsMap) -> impl IntoView + use<> {
    let offering = &view.offering;
    let (name, revision) = (offering.name.clone(), offering.settings.revision);
    let findings = draft.check(&offering.settings_context());
    let closed = obstacle(view, Verb::Edit, Object::Listing);
    let is_open = closed.is_none();
    let (saved, person, now) = (offering.settings.saved.clone(), view.person.clone(), view.now);
    let more = (revision > 0).then(|| text::revision(revision));
    let state = if revision > 0 { Mark::Done } else { Mark::Open };
    let save = closed.map_or_else(
        || view! { <Button kind=Kind::Primary>{text::SAVE}</Button> }.into_any(),
        |reason| view! { <DisabledButton id="save" kind=Kind::Primary reason>{text::SAVE}</DisabledButton> }.into_any(),
    );
    let parameters = parameters::editor(draft, &findings, is_open, asked);
    let drawn = extras::Form { draft, findings: &findings, is_open };
    let switches = extras::switches(drawn, offering);
    let extras = (extras::broker(drawn), extras::level(drawn), extras::compliance(drawn), extras::audience(drawn));
    let choice = preview::choice(asked);
    let ask = move |field, legend, help, answers, selected: &String| {
        question(Question { field, legend, help, answers, selected: selected.clone(), is_open }, &findings)
    };
    let yes_no = |yes, no| vec![Radio::new("yes", words::YES).note(yes), Radio::new("no", words::NO).note(no)];
    let scopes = vec![
        Radio::new("per_location", words::PER_LOCATION).note(words::PER_LOCATION_NOTE),
        Radio::new("global", words::GLOBAL).note(words::GLOBAL_NOTE),
    ];
    let updateable = ask(
        Field::PlanUpdateable,
        words::PLAN_UPDATEABLE,
        "",
        yes_no(words::PLAN_UPDATEABLE_YES, words::PLAN_UPDATEABLE_NO),
        &draft.plan_updateable,
    );
    let bindable =
        ask(Field::Bindable, words::BINDABLE, "", yes_no(words::BINDABLE_YES, words::BINDABLE_NO), &draft.bindable);
    let keys = ask(
        Field::ServiceKeySupported,
        words::SERVICE_KEYS,
        words::SERVICE_KEYS_HELP,
        yes_no(words::SERVICE_KEYS_YES, words::SERVICE_KEYS_NO),
        &draft.service_key_supported,
    );
    let scope =
        ask(Field::LocationScope, words::LOCATION_SCOPE, words::LOCATION_SCOPE_HELP, scopes, &draft.location_scope);
    view! {
        <form
            class="page__main form"
            id="settings-form"
            method="post"
            action=SaveSettings::url()
            autocomplete="off"
            data-check=CheckSettings::url()
            data-autosave=""
        >
            {is_open.then(|| view! { <EnterSaves /> })}
            <input type="hidden" name="offering" value=name />
            <input type="hidden" name="revision" value=revision.to_string() />
            <input type="hidden" name="after" value="" />
            {choice}
            <Section title=words::PLAN_CHANGES lead=words::LEAD>{updateable} {switches}</Section>
            <Section title=words::BINDINGS>{bindable} {keys}</Section>
            <Section title=words::LOCATIONS>{scope} <p class="quiet">{words::AUTOMATIC}</p></Section>
            {parameters}
            {extras}
            <SaveBar mark=state state=move || view! { <LastSaved saved person now /> } more=move || more>
                {save}
            </SaveBar>
        </form>
    }
}

struct Question {
    field: Field,
    legend: &'static str,
    help: &'static str,
    answers: Vec<Radio>,
    selected: String,
    is_open: bool,
}

fn question(asked: Question, findings: &Findings) -> AnyView {
    let Question { field, legend, help, answers, selected, is_open } = asked;
    // What cannot be changed is still readable: the other answers are not possible.
    let choices = answers
        .into_iter()
        .map(|answer| Radio { possible: is_open || answer.value == selected, ..answer })
        .collect::<Vec<_>>();
    let state = validity(findings, field);
    let here: Findings = findings.at(field).cloned().collect();
    let name = field.input_name();
    let locked = !is_open;
    view! {
        <RadioGroup legend=legend name=name choices=choices selected=selected help=help validity=state locked=locked>
            <FindingsAt findings=here field />
        </RadioGroup>
    }
    .into_any()
}

/// The defaults of §4.7b, until somebody has saved an answer.
fn proposed(draft: &SettingsDraft, revision: i64) -> SettingsDraft {
    if revision > 0 {
        return draft.clone();
    }
    SettingsDraft {
        plan_updateable: "no".to_owned(),
        bindable: "no".to_owned(),
        service_key_supported: "no".to_owned(),
        location_scope: "per_location".to_owned(),
        ..draft.clone()
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::settings::SettingsContext;

    use super::*;

    #[test]
    fn the_proposed_answers_are_complete_and_never_replace_saved_ones() {
        let proposal = proposed(&SettingsDraft::default(), 0);
        assert!(proposal.check(&SettingsContext::default()).is_empty());
        assert_eq!(proposed(&SettingsDraft::default(), 1), SettingsDraft::default());
    }
}
