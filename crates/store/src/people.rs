//! Everybody with everything that the operator's admin sees of them, read in three statements whatever their number.

use std::collections::HashMap;

use slipway_domain::caller::{Membership, Role};
use slipway_domain::event::EventKind;
use slipway_domain::ids::PersonId;
use slipway_domain::person::PersonState;
use slipway_domain::view::PersonLine;
use sqlx::FromRow;

use crate::member::membership_rows;
use crate::person::admins;
use crate::row::{id, moment, parsed};
use crate::{Result, Store};

#[derive(FromRow)]
struct LineRow {
    id: String,
    email: String,
    name: String,
    created_at: i64,
    is_disabled: bool,
    can_sign_in: bool,
    last_sign_in: Option<i64>,
}

impl Store {
    /// By e-mail address.
    pub async fn people(&self) -> Result<Vec<PersonLine>> {
        self.lines(None).await
    }

    /// Also if disabled.
    pub async fn person_line(&self, person: PersonId) -> Result<Option<PersonLine>> {
        Ok(self.lines(Some(person)).await?.pop())
    }

    /// The platform administrators who are not disabled.
    pub async fn admins(&self) -> Result<Vec<PersonId>> {
        admins(&mut *self.reader.acquire().await?).await
    }

    async fn lines(&self, only: Option<PersonId>) -> Result<Vec<PersonLine>> {
        let mut on = self.reader.acquire().await?;
        let only_text = only.map(|id| id.to_string());
        let rows: Vec<LineRow> = sqlx::query_as(
            "select p.id, p.email, p.name, p.created_at, p.disabled_at is not null as is_disabled, \
                    p.password_hash is not null \
                      or exists (select 1 from identity i where i.person_id = p.id) as can_sign_in, \
                    (select max(e.at) from event e where e.actor_id = p.id and e.kind = $2) as last_sign_in \
             from person p \
             where $1 is null or p.id = $1 \
             order by p.email",
        )
        .bind(&only_text)
        .bind(EventKind::SignedIn.name())
        .fetch_all(&mut *on)
        .await?;
        let held: Vec<(String, String)> = sqlx::query_as(
            "select person_id, role from operator_role \
             where $1 is null or person_id = $1 \
             order by role",
        )
        .bind(&only_text)
        .fetch_all(&mut *on)
        .await?;
        let mut roles: HashMap<String, Vec<Role>> = HashMap::new();
        for (person, role) in held {
            let role = parsed("operator_role", "role", &person, &role, Role::parse)?;
            roles.entry(person).or_default().push(role);
        }
        let mut memberships: HashMap<String, Vec<Membership>> = HashMap::new();
        for row in membership_rows(&mut on, only).await? {
            memberships.entry(row.person_id.clone()).or_default().push(row.try_into()?);
        }
        rows.into_iter()
            .map(|row| {
                Ok(PersonLine {
                    id: id("person", "id", &row.id)?,
                    operator: roles.remove(&row.id).unwrap_or_default(),
                    memberships: memberships.remove(&row.id).unwrap_or_default(),
                    email: row.email,
                    name: row.name,
                    state: PersonState::of(row.is_disabled, row.can_sign_in),
                    created_at: moment(row.created_at),
                    last_sign_in: row.last_sign_in.map(moment),
                })
            })
            .collect()
    }
}
