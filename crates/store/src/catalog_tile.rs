//! The tiles of the catalog: the pages that it is read in, what is found by words, and how many there are (decision
//! 0053). Statements only narrow what a viewer may see: who sees a service is not decided here.

use slipway_domain::catalog::{Audience, TileEdge};
use slipway_domain::ids::OfferingId;
use slipway_domain::language::Language;
use slipway_domain::offering::Scope;
use slipway_domain::visibility::Viewer;
use sqlx::FromRow;

use crate::grams::{MOST_HITS, asked};
use crate::row::{moment, scope, to_body};
use crate::{Error, Result, Store};

mod settle;
mod walk;

use walk::Walk;

const TABLE: &str = "catalog_tile";

/// Whose catalog is read, and what of it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct TilesOf<'a> {
    /// The account that the viewer works in.
    pub viewer: Option<Viewer>,
    /// Everything is looked at, whoever it is for.
    pub is_desk: bool,
    pub language: Language,
    /// Empty: any.
    pub category: &'a str,
    /// In small letters; each occurs in a tile.
    pub words: &'a [String],
}

/// A tile that a viewer may see, as far as that is told by statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTile {
    pub scope: Scope,
    pub category: String,
    pub edge: TileEdge,
}

/// A tile that the viewer's account is invited to or kept out of.
#[derive(Debug, Clone)]
pub struct OddTile {
    pub scope: Scope,
    pub name: String,
    pub category: String,
    /// It is among those that are counted.
    pub is_counted: bool,
}

#[derive(FromRow)]
struct TileRow {
    account_id: String,
    offering_id: String,
    category: String,
    position: i64,
    published_at: i64,
}

#[derive(FromRow)]
struct OddRow {
    account_id: String,
    offering_id: String,
    name: String,
    category: String,
    is_counted: bool,
}

impl TryFrom<TileRow> for ListedTile {
    type Error = Error;

    fn try_from(row: TileRow) -> Result<Self> {
        let scope = scope(TABLE, &row.account_id, &row.offering_id)?;
        let position =
            u16::try_from(row.position).map_err(|_| Error::inconsistent(TABLE, "position", &row.offering_id))?;
        let edge = TileEdge { position, published_at: moment(row.published_at), offering: scope.offering };
        Ok(Self { scope, category: row.category, edge })
    }
}

impl TryFrom<OddRow> for OddTile {
    type Error = Error;

    fn try_from(row: OddRow) -> Result<Self> {
        let scope = scope(TABLE, &row.account_id, &row.offering_id)?;
        Ok(Self { scope, name: row.name, category: row.category, is_counted: row.is_counted })
    }
}

/// As statements compare it; nobody's id is empty.
fn text_of(viewer: Option<Viewer>) -> String {
    viewer.map(|viewer| viewer.account.to_string()).unwrap_or_default()
}

/// The audiences that a viewer belongs to, whoever is invited.
fn open_to(viewer: Option<Viewer>) -> impl Iterator<Item = Audience> {
    Audience::open_to(viewer.is_some_and(|viewer| viewer.is_internal))
}

/// The same, as statements read it.
fn names_of(audiences: impl Iterator<Item = Audience>) -> String {
    to_body(&audiences.map(Audience::name).collect::<Vec<_>>())
}

impl Store {
    /// The first tiles behind a place in the order of the catalog or, backwards, before it in the order against it.
    /// Fewer than `most`: there are no more.
    pub async fn tiles(
        &self,
        of: &TilesOf<'_>,
        behind: Option<TileEdge>,
        is_backwards: bool,
        most: usize,
    ) -> Result<Vec<ListedTile>> {
        let mut on = self.reader.begin().await?;
        let mut found = Vec::new();
        for (walk, audience) in Walk::all_of(of) {
            found.extend(walk.read(&mut on, of, audience, (behind, is_backwards), most).await?);
        }
        found.sort_unstable_by_key(|tile: &ListedTile| tile.edge);
        if is_backwards {
            found.reverse();
        }
        found.truncate(most);
        Ok(found)
    }

    /// All tiles that have the words, in the order of the catalog; `None`: so many texts have them that it is better to
    /// read along [`Store::tiles`].
    pub async fn tiles_with_words(&self, of: &TilesOf<'_>) -> Result<Option<Vec<ListedTile>>> {
        let mut on = self.reader.begin().await?;
        let hits: Vec<i64> = sqlx::query_scalar("select rowid from catalog_word where catalog_word match $1 limit $2")
            .bind(asked(of.words))
            .bind(i64::try_from(MOST_HITS + 1).unwrap_or(i64::MAX))
            .fetch_all(&mut *on)
            .await?;
        if hits.len() > MOST_HITS {
            return Ok(None);
        }
        let rows: Vec<TileRow> = sqlx::query_as(
            "select t.account_id, t.offering_id, t.category, t.position, t.published_at \
             from json_each($1) h \
             cross join catalog_text x on x.id = h.value \
             cross join catalog_tile t on t.offering_id = x.offering_id \
             where (x.language = $2 or x.language = 'en' and not exists \
                     (select 1 from catalog_text s where s.offering_id = x.offering_id and s.language = $2)) \
               and not exists (select 1 from json_each($3) w where instr(x.search, w.value) = 0) \
               and ($4 = '' or t.category = $4) \
               and ($5 or t.audience in (select value from json_each($7)) or t.account_id = $6 or exists \
                     (select 1 from allowlist l where l.offering_id = t.offering_id and l.allowed_account_id = $6)) \
             order by t.position, t.published_at, t.offering_id",
        )
        .bind(to_body(&hits))
        .bind(of.language.code())
        .bind(to_body(&of.words))
        .bind(of.category)
        .bind(of.is_desk)
        .bind(text_of(of.viewer))
        .bind(names_of(open_to(of.viewer)))
        .fetch_all(&mut *on)
        .await?;
        rows.into_iter().map(TryInto::try_into).collect::<Result<_>>().map(Some)
    }

