//! Inviting an account to the allowlist. A provider names it; the console lists nobody else's accounts. What nobody is
//! called comes back in the address, with its findings.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;
use slipway_domain::account::check_allowed_account;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::api::release::Allow;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::permission::denial;
use crate::text::deployments as words;
use crate::ui::{Button, DisabledButton, Section, TextField};

/// What was refused as an account; `None` if nothing was.
pub(super) fn from_query() -> Option<String> {
    use_query_map().read_untracked().get("account")
}

pub(super) fn form(view: &OfferingView, refused: Option<String>) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    let body = match denial(view, Verb::Edit, Object::Allowlist) {
        Some(reason) => view! {
            <DisabledButton id="invite" reason=reason>
                {words::INVITE_NOW}
            </DisabledButton>
        }
        .into_any(),
        None => account(view, refused).into_any(),
    };
    view! {
        <form class="form block" method="post" action=Allow::url()>
            <input type="hidden" name="offering" value=offering />
            <Section title=words::INVITE id="invite-section" lead=words::INVITE_LEAD>
                {body}
            </Section>
        </form>
    }
}

fn account(view: &OfferingView, refused: Option<String>) -> impl IntoView + use<> {
    let field = Field::AllowlistAccount;
    let findings = refused.as_deref().map(|typed| check(view, typed)).unwrap_or_default();
    let state = validity(&findings, field);
    view! {
        <TextField
            label=words::ACCOUNT
            name=field.input_name()
            value=refused.unwrap_or_default()
            help=words::INVITE_HELP
            required=true
            validity=state
        >
            <FindingsAt findings=findings field=field />
        </TextField>
        <Button>{words::INVITE_NOW}</Button>
    }
}

/// What the server found: of all accounts the page knows the owner alone.
fn check(view: &OfferingView, typed: &str) -> Findings {
    let owner = &view.offering.owner;
    let is_owner = [owner.id.to_string(), owner.name.to_lowercase()].contains(&typed.trim().to_lowercase());
    check_allowed_account(typed, is_owner.then_some(owner.id), owner.id)
}
