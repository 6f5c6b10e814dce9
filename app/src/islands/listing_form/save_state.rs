//! What the save bar says while the island saves by itself.

use js_sys::{JSON, Reflect};
use leptos::either::Either;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use slipway_domain::ids::ParkedId;
use slipway_domain::moment::Moment;
use slipway_domain::page::Page;

use super::{ListingStart, Live};
use crate::islands::redraw::redraw;
use crate::paths::Path;
use crate::text::{self, listing as words};
use crate::ui::{Mark, SavedMark};

const PLACE: &str = "listing-saved";

/// The left side of the save bar.
#[component]
pub fn ListingSaved() -> impl IntoView {
    let Live { start, .. } = expect_context::<Live>();
    let drawn = drawn(&SaveState::AsLoaded, &start, start.revision);
    view! {
        <span class="live" id=PLACE>
            {drawn}
        </span>
    }
}

pub(super) fn follow(now: &SaveState, start: &ListingStart, revision: i64) {
    redraw(PLACE, drawn(now, start, revision));
}

fn drawn(now: &SaveState, start: &ListingStart, revision: i64) -> impl IntoView + use<> {
    let (mark, state) = (mark(now, start.revision), state(now, &start.saved));
    let more = more(now, &start.offering, revision);
    view! {
        <SavedMark mark />
        <span>
            <b>{state}</b>
            " "
            <span class="save-bar__more">{more}</span>
        </span>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaveState {
    /// As the page came.
    AsLoaded,
    Unsaved,
    Saving,
    Saved(Moment),
    /// With what others had saved in between, which the form does not show.
    Merged(Moment),
    /// No answer.
    Offline,
    /// Turned down with this status.
    Refused(u16),
    /// Somebody saved in between; the input is kept under this id.
    Stale(ParkedId),
    /// A review is under way; the input is kept under this id.
    Frozen(ParkedId),
}

impl SaveState {
    /// The refusals are told by their status, so that the browser need not know them all; only the one that leads
    /// somewhere is looked at.
    pub(super) fn refused(status: u16, body: &str) -> Self {
        let parked = body.split_once("\"parked\":\"").and_then(|(_, rest)| rest.split('"').next());
        let parked = parked.filter(|_| status == 409).and_then(|id| ParkedId::parse(id).ok());
        let kept = if body.contains("\"frozen\"") { Self::Frozen } else { Self::Stale };
        parked.map_or(Self::Refused(status), kept)
    }

    /// Whether what was sent waits for its author's decision.
    pub(super) const fn is_kept(&self) -> bool {
        matches!(self, Self::Stale(_) | Self::Frozen(_))
    }
}

pub(super) fn mark(state: &SaveState, loaded_revision: i64) -> Mark {
    match state {
        SaveState::AsLoaded if loaded_revision == 0 => Mark::Open,
        SaveState::AsLoaded | SaveState::Saved(_) | SaveState::Merged(_) => Mark::Done,
        SaveState::Unsaved => Mark::Edited,
        SaveState::Saving => Mark::Running,
        SaveState::Offline | SaveState::Refused(_) => Mark::Error,
        SaveState::Stale(_) | SaveState::Frozen(_) => Mark::Stale,
    }
}

/// The sentence; `loaded` is the one that the page came with.
pub(super) fn state(state: &SaveState, loaded: &str) -> String {
    match state {
        SaveState::AsLoaded => loaded.to_owned(),
        SaveState::Unsaved => words::UNSAVED.to_owned(),
        SaveState::Saving => words::SAVING.to_owned(),
        SaveState::Saved(at) | SaveState::Merged(at) => words::saved_by_you(*at),
        SaveState::Offline => words::OFFLINE.to_owned(),
        SaveState::Refused(status) => words::refused(*status).to_owned(),
        SaveState::Frozen(_) => words::refused(409).to_owned(),
        SaveState::Stale(_) => words::STALE.to_owned(),
    }
}

/// What stands behind the sentence: the revision, or what to do now.
fn more(state: &SaveState, offering: &str, revision: i64) -> impl IntoView + use<> {
    match state {
        SaveState::Stale(parked) | SaveState::Frozen(parked) => {
            let merge = Path::Merge(offering.to_owned(), *parked).to_string();
            Either::Left(view! { <a href=merge>{words::COMPARE}</a> })
        }
        SaveState::Merged(_) => {
            let page = Path::Offering(offering.to_owned(), Page::Listing).to_string();
            Either::Left(view! { <a href=page>{words::MERGED}</a> })
        }
        SaveState::Offline => Either::Right(words::OFFLINE_MORE.to_owned()),
        SaveState::Refused(_) => Either::Right(words::KEPT.to_owned()),
        _ if revision == 0 => Either::Right(String::new()),
        _ => Either::Right(text::revision(revision)),
    }
}

/// The answer to a save that went through (`view::SectionSaved`).
pub(super) struct Answered {
    pub(super) revision: i64,
    pub(super) at: Moment,
    pub(super) merged: bool,
}

/// The browser reads the JSON.
pub(super) fn answered(body: &str) -> Option<Answered> {
    let answer = JSON::parse(body).ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "revisions and milliseconds are far below 2^53")]
    let number = |name: &str| Some(Reflect::get(&answer, &JsValue::from_str(name)).ok()?.as_f64()? as i64);
    let merged = Reflect::get(&answer, &JsValue::from_str("merged")).is_ok_and(|merged| merged.is_truthy());
    Some(Answered { revision: number("revision")?, at: Moment::from_millis(number("at")?), merged })
}

