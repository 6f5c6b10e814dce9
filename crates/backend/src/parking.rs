//! Input that cannot be saved now waits for its author, and is gone with the save that takes it up.

use serde::Serialize;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::ParkedId;
use slipway_domain::offering::Scope;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_store::{Parked, Tx};

use crate::acting::Typed;
use crate::operation::Operation;
use crate::{Acting, Result};

impl Acting {
    /// Keeps input that cannot be saved now, until its author has decided. It takes the place of what they could not
    /// save of the same subject before, under its id; that something waits is told in the history once.
    pub(crate) async fn park<T: Serialize + Sync>(&self, scope: Scope, typed: Typed<'_, T>) -> Result<ParkedId> {
        self.park_made_of(scope, typed, None).await
    }

    /// As `park`; `base` is what it was made of, where that is known. What was carried out meanwhile, or overtaken by a
    /// later attempt of its form, is refused and not kept. Nor does it take the place of what a later attempt has kept.
    pub(crate) async fn park_made_of<T: Serialize + Sync>(
        &self,
        scope: Scope,
        typed: Typed<'_, T>,
        base: Option<&T>,
    ) -> Result<ParkedId> {
        if let Some(parked) = self.applied() {
            return Ok(parked);
        }
        let at = self.now();
        let fresh = ParkedId::new(self.backend().ids().uuid(at));
        let text = |draft: &T| {
            serde_json::to_string(draft).map_err(|error| crate::Report::new("a draft did not serialise", error))
        };
        let (body, base) = (text(typed.draft)?, base.map(text).transpose()?);
        let mut tx = self.backend().store().write().await?;
        self.still_new(&mut tx, typed.operation).await?;
        let parked = Parked {
            id: fresh,
            scope,
            subject: typed.subject,
            base_revision: typed.revision,
            base,
            body,
            at,
            by: self.person()?.id,
        };
        let id = tx.park(&parked, typed.operation.and_then(Operation::sequence)).await?;
        if id == fresh {
            let detail = Detail::about(typed.subject.told());
            self.record_of(&mut tx, scope, EventKind::InputParked, detail).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// As `park`; what a program sends for one revision nobody typed, and that is not kept.
    pub(crate) async fn park_typed<T: Serialize + Sync>(
        &self,
        scope: Scope,
        typed: Typed<'_, T>,
    ) -> Result<Option<ParkedId>> {
        if self.puts_together() { self.park(scope, typed).await.map(Some) } else { Ok(None) }
    }

    /// Commits a save; parked input that is saved by it is gone at the same moment.
    pub(crate) async fn finish(&self, mut tx: Tx, scope: Scope) -> Result<()> {
        if let Some(parked) = self.applied()
            && !tx.unpark(scope, parked).await?
        {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        Ok(tx.commit().await?)
    }
}
