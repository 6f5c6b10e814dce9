//! Requests for release, their decisions, and what was said about values, in words.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::review::ReviewTrack;
use slipway_domain::revision::ENDS_TOO_SOON;

use super::the;
use crate::text::review::tracks;

pub(super) fn reviewed(kind: EventKind, detail: &Detail) -> Option<String> {
    let track = detail.code.as_deref().and_then(ReviewTrack::parse).map(tracks::name);
    let over = track.map_or_else(String::new, |track| format!(" over its track “{track}”"));
    Some(match kind {
        EventKind::ReviewRequested => "Requested the review".to_owned(),
        EventKind::ReviewWithdrawn => "Took the request for review back".to_owned(),
        EventKind::ReviewTrackApproved => match track {
            Some(track) => format!("Approved the track “{track}” of the request"),
            None => "Approved a track of the request".to_owned(),
        },
        EventKind::ReviewReturned => format!("Returned the request to the provider{over}"),
        EventKind::ReviewRejected => {
            let rule = detail.subject.as_ref().map_or_else(String::new, |rule| format!(" by the rule {rule}"));
            format!("Rejected the request{over}{rule}")
        }
        EventKind::ReviewApproved => "Approved the request".to_owned(),
        EventKind::ApprovalWithdrawn => "Gave the approval up".to_owned(),
        EventKind::LateRequestTold => "Told the reviewers by mail that the answer is late".to_owned(),
        EventKind::RevisionSubmitted => "Handed a change of the public offering in".to_owned(),
        EventKind::RevisionWithdrawn => "Took the change of the public offering back".to_owned(),
        EventKind::RevisionReturned => format!("Returned the change to the provider{over}"),
        EventKind::RevisionRejected => {
            let rule = detail.subject.as_ref().map_or_else(String::new, |rule| format!(" by the rule {rule}"));
            format!("Rejected the change{over}{rule}")
        }
        EventKind::RevisionApproved => "Approved the change".to_owned(),
        EventKind::RevisionScheduled => {
            format!("Announced the change for {}", detail.subject.as_deref().unwrap_or("a later day"))
        }
        EventKind::RevisionPublished => "Published the change".to_owned(),
        EventKind::RevisionDiscarded => "Went back to what is public in the draft".to_owned(),
        EventKind::RevisionExpired if detail.code.as_deref() == Some(ENDS_TOO_SOON) => {
            "The change was given up: customers would have known of the end of a plan for less than 30 days".to_owned()
        }
        EventKind::RevisionExpired => "The approval of the change ended before anybody published it".to_owned(),
        EventKind::RevisionRolledBack => match detail.subject.as_deref() {
            Some(day) => format!("Announced for {day} that an earlier version comes back"),
            None => "Went back to an earlier version".to_owned(),
        },
        EventKind::RollbackTookEffect => "The earlier version came back on its day".to_owned(),
        EventKind::ThreadOpened => format!("Started a thread about {}", the("the value", detail)),
        EventKind::ThreadReplied => format!("Replied in the thread about {}", the("the value", detail)),
        EventKind::ThreadNoted => format!("Left a note for operators in the thread about {}", the("the value", detail)),
        EventKind::ThreadResolved => format!("Resolved the thread about {}", the("the value", detail)),
        EventKind::ThreadReopened => format!("Opened the thread about {} again", the("the value", detail)),
        _ => return None,
    })
}
