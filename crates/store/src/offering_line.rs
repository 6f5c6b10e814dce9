//! The lines of the lists of offerings: what lists are narrowed and sorted by, and the pages that they are read in
//! (decision 0053). Who may read which list is not known here.

use slipway_domain::ids::AccountId;
use slipway_domain::listing::terms_key;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::offering_line::{Edge, Key, LINES_ON_PAGE, LinesQuery, LinesView, Order, Place, edge};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{moment, scope, to_body};
use crate::{Error, Result, Store, Tx};

mod found;
mod settle;

const TABLE: &str = "offering_line";

/// A page of a list.
#[derive(Debug, Clone)]
pub struct LinesPage {
    /// In the order that was asked for.
    pub scopes: Vec<Scope>,
    pub view: LinesView,
}

#[derive(FromRow)]
struct LineRow {
    account_id: String,
    offering_id: String,
    name: String,
    title: String,
    since: i64,
    created_at: i64,
}

/// A line in the order of a page.
struct Line {
    scope: Scope,
    edge: Edge,
}

/// What of one place a page still needs.
struct Wanted<'a> {
    account: Option<AccountId>,
    place: Place,
    order: Order,
    /// Lines are read against their order.
    is_backwards: bool,
    /// Lines behind it, in the direction that they are read in; `None`: from the first on.
    behind: Option<&'a Edge>,
    words: &'a [String],
    most: usize,
}

macro_rules! select_line {
    ($rest:literal) => {
        concat!("select account_id, offering_id, name, title, since, created_at from offering_line ", $rest)
    };
}

impl Wanted<'_> {
    /// Every one of these goes through an index that begins with the place and ends with what is sorted by.
    const fn statement(&self) -> &'static str {
        match (self.order.key(), self.is_backwards) {
            (Key::Title, false) => select_line!(
                "where track = $1 and turn = $2 and $3 >= 0 and (title, name) > ($4, $5) \
                   and ($6 = '' or account_id = $6) and instr(search, $7) > 0 \
                   and not exists (select 1 from json_each($8) w where instr(search, w.value) = 0) \
                 order by title, name limit $9"
            ),
            (Key::Title, true) => select_line!(
                "where track = $1 and turn = $2 and $3 >= 0 and (title, name) < ($4, $5) \
                   and ($6 = '' or account_id = $6) and instr(search, $7) > 0 \
                   and not exists (select 1 from json_each($8) w where instr(search, w.value) = 0) \
                 order by title desc, name desc limit $9"
            ),
            (Key::Since, false) => select_line!(
                "where track = $1 and turn = $2 and (since, title, name) > ($3, $4, $5) \
                   and ($6 = '' or account_id = $6) and instr(search, $7) > 0 \
                   and not exists (select 1 from json_each($8) w where instr(search, w.value) = 0) \
                 order by since, title, name limit $9"
            ),
            (Key::Since, true) => select_line!(
                "where track = $1 and turn = $2 and (since, title, name) < ($3, $4, $5) \
                   and ($6 = '' or account_id = $6) and instr(search, $7) > 0 \
                   and not exists (select 1 from json_each($8) w where instr(search, w.value) = 0) \
                 order by since desc, title desc, name desc limit $9"
            ),
            (Key::Age, false) => select_line!(
                "where track = $1 and turn = $2 and (created_at, name) > ($3, $5) and $4 >= '' \
                   and account_id = $6 and instr(search, $7) > 0 \
                   and not exists (select 1 from json_each($8) w where instr(search, w.value) = 0) \
                 order by created_at, name limit $9"
            ),
            (Key::Age, true) => select_line!(
                "where track = $1 and turn = $2 and (created_at, name) < ($3, $5) and $4 >= '' \
                   and account_id = $6 and instr(search, $7) > 0 \
                   and not exists (select 1 from json_each($8) w where instr(search, w.value) = 0) \
                 order by created_at desc, name desc limit $9"
            ),
        }
    }

    async fn read(&self, on: &mut SqliteConnection) -> Result<Vec<Line>> {
        let end = if self.is_backwards { (i64::MAX, "\u{10FFFF}", "\u{10FFFF}") } else { (i64::MIN, "", "") };
        let (number, title, name) =
            self.behind.map_or(end, |edge| (edge.number, edge.title.as_str(), edge.name.as_str()));
        // The titles' statements have nothing to do with the number.
        let number = if self.order.key() == Key::Title { 0 } else { number };
        let first = self.words.first().map_or("", String::as_str);
        let others = self.words.get(1..).unwrap_or_default();
        let rows: Vec<LineRow> = sqlx::query_as(self.statement())
            .bind(self.place.track_name())
            .bind(self.place.turn.name())
            .bind(number)
            .bind(title)
            .bind(name)
            .bind(self.account.map(|account| account.to_string()).unwrap_or_default())
            .bind(first)
            .bind(to_body(&others))
            .bind(i64::try_from(self.most).unwrap_or(i64::MAX))
            .fetch_all(on)
            .await?;
        rows.into_iter().map(|row| row.placed(self.order, self.place)).collect()
    }
}

