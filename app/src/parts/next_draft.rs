//! At the head of what is edited while something else is in force: that it is the next draft, what others see meanwhile, and
//! the way to what changed. Where nothing differs, the way to the versions that there were.

use leptos::prelude::*;
use slipway_domain::deployment::DeploymentState;
use slipway_domain::page::Page;
use slipway_domain::stage::Stage;
use slipway_domain::view::OfferingView;

use crate::paths::Path;
use crate::text::compare;
use crate::text::revision as words;
use crate::ui::Notice;

/// What the head of `page` says; nothing where what is saved is all there ever was, and where nothing is saved.
pub fn note(view: &OfferingView, page: Page) -> impl Fn() -> Option<AnyView> + Send + Sync + use<> {
    let told = told(view, page);
    let way_on = way_on(view);
    let compare = Path::Compare(view.offering.name.clone()).to_string();
    let has_link = told.is_none() && is_edited(page) && has_versions(view);
    move || {
        let told = told.as_ref();
        let told = told.map(|&(title, ref why)| notice(title, why.clone(), way_on.clone(), compare.clone()).into_any());
        told.or_else(|| has_link.then(|| versions(compare.clone()).into_any()))
    }
}

/// Something is typed there that is kept in every version.
const fn is_edited(page: Page) -> bool {
    matches!(page, Page::Summary | Page::Listing | Page::Settings | Page::Access | Page::Pricing | Page::Deployments)
}

/// There is something beside the draft to compare it with: others see it, or saw it, or it was handed in.
fn has_versions(view: &OfferingView) -> bool {
    let was_shown = view.offering.deployments.iter().any(|record| record.state != DeploymentState::Unpublished);
    was_shown || view.published.is_some() || !view.submissions.is_empty()
}

fn told(view: &OfferingView, page: Page) -> Option<(&'static str, String)> {
    match page {
        Page::Summary | Page::Listing | Page::Settings | Page::Access | Page::Pricing => of_draft(view),
        // Some of what is done there holds at once.
        Page::Deployments => is_ahead(view).then(|| (compare::UNPUBLISHED, compare::AHEAD.to_owned())),
        _ => None,
    }
}

/// Where something is typed that others see later.
fn of_draft(view: &OfferingView) -> Option<(&'static str, String)> {
    let asked = view.open_submission().map(|open| open.submitted_at);
    match view.offering.stage {
        Stage::GaRequested | Stage::Ga | Stage::Suspended if asked.is_some() => {
            asked.map(|at| (words::BEYOND_REQUEST, words::beyond_request(at)))
        }
        Stage::GaApproved => Some((words::NEXT_DRAFT, words::BEYOND_APPROVAL.to_owned())),
        Stage::Ga | Stage::Suspended => Some((words::NEXT_DRAFT, words::next_draft(view.published_at))),
        Stage::Limited | Stage::GaChanges if is_ahead(view) => {
            Some((compare::UNPUBLISHED, compare::unpublished(view.published_at)))
        }
        _ => None,
    }
}

/// Something is saved otherwise than the catalog shows it.
fn is_ahead(view: &OfferingView) -> bool {
    view.published.is_some() && view.has_news()
}

/// Where it is asked about; the page with the way to publish it again needs no way there.
fn way_on(view: &OfferingView) -> Option<String> {
    let name = view.offering.name.clone();
    match view.offering.stage {
        Stage::Limited | Stage::GaChanges => None,
        stage if stage.is_public() => Some(Path::Changes(name).to_string()),
        _ => Some(Path::Offering(name, Page::Review).to_string()),
    }
}

fn notice(title: &'static str, why: String, way_on: Option<String>, compare: String) -> impl IntoView {
    let way_on = way_on.map(|href| view! { <a href=href>{words::SEE_IT}</a> });
    view! {
        <Notice title=title>
            <p>{why} " " {way_on} " " <a href=compare>{compare::SEE_CHANGES}</a></p>
        </Notice>
    }
}

fn versions(compare: String) -> impl IntoView {
    view! {
        <p class="quiet">
            <a href=compare>{compare::TITLE}</a>
        </p>
    }
}
