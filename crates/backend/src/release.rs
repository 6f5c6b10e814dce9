//! From draft to public: publishing with limited visibility, the allowlist, and the release.

use slipway_domain::caller::Person;
use slipway_domain::checklist::Attestation;
use slipway_domain::compare;
use slipway_domain::deployment::DeploymentState;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::gate;
use slipway_domain::ids::{AccountId, BrokerId, SnapshotId};
use slipway_domain::offering::Offering;
use slipway_domain::policy::{self, Context, Denial, Object, Verb};
use slipway_domain::publication;
use slipway_domain::region::{DeploymentMove, deployment_next};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::review::SubmissionState;
use slipway_domain::stage::{self, Basis, Move, PublishActor, Stage};
use slipway_domain::thread::Thread;
use slipway_domain::visibility::Restrictions;
use slipway_store::{Snapshot, Tx};

use crate::acting::within_reach;
use crate::checklist::ticks;
use crate::digest::sha256_of;
use crate::publication::still_as_seen;
use crate::{Acting, Result};

/// DEC-4: the operator's hand makes an approved offering public.
pub(crate) const PUBLISH_ACTOR: PublishActor = PublishActor::Operator;

impl Acting {
    /// T14 and T15: the entry becomes visible to the owner and the allowlist, with the content as it is now.
    pub async fn publish_limited(&self, name: &str) -> Result<()> {
        self.publish(name, None).await
    }

