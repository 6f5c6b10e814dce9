//! How the person signs in: a new set-up link, locking out, letting in again.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::person::{PersonState, may_lose_admin};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::view::PersonView;

use crate::api::people::{DisablePerson, EnablePerson, IssueSetupLink};
use crate::parts::act::Act;
use crate::parts::permission::reason;
use crate::parts::person_line::no_links;
use crate::text::people as words;
use crate::ui::{Button, ConfirmForm, Kind};

pub(super) fn block(view: &PersonView) -> impl IntoView + use<> {
    let parts = (link(view), lock(view));
    view! {
        <section class="block" aria-labelledby="sign-in-h">
            <h2 class="form__title" id="sign-in-h">
                {words::SIGN_IN}
            </h2>
            {parts}
        </section>
    }
}

fn link(view: &PersonView) -> AnyView {
    let is_disabled = view.subject.state == PersonState::Disabled;
    let refused = is_disabled.then(|| reason(Rejection::Refused(Refusal::PersonDisabled)));
    Act::new("new-link", words::NEW_LINK).unless(refused.or_else(no_links), || {
        view! {
            <form method="post" action=IssueSetupLink::url()>
                {named(view)}
                <Button>{words::NEW_LINK}</Button>
                <p class="quiet">{words::NEW_LINK_NOTE}</p>
            </form>
        }
    })
}

fn lock(view: &PersonView) -> AnyView {
    if view.subject.state == PersonState::Disabled {
        return view! {
            <form class="btn--after" method="post" action=EnablePerson::url()>
                {named(view)}
                <Button>{words::ENABLE}</Button>
            </form>
        }
        .into_any();
    }
    let named = named(view);
    let refused = may_lose_admin(&view.admins, view.subject.id).err();
    let refused = refused.map(|refusal| reason(Rejection::Refused(refusal)));
    Act::new("disable", words::DISABLE).kind(Kind::Ghost).unless(refused, || {
        view! {
            <ConfirmForm
                label=words::DISABLE
                sure=words::DISABLE_SURE
                now=words::DISABLE_NOW
                action=DisablePerson::url()
            >
                {named}
            </ConfirmForm>
        }
    })
}

/// The hidden field that says who is meant.
pub(super) fn named(view: &PersonView) -> impl IntoView + use<> {
    let person = view.subject.id.to_string();
    view! { <input type="hidden" name="person" value=person /> }
}
