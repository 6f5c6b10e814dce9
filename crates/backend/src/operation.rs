//! What was asked for once is done once: a form names its operation, and whoever sends it again, for impatience or a lost
//! answer, gets the answer of the first time. The row is written in the transaction of the effect; since there is one
//! writer, a repetition that comes meanwhile waits for it and never finds an operation half done. A page that saves by
//! itself numbers its attempts, and what arrives after a later one is ignored.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use slipway_domain::caller::Person;
use slipway_domain::moment::Moment;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::view::SectionSaved;
use slipway_store::{OperationKey, Repetition, Sequence, Statement, Tx};

use crate::digest::sha256_of;
use crate::{Acting, Error, Report, Result};

/// How long a repetition is recognised.
const KEPT: Duration = Duration::from_hours(24);
/// As many digits as the number of an attempt has at most.
const LONGEST_NUMBER: usize = 9;

/// Operations up to this moment are forgotten.
pub(crate) fn oldest_kept(now: Moment) -> Moment {
    let kept = i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX);
    Moment::from_millis(now.millis().saturating_sub(kept))
}

/// One attempt to do one thing, under the name that its form gave it.
pub(crate) struct Operation {
    hash: String,
    fingerprint: String,
    /// The hash of its form, and which attempt of that form it is, where they are numbered.
    sequence: Option<(String, i64)>,
}

impl Operation {
    /// `None` without a name: such an attempt cannot be told from the next.
    fn new(name: &str, function: &str, arguments: &impl Serialize) -> Result<Option<Self>> {
        if name.is_empty() {
            return Ok(None);
        }
        // With the name, of which only the hash is stored: nobody who reads the row can try what was asked.
        let fingerprint = sha256_of(&(name, function, arguments), "the arguments of an operation")?;
        Ok(Some(Self { hash: hash(name), fingerprint, sequence: None }))
    }

    /// As `new`, of an attempt to save, which `<name of the form>.<number>` numbers. Any other name is one as before.
    fn of_form(name: &str, function: &str, arguments: &impl Serialize) -> Result<Option<Self>> {
        let Some(operation) = Self::new(name, function, arguments)? else { return Ok(None) };
        let Some((form, number)) = numbered(name) else { return Ok(Some(operation)) };
        let form = sha256_of(&(form, function), "the form of an operation")?;
        Ok(Some(Self { sequence: Some((form, number)), ..operation }))
    }

    /// The row that remembers the answer, to be written with the effect. Fails if the operation was carried out before,
    /// and changes nothing if it was overtaken.
    pub(crate) fn remembered(
        &self,
        person: &Person,
        answer: &(impl Serialize + Sync),
        at: Moment,
    ) -> Result<Statement> {
        let answer = serde_json::to_string(answer).map_err(|error| Report::new("the answer of an operation", error))?;
        Ok(self.key(person).statement(&answer, at))
    }

    /// The same of a save. Where the form does not say what was saved, what it says is remembered too: it can be gone
    /// on from.
    pub(crate) fn remembered_save(
        &self,
        person: &Person,
        saved: &SectionSaved,
        typed: &(impl Serialize + Sync),
        at: Moment,
    ) -> Result<Statement> {
        if saved.merged {
            self.remembered(person, &GoesOn { answer: saved, typed }, at)
        } else {
            self.remembered(person, saved, at)
        }
    }

    fn key(&self, person: &Person) -> OperationKey<'_> {
        let sequence = self.sequence();
        OperationKey { person: person.id, hash: &self.hash, fingerprint: &self.fingerprint, sequence }
    }

    /// Which attempt of its form it is; `None`: they are not numbered.
    pub(crate) fn sequence(&self) -> Option<Sequence<'_>> {
        self.sequence.as_ref().map(|(form, number)| Sequence { form, number: *number })
    }
}

impl Acting {
    /// The attempt of this request to call `function` with `arguments`.
    pub(crate) fn attempt(&self, function: &str, arguments: &impl Serialize) -> Result<Option<Operation>> {
        Operation::new(self.operation(), function, arguments)
    }

    /// The attempt to save with `arguments` under that name. What a program sends for one revision is not numbered: it
    /// is carried out or turned down.
    pub(crate) fn attempt_to_save(
        &self,
        name: &str,
        function: &str,
        arguments: &impl Serialize,
    ) -> Result<Option<Operation>> {
        if self.puts_together() {
            Operation::of_form(name, function, arguments)
        } else {
            Operation::new(name, function, arguments)
        }
    }

