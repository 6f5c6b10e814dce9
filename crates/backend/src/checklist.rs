//! Ticks that people give and take back.

use slipway_domain::checklist::{self, RowNumber};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::policy::Object;
use slipway_domain::rejection::{Refusal, Rejection};

use crate::{Acting, Result};

impl Acting {
    /// Gives a tick, or takes it back. Rows that data or tests decide cannot be ticked, those that the operator has to
    /// see are ticked there, and what a request for release rests on is not taken back after it. Giving is harmless at
    /// any time.
    pub async fn attest(&self, name: &str, row: RowNumber, given: bool) -> Result<()> {
        let (mut tx, offering) = self.change(name, row.row().tick_verb(), Object::Checklist).await?;
        let attestations = tx.attestations(offering.scope()).await?;
        let attestable = checklist::evaluate(&offering, &attestations)
            .rows
            .iter()
            .any(|report| report.row().number == row && report.attestable);
        if !attestable {
            return Err(Rejection::Refused(Refusal::NotAttestable).into());
        }
        let stage = offering.stage;
        if !given && !row.row().can_take_back(stage) {
            return Err(Rejection::Refused(Refusal::TickStands { stage }).into());
        }
        let (changed, kind) = if given {
            (tx.attest(offering.scope(), row, self.person()?.id, self.now()).await?, EventKind::Attested)
        } else {
            (tx.withdraw_attestation(offering.scope(), row).await?, EventKind::AttestationWithdrawn)
        };
        if changed {
            self.record(&mut tx, &offering, kind, Detail::row(row)).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
