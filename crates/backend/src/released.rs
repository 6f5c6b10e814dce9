//! What the page of the next version of an offering shows beside the revisions: what the one under way publishes, and what
//! going back to an earlier version would.

use slipway_domain::compare::is_unchanged;
use slipway_domain::ids::SnapshotId;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::review::rejected;
use slipway_domain::revision::rolled_back;
use slipway_domain::view::{NextVersionView, OfferingView, ReleasedView, RevisionsView};

use crate::{Acting, Result};

impl Acting {
    /// The next version of an offering: its revisions, and what the one under way publishes.
    pub async fn next_version(&self, name: &str) -> Result<NextVersionView> {
        let revisions = self.revisions(name).await?;
        let scope = revisions.view.offering.scope();
        let content = match revisions.current.as_ref().filter(|current| current.is_open()) {
            Some(current) => Some(self.content(scope, current.snapshot).await?),
            None => None,
        };
        // While a revision is under way nobody can ask for another.
        let is_as_rejected = content.is_none() && self.is_as_rejected(&revisions.view).await?;
        Ok(NextVersionView { content, is_as_rejected, revisions })
    }

    /// Handing the draft in would be refused (`review::decide::not_rejected`).
    async fn is_as_rejected(&self, view: &OfferingView) -> Result<bool> {
        for asked in rejected(&view.submissions) {
            if is_unchanged(&self.content(view.offering.scope(), asked.snapshot).await?, &view.offering) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A version that customers have or had, or that was agreed to for them, and what going back to it publishes.
    ///
    /// # Errors
    ///
    /// [`Rejection::NotFound`] for a snapshot that is no such version, or while nothing is public.
    pub async fn released(&self, name: &str, snapshot: SnapshotId) -> Result<ReleasedView> {
        let RevisionsView { view, released, agreed, .. } = self.revisions(name).await?;
        let nothing = || Rejection::NotFound(Kind::Page);
        let was_public = released.iter().any(|version| version.snapshot == snapshot);
        let version =
            released.into_iter().chain(agreed).find(|version| version.snapshot == snapshot).ok_or_else(nothing)?;
        let earlier = self.content(view.offering.scope(), snapshot).await?;
        let content = rolled_back(view.published.as_ref().ok_or_else(nothing)?, &earlier);
        Ok(ReleasedView { version, was_public, content, view })
    }
}
