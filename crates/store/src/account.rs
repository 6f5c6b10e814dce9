//! Accounts. Their members and their registration are in files of their own.

use slipway_domain::account::{Account, AccountKind, Registration, RegistrationDraft};
use slipway_domain::checklist::Intake;
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment, parsed};
use crate::{Result, Store, Tx};

#[derive(Debug, Clone)]
pub struct NewAccount {
    pub id: AccountId,
    pub kind: AccountKind,
    pub name: String,
    pub registration: Registration,
    pub form: RegistrationDraft,
    pub at: Moment,
}

#[derive(FromRow)]
struct AccountRow {
    id: String,
    kind: String,
    name: String,
    registration: String,
    revision: i64,
    company_name: String,
    company_legal_name: String,
    contact_name: String,
    contact_email: String,
    submitted_by: Option<String>,
    submitted_at: Option<i64>,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    reason: String,
    documentation_base: Option<String>,
    is_internal: bool,
}

impl TryFrom<AccountRow> for Account {
    type Error = crate::Error;

    fn try_from(row: AccountRow) -> Result<Self> {
        let when = |by: Option<String>, at: Option<i64>, column| -> Result<Option<(PersonId, Moment)>> {
            match (by, at) {
                (Some(by), Some(at)) => Ok(Some((id("account", column, &by)?, moment(at)))),
                _ => Ok(None),
            }
        };
        Ok(Self {
            id: id("account", "id", &row.id)?,
            kind: parsed("account", "kind", &row.id, &row.kind, AccountKind::parse)?,
            registration: parsed("account", "registration", &row.id, &row.registration, Registration::parse)?,
            submitted: when(row.submitted_by, row.submitted_at, "submitted_by")?,
            decided: when(row.decided_by, row.decided_at, "decided_by")?,
            name: row.name,
            form: RegistrationDraft {
                company_name: row.company_name,
                company_legal_name: row.company_legal_name,
                contact_name: row.contact_name,
                contact_email: row.contact_email,
            },
            revision: row.revision,
            reason: row.reason,
            documentation_base: row.documentation_base,
            is_internal: row.is_internal,
        })
    }
}

pub(crate) async fn account(on: &mut SqliteConnection, account: AccountId) -> Result<Option<Account>> {
    let row: Option<AccountRow> = sqlx::query_as(
        "select id, kind, name, registration, revision, company_name, company_legal_name, contact_name, contact_email, \
                submitted_by, submitted_at, decided_by, decided_at, reason, documentation_base, is_internal \
         from account where id = $1",
    )
    .bind(account.to_string())
    .fetch_optional(on)
    .await?;
    row.map(Account::try_from).transpose()
}

impl Store {
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        account(&mut *self.reader.acquire().await?, id).await
    }

    /// All accounts by name, for the operator's lists.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let rows: Vec<AccountRow> = sqlx::query_as(
            "select id, kind, name, registration, revision, company_name, company_legal_name, contact_name, \
                    contact_email, submitted_by, submitted_at, decided_by, decided_at, reason, documentation_base, is_internal \
             from account order by name, id",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(Account::try_from).collect()
    }
}

#[derive(FromRow)]
struct IntakeRow {
    submitted_by_name: Option<String>,
    submitted_at: Option<i64>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
}

impl From<IntakeRow> for Intake {
    fn from(row: IntakeRow) -> Self {
        let fact = |name: Option<String>, at: Option<i64>| name.zip(at.map(moment));
        Self {
            submitted: fact(row.submitted_by_name, row.submitted_at),
            decided: fact(row.decided_by_name, row.decided_at),
        }
    }
}

impl Store {
    /// Who handed the account in and who decided about it; nothing for an account that does not exist.
    pub async fn intake(&self, account: AccountId) -> Result<Intake> {
        let row: Option<IntakeRow> = sqlx::query_as(
            "select s.name as submitted_by_name, a.submitted_at, d.name as decided_by_name, a.decided_at \
             from account a \
             left join person s on s.id = a.submitted_by \
             left join person d on d.id = a.decided_by \
             where a.id = $1",
        )
        .bind(account.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(row.map(Intake::from).unwrap_or_default())
    }
}

impl Tx {
    pub async fn account(&mut self, id: AccountId) -> Result<Option<Account>> {
        account(self.on(), id).await
    }

    /// Letter case does not matter.
    pub async fn account_named(&mut self, name: &str) -> Result<Option<Account>> {
        let row: Option<String> = sqlx::query_scalar("select id from account where name = $1 collate nocase")
            .bind(name)
            .fetch_optional(self.on())
            .await?;
        match row {
            Some(row) => account(self.on(), id("account", "id", &row)?).await,
            None => Ok(None),
        }
    }

    pub async fn add_account(&mut self, new: &NewAccount) -> Result<()> {
        sqlx::query(
            "insert into account (id, kind, name, registration, revision, company_name, company_legal_name, \
                                  contact_name, contact_email, reason, created_at) \
             values ($1, $2, $3, $4, 0, $5, $6, $7, $8, '', $9)",
        )
        .bind(new.id.to_string())
        .bind(new.kind.name())
        .bind(&new.name)
        .bind(new.registration.name())
        .bind(&new.form.company_name)
        .bind(&new.form.company_legal_name)
        .bind(&new.form.contact_name)
        .bind(&new.form.contact_email)
        .bind(new.at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Says whether an account is one of the operator's own. False: that is what is said already, or there is none.
    pub async fn set_internal(&mut self, account: AccountId, is_internal: bool) -> Result<bool> {
        let done = sqlx::query("update account set is_internal = $1 where id = $2 and is_internal <> $1")
            .bind(is_internal)
            .bind(account.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
