//! An account and the state of its registration: for its members and for the operator.

use leptos::prelude::*;
use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::moment::Moment;
use slipway_domain::view::AccountView;

use crate::parts::moment::Ago;
use crate::text;
use crate::text::account as words;
use crate::ui::Mark;

/// Shape and colour of a state.
pub const fn registration_mark(state: Registration) -> Mark {
    match state {
        Registration::Draft => Mark::Partial,
        Registration::Submitted => Mark::Waiting,
        Registration::Returned => Mark::Warning,
        Registration::Rejected => Mark::Failed,
        Registration::Approved => Mark::Done,
    }
}

/// Who handed it in and who decided, what the operator wrote, and whom to ask.
pub fn account_facts(view: &AccountView) -> impl IntoView + use<> {
    let account = &view.account;
    let now = view.now;
    let state = (account.kind == AccountKind::Provider).then(|| {
        view! {
            <dt>{words::REGISTRATION}</dt>
            <dd>{text::registration(account.registration)}</dd>
        }
    });
    let submitted = view.intake.submitted.clone().map(|fact| event(words::SUBMITTED, fact, now));
    let decided = view.intake.decided.clone().map(|fact| event(words::DECIDED, fact, now));
    let reason = (!account.reason.is_empty()).then(|| {
        view! {
            <dt>{words::REASON}</dt>
            <dd class="merge__value">{account.reason.clone()}</dd>
        }
    });
    view! {
        <dl class="facts facts--stack">
            <dt>{words::KIND}</dt>
            <dd>{text::account_kind(account.kind)}</dd>
            {state}
            {submitted}
            {decided}
            {reason}
            <dt>{words::OPERATOR}</dt>
            <dd>{view.operator_contact.clone()}</dd>
            <dt>{words::ACCOUNT_ID}</dt>
            <dd>
                <code>{account.id.to_string()}</code>
            </dd>
        </dl>
        <p class="quiet">{words::ACCOUNT_ID_HELP}</p>
    }
}

fn event(label: &'static str, (who, at): (String, Moment), now: Moment) -> impl IntoView {
    view! {
        <dt>{label}</dt>
        <dd>
            <Ago at now />
            " "
            {text::by(&who)}
        </dd>
    }
}

/// The form as facts, for those who may not change it.
pub fn form_facts(form: &RegistrationDraft) -> impl IntoView + use<> {
    let value = |text: &str| if text.trim().is_empty() { words::NOTHING.to_owned() } else { text.to_owned() };
    view! {
        <dl class="facts">
            <dt>{words::COMPANY_NAME}</dt>
            <dd>{value(&form.company_name)}</dd>
            <dt>{words::LEGAL_NAME}</dt>
            <dd>{value(&form.company_legal_name)}</dd>
            <dt>{words::CONTACT_NAME}</dt>
            <dd>{value(&form.contact_name)}</dd>
            <dt>{words::CONTACT_EMAIL}</dt>
            <dd>{value(&form.contact_email)}</dd>
        </dl>
    }
}
