//! The rows behind browser sessions, and the sign-ins they began with. The key is the SHA-256 of the cookie's value. A
//! row is written in the transaction of what it tells of and never by the end of a request, so that a slow one cannot
//! bring back a session that ended meanwhile (security.md F6, F7). How long a session lasts is decided above.

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

/// The member of a session's record that names the cookie of the row that a sign-in has written.
pub const BEGUN: &str = "begun";

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

/// A session as a sign-in begins it.
pub struct NewSession {
    /// What opens it. Nobody but the browser is told.
    pub cookie: Id,
    pub signed_in: SignedIn,
    /// The browser's `User-Agent`, as far as it is kept.
    pub agent: String,
    /// From then on its row is of no use to anybody and may be deleted.
    pub expires_at: Moment,
    /// The cookie that the browser had until now: what it opens ends as this session begins.
    pub before: Option<Id>,
}

/// One session of a person. Its id is neither the cookie's value nor the key of its row, and opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEntry {
    pub id: SessionId,
    pub authenticated_at: Moment,
    pub last_seen: Moment,
    pub agent: String,
}

/// What tower-sessions knows of the rows: whether there is one, and the cookie of one that a sign-in has written. It
/// writes none itself.
#[derive(Debug, Clone)]
pub struct Sessions {
    store: Store,
}

/// What a session remembers, as it is kept.
#[derive(Serialize, Deserialize)]
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
    pub fn new(store: Store) -> Self {
        Self { store }
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
}

#[async_trait]
impl SessionStore for Sessions {
    /// Takes over the row that a sign-in has written (`Tx::begin_session`); without one there is no session to keep.
    async fn create(&self, record: &mut Record) -> SessionResult<()> {
        let begun = record.data.remove(BEGUN);
        let cookie: Option<Id> = begun.as_ref().and_then(Value::as_str).and_then(|text| text.parse().ok());
        let missing = || SessionError::Encode("a session is kept only after a sign-in".to_owned());
        record.id = cookie.ok_or_else(missing)?;
        Ok(())
    }

    /// Nothing: what a session remembers is changed in its row, and what a request still has of it is never written back.
    async fn save(&self, _record: &Record) -> SessionResult<()> {
        Ok(())
    }

    /// Whether there is such a session. What it remembers is told by `signed_in` alone.
    async fn load(&self, session: &Id) -> SessionResult<Option<Record>> {
        let expires_at: Option<i64> = sqlx::query_scalar("select expires_at from session where id_hash = $1")
            .bind(hash(session))
            .fetch_optional(&self.store.reader)
            .await
            .map_err(|error| failed(&error.into()))?;
        let Some(expires_at) = expires_at else { return Ok(None) };
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires_at / 1000)
            .map_err(|error| SessionError::Decode(error.to_string()))?;
        Ok(Some(Record { id: *session, data: HashMap::new(), expiry_date }))
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

    /// Begins a session in the place of the one that the browser had. Refused with `Unique` if there is one of that id.
    pub async fn begin_session(&mut self, new: &NewSession) -> Result<()> {
        if let Some(before) = &new.before {
            sqlx::query("delete from session where id_hash = $1").bind(hash(before)).execute(self.on()).await?;
        }
        let signed_in = new.signed_in;
        sqlx::query(
            "insert into session (id_hash, public_id, data, person_id, created_at, last_seen_at, expires_at, agent) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(hash(&new.cookie))
        .bind(signed_in.session.to_string())
        .bind(to_body(&Document { signed_in }))
        .bind(signed_in.person.to_string())
        .bind(signed_in.authenticated_at.millis())
        .bind(signed_in.last_seen.millis())
        .bind(new.expires_at.millis())
        .bind(new.agent.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Another session of the same person goes on as if it began with this sign-in, and under its cookie. False: the
    /// person has no such session, and nothing has changed.
    pub async fn renew_session(&mut self, session: SessionId, new: &NewSession) -> Result<bool> {
        let SignedIn { person, authenticated_at, last_seen, .. } = new.signed_in;
        let Some(Document { signed_in }) = self.remembered(person, session).await? else { return Ok(false) };
        let done = sqlx::query(
            "update session set id_hash = $1, data = $2, created_at = $3, last_seen_at = $4, expires_at = $5 \
             where public_id = $6 and person_id = $7",
        )
        .bind(hash(&new.cookie))
        .bind(to_body(&Document { signed_in: SignedIn { authenticated_at, last_seen, ..signed_in } }))
        .bind(authenticated_at.millis())
        .bind(last_seen.millis())
        .bind(new.expires_at.millis())
        .bind(session.to_string())
        .bind(person.to_string())
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
        let Some(Document { signed_in }) = self.remembered(person, session).await? else { return Ok(false) };
        let document = Document { signed_in: SignedIn { current: Some(account), ..signed_in } };
        let done = sqlx::query("update session set data = $1 where public_id = $2 and person_id = $3")
            .bind(to_body(&document))
            .bind(session.to_string())
            .bind(person.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn remembered(&mut self, person: PersonId, session: SessionId) -> Result<Option<Document>> {
        let row = session.to_string();
        let stored: Option<String> =
            sqlx::query_scalar("select data from session where public_id = $1 and person_id = $2")
                .bind(&row)
                .bind(person.to_string())
                .fetch_optional(self.on())
                .await?;
        stored.map(|stored| body("session", "data", &row, &stored)).transpose()
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

/// Over the cookie's text, as it crosses the network.
fn hash(session: &Id) -> String {
    hex::encode(Sha256::digest(session.to_string()))
}

fn failed(error: &Error) -> SessionError {
    SessionError::Backend(error.to_string())
}
