//! The rows behind browser sessions, and the sign-ins they began with. The key is the SHA-256 of the cookie's value; a
//! save only updates, so that a slow request cannot bring back a session that ended meanwhile (security.md F6, F7). How
//! long a session lasts is decided above.

use core::time::Duration;
use std::collections::HashMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use slipway_domain::caller::Person;
use slipway_domain::ids::{AccountId, PersonId, SessionId};
use slipway_domain::moment::Moment;
use sqlx::FromRow;
use time::OffsetDateTime;
use tower_sessions_core::SessionStore;
use tower_sessions_core::session::{Id, Record};
use tower_sessions_core::session_store::{Error as SessionError, Result as SessionResult};

use crate::person::{ActingRow, acting, select_acting};
use crate::row::{body, id, moment, to_body};
use crate::{Error, Result, Store, Tx};

/// The member of a session record that holds [`SignedIn`].
pub const SIGNED_IN: &str = "signed_in";

/// The member that holds the browser's `User-Agent`, as far as it is kept.
pub const AGENT: &str = "agent";

/// All that a session remembers. Roles are not part of it: they are read anew for every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// What pages call the session.
    pub session: SessionId,
    pub person: PersonId,
    pub authenticated_at: Moment,
    /// Of the last request, give or take a minute.
    pub last_seen: Moment,
    /// The account the person chose to work in.
    pub current: Option<AccountId>,
}

/// One session of a person. Its id is neither the cookie's value nor the key of its row, and opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEntry {
    pub id: SessionId,
    pub authenticated_at: Moment,
    pub last_seen: Moment,
    pub agent: String,
}

/// The store that tower-sessions keeps its records in. Only signed-in sessions are kept.
#[derive(Debug, Clone)]
pub struct Sessions {
    store: Store,
    /// After this time a row is of no use to anybody and may be deleted.
    lifetime: Duration,
}

#[derive(FromRow)]
struct SessionRow {
    data: String,
    last_seen_at: i64,
    expires_at: i64,
}

/// The part of a session's document that says who it is.
#[derive(Deserialize)]
struct Document {
    signed_in: SignedIn,
}

/// A session, beside what its person may do.
#[derive(FromRow)]
struct SignedInRow {
    data: String,
    last_seen_at: i64,
    #[sqlx(flatten)]
    acting: ActingRow,
}

impl Sessions {
    pub fn new(store: Store, lifetime: Duration) -> Self {
        Self { store, lifetime }
    }

    /// What a session remembers, and its person as they are now, in the account that they chose; `None` for somebody who
    /// may no longer act.
    pub async fn signed_in(&self, session: &Id) -> Result<Option<(SignedIn, Option<Person>)>> {
        let rows: Vec<SignedInRow> = sqlx::query_as(select_acting!(
            "s.data, s.last_seen_at, ",
            "session s left join person p on p.id = s.person_id and p.disabled_at is null",
            "s.id_hash = $1"
        ))
        .bind(hash(session))
        .fetch_all(&self.store.reader)
        .await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let document: Document = body("session", "data", "of a cookie", &first.data)?;
        let signed_in = SignedIn { last_seen: moment(first.last_seen_at), ..document.signed_in };
        let person = acting(signed_in.person, rows.into_iter().map(|row| row.acting).collect())?;
        Ok(Some((signed_in, person.map(|person| person.working_in(signed_in.current)))))
    }

    /// Remembers that the session was used. A session that is gone stays gone.
    pub async fn touch(&self, session: &Id, at: Moment) -> Result<()> {
        sqlx::query("update session set last_seen_at = $1 where id_hash = $2 and last_seen_at < $1")
            .bind(at.millis())
            .bind(hash(session))
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }

