//! Accounts and their registration for integrated billing.

use slipway_domain::account::{Account, AccountKind, Registration, RegistrationDraft};
use slipway_domain::caller::Role;
use slipway_domain::checklist::Intake;
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::view::Member;
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
        })
    }
}

pub(crate) async fn account(on: &mut SqliteConnection, account: AccountId) -> Result<Option<Account>> {
    let row: Option<AccountRow> = sqlx::query_as(
        "select id, kind, name, registration, revision, company_name, company_legal_name, contact_name, contact_email, \
                submitted_by, submitted_at, decided_by, decided_at, reason \
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
                    contact_email, submitted_by, submitted_at, decided_by, decided_at, reason \
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

#[derive(FromRow)]
struct MemberRow {
    id: String,
    name: String,
    email: String,
    role: String,
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

    /// The people of an account who are not disabled, by name.
    pub async fn members(&self, account: AccountId) -> Result<Vec<Member>> {
        let rows: Vec<MemberRow> = sqlx::query_as(
            "select p.id, p.name, p.email, m.role \
             from membership m \
             join person p on p.id = m.person_id \
             where m.account_id = $1 and p.disabled_at is null \
             order by p.name, p.id",
        )
        .bind(account.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Member {
                    role: parsed("membership", "role", &row.id, &row.role, Role::parse)?,
                    person: id("person", "id", &row.id)?,
                    name: row.name,
                    email: row.email,
                })
            })
            .collect()
    }
}

impl Tx {
    pub async fn account(&mut self, id: AccountId) -> Result<Option<Account>> {
        account(self.on(), id).await
    }

    /// The account of exactly that name, whatever its case, as long as no other account is called so.
    pub async fn account_called(&mut self, name: &str) -> Result<Option<Account>> {
        let rows: Vec<AccountRow> = sqlx::query_as(
            "select id, kind, name, registration, revision, company_name, company_legal_name, contact_name, \
                    contact_email, submitted_by, submitted_at, decided_by, decided_at, reason \
             from account where name = $1 collate nocase limit 2",
        )
        .bind(name)
        .fetch_all(self.on())
        .await?;
        match <[AccountRow; 1]>::try_from(rows) {
            Ok([only]) => Ok(Some(only.try_into()?)),
            Err(_) => Ok(None),
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

    /// Saves the registration form if nobody saved since `revision` and the registration can still be edited.
    /// False: somebody did.
    pub async fn save_registration(&mut self, id: AccountId, revision: i64, form: &RegistrationDraft) -> Result<bool> {
        let name = if form.company_name.trim().is_empty() { None } else { Some(form.company_name.trim()) };
        let done = sqlx::query(
            "update account \
             set company_name = $1, company_legal_name = $2, contact_name = $3, contact_email = $4, \
                 name = coalesce($5, name), revision = revision + 1 \
             where id = $6 and revision = $7 and registration in ('draft', 'returned')",
        )
        .bind(&form.company_name)
        .bind(&form.company_legal_name)
        .bind(&form.contact_name)
        .bind(&form.contact_email)
        .bind(name)
        .bind(id.to_string())
        .bind(revision)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The provider's half of the way: `from` → submitted. False: the account is no longer in `from`.
    pub async fn submit_registration(
        &mut self,
        id: AccountId,
        from: Registration,
        by: PersonId,
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update account \
             set registration = 'submitted', submitted_by = $1, submitted_at = $2, revision = revision + 1 \
             where id = $3 and registration = $4",
        )
        .bind(by.to_string())
        .bind(at.millis())
        .bind(id.to_string())
        .bind(from.name())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The operator's half: submitted → `to`. False: it is no longer submitted.
    pub async fn decide_registration(
        &mut self,
        id: AccountId,
        to: Registration,
        by: PersonId,
        at: Moment,
        reason: &str,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update account \
             set registration = $1, decided_by = $2, decided_at = $3, reason = $4, revision = revision + 1 \
             where id = $5 and registration = 'submitted'",
        )
        .bind(to.name())
        .bind(by.to_string())
        .bind(at.millis())
        .bind(reason)
        .bind(id.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
