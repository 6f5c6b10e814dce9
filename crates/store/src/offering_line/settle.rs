//! Writes the lines of offerings. The domain tells what is in them. Triggers mark the offerings that something changed of
//! which a line is told; the transaction that changed it writes the line before it ends, so that no line is ever older
//! than what it tells of.

use slipway_domain::listing::terms_key;
use slipway_domain::offering::Scope;
use slipway_domain::offering_line::{Place, search_text, title};
use slipway_domain::review::TurnFacts;
use slipway_domain::stage::Stage;
use sqlx::FromRow;

use crate::due::as_far_as_read;
use crate::grams::grams;
use crate::row::{moment, parsed};
use crate::{Result, Tx};

/// What a line is told of.
#[derive(FromRow)]
struct FactsRow {
    name: String,
    stage: String,
    stage_since: i64,
    created_at: i64,
    terms_url: String,
    provider: String,
    display_name: Option<String>,
    in_billing: bool,
    prices_since: Option<i64>,
    asked_at: Option<i64>,
}

impl Tx {
    /// Writes the lines of what this transaction has changed.
    pub(crate) async fn settle_lines(&mut self) -> Result<()> {
        let marks = "delete from offering_line_due returning account_id, offering_id";
        for of in self.due("offering_line_due", marks).await? {
            as_far_as_read(self.settle_line(of).await, "the line of an offering stays as it was")?;
        }
        Ok(())
    }

    async fn settle_line(&mut self, of: Scope) -> Result<()> {
        let row: Option<FactsRow> = sqlx::query_as(
            "select o.name, o.stage, o.stage_since, o.created_at, o.terms_url, a.name as provider, \
                    d.body ->> 'display_name' as display_name, \
                    exists (select 1 from plan p where p.account_id = $1 and p.offering_id = $2 \
                              and p.approval = 'in_review' and p.removed_at is null) as in_billing, \
                    (select max(e.at) from event e where e.account_id = $1 and e.offering_id = $2 \
                       and e.kind = 'plan.submitted') as prices_since, \
                    n.asked_at \
             from offering o \
             join account a on a.id = o.account_id \
             left join section_draft d \
               on d.account_id = o.account_id and d.offering_id = o.id and d.section = 'listing' \
             left join offering_notice n on n.account_id = o.account_id and n.offering_id = o.id \
             where o.account_id = $1 and o.id = $2",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .fetch_optional(self.on())
        .await?;
        let Some(row) = row else { return Ok(()) };
        let stage = parsed("offering", "stage", &row.name, &row.stage, Stage::parse)?;
        let submissions = if stage == Stage::Defining { Vec::new() } else { self.submissions(of).await? };
        let facts = TurnFacts {
            stage,
            stage_since: moment(row.stage_since),
            in_billing: row.in_billing,
            submissions: &submissions,
            prices_since: row.prices_since.map(moment),
            // Pages read a notice in these stages alone.
            asked_at: match stage {
                Stage::Suspended | Stage::Deprecated => row.asked_at.map(moment),
                _ => None,
            },
        };
        let turn = facts.turn();
        let title = title(row.display_name.as_deref().unwrap_or_default(), &row.name).replace('\0', " ");
        let search = search_text(&title, &row.name, &row.provider);
        self.settle_words(of, &search).await?;
        sqlx::query(
            "insert into offering_line \
               (account_id, offering_id, name, title, search, track, turn, since, created_at, terms_key) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             on conflict (account_id, offering_id) do update \
             set name = excluded.name, title = excluded.title, search = excluded.search, track = excluded.track, \
                 turn = excluded.turn, since = excluded.since, terms_key = excluded.terms_key",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(&row.name)
        .bind(title.to_lowercase())
        .bind(&search)
        .bind(Place { track: stage.track(), turn: turn.turn }.track_name())
        .bind(turn.turn.name())
        .bind(turn.since.millis())
        .bind(row.created_at)
        .bind(terms_key(&row.terms_url))
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// The words of a line, before the line is written.
    async fn settle_words(&mut self, of: Scope, search: &str) -> Result<()> {
        let known: Option<(i64, bool)> = sqlx::query_as(
            "select x.id, l.search = $3 from line_text x \
             join offering_line l on l.account_id = x.account_id and l.offering_id = x.offering_id \
             where x.account_id = $1 and x.offering_id = $2",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(search)
        .fetch_optional(self.on())
        .await?;
        let id = match known {
            Some((_, true)) => return Ok(()),
            Some((id, false)) => {
                sqlx::query("delete from line_word where rowid = $1").bind(id).execute(self.on()).await?;
                id
            }
            None => {
                sqlx::query_scalar("insert into line_text (account_id, offering_id) values ($1, $2) returning id")
                    .bind(of.account.to_string())
                    .bind(of.offering.to_string())
                    .fetch_one(self.on())
                    .await?
            }
        };
        sqlx::query("insert into line_word (rowid, grams) values ($1, $2)")
            .bind(id)
            .bind(grams(search))
            .execute(self.on())
            .await?;
        Ok(())
    }
}
