//! The billing desk's consent to a paid plan (T09, T10).

use serde::{Deserialize, Serialize};

use crate::plan::PlanApproval;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanMove {
    /// A consent covers what it was given for: any change asks for it anew.
    Edit,
    Submit,
    Approve,
    Return,
}

impl PlanMove {
    pub const ALL: [Self; 4] = [Self::Edit, Self::Submit, Self::Approve, Self::Return];
}

/// `None`: there is no such move.
pub const fn plan_next(from: PlanApproval, act: PlanMove) -> Option<PlanApproval> {
    use PlanApproval::{Approved, Draft, InReview};
    match (from, act) {
        (Draft | InReview | Approved, PlanMove::Edit) | (InReview, PlanMove::Return) => Some(Draft),
        (Draft, PlanMove::Submit) => Some(InReview),
        (InReview, PlanMove::Approve) => Some(Approved),
        _ => None,
    }
}
