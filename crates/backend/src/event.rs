//! The lines of the history, that a caller leaves or the platform: each in the transaction of what it tells of.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::EventId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Scope};
use slipway_store::{NewEvent, Tx};

use crate::acting::within_reach;
use crate::{Acting, Backend, Result};

impl Backend {
    /// About an offering, of what the platform did by itself.
    pub(crate) fn event_of_platform(&self, scope: Scope, kind: EventKind, detail: Detail, at: Moment) -> NewEvent {
        NewEvent {
            id: EventId::new(self.ids().uuid(at)),
            at,
            actor: None,
            account: Some(scope.account),
            offering: Some(scope.offering),
            kind,
            detail,
            request: String::new(),
        }
    }
}

impl Acting {
    /// One line of the history about an offering.
    pub(crate) async fn record(&self, tx: &mut Tx, offering: &Offering, kind: EventKind, detail: Detail) -> Result<()> {
        self.record_of(tx, offering.scope(), kind, detail).await
    }

    pub(crate) async fn record_of(&self, tx: &mut Tx, scope: Scope, kind: EventKind, detail: Detail) -> Result<()> {
        Ok(tx.record(&self.event_of(scope, kind, detail)?).await?)
    }

    pub(crate) fn event_of(&self, scope: Scope, kind: EventKind, detail: Detail) -> Result<NewEvent> {
        let Scope { account, offering } = scope;
        Ok(NewEvent { account: Some(account), offering: Some(offering), ..self.event(kind, detail)? })
    }

    pub(crate) fn event(&self, kind: EventKind, detail: Detail) -> Result<NewEvent> {
        within_reach(self.reach().may_leave(kind))?;
        let at = self.now();
        Ok(NewEvent {
            id: EventId::new(self.backend().ids().uuid(at)),
            at,
            actor: Some(self.person()?.id),
            account: None,
            offering: None,
            kind,
            detail,
            request: self.request().to_owned(),
        })
    }
}
