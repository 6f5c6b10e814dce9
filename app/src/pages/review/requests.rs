//! Every request for release that there was, newest first.

use leptos::prelude::*;
use slipway_domain::review::{Submission, SubmissionState};
use slipway_domain::view::OfferingView;

use super::clock::round_of;
use crate::parts::moment::Ago;
use crate::parts::thread::new::named;
use crate::text::review as words;
use crate::ui::{Cell, Column, DataTable, Mark, Status};

#[component]
pub fn Requests(view: OfferingView) -> impl IntoView {
    let columns = [words::ROUND, words::SUBMITTED, words::NOTE_OF_PROVIDER, words::OUTCOME];
    let columns = columns.map(Column::new).to_vec();
    let rows = view.submissions.iter().rev().map(|submission| row(submission, &view)).collect_view();
    view! {
        <section class="block">
            <DataTable caption=words::HISTORY columns=columns>
                {rows}
            </DataTable>
        </section>
    }
}

/// What became of a request, as shape and colour.
pub const fn mark(state: SubmissionState) -> Mark {
    match state {
        SubmissionState::Open => Mark::Waiting,
        SubmissionState::Approved => Mark::Done,
        SubmissionState::Returned => Mark::Warning,
        SubmissionState::Rejected => Mark::Error,
        SubmissionState::Withdrawn => Mark::Skipped,
    }
}

fn row(submission: &Submission, view: &OfferingView) -> impl IntoView + use<> {
    let now = view.now;
    let round = match submission.state {
        SubmissionState::Withdrawn => "–".to_owned(),
        _ => round_of(submission, &view.submissions).to_string(),
    };
    let (at, by) = (submission.submitted_at, submission.submitted_by_name.clone());
    let note = submission.note.clone();
    let state = submission.state;
    let decision = submission.decision.clone().map(|decision| {
        let rule = decision.rule.map(|rule| view! { <p>{named(rule)}</p> });
        let reason = (!decision.reason.is_empty()).then(|| view! { <p>{decision.reason}</p> });
        view! {
            <span class="table__sub">
                <Ago at=decision.at now />
                {words::by(&decision.by_name)}
            </span>
            {rule}
            {reason}
        }
    });
    view! {
        <tr>
            <th scope="row">{round}</th>
            <Cell label=words::SUBMITTED>
                <Ago at now />
                <span class="table__sub">{by}</span>
            </Cell>
            <Cell label=words::NOTE_OF_PROVIDER>
                {if note.is_empty() { view! { <span class="quiet">"–"</span> }.into_any() } else { note.into_any() }}
            </Cell>
            <Cell label=words::OUTCOME>
                <Status mark=mark(state)>{words::state(state)}</Status>
                {decision}
            </Cell>
        </tr>
    }
}
