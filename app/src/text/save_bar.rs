//! What a form says that saves by itself.

use slipway_domain::moment::Moment;

pub const UNSAVED: &str = "Not saved yet";
pub const SAVING: &str = "Saving…";
pub const OFFLINE: &str = "Could not save: the server cannot be reached.";
pub const OFFLINE_MORE: &str = "Your input stays here; the next change tries again.";
pub const STALE: &str = "Somebody saved in between.";
pub const FROZEN: &str = "Could not save: the definition takes no changes now.";
pub const COMPARE: &str = "Compare theirs with yours";
pub const MERGED: &str = "Others saved too: show all of it";
pub const KEPT: &str = "Your input stays here.";

/// "Saved 14:02 UTC by you".
pub fn saved_by_you(at: Moment) -> String {
    format!("Saved {} UTC by you", at.time_of_day())
}

/// Why a save was turned down, by the status of the answer.
pub const fn refused(status: u16) -> &'static str {
    match status {
        401 => "Could not save: you are signed out. Sign in again in another tab.",
        403 => "Could not save: your role or your current account does not allow it any more.",
        404 => "Could not save: what this page edits is not there any more.",
        409 => "Could not save: it cannot be changed like this any more.",
        413 => "Could not save: the texts are too long for one request.",
        429 => "Could not save: too many requests. Wait a minute.",
        503 => "Could not save: the console takes nothing right now. It tries again by itself.",
        500.. => "Could not save: something is broken on our side.",
        _ => "Could not save: the request was turned down.",
    }
}
