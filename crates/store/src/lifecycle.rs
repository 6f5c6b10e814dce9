//! What is said of offerings that are suspended or on their way out, and when the platform moves on by itself. What
//! follows from it is decided above.

use slipway_domain::ids::PersonId;
use slipway_domain::lifecycle::{Asked, Ending, Left, Notice};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::stage::Stage;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::instance_list::there;
use crate::row::{id, moment, parsed, scope};
use crate::{Result, Store, Tx};

const TABLE: &str = "offering_notice";

#[derive(FromRow)]
struct NoticeRow {
    stage: String,
    text: String,
    since: i64,
    due_at: i64,
    marketed_until: Option<i64>,
    asked_at: Option<i64>,
    asked_by: Option<String>,
    asked_by_name: Option<String>,
    was_suspended: bool,
}

/// What customers read, joined to what it is about.
#[derive(FromRow)]
pub(crate) struct EndingRow {
    #[sqlx(rename = "notice_stage")]
    stage: Option<String>,
    #[sqlx(rename = "notice_text")]
    text: Option<String>,
    #[sqlx(rename = "notice_due_at")]
    due_at: Option<i64>,
    #[sqlx(rename = "notice_marketed_until")]
    marketed_until: Option<i64>,
}

impl EndingRow {
    pub(crate) fn read(self, of: Scope) -> Result<Option<Ending>> {
        match (self.stage, self.text, self.due_at) {
            (Some(stage), Some(text), Some(due_at)) => {
                ending(of, &stage, text, (due_at, self.marketed_until)).map(Some)
            }
            _ => Ok(None),
        }
    }
}

impl NoticeRow {
    fn read(self, of: Scope) -> Result<Notice> {
        let asked = match (self.asked_by, self.asked_at) {
            (Some(by), Some(at)) => Some(Asked {
                by: id(TABLE, "asked_by", &by)?,
                by_name: self.asked_by_name.unwrap_or_default(),
                at: moment(at),
            }),
            _ => None,
        };
        let ending = ending(of, &self.stage, self.text, (self.due_at, self.marketed_until))?;
        Ok(Notice { ending, since: moment(self.since), asked, was_suspended: self.was_suspended })
    }
}

/// With when the platform moves on, and the end of marketing.
fn ending(of: Scope, stage: &str, text: String, (due_at, marketed): (i64, Option<i64>)) -> Result<Ending> {
    let stage = parsed(TABLE, "stage", &of.offering.to_string(), stage, Stage::parse)?;
    Ok(Ending { stage, text, until: moment(due_at), marketed_until: marketed.map(moment) })
}

async fn notice(on: &mut SqliteConnection, of: Scope) -> Result<Option<Notice>> {
    let row: Option<NoticeRow> = sqlx::query_as(
        "select n.stage, n.text, n.since, n.due_at, n.marketed_until, n.asked_at, n.asked_by, p.name as asked_by_name, \
                n.was_suspended \
         from offering_notice n \
         left join person p on p.id = n.asked_by \
         where n.account_id = $1 and n.offering_id = $2",
    )
    .bind(of.account.to_string())
    .bind(of.offering.to_string())
    .fetch_optional(on)
    .await?;
    row.map(|row| row.read(of)).transpose()
}

/// Instances that are there or may be, as `instances_through` counts them.
async fn left(on: &mut SqliteConnection, of: Scope) -> Result<Left> {
    let (all, of_others): (u32, u32) = sqlx::query_as(concat!(
        "select count(*), count(*) filter (where i.consumer_id <> i.account_id) from instance i \
         where i.account_id = $1 and i.offering_id = $2",
        there!()
    ))
    .bind(of.account.to_string())
    .bind(of.offering.to_string())
    .fetch_one(on)
    .await?;
    Ok(Left { all, of_others })
}

impl Store {
    pub async fn notice(&self, of: Scope) -> Result<Option<Notice>> {
        notice(&mut *self.reader.acquire().await?, of).await
    }

    pub async fn instances_left(&self, of: Scope) -> Result<Left> {
        left(&mut *self.reader.acquire().await?, of).await
    }

    /// The offerings with which the platform may have to move on, those that have waited longest first.
    pub async fn due_notices(&self, now: Moment, most: u32) -> Result<Vec<Scope>> {
        let rows: Vec<(String, String)> = sqlx::query_as(concat!(
            "select n.account_id, n.offering_id from offering_notice n \
             where n.due_at <= $1 \
               and (n.stage = 'suspended' and n.asked_at is null \
                    or n.stage = 'deprecated' and not exists (select 1 from instance i \
                                   where i.account_id = n.account_id and i.offering_id = n.offering_id",
            there!(),
            ")) order by n.due_at, n.offering_id limit $2"
        ))
        .bind(now.millis())
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|(account, offering)| scope(TABLE, account, offering)).collect()
    }
}

impl Tx {
    pub async fn notice(&mut self, of: Scope) -> Result<Option<Notice>> {
        notice(self.on(), of).await
    }

    pub async fn instances_left(&mut self, of: Scope) -> Result<Left> {
        left(self.on(), of).await
    }

    /// In place of what was said before. What follows a suspension says so.
    pub async fn set_notice(&mut self, of: Scope, ending: &Ending, since: Moment) -> Result<()> {
        sqlx::query(
            "insert into offering_notice (account_id, offering_id, stage, text, since, due_at, marketed_until) \
             values ($1, $2, $3, $4, $5, $6, $7) \
             on conflict (account_id, offering_id) do update \
             set stage = excluded.stage, text = excluded.text, since = excluded.since, due_at = excluded.due_at, \
                 marketed_until = excluded.marketed_until, asked_at = null, asked_by = null, \
                 was_suspended = offering_notice.stage = 'suspended'",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(ending.stage.name())
        .bind(&ending.text)
        .bind(since.millis())
        .bind(ending.until.millis())
        .bind(ending.marketed_until.map(Moment::millis))
        .execute(self.on())
        .await?;
        Ok(())
    }

    pub async fn lift_notice(&mut self, of: Scope) -> Result<()> {
        sqlx::query("delete from offering_notice where account_id = $1 and offering_id = $2")
            .bind(of.account.to_string())
            .bind(of.offering.to_string())
            .execute(self.on())
            .await?;
        Ok(())
    }

    /// False: nothing is or was suspended, somebody has asked already, or the time to ask is over (T22).
    pub async fn ask_resumption(&mut self, of: Scope, by: PersonId, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update offering_notice set asked_at = $1, asked_by = $2 \
             where account_id = $3 and offering_id = $4 and (stage = 'suspended' or was_suspended = 1) \
               and asked_at is null and due_at > $1",
        )
        .bind(at.millis())
        .bind(by.to_string())
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends the request; the platform moves on at `due`. False: nobody has asked.
    pub async fn decline_resumption(&mut self, of: Scope, due: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update offering_notice set asked_at = null, asked_by = null, due_at = $1 \
             where account_id = $2 and offering_id = $3 and asked_at is not null",
        )
        .bind(due.millis())
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts an end off that was announced for `from`. False: there is none, or it was put off already.
    pub async fn extend_notice(&mut self, of: Scope, from: Moment, to: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update offering_notice set due_at = $1 \
             where account_id = $2 and offering_id = $3 and stage = 'deprecated' and due_at = $4",
        )
        .bind(to.millis())
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(from.millis())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
