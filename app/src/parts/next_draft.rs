//! At the head of what is edited while something else is in force: that it is the next draft, and what others see meanwhile.

use leptos::prelude::*;
use slipway_domain::page::Page;
use slipway_domain::stage::Stage;
use slipway_domain::view::OfferingView;

use crate::paths::Path;
use crate::text::revision as words;
use crate::ui::Notice;

/// What the head of `page` says; nothing where what is saved is all there is, and where nothing is saved.
pub fn note(view: &OfferingView, page: Page) -> impl Fn() -> Option<AnyView> + Send + Sync + use<> {
    let told = told(view).filter(|_| is_edited(page));
    let href = way_on(view).to_string();
    move || told.as_ref().map(|&(title, ref why)| notice(title, why.clone(), href.clone()).into_any())
}

/// Where something is typed that customers see later.
const fn is_edited(page: Page) -> bool {
    matches!(page, Page::Summary | Page::Listing | Page::Settings | Page::Access | Page::Pricing)
}

fn told(view: &OfferingView) -> Option<(&'static str, String)> {
    let asked = view.open_submission().map(|open| open.submitted_at);
    match view.offering.stage {
        Stage::GaRequested | Stage::Ga | Stage::Suspended if asked.is_some() => {
            asked.map(|at| (words::BEYOND_REQUEST, words::beyond_request(at)))
        }
        Stage::GaApproved => Some((words::NEXT_DRAFT, words::BEYOND_APPROVAL.to_owned())),
        Stage::Ga | Stage::Suspended => Some((words::NEXT_DRAFT, words::next_draft(view.published_at))),
        _ => None,
    }
}

/// Where it is asked about.
fn way_on(view: &OfferingView) -> Path {
    let name = view.offering.name.clone();
    if view.offering.stage.is_public() { Path::Changes(name) } else { Path::Offering(name, Page::Review) }
}

fn notice(title: &'static str, why: String, href: String) -> impl IntoView {
    view! {
        <Notice title=title>
            <p>{why} " " <a href=href>{words::SEE_IT}</a></p>
        </Notice>
    }
}
