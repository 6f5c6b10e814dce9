//! What pages of big accounts read is made anew in the background: what somebody looked at and found old first, and once an
//! hour everything, so that the billing desk is told what needs a person whether or not anybody looks. What is wanted is
//! remembered here alone: after a stop the next look, or the next hour, wants it again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::statement::Summary;
use slipway_store::{KeptReckoning, ReckoningOf};
use tokio::sync::{Notify, watch};

use super::part::{FRESH, MANY, days_of};
use super::reckon::Sold;
use crate::jobs::{self, Jobs};
use crate::{Backend, Result};

/// How often everything is looked at.
const SWEEP: Duration = Duration::from_hours(1);

/// What is to be made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    Reckoning(ReckoningOf),
    /// Which instances of an offering were not reported.
    Gaps(Scope),
}

/// What waits to be made, each thing once.
#[derive(Debug, Default)]
pub(crate) struct Keeping {
    waiting: Mutex<Waiting>,
    told: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    /// By somebody who looks; whoever asked first is served first.
    asked: VecDeque<Wanted>,
    /// What is in `asked`.
    known: BTreeSet<Wanted>,
    swept: BTreeSet<Wanted>,
    swept_at: Option<Moment>,
}

/// The jobs of this module.
#[derive(Clone)]
struct Keepers(Backend);

impl Keeping {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<Wanted> {
        let mut waiting = self.waiting();
        let Some(first) = waiting.asked.pop_front() else { return waiting.swept.pop_first() };
        waiting.known.remove(&first);
        Some(first)
    }

    fn ask(&self, wanted: Wanted) {
        let mut waiting = self.waiting();
        if waiting.known.insert(wanted) {
            waiting.asked.push_back(wanted);
        }
    }
}

impl Jobs for Keepers {
    type Taken = Wanted;

    const AT_ONCE: usize = 1;
    const LOOK: Duration = Duration::from_mins(10);
    /// What is cut off is made by the next look.
    const GRACE: Duration = Duration::from_secs(1);

    fn wanted(&self) -> &Notify {
        &self.0.keeping().told
    }

    async fn take_next(&self) -> Result<Option<Wanted>> {
        if let Err(error) = self.0.sweep_if_due().await {
            // What somebody looks at does not wait for it.
            tracing::warn!(%error, "what is to be kept could not be looked through");
        }
        Ok(self.0.keeping().next())
    }

    async fn make(self, taken: Wanted, _stopping: watch::Receiver<bool>) {
        let made = match taken {
            Wanted::Reckoning(of) => self.0.keep_reckoning(of).await,
            Wanted::Gaps(scope) => self.0.keep_gaps(scope).await,
        };
        if let Err(error) = made {
            // What was kept before stays, and the next look wants it again.
            tracing::warn!(%error, ?taken, "what pages read could not be kept");
        }
    }
}

impl Backend {
    /// Keeps until `stop` ends.
    pub async fn keep_reckonings(&self, stop: impl Future<Output = ()>) {
        jobs::work(&Keepers(self.clone()), stop).await;
    }

    /// Keeps what is wanted now.
    pub async fn make_due_reckonings(&self) {
        jobs::make_due(&Keepers(self.clone())).await;
    }

    /// Is made soon.
    pub(crate) fn want(&self, wanted: Wanted) {
        self.keeping().ask(wanted);
        self.keeping().told.notify_one();
    }

    async fn sweep_if_due(&self) -> Result<()> {
        let now = self.clock().now();
        if self.keeping().waiting().swept_at.is_some_and(|at| now.since(at) < SWEEP) {
            return Ok(());
        }
        let mut wanted = BTreeSet::new();
        let mut sold: BTreeMap<Scope, u32> = BTreeMap::new();
        let current = Month::of(now);
        for month in [current, current.previous()] {
            for dealing in self.store().dealings(month).await? {
                if month == current {
                    let instances = sold.entry(dealing.scope).or_default();
                    *instances = instances.saturating_add(dealing.instances);
                }
                if Month::of(dealing.since) <= month {
                    wanted.insert(Wanted::Reckoning(dealing.in_month(month)));
                }
            }
        }
        let many = sold.into_iter().filter(|(_, instances)| *instances >= MANY);
        wanted.extend(many.map(|(scope, _)| Wanted::Gaps(scope)));
        let mut waiting = self.keeping().waiting();
        waiting.swept.append(&mut wanted);
        waiting.swept_at = Some(now);
        Ok(())
    }

    async fn keep_reckoning(&self, of: ReckoningOf) -> Result<()> {
        let Some(dealing) = self.store().dealing(of).await? else { return Ok(()) };
        let (now, is_many) = (self.clock().now(), dealing.instances >= MANY);
        if let Some(at) = dealing.frozen {
            if dealing.kept.is_some_and(|kept| kept.is_closed) {
                return Ok(());
            }
            let summary = self.closed_summary(&Sold::read(self, of.scope).await?, of).await?;
            let mut tx = self.store().write().await?;
            tx.keep_reckoning(of, &KeptReckoning { as_of: at, is_closed: true, has_lines: false, summary }, &[])
                .await?;
            return Ok(tx.commit().await?);
        }
        // Wanted twice, it was made while it waited.
        if dealing.kept.as_ref().is_some_and(|kept| kept.has_lines && now.since(kept.as_of) <= FRESH) {
            return Ok(());
        }
        let sold = Sold::read(self, of.scope).await?;
        let reckoned = self.reckoned(&sold, days_of(of), now).await?;
        let summary = Summary::of(&reckoned.lines, reckoned.charts);
        // Pages reckon a small one by themselves; it is kept for the list of the billing desk.
        let told = dealing.kept.map(|kept| kept.summary.unsettled).unwrap_or_default();
        if !is_many && told == summary.unsettled {
            return Ok(());
        }
        let lines = if is_many { reckoned.lines.as_slice() } else { &[] };
        let kept = KeptReckoning { as_of: now, is_closed: false, has_lines: is_many, summary };
        let mut tx = self.store().write().await?;
        if tx.keep_reckoning(of, &kept, lines).await? {
            tx.commit().await?;
        }
        Ok(())
    }

    async fn keep_gaps(&self, scope: Scope) -> Result<()> {
        let now = self.clock().now();
        if self.store().kept_gaps(scope).await?.is_some_and(|(as_of, _)| now.since(as_of) <= FRESH) {
            return Ok(());
        }
        let late = self.late_now(scope, &self.owed(scope).await?).await?;
        let mut tx = self.store().write().await?;
        tx.keep_gaps(scope, now, &late).await?;
        Ok(tx.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::{AccountId, OfferingId};
    use uuid::Uuid;

    use super::*;

    fn gaps(number: u128) -> Wanted {
        let id = Uuid::from_u128(number);
        Wanted::Gaps(Scope { account: AccountId::new(id), offering: OfferingId::new(id) })
    }

    #[test]
    fn what_was_asked_for_first_is_made_first_whatever_is_asked_for_again() {
        let keeping = Keeping::default();
        keeping.waiting().swept.insert(gaps(0));
        for number in [1, 3, 2, 1] {
            keeping.ask(gaps(number));
        }
        assert_eq!(keeping.next(), Some(gaps(1)));
        keeping.ask(gaps(1));
        let rest: Vec<Wanted> = core::iter::from_fn(|| keeping.next()).collect();
        assert_eq!(rest, [gaps(3), gaps(2), gaps(1), gaps(0)]);
    }
}
