//! Where the next version of a public offering stands, in one word that the whole page follows.

use leptos::prelude::*;
use slipway_domain::change_class::{Trigger, triggers};
use slipway_domain::compare::is_unchanged;
use slipway_domain::moment::Moment;
use slipway_domain::region::RevisionState;
use slipway_domain::review::{Decision, Submission, SubmissionState};
use slipway_domain::revision::{Revision, effective_at};
use slipway_domain::view::{NextVersionView, OfferingView};

use crate::parts::thread::new::named;
use crate::text;
use crate::text::review as review_words;
use crate::text::revision as words;
use crate::ui::{Mark, Notice, Tone, Verdict};

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The draft says what customers have.
    Nothing,
    Draft,
    /// With the reviewers.
    Submitted,
    /// A reviewer or the billing desk sent it back.
    CameBack,
    /// Approved, and somebody has to publish it.
    Approved,
    /// Approved, and published by the platform on its day.
    Scheduled,
}

impl Standing {
    /// `found` is what the draft changes.
    pub(super) fn of(next: &NextVersionView, found: &[Trigger]) -> Self {
        let current = next.revisions.current.as_ref();
        match current.map(|revision| (revision.state, revision.effective_at)) {
            Some((RevisionState::Submitted, _)) => Self::Submitted,
            Some((RevisionState::Approved, None)) => Self::Approved,
            Some((RevisionState::Approved, Some(_))) => Self::Scheduled,
            _ if found.is_empty() => Self::Nothing,
            Some((RevisionState::Changes, _)) => Self::CameBack,
            _ => Self::Draft,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Nothing => words::NONE,
            Self::Draft => words::DRAFT,
            Self::Submitted => words::SUBMITTED,
            Self::CameBack => words::CAME_BACK,
            Self::Approved => words::APPROVED,
            Self::Scheduled => words::SCHEDULED,
        }
    }

    const fn mark(self) -> Mark {
        match self {
            Self::Nothing | Self::Approved => Mark::Done,
            Self::Draft => Mark::Edited,
            Self::Submitted | Self::Scheduled => Mark::Waiting,
            Self::CameBack => Mark::Warning,
        }
    }
}

/// What the draft changes of what customers have; nothing while they have nothing.
pub(super) fn of_draft(view: &OfferingView) -> Vec<Trigger> {
    view.published.as_ref().map(|live| triggers(live, &view.offering, view.now)).unwrap_or_default()
}

/// From when the revision under way would hold, if it was published now; `None`: at once.
pub(super) fn holds_from(next: &NextVersionView) -> Option<Moment> {
    let view = &next.revisions.view;
    let (live, content) = (view.published.as_ref()?, next.content.as_ref()?);
    effective_at(live, content, view.now)
}

pub(super) fn verdict(next: &NextVersionView, standing: Standing) -> impl IntoView + use<> {
    let (view, current) = (&next.revisions.view, next.revisions.current.as_ref());
    let sentence = match standing {
        Standing::Nothing => words::NONE_WHY.to_owned(),
        Standing::Draft => words::DRAFT_WHY.to_owned(),
        Standing::Submitted => words::submitted(view.position),
        Standing::CameBack => words::CAME_BACK_WHY.to_owned(),
        Standing::Approved => words::approved(holds_from(next), current.and_then(|revision| revision.expires_at)),
        Standing::Scheduled => words::scheduled(current.and_then(|revision| revision.effective_at).unwrap_or(view.now)),
    };
    view! {
        <Verdict mark=standing.mark() word=standing.word()>
            {sentence}
        </Verdict>
    }
}

/// What was saved after the version that is under way was handed in.
pub(super) fn went_on(next: &NextVersionView) -> Option<impl IntoView + use<>> {
    let content = next.content.as_ref()?;
    let is_change = next.revisions.current.as_ref().is_some_and(|revision| revision.submission.is_some());
    (is_change && !is_unchanged(content, &next.revisions.view.offering)).then(|| {
        view! {
            <Notice title=words::WENT_ON>
                <p>{words::WENT_ON_WHY}</p>
            </Notice>
        }
    })
}

/// What the reviewer wrote who sent it back.
pub(super) fn returned(next: &NextVersionView, standing: Standing) -> Option<impl IntoView + use<>> {
    if standing != Standing::CameBack {
        return None;
    }
    let view = &next.revisions.view;
    let submission = submission_of(next.revisions.current.as_ref()?, view)?;
    let Decision { by_name, at, reason, rule, .. } = submission.decision.clone()?;
    let ago = text::ago(view.now.since(at));
    let title = match submission.state {
        SubmissionState::Rejected => review_words::tracks::rejected_by(&by_name, &ago),
        _ => review_words::returned_by(&by_name, &ago),
    };
    let rule = rule.map(|rule| view! { <p>{named(rule)}</p> });
    Some(view! {
        <Notice tone=Tone::Warn title=title id="returned">
            <p>{reason}</p>
            {rule}
        </Notice>
    })
}

pub(super) fn submission_of<'a>(revision: &Revision, view: &'a OfferingView) -> Option<&'a Submission> {
    let id = revision.submission?;
    view.submissions.iter().find(|submission| submission.id == id)
}
