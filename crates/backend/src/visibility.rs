//! Who is kept out of an offering whatever else holds, and until when an invitation lasts (§4.15).

use slipway_domain::account::{Account, check_allowed_account};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::AccountId;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::publication;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::visibility;
use slipway_store::Tx;

use crate::{Acting, Result};

impl Acting {
    /// `until`: the last day of the invitation as typed; empty takes the end away.
    pub async fn allow_until(&self, name: &str, account: AccountId, until: &str) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Allowlist).await?;
        let until = visibility::until(until).map_err(Rejection::Invalid)?;
        let invited = tx.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        let published = tx.listed(offering.scope()).await?;
        if !publication::is_extendable(offering.stage, published.as_ref().map(|listed| &listed.content)) {
            // Whoever is invited stays; one whose invitation is over would be invited anew.
            let (list, now) = (tx.allowlist(offering.scope()).await?, self.now());
            if list.iter().any(|one| one.account == account && one.expires_at.is_some_and(|end| end <= now)) {
                return Err(Rejection::Refused(Refusal::AllowlistClosed).into());
            }
        }
        if !tx.set_allowed_until(offering.scope(), account, until).await? {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        self.record(&mut tx, &offering, EventKind::AllowlistChanged, Detail::about(invited.name)).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps an account out, called by its exact name or its id. The owner cannot be kept out.
    pub async fn exclude(&self, name: &str, account: &str) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Allowlist).await?;
        let excluded = self.called(&mut tx, &offering, account).await?;
        if !tx.exclude(offering.scope(), excluded.id, self.person()?.id, self.now()).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.record(&mut tx, &offering, EventKind::AccountExcluded, Detail::about(excluded.name)).await?;
        Ok(tx.commit().await?)
    }

    pub async fn readmit(&self, name: &str, account: AccountId) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Allowlist).await?;
        let excluded = tx.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        if !tx.readmit(offering.scope(), account).await? {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        self.record(&mut tx, &offering, EventKind::AccountReadmitted, Detail::about(excluded.name)).await?;
        Ok(tx.commit().await?)
    }

    /// The account that goes by what was typed: its exact name, or its id. Nobody gets a list of the accounts there are.
    pub(crate) async fn called(&self, tx: &mut Tx, offering: &Offering, typed: &str) -> Result<Account> {
        let found = match AccountId::parse(typed.trim()) {
            Ok(id) => tx.account(id).await?,
            Err(_) => tx.account_named(typed.trim()).await?,
        };
        let findings = check_allowed_account(typed, found.as_ref().map(|account| account.id), offering.owner.id);
        Ok(found.filter(|_| findings.is_empty()).ok_or(Rejection::Invalid(findings))?)
    }
}
