//! Writes the tiles of the catalog. The domain tells what is in them. Triggers mark the offerings of which the catalog
//! shows something else from now on, or nothing; the transaction that did so writes their tiles before it ends.

use slipway_domain::catalog::{Audience, Tile, search_texts};
use slipway_domain::offering::{Offering, Scope};
use sqlx::FromRow;

use crate::due::as_far_as_read;
use crate::grams::grams;
use crate::row::body;
use crate::visibility::restrictions;
use crate::{Result, Tx};

/// What a tile is told of.
#[derive(FromRow)]
struct ShownRow {
    visibility: String,
    only_for: Option<String>,
    published_at: i64,
    snapshot_id: String,
    content: String,
}

impl Tx {
    /// Writes the tiles of what this transaction has changed.
    pub(crate) async fn settle_tiles(&mut self) -> Result<()> {
        let marks = "delete from catalog_tile_due returning account_id, offering_id";
        for of in self.due("catalog_tile_due", marks).await? {
            as_far_as_read(self.settle_tile(of).await, "an offering is not listed in the catalog")?;
        }
        Ok(())
    }

    async fn settle_tile(&mut self, of: Scope) -> Result<()> {
        self.remove_tile(of).await?;
        let row: Option<ShownRow> = sqlx::query_as(
            "select e.visibility, e.only_for, e.published_at, e.snapshot_id, s.content \
             from catalog_entry e \
             join snapshot s on s.account_id = e.account_id and s.id = e.snapshot_id \
             where e.account_id = $1 and e.offering_id = $2 \
               and not exists (select 1 from hidden_offering h where h.account_id = $1 and h.offering_id = $2)",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .fetch_optional(self.on())
        .await?;
        let Some(row) = row else { return Ok(()) };
        let content: Offering = body("snapshot", "content", &row.snapshot_id, &row.content)?;
        let restrictions = restrictions(&of.offering.to_string(), &row.visibility, row.only_for.as_deref())?;
        let audience = Audience::from(restrictions);
        let tile = Tile::of(&content, false);
        sqlx::query(
            "insert into catalog_tile (account_id, offering_id, audience, category, position, published_at) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(audience.name())
        .bind(&tile.category)
        .bind(i64::from(tile.order))
        .bind(row.published_at)
        .execute(self.on())
        .await?;
        for (language, text) in search_texts(&content) {
            let id: i64 = sqlx::query_scalar(
                "insert into catalog_text (account_id, offering_id, language, audience, search) \
                 values ($1, $2, $3, $4, $5) \
                 returning id",
            )
            .bind(of.account.to_string())
            .bind(of.offering.to_string())
            .bind(language.code())
            .bind(audience.name())
            .bind(&text)
            .fetch_one(self.on())
            .await?;
            sqlx::query("insert into catalog_word (rowid, grams) values ($1, $2)")
                .bind(id)
                .bind(grams(&text))
                .execute(self.on())
                .await?;
        }
        Ok(())
    }

    pub(super) async fn remove_tile(&mut self, of: Scope) -> Result<()> {
        sqlx::query("delete from catalog_tile where account_id = $1 and offering_id = $2")
            .bind(of.account.to_string())
            .bind(of.offering.to_string())
            .execute(self.on())
            .await?;
        let texts: Vec<i64> =
            sqlx::query_scalar("delete from catalog_text where account_id = $1 and offering_id = $2 returning id")
                .bind(of.account.to_string())
                .bind(of.offering.to_string())
                .fetch_all(self.on())
                .await?;
        for text in texts {
            sqlx::query("delete from catalog_word where rowid = $1").bind(text).execute(self.on()).await?;
        }
        Ok(())
    }
}
