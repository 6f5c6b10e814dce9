//! Requests for release, their decisions, and what was said about values, in words.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::review::ReviewTrack;

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
        EventKind::ThreadOpened => format!("Started a thread about {}", the("the value", detail)),
        EventKind::ThreadReplied => format!("Replied in the thread about {}", the("the value", detail)),
        EventKind::ThreadNoted => format!("Left a note for operators in the thread about {}", the("the value", detail)),
        EventKind::ThreadResolved => format!("Resolved the thread about {}", the("the value", detail)),
        EventKind::ThreadReopened => format!("Opened the thread about {} again", the("the value", detail)),
        _ => return None,
    })
}
