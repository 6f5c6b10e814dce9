//! The one thing to do next with an offering, read off its stage, its gate and its findings.

use slipway_domain::gate::{Gate, Requirement};
use slipway_domain::page::{Page, PageStatus};
use slipway_domain::review::Waiting;
use slipway_domain::stage::{Stage, Turn};
use slipway_domain::view::OfferingView;

use crate::paths::Path;
use crate::text::offerings as words;

/// What to do, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Next {
    pub label: String,
    pub path: Path,
    /// The offering waits for it; otherwise it is a suggestion.
    pub is_due: bool,
}

pub(super) fn next(view: &OfferingView) -> Next {
    let turn = view.turn();
    let (label, path) = match view.offering.stage {
        Stage::Defining => towards(view, Gate::Limited),
        Stage::Limited | Stage::GaChanges if turn.waiting == Waiting::Changes => {
            at(view, words::READ_CHANGES, Page::Review)
        }
        Stage::Limited | Stage::GaChanges => towards(view, Gate::Ga),
        Stage::GaRequested | Stage::GaApproved => at(view, words::SEE_REQUEST, Page::Review),
        Stage::Suspended => at(view, words::RESUME, Page::Review),
        Stage::Ga | Stage::Deprecated => match unpublished(view).first() {
            Some(page) => at(view, words::look_at(*page), *page),
            None => (words::IN_CATALOG.to_owned(), Path::CatalogEntry(view.offering.name.clone())),
        },
        Stage::Retired | Stage::Withdrawn => at(view, words::HISTORY, Page::History),
    };
    Next { label, path, is_due: turn.turn == Turn::Provider }
}

/// The pages that say something else than what customers see.
pub(super) fn unpublished(view: &OfferingView) -> Vec<Page> {
    Page::NAVIGATION.into_iter().filter(|page| view.page_status(*page) == PageStatus::UnpublishedChanges).collect()
}

/// Meets the first condition that is missing, or goes through the gate. Conditions come in the order in which they are
/// best met.
fn towards(view: &OfferingView, gate: Gate) -> (String, Path) {
    let missing = view.gate(gate).missing();
    let Some(first) = missing.first() else {
        return match gate {
            Gate::Limited => at(view, words::PUBLISH, Page::Deployments),
            _ => at(view, words::REQUEST_REVIEW, Page::Review),
        };
    };
    let Some(page) = first.page else { return (words::ACCOUNT_FIRST.to_owned(), Path::Account) };
    if first.id == Requirement::ChecklistTicked {
        return at(view, words::tick(first.names.len()), page);
    }
    // What the Deployments page lacks is told as conditions, as it tells it itself.
    let errors = if page == Page::Deployments { 0 } else { view.offering.findings(page).errors().count() };
    let label = if view.offering.page_status(page) == PageStatus::NotStarted {
        words::start(page)
    } else if errors > 0 {
        words::fix(errors, page)
    } else {
        words::meet(missing.iter().filter(|condition| condition.page == Some(page)).count(), page)
    };
    at(view, label, page)
}

fn at(view: &OfferingView, label: impl Into<String>, page: Page) -> (String, Path) {
    (label.into(), Path::Offering(view.offering.name.clone(), page))
}
