//! Snapshots, the catalog entries that point at them, and the allowlist.

use slipway_domain::deployment::DeploymentState;
use slipway_domain::ids::{AccountId, DeploymentId, PersonId, SnapshotId};
use slipway_domain::lifecycle::Ending;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::plan::PlanRecord;
use slipway_domain::visibility::{Allowed, Excluded, Restrictions};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::lifecycle::EndingRow;
use crate::row::{body, id, moment, scope, to_body};
use crate::{Error, Result, Store, Tx, deployment, visibility};

/// An immutable copy of an offering.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub id: SnapshotId,
    pub content: Offering,
    pub sha256: String,
    pub at: Moment,
}

/// What the catalog shows of one offering.
#[derive(Debug, Clone)]
pub struct CatalogEntry {
    pub owner: AccountId,
    pub restrictions: Restrictions,
    pub published_at: Moment,
    pub snapshot: Snapshot,
    pub allowlist: Vec<Allowed>,
    pub excluded: Vec<Excluded>,
    /// The deployments of the offering as they are now.
    pub deployments: Vec<(DeploymentId, DeploymentState)>,
    /// It is suspended, or its end is announced.
    pub ending: Option<Ending>,
    /// It is not listed: whoever knows its address opens it.
    pub is_hidden: bool,
}

#[derive(FromRow)]
struct EntryRow {
    account_id: String,
    offering_id: String,
    visibility: String,
    only_for: Option<String>,
    published_at: i64,
    snapshot_id: String,
    content: String,
    sha256: String,
    created_at: i64,
    is_hidden: bool,
    #[sqlx(flatten)]
    notice: EndingRow,
}

#[derive(FromRow)]
struct AllowRow {
    allowed_account_id: String,
    account_name: String,
    added_at: i64,
    added_by: String,
    own: bool,
    approved: bool,
    expires_at: Option<i64>,
}

#[derive(FromRow)]
struct SnapshotRow {
    id: String,
    content: String,
    sha256: String,
    created_at: i64,
}

impl TryFrom<SnapshotRow> for Snapshot {
    type Error = Error;

    fn try_from(row: SnapshotRow) -> Result<Self> {
        Ok(Self {
            id: id("snapshot", "id", &row.id)?,
            content: body("snapshot", "content", &row.id, &row.content)?,
            sha256: row.sha256,
            at: moment(row.created_at),
        })
    }
}

macro_rules! select_entry {
    ($rest:literal) => {
        concat!(
            "select e.account_id, e.offering_id, e.visibility, e.only_for, e.published_at, e.snapshot_id, s.content, s.sha256, \
                    s.created_at, h.since is not null as is_hidden, n.stage as notice_stage, n.text as notice_text, n.due_at as notice_due_at, \
                    n.marketed_until as notice_marketed_until \
             from catalog_entry e \
             join snapshot s on s.account_id = e.account_id and s.id = e.snapshot_id \
             left join offering_notice n on n.account_id = e.account_id and n.offering_id = e.offering_id \
             left join hidden_offering h on h.account_id = e.account_id and h.offering_id = e.offering_id ",
            $rest
        )
    };
}

async fn snapshot_of(on: &mut SqliteConnection, scope: Scope, snapshot: SnapshotId) -> Result<Option<Snapshot>> {
    let row: Option<SnapshotRow> = sqlx::query_as(
        "select id, content, sha256, created_at from snapshot where account_id = $1 and offering_id = $2 and id = $3",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .bind(snapshot.to_string())
    .fetch_optional(on)
    .await?;
    row.map(Snapshot::try_from).transpose()
}

async fn allowlist(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<Allowed>> {
    let rows: Vec<AllowRow> = sqlx::query_as(
        "select l.allowed_account_id, a.name as account_name, l.added_at, l.added_by, l.own, \
                l.approved_at is not null as approved, l.expires_at \
         from allowlist l \
         join account a on a.id = l.allowed_account_id \
         where l.account_id = $1 and l.offering_id = $2 \
         order by a.name, l.allowed_account_id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Allowed {
                account: id("allowlist", "allowed_account_id", &row.allowed_account_id)?,
                account_name: row.account_name,
                added_at: moment(row.added_at),
                added_by: id("allowlist", "added_by", &row.added_by)?,
                own: row.own,
                approved: row.approved,
                expires_at: row.expires_at.map(moment),
            })
        })
        .collect()
}

impl Store {
    /// Moves with every change that a catalog page could show.
    pub async fn catalog_version(&self) -> Result<i64> {
        Ok(sqlx::query_scalar("select version from catalog_version").fetch_one(&self.reader).await?)
    }

    pub async fn catalog_entry(&self, scope: Scope) -> Result<Option<CatalogEntry>> {
        let row: Option<EntryRow> = sqlx::query_as(select_entry!("where e.account_id = $1 and e.offering_id = $2"))
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .fetch_optional(&self.reader)
            .await?;
        match row {
            Some(row) => Ok(Some(self.entry(row).await?)),
            None => Ok(None),
        }
    }