impl LineRow {
    fn placed(self, order: Order, place: Place) -> Result<Line> {
        let (since, created_at) = (moment(self.since), moment(self.created_at));
        Ok(Line {
            scope: scope(TABLE, &self.account_id, &self.offering_id)?,
            edge: edge(order, place, since, created_at, &self.title, &self.name),
        })
    }
}

/// How many lines there are in each place where there are any, of one account or of all.
async fn counts(on: &mut SqliteConnection, of: Option<AccountId>) -> Result<Vec<(Place, u32)>> {
    let rows: Vec<(String, String, u32)> = match of {
        Some(account) => {
            sqlx::query_as(
                "select track, turn, lines from account_line_count \
                 where account_id = $1 and lines > 0 order by track, turn",
            )
            .bind(account.to_string())
            .fetch_all(on)
            .await?
        }
        None => {
            sqlx::query_as("select track, turn, lines from line_count where lines > 0 order by track, turn")
                .fetch_all(on)
                .await?
        }
    };
    rows.into_iter()
        .map(|(track, turn, lines)| {
            let place =
                Place::parse(&track, &turn).ok_or_else(|| Error::inconsistent("line_count", "track", &track))?;
            Ok((place, lines))
        })
        .collect()
}

/// How many lines of a place have all those words.
async fn matching(on: &mut SqliteConnection, of: Option<AccountId>, place: Place, words: &[String]) -> Result<u32> {
    Ok(sqlx::query_scalar(concat!(
        "select count(*) from offering_line ",
        "where track = $1 and turn = $2 and ($3 = '' or account_id = $3) \
           and not exists (select 1 from json_each($4) w where instr(search, w.value) = 0)"
    ))
    .bind(place.track_name())
    .bind(place.turn.name())
    .bind(of.map(|account| account.to_string()).unwrap_or_default())
    .bind(to_body(&words))
    .fetch_one(on)
    .await?)
}

/// The lines of a page in the direction that they are read in, and one more if there is one. Each place has them in
/// order, and places of the same rank are read together.
async fn walk(
    on: &mut SqliteConnection,
    of: Option<AccountId>,
    query: &LinesQuery,
    mut places: Vec<Place>,
    words: &[String],
) -> Result<Vec<Line>> {
    let sorting = query.sorting();
    let (from, is_end) = query.edge();
    let (ranks_fall, is_backwards) = (sorting.descending != is_end, sorting.keys_descend() != is_end);
    let rank = |place: &Place| sorting.order.rank(*place);
    places.sort_by_key(rank);
    if ranks_fall {
        places.reverse();
    }
    let mut lines: Vec<Line> = Vec::new();
    for group in places.chunk_by(|one, other| rank(one) == rank(other)) {
        let Some(here) = group.first().map(rank) else { continue };
        let is_over = |edge: &Edge| if ranks_fall { here > edge.rank } else { here < edge.rank };
        if from.as_ref().is_some_and(is_over) {
            continue;
        }
        let most = (LINES_ON_PAGE + 1).saturating_sub(lines.len());
        let behind = from.as_ref().filter(|edge| edge.rank == here);
        let mut found = Vec::new();
        for place in group {
            let wanted = Wanted { account: of, place: *place, order: sorting.order, is_backwards, behind, words, most };
            found.extend(wanted.read(on).await?);
        }
        found.sort_by(|one, other| {
            let order = sorting.compare(&one.edge, &other.edge);
            if is_end { order.reverse() } else { order }
        });
        found.truncate(most);
        lines.extend(found);
        if lines.len() > LINES_ON_PAGE {
            break;
        }
    }
    Ok(lines)
}

