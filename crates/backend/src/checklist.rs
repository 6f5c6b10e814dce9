//! Ticks that people give and take back.

use slipway_domain::checklist::{self, Attestation, RowNumber};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::offering::Offering;
use slipway_domain::policy::Object;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_store::Tx;

use crate::digest::sha256_of;
use crate::{Acting, Result};

impl Acting {
    /// Gives a tick, or takes it back. Rows that data or tests decide cannot be ticked, those that the operator has to
    /// see are ticked there, and what a request for release rests on is not taken back after it. Giving is harmless at
    /// any time.
    pub async fn attest(&self, name: &str, row: RowNumber, given: bool) -> Result<()> {
        self.attest_seen(name, row, given, "").await
    }

    /// As `attest`; a tick is given only for what its row rested on when somebody saw it (`checklist::seen`). Empty: nobody
    /// was shown anything.
    pub async fn attest_seen(&self, name: &str, row: RowNumber, given: bool, seen: &str) -> Result<()> {
        let (mut tx, offering) = self.change(name, row.row().tick_verb(), Object::Checklist).await?;
        let attestations = ticks(&mut tx, &offering).await?;
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
        if given && !seen.is_empty() && checklist::seen(row, &offering) != seen {
            return Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into());
        }
        let (changed, kind) = if given {
            let inputs = hash(row, &offering)?;
            (tx.attest(offering.scope(), row, self.person()?.id, self.now(), &inputs).await?, EventKind::Attested)
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

/// The ticks of an offering, each with whether it still counts.
pub(crate) async fn ticks(tx: &mut Tx, offering: &Offering) -> Result<Vec<Attestation>> {
    as_of(offering, tx.attestations(offering.scope()).await?)
}

/// Marks those that were given for something else than what is there now.
pub(crate) fn as_of(offering: &Offering, mut given: Vec<Attestation>) -> Result<Vec<Attestation>> {
    for tick in &mut given {
        tick.is_stale = !tick.inputs_sha256.is_empty() && tick.inputs_sha256 != hash(tick.row, offering)?;
    }
    Ok(given)
}

/// Of what a tick of the row rests on; empty if that is nothing.
fn hash(row: RowNumber, offering: &Offering) -> Result<String> {
    let inputs = checklist::inputs(row, offering);
    if inputs.is_empty() {
        return Ok(String::new());
    }
    sha256_of(&inputs, "what a tick rests on did not serialise")
}
