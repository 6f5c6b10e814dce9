//! The honest clock: when it was handed in and by whom, the place in the queue, and whose turn it is since when.

use leptos::prelude::*;
use slipway_domain::caller::Role;
use slipway_domain::review::Submission;
use slipway_domain::stage::Turn;
use slipway_domain::view::OfferingView;

use super::desk;
use crate::parts::moment::Ago;
use crate::text;
use crate::text::review as words;

/// `submission`: one of `view`, open or decided.
#[component]
pub fn Clock(view: OfferingView, submission: Submission) -> impl IntoView {
    let now = view.now;
    let head = submission.is_open().then(|| {
        let turn = view.turn();
        let is_mine = match turn.turn {
            Turn::Reviewer => view.person.has_operator_role(Role::Reviewer),
            Turn::Admin => view.person.has_operator_role(Role::Admin),
            Turn::Billing => view.person.has_operator_role(Role::Billing),
            Turn::Provider => view.person.membership(view.offering.owner.id).is_some(),
            Turn::Nobody => false,
        };
        let words = words::clock(is_mine, text::turn(turn.turn), now.since(turn.since));
        view! { <p class="clock__turn">{words}</p> }
    });
    let decision = submission.decision.clone().map(|decision| {
        view! {
            <div>
                <dt>{words::state(submission.state)}</dt>
                <dd>
                    <Ago at=decision.at now />
                    {words::by(&decision.by_name)}
                </dd>
            </div>
        }
    });
    let position = view.position.filter(|_| submission.is_open()).map(|position| {
        view! {
            <div>
                <dt>{words::QUEUE}</dt>
                <dd>{words::position(position)}</dd>
            </div>
        }
    });
    let late = desk::late(&view, &submission).map(|late| view! { <p>{late}</p> });
    let (facts, figures) = (desk::facts(&view, &submission), desk::figures(&view, &submission));
    let facts = facts.into_iter().map(|(name, value)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    let facts = facts.collect_view();
    let round = round_of(&submission, &view.submissions);
    view! {
        <div class="clock clock--plain">
            {head} {late}
            <dl class="clock__facts">
                <div>
                    <dt>{words::SUBMITTED}</dt>
                    <dd>
                        <Ago at=submission.submitted_at now />
                        {words::by(&submission.submitted_by_name)}
                    </dd>
                </div>
                {position}
                <div>
                    <dt>{words::ROUND}</dt>
                    <dd>{round}</dd>
                </div>
                {decision} {facts}
            </dl>
            {figures}
        </div>
    }
}

/// Which time this is that the release is asked for; requests that were taken back do not count.
pub fn round_of(submission: &Submission, all: &[Submission]) -> u32 {
    let until = all.iter().position(|other| other.id == submission.id).map_or(all.len(), |index| index + 1);
    slipway_domain::review::round(&all[..until]).max(1)
}
