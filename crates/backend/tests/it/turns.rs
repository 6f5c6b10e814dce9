//! Random histories in which people with several roles take turns: who takes part, what a history is, and how it is
//! played.

use proptest::prelude::*;
use proptest::sample::select;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Ruling};
use slipway_domain::caller::Role;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::review::Answer;

use crate::support::{ADA, House, KIM, OTTO, RITA, approval};

/// How many take part.
const CAST: usize = 5;
/// So many of them, and these come first, belong to the provider.
pub(crate) const MEMBERS: usize = 2;

/// Reviewers and administrators all of them: two who belong to the provider, two who do not, and one who has left it.
pub(crate) async fn cast(house: &House) -> [Acting; CAST] {
    let roles = [Role::Reviewer, Role::Admin];
    [
        house.acting_as(ADA, &roles).await,
        house.acting_as(KIM, &roles).await,
        house.acting_as(OTTO, &roles).await,
        house.acting_as(RITA, &roles).await,
        house.acting_since_left(KIM, &roles).await,
    ]
}

/// Who of the cast tries what, one after the other.
pub(crate) fn histories<A: core::fmt::Debug + Clone + 'static>(
    acts: &'static [A],
) -> impl Strategy<Value = Vec<(usize, A)>> {
    prop::collection::vec((0..CAST, select(acts)), 10..40)
}

/// Waits for the end of a history: the tests that are made of random ones are not asynchronous.
pub(crate) fn played<T>(history: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(history)
}

/// Answers the open request of the offering, if there is one.
pub(crate) async fn decide(acting: &Acting, answer: Answer) -> slipway_backend::Result<()> {
    let Some(open) = acting.offering(OFFERING).await?.open_submission().cloned() else {
        return Err(Rejection::NotFound(Kind::Submission).into());
    };
    let ruling = Ruling { answer, reason: "Because.", ..approval(&open.content_sha256) };
    acting.decide_review(open.id, ruling).await
}
