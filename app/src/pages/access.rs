//! Access management (§4.8): enabling it, its identities and secrets, the redirect URIs, and the status of it all.

use leptos::prelude::*;
use slipway_domain::access::ClientOwners;
use slipway_domain::offering::Section;
use slipway_domain::page::{Page, PageStatus};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::region::AccessState;
use slipway_domain::view::{OfferingView, Subject};

use crate::api::access::{read_client_owners, take_secrets};
use crate::api::offering::read_offering;
use crate::parts::also_here::AlsoHere;
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame, mark};
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::shell::IslandScripts;
use crate::text;
use crate::text::access as words;
use crate::ui::{Layout, Page as PageBody, PageHead, PageMain, Verdict};

mod actions;
mod client;
mod enable;
mod form;
mod identity;
mod owners;
mod policy;
mod redirects;
mod roles;
mod secrets;
mod status;
mod targets;

#[component]
pub fn AccessPage() -> impl IntoView {
    let name = param("name");
    let read = async move { Ok((read_offering(name.clone()).await?, read_client_owners(name).await?)) };
    load(read, |(view, owners): (OfferingView, ClientOwners)| {
        let (name, person) = (view.offering.name.clone(), view.person.clone());
        let verdict = verdict(&view);
        let also_here = also_here(&view);
        let main = main(&view, &owners);
        let status = status::panel(&view);
        view! {
            <OfferingFrame view=view page=Page::Access>
                <PageBody layout=Layout::Slim>
                    <PageHead
                        title=text::page(Page::Access)
                        band=true
                        crumbs=move || view! { <OfferingCrumbs name person /> }
                    >
                        {verdict}
                        {also_here}
                    </PageHead>
                    {main}
                    {status}
                </PageBody>
            </OfferingFrame>
        }
    })
}

/// Shows fresh secrets, once.
#[component]
pub fn SecretsPage() -> impl IntoView {
    let name = param("name");
    let read = async move {
        let view = read_offering(name.clone()).await?;
        let fresh = take_secrets(name).await?;
        Ok((view, fresh))
    };
    load(read, |(view, fresh)| secrets::page(view, fresh))
}

/// Where there is a form that can be saved.
fn also_here(view: &OfferingView) -> Option<impl IntoView + use<>> {
    let is_open = AccessState::of(&view.offering.access_facts).is_enabled()
        && obstacle(view, Verb::Edit, Object::AccessRegistration).is_none();
    let offering = view.offering.name.clone();
    is_open.then(|| {
        view! {
            <IslandScripts />
            <AlsoHere offering part=Subject::Section(Section::Access) />
        }
    })
}

fn verdict(view: &OfferingView) -> impl IntoView + use<> {
    let status = view.offering.page_status(Page::Access);
    let errors = view.offering.findings(Page::Access).errors().count();
    let sentence = match (status, AccessState::of(&view.offering.access_facts)) {
        (_, AccessState::None) => {
            let href = Path::Offering(view.offering.name.clone(), Page::Listing).to_string();
            view! { {words::NOT_REGISTERED} " " <a href=href>{words::LISTING_PAGE}</a> "." }.into_any()
        }
        (_, AccessState::Registered) => words::NOT_STARTED.into_any(),
        (PageStatus::Complete | PageStatus::UnpublishedChanges, _) => words::COMPLETE.into_any(),
        _ => words::to_fix(errors).into_any(),
    };
    let status = view.page_status(Page::Access);
    view! {
        <Verdict mark=mark(status) word=text::page_status(status)>
            {sentence}
        </Verdict>
    }
}

fn main(view: &OfferingView, owners: &ClientOwners) -> impl IntoView + use<> {
    if AccessState::of(&view.offering.access_facts).is_enabled() {
        let may_change = owners.may_change;
        let owners = owners::block(&view.offering.name, owners, Some(view.person.id));
        let parts = (identity::block(view), client::block(view, may_change), owners, form::block(view, may_change));
        view! { <PageMain>{parts}</PageMain> }.into_any()
    } else {
        let empty = enable::empty(view);
        view! { <PageMain>{empty}</PageMain> }.into_any()
    }
}