    /// What is published as it is is not published once more.
    pub(crate) async fn publish(&self, name: &str, seen: Option<&str>) -> Result<()> {
        let checked = self.recheck(name, Move::PublishLimited).await?;
        let (mut tx, offering) = self.moving(name, Move::PublishLimited).await?;
        all_checked(&offering, &checked)?;
        still_as_seen(&mut tx, &offering, seen).await?;
        let listed = tx.listed(offering.scope()).await?;
        if !publication::has_news(&offering, listed.as_ref().map(|listed| &listed.content)) {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let attestations = ticks(&mut tx, &offering).await?;
        open_gate(Move::PublishLimited, &offering, &attestations, &[])?;
        let at = self.now();
        self.step(&mut tx, &offering, Move::PublishLimited, EventKind::PublishedLimited, Detail::none()).await?;
        self.move_deployments(&mut tx, &offering, DeploymentMove::PublishLimited).await?;
        let published = tx.offering(offering.scope()).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        let (snapshot, _) = self.freeze(&mut tx, &published).await?;
        tx.set_entry(offering.scope(), snapshot, &published.plans, Restrictions::Private, at).await?;
        Ok(tx.commit().await?)
    }

    /// T19: visible to everyone, with exactly the content that was approved, whatever the draft says by now. If what is in
    /// force at once (brokers, deployments) is not as it was, nobody has approved that; and who could not be served is not
    /// invited.
    pub async fn release(&self, name: &str) -> Result<()> {
        self.make_public(name, None).await
    }

    pub(crate) async fn make_public(&self, name: &str, seen: Option<&str>) -> Result<()> {
        let (mut tx, offering) = self.moving(name, Move::Release).await?;
        stage::next(offering.stage, Move::Release).map_err(Rejection::Refused)?;
        let approved = approved(&mut tx, &offering).await?;
        let handed_in = offering.as_handed_in(&approved.content);
        if !compare::is_unchanged(&approved.content, &handed_in) {
            let changed = compare::changed(&approved.content, &handed_in);
            return Err(Rejection::Refused(Refusal::approval_void(changed)).into());
        }
        still_as_seen(&mut tx, &handed_in, seen).await?;
        let threads = tx.threads(offering.scope()).await?;
        open_gate(Move::Release, &handed_in, &[], &threads)?;
        let at = self.now();
        self.step(&mut tx, &offering, Move::Release, EventKind::OfferingReleased, Detail::none()).await?;
        self.move_deployments(&mut tx, &offering, DeploymentMove::Release).await?;
        let restrictions = approved.content.settings.draft.extras.released();
        tx.set_entry(offering.scope(), approved.id, &approved.content.plans, restrictions, at).await?;
        tx.set_terms_url(offering.scope(), approved.content.listing.draft.terms_url.trim()).await?;
        tx.add_released(offering.scope(), approved.id, Some(self.person()?.id), at).await?;
        Ok(tx.commit().await?)
    }

    /// Invites an account to see the offering before its release, called by its exact name or its id. One
    /// of the provider's own needs no approval. Whoever waits for it when a closed list is released may still get it.
    pub async fn allow(&self, name: &str, account: &str) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Allowlist).await?;
        let published = tx.listed(offering.scope()).await?;
        if !publication::is_extendable(offering.stage, published.as_ref().map(|listed| &listed.content)) {
            return Err(Rejection::Refused(Refusal::AllowlistClosed).into());
        }
        let invited = self.called(&mut tx, &offering, account).await?;
        let person = self.person()?;
        let own = person.owns(offering.owner.id) && person.owns(invited.id);
        if !tx.allow(offering.scope(), invited.id, own, person.id, self.now()).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.record(&mut tx, &offering, EventKind::AllowlistAdded, Detail::about(invited.name)).await?;
        Ok(tx.commit().await?)
    }

    /// DEC-43: an account of another company waits for the operator, and for somebody else than who invited it.
    pub async fn approve_allowed(&self, name: &str, account: AccountId) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Approve, Object::Allowlist).await?;
        let list = tx.allowlist(offering.scope()).await?;
        let invited = list.into_iter().find(|allowed| allowed.account == account);
        let invited = invited.ok_or(Rejection::NotFound(Kind::Account))?;
        let ctx = Context::of(offering.owner.id).written_by(core::slice::from_ref(&invited.added_by));
        self.require(Verb::Approve, Object::Allowlist, ctx)?;
        if !tx.approve_allowed(offering.scope(), account, self.person()?.id, self.now()).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.record(&mut tx, &offering, EventKind::AllowlistApproved, Detail::about(invited.account_name)).await?;
        Ok(tx.commit().await?)
    }

    pub async fn disallow(&self, name: &str, account: AccountId) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Allowlist).await?;
        let invited = tx.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        if !tx.disallow(offering.scope(), account).await? {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        self.record(&mut tx, &offering, EventKind::AllowlistRemoved, Detail::about(invited.name)).await?;
        Ok(tx.commit().await?)
    }

    /// §6.7: the brokers say anew what they offer before the gate of a move is asked. Whoever may not make the move,
    /// and a move that does not exist from here, calls nobody.
    pub(crate) async fn recheck(&self, name: &str, act: Move) -> Result<Vec<BrokerId>> {
        let (tx, offering) = self.moving(name, act).await?;
        drop(tx);
        stage::next(offering.stage, act).map_err(Rejection::Refused)?;
        self.recheck_brokers(&offering).await
    }

    /// Every deployment that knows the move makes it, together with its offering; from the last state back, so that none
    /// moves twice.
    async fn move_deployments(&self, tx: &mut Tx, offering: &Offering, act: DeploymentMove) -> Result<()> {
        for from in DeploymentState::ALL.into_iter().rev() {
            if let Some(to) = deployment_next(from, act).filter(|to| *to != from) {
                tx.move_deployments(offering.scope(), from, to, self.now()).await?;
            }
        }
        Ok(())
    }

    /// Loads the offering in a transaction for a move that the caller may make.
    pub(crate) async fn moving(&self, name: &str, act: Move) -> Result<(Tx, Offering)> {
        self.permitted(name, move |person, ctx| policy::may_move(person, act, ctx, PUBLISH_ACTOR)).await
    }

    /// Loads the offering in a transaction for what `may` allows the caller, who knows who wrote it and handed it in.
    pub(crate) async fn permitted(
        &self,
        name: &str,
        may: impl FnOnce(&Person, Context<'_>) -> Result<(), Denial> + Send,
    ) -> Result<(Tx, Offering)> {
        let (mut tx, offering) = self.change(name, Verb::View, Object::Listing).await?;
        let authors = tx.authors(offering.scope()).await?;
        let mut ctx = Context::of(offering.owner.id).written_by(&authors);
        if let Some(by) = tx.latest_submitter(offering.scope()).await? {
            ctx = ctx.submitted_by(by);
        }
        may(self.person()?, ctx).map_err(Rejection::Denied)?;
        within_reach(self.reach().moves())?;
        Ok((tx, offering))
    }

    /// Moves the offering, guarded by the stage and revision that were read, goes on by itself where the stage is none
    /// to stay in, and records it as the one move that somebody made.
    pub(crate) async fn step(
        &self,
        tx: &mut Tx,
        offering: &Offering,
        act: Move,
        kind: EventKind,
        detail: Detail,
    ) -> Result<Stage> {
        let (mut to, mut revision, mut next) = (offering.stage, offering.stage_revision, Some(act));
        while let Some(act) = next {
            let from = to;
            to = stage::next(from, act).map_err(Rejection::Refused)?;
            if !tx.move_stage(offering.scope(), from, revision, to, self.now()).await? {
                return Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into());
            }
            revision += 1;
            next = to.automatic();
        }
        let detail = Detail { from: Some(offering.stage), to: Some(to), ..detail };
        self.record(tx, offering, kind, detail).await?;
        Ok(to)
    }

    /// An immutable copy of the offering and its hash.
    pub(crate) async fn freeze(&self, tx: &mut Tx, offering: &Offering) -> Result<(SnapshotId, String)> {
        let at = self.now();
        let id = SnapshotId::new(self.backend().ids().uuid(at));
        let sha256 = sha256_of(offering, "an offering did not serialise")?;
        tx.add_snapshot(id, offering, &sha256, self.person()?.id, at).await?;
        Ok((id, sha256))
    }
}

