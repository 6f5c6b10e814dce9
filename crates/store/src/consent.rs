//! What people agreed that clients may learn about them, and the clients that offerings have. Who has to be asked is
//! decided above.

use slipway_domain::consent::ServiceConsent;
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, scope};
use crate::{Result, Store, StoredSecret, Tx};

/// The sign-in client of an offering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredClient {
    pub scope: Scope,
    /// The name of the account that offers it.
    pub provider: String,
    pub secret: StoredSecret,
    pub is_enabled: bool,
    pub uris_in_force: Vec<String>,
}

#[derive(FromRow)]
struct ClientRow {
    account_id: String,
    offering_id: String,
    provider: String,
    client_secret_hash: String,
    client_enabled: bool,
    uris_in_force: Option<String>,
}

impl TryFrom<ClientRow> for StoredClient {
    type Error = crate::Error;

    fn try_from(row: ClientRow) -> Result<Self> {
        let uris = row.uris_in_force.map(|text| body("access_registration", "uris_in_force", &row.offering_id, &text));
        Ok(Self {
            scope: scope("access_registration", &row.account_id, &row.offering_id)?,
            provider: row.provider,
            secret: StoredSecret(row.client_secret_hash),
            is_enabled: row.client_enabled,
            uris_in_force: uris.transpose()?.unwrap_or_default(),
        })
    }
}

#[derive(FromRow)]
struct ConsentRow {
    client_id: String,
    account_id: Option<String>,
    service: String,
    provider: Option<String>,
    scope: String,
    given_at: i64,
}

impl TryFrom<ConsentRow> for ServiceConsent {
    type Error = crate::Error;

    fn try_from(row: ConsentRow) -> Result<Self> {
        let owner = row.account_id.as_deref().map(|text| id("consent", "account_id", text)).transpose()?;
        Ok(Self {
            owner,
            client_id: row.client_id,
            service: row.service,
            provider: row.provider,
            scopes: row.scope.split(' ').map(str::to_owned).collect(),
            given_at: moment(row.given_at),
        })
    }
}

impl Store {
    /// The client of an offering by its id, enabled or not.
    pub async fn sign_in_client(&self, client_id: &str) -> Result<Option<StoredClient>> {
        let row: Option<ClientRow> = sqlx::query_as(
            "select r.account_id, r.offering_id, a.name as provider, r.client_secret_hash, r.client_enabled, r.uris_in_force \
             from access_registration r \
             join account a on a.id = r.account_id \
             where r.client_id = $1 and r.client_secret_hash is not null",
        )
        .bind(client_id)
        .fetch_optional(&self.reader)
        .await?;
        row.map(TryInto::try_into).transpose()
    }

    /// What the person agreed to, the latest first.
    pub async fn consents_of(&self, person: PersonId) -> Result<Vec<ServiceConsent>> {
        let rows: Vec<ConsentRow> = sqlx::query_as(
            "select client_id, account_id, service, provider, scope, given_at \
             from consent \
             where person_id = $1 \
             order by given_at desc, client_id",
        )
        .bind(person.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// See `Tx::consent`.
    pub async fn consent(&self, person: PersonId, client_id: &str, owner: Option<AccountId>) -> Result<Option<String>> {
        consent(&mut *self.reader.acquire().await?, person, client_id, owner).await
    }
}

/// A client that changed hands is another one, whatever it is called.
async fn consent(
    on: &mut SqliteConnection,
    person: PersonId,
    client_id: &str,
    owner: Option<AccountId>,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "select scope from consent \
         where person_id = $1 and client_id = $2 and coalesce(account_id, '') = $3",
    )
    .bind(person.to_string())
    .bind(client_id)
    .bind(owner.map(|owner| owner.to_string()).unwrap_or_default())
    .fetch_optional(on)
    .await?)
}

impl Tx {
    /// The scopes that the person agreed to for that client of that owner, separated by blanks.
    pub async fn consent(
        &mut self,
        person: PersonId,
        client_id: &str,
        owner: Option<AccountId>,
    ) -> Result<Option<String>> {
        consent(self.on(), person, client_id, owner).await
    }

    /// Replaces what the person agreed to for that client before.
    pub async fn put_consent(&mut self, person: PersonId, consent: &ServiceConsent) -> Result<()> {
        sqlx::query(
            "insert into consent (person_id, client_id, account_id, service, provider, scope, given_at) \
             values ($1, $2, $3, $4, $5, $6, $7) \
             on conflict (person_id, client_id) do update \
             set account_id = excluded.account_id, service = excluded.service, provider = excluded.provider, scope = excluded.scope, \
                 given_at = excluded.given_at",
        )
        .bind(person.to_string())
        .bind(&consent.client_id)
        .bind(consent.owner.map(|owner| owner.to_string()))
        .bind(&consent.service)
        .bind(&consent.provider)
        .bind(consent.scopes.join(" "))
        .bind(consent.given_at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Takes a consent back, and with it every code and token that the client has of this person. The service as it was
    /// called; `None`: there was no consent.
    pub async fn revoke_consent(&mut self, person: PersonId, client_id: &str) -> Result<Option<String>> {
        let service: Option<String> =
            sqlx::query_scalar("delete from consent where person_id = $1 and client_id = $2 returning service")
                .bind(person.to_string())
                .bind(client_id)
                .fetch_optional(self.on())
                .await?;
        if service.is_some() {
            sqlx::query("update authorization_code set redeemed_at = 0 where person_id = $1 and client_id = $2")
                .bind(person.to_string())
                .bind(client_id)
                .execute(self.on())
                .await?;
        }
        Ok(service)
    }

    /// A client gives its token back: the grant is dead. `prefix` is the first half of the code's hash. The address of
    /// the person it was of; `None`: no such grant of the client was alive.
    pub async fn end_grant(&mut self, prefix: &str, client_id: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar(
            "update authorization_code set redeemed_at = 0 \
             where code_hash >= $1 and code_hash < $1 || 'g' and client_id = $2 and redeemed_at > 0 \
               and (session_id is null or exists (select 1 from session where public_id = session_id)) \
             returning (select email from person where id = person_id)",
        )
        .bind(prefix)
        .bind(client_id)
        .fetch_optional(self.on())
        .await?)
    }
}
