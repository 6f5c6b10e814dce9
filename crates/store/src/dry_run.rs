//! Dry runs of registrations: written down before the broker is called, completed when it has answered. The latest of a
//! broker is shown; older ones are kept as long as they count against the person who asked.

use slipway_domain::ids::{BrokerId, PersonId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::parity::BrokerCatalog;
use slipway_domain::rejection::Remote;
use sqlx::FromRow;

use crate::instance_list::there;
use crate::row::{body, id, moment, to_body};
use crate::{Result, Store, Tx};

/// A look that is about to be taken.
#[derive(Debug, Clone)]
pub struct NewDryRun {
    pub scope: Scope,
    pub broker: BrokerId,
    pub at: Moment,
    pub by: PersonId,
    pub request_identity: String,
    /// As typed.
    pub url: String,
    pub osb_version: String,
}

/// A look as it is kept: with neither catalog nor failure, no answer was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDryRun {
    pub at: Moment,
    pub by_name: String,
    pub url: String,
    pub osb_version: String,
    pub catalog: Option<BrokerCatalog>,
    pub failure: Option<Remote>,
}

#[derive(FromRow)]
struct DryRunRow {
    began_at: i64,
    by_name: String,
    url: String,
    osb_version: String,
    catalog: Option<String>,
    failure_code: Option<String>,
    failure_status: Option<u16>,
    failure_detail: String,
}

impl Store {
    pub async fn latest_dry_run(&self, scope: Scope, broker: BrokerId) -> Result<Option<StoredDryRun>> {
        let row: Option<DryRunRow> = sqlx::query_as(
            "select d.began_at, p.name as by_name, d.url, d.osb_version, d.catalog, \
                    d.failure_code, d.failure_status, d.failure_detail \
             from broker_dry_run d \
             join person p on p.id = d.began_by \
             where d.account_id = $1 and d.offering_id = $2 and d.broker_id = $3 \
             order by d.began_at desc, d.rowid desc limit 1",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| stored(broker, row)).transpose()
    }

    /// The plans of the instances that are there through a broker, or may be, with the number of their instances.
    pub async fn plans_pinned(&self, scope: Scope, broker: BrokerId) -> Result<Vec<(PlanId, u32)>> {
        let rows: Vec<(String, u32)> = sqlx::query_as(concat!(
            "select plan_id, count(distinct id) from ( \
               select i.plan_id, i.id from instance i \
               where i.account_id = $1 and i.offering_id = $2 and i.broker_id = $3",
            there!(),
            " union all \
               select o.new_plan_id, i.id from instance_operation o \
               join instance i on i.account_id = o.account_id and i.offering_id = o.offering_id and i.id = o.instance_id \
               where o.account_id = $1 and o.offering_id = $2 and i.broker_id = $3 \
                 and o.ended_at is null and o.new_plan_id is not null) \
             group by plan_id order by plan_id"
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(|(plan, count)| Ok((id("instance", "plan_id", &plan)?, count))).collect()
    }
}

impl Tx {
    /// Also forgets what was looked at before `since`: it counts against nobody any more.
    pub async fn begin_dry_run(&mut self, run: &NewDryRun, since: Moment) -> Result<()> {
        sqlx::query(
            "delete from broker_dry_run \
             where account_id = $1 and offering_id = $2 and broker_id = $3 and began_at < $4 \
               and (catalog is not null or failure_code is not null)",
        )
        .bind(run.scope.account.to_string())
        .bind(run.scope.offering.to_string())
        .bind(run.broker.to_string())
        .bind(since.millis())
        .execute(self.on())
        .await?;
        sqlx::query(
            "insert into broker_dry_run (account_id, offering_id, broker_id, request_identity, began_at, began_by, \
                                         url, osb_version, failure_detail) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, '')",
        )
        .bind(run.scope.account.to_string())
        .bind(run.scope.offering.to_string())
        .bind(run.broker.to_string())
        .bind(&run.request_identity)
        .bind(run.at.millis())
        .bind(run.by.to_string())
        .bind(&run.url)
        .bind(&run.osb_version)
        .execute(self.on())
        .await?;
        Ok(())
    }

    pub async fn end_dry_run(
        &mut self,
        run: &NewDryRun,
        outcome: core::result::Result<&BrokerCatalog, &Remote>,
    ) -> Result<()> {
        let failure = outcome.err();
        sqlx::query(
            "update broker_dry_run \
             set catalog = $1, failure_code = $2, failure_status = $3, failure_detail = $4 \
             where account_id = $5 and offering_id = $6 and broker_id = $7 and request_identity = $8",
        )
        .bind(outcome.ok().map(to_body))
        .bind(failure.map(|remote| remote.code.clone()))
        .bind(failure.and_then(|remote| remote.status))
        .bind(failure.map(|remote| remote.detail.clone()).unwrap_or_default())
        .bind(run.scope.account.to_string())
        .bind(run.scope.offering.to_string())
        .bind(run.broker.to_string())
        .bind(&run.request_identity)
        .execute(self.on())
        .await?;
        Ok(())
    }
}

fn stored(broker: BrokerId, row: DryRunRow) -> Result<StoredDryRun> {
    let read = |text: String| body("broker_dry_run", "catalog", &broker.to_string(), &text);
    Ok(StoredDryRun {
        at: moment(row.began_at),
        by_name: row.by_name,
        url: row.url,
        osb_version: row.osb_version,
        catalog: row.catalog.map(read).transpose()?,
        failure: row.failure_code.map(|code| Remote { code, status: row.failure_status, detail: row.failure_detail }),
    })
}
