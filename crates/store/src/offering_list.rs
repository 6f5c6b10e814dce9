//! The offerings of an account one after another, for programs that read all of them: by id, which is the order of their
//! making, so that what is added or taken away moves nothing.

use slipway_domain::ids::{AccountId, OfferingId};
use slipway_domain::moment::Moment;
use slipway_domain::stage::Stage;
use sqlx::FromRow;

use crate::row::{id, moment, parsed};
use crate::{Result, Store};

/// An offering in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOffering {
    pub id: OfferingId,
    pub name: String,
    pub stage: Stage,
    pub created_at: Moment,
}

#[derive(FromRow)]
struct ListedRow {
    id: String,
    name: String,
    stage: String,
    created_at: i64,
}

impl TryFrom<ListedRow> for ListedOffering {
    type Error = crate::Error;

    fn try_from(row: ListedRow) -> Result<Self> {
        Ok(Self {
            stage: parsed("offering", "stage", &row.id, &row.stage, Stage::parse)?,
            id: id("offering", "id", &row.id)?,
            name: row.name,
            created_at: moment(row.created_at),
        })
    }
}

impl Store {
    /// Those after `after`, or the one that is `only` asked for; at most `limit`.
    pub async fn offerings_after(
        &self,
        account: AccountId,
        only: Option<OfferingId>,
        after: Option<OfferingId>,
        limit: u32,
    ) -> Result<Vec<ListedOffering>> {
        let rows: Vec<ListedRow> = sqlx::query_as(
            "select id, name, stage, created_at from offering \
             where account_id = $1 and ($2 is null or id = $2) and ($3 is null or id > $3) \
             order by id \
             limit $4",
        )
        .bind(account.to_string())
        .bind(only.map(|id| id.to_string()))
        .bind(after.map(|id| id.to_string()))
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(ListedOffering::try_from).collect()
    }
}
