//! Metering sandboxes with their records. What records come to is reckoned above, anew with every look; nothing of a
//! sandbox is in the tables of usage.

use slipway_domain::ids::{ApiKeyId, PersonId, PlanId, UsageRecordId};
use slipway_domain::moment::Moment;
use slipway_domain::money::{Country, Currency};
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::rating::Buyer;
use slipway_domain::sandbox::{Channel, Entry, Failure, Sandbox, Setting, Size};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment, parsed};
use crate::{Error, Result, Store, Tx};

/// A sandbox that takes the place of the one before it.
#[derive(Debug, Clone, Copy)]
pub struct NewSandbox<'a> {
    pub scope: Scope,
    pub setting: &'a Setting,
    pub day: u8,
    pub at: Moment,
    pub by: PersonId,
}

/// A sandbox as it was before a transaction, to be read on within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierSandbox {
    pub sandbox: Sandbox,
    /// The record that was written last, and where.
    last: Option<(i64, UsageRecordId)>,
}

#[derive(FromRow)]
struct SandboxRow {
    instance_id: String,
    location: String,
    month: String,
    provisioned_at: i64,
    country: String,
    currency: String,
    day: u8,
    fails_next: bool,
    failed: Option<String>,
}

impl SandboxRow {
    fn failure(&self) -> Failure {
        Failure { is_next: self.fails_next, record: self.failed.clone() }
    }

    fn setting(&self, scope: Scope, offering: &str, plan: PlanId) -> Result<Setting> {
        let of = plan.to_string();
        Ok(Setting {
            instance: id("sandbox", "instance_id", &self.instance_id)?,
            account: scope.account,
            offering: offering.to_owned(),
            location: self.location.clone(),
            plan,
            month: parsed("sandbox", "month", &of, &self.month, Month::parse)?,
            provisioned: moment(self.provisioned_at),
            buyer: Buyer {
                country: parsed("sandbox", "country", &of, &self.country, Country::parse)?,
                currency: parsed("sandbox", "currency", &of, &self.currency, Currency::parse)?,
            },
        })
    }
}

#[derive(FromRow)]
struct RecordRow {
    seq: i64,
    id: String,
    arrived_at: i64,
    channel: String,
    body: String,
}

impl TryFrom<RecordRow> for Entry {
    type Error = Error;

    fn try_from(row: RecordRow) -> Result<Self> {
        let channel = parsed("sandbox_record", "channel", &row.id, &row.channel, Channel::parse)?;
        Ok(Self::read(id("sandbox_record", "id", &row.id)?, moment(row.arrived_at), channel, row.body))
    }
}

