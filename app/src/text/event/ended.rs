//! What was done to an offering as a whole beside its way to the public.

use slipway_domain::event::{Detail, EventKind};

pub(super) fn ended(kind: EventKind, detail: &Detail) -> Option<String> {
    Some(match kind {
        EventKind::OfferingSuspended => "Suspended the offering: no new instances".to_owned(),
        EventKind::ResumptionRequested => "Asked the operator to resume the offering".to_owned(),
        EventKind::ResumptionDeclined => "Declined to resume the offering".to_owned(),
        EventKind::OfferingResumed => "Resumed the offering".to_owned(),
        EventKind::OfferingDeprecated => "Announced the end of the offering".to_owned(),
        EventKind::EndExtended => format!("Put its end off to {}", detail.subject.as_deref().unwrap_or("a later day")),
        EventKind::OfferingRestored => "Took the end of the offering back".to_owned(),
        EventKind::OfferingRetired => "Retired the offering".to_owned(),
        EventKind::OfferingWithdrawn => "Withdrew the offering".to_owned(),
        _ => return None,
    })
}
