//! People, their passwords, roles and identities elsewhere, and the links with which they set a password.

use slipway_domain::caller::{Person, Role};
use slipway_domain::ids::PersonId;
use slipway_domain::moment::Moment;
use slipway_domain::person::PersonState;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::member::MembershipRow;
use crate::row::{id, moment, parsed};
use crate::{Result, Store, Tx};

#[derive(Debug, Clone)]
pub struct NewPerson {
    pub id: PersonId,
    pub email: String,
    pub name: String,
    pub at: Moment,
}

/// A person as lists and sign-in need them; disabled ones included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEntry {
    pub id: PersonId,
    pub email: String,
    pub name: String,
    pub operator: Vec<Role>,
    pub password_hash: Option<String>,
    pub created_at: Moment,
    pub disabled_at: Option<Moment>,
    /// Whether another issuer vouches for this person.
    pub has_identity: bool,
}

impl PersonEntry {
    pub fn state(&self) -> PersonState {
        PersonState::of(self.disabled_at.is_some(), self.password_hash.is_some() || self.has_identity)
    }
}

#[derive(FromRow)]
struct EntryRow {
    id: String,
    email: String,
    name: String,
    password_hash: Option<String>,
    created_at: i64,
    disabled_at: Option<i64>,
    has_identity: bool,
}

impl EntryRow {
    const COLUMNS: &'static str = "p.id, p.email, p.name, p.password_hash, p.created_at, p.disabled_at, \
         exists (select 1 from identity i where i.person_id = p.id) as has_identity";

    async fn with_roles(self, on: &mut SqliteConnection) -> Result<PersonEntry> {
        let id: PersonId = id("person", "id", &self.id)?;
        Ok(PersonEntry {
            id,
            email: self.email,
            name: self.name,
            operator: operator_roles(on, id).await?,
            password_hash: self.password_hash,
            created_at: moment(self.created_at),
            disabled_at: self.disabled_at.map(moment),
            has_identity: self.has_identity,
        })
    }
}

/// One pair of an operator role and a membership; either may be absent. Without an address nobody may act.
#[derive(FromRow)]
pub(crate) struct ActingRow {
    email: Option<String>,
    name: Option<String>,
    operator_role: Option<String>,
    account_id: Option<String>,
    account_name: Option<String>,
    account_kind: Option<String>,
    role: Option<String>,
}

/// Asks for [`ActingRow`]s of the person `p`, with more columns before. They are read anew for every request, and
/// therefore at once: a row for each membership and each operator role, or one with neither.
macro_rules! select_acting {
    ($columns:literal, $from:literal, $filter:literal) => {
        concat!(
            "select ",
            $columns,
            "p.email, p.name, o.role as operator_role, m.account_id, a.name as account_name, a.kind as account_kind, \
             m.role \
             from ",
            $from,
            " left join operator_role o on o.person_id = p.id \
              left join membership m on m.person_id = p.id \
              left join account a on a.id = m.account_id \
              where ",
            $filter,
            " order by o.role, a.name, a.id"
        )
    };
}
pub(crate) use select_acting;

pub(crate) fn acting(id: PersonId, rows: Vec<ActingRow>) -> Result<Option<Person>> {
    let Some(ActingRow { email: Some(email), name: Some(name), .. }) = rows.first() else { return Ok(None) };
    let (email, name) = (email.clone(), name.clone());
    let mut person = Person { id, email, name, operator: Vec::new(), memberships: Vec::new(), current: None };
    for row in rows {
        if let Some(role) = row.operator_role {
            let role = parsed("operator_role", "role", &id.to_string(), &role, Role::parse)?;
            if !person.operator.contains(&role) {
                person.operator.push(role);
            }
        }
        if let (Some(account_id), Some(name), Some(kind), Some(role)) =
            (row.account_id, row.account_name, row.account_kind, row.role)
        {
            let membership = MembershipRow { person_id: id.to_string(), account_id, name, kind, role }.try_into()?;
            if !person.memberships.contains(&membership) {
                person.memberships.push(membership);
            }
        }
    }
    Ok(Some(person))
}

