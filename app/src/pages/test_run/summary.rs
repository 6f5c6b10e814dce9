//! How far a run is and how it ended: a sentence, a bar and the counts. An island draws this and the checks anew while the
//! run goes on.

use leptos::prelude::*;
use slipway_domain::test_run::{Outcome, Progress, Target};
use slipway_domain::view::{OfferingView, TestRunLine, TestRunView};

use crate::islands::live_run::{LIVE, LiveRun};
use crate::pages::test_runs::{broker_name, plan_name};
use crate::shell::IslandScripts;
use crate::text::pricing;
use crate::text::test_run as words;
use crate::ui::{Mark, MarkIcon, Verdict};

pub(super) fn head(run: &TestRunView) -> impl IntoView + use<> {
    let is_open = run.run.progress.is_open();
    let state = state(run);
    if !is_open {
        return state.into_any();
    }
    view! {
        <IslandScripts />
        <LiveRun>{state}</LiveRun>
    }
    .into_any()
}

fn state(run: &TestRunView) -> impl IntoView + use<> {
    let line = &run.run;
    let offering = run.view.offering.with_content(line.inputs.options.content, run.view.published.as_ref());
    let changed = offering.counting_run(&line.target).filter(|counting| counting.id == line.id);
    let changed = changed.map(|counting| offering.changed_since(counting)).unwrap_or_default();
    let is_stale = line.has_passed() && !changed.is_empty();
    let mark = if is_stale { Mark::Stale } else { mark(line) };
    let repeats = line.repeats.as_ref().map(|repeats| format!(" {}", words::repeats(repeats))).unwrap_or_default();
    let sentence = format!("{}.{repeats} {}", place(&run.view, &line.target), words::because(line, &changed));
    let all = run.checks.len();
    let counts = [
        (Mark::Done, Outcome::Pass, line.tally.passed),
        (Mark::Failed, Outcome::Fail, line.tally.failed),
        (Mark::Warning, Outcome::Warn, line.tally.warned),
        (Mark::Skipped, Outcome::Skip, line.tally.skipped),
    ];
    let waiting = all.saturating_sub(line.tally.all());
    let counted = counts
        .into_iter()
        .map(|(mark, outcome, count)| count_of(mark, words::outcome(Some(outcome)), count))
        .chain((waiting > 0).then(|| count_of(Mark::Open, words::outcome(None), waiting)))
        .collect_view();
    let open = line.progress.is_open().then_some("yes");
    view! {
        <div id=LIVE data-open=open>
            <Verdict mark=mark word=words::ended(line)>
                {sentence}
            </Verdict>
            <div class="run">
                {bar(line, all)} <dl class="run__counts">{counted}</dl>
            </div>
        </div>
    }
}

fn count_of(mark: Mark, word: &'static str, count: usize) -> impl IntoView {
    view! {
        <div>
            <dt>
                <MarkIcon mark=mark />
                {word}
            </dt>
            <dd>{count}</dd>
        </div>
    }
}

/// One part for each outcome, as wide as it is often.
fn bar(line: &TestRunLine, all: usize) -> impl IntoView + use<> {
    let tally = line.tally;
    let waiting = all.saturating_sub(tally.all());
    let parts = [
        ("seg seg--pass", tally.passed),
        ("seg seg--warn", tally.warned),
        ("seg seg--fail", tally.failed),
        ("seg seg--skip", tally.skipped),
        ("seg seg--wait", waiting),
    ];
    let mut x = 0;
    let segments = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(class, count)| {
            let at = x;
            x += count;
            view! { <rect class=class x=at width=count height="1" /> }
        })
        .collect_view();
    view! {
        <svg
            class="segments"
            viewBox=format!("0 0 {} 1", all.max(1))
            preserveAspectRatio="none"
            role="img"
            aria-label=words::bar(tally, all)
        >
            {segments}
        </svg>
    }
}

/// "Lite in Frankfurt on vector-broker"
pub(in crate::pages) fn place(view: &OfferingView, target: &Target) -> String {
    let (plan, broker) = (plan_name(view, target), broker_name(view, target));
    format!("{plan} in {} on {broker}", pricing::location(&target.location))
}

pub(in crate::pages) fn mark(run: &TestRunLine) -> Mark {
    match run.progress {
        Progress::Queued => Mark::Waiting,
        Progress::Running => Mark::Running,
        Progress::Interrupted => Mark::Skipped,
        Progress::Finished if run.has_passed() && run.inputs.unproven(run.target.plan).is_empty() => Mark::Done,
        Progress::Finished if run.has_passed() => Mark::Warning,
        Progress::Finished => Mark::Failed,
    }
}
