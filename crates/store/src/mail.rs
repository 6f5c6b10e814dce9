//! The outbox of mails: written in the transaction of what they tell of, sent later, and kept for a while. A mail is in the
//! hands of whoever took it until it is due again. What it says and when it is tried again is decided above.

use core::time::Duration;

use slipway_domain::ids::MailId;
use slipway_domain::mail::Mail;
use slipway_domain::moment::Moment;
use slipway_domain::view::FailedMail;
use sqlx::FromRow;

use crate::row::{id, moment, to_body};
use crate::{Error, Result, Store, Tx};

/// Failed mails that are listed.
const LISTED: u32 = 100;

/// A mail to everybody whom it tells the same.
#[derive(Debug, Clone, Copy)]
pub struct NewMail<'a> {
    /// When it is to be told; before that it is not sent.
    pub at: Moment,
    /// What it tells of: nobody is told twice of the same.
    pub cause: &'a str,
    pub mail: &'a Mail,
    /// The recipients, each with the id of the mail to them.
    pub to: &'a [(MailId, &'a str)],
}

/// A mail in our hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueMail {
    pub id: MailId,
    /// When it was to be told.
    pub at: Moment,
    pub recipient: String,
    pub mail: Mail,
    /// With the one that begins now.
    pub attempts: u32,
    /// Until when it is ours.
    pub until: Moment,
}

/// What became of an attempt to send a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailEnd {
    Sent,
    /// It is due again at that moment.
    Again {
        at: Moment,
        error: String,
    },
    /// Nobody tries any more.
    Failed {
        error: String,
    },
}

#[derive(FromRow)]
struct DueRow {
    id: String,
    at: i64,
    recipient: String,
    subject: String,
    body: String,
    attempts: u32,
}

#[derive(FromRow)]
struct FailedRow {
    id: String,
    recipient: String,
    subject: String,
    at: i64,
    failed_at: i64,
    attempts: u32,
    last_error: String,
}

impl TryFrom<FailedRow> for FailedMail {
    type Error = Error;

    fn try_from(row: FailedRow) -> Result<Self> {
        Ok(Self {
            id: id("mail", "id", &row.id)?,
            recipient: row.recipient,
            subject: row.subject,
            at: moment(row.at),
            failed_at: moment(row.failed_at),
            attempts: row.attempts,
            error: row.last_error,
        })
    }
}

impl Store {
    /// Whether there is one to be sent.
    pub async fn is_mail_due(&self, now: Moment) -> Result<bool> {
        let found = sqlx::query_scalar("select exists (select 1 from mail where next_at <= $1)");
        Ok(found.bind(now.millis()).fetch_one(&self.reader).await?)
    }

    /// Those that nobody tries to send any more, the latest first.
    pub async fn failed_mails(&self) -> Result<Vec<FailedMail>> {
        let rows: Vec<FailedRow> = sqlx::query_as(
            "select id, recipient, subject, at, failed_at, attempts, last_error from mail \
             where failed_at is not null \
             order by failed_at desc, id \
             limit $1",
        )
        .bind(LISTED)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(FailedMail::try_from).collect()
    }

    /// Deletes what nobody tries to send any more and is older. How many rows that were.
    pub async fn delete_mails_before(&self, at: Moment) -> Result<u64> {
        let done = sqlx::query("delete from mail where at < $1 and next_at is null");
        Ok(done.bind(at.millis()).execute(&self.writer).await?.rows_affected())
    }
}

impl Tx {
    /// To be sent once this is committed and it is time: however many they are, with one statement. False: all of them were
    /// told of that already.
    pub async fn queue_mails(&mut self, new: &NewMail<'_>) -> Result<bool> {
        let done = sqlx::query(
            "insert into mail (id, at, cause, recipient, subject, body, next_at) \
             select t.value ->> '$[0]', $1, $2, t.value ->> '$[1]', $3, $4, $1 from json_each($5) t where true \
             on conflict (cause, recipient) do nothing",
        )
        .bind(new.at.millis())
        .bind(new.cause)
        .bind(&new.mail.subject)
        .bind(&new.mail.body)
        .bind(to_body(&new.to))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// What of these mails is not sent yet is not sent any more; who was told by them, or may have been.
    pub async fn call_off_mails(&mut self, cause: &str) -> Result<Vec<String>> {
        let told = "select recipient from mail where cause = $1 and attempts > 0 order by recipient";
        let told: Vec<String> = sqlx::query_scalar(told).bind(cause).fetch_all(self.on()).await?;
        sqlx::query("delete from mail where cause = $1 and sent_at is null").bind(cause).execute(self.on()).await?;
        Ok(told)
    }

    /// Of the mails whose causes begin with `about` and a slash, what is not sent yet is not sent any more.
    pub async fn drop_unsent_mails(&mut self, about: &str) -> Result<()> {
        // A range, because the index by causes serves it: `0` comes right after `/`.
        let unsent = "delete from mail where cause > $1 || '/' and cause < $1 || '0' and sent_at is null";
        sqlx::query(unsent).bind(about).execute(self.on()).await?;
        Ok(())
    }

    /// The mail that is due for the longest. Whoever took it has it until the lease is over.
    pub async fn take_mail(&mut self, now: Moment, lease: Duration) -> Result<Option<DueMail>> {
        let until = now.plus(lease);
        let row: Option<DueRow> = sqlx::query_as(
            "update mail \
             set next_at = $1, attempts = attempts + 1 \
             where id = (select id from mail where next_at <= $2 order by next_at, id limit 1) \
             returning id, at, recipient, subject, body, attempts",
        )
        .bind(until.millis())
        .bind(now.millis())
        .fetch_optional(self.on())
        .await?;
        row.map(|row| {
            Ok(DueMail {
                id: id("mail", "id", &row.id)?,
                at: moment(row.at),
                recipient: row.recipient,
                mail: Mail { subject: row.subject, body: row.body },
                attempts: row.attempts,
                until,
            })
        })
        .transpose()
    }

    /// Says what became of an attempt. False: it took too long, and the mail is no longer ours.
    pub async fn end_mail(&mut self, mail: &DueMail, end: &MailEnd, now: Moment) -> Result<bool> {
        let (next, sent, failed, error) = match end {
            MailEnd::Sent => (None, Some(now), None, ""),
            MailEnd::Again { at, error } => (Some(*at), None, None, error.as_str()),
            MailEnd::Failed { error } => (None, None, Some(now), error.as_str()),
        };
        let done = sqlx::query(
            "update mail \
             set next_at = $1, sent_at = $2, failed_at = $3, last_error = $4 \
             where id = $5 and next_at = $6",
        )
        .bind(next.map(Moment::millis))
        .bind(sent.map(Moment::millis))
        .bind(failed.map(Moment::millis))
        .bind(error)
        .bind(mail.id.to_string())
        .bind(mail.until.millis())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// A mail that has failed is tried anew, as often as the first time; its subject. `None`: it has not failed.
    pub async fn retry_mail(&mut self, mail: MailId, now: Moment) -> Result<Option<String>> {
        let subject: Option<String> = sqlx::query_scalar(
            "update mail \
             set next_at = $1, attempts = 0, failed_at = null \
             where id = $2 and failed_at is not null \
             returning subject",
        )
        .bind(now.millis())
        .bind(mail.to_string())
        .fetch_optional(self.on())
        .await?;
        Ok(subject)
    }
}