impl Store {
    /// A person who may act, with roles and memberships as they are now; `None` for unknown and disabled people.
    /// Which account they work in is not stored here.
    pub async fn person(&self, person: PersonId) -> Result<Option<Person>> {
        acting_person(&mut *self.reader.acquire().await?, person).await
    }

    /// Letter case does not matter.
    pub async fn person_with_email(&self, email: &str) -> Result<Option<PersonEntry>> {
        let mut on = self.reader.acquire().await?;
        let sql = format!("select {} from person p where p.email = $1", EntryRow::COLUMNS);
        entry(&mut on, sql, email).await
    }

    /// Whom the issuer calls `subject`; also if disabled.
    pub async fn person_with_identity(&self, issuer: &str, subject: &str) -> Result<Option<PersonId>> {
        let row: Option<String> =
            sqlx::query_scalar("select person_id from identity where issuer = $1 and subject = $2")
                .bind(issuer)
                .bind(subject)
                .fetch_optional(&self.reader)
                .await?;
        row.as_deref().map(|text| id("identity", "person_id", text)).transpose()
    }

    /// The person of a set-up link that can still be used at `now`.
    pub async fn person_with_setup_link(&self, token_hash: &str, now: Moment) -> Result<Option<PersonEntry>> {
        let mut on = self.reader.acquire().await?;
        let row: Option<String> = sqlx::query_scalar(
            "select l.person_id from setup_link l \
             where l.token_hash = $1 and l.used_at is null and l.expires_at > $2",
        )
        .bind(token_hash)
        .bind(now.millis())
        .fetch_optional(&mut *on)
        .await?;
        let Some(person) = row else { return Ok(None) };
        let sql = format!("select {} from person p where p.id = $1 and p.disabled_at is null", EntryRow::COLUMNS);
        entry(&mut on, sql, &person).await
    }
}

impl Tx {
    pub async fn person_with_email(&mut self, email: &str) -> Result<Option<PersonEntry>> {
        let sql = format!("select {} from person p where p.email = $1", EntryRow::COLUMNS);
        entry(self.on(), sql, email).await
    }

    /// Also if disabled.
    pub async fn person(&mut self, person: PersonId) -> Result<Option<PersonEntry>> {
        let sql = format!("select {} from person p where p.id = $1", EntryRow::COLUMNS);
        entry(self.on(), sql, &person.to_string()).await
    }

    /// The same as [`Store::person`], as it is in this transaction.
    pub async fn acting_person(&mut self, person: PersonId) -> Result<Option<Person>> {
        acting_person(self.on(), person).await
    }

