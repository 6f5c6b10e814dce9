//! The account's registration for integrated billing (T01–T04 in their shortest form) and its decision.

use slipway_domain::account::{Account, Registration, RegistrationDraft};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, ParkedId};
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::registration::{self, RegistrationMove};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_store::{NewParkedRegistration, Tx};

use crate::{Acting, Result};

impl Acting {
    /// What comes too late is kept for its author: somebody saved, or handed the registration in, in between. `parked`
    /// is such input of the author's that this save decides about.
    pub async fn save_registration(
        &self,
        revision: i64,
        draft: &RegistrationDraft,
        parked: Option<ParkedId>,
    ) -> Result<()> {
        let (mut tx, account) = self.own_account(Verb::Edit).await?;
        let refusal = match allowed(&account, RegistrationMove::Save) {
            Err(refusal) => Some(refusal),
            Ok(_) if tx.save_registration(account.id, revision, draft).await? => None,
            Ok(_) => Some(Rejection::Stale { current: account.revision, parked: None }),
        };
        let by = self.person()?.id;
        if let Some(parked) = parked {
            tx.unpark_registration(parked, by).await?;
        }
        let Some(refusal) = refusal else {
            self.record_account(&mut tx, account.id, EventKind::RegistrationSaved, Detail::none()).await?;
            return Ok(tx.commit().await?);
        };
        let at = self.now();
        let id = ParkedId::new(self.backend().ids().uuid(at));
        let late = NewParkedRegistration { id, account: account.id, base_revision: revision, form: draft, at, by };
        tx.park_registration(&late).await?;
        tx.commit().await?;
        Err(match refusal {
            Rejection::Stale { current, .. } => Rejection::Stale { current, parked: Some(id) },
            refusal => refusal,
        }
        .into())
    }

    /// The author keeps what is saved.
    pub async fn discard_registration(&self, parked: ParkedId) -> Result<()> {
        let by = self.person()?.id;
        let mut tx = self.backend().store().write().await?;
        if !tx.unpark_registration(parked, by).await? {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        Ok(tx.commit().await?)
    }

    pub async fn submit_registration(&self) -> Result<()> {
        let (mut tx, account) = self.own_account(Verb::Submit).await?;
        allowed(&account, RegistrationMove::Submit)?;
        let findings = account.form.check();
        if findings.errors().next().is_some() {
            return Err(Rejection::Invalid(findings).into());
        }
        let by = self.person()?.id;
        if !tx.submit_registration(account.id, account.registration, by, self.now()).await? {
            return Err(Rejection::Stale { current: account.revision, parked: None }.into());
        }
        self.record_account(&mut tx, account.id, EventKind::RegistrationSubmitted, Detail::none()).await?;
        Ok(tx.commit().await?)
    }

    /// Approve, return or reject; nobody decides about an account of their own.
    pub async fn decide_registration(&self, account: AccountId, act: RegistrationMove, reason: &str) -> Result<()> {
        self.person()?;
        if !policy::visible_to(self.caller(), account) {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        let mut tx = self.backend().store().write().await?;
        let found = tx.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        let mut ctx = Context::of(account);
        if let Some((by, _)) = found.submitted {
            ctx = ctx.submitted_by(by);
        }
        self.require(Verb::Approve, Object::Registration, ctx)?;
        let to = allowed(&found, act)?;
        if act.needs_reason() && reason.trim().is_empty() {
            return Err(Rejection::Refused(Refusal::ReasonMissing).into());
        }
        if !tx.decide_registration(account, to, self.person()?.id, self.now(), reason.trim()).await? {
            return Err(Rejection::Stale { current: found.revision, parked: None }.into());
        }
        let kind = match act {
            RegistrationMove::Approve => EventKind::RegistrationApproved,
            RegistrationMove::Reject => EventKind::RegistrationRejected,
            _ => EventKind::RegistrationReturned,
        };
        self.record_account(&mut tx, account, kind, Detail::none().because(reason.trim())).await?;
        Ok(tx.commit().await?)
    }

    async fn own_account(&self, verb: Verb) -> Result<(Tx, Account)> {
        let current = self.person()?.current.ok_or(Rejection::NotFound(Kind::Account))?;
        self.require(verb, Object::Registration, Context::of(current))?;
        let mut tx = self.backend().store().write().await?;
        let account = tx.account(current).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        Ok((tx, account))
    }

    async fn record_account(&self, tx: &mut Tx, account: AccountId, kind: EventKind, detail: Detail) -> Result<()> {
        let mut event = self.event(kind, detail)?;
        event.account = Some(account);
        Ok(tx.record(&event).await?)
    }
}

fn allowed(account: &Account, act: RegistrationMove) -> Result<Registration, Rejection> {
    let from = account.registration;
    registration::next(from, act).ok_or(Rejection::Refused(Refusal::NoSuchRegistrationMove { from, attempted: act }))
}
