//! What a request for a change of a public offering takes (§10): the classes of its changes, beside what customers have.

use leptos::prelude::*;
use slipway_domain::change_class::{Trigger, approvals_of, earliest, tests_of, triggers};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::view::ReviewView;

use crate::text::changes;
use crate::text::revision as words;
use crate::ui::Notice;

/// What customers have while a change of it waits; `None`: a release is asked for, or the change was decided.
pub fn changed(review: &ReviewView) -> Option<&Offering> {
    let is_change = review.view.offering.stage.is_public() && review.submission.is_open();
    review.view.published.as_ref().filter(|_| is_change)
}

/// What it changes, class by class; nothing for a request for release.
pub fn found(review: &ReviewView) -> Vec<Trigger> {
    changed(review).map(|live| triggers(live, &review.content, review.view.now)).unwrap_or_default()
}

/// The names of the classes, and from when all of it would hold.
pub fn classes(found: &[Trigger], review: &ReviewView) -> String {
    let names: Vec<&str> = found.iter().map(|trigger| changes::class(trigger.class)).collect();
    let now = review.view.now;
    let from = earliest(found, now).filter(|from| *from > now).map(Moment::date);
    words::classes(&names, from.as_deref())
}

#[component]
pub fn Change(review: ReviewView) -> impl IntoView {
    changed(&review).is_some().then(|| {
        let found = found(&review);
        let facts = [
            (words::CLASSES, classes(&found, &review)),
            (changes::APPROVALS, changes::approvals(&approvals_of(&found))),
            (changes::TESTS, changes::tests(tests_of(&found)).to_owned()),
            (changes::EARLIEST, changes::earliest(earliest(&found, review.view.now), review.view.now)),
        ];
        let facts = facts.map(|(name, value)| {
            view! {
                <dt>{name}</dt>
                <dd>{value}</dd>
            }
        });
        let facts = facts.into_iter().collect_view();
        view! {
            <Notice title=words::CHANGE_IS_PUBLIC>
                <p>{words::AGAINST_LIVE}</p>
                <dl class="facts">{facts}</dl>
            </Notice>
        }
    })
}
