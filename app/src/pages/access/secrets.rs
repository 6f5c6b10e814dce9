//! Fresh secrets on the one page that shows them.

use leptos::prelude::*;
use slipway_domain::page::Page;
use slipway_domain::view::{FreshSecret, FreshSecrets, OfferingView};

use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::once;
use crate::paths::Path;
use crate::text::access as words;
use crate::ui::{Page as PageBody, PageHead, Secret};

pub(super) fn page(view: OfferingView, fresh: Option<FreshSecrets>) -> impl IntoView {
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let back = Path::Offering(name.clone(), Page::Access).to_string();
    let body = match fresh {
        Some(fresh) => {
            let file = (words::secrets_file(&fresh.offering), words::secrets_text(&fresh));
            once::shown(words::ONCE_WHY, secrets(fresh.secrets), back, file).into_any()
        }
        None => once::nothing(words::NOTHING_WHY, words::BACK, back).into_any(),
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

fn secrets(fresh: Vec<FreshSecret>) -> AnyView {
    fresh
        .into_iter()
        .map(|FreshSecret { label, value }| {
            let id = label.replace('_', "-");
            view! { <Secret label=words::secret(&label) value=value id=id hint=words::NOT_KEPT /> }
        })
        .collect_view()
        .into_any()
}
