//! What a run leaves to a person: somebody looked, and says so once (§4.16).

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::ids::TestRunId;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::test_run::{Progress, is_left_to_a_person};
use slipway_store::NewTestAttestation;

use super::place;
use crate::review::written;
use crate::{Acting, Result};

impl Acting {
    /// Of a check that a run made, that did not fail and that leaves something to a person; of every other one there is
    /// nothing to say.
    pub async fn attest_check(&self, name: &str, run: TestRunId, check: &str, note: &str) -> Result<()> {
        written(&[(Field::ReviewNote, note)], false)?;
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::TestRun).await?;
        let (store, scope) = (self.backend().store(), offering.scope());
        let (line, results) = store.test_run(scope, run).await?.ok_or(Rejection::NotFound(Kind::TestRun))?;
        let is_left = results.iter().any(|result| result.id == check && is_left_to_a_person(check, result.outcome));
        if line.progress != Progress::Finished || !is_left {
            return Err(Rejection::Refused(Refusal::NotAttestable).into());
        }
        let note = note.trim();
        let new = NewTestAttestation { scope, run, check, note, by: self.person()?.id, at: self.now() };
        if !tx.attest_test_check(&new).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let detail = Detail::about(place(&offering, &line.target)).with_code(check);
        let detail = if note.is_empty() { detail } else { detail.because(note) };
        self.record(&mut tx, &offering, EventKind::TestRunAttested, detail).await?;
        Ok(tx.commit().await?)
    }
}
