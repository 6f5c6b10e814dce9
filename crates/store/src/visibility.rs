//! Who is kept out of an offering, until when an invitation lasts, and what both come to for one account.

use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::stage::Stage;
use slipway_domain::visibility::{Allowed, Excluded, OnlyFor, Restrictions, Viewer, Visibility};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment, parsed, scope};
use crate::{CatalogEntry, Error, Result, Store, Tx};

#[derive(FromRow)]
struct ExcludedRow {
    excluded_account_id: String,
    account_name: String,
    added_at: i64,
}

/// Whose an entry of the catalog is and who sees it, as far as one account is concerned.
#[derive(Debug, Clone)]
pub struct CatalogSight {
    pub scope: Scope,
    pub stage: Stage,
    /// Of all accounts that are invited or kept out it names that one alone.
    pub visibility: Visibility,
    /// That account.
    pub viewer: Option<Viewer>,
}

#[derive(FromRow)]
struct SightRow {
    account_id: String,
    offering_id: String,
    stage: String,
    visibility: String,
    only_for: Option<String>,
    is_internal: bool,
    is_excluded: bool,
    added_at: Option<i64>,
    added_by: Option<String>,
    own: Option<bool>,
    approved: bool,
    expires_at: Option<i64>,
}

impl SightRow {
    fn seen_by(self, viewer: Option<AccountId>) -> Result<CatalogSight> {
        let scope = scope("catalog_entry", &self.account_id, &self.offering_id)?;
        let mut include = Vec::new();
        if let (Some(account), Some(added_at), Some(added_by), Some(own)) =
            (viewer, self.added_at, self.added_by, self.own)
        {
            include.push(Allowed {
                account,
                account_name: String::new(),
                own,
                approved: self.approved,
                added_at: moment(added_at),
                added_by: id("allowlist", "added_by", &added_by)?,
                expires_at: self.expires_at.map(moment),
            });
        }
        let visibility = Visibility {
            restrictions: restrictions(&self.offering_id, &self.visibility, self.only_for.as_deref())?,
            owner: scope.account,
            include,
            exclude: viewer.filter(|_| self.is_excluded).into_iter().collect(),
        };
        let stage = parsed("offering", "stage", &self.offering_id, &self.stage, Stage::parse)?;
        let viewer = viewer.map(|account| Viewer { account, is_internal: self.is_internal });
        Ok(CatalogSight { scope, stage, visibility, viewer })
    }
}

/// For whom an entry of the catalog is, from its two columns.
pub(crate) fn restrictions(offering: &str, visibility: &str, only_for: Option<&str>) -> Result<Restrictions> {
    let read = |only| parsed("catalog_entry", "only_for", offering, only, OnlyFor::parse);
    match (visibility, only_for) {
        ("public", only_for) => Ok(Restrictions::released(only_for.map(read).transpose()?)),
        ("private", None) => Ok(Restrictions::Private),
        _ => Err(Error::inconsistent("catalog_entry", "visibility", offering)),
    }
}

/// The two columns.
pub(crate) fn columns(restrictions: Restrictions) -> (&'static str, Option<&'static str>) {
    let visibility = if restrictions.is_released() { "public" } else { "private" };
    (visibility, restrictions.only_for().map(OnlyFor::name))
}

impl CatalogEntry {
    /// Whether it is released, to everybody or to one kind of accounts.
    pub const fn is_public(&self) -> bool {
        self.restrictions.is_released()
    }

    /// Who sees the service.
    pub fn visibility(&self) -> Visibility {
        Visibility {
            restrictions: self.restrictions,
            owner: self.owner,
            include: self.allowlist.clone(),
            exclude: self.excluded.iter().map(|excluded| excluded.account).collect(),
        }
    }
}

async fn excluded(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<Excluded>> {
    let rows: Vec<ExcludedRow> = sqlx::query_as(
        "select x.excluded_account_id, a.name as account_name, x.added_at \
         from exclusion x \
         join account a on a.id = x.excluded_account_id \
         where x.account_id = $1 and x.offering_id = $2 \
         order by a.name, x.excluded_account_id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Excluded {
                account: id("exclusion", "excluded_account_id", &row.excluded_account_id)?,
                account_name: row.account_name,
                added_at: moment(row.added_at),
            })
        })
        .collect()
}

impl Store {
    /// Whether and for whom the catalog has an offering of that name, in one statement: what is hidden from an account
    /// takes the same work as what is not there. Names are unique over all accounts.
    pub async fn catalog_sight(&self, name: &str, viewer: Option<AccountId>) -> Result<Option<CatalogSight>> {
        let row: Option<SightRow> = sqlx::query_as(concat!(
            "select e.account_id, e.offering_id, o.stage, e.visibility, e.only_for, \
                    coalesce(v.is_internal, 0) as is_internal, x.excluded_account_id is not null as is_excluded, \
                    l.added_at, l.added_by, l.own, l.approved_at is not null as approved, l.expires_at \
             from offering o \
             join catalog_entry e on e.account_id = o.account_id and e.offering_id = o.id \
             left join account v on v.id = $2 \
             left join allowlist l \
               on l.account_id = e.account_id and l.offering_id = e.offering_id and l.allowed_account_id = $2 \
             left join exclusion x \
               on x.account_id = e.account_id and x.offering_id = e.offering_id and x.excluded_account_id = $2 ",
            "where o.name = $1"
        ))
        .bind(name)
        .bind(viewer.map(|account| account.to_string()))
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| row.seen_by(viewer)).transpose()
    }

    /// An account as it sees the catalog. One that does not exist is none of the operator's own.
    pub async fn viewer(&self, account: AccountId) -> Result<Viewer> {
        let is_internal: Option<bool> = sqlx::query_scalar("select is_internal from account where id = $1")
            .bind(account.to_string())
            .fetch_optional(&self.reader)
            .await?;
        Ok(Viewer { account, is_internal: is_internal.unwrap_or_default() })
    }

    pub async fn excluded(&self, scope: Scope) -> Result<Vec<Excluded>> {
        excluded(&mut *self.reader.acquire().await?, scope).await
    }
}

impl Tx {
    /// False: it is not on the list.
    pub async fn disallow(&mut self, scope: Scope, allowed: AccountId) -> Result<bool> {
        let done =
            sqlx::query("delete from allowlist where account_id = $1 and offering_id = $2 and allowed_account_id = $3")
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .bind(allowed.to_string())
                .execute(self.on())
                .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn excluded(&mut self, scope: Scope) -> Result<Vec<Excluded>> {
        excluded(self.on(), scope).await
    }

    /// Sets the end of an invitation, or takes it away. False: the account is not on the list.
    pub async fn set_allowed_until(&mut self, scope: Scope, allowed: AccountId, until: Option<Moment>) -> Result<bool> {
        let done = sqlx::query(
            "update allowlist set expires_at = $1 \
             where account_id = $2 and offering_id = $3 and allowed_account_id = $4",
        )
        .bind(until.map(Moment::millis))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(allowed.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the account is excluded already.
    pub async fn exclude(&mut self, scope: Scope, excluded: AccountId, by: PersonId, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "insert into exclusion (account_id, offering_id, excluded_account_id, added_at, added_by) \
             values ($1, $2, $3, $4, $5) \
             on conflict (offering_id, excluded_account_id) do nothing",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(excluded.to_string())
        .bind(at.millis())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the account is not excluded.
    pub async fn readmit(&mut self, scope: Scope, excluded: AccountId) -> Result<bool> {
        let done = sqlx::query(
            "delete from exclusion where account_id = $1 and offering_id = $2 and excluded_account_id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(excluded.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
