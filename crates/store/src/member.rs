//! Who belongs to which account, in which role.

use slipway_domain::account::AccountKind;
use slipway_domain::caller::{Membership, Role};
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::member::Member;
use slipway_domain::person::PersonState;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, parsed};
use crate::{Result, Store, Tx};

#[derive(FromRow)]
struct MemberRow {
    id: String,
    name: String,
    email: String,
    role: String,
    is_disabled: bool,
    can_sign_in: bool,
    is_elsewhere: bool,
}

impl TryFrom<MemberRow> for Member {
    type Error = crate::Error;

    fn try_from(row: MemberRow) -> Result<Self> {
        Ok(Self {
            role: parsed("membership", "role", &row.id, &row.role, Role::parse)?,
            person: id("person", "id", &row.id)?,
            name: row.name,
            email: row.email,
            state: PersonState::of(row.is_disabled, row.can_sign_in),
            is_elsewhere: row.is_elsewhere,
        })
    }
}

#[derive(FromRow)]
pub(crate) struct MembershipRow {
    pub(crate) person_id: String,
    account_id: String,
    name: String,
    kind: String,
    role: String,
}

impl TryFrom<MembershipRow> for Membership {
    type Error = crate::Error;

    fn try_from(row: MembershipRow) -> Result<Self> {
        Ok(Self {
            account: id("membership", "account_id", &row.account_id)?,
            kind: parsed("account", "kind", &row.account_id, &row.kind, AccountKind::parse)?,
            role: parsed("membership", "role", &row.account_id, &row.role, Role::parse)?,
            account_name: row.name,
        })
    }
}

/// Of one person, or of everybody: by account.
pub(crate) async fn membership_rows(on: &mut SqliteConnection, person: Option<PersonId>) -> Result<Vec<MembershipRow>> {
    Ok(sqlx::query_as(
        "select m.person_id, m.account_id, a.name, a.kind, m.role \
         from membership m \
         join account a on a.id = m.account_id \
         where $1 is null or m.person_id = $1 \
         order by a.name, a.id",
    )
    .bind(person.map(|id| id.to_string()))
    .fetch_all(on)
    .await?)
}

pub(crate) async fn memberships_of(on: &mut SqliteConnection, person: PersonId) -> Result<Vec<Membership>> {
    membership_rows(on, Some(person)).await?.into_iter().map(Membership::try_from).collect()
}

async fn members(on: &mut SqliteConnection, account: AccountId) -> Result<Vec<Member>> {
    let rows: Vec<MemberRow> = sqlx::query_as(
        "select p.id, p.name, p.email, m.role, p.disabled_at is not null as is_disabled, \
                p.password_hash is not null \
                  or exists (select 1 from identity i where i.person_id = p.id) as can_sign_in, \
                exists (select 1 from operator_role r where r.person_id = p.id) \
                  or exists (select 1 from membership o where o.person_id = p.id and o.account_id <> m.account_id) \
                  as is_elsewhere \
         from membership m \
         join person p on p.id = m.person_id \
         where m.account_id = $1 \
         order by p.name, p.id",
    )
    .bind(account.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(Member::try_from).collect()
}

impl Store {
    /// The people of an account by name, disabled ones included.
    pub async fn members(&self, account: AccountId) -> Result<Vec<Member>> {
        members(&mut *self.reader.acquire().await?, account).await
    }
}

impl Tx {
    pub async fn members(&mut self, account: AccountId) -> Result<Vec<Member>> {
        members(self.on(), account).await
    }

    /// Adds a member or changes the member's role.
    pub async fn set_membership(&mut self, account: AccountId, person: PersonId, role: Role) -> Result<()> {
        sqlx::query(
            "insert into membership (account_id, person_id, role) values ($1, $2, $3) \
             on conflict (account_id, person_id) do update set role = excluded.role",
        )
        .bind(account.to_string())
        .bind(person.to_string())
        .bind(role.name())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// False: the person is no member.
    pub async fn remove_membership(&mut self, account: AccountId, person: PersonId) -> Result<bool> {
        let done = sqlx::query("delete from membership where account_id = $1 and person_id = $2")
            .bind(account.to_string())
            .bind(person.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
