//! Whether the catalog lists an offering (§4.7a): a switch of the platform's administrator.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::LifecycleView;

use crate::api::lifecycle::SetHidden;
use crate::parts::act::Act;
use crate::parts::permission::denial;
use crate::text::lifecycle as words;
use crate::ui::Button;

pub(super) fn block(lifecycle: &LifecycleView) -> impl IntoView + use<> {
    let LifecycleView { is_hidden, view, .. } = lifecycle;
    let (label, what) = if *is_hidden { (words::LIST, words::LIST_WHAT) } else { (words::HIDE, words::HIDE_WHAT) };
    let (offering, hides) = (view.offering.name.clone(), (!*is_hidden).to_string());
    let does = Act::new("hidden", label).unless(denial(view, Verb::Execute, Object::Lifecycle), || {
        view! {
            <form method="post" action=SetHidden::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="hidden" value=hides />
                <Button>{label}</Button>
            </form>
        }
    });
    view! {
        <section class="block" aria-labelledby="hidden-h">
            <h2 class="form__title" id="hidden-h">
                {words::CATALOG}
            </h2>
            <p>{what}</p>
            {does}
        </section>
    }
}
