//! Times for people: relative in the text, exact with its zone on hover.

use leptos::prelude::*;
use slipway_domain::moment::Moment;

use crate::text;
use crate::ui::RelativeTime;

/// "3 days ago", with the exact time in the title.
#[component]
pub fn Ago(at: Moment, now: Moment) -> impl IntoView {
    view! { <RelativeTime moment=at.rfc3339() long=at.long() text=text::ago(now.since(at)) /> }
}
