//! Manage: the download of the definitions (T11), the way back from such a file, and a broker that has them already.

use leptos::prelude::*;
use slipway_domain::broker_api::SampleLanguage;
use slipway_domain::dossier::may_make;
use slipway_domain::view::OfferingView;

use crate::parts::moment::Ago;
use crate::parts::permission::no_download;
use crate::paths::Path;
use crate::text::broker_api;
use crate::text::deployments as words;
use crate::text::dossier as dossier_words;
use crate::text::import::file as import_words;
use crate::ui::{Button, ButtonLink, DisabledButton, Kind, Menu, MenuItem};

pub(super) fn menu(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let import = Path::FileImport(offering.name.clone()).to_string();
    let dossier = format!("/offerings/{}/dossier.zip", crate::paths::percent(&offering.name));
    if let Some(reason) = no_download(view) {
        let dossier = may_make(&view.person, offering.owner.id).is_ok().then(|| {
            view! {
                <form method="post" action=dossier>
                    <Button kind=Kind::Ghost>{dossier_words::DOWNLOAD}</Button>
                </form>
            }
        });
        return view! {
            <DisabledButton id="download" kind=Kind::Ghost reason=reason>
                {words::DOWNLOAD}
            </DisabledButton>
            <ButtonLink href=import kind=Kind::Ghost>
                {import_words::WAY}
            </ButtonLink>
            {dossier}
        }
        .into_any();
    }
    let action = format!("/offerings/{}/catalog.json", crate::paths::percent(&offering.name));
    let unwrapped = format!("{action}?wrapper=no");
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
            <li>
                <form method="post" action=unwrapped>
                    <button type="submit">
                        {words::DOWNLOAD_UNWRAPPED} " " <span>{words::DOWNLOAD_NOTE}</span>
                    </button>
                </form>
            </li>
            {downloaded}
            <li>
                <form method="post" action=dossier>
                    <button type="submit">
                        {dossier_words::DOWNLOAD} " " <span>{dossier_words::DOWNLOAD_NOTE}</span>
                    </button>
                </form>
            </li>
            <MenuItem label=import_words::WAY href=import note=import_words::WAY_NOTE />
            {samples}
        </Menu>
    }
    .into_any()
}
