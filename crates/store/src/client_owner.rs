//! Who owns the sign-in client of an offering.

use slipway_domain::access::ClientOwner;
use slipway_domain::ids::PersonId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::id;
use crate::{Result, Store, Tx};

#[derive(FromRow)]
struct OwnerRow {
    person_id: String,
    name: String,
    is_creator: bool,
}

async fn owners(on: &mut SqliteConnection, of: Scope) -> Result<Vec<ClientOwner>> {
    let rows: Vec<OwnerRow> = sqlx::query_as(
        "select o.person_id, p.name, o.is_creator \
         from client_owner o \
         join person p on p.id = o.person_id \
         where o.account_id = $1 and o.offering_id = $2 \
         order by o.is_creator desc, p.name, o.person_id",
    )
    .bind(of.account.to_string())
    .bind(of.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ClientOwner {
                person: id("client_owner", "person_id", &row.person_id)?,
                name: row.name,
                is_creator: row.is_creator,
            })
        })
        .collect()
}

impl Store {
    /// The creator first, then by name.
    pub async fn client_owners(&self, of: Scope) -> Result<Vec<ClientOwner>> {
        owners(&mut *self.reader.acquire().await?, of).await
    }
}

impl Tx {
    pub async fn client_owners(&mut self, of: Scope) -> Result<Vec<ClientOwner>> {
        owners(self.on(), of).await
    }

    /// False: the person owns it already. There is one creator.
    pub async fn add_client_owner(
        &mut self,
        of: Scope,
        person: PersonId,
        is_creator: bool,
        by: PersonId,
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "insert into client_owner (account_id, offering_id, person_id, is_creator, added_at, added_by) \
             values ($1, $2, $3, $4, $5, $6) \
             on conflict (account_id, offering_id, person_id) do nothing",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(person.to_string())
        .bind(is_creator)
        .bind(at.millis())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the person does not own it, or created it.
    pub async fn remove_client_owner(&mut self, of: Scope, person: PersonId) -> Result<bool> {
        let done = sqlx::query(
            "delete from client_owner \
             where account_id = $1 and offering_id = $2 and person_id = $3 and is_creator = 0",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(person.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
