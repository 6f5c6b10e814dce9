//! The caps of free plans (§4.9). Each record of a plan that stops at a cap puts down that somebody has to look; here is
//! looked: an instance that has reached a cap is disabled, and enabled again when the next month begins.

use std::time::Duration;

use slipway_domain::ids::{InstanceId, PlanId};
use slipway_domain::instance::{Capped, Instance, OperationKind, capped};
use slipway_domain::metric::Metric;
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::plan::CapStanding;
use slipway_domain::statement::Used;
use slipway_store::{DaysOf, Error as StoreError};

use super::reckon::Sold;
use crate::{Backend, Result, rounds};

/// How often is looked for instances whose turn it is.
const ROUND: Duration = Duration::from_mins(1);
/// Instances that are read at once.
const AT_ONCE: u32 = 50;
/// After which somebody else may look.
const LEASE: Duration = Duration::from_mins(5);
/// When is looked again at what was ordered, and at what could not be; the next record may be earlier.
const AGAIN: Duration = Duration::from_hours(1);

impl Backend {
    /// Looks until `stop` ends.
    pub async fn watch_caps(&self, stop: impl Future<Output = ()>) {
        rounds::make(ROUND, stop, || self.look_at_caps()).await;
    }

    /// Looks at every instance whose turn it is.
    pub async fn look_at_caps(&self) {
        loop {
            let due = match self.store().due_cap_looks(self.clock().now(), AT_ONCE).await {
                Ok(due) if due.is_empty() => return,
                Ok(due) => due,
                Err(error) => return tracing::warn!(%error, "the caps to look at could not be read"),
            };
            let mut has_failed = false;
            for (scope, instance) in due {
                // One that cannot be looked at does not keep the others waiting.
                if let Err(error) = self.look_at_caps_of(scope, instance).await {
                    has_failed = true;
                    tracing::error!(%error, %instance, "the caps of an instance could not be looked at");
                }
            }
            if has_failed {
                // It may be due again at once; the next round is soon enough.
                return;
            }
        }
    }

    async fn look_at_caps_of(&self, scope: Scope, id: InstanceId) -> Result<()> {
        let at = self.clock().now();
        let mut tx = self.store().write().await?;
        let Some(look) = tx.take_cap_look(scope, id, (at, LEASE)).await? else { return Ok(()) };
        tx.commit().await?;
        let Some(instance) = self.store().instance(scope, id).await? else { return Ok(()) };
        let (plan, standings) = (instance.plan, self.cap_standings(&instance, at).await?);
        let is_reached = standings.iter().any(CapStanding::stops);
        let mut tx = self.store().write().await?;
        // One that changed its plan meanwhile is looked at again when the lease is over.
        let Some(instance) = tx.instance(scope, id).await?.filter(|now| now.plan == plan) else { return Ok(()) };
        let operations = tx.instance_operations(scope, id).await?;
        let next = capped(instance.state, &operations, is_reached);
        let again = match next {
            Capped::Stop | Capped::Resume | Capped::Busy => Some(at.plus(AGAIN)),
            Capped::Stopped => Some(Month::of(at).end()),
            Capped::Nothing => None,
        };
        tx.end_cap_look(&look, again).await?;
        match next {
            Capped::Stop => self.order_for_cap(tx, instance, OperationKind::Disable).await,
            Capped::Resume => self.order_for_cap(tx, instance, OperationKind::Enable).await,
            Capped::Stopped | Capped::Busy | Capped::Nothing => Ok(tx.commit().await?),
        }
    }

    async fn cap_standings(&self, instance: &Instance, at: Moment) -> Result<Vec<CapStanding>, StoreError> {
        let (scope, customer, month) = (instance.scope, instance.consumer, Month::of(at));
        let sold = Sold::read(self, scope).await?;
        let of = DaysOf { scope, customer, instance: Some(instance.id), month };
        let reckoned = self.reckoned_as_asked(&sold, of, at).await?;
        Ok(standings(&sold, &reckoned.used, instance, month))
    }
}

/// How far an instance is from the caps of the plan that it has, by what was used in a month.
pub(super) fn standings(
    sold: &Sold,
    used: &[(PlanId, Metric, Used)],
    instance: &Instance,
    month: Month,
) -> Vec<CapStanding> {
    let of_measure = |measure: &str| {
        let is_of = |(plan, metric, one): &&(PlanId, Metric, Used)| {
            *plan == instance.plan && metric.measure == measure && one.instance == instance.id
        };
        used.iter().find(is_of).map(|(_, _, one)| one.metered.quantity).unwrap_or_default()
    };
    sold.plan(instance.plan, month).map(|plan| plan.cap_standings(of_measure)).unwrap_or_default()
}