/// Refuses if a deployment names a broker that did not when the brokers were called.
pub(crate) fn all_checked(offering: &Offering, checked: &[BrokerId]) -> Result<()> {
    if offering.brokers_in_use().all(|broker| checked.contains(&broker.id)) {
        return Ok(());
    }
    Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into())
}

/// What others go by while the draft goes on: what customers have after the release, what was handed in before it. `None`:
/// that is the draft itself.
pub(crate) async fn standing(tx: &mut Tx, offering: &Offering) -> Result<Option<Offering>> {
    let frozen = match offering.stage.basis() {
        Basis::HandedIn => {
            let mut submissions = tx.submissions(offering.scope()).await?.into_iter();
            let asked = submissions.rfind(|asked| asked.is_open() || asked.state == SubmissionState::Approved);
            match asked {
                Some(asked) => tx.snapshot(offering.scope(), asked.snapshot).await?,
                None => None,
            }
        }
        Basis::Published => tx.listed(offering.scope()).await?,
        Basis::Draft => None,
    };
    Ok(frozen.map(|frozen| offering.as_handed_in(&frozen.content)))
}

/// The content that the reviewer approved. The decision names its hash, so it is that content and no other.
async fn approved(tx: &mut Tx, offering: &Offering) -> Result<Snapshot> {
    let mut submissions = tx.submissions(offering.scope()).await?.into_iter();
    let approved = submissions.rfind(|submission| submission.state == SubmissionState::Approved);
    let approved = approved.ok_or(Rejection::NotFound(Kind::Submission))?;
    let content = tx.snapshot(offering.scope(), approved.snapshot).await?;
    let content = content.filter(|content| content.sha256 == approved.content_sha256);
    content.ok_or_else(|| Rejection::NotFound(Kind::Snapshot).into())
}

/// Refuses while a condition of the move's gates is missing.
pub(crate) fn open_gate(
    act: Move,
    offering: &Offering,
    attestations: &[Attestation],
    threads: &[Thread],
) -> Result<()> {
    let missing: Vec<_> =
        act.gates().iter().flat_map(|gate| gate::report(*gate, offering, attestations, threads).missing()).collect();
    if missing.is_empty() { Ok(()) } else { Err(Rejection::Refused(Refusal::Gate(missing)).into()) }
}
