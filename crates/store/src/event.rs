//! The history. Lines are added in the transaction of the change they tell of, and never altered.

use slipway_domain::event::{Detail, Event, EventKind};
use slipway_domain::ids::{AccountId, EventId, OfferingId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, parsed, to_body};
use crate::statement::Statement;
use crate::{Result, Store, Tx};

#[derive(Debug, Clone)]
pub struct NewEvent {
    pub id: EventId,
    pub at: Moment,
    /// `None`: the platform itself.
    pub actor: Option<PersonId>,
    pub account: Option<AccountId>,
    pub offering: Option<OfferingId>,
    pub kind: EventKind,
    pub detail: Detail,
    pub request: String,
}

impl NewEvent {
    /// The line, to be written with what it tells of.
    pub fn statement(&self) -> Statement {
        Statement::new(
            "insert into event (id, at, actor_id, account_id, offering_id, kind, detail, request_id) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(self.id.to_string())
        .bind(self.at.millis())
        .bind(self.actor.map(|id| id.to_string()))
        .bind(self.account.map(|id| id.to_string()))
        .bind(self.offering.map(|id| id.to_string()))
        .bind(self.kind.name())
        .bind(to_body(&self.detail))
        .bind(self.request.as_str())
    }
}

/// What the History page can be narrowed to. `None` and empty mean everything.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    pub offering: Option<OfferingId>,
    pub account: Option<AccountId>,
    pub actor: Option<PersonId>,
    /// A stored name or the noun before its point: `plan.saved` or `plan`.
    pub kind: String,
    /// Also what is for the operator's people alone.
    pub with_internal: bool,
    /// Only what is older than that line.
    pub before: Option<EventId>,
    pub limit: u32,
    pub offset: u32,
}

#[derive(FromRow)]
struct EventRow {
    id: String,
    at: i64,
    actor_id: Option<String>,
    actor_name: Option<String>,
    account_id: Option<String>,
    offering_id: Option<String>,
    kind: String,
    detail: String,
}

impl TryFrom<EventRow> for Event {
    type Error = crate::Error;

    fn try_from(row: EventRow) -> Result<Self> {
        Ok(Self {
            actor: row.actor_id.as_deref().map(|text| id("event", "actor_id", text)).transpose()?,
            actor_name: row.actor_name.unwrap_or_default(),
            account: row.account_id.as_deref().map(|text| id("event", "account_id", text)).transpose()?,
            offering: row.offering_id.as_deref().map(|text| id("event", "offering_id", text)).transpose()?,
            kind: parsed("event", "kind", &row.id, &row.kind, EventKind::parse)?,
            detail: body::<Detail>("event", "detail", &row.id, &row.detail)?,
            id: id("event", "id", &row.id)?,
            at: moment(row.at),
        })
    }
}

/// Who wrote some of what is not public yet: since what was published last was handed in, for the draft goes on while a
/// request waits. An approval ends no authorship: it can be given up again.
async fn authors(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<PersonId>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select distinct actor_id, kind from event \
         where account_id = $1 and offering_id = $2 and actor_id is not null and seq > ( \
           select coalesce(max(h.seq), 0) from event h \
           where h.account_id = $1 and h.offering_id = $2 and h.kind in ($3, $4) and h.seq < ( \
             select coalesce(max(p.seq), 0) from event p \
             where p.account_id = $1 and p.offering_id = $2 and p.kind in ($5, $6))) \
         order by actor_id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .bind(EventKind::ReviewRequested.name())
    .bind(EventKind::RevisionSubmitted.name())
    .bind(EventKind::OfferingReleased.name())
    .bind(EventKind::RevisionPublished.name())
    .fetch_all(on)
    .await?;
    let mut authors: Vec<PersonId> = rows
        .iter()
        .filter(|(_, kind)| EventKind::parse(kind).is_some_and(EventKind::is_authorship))
        .map(|(actor, _)| id("event", "actor_id", actor))
        .collect::<Result<_>>()?;
    authors.dedup();
    Ok(authors)
}

impl Store {
    /// See `Tx::authors`.
    pub async fn authors(&self, scope: Scope) -> Result<Vec<PersonId>> {
        authors(&mut *self.reader.acquire().await?, scope).await
    }

    /// Newest first.
    pub async fn events(&self, filter: &EventFilter) -> Result<Vec<Event>> {
        let rows: Vec<EventRow> = sqlx::query_as(
            "select e.id, e.at, e.actor_id, p.name as actor_name, e.account_id, e.offering_id, e.kind, e.detail \
             from event e \
             left join person p on p.id = e.actor_id \
             where ($1 is null or e.offering_id = $1) \
               and ($2 is null or e.account_id = $2) \
               and ($3 is null or e.actor_id = $3) \
               and ($4 = '' or e.kind = $4 or e.kind like $4 || '.%') \
               and ($5 or e.kind <> $6) \
               and ($9 is null or e.seq < (select b.seq from event b where b.id = $9)) \
             order by e.seq desc \
             limit $7 offset $8",
        )
        .bind(filter.offering.map(|id| id.to_string()))
        .bind(filter.account.map(|id| id.to_string()))
        .bind(filter.actor.map(|id| id.to_string()))
        .bind(&filter.kind)
        .bind(filter.with_internal)
        .bind(EventKind::INTERNAL.name())
        .bind(filter.limit)
        .bind(filter.offset)
        .bind(filter.before.map(|id| id.to_string()))
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(Event::try_from).collect()
    }
}

impl Store {
    /// Whether it has ever happened.
    pub async fn has_happened(&self, kind: EventKind) -> Result<bool> {
        let found = sqlx::query_scalar("select exists (select 1 from event where kind = $1)");
        Ok(found.bind(kind.name()).fetch_one(&self.reader).await?)
    }

    /// The latest event of each of these kinds about an offering.
    pub async fn milestones(&self, scope: Scope, kinds: &[EventKind; 5]) -> Result<Vec<Event>> {
        let [first, second, third, fourth, fifth] = kinds.map(EventKind::name);
        let rows: Vec<EventRow> = sqlx::query_as(
            "select e.id, e.at, e.actor_id, p.name as actor_name, e.account_id, e.offering_id, e.kind, e.detail \
             from event e \
             left join person p on p.id = e.actor_id \
             where e.seq in ( \
               select max(seq) from event \
               where account_id = $1 and offering_id = $2 and kind in ($3, $4, $5, $6, $7) \
               group by kind)",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(first)
        .bind(second)
        .bind(third)
        .bind(fourth)
        .bind(fifth)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(Event::try_from).collect()
    }
}

impl Tx {
    /// Everybody who wrote some of what is not public yet.
    pub async fn authors(&mut self, scope: Scope) -> Result<Vec<PersonId>> {
        authors(self.on(), scope).await
    }

    /// Everybody who wrote some of an account's registration, or handed it in.
    pub async fn registration_authors(&mut self, account: AccountId) -> Result<Vec<PersonId>> {
        let rows: Vec<String> = sqlx::query_scalar(
            "select distinct actor_id from event \
             where account_id = $1 and offering_id is null and actor_id is not null and kind in ($2, $3) \
             order by actor_id",
        )
        .bind(account.to_string())
        .bind(EventKind::RegistrationSaved.name())
        .bind(EventKind::RegistrationSubmitted.name())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|actor| id("event", "actor_id", actor)).collect()
    }

    pub async fn record(&mut self, event: &NewEvent) -> Result<()> {
        event.statement().execute(self.on()).await?;
        Ok(())
    }
}
