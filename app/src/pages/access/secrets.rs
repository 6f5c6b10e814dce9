//! Fresh secrets on the one page that shows them.

use leptos::prelude::*;
use slipway_domain::page::Page;
use slipway_domain::view::{FreshSecret, FreshSecrets, OfferingView};

use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::paths::{Path, text_file};
use crate::text::access as words;
use crate::ui::{ButtonLink, Empty, Glyph, Kind, Notice, Page as PageBody, PageHead, PageMain, Secret, Tone};

pub(super) fn page(view: OfferingView, fresh: Option<FreshSecrets>) -> impl IntoView {
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let back = Path::Offering(name.clone(), Page::Access).to_string();
    let body = match fresh {
        Some(fresh) => shown(fresh, back).into_any(),
        None => nothing(back).into_any(),
    };
    view! {
        <OfferingFrame view=view page=Page::Access>
            <PageBody>
                <PageHead
                    title=words::SECRETS_TITLE
                    band=true
                    crumbs=move || view! { <OfferingCrumbs name person /> }
                />
                {body}
            </PageBody>
        </OfferingFrame>
    }
}

fn shown(fresh: FreshSecrets, back: String) -> impl IntoView {
    let (file, text) = (words::secrets_file(&fresh.offering), words::secrets_text(&fresh));
    let secrets = fresh
        .secrets
        .into_iter()
        .map(|FreshSecret { label, value }| {
            let id = label.replace('_', "-");
            view! { <Secret label=words::secret(&label) value=value id=id hint=words::NOT_KEPT /> }
        })
        .collect_view();
    view! {
        <PageMain class="once">
            <Notice tone=Tone::Warn title=words::ONCE live=true>
                <p>{words::ONCE_WHY}</p>
            </Notice>
            {secrets}
            <div class="once__acts">
                <ButtonLink href=back kind=Kind::Primary>
                    {words::SAVED_IT}
                </ButtonLink>
                <ButtonLink href=text_file(&text) download=file>
                    {words::DOWNLOAD}
                </ButtonLink>
            </div>
        </PageMain>
    }
}

fn nothing(back: String) -> impl IntoView {
    view! {
        <PageMain>
            <Empty
                title=words::NOTHING
                icon=Glyph::Password
                acts=move || view! { <ButtonLink href=back>{words::BACK}</ButtonLink> }
            >
                <p>{words::NOTHING_WHY}</p>
            </Empty>
        </PageMain>
    }
}
