//! What the platform does about revisions by itself: it publishes those whose day is there, and ends approvals that nobody
//! used.

use slipway_domain::change_class;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::RevisionId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::plan::ends_too_soon;
use slipway_domain::region::{RevisionMove, RevisionState};
use slipway_domain::revision::{self, ENDS_TOO_SOON, Revision, RevisionKind};
use slipway_store::{DueRevision, Tx};

use super::live::{Going, judged};
use super::{frozen, listed};
use crate::{Backend, Result};

/// Revisions that are read at once.
const AT_ONCE: u32 = 100;
/// In the history: what is in force at once is not as it was approved.
const VOID: &str = "void";

impl Backend {
    /// Publishes what is due and ends what is over, one after the other, and comes back when all were looked at: those that
    /// wait on, however many they are, keep no other one waiting.
    pub async fn move_revisions(&self) {
        let (now, mut behind) = (self.clock().now(), None);
        loop {
            let due = match self.store().due_revisions(now, behind, AT_ONCE).await {
                Ok(due) => due,
                Err(error) => return tracing::warn!(%error, "the revisions that are due could not be read"),
            };
            let Some(last) = due.last() else { return };
            behind = Some(*last);
            for DueRevision { scope, id, .. } in due {
                // One that cannot be moved does not keep the others waiting.
                if let Err(error) = self.move_revision(scope, id).await {
                    tracing::error!(%error, offering = %scope.offering, "a revision could not be moved on");
                }
            }
        }
    }

    async fn move_revision(&self, scope: Scope, id: RevisionId) -> Result<()> {
        let mut tx = self.store().write().await?;
        let Some(offering) = tx.offering(scope).await? else { return Ok(()) };
        // As it is now: somebody may have moved it meanwhile.
        let found = tx.revisions(scope).await?.into_iter().find(|one| one.id == id);
        let Some(approved) = found.filter(|one| one.state == RevisionState::Approved) else { return Ok(()) };
        let at = self.clock().now();
        match (approved.effective_at, approved.expires_at) {
            (Some(since), _) if since <= at && offering.stage.takes_revisions() => {
                self.take_effect(tx, &offering, &approved, since).await
            }
            (None, Some(end)) if end <= at => self.end_revision(tx, &offering, &approved, Detail::none()).await,
            _ => Ok(()),
        }
    }

    /// Waits on while a broker contradicts, a thread blocks, or the terms page is somebody else's.
    async fn take_effect(&self, mut tx: Tx, offering: &Offering, approved: &Revision, since: Moment) -> Result<()> {
        let (scope, at) = (offering.scope(), self.clock().now());
        let content = frozen(&mut tx, offering, approved).await?;
        if !revision::voided(&content.content, offering).is_empty() {
            return self.end_revision(tx, offering, approved, Detail::none().with_code(VOID)).await;
        }
        let live = listed(&mut tx, offering).await?.content;
        let triggers = change_class::triggers(&live, &content.content, at);
        let threads = match approved.kind {
            RevisionKind::Change => tx.threads(scope).await?,
            RevisionKind::Rollback => Vec::new(),
        };
        let judged = judged(&mut tx, offering, &content.content).await?;
        if !revision::missing_at_publication(&triggers, &judged, &threads).is_empty() {
            return Ok(());
        }
        // It may have waited for longer than until its day.
        if ends_too_soon(&live.plans, &content.content.plans, revision::told_from(since, at)) {
            return self.end_revision(tx, offering, approved, Detail::none().with_code(ENDS_TOO_SOON)).await;
        }
        let (revision, effective_at) = (approved.id, approved.effective_at);
        let going = Going { revision, effective_at, content: &content, live: &live, since, at, by: None };
        if !self.go_live(&mut tx, offering, going).await? {
            return Ok(());
        }
        let kind = match approved.kind {
            RevisionKind::Change => EventKind::RevisionPublished,
            RevisionKind::Rollback => EventKind::RollbackTookEffect,
        };
        self.tell_of(&mut tx, offering, kind, Detail::none()).await?;
        tx.commit().await?;
        self.mails_wanted().notify_one();
        Ok(())
    }

    async fn end_revision(&self, mut tx: Tx, offering: &Offering, approved: &Revision, detail: Detail) -> Result<()> {
        let Ok(to) = approved.next(RevisionMove::Expire) else { return Ok(()) };
        if !tx.move_revision(offering.scope(), approved.id, (approved.state, to)).await? {
            return Ok(());
        }
        if let Some(live) = tx.listed(offering.scope()).await? {
            Box::pin(self.tell_that_prices_stay(&mut tx, &live.content, approved)).await?;
        }
        self.tell_of(&mut tx, offering, EventKind::RevisionExpired, detail).await?;
        tx.commit().await?;
        self.mails_wanted().notify_one();
        Ok(())
    }

    async fn tell_of(&self, tx: &mut Tx, offering: &Offering, kind: EventKind, detail: Detail) -> Result<()> {
        let event = self.event_of_platform(offering.scope(), kind, detail, self.clock().now());
        Ok(tx.record(&event).await?)
    }
}