    /// Does `work`, unless it was done before; `work` must call [`Acting::done`] or [`Acting::done_saving`] in its
    /// transaction.
    pub(crate) async fn once<T: DeserializeOwned>(
        &self,
        operation: Option<&Operation>,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        if let Some(answer) = self.answer_of(operation).await? {
            return Ok(answer);
        }
        let outcome = work.await;
        self.or_answered(operation, outcome).await
    }

    /// What came of an attempt. A refusal may be the consequence of a twin, or of a later attempt of the same form, that
    /// was faster, and then its answer counts.
    pub(crate) async fn or_answered<T: DeserializeOwned>(
        &self,
        operation: Option<&Operation>,
        outcome: Result<T>,
    ) -> Result<T> {
        match outcome {
            Err(Error::Rejected(refused)) => match self.answer_of(operation).await? {
                Some(answer) => Ok(answer),
                None => Err(refused.into()),
            },
            outcome => outcome,
        }
    }

    /// Refuses an attempt that was carried out, or overtaken, meanwhile, as `tx` sees it: then nothing is kept of it
    /// either.
    pub(crate) async fn still_new(&self, tx: &mut Tx, operation: Option<&Operation>) -> Result<()> {
        let Some(operation) = operation else { return Ok(()) };
        match tx.repetition(operation.key(self.person()?)).await? {
            Repetition::New => Ok(()),
            _ => Err(Rejection::Refused(Refusal::AlreadyDone).into()),
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
        carried_out(tx, operation.remembered(self.person()?, answer, self.now())?).await
    }

    /// As `done`, of a save of `typed`.
    pub(crate) async fn done_saving(
        &self,
        tx: &mut Tx,
        operation: Option<&Operation>,
        saved: &SectionSaved,
        typed: &(impl Serialize + Sync),
    ) -> Result<()> {
        let Some(operation) = operation else { return Ok(()) };
        carried_out(tx, operation.remembered_save(self.person()?, saved, typed, self.now())?).await
    }

    /// The answer of the first time, or of the later attempt that has overtaken this one; `None` if this is the first.
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
struct GoesOn<'a, T> {
    #[serde(flatten)]
    answer: &'a SectionSaved,
    typed: &'a T,
}

#[derive(Deserialize)]
struct Going<T> {
    typed: T,
}

async fn carried_out(tx: &mut Tx, row: Statement) -> Result<()> {
    if tx.write_once(row).await? { Ok(()) } else { Err(Rejection::Refused(Refusal::AlreadyDone).into()) }
}

/// The name of the form and which of its attempts it is, if a name says so.
fn numbered(name: &str) -> Option<(&str, i64)> {
    let (form, number) = name.rsplit_once('.')?;
    let is_number = number.len() <= LONGEST_NUMBER && number.bytes().all(|digit| digit.is_ascii_digit());
    if form.is_empty() || !is_number {
        return None;
    }
    Some((form, number.parse().ok()?))
}

/// A name as it is stored.
fn hash(name: &str) -> String {
    hex::encode(Sha256::digest(name))
}

fn read<T: DeserializeOwned>(repetition: Repetition) -> Result<Option<T>> {
    match repetition {
        Repetition::New => Ok(None),
        Repetition::Other => Err(Rejection::SentBefore.into()),
        Repetition::Same(answer) | Repetition::Overtaken(answer) => serde_json::from_str(&answer)
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

    #[test]
    fn a_name_says_its_number_behind_a_dot_and_any_other_is_a_name() {
        for (name, told) in [("a.1", ("a", 1)), ("a.b.12", ("a.b", 12)), ("a.000000007", ("a", 7))] {
            assert_eq!(numbered(name), Some(told), "{name}");
        }
        for name in ["", "a", "1", ".1", "a.", "a.-1", "a.+1", "a.1b", "a.\u{663}", "a.1234567890", "a.1.x"] {
            assert_eq!(numbered(name), None, "{name}");
        }
    }

    #[test]
    fn numbers_order_the_attempts_of_one_form_with_one_function() {
        let form = |name: &str, function: &str| {
            Operation::of_form(name, function, &"").unwrap().unwrap().sequence.map(|(form, _)| form)
        };
        assert_eq!(form("one.1", "save"), form("one.2", "save"));
        assert_ne!(form("one.1", "save"), form("two.1", "save"));
        assert_ne!(form("one.1", "save"), form("one.1", "other"));
        assert_eq!(form("one", "save"), None);
    }
}
