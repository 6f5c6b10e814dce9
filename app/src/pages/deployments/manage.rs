//! Manage: the download of the definitions (T11).

use leptos::prelude::*;
use slipway_domain::export::catalog_json;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::Rejection;
use slipway_domain::view::OfferingView;

use crate::parts::moment::Ago;
use crate::parts::permission::{denial, reason};
use crate::text::deployments as words;
use crate::ui::{DisabledButton, Kind, Menu};

pub(super) fn menu(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let why_not = denial(view, Verb::View, Object::Definitions)
        .or_else(|| catalog_json(offering).err().map(|refusal| reason(Rejection::Refused(refusal))));
    if let Some(reason) = why_not {
        return view! {
            <DisabledButton id="download" kind=Kind::Ghost reason=reason>
                {words::DOWNLOAD}
            </DisabledButton>
        }
        .into_any();
    }
    let action = format!("/offerings/{}/catalog.json", crate::paths::percent(&offering.name));
    let (changed_at, now) = (offering.definition_changed_at, view.now);
    let downloaded = offering.definitions_downloaded_at.map(|at| {
        view! {
            <li>
                <p class="menu__note">
                    {words::DOWNLOADED} " " <Ago at now /> ". " {(at < changed_at).then_some(words::OUTDATED)}
                </p>
            </li>
        }
    });
    view! {
        <Menu label=words::MANAGE>
            <li>
                <form method="post" action=action>
                    <button type="submit">
                        {words::DOWNLOAD} " " <span>{words::DOWNLOAD_NOTE}</span>
                    </button>
                </form>
            </li>
            {downloaded}
        </Menu>
    }
    .into_any()
}
