//! The form of the plan editor. It posts everything at once; the buttons of the rows save it, too, so nothing is lost.
//! While somebody types, `islands::live_form` has it checked as it would be saved; a plan that exists then saves itself
//! (`islands::autosave`), a new one waits for its button.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::plan::{PlanApproval, PlanRecord};
use slipway_domain::view::OfferingView;

use super::{Editing, fields, heading, lists, locations, metric, options, sandbox, served, usage_request};
use crate::api::plan::{AddPlan, CheckPlan, SavePlan};
use crate::parts::enter_saves::EnterSaves;
use crate::parts::last_saved::{self, LastSaved};
use crate::parts::operation::OperationField;
use crate::text;
use crate::text::plan as words;
use crate::ui::{Button, Kind, Notice, SaveBar, Tone};

pub(super) fn form(view: &OfferingView, editing: &Editing) -> impl IntoView + use<> {
    let record = editing.record.as_ref();
    let action = if record.is_some() { SavePlan::url() } else { AddPlan::url() };
    let autosave = record.map(|_| "");
    let offering = view.offering.name.clone();
    let hidden = match record {
        Some(record) => view! {
            <input type="hidden" name="id" value=record.id.to_string() />
            <input type="hidden" name="revision" value=record.revision.to_string() />
            <input type="hidden" name="after" value="" />
        }
        .into_any(),
        None => view! { <OperationField /> }.into_any(),
    };
    let saved = record.and_then(|record| record.saved.clone());
    let mark = last_saved::mark(saved.as_ref());
    let (person, now) = (view.person.clone(), view.now);
    let more = record.map(|record| text::revision(record.revision));
    let draft = &editing.draft;
    // What was typed for another kind stays in sight until somebody removes it.
    let fee = (!draft.is_metered() || draft.listed_amounts().next().is_some()).then(|| lists::fee(editing));
    let metrics = (draft.is_metered() || !draft.metrics.is_empty()).then(|| metric::sections(editing));
    let caps = (draft.is_free() || draft.listed_caps().next().is_some()).then(|| lists::caps(editing));
    let request = record.filter(|record| record.draft.is_metered()).map(|record| usage_request::fold(view, record));
    let sandbox = sandbox::link(view, record);
    view! {
        <form
            class="page__main form"
            id="plan-form"
            method="post"
            action=action
            autocomplete="off"
            data-check=CheckPlan::url()
            data-autosave=autosave
        >
            <EnterSaves />
            <input type="hidden" name="offering" value=offering />
            {hidden}
            {heading(editing)}
            {record.and_then(consent)}
            {fields::section(editing)}
            {lists::bullets(editing)}
            {fee}
            {metrics}
            {caps}
            {locations::section(editing)}
            {served::by(view, record)}
            {options::fold(view, editing)}
            {request}
            {sandbox}
            <SaveBar mark state=move || view! { <LastSaved saved person now /> } more=move || more>
                <Button kind=Kind::Primary>{words::SAVE}</Button>
            </SaveBar>
        </form>
    }
}

/// A consent covers what it was given for (T10).
fn consent(record: &PlanRecord) -> Option<AnyView> {
    let is_asked = !record.draft.is_free() && record.approval != PlanApproval::Draft;
    is_asked.then(|| view! { <Notice tone=Tone::Warn title=words::AFTER_APPROVAL /> }.into_any())
}
