//! Days of usage: each record is counted into its own, in the transaction that keeps it, so that they are always what
//! counting the records again would give.

use std::collections::BTreeMap;

use slipway_domain::metering::DayCount;
use slipway_domain::metric::MetricDraft;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::price_book::PriceBook;
use slipway_domain::usage::{BookedDay, UsageRecord};
use slipway_store::{DayOf, Error as StoreError, Tx};

use crate::{Backend, Result};

/// Records that are read at once when they are counted afterwards.
const AT_ONCE: u32 = 500;

/// What the days of a record came to before it.
pub(super) struct Counted<'a>(BTreeMap<(&'a str, Month, u8), DayCount>);

impl Counted<'_> {
    pub(super) fn of(&self, measure: &str, month: Month, day: u8) -> DayCount {
        self.0.get(&(measure, month, day)).copied().unwrap_or_default()
    }
}

pub(super) async fn counted<'a>(tx: &mut Tx, scope: Scope, record: &'a UsageRecord) -> Result<Counted<'a>, StoreError> {
    let mut counted = BTreeMap::new();
    for (measure, month, day, _) in record.days() {
        let of = DayOf { scope, signature: &record.signature, measure, month, day };
        counted.insert((measure, month, day), tx.usage_day(of).await?);
    }
    Ok(Counted(counted))
}

/// Keeps the days with the record counted in.
pub(super) async fn keep(
    tx: &mut Tx,
    scope: Scope,
    record: &UsageRecord,
    book: &PriceBook,
    days: &[BookedDay<'_>],
) -> Result<(), StoreError> {
    for booked in days {
        let BookedDay { measure, month, day, count } = *booked;
        let of = DayOf { scope, signature: &record.signature, measure, month, day };
        let metric = book.metric(record.signature.plan, measure, month);
        tx.set_usage_day(of, &count, metric.is_some_and(MetricDraft::is_instant)).await?;
    }
    Ok(())
}

impl Backend {
    /// Counts what was kept before there were days; each offering in one transaction. To be called before anybody can
    /// submit: an offering that has a day already counts as counted.
    pub async fn count_kept_usage(&self) -> Result<()> {
        for scope in self.store().uncounted_usage().await? {
            let book = self.store().price_book(scope).await?;
            let mut tx = self.store().write().await?;
            let mut after = None;
            loop {
                let page = self.store().usage(scope, after, AT_ONCE).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.id);
                for stored in &page {
                    // When plans changed back then is not looked up: a level is read as if it had held.
                    let before = counted(&mut tx, scope, &stored.record).await?;
                    match stored.record.counts(|measure, month, day| before.of(measure, month, day), &[]) {
                        Ok(days) => keep(&mut tx, scope, &stored.record, &book, &days).await?,
                        Err(error) => tracing::error!(%error, id = %stored.id, "a usage record could not be counted"),
                    }
                }
            }
            tx.commit().await?;
        }
        Ok(())
    }
}
