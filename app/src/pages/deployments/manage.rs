//! Manage: the download of the definitions (T11), and of a broker that has them already.

use leptos::prelude::*;
use slipway_domain::broker_api::SampleLanguage;
use slipway_domain::view::OfferingView;

use crate::parts::moment::Ago;
use crate::parts::permission::no_download;
use crate::paths::Path;
use crate::text::broker_api;
use crate::text::deployments as words;
use crate::ui::{DisabledButton, Kind, Menu, MenuItem};

pub(super) fn menu(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    if let Some(reason) = no_download(view) {
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
    let samples = SampleLanguage::ALL
        .into_iter()
        .map(|language| {
            let href = Path::SampleBroker(offering.name.clone(), language).to_string();
            view! { <MenuItem label=broker_api::SAMPLE href=href note=broker_api::language(language) /> }
        })
        .collect_view();
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
            {samples}
        </Menu>
    }
    .into_any()
}
