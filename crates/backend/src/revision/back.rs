//! Going back to an earlier version: one that customers had, or one that was agreed to and that nobody published. What is
//! published is made of it and of what is there now (`revision::rolled_back`), and is a revision of its own.

use slipway_domain::change_class;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{BrokerId, RevisionId, SnapshotId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::region::RevisionState;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::revision::{self, RevisionKind};
use slipway_store::{NewRevision, Tx};

use super::live::{Going, judged};
use super::prices::Announced;
use super::{asks_for_tests, listed, none_open, open};
use crate::operation::Operation;
use crate::release::all_checked;
use crate::{Acting, Result};

/// What is gone back to.
struct Earlier {
    content: Offering,
    /// Customers had it: nothing about it is asked anew.
    was_public: bool,
}

impl Acting {
    /// Goes back to a version that somebody else has approved: at once, or with the notice of its prices. What is gone does
    /// not come back with it. What nobody published yet passes what its publication would have had to pass.
    pub async fn roll_back(&self, name: &str, to: SnapshotId) -> Result<()> {
        let operation = self.attempt("revision/rollback", &(name, to))?;
        self.once(operation.as_ref(), Box::pin(self.go_back(name, to, operation.as_ref()))).await
    }

    async fn go_back(&self, name: &str, to: SnapshotId, operation: Option<&Operation>) -> Result<()> {
        let checked = self.recheck_earlier(name, to).await?;
        let (mut tx, offering) = self.live(name).await?;
        let (scope, at, by) = (offering.scope(), self.now(), self.person()?.id);
        none_open(&tx.revisions(scope).await?)?;
        let Earlier { content, was_public } = earlier(&mut tx, &offering, to, at).await?;
        let live = listed(&mut tx, &offering).await?.content;
        if !revision::can_roll_back(&live, &content) {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let content = revision::rolled_back(&live, &content);
        let triggers = change_class::triggers(&live, &content, at);
        if !was_public && asks_for_tests(&triggers) {
            all_checked(&offering, &checked)?;
        }
        let threads = if was_public { Vec::new() } else { tx.threads(scope).await? };
        let judged = judged(&mut tx, &offering, &content).await?;
        open(revision::missing_at_publication(&triggers, &judged, &threads))?;
        let effective_at = revision::effective_at(&live, &content, at);
        let (snapshot, _) = self.freeze(&mut tx, &content).await?;
        let new = NewRevision {
            scope,
            id: RevisionId::new(self.backend().ids().uuid(at)),
            kind: RevisionKind::Rollback,
            state: RevisionState::Approved,
            submission: None,
            snapshot,
            by,
            at,
            approved_at: Some(at),
            effective_at,
        };
        tx.add_revision(&new).await?;
        let detail = if let Some(day) = effective_at {
            let announced = Announced { revision: new.id, live: &live, triggers: &triggers, day, at };
            Box::pin(self.backend().tell_of_prices(&mut tx, announced)).await?;
            Detail::about(day.iso_day())
        } else {
            let content = tx.snapshot(scope, snapshot).await?.ok_or(Rejection::NotFound(Kind::Snapshot))?;
            let (revision, by) = (new.id, Some(by));
            let going = Going { revision, effective_at: None, content: &content, live: &live, since: at, at, by };
            if !self.backend().go_live(&mut tx, &offering, going).await? {
                return Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into());
            }
            Detail::none()
        };
        self.record(&mut tx, &offering, EventKind::RevisionRolledBack, detail).await?;
        self.done(&mut tx, operation, &()).await?;
        tx.commit().await?;
        self.backend().mails_wanted().notify_one();
        Ok(())
    }

    /// The brokers say anew what they offer, where what customers never had asks for that.
    async fn recheck_earlier(&self, name: &str, to: SnapshotId) -> Result<Vec<BrokerId>> {
        let (mut tx, offering) = self.live(name).await?;
        none_open(&tx.revisions(offering.scope()).await?)?;
        let Earlier { content, was_public } = earlier(&mut tx, &offering, to, self.now()).await?;
        if was_public {
            return Ok(Vec::new());
        }
        let live = listed(&mut tx, &offering).await?.content;
        drop(tx);
        let content = revision::rolled_back(&live, &content);
        self.rechecked(&offering, &change_class::triggers(&live, &content, self.now())).await
    }
}

/// A version of the offering that can be gone back to: it was public, or an approval that would hold still names its hash.
async fn earlier(tx: &mut Tx, offering: &Offering, to: SnapshotId, now: Moment) -> Result<Earlier> {
    let (scope, missing) = (offering.scope(), Rejection::NotFound(Kind::Snapshot));
    let was_public = tx.released(scope).await?.iter().any(|version| version.snapshot == to);
    let read = tx.snapshot(scope, to).await?.ok_or_else(|| missing.clone())?;
    if !was_public {
        let (submissions, revisions) = (tx.submissions(scope).await?, tx.revisions(scope).await?);
        let mut agreed = revision::agreed(&submissions, &revisions, now).into_iter();
        if !agreed.any(|asked| asked.snapshot == to && asked.content_sha256 == read.sha256) {
            return Err(missing.into());
        }
    }
    Ok(Earlier { content: read.content, was_public })
}
