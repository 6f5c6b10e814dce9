//! The account's registration for integrated billing (T01–T04 in their shortest form) and its decision.

use slipway_domain::account::{Account, RegistrationDraft};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::AccountId;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::registration::{self, RegistrationMove};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::view::{AccountView, RegistrationsView};
use slipway_store::Tx;

use crate::{Acting, Result};

impl Acting {
    /// The account the person works in now, with its members.
    pub async fn account(&self) -> Result<AccountView> {
        let current = self.person()?.current.ok_or(Rejection::NotFound(Kind::Account))?;
        self.account_view(current).await
    }

    /// Any account, for the operator's decision.
    pub async fn account_of(&self, account: AccountId) -> Result<AccountView> {
        self.person()?;
        if !policy::visible_to(self.caller(), account) {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        self.require(Verb::View, Object::Registration, Context::of(account))?;
        self.account_view(account).await
    }

    async fn account_view(&self, account: AccountId) -> Result<AccountView> {
        let store = self.backend().store();
        Ok(AccountView {
            person: self.person()?.clone(),
            account: store.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?,
            intake: store.intake(account).await?,
            members: store.members(account).await?,
            operator_contact: self.backend().platform().operator_contact.clone(),
            now: self.now(),
        })
    }

    /// Provider accounts for the operator, those that wait first.
    pub async fn registrations(&self) -> Result<RegistrationsView> {
        self.require_desk(Object::Registration)?;
        let mut accounts = self.backend().store().accounts().await?;
        accounts.retain(|account| account.kind == slipway_domain::account::AccountKind::Provider);
        accounts.sort_by_key(|account| {
            (account.registration != slipway_domain::account::Registration::Submitted, account.name.clone())
        });
        Ok(RegistrationsView { person: self.person()?.clone(), accounts, now: self.now() })
    }

    pub async fn save_registration(&self, revision: i64, draft: &RegistrationDraft) -> Result<()> {
        let (mut tx, account) = self.own_account(Verb::Edit).await?;
        allowed(&account, RegistrationMove::Save)?;
        if !tx.save_registration(account.id, revision, draft).await? {
            return Err(Rejection::Stale { current: account.revision, parked: None }.into());
        }
        self.record_account(&mut tx, account.id, EventKind::RegistrationSaved, Detail::none()).await?;
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

fn allowed(account: &Account, act: RegistrationMove) -> Result<slipway_domain::account::Registration> {
    registration::next(account.registration, act).ok_or_else(|| {
        Rejection::Refused(Refusal::NoSuchRegistrationMove { from: account.registration, attempted: act }).into()
    })
}
