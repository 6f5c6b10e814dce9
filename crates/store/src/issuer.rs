//! What the embedded issuer remembers: signing keys (sealed), authorization codes (hashed), and the sentinels that
//! tell whether the configured secrets key is the one the data was sealed with.

use slipway_domain::ids::{PersonId, SessionId};
use slipway_domain::moment::Moment;
use sqlx::FromRow;

use crate::row::{id, moment};
use crate::{Result, Store, Tx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSigningKey {
    pub kid: String,
    /// The public part as JSON.
    pub public_jwk: String,
    pub sealed: Vec<u8>,
    pub created_at: Moment,
    pub signs_from: Moment,
    /// When its successor begins to sign. `None`: it has none yet.
    pub retired_at: Option<Moment>,
}

/// A code as it is kept: under its hash, with what it was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCode {
    pub client_id: String,
    pub redirect_uri: String,
    pub challenge: Option<String>,
    pub nonce: Option<String>,
    pub scope: String,
    pub person: PersonId,
    /// The browser session that it was given in.
    pub session: Option<SessionId>,
    pub auth_time: Moment,
    pub expires_at: Moment,
}

/// What became of an attempt to redeem a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redemption {
    /// The first attempt, which has now used it up.
    First(StoredCode),
    /// It was redeemed before; the tokens of that redemption are revoked now.
    Again,
    /// The session that it was given in has ended.
    SignedOut,
    Unknown,
}

#[derive(FromRow)]
struct KeyRow {
    kid: String,
    public_jwk: String,
    sealed: Vec<u8>,
    created_at: i64,
    signs_from: i64,
    retired_at: Option<i64>,
}

impl From<KeyRow> for StoredSigningKey {
    fn from(row: KeyRow) -> Self {
        Self {
            kid: row.kid,
            public_jwk: row.public_jwk,
            sealed: row.sealed,
            created_at: moment(row.created_at),
            signs_from: moment(row.signs_from),
            retired_at: row.retired_at.map(moment),
        }
    }
}

#[derive(FromRow)]
struct CodeRow {
    client_id: String,
    redirect_uri: String,
    challenge: Option<String>,
    nonce: Option<String>,
    scope: String,
    person_id: String,
    session_id: Option<String>,
    auth_time: i64,
    expires_at: i64,
    /// Whether the session that it was given in, if there was one, goes on.
    is_signed_in: bool,
}

impl TryFrom<CodeRow> for StoredCode {
    type Error = crate::Error;

    fn try_from(row: CodeRow) -> Result<Self> {
        Ok(Self {
            client_id: row.client_id,
            redirect_uri: row.redirect_uri,
            challenge: row.challenge,
            nonce: row.nonce,
            scope: row.scope,
            person: id("authorization_code", "person_id", &row.person_id)?,
            session: row.session_id.as_deref().map(|text| id("authorization_code", "session_id", text)).transpose()?,
            auth_time: moment(row.auth_time),
            expires_at: moment(row.expires_at),
        })
    }
}

impl Store {
    /// The newest first.
    pub async fn signing_keys(&self) -> Result<Vec<StoredSigningKey>> {
        let rows: Vec<KeyRow> = sqlx::query_as(
            "select kid, public_jwk, sealed, created_at, signs_from, retired_at from signing_key \
             order by signs_from desc, kid",
        )
        .fetch_all(&self.reader)
        .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Deletes keys that stopped signing before a moment; how many rows that were.
    pub async fn delete_signing_keys_before(&self, retired: Moment) -> Result<u64> {
        let done = sqlx::query("delete from signing_key where retired_at <= $1")
            .bind(retired.millis())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected())
    }

    /// Whether the tokens of a redeemed code are still good: it was presented once, and the session that it was given
    /// in goes on. `prefix` is the first half of the code's hash.
    pub async fn is_grant_alive(&self, prefix: &str) -> Result<bool> {
        Ok(sqlx::query_scalar(
            "select exists (select 1 from authorization_code c \
                            where c.code_hash >= $1 and c.code_hash < $1 || 'g' and c.redeemed_at > 0 \
                              and (c.session_id is null \
                                   or exists (select 1 from session s where s.public_id = c.session_id)))",
        )
        .bind(prefix)
        .fetch_one(&self.reader)
        .await?)
    }

