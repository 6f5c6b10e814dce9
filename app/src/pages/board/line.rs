//! One row of the board, read off an offering.

use slipway_domain::checklist::{Progress, Step};
use slipway_domain::moment::Moment;
use slipway_domain::offering_line::title;
use slipway_domain::page::Page;
use slipway_domain::plan::PlanApproval;
use slipway_domain::review::Waiting;
use slipway_domain::stage::{Stage, Track, Turn};
use slipway_domain::view::OfferingView;

use crate::parts::offering_icon::offering_icon;
use crate::paths::Path;
use crate::text::board as words;
use crate::text::review::tracks;

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The programmatic name.
    pub(super) name: String,
    pub(super) title: String,
    pub(super) provider: String,
    pub(super) icon: String,
    pub(super) stage: Stage,
    pub(super) track: Option<Track>,
    /// In the order of `Step::SIX`.
    pub(super) steps: [Progress; 6],
    pub(super) turn: Turn,
    pub(super) waiting: String,
    /// Where the next one acts.
    pub(super) desk: String,
    pub(super) since: Moment,
    /// That the reviewers' answer is late; `None`: it is not.
    pub(super) late: Option<String>,
}

impl Line {
    pub(super) fn of(view: &OfferingView) -> Self {
        let (offering, turn, checklist) = (&view.offering, view.turn(), view.checklist());
        let listing = &offering.listing.draft;
        let in_review = offering.plans.iter().filter(|plan| plan.approval == PlanApproval::InReview).count();
        let desk = match (turn.waiting, view.open_submission()) {
            (Waiting::Decision { .. }, Some(open)) => Path::ReviewOf(open.id),
            (Waiting::Prices, _) => Path::Offering(offering.name.clone(), Page::Pricing),
            (Waiting::Release, _) => Path::Offering(offering.name.clone(), Page::Review),
            _ => Path::Offering(offering.name.clone(), Page::Checklist),
        };
        let promised = view.open_submission().zip(view.desk.as_ref().map(|desk| desk.terms));
        let late = promised.and_then(|(open, terms)| Some((terms.overdue(open, view.now)?, terms.target_days)));
        Self {
            late: late.map(|(overdue, days)| tracks::late(overdue, days)),
            name: offering.name.clone(),
            title: title(&listing.display_name, &offering.name).to_owned(),
            provider: offering.owner.name.clone(),
            icon: offering_icon(&listing.icon),
            stage: offering.stage,
            track: offering.stage.track(),
            steps: Step::SIX.map(|step| checklist.step(step)),
            turn: turn.turn,
            waiting: words::waiting(turn.waiting, in_review),
            desk: desk.to_string(),
            since: turn.since,
        }
    }
}
