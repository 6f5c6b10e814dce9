//! What was asked for once is done once: a form names its operation, and whoever sends it again, for impatience or a lost
//! answer, gets the answer of the first time. The row is written in the transaction of the effect; since there is one
//! writer, a repetition that comes meanwhile waits for it and never finds an operation half done.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use slipway_domain::caller::Person;
use slipway_domain::moment::Moment;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_store::{OperationKey, Repetition, Statement, Tx};

use crate::digest::sha256_of;
use crate::{Acting, Error, Report, Result};

/// How long a repetition is recognised.
const KEPT: Duration = Duration::from_hours(24);

/// Operations up to this moment are forgotten.
pub(crate) fn oldest_kept(now: Moment) -> Moment {
    let kept = i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX);
    Moment::from_millis(now.millis().saturating_sub(kept))
}

/// One attempt to do one thing, under the name that its form gave it.
pub(crate) struct Operation {
    hash: String,
    fingerprint: String,
}

impl Operation {
    /// `None` without a name: such an attempt cannot be told from the next.
    pub(crate) fn new(name: &str, function: &str, arguments: &impl Serialize) -> Result<Option<Self>> {
        if name.is_empty() {
            return Ok(None);
        }
        // With the name, of which only the hash is stored: nobody who reads the row can try what was asked.
        let fingerprint = sha256_of(&(name, function, arguments), "the arguments of an operation")?;
        Ok(Some(Self { hash: hash(name), fingerprint }))
    }

    /// The row that remembers the answer, to be written with the effect. Fails if the operation was carried out before.
    pub(crate) fn remembered(
        &self,
        person: &Person,
        answer: &(impl Serialize + Sync),
        at: Moment,
    ) -> Result<Statement> {
        let answer = serde_json::to_string(answer).map_err(|error| Report::new("the answer of an operation", error))?;
        Ok(self.key(person).statement(&answer, at))
    }

    fn key(&self, person: &Person) -> OperationKey<'_> {
        OperationKey { person: person.id, hash: &self.hash, fingerprint: &self.fingerprint }
    }
}

impl Acting {
    /// The attempt of this request to call `function` with `arguments`.
    pub(crate) fn attempt(&self, function: &str, arguments: &impl Serialize) -> Result<Option<Operation>> {
        Operation::new(self.operation(), function, arguments)
    }

    /// Does `work`, unless it was done before; `work` must call [`Acting::done`] in its transaction. A refusal may be the
    /// consequence of a twin that was faster, and then its answer counts.
    pub(crate) async fn once<T: DeserializeOwned>(
        &self,
        operation: Option<&Operation>,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        if let Some(answer) = self.answer_of(operation).await? {
            return Ok(answer);
        }
        match work.await {
            Err(Error::Rejected(refused)) => match self.answer_of(operation).await? {
                Some(answer) => Ok(answer),
                None => Err(refused.into()),
            },
            outcome => outcome,
        }
    }

    /// Remembers the answer, in the transaction of the effect.
    pub(crate) async fn done(
        &self,
        tx: &mut Tx,
        operation: Option<&Operation>,
        answer: &(impl Serialize + Sync),
    ) -> Result<()> {
        let Some(operation) = operation else { return Ok(()) };
        if tx.write_once(operation.remembered(self.person()?, answer, self.now())?).await? {
            Ok(())
        } else {
            Err(Rejection::Refused(Refusal::AlreadyDone).into())
        }
    }

    /// The answer of the first time; `None` if this is it.
    pub(crate) async fn answer_of<T: DeserializeOwned>(&self, operation: Option<&Operation>) -> Result<Option<T>> {
        let (Some(operation), Some(person)) = (operation, self.caller().person()) else { return Ok(None) };
        read(self.backend().store().repetition(operation.key(person)).await?)
    }

    /// What the form of an earlier save of the caller's said, which was merged with what others had saved. `None`: it was
    /// not, or is forgotten.
    pub(crate) async fn typed_in<T: DeserializeOwned>(&self, operation: &str) -> Result<Option<T>> {
        let answer = self.backend().store().answer_of_operation(self.person()?.id, &hash(operation)).await?;
        Ok(answer.and_then(|answer| serde_json::from_str::<Going<T>>(&answer).ok()).map(|going| going.typed))
    }
}

/// The answer of a save whose form does not say what is saved, with what it says: it can be gone on with.
#[derive(Serialize)]
pub(crate) struct GoesOn<'a, A, T> {
    #[serde(flatten)]
    pub(crate) answer: &'a A,
    pub(crate) typed: &'a T,
}

#[derive(Deserialize)]
struct Going<T> {
    typed: T,
}

/// A name as it is stored.
fn hash(name: &str) -> String {
    hex::encode(Sha256::digest(name))
}

fn read<T: DeserializeOwned>(repetition: Repetition) -> Result<Option<T>> {
    match repetition {
        Repetition::New => Ok(None),
        Repetition::Other => Err(Rejection::SentBefore.into()),
        Repetition::Same(answer) => serde_json::from_str(&answer)
            .map(Some)
            .map_err(|error| Report::new("the answer of an operation does not read back", error).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_told_from_another_thing_and_cannot_be_tried_without_the_name() {
        let fingerprint = |name: &str, asked: &str| Operation::new(name, "call", &asked).unwrap().unwrap().fingerprint;
        assert_eq!(fingerprint("one", "7391"), fingerprint("one", "7391"));
        assert_ne!(fingerprint("one", "7391"), fingerprint("one", "7392"));
        assert_ne!(fingerprint("one", "7391"), fingerprint("two", "7391"));
    }
}
