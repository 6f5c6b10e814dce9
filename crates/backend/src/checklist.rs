//! Ticks that people give and take back.

use slipway_domain::checklist::{self, RowNumber};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Refusal, Rejection};

use crate::{Acting, Result};

impl Acting {
    /// Gives a tick, or takes it back. Rows that data or tests decide cannot be ticked.
    pub async fn attest(&self, name: &str, row: RowNumber, given: bool) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Checklist).await?;
        let attestations = tx.attestations(offering.scope()).await?;
        let attestable = checklist::evaluate(&offering, &attestations)
            .rows
            .iter()
            .any(|report| report.row().number == row && report.attestable);
        if !attestable {
            return Err(Rejection::Refused(Refusal::NotAttestable).into());
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
