//! Reading tiles along an index, from a place on: everybody's, those of one category, an account's own, and those that
//! it is invited to.

use slipway_domain::catalog::{Audience, TileEdge};
use sqlx::sqlite::SqliteConnection;

use super::{ListedTile, TileRow, TilesOf, open_to, text_of};
use crate::Result;
use crate::row::to_body;

/// Along which index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    All,
    Category,
    Own,
    Invited,
}

/// The words that are looked for. The last bracket is left open for what follows.
macro_rules! has_words {
    () => {
        "and ($7 = '[]' or exists ( \
           select 1 from catalog_text x \
           where x.offering_id = t.offering_id \
             and x.language = coalesce((select s.language from catalog_text s \
                                        where s.offering_id = t.offering_id and s.language = $8), 'en') \
             and not exists (select 1 from json_each($7) w where instr(x.search, w.value) = 0)"
    };
}

/// `$1` to `$3` are the place, `$4` the audience, `$5` the category, `$6` the account and `$9` the limit.
macro_rules! forwards {
    ($whose:literal) => {
        concat!(
            "select t.account_id, t.offering_id, t.category, t.position, t.published_at from catalog_tile t ",
            $whose,
            " and (t.position, t.published_at, t.offering_id) > ($1, $2, $3) ",
            has_words!(),
            ")) order by t.position, t.published_at, t.offering_id limit $9"
        )
    };
}

macro_rules! backwards {
    ($whose:literal) => {
        concat!(
            "select t.account_id, t.offering_id, t.category, t.position, t.published_at from catalog_tile t ",
            $whose,
            " and (t.position, t.published_at, t.offering_id) < ($1, $2, $3) ",
            has_words!(),
            ")) order by t.position desc, t.published_at desc, t.offering_id desc limit $9"
        )
    };
}

impl Walk {
    /// Everything that a viewer may see is met on one of these walks, and on no two of them.
    pub(super) fn all_of(of: &TilesOf<'_>) -> Vec<(Self, Audience)> {
        let all = if of.category.is_empty() { Self::All } else { Self::Category };
        if of.is_desk {
            return Audience::ALL.into_iter().map(|audience| (all, audience)).collect();
        }
        let open: Vec<Audience> = open_to(of.viewer).collect();
        let mut walks: Vec<_> = open.iter().map(|audience| (all, *audience)).collect();
        if of.viewer.is_some() {
            let shut = Audience::ALL.into_iter().filter(|audience| !open.contains(audience));
            walks.extend(shut.flat_map(|audience| [(Self::Own, audience), (Self::Invited, audience)]));
        }
        walks
    }

    /// All but the last go through an index that ends with what tiles are sorted by; what an account is invited to is
    /// looked up and sorted.
    pub(super) const fn statement(self, is_backwards: bool) -> &'static str {
        match (self, is_backwards) {
            (Self::All, false) => forwards!("where t.audience = $4 and $5 = '' and $6 >= ''"),
            (Self::All, true) => backwards!("where t.audience = $4 and $5 = '' and $6 >= ''"),
            (Self::Category, false) => forwards!("where t.audience = $4 and t.category = $5 and $6 >= ''"),
            (Self::Category, true) => backwards!("where t.audience = $4 and t.category = $5 and $6 >= ''"),
            (Self::Own, false) => {
                forwards!("where t.account_id = $6 and t.audience = $4 and ($5 = '' or t.category = $5)")
            }
            (Self::Own, true) => {
                backwards!("where t.account_id = $6 and t.audience = $4 and ($5 = '' or t.category = $5)")
            }
            (Self::Invited, false) => concat!(
                "select t.account_id, t.offering_id, t.category, t.position, t.published_at from allowlist l \
                 cross join catalog_tile t on t.offering_id = l.offering_id ",
                "where l.allowed_account_id = $6 and t.account_id <> $6 and t.audience = $4 \
                   and ($5 = '' or t.category = $5) \
                   and (t.position, t.published_at, t.offering_id) > ($1, $2, $3) ",
                has_words!(),
                ")) order by t.position, t.published_at, t.offering_id limit $9"
            ),
            (Self::Invited, true) => concat!(
                "select t.account_id, t.offering_id, t.category, t.position, t.published_at from allowlist l \
                 cross join catalog_tile t on t.offering_id = l.offering_id ",
                "where l.allowed_account_id = $6 and t.account_id <> $6 and t.audience = $4 \
                   and ($5 = '' or t.category = $5) \
                   and (t.position, t.published_at, t.offering_id) < ($1, $2, $3) ",
                has_words!(),
                ")) order by t.position desc, t.published_at desc, t.offering_id desc limit $9"
            ),
        }
    }

    pub(super) async fn read(
        self,
        on: &mut SqliteConnection,
        of: &TilesOf<'_>,
        audience: Audience,
        (behind, is_backwards): (Option<TileEdge>, bool),
        most: usize,
    ) -> Result<Vec<ListedTile>> {
        let end = if is_backwards { (i64::MAX, i64::MAX, "~".to_owned()) } else { (-1, i64::MIN, String::new()) };
        let (position, published_at, offering) = behind
            .map_or(end, |edge| (i64::from(edge.position), edge.published_at.millis(), edge.offering.to_string()));
        let rows: Vec<TileRow> = sqlx::query_as(self.statement(is_backwards))
            .bind(position)
            .bind(published_at)
            .bind(offering)
            .bind(audience.name())
            .bind(of.category)
            .bind(text_of(of.viewer))
            .bind(to_body(&of.words))
            .bind(of.language.code())
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(on)
            .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}
