//! Brokers, each with what came of the last call to it. A sealed password goes in and out as bytes; this crate cannot
//! open it.

use slipway_domain::broker::{BrokerDraft, BrokerRecord, BrokerState, FetchFact, OpenCall};
use slipway_domain::ids::{BrokerId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Saved, Scope};
use slipway_domain::rejection::Remote;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, parsed};
use crate::{Result, Store, Tx, offering};

/// A broker as saved by somebody.
#[derive(Debug, Clone)]
pub struct SavedBroker<'a> {
    pub scope: Scope,
    pub id: BrokerId,
    /// Its certificate authority is kept as `BrokerDraft::authority` has it: browsers end lines in their own way, and what
    /// was approved stays as it was, to the byte, when the same authority is sent again.
    pub draft: &'a BrokerDraft,
    /// A new password, token or API key.
    pub password_sealed: Option<Vec<u8>>,
    /// Without a new one: whether the one that is there may still be sent, or is dropped (`BrokerDraft::keeps_secret`).
    pub keeps_password: bool,
    pub by: PersonId,
    pub at: Moment,
}

#[derive(FromRow)]
struct BrokerRow {
    id: String,
    name: String,
    url: String,
    username: String,
    has_password: bool,
    osb_version: String,
    auth_scheme: String,
    provision_type: String,
    id_format: String,
    legacy_ids: String,
    ca_pem: String,
    extension_prefix: String,
    sync_timeout: String,
    max_poll: String,
    poll_interval: String,
    region: String,
    resource_group: String,
    state: String,
    revision: i64,
    saved_at: i64,
    saved_by: String,
    saved_by_name: String,
    fetched_at: Option<i64>,
    fetched_by: Option<String>,
    sha256: Option<String>,
    catalog: Option<String>,
    failure_code: Option<String>,
    failure_status: Option<i64>,
    failure_detail: Option<String>,
    open_at: Option<i64>,
    open_by: Option<String>,
    open_identity: Option<String>,
    open_runs: Option<bool>,
    incidents: String,
}

impl TryFrom<BrokerRow> for BrokerRecord {
    type Error = crate::Error;

    fn try_from(row: BrokerRow) -> Result<Self> {
        let catalog = row.catalog.as_deref().map(|text| body("broker_fetch", "catalog", &row.id, text)).transpose()?;
        let last_fetch = row.fetched_at.map(|at| FetchFact {
            at: moment(at),
            by: row.fetched_by.unwrap_or_default(),
            sha256: row.sha256.unwrap_or_default(),
            catalog,
            failure: row.failure_code.map(|code| Remote {
                code,
                status: row.failure_status.and_then(|status| u16::try_from(status).ok()),
                detail: row.failure_detail.unwrap_or_default(),
            }),
        });
        let open_call = row.open_at.map(|at| OpenCall {
            at: moment(at),
            by: row.open_by.unwrap_or_default(),
            request_identity: row.open_identity.unwrap_or_default(),
            is_running: row.open_runs.unwrap_or_default(),
        });
        Ok(Self {
            id: id("broker", "id", &row.id)?,
            draft: BrokerDraft {
                name: row.name,
                url: row.url,
                auth_scheme: row.auth_scheme,
                username: row.username,
                osb_version: row.osb_version,
                provision_type: row.provision_type,
                id_format: row.id_format,
                legacy_ids: row.legacy_ids,
                ca_pem: row.ca_pem,
                extension_prefix: row.extension_prefix,
                sync_timeout: row.sync_timeout,
                max_poll: row.max_poll,
                poll_interval: row.poll_interval,
                region: row.region,
                resource_group: row.resource_group,
            },
            has_password: row.has_password,
            state: parsed("broker", "state", &row.id, &row.state, state)?,
            revision: row.revision,
            saved: Some(Saved {
                at: moment(row.saved_at),
                by: id("broker", "saved_by", &row.saved_by)?,
                by_name: row.saved_by_name,
            }),
            last_fetch,
            open_call,
            incidents: body("broker_incident", "cause", &row.id, &row.incidents)?,
        })
    }
}

