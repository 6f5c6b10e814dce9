//! The tracks of a request, each with how it stands, who decided it, and whether that holds on from an earlier request.

use leptos::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::review::{ReviewTrack, Submission, TrackOf, TrackState};

use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::review as review_words;
use crate::text::review::tracks as words;
use crate::ui::{Cell, Column, DataTable, Mark, Status};

/// Nothing is drawn for a request from before there were tracks.
#[component]
pub fn Tracks(
    submission: Submission,
    /// What reviewers wrote for each other; none for the provider.
    #[prop(optional)]
    notes: Vec<(ReviewTrack, String)>,
    now: Moment,
) -> impl IntoView {
    (!submission.tracks.is_empty()).then(|| {
        let columns = [words::TRACK, words::STATE, words::DECIDED].map(Column::new).to_vec();
        let rows = submission.tracks.iter().map(|one| row(one, &notes, now)).collect_view();
        view! {
            <section class="block">
                <DataTable caption=words::CAPTION columns=columns>
                    {rows}
                </DataTable>
                <p class="quiet">{words::TRACKS_WHAT}</p>
            </section>
        }
    })
}

const fn mark(state: TrackState) -> Mark {
    match state {
        TrackState::Open => Mark::Waiting,
        TrackState::Approved => Mark::Done,
        TrackState::Returned => Mark::Warning,
        TrackState::Rejected => Mark::Error,
    }
}

fn row(one: &TrackOf, notes: &[(ReviewTrack, String)], now: Moment) -> impl IntoView + use<> {
    let (track, state) = (one.track, one.state);
    let kept = one.kept_from.map(|given| {
        let href = Path::ReviewOf(given).to_string();
        view! {
            <p>
                <a href=href>{words::KEPT}</a>
            </p>
        }
    });
    let decision = one.decision.clone().map(|decision| {
        let reason = (!decision.reason.is_empty()).then(|| view! { <p>{decision.reason}</p> });
        view! {
            <Ago at=decision.at now />
            {review_words::by(&decision.by_name)}
            {reason}
        }
    });
    let of_track = notes.iter().filter(|(noted, _)| *noted == track).map(|(_, note)| note.clone());
    let notes = of_track.map(|note| {
        view! {
            <p>
                <b>{review_words::INTERNAL_NOTE}</b>
                ": "
                {note}
            </p>
        }
    });
    let notes = notes.collect_view();
    view! {
        <tr>
            <th scope="row">
                {words::name(track)} <span class="table__sub">{words::holds(track)}</span>
            </th>
            <Cell label=words::STATE>
                <Status mark=mark(state)>{words::state(state)}</Status>
            </Cell>
            <Cell label=words::DECIDED>{decision} {kept} {notes}</Cell>
        </tr>
    }
}
