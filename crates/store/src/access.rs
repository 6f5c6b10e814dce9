//! The identity registry of an offering. Hashes go in; no function here gives one back except for comparison.

use slipway_domain::access::{AccessFacts, ApiKeyFact, KeyLife};
use slipway_domain::ids::{ApiKeyId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, to_body};
use crate::{Result, Tx};

/// The hash of a secret, for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSecret(pub String);

#[derive(Debug, Clone)]
pub struct NewApiKey {
    pub scope: Scope,
    pub id: ApiKeyId,
    /// The public part with which a key is looked up.
    pub prefix: String,
    pub secret_hash: String,
    pub by: PersonId,
    pub at: Moment,
    /// `None`: it works until it is revoked.
    pub expires_at: Option<Moment>,
}

#[derive(FromRow)]
struct RegistrationRow {
    registered_at: i64,
    service_id: Option<String>,
    client_id: Option<String>,
    client_secret_issued_at: Option<i64>,
    client_enabled: bool,
    uris_in_force: Option<String>,
    policy: Option<String>,
}

#[derive(FromRow)]
struct KeyRow {
    id: String,
    prefix: String,
    created_at: i64,
    created_by: String,
    expires_at: Option<i64>,
    last_used_at: Option<i64>,
}

pub(crate) async fn facts(on: &mut SqliteConnection, scope: Scope) -> Result<AccessFacts> {
    let row: Option<RegistrationRow> = sqlx::query_as(
        "select registered_at, service_id, client_id, client_secret_issued_at, client_enabled, \
                uris_in_force, policy \
         from access_registration where account_id = $1 and offering_id = $2",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_optional(&mut *on)
    .await?;
    let Some(row) = row else { return Ok(AccessFacts::default()) };
    let keys: Vec<KeyRow> = sqlx::query_as(
        "select k.id, k.prefix, k.created_at, p.name as created_by, k.expires_at, k.last_used_at \
         from api_key k \
         join person p on p.id = k.created_by \
         where k.account_id = $1 and k.offering_id = $2 and k.revoked_at is null \
         order by k.created_at, k.id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    Ok(AccessFacts {
        registered_at: Some(moment(row.registered_at)),
        service_id: row.service_id,
        client_id: row.client_id,
        client_enabled: row.client_enabled,
        uris_in_force: row
            .uris_in_force
            .map(|text| body("access_registration", "uris_in_force", &scope.offering.to_string(), &text))
            .transpose()?,
        policy: row.policy.unwrap_or_default().split_whitespace().map(ToOwned::to_owned).collect(),
        secret_issued_at: row.client_secret_issued_at.map(moment),
        api_keys: keys
            .into_iter()
            .map(|key| {
                Ok(ApiKeyFact {
                    id: id("api_key", "id", &key.id)?,
                    prefix: key.prefix,
                    created_at: moment(key.created_at),
                    created_by: key.created_by,
                    expires_at: key.expires_at.map(moment),
                    last_used_at: key.last_used_at.map(moment),
                    // There is no clock here.
                    life: KeyLife::default(),
                })
            })
            .collect::<Result<_>>()?,
    })
}

impl Tx {
    /// T06; a repetition changes nothing.
    pub async fn register_access(&mut self, scope: Scope, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "insert into access_registration (account_id, offering_id, registered_at, client_enabled) \
             values ($1, $2, $3, 0) \
             on conflict (account_id, offering_id) do nothing",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(at.millis())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// T07. False: not registered yet, or enabled already.
    pub async fn enable_access(
        &mut self,
        scope: Scope,
        service_id: &str,
        client_id: &str,
        secret: &StoredSecret,
        policy: &[&str],
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update access_registration \
             set service_id = $1, client_id = $2, client_secret_hash = $3, client_secret_issued_at = $4, policy = $5 \
             where account_id = $6 and offering_id = $7 and service_id is null",
        )
        .bind(service_id)
        .bind(client_id)
        .bind(&secret.0)
        .bind(at.millis())
        .bind(policy.join(" "))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn replace_client_secret(&mut self, scope: Scope, secret: &StoredSecret, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update access_registration \
             set client_secret_hash = $1, client_secret_issued_at = $2 \
             where account_id = $3 and offering_id = $4 and service_id is not null",
        )
        .bind(&secret.0)
        .bind(at.millis())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// T08: the client is usable, with these redirect URIs.
    pub async fn enable_client(&mut self, scope: Scope, uris: &[&str]) -> Result<bool> {
        let done = sqlx::query(
            "update access_registration set client_enabled = 1, uris_in_force = $1 \
             where account_id = $2 and offering_id = $3 and client_id is not null",
        )
        .bind(to_body(&uris))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// A client without a redirect URI is not usable. False: it is not usable already.
    pub async fn disable_client(&mut self, scope: Scope) -> Result<bool> {
        let done = sqlx::query(
            "update access_registration set client_enabled = 0, uris_in_force = null \
             where account_id = $1 and offering_id = $2 and client_enabled = 1",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn add_api_key(&mut self, key: &NewApiKey) -> Result<()> {
        sqlx::query(
            "insert into api_key (account_id, id, offering_id, prefix, secret_hash, created_at, created_by, expires_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(key.scope.account.to_string())
        .bind(key.id.to_string())
        .bind(key.scope.offering.to_string())
        .bind(&key.prefix)
        .bind(&key.secret_hash)
        .bind(key.at.millis())
        .bind(key.by.to_string())
        .bind(key.expires_at.map(Moment::millis))
        .execute(self.on())
        .await?;
        Ok(())
    }

    pub async fn revoke_api_key(&mut self, scope: Scope, key: ApiKeyId, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update api_key set revoked_at = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and revoked_at is null",
        )
        .bind(at.millis())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(key.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
