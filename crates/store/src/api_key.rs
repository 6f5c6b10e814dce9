//! API keys as services use them. What their owners see of them is in `access`.

use slipway_domain::ids::{ApiKeyId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;

use crate::row::{id, moment, scope};
use crate::{Result, Store, StoredSecret};

/// A key that nobody has revoked, with the service id that it speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    pub id: ApiKeyId,
    pub scope: Scope,
    pub secret: StoredSecret,
    /// Who made it.
    pub by: PersonId,
    pub service_id: String,
    /// The name of the service.
    pub service: String,
    /// When it stops working; `None`: once it is revoked. Whether that is over, its reader decides.
    pub expires_at: Option<Moment>,
    /// As far as it was told.
    pub last_used_at: Option<Moment>,
}

#[derive(FromRow)]
struct KeyRow {
    id: String,
    account_id: String,
    offering_id: String,
    secret_hash: String,
    created_by: String,
    service_id: String,
    client_id: String,
    expires_at: Option<i64>,
    last_used_at: Option<i64>,
}

impl Store {
    /// The key with that public beginning, unless it is revoked.
    pub async fn api_key(&self, prefix: &str) -> Result<Option<StoredKey>> {
        let row: Option<KeyRow> = sqlx::query_as(
            "select k.id, k.account_id, k.offering_id, k.secret_hash, k.created_by, k.expires_at, k.last_used_at, \
                    r.service_id, r.client_id \
             from api_key k \
             join access_registration r on r.account_id = k.account_id and r.offering_id = k.offering_id \
             where k.prefix = $1 and k.revoked_at is null and r.service_id is not null and r.client_id is not null",
        )
        .bind(prefix)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| {
            Ok(StoredKey {
                id: id("api_key", "id", &row.id)?,
                scope: scope("api_key", &row.account_id, &row.offering_id)?,
                secret: StoredSecret(row.secret_hash),
                by: id("api_key", "created_by", &row.created_by)?,
                service_id: row.service_id,
                service: row.client_id,
                expires_at: row.expires_at.map(moment),
                last_used_at: row.last_used_at.map(moment),
            })
        })
        .transpose()
    }

    /// Remembers that the key was used. One that was revoked meanwhile stays as it was.
    pub async fn touch_api_key(&self, of: Scope, key: ApiKeyId, at: Moment) -> Result<()> {
        sqlx::query(
            "update api_key set last_used_at = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and revoked_at is null \
               and (last_used_at is null or last_used_at < $1)",
        )
        .bind(at.millis())
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(key.to_string())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// What a living key allows its service, as ids of `SERVICE_POLICY`; `None` once it is revoked or has ended.
    pub async fn policy_of_key(&self, of: Scope, key: ApiKeyId, now: Moment) -> Result<Option<String>> {
        Ok(sqlx::query_scalar(
            "select coalesce(r.policy, '') from api_key k \
             join access_registration r on r.account_id = k.account_id and r.offering_id = k.offering_id \
             where k.account_id = $1 and k.offering_id = $2 and k.id = $3 and k.revoked_at is null \
               and (k.expires_at is null or k.expires_at > $4) and r.service_id is not null",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(key.to_string())
        .bind(now.millis())
        .fetch_optional(&self.reader)
        .await?)
    }
}
