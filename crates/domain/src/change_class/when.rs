//! When the changes of one class take effect (§10), read off both versions.

use super::{ChangeClass, Effective, has_plan, price_dates};
use crate::compare::{Line, Subject};
use crate::field::Field;
use crate::moment::Moment;
use crate::offering::Offering;

/// What customers have, and what they are to have.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) live: &'a Offering,
    pub(super) draft: &'a Offering,
}

/// When the `lines` of a class take effect, were they agreed to at `now`.
pub(super) fn effective(class: ChangeClass, sides: Sides<'_>, lines: &[Line], now: Moment) -> Effective {
    match class {
        ChangeClass::Technical | ChangeClass::NewPlan if comes_limited(sides, lines) => Effective::LimitedFirst,
        ChangeClass::Display
        | ChangeClass::Support
        | ChangeClass::Credentials
        | ChangeClass::Technical
        | ChangeClass::Capability
        | ChangeClass::NewPlan => Effective::OnPublish,
        ChangeClass::Price => {
            let (notified, effective) = price_dates(now);
            Effective::FirstOfMonth { notified, effective }
        }
        ChangeClass::PlanRemoval => Effective::Announced { on: last_end(sides.draft, lines) },
        ChangeClass::Immutable => Effective::Never,
    }
}

/// A line is of a deployment that customers do not have, or of a new plan that has some: invited accounts get them first.
fn comes_limited(sides: Sides<'_>, lines: &[Line]) -> bool {
    lines.iter().any(|line| match &line.subject {
        Subject::Deployment { .. } => is_new(sides.live, &line.member),
        Subject::Plan { id, .. } => {
            let mut exist = sides.draft.deployments.iter().filter(|record| record.exists());
            !has_plan(sides.live, *id) && exist.any(|record| record.plan == *id)
        }
        _ => false,
    })
}

/// `deployment` is an id as lines tell it.
fn is_new(live: &Offering, deployment: &str) -> bool {
    !live.deployments.iter().any(|known| known.exists() && known.id.to_string() == deployment)
}

/// The last day on which a plan of these lines ends.
fn last_end(draft: &Offering, lines: &[Line]) -> Option<Moment> {
    let ends = lines.iter().filter_map(|line| match line.subject {
        Subject::Plan { id, field: Field::PlanEndsOn, .. } => {
            draft.plans.iter().find(|plan| plan.id == id).and_then(|plan| plan.draft.ends_at())
        }
        _ => None,
    });
    ends.max()
}