    /// The tile of an offering, if the catalog lists it.
    pub async fn tile_of(&self, offering: OfferingId) -> Result<Option<ListedTile>> {
        let row: Option<TileRow> = sqlx::query_as(
            "select t.account_id, t.offering_id, t.category, t.position, t.published_at from catalog_tile t \
             where t.offering_id = $1",
        )
        .bind(offering.to_string())
        .fetch_optional(&self.reader)
        .await?;
        row.map(TryInto::try_into).transpose()
    }

    /// How many tiles of each category there are for accounts of the viewer's kind and of the viewer's own account or, for
    /// a desk, at all.
    /// What the account is invited to or kept out of is told by [`Store::odd_tiles`].
    pub async fn tile_counts(&self, viewer: Option<Viewer>, is_desk: bool) -> Result<Vec<(String, u32)>> {
        Ok(sqlx::query_as(
            "select category, sum(tiles) from ( \
               select category, tiles from tile_count where $1 or audience in (select value from json_each($3)) \
               union all \
               select category, tiles from account_tile_count \
               where account_id = $2 and audience not in (select value from json_each($3)) and not $1) \
             group by category \
             having sum(tiles) > 0 \
             order by category",
        )
        .bind(is_desk)
        .bind(text_of(viewer))
        .bind(names_of(open_to(viewer)))
        .fetch_all(&self.reader)
        .await?)
    }

    /// The tiles about which the counts may be wrong for this account.
    pub async fn odd_tiles(&self, viewer: Viewer) -> Result<Vec<OddTile>> {
        let rows: Vec<OddRow> = sqlx::query_as(
            "select t.account_id, t.offering_id, o.name, t.category, \
                    t.audience in (select value from json_each($2)) or t.account_id = $1 as is_counted \
             from (select offering_id from allowlist where allowed_account_id = $1 \
                   union \
                   select offering_id from exclusion where excluded_account_id = $1) l \
             cross join catalog_tile t on t.offering_id = l.offering_id \
             cross join offering o on o.account_id = t.account_id and o.id = t.offering_id \
             where t.audience not in (select value from json_each($2)) or exists \
               (select 1 from exclusion x where x.offering_id = t.offering_id and x.excluded_account_id = $1)",
        )
        .bind(viewer.account.to_string())
        .bind(names_of(open_to(Some(viewer))))
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The languages that something is translated into of what is counted and the account is not kept out of.
    pub async fn tile_languages(&self, viewer: Option<Viewer>, is_desk: bool) -> Result<Vec<Language>> {
        let all: Vec<&str> = Language::TRANSLATED.iter().map(|language| language.code()).collect();
        let audiences = if is_desk { names_of(Audience::ALL.into_iter()) } else { names_of(open_to(viewer)) };
        let codes: Vec<String> = sqlx::query_scalar(
            "select c.value from json_each($1) c \
             where exists (select 1 from json_each($2) a cross join catalog_text x \
                             on x.language = c.value and x.audience = a.value \
                           where $4 or not exists \
                             (select 1 from exclusion k \
                              where k.offering_id = x.offering_id and k.excluded_account_id = $3)) \
                or exists (select 1 from catalog_text x \
                           where x.account_id = $3 and x.language = c.value and not exists \
                             (select 1 from exclusion k \
                              where k.offering_id = x.offering_id and k.excluded_account_id = $3))",
        )
        .bind(to_body(&all))
        .bind(audiences)
        .bind(text_of(viewer))
        .bind(is_desk)
        .fetch_all(&self.reader)
        .await?;
        languages(&codes)
    }

    /// The languages that something of an offering is translated into, beside English.
    pub async fn languages_of_tile(&self, of: Scope) -> Result<Vec<Language>> {
        let codes: Vec<String> = sqlx::query_scalar(
            "select language from catalog_text where account_id = $1 and offering_id = $2 and language <> 'en'",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .fetch_all(&self.reader)
        .await?;
        languages(&codes)
    }
}

fn languages(codes: &[String]) -> Result<Vec<Language>> {
    let unknown = |code: &String| Error::inconsistent("catalog_text", "language", code);
    codes.iter().map(|code| Language::parse(code).ok_or_else(|| unknown(code))).collect()
}

#[cfg(test)]
mod tests;
