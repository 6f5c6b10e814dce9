//! Catalog fetches: written down before the broker is called, completed when it has answered. Of what brokers sent only
//! the latest is kept; that they were called stays.

use slipway_domain::ids::{BrokerId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::parity::{BrokerCatalog, Differences};
use slipway_domain::rejection::Remote;
use sqlx::FromRow;

use crate::row::{moment, scope, to_body};
use crate::{Result, Store, Tx};

/// Answers of one broker that are kept in full.
const BODIES_KEPT: u32 = 5;

/// A call that is about to be made.
#[derive(Debug, Clone)]
pub struct NewFetch {
    pub scope: Scope,
    pub broker: BrokerId,
    pub at: Moment,
    pub by: PersonId,
    /// Goes to the broker with the call, and finds it in its log.
    pub request_identity: String,
}

/// What came of it: `body` is the raw answer, `catalog` what gates read of it, `failure` the reason why there is none.
#[derive(Debug, Clone, Default)]
pub struct FetchOutcome {
    pub body: Option<String>,
    pub sha256: String,
    pub catalog: Option<BrokerCatalog>,
    /// As they were at that moment.
    pub differences: Differences,
    pub failure: Option<Remote>,
}

/// A call whose outcome nobody will add any more.
#[derive(Debug, Clone)]
pub struct AbandonedFetch {
    pub scope: Scope,
    pub broker_name: String,
    pub revision: i64,
}

#[derive(FromRow)]
struct AbandonedRow {
    account_id: String,
    offering_id: String,
    name: String,
    revision: i64,
}

impl Store {
    /// The latest catalog that could be fetched, raw, and when that call began.
    pub async fn broker_catalog(&self, scope: Scope, broker: BrokerId) -> Result<Option<(Moment, String)>> {
        let latest: Option<(i64, String)> = sqlx::query_as(
            "select f.fetched_at, f.body from broker_fetch f \
             join broker b on b.account_id = f.account_id and b.id = f.broker_id \
             where f.account_id = $1 and b.offering_id = $2 and f.broker_id = $3 and f.body is not null \
             order by f.fetched_at desc, f.rowid desc limit 1",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(latest.map(|(at, body)| (moment(at), body)))
    }
}

impl Tx {
    /// When a person began calls since then, oldest first.
    pub async fn calls_begun_by(&mut self, person: PersonId, since: Moment) -> Result<Vec<Moment>> {
        let started: Vec<i64> = sqlx::query_scalar(
            "select fetched_at from broker_fetch where fetched_by = $1 and fetched_at > $2 \
             union all \
             select began_at from broker_dry_run where began_by = $1 and began_at > $2 \
             order by 1",
        )
        .bind(person.to_string())
        .bind(since.millis())
        .fetch_all(self.on())
        .await?;
        Ok(started.into_iter().map(moment).collect())
    }

    pub async fn begin_fetch(&mut self, fetch: &NewFetch) -> Result<()> {
        sqlx::query(
            "insert into broker_fetch (account_id, broker_id, fetched_at, fetched_by, request_identity, state, sha256, \
                                       parity_errors, parity_warnings, failure_detail) \
             values ($1, $2, $3, $4, $5, 'started', '', 0, 0, '')",
        )
        .bind(fetch.scope.account.to_string())
        .bind(fetch.broker.to_string())
        .bind(fetch.at.millis())
        .bind(fetch.by.to_string())
        .bind(&fetch.request_identity)
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Adds what came of a call, and drops the oldest answers of the broker. False: its outcome was settled already.
    pub async fn end_fetch(&mut self, fetch: &NewFetch, outcome: &FetchOutcome) -> Result<bool> {
        let failure = outcome.failure.as_ref();
        let done = sqlx::query(
            "update broker_fetch \
             set state = case when $1 is null then 'answered' else 'failed' end, body = $2, sha256 = $3, \
                 parity_errors = $4, parity_warnings = $5, failure_code = $1, failure_status = $6, failure_detail = $7, \
                 catalog = $11 \
             where account_id = $8 and broker_id = $9 and request_identity = $10 and state = 'started'",
        )
        .bind(failure.map(|remote| remote.code.clone()))
        .bind(&outcome.body)
        .bind(&outcome.sha256)
        .bind(outcome.differences.errors)
        .bind(outcome.differences.warnings)
        .bind(failure.and_then(|remote| remote.status))
        .bind(failure.map(|remote| remote.detail.clone()).unwrap_or_default())
        .bind(fetch.scope.account.to_string())
        .bind(fetch.broker.to_string())
        .bind(&fetch.request_identity)
        .bind(outcome.catalog.as_ref().map(to_body))
        .execute(self.on())
        .await?;
        sqlx::query(
            "update broker_fetch set body = null \
             where account_id = $1 and broker_id = $2 and body is not null and rowid not in ( \
               select rowid from broker_fetch \
               where account_id = $1 and broker_id = $2 and body is not null \
               order by fetched_at desc, rowid desc limit $3)",
        )
        .bind(fetch.scope.account.to_string())
        .bind(fetch.broker.to_string())
        .bind(BODIES_KEPT)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Settles all calls that are under way as unknown: for the start, when nobody is calling.
    pub async fn abandon_fetches(&mut self) -> Result<Vec<AbandonedFetch>> {
        let rows: Vec<AbandonedRow> = sqlx::query_as(
            "select b.account_id, b.offering_id, b.name, b.revision \
             from broker_fetch f \
             join broker b on b.account_id = f.account_id and b.id = f.broker_id \
             where f.state = 'started' \
             order by f.fetched_at, f.rowid",
        )
        .fetch_all(self.on())
        .await?;
        sqlx::query("update broker_fetch set state = 'unknown' where state = 'started'").execute(self.on()).await?;
        let abandoned = |row: AbandonedRow| {
            Ok(AbandonedFetch {
                scope: scope("broker", &row.account_id, &row.offering_id)?,
                broker_name: row.name,
                revision: row.revision,
            })
        };
        rows.into_iter().map(abandoned).collect()
    }
}