    /// Deletes codes whose tokens have expired as well; how many rows that were.
    pub async fn delete_codes_before(&self, expired: Moment) -> Result<u64> {
        let done = sqlx::query("delete from authorization_code where expires_at <= $1")
            .bind(expired.millis())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected())
    }

    /// Key ids with their sentinels.
    pub async fn secrets_keys(&self) -> Result<Vec<(String, Vec<u8>)>> {
        Ok(sqlx::query_as("select key_id, sentinel from secrets_key").fetch_all(&self.reader).await?)
    }
}

impl Tx {
    /// Adds a key after the newest one, which stops signing when this one begins. False: `after` is not the newest, or
    /// there is one although it is `None`.
    pub async fn add_signing_key(&mut self, key: &StoredSigningKey, after: Option<&str>) -> Result<bool> {
        let retired = sqlx::query("update signing_key set retired_at = $1 where kid = $2 and retired_at is null")
            .bind(key.signs_from.millis())
            .bind(after)
            .execute(self.on())
            .await?;
        if retired.rows_affected() != u64::from(after.is_some()) {
            return Ok(false);
        }
        let added = sqlx::query(
            "insert into signing_key (kid, public_jwk, sealed, created_at, signs_from) values ($1, $2, $3, $4, $5) \
             on conflict do nothing",
        )
        .bind(&key.kid)
        .bind(&key.public_jwk)
        .bind(&key.sealed)
        .bind(key.created_at.millis())
        .bind(key.signs_from.millis())
        .execute(self.on())
        .await?;
        Ok(added.rows_affected() == 1)
    }

    /// Deletes every other key; how many that were. Their tokens are dead at once.
    pub async fn delete_signing_keys_but(&mut self, kid: &str) -> Result<u64> {
        let done = sqlx::query("delete from signing_key where kid <> $1").bind(kid).execute(self.on()).await?;
        Ok(done.rows_affected())
    }

    pub async fn add_secrets_key(&mut self, key_id: &str, sentinel: &[u8]) -> Result<()> {
        sqlx::query("insert into secrets_key (key_id, sentinel) values ($1, $2) on conflict do nothing")
            .bind(key_id)
            .bind(sentinel)
            .execute(self.on())
            .await?;
        Ok(())
    }

    pub async fn add_code(&mut self, code_hash: &str, code: &StoredCode) -> Result<()> {
        sqlx::query(
            "insert into authorization_code (code_hash, client_id, redirect_uri, challenge, nonce, scope, person_id, \
                                             session_id, auth_time, expires_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(code_hash)
        .bind(&code.client_id)
        .bind(&code.redirect_uri)
        .bind(&code.challenge)
        .bind(&code.nonce)
        .bind(&code.scope)
        .bind(code.person.to_string())
        .bind(code.session.map(|session| session.to_string()))
        .bind(code.auth_time.millis())
        .bind(code.expires_at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// One conditional update decides who was first. A later attempt marks the grant as dead (`redeemed_at` zero). A code
    /// whose session has ended is used up as well.
    pub async fn redeem_code(&mut self, code_hash: &str, now: Moment) -> Result<Redemption> {
        let first: Option<CodeRow> = sqlx::query_as(
            "update authorization_code set redeemed_at = $1 \
             where code_hash = $2 and redeemed_at is null \
             returning client_id, redirect_uri, challenge, nonce, scope, person_id, session_id, auth_time, \
                       expires_at, \
                       session_id is null or exists (select 1 from session where public_id = session_id) \
                         as is_signed_in",
        )
        .bind(now.millis())
        .bind(code_hash)
        .fetch_optional(self.on())
        .await?;
        if let Some(row) = first {
            return Ok(if row.is_signed_in { Redemption::First(row.try_into()?) } else { Redemption::SignedOut });
        }
        let again = sqlx::query("update authorization_code set redeemed_at = 0 where code_hash = $1")
            .bind(code_hash)
            .execute(self.on())
            .await?;
        Ok(if again.rows_affected() == 1 { Redemption::Again } else { Redemption::Unknown })
    }
}
