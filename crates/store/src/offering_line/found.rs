//! The lines that have words: found by an index where few have them, so that a page needs none of the others.

use slipway_domain::ids::AccountId;
use slipway_domain::offering_line::{LINES_ON_PAGE, LinesQuery, Place};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use super::{Line, LineRow};
use crate::grams::{MOST_HITS, asked};
use crate::row::to_body;
use crate::{Error, Result};

#[derive(FromRow)]
struct FoundRow {
    #[sqlx(flatten)]
    line: LineRow,
    track: String,
    turn: String,
}

/// All lines that have the words and match the rest of the query, in the order that is asked for; `None`: so many have
/// the words that it is better to read along another index.
pub(super) async fn found(
    on: &mut SqliteConnection,
    of: Option<AccountId>,
    query: &LinesQuery,
    words: &[String],
) -> Result<Option<Vec<Line>>> {
    let hits: Vec<i64> = sqlx::query_scalar("select rowid from line_word where line_word match $1 limit $2")
        .bind(asked(words))
        .bind(i64::try_from(MOST_HITS + 1).unwrap_or(i64::MAX))
        .fetch_all(&mut *on)
        .await?;
    if hits.len() > MOST_HITS {
        return Ok(None);
    }
    let rows: Vec<FoundRow> = sqlx::query_as(
        "select l.account_id, l.offering_id, l.name, l.title, l.since, l.created_at, l.track, l.turn \
         from json_each($1) h \
         cross join line_text x on x.id = h.value \
         cross join offering_line l on l.account_id = x.account_id and l.offering_id = x.offering_id \
         where ($2 = '' or l.account_id = $2) \
           and not exists (select 1 from json_each($3) w where instr(l.search, w.value) = 0)",
    )
    .bind(to_body(&hits))
    .bind(of.map(|account| account.to_string()).unwrap_or_default())
    .bind(to_body(&words))
    .fetch_all(on)
    .await?;
    let sorting = query.sorting();
    let mut lines = Vec::with_capacity(rows.len());
    for FoundRow { line, track, turn } in rows {
        let unknown = || Error::inconsistent("offering_line", "track", &line.offering_id);
        let place = Place::parse(&track, &turn).ok_or_else(unknown)?;
        if query.has(place) {
            lines.push(line.placed(sorting.order, place)?);
        }
    }
    lines.sort_by(|one, other| sorting.compare(&one.edge, &other.edge));
    Ok(Some(lines))
}

/// Those of a page and one more if there is one, of all that there are, in the direction that they are read in.
pub(super) fn page(mut lines: Vec<Line>, query: &LinesQuery) -> Vec<Line> {
    let sorting = query.sorting();
    let (from, is_end) = query.edge();
    if is_end {
        lines.reverse();
    }
    if let Some(from) = from {
        let order = |line: &Line| sorting.compare(&line.edge, &from);
        lines.retain(|line| if is_end { order(line).is_lt() } else { order(line).is_gt() });
    }
    lines.truncate(LINES_ON_PAGE + 1);
    lines
}
