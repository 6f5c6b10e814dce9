//! The end of a month: once no record of it can come any more, its statements are frozen, one account after the other.

use std::time::Duration;

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, EventId};
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::statement::{StatementLine, Summary, cut_off};
use slipway_store::{Customer, KeptReckoning, NewEvent};

use super::part::days_of;
use super::reckon::{Reckoned, Sold};
use crate::{Backend, Result, rounds};

/// How often is looked for months that are over.
const ROUND: Duration = Duration::from_mins(10);
/// A record that was taken at the last moment is on disk by then: no call takes as long.
const GRACE: Duration = Duration::from_hours(1);

impl Backend {
    /// Freezes statements until `stop` ends.
    pub async fn close_months(&self, stop: impl Future<Output = ()>) {
        let round = || async {
            if let Err(error) = self.freeze_due_statements().await {
                tracing::warn!(%error, "months could not be closed");
            }
        };
        rounds::make(ROUND, stop, round).await;
    }

    /// Freezes every statement whose month is over, the older months of an account first.
    pub async fn freeze_due_statements(&self) -> Result<()> {
        for customer in self.store().customers().await? {
            // One that cannot be reckoned does not keep the others waiting.
            if let Err(error) = self.freeze_due(&customer).await {
                tracing::error!(%error, account = %customer.account, "a statement could not be frozen");
            }
        }
        Ok(())
    }

    async fn freeze_due(&self, customer: &Customer) -> Result<()> {
        let mut month = first_open(customer);
        while self.clock().now() > cut_off(month).plus(GRACE) {
            self.freeze(customer.account, month).await?;
            month = month.next();
        }
        Ok(())
    }

    async fn freeze(&self, customer: AccountId, month: Month) -> Result<()> {
        let mut parts = Vec::new();
        for dealing in self.store().dealings_of(customer, month).await? {
            let of = dealing.in_month(month);
            let sold = Sold::read(self, of.scope).await?;
            parts.push((of, self.reckoned(&sold, days_of(of), month.end()).await?));
        }
        let at = self.clock().now();
        let mut tx = self.store().write().await?;
        // Whatever was adjusted while the lines were reckoned is in it; what comes later is refused.
        let adjusted = tx.adjustments(customer, month).await?;
        let mut lines: Vec<(Scope, &StatementLine)> = Vec::new();
        for (of, part) in &parts {
            lines.extend(part.lines.iter().map(|line| (of.scope, line)));
        }
        lines.extend(adjusted.iter().map(|(scope, line)| (*scope, line)));
        if !tx.freeze_statement(customer, month, at, &lines).await? {
            return Ok(());
        }
        for (of, Reckoned { mut lines, charts, .. }) in parts {
            lines.extend(adjusted.iter().filter(|(scope, _)| *scope == of.scope).map(|(_, line)| line.clone()));
            let summary = Summary::of(&lines, charts);
            let kept = KeptReckoning { as_of: at, is_closed: true, has_lines: false, summary };
            tx.keep_reckoning(of, &kept, &[]).await?;
        }
        let event = NewEvent {
            id: EventId::new(self.ids().uuid(at)),
            at,
            actor: None,
            account: Some(customer),
            offering: None,
            kind: EventKind::StatementFrozen,
            detail: Detail::about(month.to_string()),
            request: String::new(),
        };
        tx.record(&event).await?;
        Ok(tx.commit().await?)
    }
}

fn first_open(customer: &Customer) -> Month {
    customer.frozen.map_or_else(|| Month::of(customer.since), Month::next)
}
