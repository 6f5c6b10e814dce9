//! An account that somebody calls by its name or its id. Of all accounts the page knows the owner alone: what the server
//! turned down comes back in the address, with its findings.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use slipway_domain::account::check_allowed_account;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::view::OfferingView;

use crate::parts::findings_list::{FindingsAt, validity};
use crate::text::deployments as words;
use crate::ui::{Button, DisabledButton, TextField};

/// What was refused in the form of that name; `None` if nothing was.
pub(super) fn from_query(form: &str) -> Option<String> {
    use_query_map().read_untracked().get(form)
}

/// The field and the button of a form about an account, or why the person may not use it. `id` is the form's name, too.
pub(super) fn controls(
    view: &OfferingView,
    id: &'static str,
    label: &'static str,
    refused: Option<String>,
    denied: Option<String>,
) -> AnyView {
    if let Some(reason) = denied {
        return view! {
            <DisabledButton id=id reason=reason>
                {label}
            </DisabledButton>
        }
        .into_any();
    }
    let field = Field::AllowlistAccount;
    let findings = refused.as_deref().map(|typed| check(view, typed)).unwrap_or_default();
    let state = validity(&findings, field);
    view! {
        <TextField
            label=words::ACCOUNT
            name=field.input_name()
            id=id
            value=refused.unwrap_or_default()
            help=words::CALLED_HELP
            required=true
            validity=state
        >
            <FindingsAt findings=findings field=field />
        </TextField>
        <Button>{label}</Button>
    }
    .into_any()
}

fn check(view: &OfferingView, typed: &str) -> Findings {
    let owner = &view.offering.owner;
    let is_owner = [owner.id.to_string(), owner.name.to_lowercase()].contains(&typed.trim().to_lowercase());
    check_allowed_account(typed, is_owner.then_some(owner.id), owner.id)
}