    /// The addresses of everybody with this role at the operator who is not disabled.
    pub async fn addresses_with_role(&mut self, role: Role) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(
            "select p.email from operator_role r \
             join person p on p.id = r.person_id \
             where r.role = $1 and p.disabled_at is null \
             order by p.email",
        )
        .bind(role.name())
        .fetch_all(self.on())
        .await?)
    }

    /// The platform administrators who are not disabled.
    pub async fn admins(&mut self) -> Result<Vec<PersonId>> {
        admins(self.on()).await
    }

    pub async fn add_person(&mut self, new: &NewPerson) -> Result<()> {
        sqlx::query("insert into person (id, email, name, created_at) values ($1, $2, $3, $4)")
            .bind(new.id.to_string())
            .bind(&new.email)
            .bind(&new.name)
            .bind(new.at.millis())
            .execute(self.on())
            .await?;
        Ok(())
    }

    /// Sets the password and uses up every link that could set another one.
    pub async fn set_password(&mut self, person: PersonId, hash: &str, at: Moment) -> Result<()> {
        sqlx::query("update person set password_hash = $1 where id = $2")
            .bind(hash)
            .bind(person.to_string())
            .execute(self.on())
            .await?;
        self.retire_setup_links(person, at).await
    }

    /// `None` lets the person in again. False: it was so already.
    pub async fn set_disabled(&mut self, person: PersonId, at: Option<Moment>) -> Result<bool> {
        let done = sqlx::query(
            "update person set disabled_at = $1 where id = $2 and (disabled_at is null) = ($1 is not null)",
        )
        .bind(at.map(Moment::millis))
        .bind(person.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the person has the role already.
    pub async fn grant_operator_role(&mut self, person: PersonId, role: Role) -> Result<bool> {
        let done = sqlx::query("insert into operator_role (person_id, role) values ($1, $2) on conflict do nothing")
            .bind(person.to_string())
            .bind(role.name())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the person does not have the role.
    pub async fn revoke_operator_role(&mut self, person: PersonId, role: Role) -> Result<bool> {
        let done = sqlx::query("delete from operator_role where person_id = $1 and role = $2")
            .bind(person.to_string())
            .bind(role.name())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn add_identity(&mut self, issuer: &str, subject: &str, person: PersonId) -> Result<()> {
        sqlx::query("insert into identity (issuer, subject, person_id) values ($1, $2, $3)")
            .bind(issuer)
            .bind(subject)
            .bind(person.to_string())
            .execute(self.on())
            .await?;
        Ok(())
    }

    pub async fn add_setup_link(&mut self, token_hash: &str, person: PersonId, expires_at: Moment) -> Result<()> {
        sqlx::query("insert into setup_link (token_hash, person_id, expires_at) values ($1, $2, $3)")
            .bind(token_hash)
            .bind(person.to_string())
            .bind(expires_at.millis())
            .execute(self.on())
            .await?;
        Ok(())
    }

    /// Uses a link up. `None`: unknown, used or expired.
    pub async fn use_setup_link(&mut self, token_hash: &str, now: Moment) -> Result<Option<PersonId>> {
        let row: Option<String> = sqlx::query_scalar(
            "update setup_link set used_at = $1 \
             where token_hash = $2 and used_at is null and expires_at > $1 \
             returning person_id",
        )
        .bind(now.millis())
        .bind(token_hash)
        .fetch_optional(self.on())
        .await?;
        row.as_deref().map(|text| id("setup_link", "person_id", text)).transpose()
    }

    /// No link that was handed out before works any more.
    pub async fn retire_setup_links(&mut self, person: PersonId, at: Moment) -> Result<()> {
        sqlx::query("update setup_link set used_at = $1 where person_id = $2 and used_at is null")
            .bind(at.millis())
            .bind(person.to_string())
            .execute(self.on())
            .await?;
        Ok(())
    }
}

async fn acting_person(on: &mut SqliteConnection, person: PersonId) -> Result<Option<Person>> {
    let rows: Vec<ActingRow> = sqlx::query_as(select_acting!("", "person p", "p.id = $1 and p.disabled_at is null"))
        .bind(person.to_string())
        .fetch_all(on)
        .await?;
    acting(person, rows)
}

async fn entry(on: &mut SqliteConnection, sql: String, by: &str) -> Result<Option<PersonEntry>> {
    let row: Option<EntryRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(by).fetch_optional(&mut *on).await?;
    match row {
        Some(row) => Ok(Some(row.with_roles(on).await?)),
        None => Ok(None),
    }
}

pub(crate) async fn admins(on: &mut SqliteConnection) -> Result<Vec<PersonId>> {
    let rows: Vec<String> = sqlx::query_scalar(
        "select r.person_id from operator_role r \
         join person p on p.id = r.person_id \
         where r.role = $1 and p.disabled_at is null",
    )
    .bind(Role::Admin.name())
    .fetch_all(on)
    .await?;
    rows.iter().map(|row| id("operator_role", "person_id", row)).collect()
}

async fn operator_roles(on: &mut SqliteConnection, person: PersonId) -> Result<Vec<Role>> {
    let roles: Vec<String> = sqlx::query_scalar("select role from operator_role where person_id = $1 order by role")
        .bind(person.to_string())
        .fetch_all(on)
        .await?;
    let row = person.to_string();
    roles.iter().map(|role| parsed("operator_role", "role", &row, role, Role::parse)).collect()
}
