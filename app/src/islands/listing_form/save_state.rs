//! What the save bar says while the island saves by itself.

use leptos::prelude::*;
use slipway_domain::ids::ParkedId;
use slipway_domain::view::SectionSaved;

use crate::islands::listing_form::Live;
use crate::islands::listing_form::autosave::Autosave;
use crate::paths::Path;
use crate::text::{self, listing as words};
use crate::ui::{Mark, SavedMark};

/// The left side of the save bar.
#[island]
pub fn ListingSaved() -> impl IntoView {
    let (live, autosave) = (expect_context::<Live>(), expect_context::<Autosave>());
    move || {
        let now = autosave.state.get();
        live.start.with_value(|start| {
            let more = more(&now, &start.offering, autosave.revision());
            view! {
                <SavedMark mark=mark(&now, start.revision) />
                <span>
                    <b>{state(&now, &start.saved)}</b>
                    " "
                    <span class="save-bar__more">{more}</span>
                </span>
            }
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaveState {
    /// As the page came.
    AsLoaded,
    Unsaved,
    Saving,
    Saved(SectionSaved),
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
}

pub(super) fn mark(state: &SaveState, loaded_revision: i64) -> Mark {
    match state {
        SaveState::AsLoaded if loaded_revision == 0 => Mark::Open,
        SaveState::AsLoaded | SaveState::Saved(_) => Mark::Done,
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
        SaveState::Saved(saved) => words::saved_by_you(saved.at),
        SaveState::Offline => words::OFFLINE.to_owned(),
        SaveState::Refused(status) => words::refused(*status).to_owned(),
        SaveState::Frozen(_) => words::refused(409).to_owned(),
        SaveState::Stale(_) => words::STALE.to_owned(),
    }
}

/// What stands behind the sentence: the revision, or what to do now.
pub(super) fn more(state: &SaveState, offering: &str, revision: i64) -> AnyView {
    match state {
        SaveState::Stale(parked) | SaveState::Frozen(parked) => {
            let merge = Path::Merge(offering.to_owned(), *parked).to_string();
            view! { <a href=merge>{words::COMPARE}</a> }.into_any()
        }
        SaveState::Offline => words::OFFLINE_MORE.into_any(),
        SaveState::Refused(_) => words::KEPT.into_any(),
        _ if revision == 0 => ().into_any(),
        _ => text::revision(revision).into_any(),
    }
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
    }
}