    async fn insert(&self, record: &Record, signed_in: SignedIn) -> Result<()> {
        sqlx::query(
            "insert into session (id_hash, public_id, data, person_id, created_at, last_seen_at, expires_at, agent) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(hash(&record.id))
        .bind(signed_in.session.to_string())
        .bind(data(record))
        .bind(signed_in.person.to_string())
        .bind(signed_in.authenticated_at.millis())
        .bind(signed_in.last_seen.millis())
        .bind(signed_in.authenticated_at.plus(self.lifetime).millis())
        .bind(record.data.get(AGENT).and_then(Value::as_str).unwrap_or_default())
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> SessionResult<()> {
        let signed_in = signed_in(record)
            .ok_or_else(|| SessionError::Encode("a session is kept only after a sign-in".to_owned()))?;
        loop {
            match self.insert(record, signed_in).await {
                Err(error) if error.is_unique("session.id_hash") => record.id = Id::default(),
                other => return other.map_err(|error| failed(&error)),
            }
        }
    }

    /// A session that is gone stays gone, and that is no failure of the request that came too late.
    async fn save(&self, record: &Record) -> SessionResult<()> {
        let Some(signed_in) = signed_in(record) else { return Ok(()) };
        sqlx::query("update session set data = $1 where id_hash = $2 and person_id = $3")
            .bind(data(record))
            .bind(hash(&record.id))
            .bind(signed_in.person.to_string())
            .execute(&self.store.writer)
            .await
            .map_err(|error| failed(&error.into()))?;
        Ok(())
    }

    async fn load(&self, session: &Id) -> SessionResult<Option<Record>> {
        let row: Option<SessionRow> =
            sqlx::query_as("select data, last_seen_at, expires_at from session where id_hash = $1")
                .bind(hash(session))
                .fetch_optional(&self.store.reader)
                .await
                .map_err(|error| failed(&error.into()))?;
        let Some(row) = row else { return Ok(None) };
        let mut data: HashMap<String, Value> =
            serde_json::from_str(&row.data).map_err(|error| SessionError::Decode(error.to_string()))?;
        // The column is ahead of the document: touching a session does not rewrite what it remembers.
        if let Some(Value::Object(signed_in)) = data.get_mut(SIGNED_IN) {
            signed_in.insert("last_seen".to_owned(), row.last_seen_at.into());
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at / 1000)
            .map_err(|error| SessionError::Decode(error.to_string()))?;
        Ok(Some(Record { id: *session, data, expiry_date }))
    }

    async fn delete(&self, session: &Id) -> SessionResult<()> {
        sqlx::query("delete from session where id_hash = $1")
            .bind(hash(session))
            .execute(&self.store.writer)
            .await
            .map_err(|error| failed(&error.into()))?;
        Ok(())
    }
}

impl Store {
    /// Newest first.
    pub async fn sessions_of(&self, person: PersonId) -> Result<Vec<SessionEntry>> {
        let rows: Vec<(String, i64, i64, String)> = sqlx::query_as(
            "select public_id, created_at, last_seen_at, agent from session \
             where person_id = $1 \
             order by created_at desc, public_id desc",
        )
        .bind(person.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|(row, created, seen, agent)| {
                Ok(SessionEntry {
                    id: id("session", "public_id", &row)?,
                    authenticated_at: moment(created),
                    last_seen: moment(seen),
                    agent,
                })
            })
            .collect()
    }

    /// Deletes what nobody can use any more; how many rows that were.
    pub async fn delete_expired_sessions(&self, now: Moment) -> Result<u64> {
        let done =
            sqlx::query("delete from session where expires_at <= $1").bind(now.millis()).execute(&self.writer).await?;
        Ok(done.rows_affected())
    }

    /// Deletes sign-ins whose attempt has expired; how many rows that were.
    pub async fn delete_used_sign_ins(&self, now: Moment) -> Result<u64> {
        let done = sqlx::query("delete from used_sign_in where expires_at <= $1")
            .bind(now.millis())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected())
    }
}

impl Tx {
    /// False: an attempt with this state has succeeded before.
    pub async fn use_sign_in(&mut self, state_hash: &str, expires_at: Moment) -> Result<bool> {
        let done =
            sqlx::query("insert into used_sign_in (state_hash, expires_at) values ($1, $2) on conflict do nothing")
                .bind(state_hash)
                .bind(expires_at.millis())
                .execute(self.on())
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the person has no such session.
    pub async fn end_session(&mut self, person: PersonId, session: SessionId) -> Result<bool> {
        let done = sqlx::query("delete from session where public_id = $1 and person_id = $2")
            .bind(session.to_string())
            .bind(person.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// From now on the session works in that account. False: the person has no such session.
    pub async fn choose_account(&mut self, person: PersonId, session: SessionId, account: AccountId) -> Result<bool> {
        let row = session.to_string();
        let stored: Option<String> =
            sqlx::query_scalar("select data from session where public_id = $1 and person_id = $2")
                .bind(&row)
                .bind(person.to_string())
                .fetch_optional(self.on())
                .await?;
        let Some(stored) = stored else { return Ok(false) };
        let mut data: HashMap<String, Value> = body("session", "data", &row, &stored)?;
        let Some(Value::Object(signed_in)) = data.get_mut(SIGNED_IN) else {
            return Err(Error::inconsistent("session", "data", &row));
        };
        signed_in.insert("current".to_owned(), account.to_string().into());
        let done = sqlx::query("update session set data = $1 where public_id = $2 and person_id = $3")
            .bind(to_body(&data))
            .bind(&row)
            .bind(person.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// How many these were.
    pub async fn end_sessions_but(&mut self, person: PersonId, kept: SessionId) -> Result<u64> {
        let done = sqlx::query("delete from session where person_id = $1 and public_id <> $2")
            .bind(person.to_string())
            .bind(kept.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected())
    }

    pub async fn end_sessions_of(&mut self, person: PersonId) -> Result<u64> {
        let done =
            sqlx::query("delete from session where person_id = $1").bind(person.to_string()).execute(self.on()).await?;
        Ok(done.rows_affected())
    }
}

fn signed_in(record: &Record) -> Option<SignedIn> {
    serde_json::from_value(record.data.get(SIGNED_IN)?.clone()).ok()
}

fn data(record: &Record) -> String {
    serde_json::to_string(&record.data).expect("session data are JSON values already")
}

/// Over the cookie's text, as it crosses the network.
fn hash(session: &Id) -> String {
    hex::encode(Sha256::digest(session.to_string()))
}

fn failed(error: &Error) -> SessionError {
    SessionError::Backend(error.to_string())
}
