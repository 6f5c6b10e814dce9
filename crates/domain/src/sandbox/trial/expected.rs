//! What a sequence has to come to, written down from the formulas of §8.2 to §8.4 and nothing else. It must not use the
//! functions that meter and rate: it is what they are measured by.

use rust_decimal::{Decimal, RoundingStrategy};

use super::golden::{Figures, Told};
use crate::metering::MeteringModel;
use crate::rating::{PricingModel, Tariff, Tier};

const HOUR: u32 = 3_600_000;
const DAY: u32 = 24 * HOUR;
/// The minor units of the base currency.
const MINOR: u32 = 2;
/// Where the noise of divisions ends.
const KEPT: u32 = 12;

/// A sequence that is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    /// In the order of their time.
    pub(super) told: &'a [Told],
    pub(super) is_event: bool,
    /// How many consumers use the same, each counted for itself; 0: the metric knows none.
    pub(super) consumers: usize,
    /// d: as of the end of this day.
    pub(super) day: u8,
    /// D: of the month.
    pub(super) days: u8,
}

impl Case<'_> {
    fn until(&self) -> impl DoubleEndedIterator<Item = Told> + Clone {
        self.told.iter().copied().filter(move |told| told.day <= self.day)
    }

    fn on(&self, day: u8) -> impl DoubleEndedIterator<Item = Told> + Clone {
        self.told.iter().copied().filter(move |told| told.day == day)
    }

    fn d(&self) -> Decimal {
        self.day.into()
    }

    /// The last millisecond that counts, from the beginning of the month: what is looked at as a day ends is looked at
    /// before the next one begins.
    fn end(&self) -> u32 {
        u32::from(self.day) * DAY - u32::from(self.day < self.days)
    }
}

/// `None`: the numbers have no exact result.
pub(super) fn figures(tariff: &Tariff, case: Case<'_>) -> Option<Figures> {
    let quantity = quantity(tariff.metering, case)?.checked_div(tariff.metering_scale)?;
    let shown = if tariff.display_cap.is_zero() { quantity } else { quantity.min(tariff.display_cap) };
    let amount = match tariff.prices.iter().find(|row| row.is_base() && !row.tiers.is_empty()) {
        _ if !tariff.is_rated => Some(Decimal::ZERO),
        None => None,
        Some(row) => {
            let whole = price(tariff.pricing, &row.tiers, packs(tariff, quantity)?)?;
            // DEC-37: of the mean of the days that have begun, those days are due.
            let is_daily =
                matches!(tariff.metering, MeteringModel::DailyProrationMax | MeteringModel::DailyProrationAvg);
            Some(if is_daily { whole.checked_mul(case.d())?.checked_div(case.days.into())? } else { whole })
        }
    };
    let cost = amount.map(|amount| half_up(amount.round_dp(KEPT), MINOR));
    Some(Figures { quantity: shown, amount, cost })
}

/// §8.2, in the unit that is sent, of all consumers together.
pub(super) fn quantity(model: MeteringModel, case: Case<'_>) -> Option<Decimal> {
    let one = if case.is_event { of_levels(model, case)? } else { of_use(model, case)? };
    let times = u32::try_from(case.consumers.max(1)).ok()?;
    one.checked_mul(times.into())
}

fn of_use(model: MeteringModel, case: Case<'_>) -> Option<Decimal> {
    match model {
        // Σ u
        MeteringModel::StandardAdd => total(case.until().map(|told| told.value)),
        // max u
        MeteringModel::StandardMax => Some(highest(case.until())),
        // Σ u / n
        MeteringModel::StandardAvg => mean(case.until()),
        // (Σ max of day k) / d
        MeteringModel::DailyProrationMax => {
            total((1..=case.day).map(|day| highest(case.on(day))))?.checked_div(case.d())
        }
        // (Σ mean of day k) / d
        MeteringModel::DailyProrationAvg => {
            let means = (1..=case.day).map(|day| mean(case.on(day))).collect::<Option<Vec<_>>>()?;
            total(means)?.checked_div(case.d())
        }
        // u × (D − p + 1) / D
        MeteringModel::MonthlyProration => {
            let Some(first) = case.until().next() else { return Some(Decimal::ZERO) };
            let charged = Decimal::from(case.days - first.day + 1);
            first.value.checked_mul(charged)?.checked_div(case.days.into())
        }
    }
}

