//! Who stands behind the offering, and what is planned: a form, or the same as facts for those who may only look.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::page::Page;
use slipway_domain::summary::SummaryDraft;
use slipway_domain::view::OfferingView;

use crate::api::offering::{CheckSummary, SaveSummary};
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::last_saved::LastSaved;
use crate::parts::text_line::{Line, text_line};
use crate::text;
use crate::text::summary as words;
use crate::ui::{Button, Kind, Notice, SaveBar, Section, TextArea};

/// `above` stands before the fields, inside the form, whose last child is the save bar.
pub(super) fn form(view: &OfferingView, above: AnyView) -> impl IntoView + use<> {
    let summary = &view.offering.summary;
    let (offering, revision) = (view.offering.name.clone(), summary.revision);
    let findings = view.offering.findings(Page::Summary);
    let (saved, person, now) = (summary.saved.clone(), view.person.clone(), view.now);
    let more = (revision > 0).then(|| text::revision(revision));
    view! {
        <form
            class="page__main form"
            id="summary-form"
            method="post"
            action=SaveSummary::url()
            autocomplete="off"
            data-check=CheckSummary::url()
            data-autosave=""
        >
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="revision" value=revision.to_string() />
            <input type="hidden" name="after" value="" />
            {above}
            {people(&summary.draft, &findings)}
            {plan(&summary.draft, &findings)}
            <SaveBar state=move || view! { <LastSaved saved person now /> } more=move || more>
                <Button kind=Kind::Primary>{words::SAVE}</Button>
            </SaveBar>
        </form>
    }
}

const CONTACT_NAME: Line = Line {
    field: Field::ContactName,
    label: words::CONTACT_NAME,
    help: words::CONTACT_NAME_HELP,
    limit: 64,
    inputmode: "text",
    is_required: true,
};

const CONTACT_EMAIL: Line = Line {
    field: Field::ContactEmail,
    label: words::CONTACT_EMAIL,
    help: words::CONTACT_EMAIL_HELP,
    limit: 128,
    inputmode: "email",
    is_required: true,
};

const SUPPORT_CONTACT: Line = Line {
    field: Field::SupportContact,
    label: words::SUPPORT_CONTACT,
    help: words::SUPPORT_CONTACT_HELP,
    limit: 256,
    inputmode: "text",
    is_required: false,
};

const TARGET_DATE: Line = Line {
    field: Field::TargetDate,
    label: words::TARGET_DATE,
    help: words::TARGET_DATE_HELP,
    limit: 10,
    inputmode: "text",
    is_required: false,
};

fn people(draft: &SummaryDraft, findings: &Findings) -> impl IntoView + use<> {
    let name = text_line(CONTACT_NAME, &draft.contact_name, findings);
    let email = text_line(CONTACT_EMAIL, &draft.contact_email, findings);
    let support = text_line(SUPPORT_CONTACT, &draft.support_contact, findings);
    view! {
        <Section title=words::PEOPLE id="people">
            <div class="pair">{name} {email}</div>
            {support}
        </Section>
    }
}

fn plan(draft: &SummaryDraft, findings: &Findings) -> impl IntoView + use<> {
    let description = description(&draft.description, findings);
    let date = text_line(TARGET_DATE, &draft.target_date, findings);
    view! {
        <Section title=words::PLAN id="plan" lead=words::PLAN_LEAD>
            {description}
            {date}
        </Section>
    }
}

fn description(value: &str, findings: &Findings) -> AnyView {
    let field = Field::InternalDescription;
    let (name, value, help, optional) = (field.input_name(), value.to_owned(), words::DESCRIPTION_HELP, text::OPTIONAL);
    let (validity, findings) = (validity(findings, field), findings.clone());
    view! {
        <TextArea label=words::DESCRIPTION name value help optional limit=5000 rows=4 validity>
            <FindingsAt findings field />
        </TextArea>
    }
    .into_any()
}

/// `reason` says why nothing can be changed.
pub(super) fn read_only(view: &OfferingView, reason: String) -> impl IntoView + use<> {
    let draft = view.offering.summary.draft.clone();
    let value = |text: String| {
        if text.trim().is_empty() { view! { <span class="quiet">"–"</span> }.into_any() } else { text.into_any() }
    };
    let (saved, person, now) = (view.offering.summary.saved.clone(), view.person.clone(), view.now);
    view! {
        <section class="block" aria-labelledby="people-h">
            <h2 class="form__title" id="people-h">
                {words::PEOPLE}
            </h2>
            <Notice title=words::READ_ONLY>{reason}</Notice>
            <dl class="facts facts--stack">
                <dt>{words::CONTACT_NAME}</dt>
                <dd>{value(draft.contact_name)}</dd>
                <dt>{words::CONTACT_EMAIL}</dt>
                <dd>{value(draft.contact_email)}</dd>
                <dt>{words::SUPPORT_CONTACT}</dt>
                <dd>{value(draft.support_contact)}</dd>
                <dt>{words::DESCRIPTION}</dt>
                <dd>{value(draft.description)}</dd>
                <dt>{words::TARGET_DATE}</dt>
                <dd>{value(draft.target_date)}</dd>
            </dl>
            <p class="quiet">
                <LastSaved saved person now />
            </p>
        </section>
    }
}
