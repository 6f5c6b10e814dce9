//! The account's registration for integrated billing (T01–T04 in their shortest form) and its decision.

use slipway_domain::account::{Account, Registration, RegistrationDraft};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::ids::{AccountId, ParkedId};
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::registration::{self, RegistrationMove};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_store::{NewParkedRegistration, Tx};

use crate::review::written;
use crate::{Acting, Backend, Result};

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
        self.record_account(&mut tx, account.id, EventKind::InputParked, Detail::none()).await?;
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
        let Some(account) = tx.unpark_registration(parked, by).await? else {
            return Err(Rejection::NotFound(Kind::Page).into());
        };
        self.record_account(&mut tx, account, EventKind::InputDiscarded, Detail::none()).await?;
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

    /// Approve, return or reject; nobody decides about an account of their own, nor about what they wrote for it before
    /// they left.
    pub async fn decide_registration(&self, account: AccountId, act: RegistrationMove, reason: &str) -> Result<()> {
        self.person()?;
        if !policy::visible_to(self.caller(), account) {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        let mut tx = self.backend().store().write().await?;
        let found = tx.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        let authors = tx.registration_authors(account).await?;
        let mut ctx = Context::of(account).written_by(&authors);
        if let Some((by, _)) = found.submitted {
            ctx = ctx.submitted_by(by);
        }
        self.require(Verb::Approve, Object::Registration, ctx)?;
        let to = allowed(&found, act)?;
        written(&[(Field::Reason, reason)], act.needs_reason())?;
        let issued = (act == RegistrationMove::Approve).then(|| self.backend().platform().documentation_base());
        if !tx.decide_registration(account, to, self.person()?.id, self.now(), reason.trim(), issued).await? {
            return Err(Rejection::Stale { current: found.revision, parked: None }.into());
        }
        let kind = match act {
            RegistrationMove::Approve => EventKind::RegistrationApproved,
            RegistrationMove::Reject => EventKind::RegistrationRejected,
            _ => EventKind::RegistrationReturned,
        };
        let detail = Detail { subject: issued.map(ToOwned::to_owned), ..Detail::none().because(reason.trim()) };
        self.record_account(&mut tx, account, kind, detail).await?;
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

impl Backend {
    /// Accounts that were approved before their documentation URLs were kept get what the console is configured with.
    pub async fn issue_documentation(&self) -> Result<()> {
        let mut tx = self.store().write().await?;
        let base = self.platform().documentation_base();
        for account in tx.issue_documentation(base).await? {
            let mut event = self.platform_event(None, EventKind::DocumentationIssued, Detail::about(base), "");
            event.account = Some(account);
            tx.record(&event).await?;
        }
        Ok(tx.commit().await?)
    }
}

fn allowed(account: &Account, act: RegistrationMove) -> Result<Registration, Rejection> {
    let from = account.registration;
    registration::next(from, act).ok_or(Rejection::Refused(Refusal::NoSuchRegistrationMove { from, attempted: act }))
}