/// DEC-32: a level persists until the next event. It is zero before the first one.
fn of_levels(model: MeteringModel, case: Case<'_>) -> Option<Decimal> {
    match model {
        // Σ (current − previous)
        MeteringModel::StandardAdd => Some(level_at(case, case.end())),
        MeteringModel::StandardMax => Some(highest(case.until())),
        MeteringModel::StandardAvg => mean_level(case, 0, case.end()),
        // The level at the start of the day, and those of the day.
        MeteringModel::DailyProrationMax => {
            let of_day = |day: u8| highest(case.on(day)).max(level_at(case, u32::from(day - 1) * DAY));
            total((1..=case.day).map(of_day))?.checked_div(case.d())
        }
        // Weighted by time.
        MeteringModel::DailyProrationAvg => {
            let of_day = |day: u8| mean_level(case, u32::from(day - 1) * DAY, (u32::from(day) * DAY).min(case.end()));
            total((1..=case.day).map(of_day).collect::<Option<Vec<_>>>()?)?.checked_div(case.d())
        }
        // A month is told by its units, not by events (PRC-MOD-02).
        MeteringModel::MonthlyProration => None,
    }
}

/// When an event takes effect, in milliseconds from the beginning of the month.
fn moment(told: Told) -> u32 {
    u32::from(told.day - 1) * DAY + u32::from(told.hour) * HOUR
}

fn level_at(case: Case<'_>, at: u32) -> Decimal {
    case.until().rfind(|told| moment(*told) <= at).map_or(Decimal::ZERO, |told| told.value)
}

/// ∫ level dt / time
fn mean_level(case: Case<'_>, from: u32, until: u32) -> Option<Decimal> {
    let changes = case.until().map(moment).filter(|at| *at > from && *at < until);
    let bounds: Vec<u32> = [from].into_iter().chain(changes).chain([until]).collect();
    let parts = bounds.windows(2).map(|part| level_at(case, part[0]).checked_mul((part[1] - part[0]).into()));
    total(parts.collect::<Option<Vec<_>>>()?)?.checked_div((until - from).into())
}

/// §8.3: max(0, quantity − allowances) / rating scale, rounded up if packs are whole.
fn packs(tariff: &Tariff, quantity: Decimal) -> Option<Decimal> {
    let capped = if tariff.usage_cap.is_zero() { quantity } else { quantity.min(tariff.usage_cap) };
    let left = capped.checked_sub(tariff.instance_free_units)?.max(Decimal::ZERO);
    let left = left.checked_sub(tariff.free_units)?.max(Decimal::ZERO);
    let packs = left.checked_div(tariff.rating_scale)?;
    Some(if tariff.clip { packs.round_dp(KEPT).ceil() } else { packs })
}

/// How many packs lie in the middle of a tier, from 0, or beyond the last bound; `None`: there is no such tier.
pub(super) fn packs_of(tariff: &Tariff, tier: usize) -> Option<Decimal> {
    let tiers = &tariff.prices.iter().find(|row| row.is_base())?.tiers;
    let lower = tier.checked_sub(1).and_then(|below| tiers.get(below)?.up_to).unwrap_or_default();
    match tiers.get(tier)?.up_to {
        Some(upper) => lower.checked_add(upper)?.checked_div(2.into()),
        None => lower.checked_mul(2.into())?.checked_add(1.into()),
    }
}

/// §8.4: T of Q packs; beyond the last bound the last tier goes on.
fn price(model: PricingModel, tiers: &[Tier], packs: Decimal) -> Option<Decimal> {
    let last = tiers.len().checked_sub(1)?;
    let reached = (0..last).find(|at| tiers[*at].up_to.is_none_or(|upper| packs <= upper)).unwrap_or(last);
    let price = tiers[reached].price.decimal();
    match model {
        PricingModel::Linear | PricingModel::Proration => tiers[0].price.decimal().checked_mul(packs),
        PricingModel::SimpleTier => price.checked_mul(packs),
        // A flat amount; with a record, also for nothing (DEC-36).
        PricingModel::BlockTier => Some(price),
        PricingModel::GraduatedTier => {
            let mut whole = Decimal::ZERO;
            let mut lower = Decimal::ZERO;
            for (at, tier) in tiers.iter().enumerate() {
                let upper = tier.up_to.filter(|_| at < last).unwrap_or(packs).min(packs);
                let within = upper.checked_sub(lower)?.max(Decimal::ZERO);
                whole = whole.checked_add(tier.price.decimal().checked_mul(within)?)?;
                lower = lower.max(upper);
            }
            Some(whole)
        }
    }
}

fn total(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    values.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

fn highest(told: impl Iterator<Item = Told>) -> Decimal {
    told.map(|told| told.value).max().unwrap_or_default()
}

/// Records of zero count, and without any it is zero.
fn mean(told: impl Iterator<Item = Told> + Clone) -> Option<Decimal> {
    let count = u32::try_from(told.clone().count()).ok()?;
    total(told.map(|told| told.value))?.checked_div(count.max(1).into())
}

fn half_up(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}