async fn set_to(on: &mut SqliteConnection, scope: Scope, plan: PlanId) -> Result<Option<SandboxRow>> {
    let row: Option<SandboxRow> = sqlx::query_as(
        "select instance_id, location, month, provisioned_at, country, currency, day, fails_next, failed from sandbox \
         where account_id = $1 and offering_id = $2 and plan_id = $3",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .bind(plan.to_string())
    .fetch_optional(on)
    .await?;
    Ok(row)
}

/// The records that were written after `seq`, in the order in which they arrive.
async fn written_after(on: &mut SqliteConnection, scope: Scope, plan: PlanId, seq: i64) -> Result<Vec<RecordRow>> {
    let rows: Vec<RecordRow> = sqlx::query_as(
        "select seq, id, arrived_at, channel, body from sandbox_record \
         where account_id = $1 and offering_id = $2 and plan_id = $3 and seq > $4 \
         order by arrived_at, seq",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .bind(plan.to_string())
    .bind(seq)
    .fetch_all(on)
    .await?;
    Ok(rows)
}

fn read(records: Vec<RecordRow>) -> Result<Vec<Entry>> {
    records.into_iter().map(Entry::try_from).collect()
}

/// `offering` is the name of the service.
async fn open(on: &mut SqliteConnection, scope: Scope, offering: &str, plan: PlanId) -> Result<Option<EarlierSandbox>> {
    let Some(row) = set_to(on, scope, plan).await? else { return Ok(None) };
    let records = written_after(on, scope, plan, 0).await?;
    let last = match records.iter().max_by_key(|record| record.seq) {
        Some(record) => Some((record.seq, id("sandbox_record", "id", &record.id)?)),
        None => None,
    };
    let (setting, failure) = (row.setting(scope, offering, plan)?, row.failure());
    let sandbox = Sandbox { setting, day: row.day, entries: read(records)?, failure };
    Ok(Some(EarlierSandbox { sandbox, last }))
}

impl Store {
    /// The open sandbox of a plan. `offering` is the name of the service.
    pub async fn sandbox(&self, scope: Scope, offering: &str, plan: PlanId) -> Result<Option<Sandbox>> {
        Ok(self.earlier_sandbox(scope, offering, plan).await?.map(|open| open.sandbox))
    }

    /// The same, for [`Tx::sandbox_since`].
    pub async fn earlier_sandbox(&self, scope: Scope, offering: &str, plan: PlanId) -> Result<Option<EarlierSandbox>> {
        let mut on = self.reader.begin().await?;
        open(&mut on, scope, offering, plan).await
    }

    /// How much the open sandbox of a plan holds, without reading what it is. `None`: none is open.
    pub async fn sandbox_size(&self, scope: Scope, plan: PlanId) -> Result<Option<Size>> {
        let row: Option<(i64, i64)> = sqlx::query_as(
            "select count(r.seq), coalesce(sum(octet_length(r.body)), 0) \
             from sandbox s \
             left join sandbox_record r \
               on r.account_id = s.account_id and r.offering_id = s.offering_id and r.plan_id = s.plan_id \
             where s.account_id = $1 and s.offering_id = $2 and s.plan_id = $3 \
             group by s.plan_id",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .fetch_optional(&self.reader)
        .await?;
        let size = |of: i64| usize::try_from(of).unwrap_or(usize::MAX);
        Ok(row.map(|(records, bytes)| Size { records: size(records), bytes: size(bytes) }))
    }
}

impl Tx {
    pub async fn sandbox(&mut self, scope: Scope, offering: &str, plan: PlanId) -> Result<Option<Sandbox>> {
        Ok(open(self.on(), scope, offering, plan).await?.map(|open| open.sandbox))
    }

    /// The sandbox as it is now. What was read before is read again only if the sandbox was emptied or opened anew
    /// since: records go all at once, so that the last one stands for all of them. `None`: it is gone.
    pub async fn sandbox_since(&mut self, scope: Scope, before: EarlierSandbox) -> Result<Option<Sandbox>> {
        let EarlierSandbox { sandbox, last } = before;
        let Sandbox { setting: Setting { offering, plan, .. }, mut entries, .. } = sandbox;
        let Some(row) = set_to(self.on(), scope, plan).await? else { return Ok(None) };
        let mut after = 0;
        if let Some((seq, last)) = last {
            let is_there: bool = sqlx::query_scalar(
                "select exists (select 1 from sandbox_record \
                                where account_id = $1 and offering_id = $2 and plan_id = $3 and seq = $4 and id = $5)",
            )
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(plan.to_string())
            .bind(seq)
            .bind(last.to_string())
            .fetch_one(self.on())
            .await?;
            if is_there {
                after = seq;
            } else {
                entries.clear();
            }
        }
        entries.extend(read(written_after(self.on(), scope, plan, after).await?)?);
        // Those that arrive at the same time stay in the order in which they were written.
        entries.sort_by_key(|entry| entry.arrived);
        let (setting, failure) = (row.setting(scope, &offering, plan)?, row.failure());
        Ok(Some(Sandbox { setting, day: row.day, entries, failure }))
    }

    /// With no record yet. What there was before it is gone.
    pub async fn open_sandbox(&mut self, new: &NewSandbox<'_>) -> Result<()> {
        let NewSandbox { scope, setting, day, at, by } = *new;
        sqlx::query("delete from sandbox where account_id = $1 and offering_id = $2 and plan_id = $3")
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(setting.plan.to_string())
            .execute(self.on())
            .await?;
        sqlx::query(
            "insert into sandbox (account_id, offering_id, plan_id, instance_id, location, month, provisioned_at, \
                                  country, currency, day, opened_at, opened_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(setting.plan.to_string())
        .bind(setting.instance.to_string())
        .bind(&setting.location)
        .bind(setting.month.to_string())
        .bind(setting.provisioned.millis())
        .bind(setting.buyer.country.code())
        .bind(setting.buyer.currency.code())
        .bind(day)
        .bind(at.millis())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// `key` is the one that they were sent with.
    pub async fn add_sandbox_records(
        &mut self,
        scope: Scope,
        plan: PlanId,
        entries: &[Entry],
        key: Option<ApiKeyId>,
    ) -> Result<()> {
        for entry in entries {
            sqlx::query(
                "insert into sandbox_record (account_id, offering_id, plan_id, id, arrived_at, channel, body, \
                                             api_key_id) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(plan.to_string())
            .bind(entry.id.to_string())
            .bind(entry.arrived.millis())
            .bind(entry.channel.name())
            .bind(&entry.json)
            .bind(key.map(|key| key.to_string()))
            .execute(self.on())
            .await?;
        }
        Ok(())
    }

    /// False: none is open, or its clock does not stand at `from`.
    pub async fn move_sandbox(&mut self, scope: Scope, plan: PlanId, (from, to): (u8, u8)) -> Result<bool> {
        let done = sqlx::query(
            "update sandbox set day = $1 where account_id = $2 and offering_id = $3 and plan_id = $4 and day = $5",
        )
        .bind(to)
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(from)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The next record with the key fails. False: none is open, or that is so.
    pub async fn let_sandbox_fail(&mut self, scope: Scope, plan: PlanId) -> Result<bool> {
        let done = sqlx::query(
            "update sandbox set fails_next = 1, failed = null \
             where account_id = $1 and offering_id = $2 and plan_id = $3 and fails_next = 0",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// `failed` is the record that failed; with none, nothing did and nothing does.
    pub async fn sandbox_failed(&mut self, scope: Scope, plan: PlanId, failed: Option<&str>) -> Result<()> {
        sqlx::query(
            "update sandbox set fails_next = 0, failed = $1 \
             where account_id = $2 and offering_id = $3 and plan_id = $4",
        )
        .bind(failed)
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Takes its records out; what it is set to stays.
    pub async fn empty_sandbox(&mut self, scope: Scope, plan: PlanId) -> Result<()> {
        sqlx::query("delete from sandbox_record where account_id = $1 and offering_id = $2 and plan_id = $3")
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(plan.to_string())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
