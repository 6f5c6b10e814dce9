//! A plan for those who may look but not edit, and while the definition stands still.

use leptos::prelude::*;
use slipway_domain::view::OfferingView;

use super::{Editing, heading, sandbox, served};
use crate::text::plan as words;
use crate::text::{metric, pricing};
use crate::ui::{Notice, PageMain};

/// `reason` says why nothing can be changed.
pub(super) fn plan(view: &OfferingView, editing: &Editing, reason: String) -> impl IntoView + use<> {
    let draft = editing.draft.clone();
    let sandbox = sandbox::link(view, editing.record.as_ref());
    let served = served::by(view, editing.record.as_ref());
    let title = heading(editing);
    let bullets = draft
        .listed_bullets()
        .map(|(_, bullet)| {
            let bullet = bullet.to_owned();
            view! { <li>{bullet}</li> }
        })
        .collect_view();
    let prices = pricing::price_list(&draft).into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    let label = if draft.is_metered() { metric::METRICS } else { words::FEE };
    let kind = pricing::kind(&draft);
    let locations = pricing::locations(&draft.locations);
    view! {
        <PageMain>
            {title} <Notice title=words::READ_ONLY>
                <p>{reason}</p>
            </Notice> <dl class="facts block">
                <dt>{words::KIND}</dt>
                <dd>{kind}</dd>
                <dt>{words::DISPLAY_NAME}</dt>
                <dd>{draft.display_name}</dd>
                <dt>{words::NAME}</dt>
                <dd>
                    <code>{draft.name}</code>
                </dd>
                <dt>{words::DESCRIPTION}</dt>
                <dd>{draft.description}</dd>
                <dt>{words::BULLETS}</dt>
                <dd>
                    <ul>{bullets}</ul>
                </dd>
                <dt>{label}</dt>
                <dd>
                    <ul>{prices}</ul>
                </dd>
                <dt>{words::LOCATIONS}</dt>
                <dd>{locations}</dd>
            </dl>
            {served}
            {sandbox}
        </PageMain>
    }
}
