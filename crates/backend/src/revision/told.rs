//! What pages read of revisions, for whoever may look at the offering.

use slipway_domain::region::RevisionState;
use slipway_domain::revision::Revision;
use slipway_domain::stage::Stage;
use slipway_domain::view::{ReleasedVersion, RevisionsView};

use crate::{Acting, Result};

impl Acting {
    /// The revision under way, those before it, and every version that was public.
    pub async fn revisions(&self, name: &str) -> Result<RevisionsView> {
        let view = self.offering(name).await?;
        let (store, scope, stage) = (self.backend().store(), view.offering.scope(), view.offering.stage);
        let mut past = store.revisions(scope).await?;
        let is_last_returned = past.last().is_some_and(|last| last.state == RevisionState::Changes);
        let at = past.iter().rposition(Revision::is_open).or_else(|| is_last_returned.then(|| past.len() - 1));
        let current = at.map(|at| past.remove(at));
        past.reverse();
        let is_free = stage == Stage::Ga && current.as_ref().is_none_or(|current| !current.is_open());
        let versions = store.released(scope).await?.into_iter().enumerate();
        let released = versions.map(|(index, version)| {
            let is_live = index == 0 && stage.is_public();
            ReleasedVersion {
                snapshot: version.snapshot,
                published_at: version.at,
                by_name: version.by_name,
                is_live,
                can_roll_back: is_free && index > 0,
            }
        });
        Ok(RevisionsView { released: released.collect(), view, current, past })
    }
}
