//! Brokers and what their catalogs said. A sealed password goes in and out as bytes; this crate cannot open it.

use slipway_domain::broker::{BrokerDraft, BrokerRecord, BrokerState, FetchFact};
use slipway_domain::ids::{BrokerId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Saved, Scope};
use slipway_domain::rejection::Remote;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment, parsed};
use crate::{Result, Store, Tx};

/// A broker as saved by somebody.
#[derive(Debug, Clone)]
pub struct SavedBroker<'a> {
    pub scope: Scope,
    pub id: BrokerId,
    pub draft: &'a BrokerDraft,
    pub password_sealed: Option<Vec<u8>>,
    pub by: PersonId,
    pub at: Moment,
}

/// One catalog fetch: `body` is the raw answer, `failure` the reason why there is none.
#[derive(Debug, Clone)]
pub struct FetchRow {
    pub scope: Scope,
    pub broker: BrokerId,
    pub at: Moment,
    pub by: PersonId,
    pub request_identity: String,
    pub body: Option<String>,
    pub sha256: String,
    pub parity_errors: u32,
    pub parity_warnings: u32,
    pub failure: Option<Remote>,
}

#[derive(FromRow)]
struct BrokerRow {
    id: String,
    name: String,
    url: String,
    username: String,
    has_password: bool,
    osb_version: String,
    state: String,
    revision: i64,
    saved_at: i64,
    saved_by: String,
    saved_by_name: String,
    fetched_at: Option<i64>,
    fetched_by: Option<String>,
    sha256: Option<String>,
    parity_errors: Option<i64>,
    parity_warnings: Option<i64>,
    failure_code: Option<String>,
    failure_status: Option<i64>,
    failure_detail: Option<String>,
}

impl TryFrom<BrokerRow> for BrokerRecord {
    type Error = crate::Error;

    fn try_from(row: BrokerRow) -> Result<Self> {
        let count = |number: Option<i64>| u32::try_from(number.unwrap_or(0)).unwrap_or(u32::MAX);
        let last_fetch = row.fetched_at.map(|at| FetchFact {
            at: moment(at),
            by: row.fetched_by.unwrap_or_default(),
            sha256: row.sha256.unwrap_or_default(),
            parity_errors: count(row.parity_errors),
            parity_warnings: count(row.parity_warnings),
            failure: row.failure_code.map(|code| Remote {
                code,
                status: row.failure_status.and_then(|status| u16::try_from(status).ok()),
                detail: row.failure_detail.unwrap_or_default(),
            }),
        });
        Ok(Self {
            id: id("broker", "id", &row.id)?,
            draft: BrokerDraft { name: row.name, url: row.url, username: row.username, osb_version: row.osb_version },
            has_password: row.has_password,
            state: parsed("broker", "state", &row.id, &row.state, state)?,
            revision: row.revision,
            saved: Some(Saved {
                at: moment(row.saved_at),
                by: id("broker", "saved_by", &row.saved_by)?,
                by_name: row.saved_by_name,
            }),
            last_fetch,
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

/// The brokers that are not removed, each with its latest fetch.
pub(crate) async fn brokers(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<BrokerRecord>> {
    let rows: Vec<BrokerRow> = sqlx::query_as(
        "select b.id, b.name, b.url, b.username, b.password_sealed is not null as has_password, b.osb_version, \
                b.state, b.revision, b.saved_at, b.saved_by, s.name as saved_by_name, f.fetched_at, \
                p.name as fetched_by, f.sha256, f.parity_errors, \
                f.parity_warnings, f.failure_code, f.failure_status, f.failure_detail \
         from broker b \
         left join broker_fetch f on f.account_id = b.account_id and f.broker_id = b.id and f.rowid = ( \
           select latest.rowid from broker_fetch latest \
           where latest.account_id = b.account_id and latest.broker_id = b.id \
           order by latest.fetched_at desc, latest.rowid desc limit 1) \
         left join person p on p.id = f.fetched_by \
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

impl Store {
    /// The sealed password, for the one moment of a call.
    pub async fn broker_password(&self, scope: Scope, broker: BrokerId) -> Result<Option<Vec<u8>>> {
        let sealed: Option<Option<Vec<u8>>> = sqlx::query_scalar(
            "select password_sealed from broker where account_id = $1 and offering_id = $2 and id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(sealed.flatten())
    }

    /// The latest catalog that could be fetched, raw.
    pub async fn broker_catalog(&self, scope: Scope, broker: BrokerId) -> Result<Option<String>> {
        let body: Option<Option<String>> = sqlx::query_scalar(
            "select f.body from broker_fetch f \
             join broker b on b.account_id = f.account_id and b.id = f.broker_id \
             where f.account_id = $1 and b.offering_id = $2 and f.broker_id = $3 and f.body is not null \
             order by f.fetched_at desc, f.rowid desc limit 1",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(body.flatten())
    }
}

impl Tx {
    /// Refused with `Unique("broker.account_id, broker.name")` when the account has a broker of that name.
    pub async fn add_broker(&mut self, broker: &SavedBroker<'_>) -> Result<()> {
        sqlx::query(
            "insert into broker (account_id, id, offering_id, name, url, username, password_sealed, osb_version, \
                                 state, revision, saved_at, saved_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'unregistered', 1, $9, $10)",
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
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Writes the form if `revision` is still current. A new URL without a new password drops the old password, so
    /// that nobody can send it elsewhere. The broker must be registered anew either way.
    pub async fn save_broker(&mut self, broker: &SavedBroker<'_>, revision: i64) -> Result<bool> {
        let done = sqlx::query(
            "update broker \
             set password_sealed = case when $1 is not null then $1 when url <> $2 then null else password_sealed end, \
                 name = $3, url = $2, username = $4, osb_version = $5, state = 'unregistered', \
                 revision = revision + 1, saved_at = $6, saved_by = $7 \
             where account_id = $8 and offering_id = $9 and id = $10 and revision = $11 and state <> 'removed'",
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
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Moves the broker to `state` if it is still at `revision`: an answer to an old URL says nothing about a new one.
    pub async fn set_broker_state(
        &mut self,
        scope: Scope,
        broker: BrokerId,
        revision: i64,
        state: BrokerState,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update broker set state = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and revision = $5 and state <> 'removed'",
        )
        .bind(state_name(state))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .bind(revision)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn add_fetch(&mut self, fetch: &FetchRow) -> Result<()> {
        let failure = fetch.failure.as_ref();
        sqlx::query(
            "insert into broker_fetch (account_id, broker_id, fetched_at, fetched_by, request_identity, body, sha256, \
                                       parity_errors, parity_warnings, failure_code, failure_status, failure_detail) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(fetch.scope.account.to_string())
        .bind(fetch.broker.to_string())
        .bind(fetch.at.millis())
        .bind(fetch.by.to_string())
        .bind(&fetch.request_identity)
        .bind(&fetch.body)
        .bind(&fetch.sha256)
        .bind(fetch.parity_errors)
        .bind(fetch.parity_warnings)
        .bind(failure.map(|remote| remote.code.clone()))
        .bind(failure.and_then(|remote| remote.status))
        .bind(failure.map(|remote| remote.detail.clone()).unwrap_or_default())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
