//! Uploaded icons. What goes in is a PNG that was written here; this crate does not look into it.

use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;

use crate::{Result, Store, Tx};

#[derive(Debug, Clone)]
pub struct NewIcon<'a> {
    pub scope: Scope,
    pub name: &'a str,
    pub png: &'a [u8],
    pub by: PersonId,
    pub at: Moment,
}

impl Store {
    /// The picture behind a name.
    pub async fn icon(&self, name: &str) -> Result<Option<Vec<u8>>> {
        Ok(sqlx::query_scalar("select png from icon where name = $1").bind(name).fetch_optional(&self.reader).await?)
    }

    /// The names of the icons that were uploaded for an offering, the latest first.
    pub async fn icons_of(&self, scope: Scope) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(
            "select name from icon where account_id = $1 and offering_id = $2 order by uploaded_at desc, name",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_all(&self.reader)
        .await?)
    }

    /// The same, each with the first bytes of its file, in which its size stands.
    pub async fn icon_heads(&self, scope: Scope) -> Result<Vec<(String, Vec<u8>)>> {
        Ok(sqlx::query_as(
            "select name, substr(png, 1, 24) from icon \
             where account_id = $1 and offering_id = $2 \
             order by uploaded_at desc, name",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_all(&self.reader)
        .await?)
    }
}

impl Tx {
    /// How many icons an account keeps.
    pub async fn count_icons(&mut self, account: AccountId) -> Result<usize> {
        let count: i64 = sqlx::query_scalar("select count(*) from icon where account_id = $1")
            .bind(account.to_string())
            .fetch_one(self.on())
            .await?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    pub async fn add_icon(&mut self, icon: &NewIcon<'_>) -> Result<()> {
        sqlx::query(
            "insert into icon (account_id, name, offering_id, png, uploaded_at, uploaded_by) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(icon.scope.account.to_string())
        .bind(icon.name)
        .bind(icon.scope.offering.to_string())
        .bind(icon.png)
        .bind(icon.at.millis())
        .bind(icon.by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
