//! How the instance stands and how far the latest operation is. An island draws this anew while something is under way.

use leptos::prelude::*;
use slipway_domain::instance::Progress;
use slipway_domain::view::OwnInstanceView;

use crate::islands::live_run::{LIVE, LiveRun};
use crate::pages::instances::mark;
use crate::shell::IslandScripts;
use crate::text::instance as words;
use crate::ui::{Mark, Notice, Tone, Verdict};

pub(super) fn head(view: &OwnInstanceView) -> impl IntoView + use<> {
    let state = state(view);
    if !view.is_busy() {
        return state.into_any();
    }
    view! {
        <IslandScripts />
        <LiveRun>{state}</LiveRun>
    }
    .into_any()
}

fn state(view: &OwnInstanceView) -> impl IntoView + use<> {
    let mark = if view.is_busy() { Mark::Running } else { mark(view.state) };
    let latest = view.latest();
    let far = latest.map(|operation| words::latest(operation, operation.next_at.since(view.now)));
    let said = latest.filter(|operation| !operation.description.is_empty()).map(|operation| {
        let tone = match operation.progress {
            Progress::Failed | Progress::Mitigating => Tone::Bad,
            Progress::Unknown | Progress::DeadLettered | Progress::GivenUp => Tone::Warn,
            _ => Tone::Info,
        };
        let (title, text) = (words::progress(operation.progress), words::said(&operation.description));
        view! {
            <Notice tone=tone title=title>
                <p>{text}</p>
            </Notice>
        }
    });
    let open = view.is_busy().then_some("yes");
    let sentence = format!("{} {}", words::means(view.state), far.unwrap_or_default());
    view! {
        <div id=LIVE data-open=open>
            <Verdict mark=mark word=words::state(view.state)>
                {sentence}
            </Verdict>
            {said}
        </div>
    }
}