fn state(name: &str) -> Option<BrokerState> {
    match name {
        "unregistered" => Some(BrokerState::Unregistered),
        "registered" => Some(BrokerState::Registered),
        "unreachable" => Some(BrokerState::Unreachable),
        "removed" => Some(BrokerState::Removed),
        _ => None,
    }
}

const fn state_name(state: BrokerState) -> &'static str {
    match state {
        BrokerState::Unregistered => "unregistered",
        BrokerState::Registered => "registered",
        BrokerState::Unreachable => "unreachable",
        BrokerState::Removed => "removed",
    }
}

/// The brokers that are not removed, each with the latest fetch that something came of, and with a later one that
/// nothing came of.
pub(crate) async fn brokers(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<BrokerRecord>> {
    let rows: Vec<BrokerRow> = sqlx::query_as(
        "select b.id, b.name, b.url, b.username, b.password_sealed is not null as has_password, b.osb_version, \
                b.auth_scheme, b.provision_type, b.id_format, b.legacy_ids, b.ca_pem, \
                b.extension_prefix, b.sync_timeout, b.max_poll, b.poll_interval, b.region, b.resource_group, \
                b.state, b.revision, b.saved_at, b.saved_by, s.name as saved_by_name, f.fetched_at, \
                p.name as fetched_by, f.sha256, f.catalog, f.failure_code, f.failure_status, f.failure_detail, \
                o.fetched_at as open_at, c.name as open_by, o.request_identity as open_identity, \
                o.state = 'started' as open_runs, \
                (select json_group_array(i.cause) from broker_incident i \
                 where i.account_id = b.account_id and i.offering_id = b.offering_id and i.broker_id = b.id \
                   and i.closed_at is null) as incidents \
         from broker b \
         left join broker_fetch f on f.account_id = b.account_id and f.broker_id = b.id and f.rowid = ( \
           select latest.rowid from broker_fetch latest \
           where latest.account_id = b.account_id and latest.broker_id = b.id \
             and latest.state in ('answered', 'failed') \
           order by latest.fetched_at desc, latest.rowid desc limit 1) \
         left join person p on p.id = f.fetched_by \
         left join broker_fetch o on o.account_id = b.account_id and o.broker_id = b.id \
           and o.state in ('started', 'unknown') and o.rowid = ( \
           select latest.rowid from broker_fetch latest \
           where latest.account_id = b.account_id and latest.broker_id = b.id \
           order by latest.fetched_at desc, latest.rowid desc limit 1) \
         left join person c on c.id = o.fetched_by \
         join person s on s.id = b.saved_by \
         where b.account_id = $1 and b.offering_id = $2 and b.state <> 'removed' \
         order by b.name, b.id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(BrokerRecord::try_from).collect()
}

/// The sealed password, for the one moment of a call.
async fn password(on: &mut SqliteConnection, scope: Scope, broker: BrokerId) -> Result<Option<Vec<u8>>> {
    let sealed: Option<Option<Vec<u8>>> =
        sqlx::query_scalar("select password_sealed from broker where account_id = $1 and offering_id = $2 and id = $3")
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(broker.to_string())
            .fetch_optional(on)
            .await?;
    Ok(sealed.flatten())
}

impl Store {
    /// The offering with the sealed password of one of its brokers, as of the same moment: a password is never sent to
    /// the address that was there before it.
    pub async fn offering_to_call(
        &self,
        scope: Scope,
        broker: BrokerId,
    ) -> Result<Option<(Offering, Option<Vec<u8>>)>> {
        let mut on = self.reader.begin().await?;
        let Some(offering) = offering::read(&mut on, scope).await? else { return Ok(None) };
        let sealed = password(&mut on, scope, broker).await?;
        Ok(Some((offering, sealed)))
    }
}

impl Tx {
    /// See [`Store::offering_to_call`].
    pub async fn broker_password(&mut self, scope: Scope, broker: BrokerId) -> Result<Option<Vec<u8>>> {
        password(self.on(), scope, broker).await
    }

    /// Refused with `Unique("broker.account_id, broker.name")` when the account has a broker of that name.
    pub async fn add_broker(&mut self, broker: &SavedBroker<'_>) -> Result<()> {
        sqlx::query(
            "insert into broker (account_id, id, offering_id, name, url, username, password_sealed, osb_version, \
                                 state, revision, saved_at, saved_by, auth_scheme, provision_type, \
                                 id_format, legacy_ids, ca_pem, extension_prefix, sync_timeout, \
                                 max_poll, poll_interval, region, resource_group) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'unregistered', 1, $9, $10, $11, $12, $13, $14, $15, \
                     $16, $17, $18, $19, $20, $21)",
        )
        .bind(broker.scope.account.to_string())
        .bind(broker.id.to_string())
        .bind(broker.scope.offering.to_string())
        .bind(&broker.draft.name)
        .bind(&broker.draft.url)
        .bind(&broker.draft.username)
        .bind(&broker.password_sealed)
        .bind(&broker.draft.osb_version)
        .bind(broker.at.millis())
        .bind(broker.by.to_string())
        .bind(&broker.draft.auth_scheme)
        .bind(&broker.draft.provision_type)
        .bind(&broker.draft.id_format)
        .bind(&broker.draft.legacy_ids)
        .bind(broker.draft.authority())
        .bind(&broker.draft.extension_prefix)
        .bind(&broker.draft.sync_timeout)
        .bind(&broker.draft.max_poll)
        .bind(&broker.draft.poll_interval)
        .bind(&broker.draft.region)
        .bind(&broker.draft.resource_group)
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Writes the form if `revision` is still current, and with it drops or replaces the password: it is never read beside
    /// a form that it is not for.
    pub async fn save_broker(
        &mut self,
        broker: &SavedBroker<'_>,
        revision: i64,
        (from, to): (BrokerState, BrokerState),
    ) -> Result<bool> {
        let done = sqlx::query(
            "update broker \
             set password_sealed = case when $1 is not null then $1 when $19 then password_sealed end, \
                 name = $3, url = $2, username = $4, osb_version = $5, state = $12, \
                 auth_scheme = $14, provision_type = $15, id_format = $16, legacy_ids = $17, \
                 ca_pem = $18, extension_prefix = $20, sync_timeout = $21, max_poll = $22, poll_interval = $23, \
                 region = $24, resource_group = $25, \
                 revision = revision + 1, saved_at = $6, saved_by = $7 \
             where account_id = $8 and offering_id = $9 and id = $10 and revision = $11 and state = $13",
        )
        .bind(&broker.password_sealed)
        .bind(&broker.draft.url)
        .bind(&broker.draft.name)
        .bind(&broker.draft.username)
        .bind(&broker.draft.osb_version)
        .bind(broker.at.millis())
        .bind(broker.by.to_string())
        .bind(broker.scope.account.to_string())
        .bind(broker.scope.offering.to_string())
        .bind(broker.id.to_string())
        .bind(revision)
        .bind(state_name(to))
        .bind(state_name(from))
        .bind(&broker.draft.auth_scheme)
        .bind(&broker.draft.provision_type)
        .bind(&broker.draft.id_format)
        .bind(&broker.draft.legacy_ids)
        .bind(broker.draft.authority())
        .bind(broker.keeps_password)
        .bind(&broker.draft.extension_prefix)
        .bind(&broker.draft.sync_timeout)
        .bind(&broker.draft.max_poll)
        .bind(&broker.draft.poll_interval)
        .bind(&broker.draft.region)
        .bind(&broker.draft.resource_group)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The guarded step. False: the broker is no longer in `from` at `revision`; an answer to an old URL says nothing
    /// about a new one.
    pub async fn set_broker_state(
        &mut self,
        scope: Scope,
        broker: BrokerId,
        revision: i64,
        from: BrokerState,
        to: BrokerState,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update broker set state = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and revision = $5 and state = $6",
        )
        .bind(state_name(to))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .bind(revision)
        .bind(state_name(from))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
