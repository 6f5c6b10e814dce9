//! What the embedded issuer remembers: signing keys (sealed), authorization codes (hashed), and the sentinels that
//! tell whether the configured secrets key is the one the data was sealed with.

use slipway_domain::ids::PersonId;
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
    Unknown,
}

#[derive(FromRow)]
struct CodeRow {
    client_id: String,
    redirect_uri: String,
    challenge: Option<String>,
    nonce: Option<String>,
    scope: String,
    person_id: String,
    auth_time: i64,
    expires_at: i64,
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
            auth_time: moment(row.auth_time),
            expires_at: moment(row.expires_at),
        })
    }
}

impl Store {
    /// Newest first; retired keys are left out.
    pub async fn signing_keys(&self) -> Result<Vec<StoredSigningKey>> {
        let rows: Vec<(String, String, Vec<u8>, i64)> = sqlx::query_as(
            "select kid, public_jwk, sealed, created_at from signing_key \
             where retired_at is null \
             order by created_at desc, kid",
        )
        .fetch_all(&self.reader)
        .await?;
        let key = |(kid, public_jwk, sealed, at)| StoredSigningKey { kid, public_jwk, sealed, created_at: moment(at) };
        Ok(rows.into_iter().map(key).collect())
    }

    /// Whether the tokens of a redeemed code are still good. `prefix` is the first half of the code's hash.
    pub async fn is_grant_alive(&self, prefix: &str) -> Result<bool> {
        Ok(sqlx::query_scalar(
            "select exists (select 1 from authorization_code \
                            where code_hash >= $1 and code_hash < $1 || 'g' and redeemed_at > 0)",
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
    pub async fn add_signing_key(&mut self, key: &StoredSigningKey) -> Result<()> {
        sqlx::query("insert into signing_key (kid, public_jwk, sealed, created_at) values ($1, $2, $3, $4)")
            .bind(&key.kid)
            .bind(&key.public_jwk)
            .bind(&key.sealed)
            .bind(key.created_at.millis())
            .execute(self.on())
            .await?;
        Ok(())
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
                                             auth_time, expires_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(code_hash)
        .bind(&code.client_id)
        .bind(&code.redirect_uri)
        .bind(&code.challenge)
        .bind(&code.nonce)
        .bind(&code.scope)
        .bind(code.person.to_string())
        .bind(code.auth_time.millis())
        .bind(code.expires_at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// One conditional update decides who was first. A later attempt marks the grant as dead (`redeemed_at` zero).
    pub async fn redeem_code(&mut self, code_hash: &str, now: Moment) -> Result<Redemption> {
        let first: Option<CodeRow> = sqlx::query_as(
            "update authorization_code set redeemed_at = $1 \
             where code_hash = $2 and redeemed_at is null \
             returning client_id, redirect_uri, challenge, nonce, scope, person_id, auth_time, expires_at",
        )
        .bind(now.millis())
        .bind(code_hash)
        .fetch_optional(self.on())
        .await?;
        if let Some(row) = first {
            return Ok(Redemption::First(row.try_into()?));
        }
        let again = sqlx::query("update authorization_code set redeemed_at = 0 where code_hash = $1")
            .bind(code_hash)
            .execute(self.on())
            .await?;
        Ok(if again.rows_affected() == 1 { Redemption::Again } else { Redemption::Unknown })
    }
}
