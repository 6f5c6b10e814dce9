//! The honest clock: when it was handed in and by whom, the place in the queue, and whose turn it is since when.

use leptos::prelude::*;
use slipway_domain::ids::PersonId;
use slipway_domain::review::Submission;
use slipway_domain::view::OfferingView;

use super::desk;
use crate::parts::moment::Ago;
use crate::text;
use crate::text::review as words;

/// `submission`: one of `view`, open or decided. `authors`: who wrote some of it, where that is known.
#[component]
pub fn Clock(view: OfferingView, submission: Submission, #[prop(optional)] authors: Vec<PersonId>) -> impl IntoView {
    let now = view.now;
    let head = submission.is_open().then(|| {
        let turn = view.turn();
        let words = words::clock(view.is_own_turn(&authors), text::turn(turn.turn), now.since(turn.since));
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

/// Which time this is that it is asked for since the last approval; requests that were taken back do not count.
pub fn round_of(submission: &Submission, all: &[Submission]) -> u32 {
    let until = all.iter().position(|other| other.id == submission.id).map_or(all.len(), |index| index + 1);
    slipway_domain::review::round(&all[..until]).max(1)
}

#[cfg(test)]
mod tests {
    use slipway_domain::caller::Role;
    use slipway_domain::review::SubmissionState;
    use slipway_domain::stage::Stage;

    use super::*;
    use crate::pages::offerings::tests::{returned, view};

    #[test]
    fn it_is_nobodys_own_turn_who_may_not_decide() {
        let mut view = view(Stage::GaRequested);
        view.person.operator.push(Role::Reviewer);
        assert!(!view.is_own_turn(&[]));
        assert_eq!(text::turn_note(&view), "operator's turn, 3 days", "whoever belongs to the account decides nothing");

        view.person.memberships.clear();
        view.person.current = None;
        assert!(view.is_own_turn(&[]) && !view.is_own_turn(&[view.person.id]));
        assert_eq!(text::turn_note(&view), "your turn, 3 days");
        view.submissions = vec![Submission { state: SubmissionState::Open, decision: None, ..returned() }];
        assert_eq!(view.submissions[0].submitted_by, view.person.id);
        assert_eq!(text::turn_note(&view), "reviewer's turn, 3 days", "they handed it in themselves");
    }
}
