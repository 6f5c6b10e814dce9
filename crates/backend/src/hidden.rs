//! Taking an offering out of the lists of the catalog and putting it back (§4.7a): a switch of the platform's administrator,
//! beside whom an offering is visible to. Nobody loses anything by it: pages, instances and their usage go on.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Refusal, Rejection};

use crate::{Acting, Result};

impl Acting {
    /// Whatever stage the offering is in, so that it can be hidden before it is published.
    pub async fn set_hidden(&self, name: &str, hidden: bool) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::Lifecycle).await?;
        let scope = offering.scope();
        let (done, kind) = if hidden {
            (tx.hide(scope, self.person()?.id, self.now()).await?, EventKind::OfferingHidden)
        } else {
            (tx.unhide(scope).await?, EventKind::OfferingListed)
        };
        if !done {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.record(&mut tx, &offering, kind, Detail::none()).await?;
        Ok(tx.commit().await?)
    }
}
