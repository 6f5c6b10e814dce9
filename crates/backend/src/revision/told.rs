//! What pages read of revisions, for whoever may look at the offering.

use slipway_domain::region::RevisionState;
use slipway_domain::review::Submission;
use slipway_domain::revision::{self, Revision};
use slipway_domain::view::{ReleasedVersion, RevisionsView};

use crate::{Acting, Result};

impl Acting {
    /// The revision under way, those before it, every version that was public, and those that could be.
    pub async fn revisions(&self, name: &str) -> Result<RevisionsView> {
        let view = self.offering(name).await?;
        let (store, scope, stage) = (self.backend().store(), view.offering.scope(), view.offering.stage);
        let mut past = store.revisions(scope).await?;
        let agreed = revision::agreed(&view.submissions, &past, view.now).into_iter().rev();
        let is_last_returned = past.last().is_some_and(|last| last.state == RevisionState::Changes);
        let at = past.iter().rposition(Revision::is_open).or_else(|| is_last_returned.then(|| past.len() - 1));
        let current = at.map(|at| past.remove(at));
        past.reverse();
        let is_free = stage.takes_revisions() && current.as_ref().is_none_or(|current| !current.is_open());
        let versions = store.released(scope).await?;
        let under_way = current.as_ref().filter(|current| current.is_open()).map(|current| current.snapshot);
        let is_known = |asked: &Submission| {
            under_way == Some(asked.snapshot) || versions.iter().any(|version| version.snapshot == asked.snapshot)
        };
        let agreed = agreed.filter(|asked| stage.is_public() && !is_known(asked)).filter_map(|asked| {
            let given = asked.decision.as_ref()?;
            Some(ReleasedVersion {
                snapshot: asked.snapshot,
                published_at: given.at,
                by_name: given.by_name.clone(),
                is_live: false,
                takes_rollback: is_free,
            })
        });
        let agreed: Vec<_> = agreed.collect();
        let released = versions.into_iter().enumerate().map(|(index, version)| {
            let is_live = index == 0 && stage.is_public();
            ReleasedVersion {
                snapshot: version.snapshot,
                published_at: version.at,
                by_name: version.by_name,
                is_live,
                takes_rollback: is_free && index > 0,
            }
        });
        Ok(RevisionsView { released: released.collect(), agreed, view, current, past })
    }
}
