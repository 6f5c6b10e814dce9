//! Before access management is enabled: what enabling makes, and the button.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::view::OfferingView;

use crate::api::access::EnableAccess;
use crate::parts::act::Act;
use crate::parts::operation::OperationField;
use crate::parts::permission::{obstacle, reason};
use crate::text::access as words;
use crate::ui::{Button, Empty, Glyph, Kind};

pub(super) fn empty(view: &OfferingView) -> impl IntoView + use<> {
    let name = view.offering.name.clone();
    let why_not = obstacle(view, Verb::Create, Object::AccessRegistration).or_else(|| {
        let is_registered = view.offering.access_facts.registered_at.is_some();
        (!is_registered).then(|| reason(Rejection::Refused(Refusal::NameNotRegistered)))
    });
    let act = Act::new("enable", words::ENABLE).kind(Kind::Primary).unless(why_not, || {
        view! {
            <form method="post" action=EnableAccess::url()>
                <input type="hidden" name="offering" value=name />
                <OperationField />
                <Button kind=Kind::Primary>{words::ENABLE}</Button>
            </form>
        }
    });
    let steps = words::MADE.map(|(title, text)| (title.to_owned(), text.to_owned())).to_vec();
    view! {
        <Empty title=words::EMPTY_TITLE icon=Glyph::Password acts=move || act steps=steps>
            <p>{words::EMPTY_WHY}</p>
        </Empty>
    }
}
