//! Days of usage: each record is counted into its own, in the transaction that keeps it, so that they are always what
//! counting the records again would give.

use slipway_domain::metering::{DayCount, MeteringError};
use slipway_domain::metric::MetricDraft;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::price_book::PriceBook;
use slipway_domain::usage::UsageRecord;
use slipway_store::{DayOf, Error as StoreError, Tx};

use crate::{Backend, Result};

/// Records that are read at once when they are counted afterwards.
const AT_ONCE: u32 = 500;

/// A day with one more record.
pub(super) struct Day<'a> {
    of: DayOf<'a>,
    count: DayCount,
    is_carried: bool,
}

/// The days of a record as they are once it is kept. The inner error: the record cannot be counted.
pub(super) async fn counted<'a>(
    tx: &mut Tx,
    scope: Scope,
    record: &'a UsageRecord,
    book: &PriceBook,
) -> Result<Result<Vec<Day<'a>>, MeteringError>, StoreError> {
    let mut days = Vec::new();
    for (measure, reading) in record.readings() {
        let month = Month::of(reading.instant());
        let Some(day) = month.day_of(reading.instant()) else { return Ok(Err(MeteringError::OtherMonth)) };
        let of = DayOf { scope, signature: &record.signature, measure, month, day };
        match tx.usage_day(of).await?.with(&reading) {
            Ok(count) => {
                let metric = book.metric(record.signature.plan, measure, month);
                days.push(Day { of, count, is_carried: metric.is_some_and(MetricDraft::is_instant) });
            }
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(days))
}

pub(super) async fn keep(tx: &mut Tx, days: &[Day<'_>]) -> Result<(), StoreError> {
    for Day { of, count, is_carried } in days {
        tx.set_usage_day(*of, count, *is_carried).await?;
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
                    match counted(&mut tx, scope, &stored.record, &book).await? {
                        Ok(days) => keep(&mut tx, &days).await?,
                        Err(error) => tracing::error!(%error, id = %stored.id, "a usage record could not be counted"),
                    }
                }
            }
            tx.commit().await?;
        }
        Ok(())
    }
}