    async fn entry(&self, row: EntryRow) -> Result<CatalogEntry> {
        let scope = scope("catalog_entry", &row.account_id, &row.offering_id)?;
        Ok(CatalogEntry {
            owner: scope.account,
            restrictions: visibility::restrictions(&row.offering_id, &row.visibility, row.only_for.as_deref())?,
            published_at: moment(row.published_at),
            snapshot: SnapshotRow {
                id: row.snapshot_id,
                content: row.content,
                sha256: row.sha256,
                created_at: row.created_at,
            }
            .try_into()?,
            allowlist: self.allowlist(scope).await?,
            excluded: self.excluded(scope).await?,
            deployments: deployment::states(&mut *self.reader.acquire().await?, scope).await?,
            ending: row.notice.read(scope)?,
            is_hidden: row.is_hidden,
        })
    }

    pub async fn snapshot(&self, scope: Scope, snapshot: SnapshotId) -> Result<Option<Snapshot>> {
        snapshot_of(&mut *self.reader.acquire().await?, scope, snapshot).await
    }

    pub async fn allowlist(&self, scope: Scope) -> Result<Vec<Allowed>> {
        allowlist(&mut *self.reader.acquire().await?, scope).await
    }
}

impl Tx {
    /// What the catalog shows of an offering.
    pub async fn listed(&mut self, scope: Scope) -> Result<Option<Snapshot>> {
        let row: Option<SnapshotRow> = sqlx::query_as(
            "select s.id, s.content, s.sha256, s.created_at \
             from catalog_entry e \
             join snapshot s on s.account_id = e.account_id and s.id = e.snapshot_id \
             where e.account_id = $1 and e.offering_id = $2",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_optional(self.on())
        .await?;
        row.map(Snapshot::try_from).transpose()
    }

    pub async fn snapshot(&mut self, scope: Scope, snapshot: SnapshotId) -> Result<Option<Snapshot>> {
        snapshot_of(self.on(), scope, snapshot).await
    }

    pub async fn add_snapshot(
        &mut self,
        snapshot: SnapshotId,
        content: &Offering,
        sha256: &str,
        by: PersonId,
        at: Moment,
    ) -> Result<()> {
        sqlx::query(
            "insert into snapshot (account_id, id, offering_id, content, sha256, created_at, created_by) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(content.owner.id.to_string())
        .bind(snapshot.to_string())
        .bind(content.id.to_string())
        .bind(to_body(content))
        .bind(sha256)
        .bind(at.millis())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Points the catalog at a snapshot with these plans, which are what is charged from now on.
    pub async fn set_entry(
        &mut self,
        scope: Scope,
        snapshot: SnapshotId,
        plans: &[PlanRecord],
        restrictions: Restrictions,
        at: Moment,
    ) -> Result<()> {
        self.publish_plans(scope, plans, at).await?;
        let (visibility, only_for) = visibility::columns(restrictions);
        sqlx::query(
            "insert into catalog_entry (account_id, offering_id, snapshot_id, visibility, only_for, published_at) \
             values ($1, $2, $3, $4, $5, $6) \
             on conflict (account_id, offering_id) do update \
             set snapshot_id = excluded.snapshot_id, visibility = excluded.visibility, only_for = excluded.only_for, \
                 published_at = excluded.published_at",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(snapshot.to_string())
        .bind(visibility)
        .bind(only_for)
        .bind(at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Shows another snapshot instead, for the same viewers. False: the catalog shows something else by now.
    pub async fn replace_listed(&mut self, scope: Scope, from: SnapshotId, to: SnapshotId) -> Result<bool> {
        let done = sqlx::query(
            "update catalog_entry set snapshot_id = $1 \
             where account_id = $2 and offering_id = $3 and snapshot_id = $4",
        )
        .bind(to.to_string())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(from.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn remove_entry(&mut self, scope: Scope) -> Result<()> {
        sqlx::query("delete from catalog_entry where account_id = $1 and offering_id = $2")
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .execute(self.on())
            .await?;
        Ok(())
    }

    pub async fn allowlist(&mut self, scope: Scope) -> Result<Vec<Allowed>> {
        allowlist(self.on(), scope).await
    }

    /// False: the account is on the list already.
    pub async fn allow(
        &mut self,
        scope: Scope,
        allowed: AccountId,
        own: bool,
        by: PersonId,
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "insert into allowlist (account_id, offering_id, allowed_account_id, added_at, added_by, own) \
             values ($1, $2, $3, $4, $5, $6) \
             on conflict (offering_id, allowed_account_id) do nothing",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(allowed.to_string())
        .bind(at.millis())
        .bind(by.to_string())
        .bind(own)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: it is not on the list, or approved already.
    pub async fn approve_allowed(
        &mut self,
        scope: Scope,
        allowed: AccountId,
        by: PersonId,
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update allowlist set approved_at = $1, approved_by = $2 \
             where account_id = $3 and offering_id = $4 and allowed_account_id = $5 and approved_at is null",
        )
        .bind(at.millis())
        .bind(by.to_string())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(allowed.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
