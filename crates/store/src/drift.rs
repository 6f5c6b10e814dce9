//! The watch over the brokers of live offerings: whose turn it is, and what was found. A look belongs to whoever took it
//! until it is due again.

use core::time::Duration;

use slipway_domain::drift::{Cause, Evidence, Incident};
use slipway_domain::ids::BrokerId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::stage::Stage;
use sqlx::FromRow;
use uuid::Uuid;

use crate::row::{body, id, moment, parsed, scope, to_body};
use crate::{Result, Store, Tx};

/// Incidents of a broker that its page lists.
const LISTED: u32 = 20;

/// A look in our hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub scope: Scope,
    pub broker: BrokerId,
    /// Until when it is ours.
    pub until: Moment,
    /// Looks that failed before it in a row.
    pub failures: u32,
}

#[derive(FromRow)]
struct DueRow {
    account_id: String,
    offering_id: String,
    id: String,
}

#[derive(FromRow)]
struct IncidentRow {
    broker_id: String,
    cause: String,
    opened_at: i64,
    seen_at: i64,
    closed_at: Option<i64>,
    evidence: String,
}

impl TryFrom<IncidentRow> for Incident {
    type Error = crate::Error;

    fn try_from(row: IncidentRow) -> Result<Self> {
        Ok(Self {
            cause: parsed("broker_incident", "cause", &row.broker_id, &row.cause, Cause::parse)?,
            opened_at: moment(row.opened_at),
            seen_at: moment(row.seen_at),
            closed_at: row.closed_at.map(moment),
            evidence: body::<Evidence>("broker_incident", "evidence", &row.broker_id, &row.evidence)?,
        })
    }
}

impl Store {
    /// The brokers whose turn it is: of offerings in these stages, named by a deployment, and not looked at lately. Those
    /// that wait longest come first. One whose credentials were changed is watched on, whether or not it was registered
    /// anew.
    pub async fn due_looks(&self, stages: &[Stage], now: Moment, limit: u32) -> Result<Vec<(Scope, BrokerId)>> {
        let stages: Vec<&str> = stages.iter().map(|stage| stage.name()).collect();
        let rows: Vec<DueRow> = sqlx::query_as(
            "select b.account_id, b.offering_id, b.id from broker b \
             join offering o on o.account_id = b.account_id and o.id = b.offering_id \
             left join broker_watch w \
               on w.account_id = b.account_id and w.offering_id = b.offering_id and w.broker_id = b.id \
             where o.stage in (select value from json_each($1)) and b.state <> 'removed' \
               and coalesce(w.due_at, 0) <= $2 \
               and exists (select 1 from deployment d \
                           where d.account_id = b.account_id and d.offering_id = b.offering_id and d.broker_id = b.id \
                             and d.state <> 'withdrawn') \
             order by coalesce(w.due_at, 0), b.id limit $3",
        )
        .bind(to_body(&stages))
        .bind(now.millis())
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        let due = |row: DueRow| {
            let scope = scope("broker", &row.account_id, &row.offering_id)?;
            Ok((scope, id("broker", "id", &row.id)?))
        };
        rows.into_iter().map(due).collect()
    }

    /// The identity of the latest look; empty if there was none.
    pub async fn look_request(&self, scope: Scope, broker: BrokerId) -> Result<String> {
        let found: Option<String> = sqlx::query_scalar(
            "select request from broker_watch where account_id = $1 and offering_id = $2 and broker_id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(found.unwrap_or_default())
    }

    /// What was found at a broker: open incidents first, then the latest.
    pub async fn incidents(&self, scope: Scope, broker: BrokerId) -> Result<Vec<Incident>> {
        let rows: Vec<IncidentRow> = sqlx::query_as(
            "select broker_id, cause, opened_at, seen_at, closed_at, evidence from broker_incident \
             where account_id = $1 and offering_id = $2 and broker_id = $3 \
             order by closed_at is not null, opened_at desc, cause limit $4",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .bind(LISTED)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(Incident::try_from).collect()
    }
}

impl Tx {
    /// `request` is the identity of the call that follows. `None`: somebody else looks, or it is not the time.
    pub async fn take_look(
        &mut self,
        scope: Scope,
        broker: BrokerId,
        (now, lease): (Moment, Duration),
        request: Uuid,
    ) -> Result<Option<Look>> {
        let until = now.plus(lease);
        let failures: Option<u32> = sqlx::query_scalar(
            "insert into broker_watch (account_id, offering_id, broker_id, due_at, failures, request) \
             values ($1, $2, $3, $4, 0, $6) \
             on conflict (account_id, offering_id, broker_id) \
             do update set due_at = $4, request = $6 where due_at <= $5 \
             returning failures",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(broker.to_string())
        .bind(until.millis())
        .bind(now.millis())
        .bind(request.hyphenated().to_string())
        .fetch_optional(self.on())
        .await?;
        Ok(failures.map(|failures| Look { scope, broker, until, failures }))
    }

    /// Says when the next one is due. False: this one took too long, and is no longer ours.
    pub async fn end_look(&mut self, look: &Look, due_at: Moment, failures: u32) -> Result<bool> {
        let done = sqlx::query(
            "update broker_watch set due_at = $1, failures = $2 \
             where account_id = $3 and offering_id = $4 and broker_id = $5 and due_at = $6",
        )
        .bind(due_at.millis())
        .bind(failures)
        .bind(look.scope.account.to_string())
        .bind(look.scope.offering.to_string())
        .bind(look.broker.to_string())
        .bind(look.until.millis())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Opens an incident, or renews what is known of the one that is open. True: it was opened.
    pub async fn open_incident(&mut self, look: &Look, cause: Cause, found: &Evidence, at: Moment) -> Result<bool> {
        let opened_at: i64 = sqlx::query_scalar(
            "insert into broker_incident (account_id, offering_id, broker_id, cause, opened_at, seen_at, evidence) \
             values ($1, $2, $3, $4, $5, $5, $6) \
             on conflict (account_id, offering_id, broker_id, cause) where closed_at is null \
             do update set seen_at = $5, evidence = $6 \
             returning opened_at",
        )
        .bind(look.scope.account.to_string())
        .bind(look.scope.offering.to_string())
        .bind(look.broker.to_string())
        .bind(cause.name())
        .bind(at.millis())
        .bind(to_body(found))
        .fetch_one(self.on())
        .await?;
        Ok(opened_at == at.millis())
    }

    /// True: it was open.
    pub async fn close_incident(&mut self, look: &Look, cause: Cause, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update broker_incident set closed_at = $1 \
             where account_id = $2 and offering_id = $3 and broker_id = $4 and cause = $5 and closed_at is null",
        )
        .bind(at.millis())
        .bind(look.scope.account.to_string())
        .bind(look.scope.offering.to_string())
        .bind(look.broker.to_string())
        .bind(cause.name())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
