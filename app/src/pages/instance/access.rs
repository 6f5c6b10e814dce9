//! Taking access away and giving it back, and removing an instance for good.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::instance::{InstanceState, OperationKind};
use slipway_domain::view::OwnInstanceView;

use super::{about, unless};
use crate::api::instance::{EnableInstance, RemoveInstance};
use crate::text::instance as words;
use crate::ui::{Button, Confirm, Kind, TextField};

/// Nothing once the instance is gone.
pub(super) fn block(view: &OwnInstanceView) -> Option<impl IntoView + use<>> {
    if view.state == InstanceState::Removed {
        return None;
    }
    let switch = (view.state != InstanceState::Failed).then(|| switch(view));
    let remove = unless(view, OperationKind::Deprovision, "remove", words::REMOVE, || remove(view).into_any());
    Some(view! {
        <section class="block instance" aria-labelledby="access-h">
            <h2 class="form__title" id="access-h">
                {words::ACCESS}
            </h2>
            {switch}
            {remove}
        </section>
    })
}

fn switch(view: &OwnInstanceView) -> impl IntoView + use<> {
    let is_off = matches!(view.state, InstanceState::Inactive | InstanceState::PendingReclamation);
    let (kind, id, label, text, value) = if is_off {
        (OperationKind::Enable, "enable", words::ENABLE, words::ENABLE_TEXT, "yes")
    } else {
        (OperationKind::Disable, "disable", words::DISABLE, words::DISABLE_TEXT, "no")
    };
    let form = unless(view, kind, id, label, || {
        view! {
            <form method="post" action=EnableInstance::url()>
                {about(view, "id")} <input type="hidden" name="enabled" value=value /> <Button>{label}</Button>
            </form>
        }
        .into_any()
    });
    view! {
        <p>{text}</p>
        {form}
    }
}

fn remove(view: &OwnInstanceView) -> impl IntoView + use<> {
    let label = words::type_the_name(&view.name);
    let about = about(view, "id");
    view! {
        <Confirm label=words::REMOVE danger=true>
            <p>{words::REMOVE_SURE}</p>
            <form class="form" method="post" action=RemoveInstance::url()>
                {about} <TextField label=label name=Field::Confirmation.input_name() required=true />
                <Button kind=Kind::Danger>{words::REMOVE_NOW}</Button>
            </form>
        </Confirm>
    }
}
