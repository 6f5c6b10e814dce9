//! A registration that came too late: what its author typed, beside what is saved now. Nothing of it is lost until they
//! say so.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::account::RegistrationDraft;
use slipway_domain::ids::ParkedId;

use crate::api::account::DiscardRegistration;
use crate::parts::registration_facts::form_facts;
use crate::text::account as words;
use crate::ui::{Button, Notice, Size, Tone};

/// Above the form that holds what was typed.
pub(super) fn notice(parked: ParkedId) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title=words::STALE_TITLE live=true>
            <p>{words::STALE}</p>
            {discard(parked)}
        </Notice>
    }
}

/// What was typed, where the form can no longer be saved.
pub(super) fn locked(typed: &RegistrationDraft, parked: ParkedId) -> impl IntoView + use<> {
    let facts = form_facts(typed);
    view! {
        <Notice tone=Tone::Warn title=words::STALE_TITLE live=true>
            <p>{words::STALE_LOCKED}</p>
            {discard(parked)}
        </Notice>
        <section class="block" aria-labelledby="typed-h">
            <h2 class="form__title" id="typed-h">
                {words::TYPED}
            </h2>
            {facts}
        </section>
    }
}

/// What is saved, below a field that holds something else.
pub(super) fn saved_now(typed: &str, saved: &str) -> Option<impl IntoView + use<>> {
    let value = if saved.trim().is_empty() { words::SAVED_EMPTY.to_owned() } else { saved.to_owned() };
    (typed != saved).then(|| {
        view! {
            <p class="saved-now">
                {words::SAVED_NOW} " " <span class="merge__value">{value}</span>
            </p>
        }
    })
}

fn discard(parked: ParkedId) -> impl IntoView {
    view! {
        <form method="post" action=DiscardRegistration::url()>
            <input type="hidden" name="parked" value=parked.to_string() />
            <Button size=Size::Small>{words::KEEP_SAVED}</Button>
            <p class="quiet">{words::KEEP_SAVED_NOTE}</p>
        </form>
    }
}
