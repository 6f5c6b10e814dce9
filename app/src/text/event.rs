//! Events in words.

use slipway_domain::event::Event;

/// What somebody did, without who and when.
pub fn event(event: &Event) -> String {
    event.kind.name().replace(['.', '_'], " ")
}
