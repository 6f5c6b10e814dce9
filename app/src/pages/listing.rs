//! Catalog listing, tab Listing page: hands the island what it draws and checks with.

use leptos::prelude::*;
use slipway_domain::listing::{BulletDraft, ListingDraft};
use slipway_domain::offering::Offering;
use slipway_domain::page::Page as Here;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::api::offering::read_offering;
use crate::islands::listing_form::{ListingForm, ListingStart};
use crate::parts::load::{load, param};
use crate::parts::offering_frame::OfferingFrame;
use crate::parts::permission::obstacle;
use crate::text::{self, listing as words};
use crate::ui::{Layout, Page};

#[component]
pub fn ListingPage() -> impl IntoView {
    load(read_offering(param("name")), |view| {
        let start = start(&view);
        view! {
            <OfferingFrame view=view page=Here::Listing>
                <Page layout=Layout::Split>
                    <ListingForm start=start />
                </Page>
            </OfferingFrame>
        }
    })
}

fn start(view: &OfferingView) -> ListingStart {
    let offering = &view.offering;
    let draft = begun(offering);
    ListingStart {
        offering: offering.name.clone(),
        revision: offering.listing.revision,
        context: offering.listing_context().for_browser(&draft),
        draft,
        saved: saved(view),
        closed: obstacle(view, Verb::Edit, Object::Listing),
        published: view.published.as_ref().map(|published| published.listing.draft.clone()),
        plans: offering.plans.iter().map(|plan| plan.draft.display_name.clone()).filter(|name| !name.is_empty()).collect(),
        has_free_plan: offering.plans.iter().any(|plan| plan.draft.is_free()),
        settings_errors: if offering.settings.revision == 0 {
            0
        } else {
            u64::try_from(offering.findings(Here::Settings).errors().count()).unwrap_or(u64::MAX)
        },
    }
}

/// The draft with what the form proposes: the issued addresses, the account's name at first, a row to type into.
fn begun(offering: &Offering) -> ListingDraft {
    let mut draft = offering.listing.draft.clone();
    let issued = &offering.issued_documentation_url;
    if !issued.is_empty() {
        draft.documentation_url.clone_from(issued);
        draft.instructions_url.clone_from(issued);
    }
    if offering.listing.revision == 0 && draft.provider_display_name.is_empty() {
        draft.provider_display_name.clone_from(&offering.owner.name);
    }
    if draft.bullets.is_empty() {
        draft.bullets.push(BulletDraft::default());
    }
    draft
}

fn saved(view: &OfferingView) -> String {
    view.offering.listing.saved.as_ref().map_or_else(
        || text::NOT_SAVED_YET.to_owned(),
        |saved| {
            let by = if saved.by == view.person.id { text::YOU } else { &saved.by_name };
            words::saved(saved.at, view.now, by)
        },
    )
}
