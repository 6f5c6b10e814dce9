//! The registration in its shortest form (T01–T04): four fields, saved at any time, submitted when they are complete.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::account::{Account, Registration, RegistrationDraft};
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::registration::{self, RegistrationMove};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::text::field_name;
use slipway_domain::view::AccountView;

use super::stale;
use crate::api::account::SaveRegistration;
use crate::parts::permission::reason;
use crate::parts::registration_facts::form_facts;
use crate::parts::text_line::{Line, text_line};
use crate::text;
use crate::text::account as words;
use crate::ui::{Button, DisabledButton, Kind, Notice, SaveBar, Section, Tone};

const COMPANY_NAME: Line = Line {
    field: Field::CompanyName,
    label: words::COMPANY_NAME,
    help: words::COMPANY_NAME_HELP,
    limit: 128,
    inputmode: "text",
    is_required: true,
};

const LEGAL_NAME: Line = Line {
    field: Field::CompanyLegalName,
    label: words::LEGAL_NAME,
    help: words::LEGAL_NAME_HELP,
    limit: 256,
    inputmode: "text",
    is_required: false,
};

const CONTACT_NAME: Line = Line {
    field: Field::CompanyContactName,
    label: words::CONTACT_NAME,
    help: words::CONTACT_NAME_HELP,
    limit: 64,
    inputmode: "text",
    is_required: true,
};

const CONTACT_EMAIL: Line = Line {
    field: Field::CompanyContactEmail,
    label: words::CONTACT_EMAIL,
    help: words::CONTACT_EMAIL_HELP,
    limit: 128,
    inputmode: "email",
    is_required: true,
};

pub(super) fn section(view: &AccountView) -> AnyView {
    let returned = (view.account.registration == Registration::Returned).then(|| {
        let why = view.account.reason.clone();
        view! {
            <Notice tone=Tone::Warn title=words::REASON>
                {why}
            </Notice>
        }
    });
    let Some(why) = obstacle(view, Verb::Edit, RegistrationMove::Save) else {
        let late = view.parked.as_ref().map(|parked| stale::notice(parked.id));
        return view! { {late} {returned} {form(view)} }.into_any();
    };
    let facts = form_facts(&view.account.form);
    let late = view.parked.as_ref().map(|parked| stale::locked(&parked.form, parked.id));
    // What the state of the registration means stands at the head of the page.
    let is_open = registration::next(view.account.registration, RegistrationMove::Save).is_some();
    let why = is_open.then(|| view! { <p class="quiet">{why}</p> });
    view! {
        {late}
        {returned}
        <section aria-labelledby="registration-h">
            <h2 class="form__title" id="registration-h">
                {words::REGISTRATION}
            </h2>
            {facts}
            {why}
        </section>
    }
    .into_any()
}

/// Why the person cannot do it, by role or by the state of the registration.
fn obstacle(view: &AccountView, verb: Verb, attempted: RegistrationMove) -> Option<String> {
    let Account { id, registration: from, .. } = &view.account;
    if let Err(denial) = policy::may(&view.person, verb, Object::Registration, Context::of(*id)) {
        return Some(reason(Rejection::Denied(denial)));
    }
    let is_possible = registration::next(*from, attempted).is_some();
    (!is_possible).then(|| reason(Rejection::Refused(Refusal::NoSuchRegistrationMove { from: *from, attempted })))
}

fn form(view: &AccountView) -> impl IntoView + use<> {
    let saved = &view.account.form;
    let draft = view.parked.as_ref().map_or(saved, |parked| &parked.form);
    let findings = draft.check();
    let company = company(draft, saved, &findings);
    let contact = contact(draft, saved, &findings);
    let parked = view.parked.as_ref().map(|parked| {
        view! { <input type="hidden" name="parked" value=parked.id.to_string() /> }
    });
    let submit = submit(view, &findings);
    let revision = view.account.revision;
    view! {
        <form class="form" method="post" action=SaveRegistration::url() autocomplete="off">
            <input type="hidden" name="revision" value=revision.to_string() />
            {parked}
            {company}
            {contact}
            <SaveBar state=|| words::SAVE_KEEPS more=move || text::revision(revision)>
                <Button name="then" value="">{words::SAVE}</Button>
                {submit}
            </SaveBar>
        </form>
    }
}

/// `saved` is what the account holds now; it is the draft itself unless that came too late.
fn company(draft: &RegistrationDraft, saved: &RegistrationDraft, findings: &Findings) -> impl IntoView + use<> {
    let name = text_line(COMPANY_NAME, &draft.company_name, findings);
    let legal = text_line(LEGAL_NAME, &draft.company_legal_name, findings);
    let name_now = stale::saved_now(&draft.company_name, &saved.company_name);
    let legal_now = stale::saved_now(&draft.company_legal_name, &saved.company_legal_name);
    view! {
        <Section title=words::COMPANY id="company">
            {name}
            {name_now}
            {legal}
            {legal_now}
        </Section>
    }
}

fn contact(draft: &RegistrationDraft, saved: &RegistrationDraft, findings: &Findings) -> impl IntoView + use<> {
    let name = text_line(CONTACT_NAME, &draft.contact_name, findings);
    let email = text_line(CONTACT_EMAIL, &draft.contact_email, findings);
    let name_now = stale::saved_now(&draft.contact_name, &saved.contact_name);
    let email_now = stale::saved_now(&draft.contact_email, &saved.contact_email);
    view! {
        <Section title=words::CONTACT id="contact">
            <div class="pair">{name} {email}</div>
            {name_now}
            {email_now}
        </Section>
    }
}

/// Saves once more before it submits, so that nothing that was typed meanwhile is lost.
fn submit(view: &AccountView, findings: &Findings) -> AnyView {
    let why_not = obstacle(view, Verb::Submit, RegistrationMove::Submit).or_else(|| blocking(findings));
    match why_not {
        Some(reason) => view! {
            <DisabledButton id="submit-registration" kind=Kind::Primary reason>
                {words::SUBMIT}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <Button kind=Kind::Primary name="then" value="submit">
                {words::SUBMIT}
            </Button>
        }
        .into_any(),
    }
}

/// What of the saved form stands in the way.
fn blocking(findings: &Findings) -> Option<String> {
    let mut fields: Vec<String> = findings.errors().map(|finding| field_name(finding.field)).collect();
    fields.dedup();
    (!fields.is_empty()).then(|| words::findings_left(&fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_blocks_the_submission_is_named_once() {
        let form = RegistrationDraft { company_name: "Northwind Data".to_owned(), ..RegistrationDraft::default() };
        let left = blocking(&form.check());
        let expected = "Complete and save this first: contact’s name, contact’s e-mail address.";
        assert_eq!(left.as_deref(), Some(expected));
        let complete = RegistrationDraft {
            contact_name: "Kim Wood".to_owned(),
            contact_email: "kim@northwind.example".to_owned(),
            ..form
        };
        assert_eq!(blocking(&complete.check()), None);
    }
}
