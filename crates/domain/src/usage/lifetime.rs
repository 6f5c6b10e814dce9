//! When an instance was there, and with which plan, as its operations tell. What the broker may have seen earlier or later
//! than the platform counts for the service: the first call begins something, and the last answer ends it.

use crate::ids::PlanId;
use crate::instance::{Instance, InstanceOperation, OperationKind, Progress};
use crate::metering::Periods;
use crate::moment::Moment;

/// From the call that made an instance to the answer that removed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifetime {
    pub provisioned: Moment,
    /// `None`: it is there.
    pub removed: Option<Moment>,
    plans: Vec<PlanPeriod>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PlanPeriod {
    /// `None`: nobody wrote down which one it was.
    plan: Option<PlanId>,
    from: Moment,
    until: Option<Moment>,
}

impl Lifetime {
    /// `None`: the instance was never made, or is not yet.
    pub fn of(instance: &Instance, operations: &[InstanceOperation]) -> Option<Self> {
        let done = |kind: OperationKind| {
            operations.iter().filter(move |one| one.kind == kind && one.progress == Progress::Succeeded)
        };
        let made = done(OperationKind::Provision).next()?;
        let given_up =
            |one: &&InstanceOperation| one.kind == OperationKind::Deprovision && one.progress == Progress::GivenUp;
        let removal = done(OperationKind::Deprovision).chain(operations.iter().filter(given_up)).next();
        let provisioned = made.started_at.unwrap_or(made.asked_at);
        let mut changes: Vec<_> = done(OperationKind::Update).filter(|one| one.new_plan.is_some()).collect();
        changes.sort_by_key(|one| one.asked_at);
        Some(Self {
            provisioned,
            removed: removal.and_then(|one| one.ended_at),
            plans: periods(instance, provisioned, &changes),
        })
    }

    /// That of an instance which has had one plan ever since it was made.
    pub fn with_plan(plan: PlanId, provisioned: Moment) -> Self {
        let plans = vec![PlanPeriod { plan: Some(plan), from: provisioned, until: None }];
        Self { provisioned, removed: None, plans }
    }

    /// Whether a window lies in the time of the instance.
    pub fn holds(&self, start: Moment, end: Moment) -> bool {
        start >= self.provisioned && self.removed.is_none_or(|removed| end <= removed)
    }

    /// Whether the instance had that plan from `start` to `end`.
    pub fn had(&self, plan: PlanId, start: Moment, end: Moment) -> bool {
        self.plans.iter().any(|period| {
            period.plan == Some(plan) && start >= period.from && period.until.is_none_or(|until| end <= until)
        })
    }
}

impl Lifetime {
    /// The plans that the instance had, each from its first moment to its last; `None`: it has it still.
    pub fn plans(&self) -> impl Iterator<Item = (PlanId, Moment, Option<Moment>)> {
        self.plans.iter().filter_map(|period| {
            let until = match (period.until, self.removed) {
                (Some(until), Some(removed)) => Some(until.min(removed)),
                (until, removed) => until.or(removed),
            };
            Some((period.plan?, period.from, until))
        })
    }

    /// When the instance had a plan; always, if nobody wrote down that it ever did.
    pub fn periods_of(&self, plan: PlanId) -> Periods {
        let mut known = self.plans().filter(|(of, ..)| *of == plan).map(|(_, from, until)| (from, until)).peekable();
        if known.peek().is_none() { Periods::always() } else { Periods::new(known) }
    }
}

/// Since when an instance is active with its plan, so that reports of it are due (§8.5), if this is what began it:
/// since the answer, before which it may not have worked. What records may tell of begins with the call, as in
/// [`Lifetime`].
pub fn active_since(operation: &InstanceOperation) -> Option<Moment> {
    let begins = match operation.kind {
        OperationKind::Provision | OperationKind::Enable => true,
        OperationKind::Update => operation.new_plan.is_some() && operation.new_plan != operation.plan_before,
        OperationKind::Deprovision | OperationKind::Bind | OperationKind::Unbind | OperationKind::Disable => false,
    };
    operation.ended_at.filter(|_| begins && operation.progress == Progress::Succeeded)
}

/// While a plan changes, both are in force: nobody but the broker knows the moment between them.
fn periods(instance: &Instance, provisioned: Moment, changes: &[&InstanceOperation]) -> Vec<PlanPeriod> {
    let first = changes.first().map_or(Some(instance.plan), |change| change.plan_before);
    let mut periods = vec![PlanPeriod { plan: first, from: provisioned, until: None }];
    for change in changes {
        if let Some(before) = periods.last_mut() {
            before.until = change.ended_at;
        }
        let from = change.started_at.unwrap_or(change.asked_at);
        periods.push(PlanPeriod { plan: change.new_plan, from, until: None });
    }
    periods
}
