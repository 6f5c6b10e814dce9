//! Days of usage: each record is counted into its own, in the transaction that keeps it, so that they are always what
//! counting the records again would give.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use slipway_domain::metering::DayCount;
use slipway_domain::metric::MetricDraft;
use slipway_domain::offering::Scope;
use slipway_domain::price_book::PriceBook;
use slipway_domain::usage::{BookedDay, Fault, Left, UsageRecord};
use slipway_store::{CountedDay, DayOf, Error as StoreError, Meter, Tx};

use crate::{Backend, Result};

/// Records that are read at once when they are counted afterwards.
const AT_ONCE: u32 = 500;

/// The days of some records: as they are kept, and with those records in them that were counted since.
pub(super) struct Days<'a> {
    there: HashMap<DayOf<'a>, DayCount>,
    counted: BTreeMap<DayOf<'a>, CountedDay<'a>>,
}

impl<'a> Days<'a> {
    /// Reads the days of these records; no other ones can be counted.
    pub(super) async fn of(tx: &mut Tx, scope: Scope, records: &[&'a UsageRecord]) -> Result<Self, StoreError> {
        let days: BTreeSet<DayOf<'a>> = records.iter().copied().flat_map(days_of).collect();
        let days: Vec<DayOf<'a>> = days.into_iter().collect();
        let there = tx.counted_days(scope, &days).await?.into_iter().collect();
        Ok(Self { there, counted: BTreeMap::new() })
    }

    /// Counts a record in, all of it or, with a fault, nothing. `left` is what [`UsageRecord::leaves`] gave.
    pub(super) fn count(&mut self, record: &'a UsageRecord, left: &[Left<'_>], book: &PriceBook) -> Result<(), Fault> {
        let (signature, plan) = (&record.signature, record.signature.plan);
        let before = |measure: &str, month, day| self.now(DayOf { meter: Meter::of(signature, measure), month, day });
        let booked = record.counts(before, left)?;
        for BookedDay { measure, month, day, count } in booked {
            let of = DayOf { meter: Meter::of(signature, measure), month, day };
            let is_carried = book.metric(plan, measure, month).is_some_and(MetricDraft::is_instant);
            self.counted.insert(of, CountedDay { of, customer: signature.account, count, is_carried });
        }
        Ok(())
    }

    /// Keeps the days with the records counted in.
    pub(super) async fn keep(self, tx: &mut Tx, scope: Scope) -> Result<(), StoreError> {
        let days: Vec<CountedDay<'a>> = self.counted.into_values().collect();
        tx.set_usage_days(scope, &days).await
    }

    fn now(&self, of: DayOf<'_>) -> DayCount {
        let counted = self.counted.get(&of).map(|day| day.count);
        counted.or_else(|| self.there.get(&of).copied()).unwrap_or_default()
    }
}

fn days_of(record: &UsageRecord) -> impl Iterator<Item = DayOf<'_>> {
    let signature = &record.signature;
    record.days().map(move |(measure, month, day, _)| DayOf { meter: Meter::of(signature, measure), month, day })
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
                let records: Vec<&UsageRecord> = page.iter().map(|stored| &stored.record).collect();
                let mut days = Days::of(&mut tx, scope, &records).await?;
                for stored in &page {
                    // When plans changed back then is not looked up: a level is read as if it had held.
                    if let Err(error) = days.count(&stored.record, &[], &book) {
                        tracing::error!(%error, id = %stored.id, "a usage record could not be counted");
                    }
                }
                days.keep(&mut tx, scope).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}
