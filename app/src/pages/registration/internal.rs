//! Whether an account is one of the operator's own (§4.15), with the button that changes it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use slipway_domain::policy::{Denial, Object, Verb, cell, roles_with};
use slipway_domain::rejection::Rejection;
use slipway_domain::view::AccountView;

use crate::api::account::SetInternal;
use crate::parts::act::Act;
use crate::parts::permission::reason;
use crate::text::registration as words;
use crate::ui::Button;

pub(super) fn block(view: &AccountView) -> impl IntoView + use<> {
    let is_internal = view.account.is_internal;
    let (what, label) =
        if is_internal { (words::INTERNAL, words::MAKE_EXTERNAL) } else { (words::EXTERNAL, words::MAKE_INTERNAL) };
    let (account, then) = (view.account.id.to_string(), (!is_internal).to_string());
    let may = view.person.operator.iter().any(|role| cell(Object::Accounts, *role, Verb::Edit));
    let why_not = (!may).then(|| {
        let needs = roles_with(Object::Accounts, Verb::Edit);
        reason(Rejection::Denied(Denial::role_missing(&view.person, None, needs)))
    });
    let does = Act::new("internal", label).unless(why_not, || {
        view! {
            <form method="post" action=SetInternal::url()>
                <input type="hidden" name="account" value=account />
                <input type="hidden" name="internal" value=then />
                <Button>{label}</Button>
            </form>
        }
    });
    view! {
        <section class="block" aria-labelledby="internal-h">
            <h2 class="form__title" id="internal-h">
                {words::INTERNAL_TITLE}
            </h2>
            <p>{what}</p>
            {does}
        </section>
    }
}
