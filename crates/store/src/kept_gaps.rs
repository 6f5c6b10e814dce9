//! Which instances of an offering were not reported, kept for pages where there are many of them.

use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::view::Late;

use crate::row::{kept_body, moment, to_body};
use crate::{Result, Store, Tx};

impl Store {
    /// As of when, and what was late then; `None`: nothing is kept that can be read.
    pub async fn kept_gaps(&self, of: Scope) -> Result<Option<(Moment, Late)>> {
        let row: Option<(i64, String)> =
            sqlx::query_as("select as_of, body from kept_gaps where account_id = $1 and offering_id = $2")
                .bind(of.account.to_string())
                .bind(of.offering.to_string())
                .fetch_optional(&self.reader)
                .await?;
        Ok(row
            .and_then(|(as_of, text)| Some((moment(as_of), kept_body("kept_gaps", &of.offering.to_string(), &text)?))))
    }
}

impl Tx {
    pub async fn keep_gaps(&mut self, of: Scope, as_of: Moment, late: &Late) -> Result<()> {
        sqlx::query(
            "insert into kept_gaps (account_id, offering_id, as_of, body) values ($1, $2, $3, $4) \
             on conflict (account_id, offering_id) do update set as_of = excluded.as_of, body = excluded.body",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(as_of.millis())
        .bind(to_body(late))
        .execute(self.on())
        .await?;
        Ok(())
    }
}