#[cfg(test)]
mod tests {
    use slipway_domain::policy::Denial;
    use slipway_domain::rejection::{Refusal, Rejection};
    use slipway_domain::stage::Stage;

    use super::*;
    use crate::error::AppError;

    fn answer(rejection: Rejection) -> SaveState {
        let error = AppError::Rejected(rejection);
        SaveState::refused(error.status(), &serde_json::to_string(&error).unwrap())
    }

    #[test]
    fn a_stale_save_leads_to_both_versions() {
        let parked = ParkedId::parse("018f6f3e-0000-7000-8000-000000000001").unwrap();
        assert_eq!(answer(Rejection::Stale { current: 7, parked: Some(parked) }), SaveState::Stale(parked));
    }

    #[test]
    fn a_save_during_a_review_leads_to_what_was_kept() {
        let parked = ParkedId::parse("018f6f3e-0000-7000-8000-000000000001").unwrap();
        let frozen = Rejection::Refused(Refusal::Frozen { stage: Stage::GaRequested, parked: Some(parked) });
        assert_eq!(answer(frozen), SaveState::Frozen(parked));
    }

    #[test]
    fn only_what_the_server_keeps_is_left_to_its_author() {
        let parked = Some(ParkedId::parse("018f6f3e-0000-7000-8000-000000000001").unwrap());
        let frozen = |parked| Rejection::Refused(Refusal::Frozen { stage: Stage::GaRequested, parked });
        for (parked, is_kept) in [(parked, true), (None, false)] {
            assert_eq!(answer(Rejection::Stale { current: 7, parked }).is_kept(), is_kept);
            assert_eq!(answer(frozen(parked)).is_kept(), is_kept);
        }
    }

    #[test]
    fn every_other_refusal_is_told_by_its_status() {
        assert_eq!(answer(Rejection::Unauthenticated), SaveState::Refused(401));
        assert_eq!(answer(Rejection::Denied(Denial::OwnAccount)), SaveState::Refused(403));
        assert_eq!(answer(Rejection::Stale { current: 7, parked: None }), SaveState::Refused(409));
        assert_eq!(SaveState::refused(502, "<html>"), SaveState::Refused(502));
    }

    #[test]
    fn the_bar_says_what_was_loaded_until_something_happens() {
        assert_eq!(state(&SaveState::AsLoaded, "Saved 14:02 UTC by Kim"), "Saved 14:02 UTC by Kim");
        assert_eq!(mark(&SaveState::AsLoaded, 0), Mark::Open);
        assert_eq!(mark(&SaveState::AsLoaded, 3), Mark::Done);
        assert_eq!(mark(&SaveState::Offline, 3), Mark::Error);
        assert_eq!(mark(&SaveState::Merged(Moment::from_millis(0)), 3), Mark::Done);
    }
}
