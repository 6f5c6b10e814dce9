//! Review threads and what was said in them. A remark stays as it was written.

use slipway_domain::ids::ThreadId;
use slipway_domain::offering::Scope;
use slipway_domain::rule::RuleId;
use slipway_domain::thread::{Anchor, Remark, Thread, ThreadMove, ThreadState};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, parsed, scope, to_body};
use crate::{Result, Store, Tx};

#[derive(FromRow)]
struct ThreadRow {
    id: String,
    account_id: String,
    offering_id: String,
    anchor: String,
    subject: String,
    value: String,
    rule: String,
    blocking: bool,
    text: String,
    state: String,
    opened_at: i64,
    opened_by: String,
    opened_by_name: String,
}

impl TryFrom<ThreadRow> for Thread {
    type Error = crate::Error;

    fn try_from(row: ThreadRow) -> Result<Self> {
        let Scope { account, offering } = scope("thread", &row.account_id, &row.offering_id)?;
        let rule = match row.rule.as_str() {
            "" => None,
            rule => Some(parsed("thread", "rule", &row.id, rule, RuleId::parse)?),
        };
        Ok(Self {
            anchor: parsed("thread", "anchor", &row.id, &row.anchor, Anchor::parse)?,
            subject: body("thread", "subject", &row.id, &row.subject)?,
            state: parsed("thread", "state", &row.id, &row.state, ThreadState::parse)?,
            opened_by: id("thread", "opened_by", &row.opened_by)?,
            id: id("thread", "id", &row.id)?,
            account,
            offering,
            value: row.value,
            rule,
            blocking: row.blocking,
            text: row.text,
            opened_by_name: row.opened_by_name,
            opened_at: moment(row.opened_at),
        })
    }
}

#[derive(FromRow)]
struct RemarkRow {
    thread_id: String,
    at: i64,
    by: String,
    by_name: String,
    act: String,
    text: String,
    internal: bool,
}

impl RemarkRow {
    fn read(self) -> Result<(ThreadId, Remark)> {
        let remark = Remark {
            by: id("thread_remark", "by", &self.by)?,
            by_name: self.by_name,
            at: moment(self.at),
            act: parsed("thread_remark", "act", &self.thread_id, &self.act, ThreadMove::parse)?,
            text: self.text,
            internal: self.internal,
        };
        Ok((id("thread_remark", "thread_id", &self.thread_id)?, remark))
    }
}

async fn threads(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<Thread>> {
    let rows: Vec<ThreadRow> = sqlx::query_as(
        "select t.id, t.account_id, t.offering_id, t.anchor, t.subject, t.value, t.rule, t.blocking, t.text, t.state, \
                t.opened_at, t.opened_by, p.name as opened_by_name \
         from thread t \
         join person p on p.id = t.opened_by \
         where t.account_id = $1 and t.offering_id = $2 \
         order by t.opened_at, t.id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(Thread::try_from).collect()
}

impl Store {
    /// Every thread of an offering, oldest first.
    pub async fn threads(&self, scope: Scope) -> Result<Vec<Thread>> {
        threads(&mut *self.reader.acquire().await?, scope).await
    }

    /// What was said in the threads of an offering, oldest first; what is internal only if it is asked for.
    pub async fn remarks(&self, scope: Scope, with_internal: bool) -> Result<Vec<(ThreadId, Remark)>> {
        let rows: Vec<RemarkRow> = sqlx::query_as(
            "select r.thread_id, r.at, r.by, p.name as by_name, r.act, r.text, r.internal \
             from thread_remark r \
             join person p on p.id = r.by \
             where r.account_id = $1 and r.offering_id = $2 and (r.internal = 0 or $3) \
             order by r.thread_id, r.number",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(with_internal)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(RemarkRow::read).collect()
    }
}

impl Tx {
    pub async fn threads(&mut self, scope: Scope) -> Result<Vec<Thread>> {
        threads(self.on(), scope).await
    }

    pub async fn add_thread(&mut self, thread: &Thread) -> Result<()> {
        sqlx::query(
            "insert into thread (account_id, id, offering_id, anchor, subject, value, rule, blocking, text, state, \
                                 opened_at, opened_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(thread.account.to_string())
        .bind(thread.id.to_string())
        .bind(thread.offering.to_string())
        .bind(thread.anchor.to_string())
        .bind(to_body(&thread.subject))
        .bind(&thread.value)
        .bind(thread.rule.map_or("", RuleId::as_str))
        .bind(thread.blocking)
        .bind(&thread.text)
        .bind(thread.state.name())
        .bind(thread.opened_at.millis())
        .bind(thread.opened_by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// False: the thread is not in the state that was read.
    pub async fn move_thread(
        &mut self,
        scope: Scope,
        thread: ThreadId,
        from: ThreadState,
        to: ThreadState,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update thread set state = $1 where account_id = $2 and offering_id = $3 and id = $4 and state = $5",
        )
        .bind(to.name())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(thread.to_string())
        .bind(from.name())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn add_remark(&mut self, scope: Scope, thread: ThreadId, remark: &Remark) -> Result<()> {
        sqlx::query(
            "insert into thread_remark (account_id, offering_id, thread_id, number, at, by, act, text, internal) \
             select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8 \
             from thread_remark \
             where account_id = $1 and offering_id = $2 and thread_id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(thread.to_string())
        .bind(remark.at.millis())
        .bind(remark.by.to_string())
        .bind(remark.act.name())
        .bind(&remark.text)
        .bind(remark.internal)
        .execute(self.on())
        .await?;
        Ok(())
    }
}
