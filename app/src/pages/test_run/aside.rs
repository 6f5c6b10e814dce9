//! Beside the checks: what the run was made with, what is different from the run before, and what it left behind.

use leptos::prelude::*;
use slipway_domain::test_run::Consumer;
use slipway_domain::view::{Leftover, TestRunLine, TestRunView};

use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::test_run as words;
use crate::text::test_run::choice;
use crate::ui::SidePanel;

/// Digits of a hash that tell it from others at a glance.
const SHORT: usize = 12;

pub(super) fn panel(run: &TestRunView) -> impl IntoView + use<> {
    let (used, compared, left) = (used(run), compared(run), left(&run.leftovers, &run.run));
    view! {
        <SidePanel title=words::USED id="run-used">
            <div class="run__beside">{left} {used} {compared}</div>
        </SidePanel>
    }
}

fn used(run: &TestRunView) -> impl IntoView + use<> {
    let line = &run.run;
    let (by, began, now) = (line.by_name.clone(), line.started_at.unwrap_or(line.queued_at), run.view.now);
    let (url, version) = (line.inputs.broker.url.clone(), line.inputs.broker.osb_version.clone());
    let options = &line.inputs.options;
    let left_out = (!options.left_out.is_empty()).then(|| (choice::LEFT_OUT, choice::parts(&options.left_out)));
    let account = options.consumer;
    let account = (account != Consumer::default()).then(|| (choice::ACCOUNT, choice::consumer(account).to_owned()));
    let content = (choice::CONTENT, choice::content(options.content).to_owned());
    let chosen = left_out
        .into_iter()
        .chain(account)
        .chain([content])
        .map(|(name, what)| {
            view! {
                <dt>{name}</dt>
                <dd>{what}</dd>
            }
        })
        .collect_view();
    let hashes = [(words::DEFINITION, &line.definition_sha256), (words::EVIDENCE, &line.evidence)];
    let hashes = hashes
        .into_iter()
        .filter(|(_, hash)| !hash.is_empty())
        .map(|(name, hash)| {
            let (short, hash) = (hash.chars().take(SHORT).collect::<String>(), hash.clone());
            view! {
                <dt>{name}</dt>
                <dd>
                    <code title=hash>{short}</code>
                </dd>
            }
        })
        .collect_view();
    view! {
        <dl class="facts">
            <dt>{words::BY}</dt>
            <dd>{by}</dd>
            <dt>{words::BEGAN}</dt>
            <dd>
                <Ago at=began now />
            </dd>
            <dt>{words::URL}</dt>
            <dd>
                <code>{url}</code>
            </dd>
            <dt>{words::VERSION}</dt>
            <dd>{version}</dd>
            {chosen}
            {hashes}
        </dl>
        <p class="quiet">{words::TURNS_STALE}</p>
    }
}

fn compared(run: &TestRunView) -> impl IntoView + use<> {
    let Some(previous) = &run.previous else {
        return view! { <p class="quiet">{words::NO_PREVIOUS}</p> }.into_any();
    };
    let href = Path::TestRun(run.view.offering.name.clone(), previous.id).to_string();
    let number = words::title(previous.number);
    let changes = run
        .changes
        .iter()
        .map(|change| {
            let (href, id) = (format!("#{}", change.id), change.id.clone());
            view! {
                <li>
                    <a href=href>
                        <code>{id}</code>
                    </a>
                    <span>{words::change(change.before, change.now)}</span>
                </li>
            }
        })
        .collect_view();
    let changes = if run.changes.is_empty() {
        view! { <p class="quiet">{words::NO_CHANGE}</p> }.into_any()
    } else {
        view! { <ul class="runs">{changes}</ul> }.into_any()
    };
    view! {
        <h2 class="aside-title">{words::COMPARED} " " <a href=href>{number}</a></h2>
        {changes}
    }
    .into_any()
}

fn left(leftovers: &[Leftover], run: &TestRunLine) -> impl IntoView + use<> {
    (!run.progress.is_open() && !leftovers.is_empty()).then(|| {
        let things = leftovers
            .iter()
            .map(|left| {
                let reason = if left.reason.is_empty() { words::NOT_REMOVED.to_owned() } else { left.reason.clone() };
                let (kind, id) = (left.kind.clone(), left.id.clone());
                view! {
                    <li>
                        {kind} " " <code>{id}</code> ": " {reason}
                    </li>
                }
            })
            .collect_view();
        view! {
            <div class="notice notice--warn">
                <div>
                    <p class="notice__title">{words::LEFT_BEHIND}</p>
                    <p>{words::LEFT_WHY}</p>
                    <ul class="leftovers">{things}</ul>
                </div>
            </div>
        }
    })
}
