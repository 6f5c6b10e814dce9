//! The pages of an offering with their status and what each of them still needs.

use leptos::prelude::*;
use slipway_domain::page::{Page, PageStatus};
use slipway_domain::stage::Stage;
use slipway_domain::text::field_name;
use slipway_domain::view::OfferingView;

use crate::parts::offering_frame::{mark, review_status};
use crate::paths::Path;
use crate::text;
use crate::text::summary as words;
use crate::ui::{Glyph, Icon, MarkIcon};

/// Everything that is filled in elsewhere, in the order in which it is best done.
const LISTED: [Page; 6] = [Page::Listing, Page::Settings, Page::Access, Page::Pricing, Page::Deployments, Page::Review];

pub(super) fn section(view: &OfferingView) -> AnyView {
    let items = LISTED.into_iter().map(|page| item(view, page)).collect_view();
    view! {
        <section aria-labelledby="pages-h">
            <h2 class="form__title" id="pages-h">
                {words::PAGES}
            </h2>
            <ul class="page-list">{items}</ul>
        </section>
    }
    .into_any()
}

fn item(view: &OfferingView, page: Page) -> impl IntoView + use<> {
    let (mark, word) = if page == Page::Review {
        review_status(view)
    } else {
        let status = status(view, page);
        (mark(status), text::page_status(status))
    };
    let href = Path::Offering(view.offering.name.clone(), page).to_string();
    view! {
        <li>
            <MarkIcon mark=mark />
            <h3>
                <a href=href>{text::page(page)}</a>
                <span class="page-list__state">{word}</span>
            </h3>
            <p>{note(view, page)}</p>
            <Icon name=Glyph::ChevronRight />
        </li>
    }
}

/// That of the tab alone: the side navigation joins the two tabs of the listing.
fn status(view: &OfferingView, page: Page) -> PageStatus {
    let status = view.offering.page_status(page);
    match &view.published {
        Some(published) if page != Page::Listing => status.beside_published(view.offering.differs(published, page)),
        Some(published) => status.beside_published(view.offering.listing.draft != published.listing.draft),
        None => status,
    }
}

fn note(view: &OfferingView, page: Page) -> String {
    if page == Page::Review {
        return match view.offering.stage {
            Stage::Defining | Stage::Limited | Stage::GaChanges | Stage::Withdrawn => words::REVIEW_BEFORE,
            Stage::GaRequested => words::REVIEW_OPEN,
            Stage::GaApproved | Stage::Ga | Stage::Suspended | Stage::Deprecated | Stage::Retired => words::REVIEW_DONE,
        }
        .to_owned();
    }
    if page == Page::Deployments {
        return text::deployments::stands(view.offering.page_status(page), view.offering.to_fix(page));
    }
    let findings = view.offering.findings(page);
    let missing: Vec<String> = findings.missing().into_iter().map(field_name).collect();
    let others = findings.errors().filter(|finding| !finding.is_missing()).count();
    words::lacks(&missing, others)
}
