//! Looking at how a plan is measured and charged, for the checks MTR-01 to MTR-10: what was kept of its sandbox, what a
//! scratch sandbox answers and shows, and what the ledger holds of its active instances.

use slipway_domain::gap::hourly::{self, Came, Due, LONGEST, Observed};
use slipway_domain::gap::{EVERY, Owed, Window};
use slipway_domain::ids::{InstanceId, PlanId};
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::sandbox::{SavedSandbox, trial};
use slipway_domain::test_run::Target;
use slipway_osb::conformance::{KeptRun, Metered, Metering, Submitted};
use slipway_store::{HoursOf, ObservedHour};

use crate::{Backend, Report, Result};

/// Instances that are looked at: those that have been active longest.
const MOST_INSTANCES: u32 = 100;

impl Backend {
    pub(super) async fn metering(&self, offering: &Offering, target: &Target) -> Result<Metering> {
        let plan = offering.plans.iter().find(|plan| plan.id == target.plan);
        let Some(plan) = plan.filter(|plan| plan.draft.is_metered()) else { return Ok(Metering::NotMetered) };
        let kept = offering.sandboxes.iter().find(|kept| kept.plan == plan.id);
        let kept = kept.map(|kept| KeptRun {
            is_stale: kept.is_stale(&plan.draft),
            with_key: measures_with_key(kept),
            is_resent: kept.is_resent,
        });
        let (draft, id) = (plan.draft.clone(), plan.id);
        let work = move || (trial::tried(&draft, id), trial::golden(&draft, id));
        let tried = tokio::task::spawn_blocking(work).await;
        let (tried, golden) = tried.map_err(|error| Report::new("a plan could not be tried", error))?;
        let observed = self.observed(offering.scope(), plan.id).await?;
        let submitted = self.submitted(offering.scope(), plan.id, &observed).await?;
        let measures = plan.draft.charged_metrics().map(|(_, metric)| metric.measure).collect();
        Ok(Metering::Metered(Box::new(Metered { measures, kept, tried, golden, observed, submitted })))
    }

    /// MTR-08
    async fn observed(&self, scope: Scope, plan: PlanId) -> Result<Observed> {
        let owed = self.owed(scope).await?;
        let owed: Vec<Owed> = owed.into_iter().filter(|one| one.plan == plan && one.duty.is_watched()).collect();
        if owed.is_empty() {
            return Ok(Observed::NothingHourly);
        }
        let active = self.store().active_instances(scope, plan, MOST_INSTANCES).await?;
        let mut due = Vec::new();
        for one in &active {
            for owed in &owed {
                let (instance, measure) = (one.resource.clone(), owed.measure.clone());
                due.push(Due { instance, measure, since: one.since.max(owed.since) });
            }
        }
        let hours = match hourly::period(&due, self.clock().now()) {
            Ok(hours) => hours,
            Err(too_little) => return Ok(too_little),
        };
        let instances: Vec<InstanceId> = active.iter().map(|one| one.instance).collect();
        let of = HoursOf { scope, plan, instances: &instances, after: hours.from, longest: LONGEST };
        let came = self.store().observed_hours(of).await?;
        let called = |id: InstanceId| active.iter().find(|one| one.instance == id).map(|one| one.resource.clone());
        let came: Vec<Came> = came.into_iter().filter_map(|hour| Some(arrived(called(hour.instance)?, hour))).collect();
        Ok(Observed::Period(hourly::observe(hours, &due, &came)))
    }

    /// MTR-10, about the days that MTR-08 is about, or about yesterday and today.
    async fn submitted(&self, scope: Scope, plan: PlanId, observed: &Observed) -> Result<Option<Submitted>> {
        let since = match observed {
            Observed::Period(period) => period.hours.from,
            _ => (0..hourly::MOST_HOURS).fold(self.clock().now(), |from, _| from.minus(EVERY)),
        };
        let latest = self.store().latest_usage(scope).await?;
        if latest.is_none_or(|latest| latest < since) {
            return Ok(None);
        }
        let duplicates = self.store().usage_duplicates(scope, plan, since).await?;
        Ok(Some(Submitted { since, duplicates }))
    }
}

fn measures_with_key(kept: &SavedSandbox) -> Vec<String> {
    kept.measures.iter().filter(|one| one.with_key > 0).map(|one| one.measure.clone()).collect()
}

/// Records that end within one hour leave no gap between them.
fn arrived(instance: String, hour: ObservedHour) -> Came {
    let ObservedHour { measure, start, first_end, last_end, lag, .. } = hour;
    let covers = Window { until: last_end, ..Window::covered(start, first_end) };
    Came { instance, measure, covers, lag }
}
