//! What the save bar says while the island saves by itself.

use js_sys::{JSON, Reflect};
use leptos::either::Either;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use slipway_domain::ids::ParkedId;
use slipway_domain::moment::Moment;
use web_sys::HtmlFormElement;

use crate::islands::redraw::redraw_in;
use crate::paths::in_browser;
use crate::text::{self, save_bar as words};
use crate::ui::{Mark, SavedMark};

/// Where a form says it (`ui::SaveBar`).
const PLACE: &str = ".save-bar__state";

pub(super) fn follow(now: &SaveState, form: &HtmlFormElement, revision: &str) {
    let Ok(Some(place)) = form.query_selector(PLACE) else { return };
    let offering = form.query_selector("input[name=offering]").ok().flatten();
    let offering = offering.and_then(|input| input.get_attribute("value")).unwrap_or_default();
    // The page that the form is on.
    let page = format!("?{}", form.get_attribute("data-autosave").unwrap_or_default());
    redraw_in(&place, drawn(now, &offering, revision, page));
}

fn drawn(now: &SaveState, offering: &str, revision: &str, page: String) -> impl IntoView + use<> {
    let (mark, state, more) = (mark(now), state(now), more(now, offering, revision, page));
    view! {
        <SavedMark mark />
        <span>
            <b>{state}</b>
            " "
            <span class="save-bar__more">{more}</span>
        </span>
    }
}

/// How it stands, once something was typed: until then the bar says what the server drew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaveState {
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

fn mark(state: &SaveState) -> Mark {
    match state {
        SaveState::Saved(_) | SaveState::Merged(_) => Mark::Done,
        SaveState::Unsaved => Mark::Edited,
        SaveState::Saving => Mark::Running,
        SaveState::Offline | SaveState::Refused(_) => Mark::Error,
        SaveState::Stale(_) | SaveState::Frozen(_) => Mark::Stale,
    }
}

fn state(state: &SaveState) -> String {
    match state {
        SaveState::Unsaved => words::UNSAVED.to_owned(),
        SaveState::Saving => words::SAVING.to_owned(),
        SaveState::Saved(at) | SaveState::Merged(at) => words::saved_by_you(*at),
        SaveState::Offline => words::OFFLINE.to_owned(),
        SaveState::Refused(status) => words::refused(*status).to_owned(),
        SaveState::Frozen(_) => words::FROZEN.to_owned(),
        SaveState::Stale(_) => words::STALE.to_owned(),
    }
}

/// What stands behind the sentence: the revision, or what to do now.
fn more(state: &SaveState, offering: &str, revision: &str, page: String) -> impl IntoView + use<> {
    match state {
        SaveState::Stale(parked) | SaveState::Frozen(parked) => {
            let merge = in_browser::merge(offering, *parked);
            Either::Left(view! { <a href=merge>{words::COMPARE}</a> })
        }
        SaveState::Merged(_) => Either::Left(view! { <a href=page>{words::MERGED}</a> }),
        SaveState::Offline => Either::Right(words::OFFLINE_MORE.to_owned()),
        SaveState::Refused(_) => Either::Right(words::KEPT.to_owned()),
        // Nothing was saved yet.
        _ if revision == "0" => Either::Right(String::new()),
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
    fn only_a_save_that_went_through_is_marked_as_done() {
        let at = Moment::from_millis(0);
        assert_eq!(mark(&SaveState::Saved(at)), Mark::Done);
        assert_eq!(mark(&SaveState::Merged(at)), Mark::Done);
        for other in [SaveState::Unsaved, SaveState::Saving, SaveState::Offline, SaveState::Refused(503)] {
            assert_ne!(mark(&other), Mark::Done, "{other:?}");
        }
    }
}
