//! Evidence in one line: who or what, and when.

use leptos::prelude::*;
use slipway_domain::checklist::Evidence;
use slipway_domain::moment::Moment;

use crate::parts::moment::Ago;
use crate::text;

#[component]
pub fn EvidenceLine(evidence: Evidence, now: Moment) -> impl IntoView {
    let who = evidence.who.unwrap_or_else(|| text::THE_PLATFORM.to_owned());
    let what = (!evidence.what.is_empty()).then(|| view! { <code class="ev__what">{evidence.what}</code>" " });
    view! {
        {what}
        {who}
        {evidence.when.map(|at| view! { ", " <Ago at now /> })}
    }
}
