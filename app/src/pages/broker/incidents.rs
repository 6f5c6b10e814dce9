//! What the watch found since the offering is live: what is open with its evidence, what is over in a line each.

use leptos::prelude::*;
use slipway_domain::drift::{Cause, Incident};
use slipway_domain::moment::Moment;

use super::parity;
use crate::parts::moment::Ago;
use crate::text::broker::incident as words;
use crate::text::broker::{cut, failure};
use crate::ui::{Fold, Notice, Tone};

/// Nothing for a broker that never came apart.
pub(super) fn block(incidents: &[Incident], now: Moment) -> Option<AnyView> {
    if incidents.is_empty() {
        return None;
    }
    let (open, over): (Vec<_>, Vec<_>) = incidents.iter().cloned().partition(|incident| incident.closed_at.is_none());
    let open = open.into_iter().map(|incident| opened(incident, now)).collect_view();
    let over = (!over.is_empty()).then(|| {
        let summary = words::earlier(over.len());
        let lines = over.into_iter().map(|incident| closed(&incident, now)).collect_view();
        view! {
            <div class="block">
                <Fold title=words::EARLIER summary=summary id="incidents">
                    <ul>{lines}</ul>
                </Fold>
            </div>
        }
    });
    Some(view! { {open} {over} }.into_any())
}

fn opened(incident: Incident, now: Moment) -> AnyView {
    let Incident { cause, opened_at, seen_at, evidence, .. } = incident;
    let said = evidence.failure.as_ref().map(|remote| {
        let failure::Failure { what, fix } = failure::failure(remote);
        let words = failure::has_words(remote).then(|| format!("“{}”", cut(&remote.detail)));
        view! { <p>{what} " " {fix} " " {words}</p> }
    });
    let faults = (evidence.faults > 0).then(|| view! { <p>{words::faults(evidence.faults)}</p> });
    let more = (evidence.more > 0).then(|| view! { <p>{words::more(evidence.more)}</p> });
    let table = (!evidence.lines.is_empty()).then(|| parity::differing(&evidence.lines));
    let tone = if cause == Cause::Drift { Tone::Bad } else { Tone::Warn };
    view! {
        <Notice tone=tone title=words::title(cause) id="incident">
            <p>
                {words::SINCE} " " <Ago at=opened_at now=now /> " · " {words::SEEN} " " <Ago at=seen_at now=now />
            </p>
            {said}
            {faults}
            {more}
        </Notice>
        {table}
    }
    .into_any()
}

fn closed(incident: &Incident, now: Moment) -> impl IntoView + use<> {
    let (cause, from, to) = (incident.cause, incident.opened_at, incident.closed_at.unwrap_or(incident.seen_at));
    view! {
        <li>
            {words::title(cause)} " " <Ago at=from now=now /> " – " <Ago at=to now=now />
        </li>
    }
}