impl Store {
    /// A page of the offerings of one account or, for the operator, of all.
    pub async fn offering_lines(&self, of: Option<AccountId>, query: &LinesQuery) -> Result<LinesPage> {
        let mut on = self.reader.begin().await?;
        let counts = counts(&mut on, of).await?;
        let words = query.words();
        let asked: Vec<(Place, u32)> = counts.iter().copied().filter(|(place, _)| query.has(*place)).collect();
        let places: Vec<Place> = asked.iter().map(|(place, _)| *place).collect();
        let known = if words.is_empty() { None } else { found::found(&mut on, of, query, &words).await? };
        let (matches, mut lines) = if let Some(lines) = known {
            (u32::try_from(lines.len()).unwrap_or(u32::MAX), found::page(lines, query))
        } else {
            let mut matches = 0;
            for (place, count) in asked {
                matches += if words.is_empty() { count } else { matching(&mut on, of, place, &words).await? };
            }
            (matches, walk(&mut on, of, query, places, &words).await?)
        };
        let has_more = lines.len() > LINES_ON_PAGE;
        lines.truncate(LINES_ON_PAGE);
        let (from, is_end) = query.edge();
        if is_end {
            lines.reverse();
        }
        // Where a page was come to from another, that one is there.
        let (is_before, is_after) = if is_end { (has_more, true) } else { (from.is_some(), has_more) };
        let view = LinesView {
            counts,
            matching: matches,
            before: lines.first().filter(|_| is_before).map(|line| line.edge.cursor()),
            after: lines.last().filter(|_| is_after).map(|line| line.edge.cursor()),
        };
        Ok(LinesPage { scopes: lines.into_iter().map(|line| line.scope).collect(), view })
    }

    /// What stands around the lists of an account.
    pub async fn line_counts(&self, of: AccountId) -> Result<Vec<(Place, u32)>> {
        counts(&mut *self.reader.acquire().await?, Some(of)).await
    }

    /// Since when the operator is waited for the longest; `None`: nothing waits for it.
    pub async fn waits_since(&self) -> Result<Option<Moment>> {
        let mut on = self.reader.begin().await?;
        let mut longest: Option<Moment> = None;
        for place in Place::all().filter(|place| place.turn.is_operator()) {
            let since: Option<i64> =
                sqlx::query_scalar(concat!("select min(since) from offering_line ", "where track = $1 and turn = $2"))
                    .bind(place.track_name())
                    .bind(place.turn.name())
                    .fetch_one(&mut *on)
                    .await?;
            let since = since.map(moment);
            longest = longest.into_iter().chain(since).min();
        }
        Ok(longest)
    }

    /// The offerings that wait for the operator beside the reviewers' queue: those that are approved, and those with plans
    /// at the billing desk.
    pub async fn waiting_offerings(&self) -> Result<Vec<Scope>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select account_id, id from offering where stage = 'ga_approved' \
             union \
             select account_id, offering_id from plan where approval = 'in_review' and removed_at is null",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|(account, offering)| scope("offering", account, offering)).collect()
    }
}

impl Tx {
    /// The terms pages of other offerings that are the same as `url`, whoever owns them. They are compared and go nowhere
    /// else.
    pub async fn same_terms(&mut self, of: Scope, url: &str) -> Result<Vec<String>> {
        same_terms(self.on(), of, url).await
    }
}

/// See [`Tx::same_terms`].
pub(crate) async fn same_terms(on: &mut SqliteConnection, of: Scope, url: &str) -> Result<Vec<String>> {
    let key = terms_key(url);
    if key.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_scalar(
        "select distinct o.terms_url from offering_line l \
         join offering o on o.account_id = l.account_id and o.id = l.offering_id \
         where l.terms_key = $1 and l.terms_key <> '' and l.offering_id <> $2",
    )
    .bind(key)
    .bind(of.offering.to_string())
    .fetch_all(on)
    .await?)
}

#[cfg(test)]
mod tests;
