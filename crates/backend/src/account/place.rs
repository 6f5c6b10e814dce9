//! Where an account is at home and in what it pays: set by its administrators and by the operator's billing desk, and
//! never changed for a month that has begun.

use slipway_domain::account::AccountPlaceDraft;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::AccountId;
use slipway_domain::month::Month;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rating::Buyer;
use slipway_domain::rejection::{Kind, Refusal, Rejection};

use crate::author::complete;
use crate::{Acting, Result};

impl Acting {
    /// Holds from the next month on; the first one that is ever set holds at once.
    pub async fn set_account_place(&self, account: AccountId, draft: &AccountPlaceDraft) -> Result<()> {
        self.person()?;
        if !policy::visible_to(self.caller(), account) {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        self.require(Verb::Edit, Object::Billing, Context::of(account))?;
        let mut tx = self.backend().store().write().await?;
        if tx.account(account).await?.is_none() {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        complete(draft.check())?;
        let place = draft.buyer().ok_or(Rejection::NotFound(Kind::Account))?;
        if tx.places(account).await?.latest() == Some(place) {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        tx.set_place(account, place, self.person()?.id, self.now()).await?;
        let mut event =
            self.event(EventKind::AccountPlaceSet, Detail::about(format!("{}, {}", place.country, place.currency)))?;
        event.account = Some(account);
        tx.record(&event).await?;
        Ok(tx.commit().await?)
    }

    /// By which row of a price list the account pays this month that the caller works in; the base row for everybody else.
    pub(crate) async fn buyer(&self) -> Result<Buyer> {
        match self.caller().person().and_then(|person| person.current) {
            Some(account) => Ok(self.backend().store().places(account).await?.in_month(Month::of(self.now()))),
            None => Ok(Buyer::BASE),
        }
    }
}
