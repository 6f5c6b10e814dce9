//! Operations that were carried out, so that a repetition has no second effect. What an operation is and how its answer
//! reads is not known here.

use slipway_domain::ids::PersonId;
use slipway_domain::moment::Moment;
use sqlx::sqlite::SqliteConnection;

use crate::statement::Statement;
use crate::{Error, Result, Store, Tx};

/// One attempt to do something.
#[derive(Debug, Clone, Copy)]
pub struct OperationKey<'a> {
    pub person: PersonId,
    /// The hash of the name that the caller gave it.
    pub hash: &'a str,
    /// The hash of what is asked for.
    pub fingerprint: &'a str,
    /// `None`: its form does not number its attempts.
    pub sequence: Option<Sequence<'a>>,
}

/// Which attempt of a form it is. A later one that was carried out overtakes those before it.
#[derive(Debug, Clone, Copy)]
pub struct Sequence<'a> {
    /// The hash of the form.
    pub form: &'a str,
    pub number: i64,
}

/// What is known of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repetition {
    New,
    /// It was carried out with this answer.
    Same(String),
    /// It was not, and is not to be any more: a later attempt of the same form was, with this answer.
    Overtaken(String),
    /// Something else was asked for under this name.
    Other,
}

impl Store {
    pub async fn repetition(&self, key: OperationKey<'_>) -> Result<Repetition> {
        let mut on = self.reader.acquire().await?;
        repetition(&mut on, key).await
    }

    /// The answer of an operation, whatever was asked for.
    pub async fn answer_of_operation(&self, person: PersonId, hash: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("select answer from operation where person_id = $1 and operation_hash = $2")
            .bind(person.to_string())
            .bind(hash)
            .fetch_optional(&self.reader)
            .await?)
    }

    /// How many rows that were.
    pub async fn delete_operations_before(&self, at: Moment) -> Result<u64> {
        let done = sqlx::query("delete from operation where at <= $1").bind(at.millis()).execute(&self.writer).await?;
        Ok(done.rows_affected())
    }
}

impl Tx {
    /// As `Store::repetition`, with nobody in between until the commit.
    pub async fn repetition(&mut self, key: OperationKey<'_>) -> Result<Repetition> {
        repetition(self.on(), key).await
    }

    /// Writes the row of an operation. False: it was carried out before, or was overtaken.
    pub async fn write_once(&mut self, operation: Statement) -> Result<bool> {
        match operation.execute(self.on()).await {
            Err(error) if was_carried_out(&error) => Ok(false),
            other => other,
        }
    }
}

impl OperationKey<'_> {
    /// The row of an operation, to be written with its effect. There is one for each name, so that this fails when it was
    /// carried out before; see `was_carried_out`. Where it was overtaken, it changes no row.
    pub fn statement(&self, answer: &str, at: Moment) -> Statement {
        Statement::new(
            "insert into operation (person_id, operation_hash, fingerprint, answer, at, form_hash, sequence) \
             select $1, $2, $3, $4, $5, $6, $7 \
             where not exists \
               (select 1 from operation where person_id = $1 and form_hash = $6 and sequence > $7)",
        )
        .bind(self.person.to_string())
        .bind(self.hash)
        .bind(self.fingerprint)
        .bind(answer)
        .bind(at.millis())
        .bind(self.sequence.map(|sequence| sequence.form))
        .bind(self.sequence.map(|sequence| sequence.number))
    }
}

/// Whether a row could not be written because the operation was carried out before.
pub fn was_carried_out(error: &Error) -> bool {
    error.is_unique("operation.operation_hash")
}

async fn repetition(on: &mut SqliteConnection, key: OperationKey<'_>) -> Result<Repetition> {
    let known: Option<(String, String)> =
        sqlx::query_as("select fingerprint, answer from operation where person_id = $1 and operation_hash = $2")
            .bind(key.person.to_string())
            .bind(key.hash)
            .fetch_optional(&mut *on)
            .await?;
    if let Some((fingerprint, answer)) = known {
        return Ok(if fingerprint == key.fingerprint { Repetition::Same(answer) } else { Repetition::Other });
    }
    let Some(Sequence { form, number }) = key.sequence else { return Ok(Repetition::New) };
    let later: Option<String> = sqlx::query_scalar(
        "select answer from operation where person_id = $1 and form_hash = $2 and sequence > $3 \
         order by sequence desc limit 1",
    )
    .bind(key.person.to_string())
    .bind(form)
    .bind(number)
    .fetch_optional(on)
    .await?;
    Ok(later.map_or(Repetition::New, Repetition::Overtaken))
}
