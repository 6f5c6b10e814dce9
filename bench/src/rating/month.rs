//! The made-up month, and how the domain counts and prices it: three measures of each instance, which are added up, taken
//! at their highest, and averaged by days. Records come in the order of instances and time, so that three tallies are
//! held at a time, whatever the number of records.

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use slipway_domain::metering::{Metered, MeteringModel, Quantity, Reading, Tally};
use slipway_domain::metric::MetricDraft;
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::rating::{Buyer, PricingModel, Tariff, rate};

pub(super) const INSTANCES: i64 = 1_000;
const PER_INSTANCE: i64 = 1_000;
/// Thousandths have so many digits after the point.
const DECIMALS: u32 = 3;

/// A record as a table keeps it: quantities in thousandths, which `SQLite` adds up exactly.
#[derive(Debug, Clone, Copy)]
pub(super) struct Used {
    pub(super) instance: i64,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) added: i64,
    pub(super) peak: i64,
    pub(super) level: i64,
}

/// A record as the domain reads it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    instance: i64,
    start: Moment,
    end: Moment,
    used: [Decimal; 3],
}

/// What the month is charged by.
pub(super) struct Bill {
    pub(super) month: Month,
    /// Of what is added up, of the highest, and of the mean by days.
    tariffs: [Tariff; 3],
}

/// What all instances came to together, measure by measure, and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) quantities: [Decimal; 3],
    pub(super) cost: Decimal,
}

/// A month that is being counted.
pub(super) struct Counting<'a> {
    bill: &'a Bill,
    /// The one whose records come.
    instance: Option<i64>,
    tallies: [Tally; 3],
    /// Of each instance that is done.
    metered: [Vec<Metered>; 3],
}

impl Bill {
    pub(super) fn new() -> Result<Self> {
        let by = |metering: MeteringModel, pricing: PricingModel, bounds: &[&str], prices: &[&str]| {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
            let draft = MetricDraft {
                resource_name: "Queries".to_owned(),
                measure: "QUERY".to_owned(),
                charge_unit: "QUERIES".to_owned(),
                metering_model: metering.name().to_owned(),
                rating_model: pricing.name().to_owned(),
                bounds: owned(bounds),
                prices: vec![owned(prices)],
                ..MetricDraft::new()
            };
            draft.metric().map(|metric| metric.tariff).context("the metric can be charged")
        };
        let graduated = PricingModel::GraduatedTier;
        Ok(Self {
            month: Month::new(2026, 5).context("there is a May")?,
            tariffs: [
                by(MeteringModel::StandardAdd, graduated, &["1000", "2500", ""], &["0.40", "0.32", "0.25"])?,
                by(MeteringModel::StandardMax, PricingModel::BlockTier, &["5", "8", ""], &["10", "20", "30"])?,
                by(MeteringModel::DailyProrationAvg, PricingModel::Linear, &[""], &["1.50"])?,
            ],
        })
    }
}

/// The million, one after the other. Nothing of it is kept.
pub(super) fn records(bill: &Bill) -> impl Iterator<Item = Used> + use<> {
    let first = bill.month.start().millis();
    let length = (bill.month.end().millis() - first) / PER_INSTANCE;
    (0..INSTANCES * PER_INSTANCE).map(move |number| {
        let (instance, window) = (number / PER_INSTANCE, number % PER_INSTANCE);
        let start = first + window * length;
        // Knuth's multiplier: neighbours have nothing in common.
        let mixed = number.wrapping_mul(2_654_435_761);
        Used {
            instance,
            start,
            end: start + length,
            added: mixed.rem_euclid(10_000),
            peak: (mixed / 10_000).rem_euclid(10_000),
            level: (mixed / 1_000_000).rem_euclid(1_000),
        }
    })
}

impl Used {
    /// The day of the month to which it counts: that of its last millisecond.
    pub(super) fn day(self, month: Month) -> Option<u8> {
        month.day_of(Moment::from_millis(self.end - 1))
    }
}

impl From<Used> for Record {
    fn from(used: Used) -> Self {
        let quantities = [used.added, used.peak, used.level].map(|thousandths| Decimal::new(thousandths, DECIMALS));
        let (start, end) = (Moment::from_millis(used.start), Moment::from_millis(used.end));
        Self { instance: used.instance, start, end, used: quantities }
    }
}

impl<'a> Counting<'a> {
    pub(super) fn new(bill: &'a Bill) -> Self {
        let tally = || Tally::new(bill.month);
        Self { bill, instance: None, tallies: [tally(), tally(), tally()], metered: [const { Vec::new() }; 3] }
    }

    pub(super) fn record(&mut self, record: &Record) -> Result<()> {
        if self.instance != Some(record.instance) {
            self.close()?;
            self.instance = Some(record.instance);
        }
        let &Record { start, end, used, .. } = record;
        for (tally, quantity) in self.tallies.iter_mut().zip(used) {
            tally.record(&Reading { start, end, quantity: Quantity::Consumption(quantity) })?;
        }
        Ok(())
    }

    /// The records of an instance are over.
    fn close(&mut self) -> Result<()> {
        if self.instance.is_none() {
            return Ok(());
        }
        let month = self.bill.month;
        for (at, tally) in self.tallies.iter_mut().enumerate() {
            let counted = core::mem::replace(tally, Tally::new(month));
            self.metered[at].push(counted.quantity(self.bill.tariffs[at].metering, month.end())?);
        }
        Ok(())
    }

    /// What the month costs an account that has all of the instances.
    pub(super) fn rate(mut self) -> Result<Sums> {
        self.close()?;
        let mut sums = Sums { quantities: [Decimal::ZERO; 3], cost: Decimal::ZERO };
        for (at, metered) in self.metered.iter().enumerate() {
            sums.quantities[at] = metered.iter().map(|one| one.quantity).sum();
            sums.cost += rate(&self.bill.tariffs[at], Buyer::BASE, metered)?.cost()?;
        }
        Ok(sums)
    }
}
