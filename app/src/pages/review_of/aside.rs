//! What a decision rests on, and the decision.

use leptos::prelude::*;
use slipway_domain::checklist::Checklist;
use slipway_domain::gate::{ConditionState, Gate};
use slipway_domain::page::Page;
use slipway_domain::view::ReviewView;

use super::decide::Decide;
use super::findings::counts;
use crate::parts::what_if::what_if_of_request;
use crate::parts::written::Written;
use crate::paths::Path;
use crate::text;
use crate::text::review as words;
use crate::ui::{Mark, MarkIcon, SidePanel};

#[component]
pub fn Aside(review: ReviewView, typed: Written) -> impl IntoView {
    let evidence = evidence(&review);
    view! {
        <SidePanel title=words::EVIDENCE id="ev-h">
            {evidence}
            <Decide review typed />
        </SidePanel>
    }
}

fn evidence(review: &ReviewView) -> impl IntoView + use<> {
    let view = &review.evidence();
    let name = view.offering.name.clone();
    let checklist = view.checklist();
    let (progress, stale) = (checklist.progress(), stale(&checklist));
    let is_done = progress.done == progress.applicable;
    let (errors, warnings) = counts(&review.content);
    let rules = match (errors, warnings) {
        (0, 0) => Mark::Done,
        (0, _) => Mark::Warning,
        _ => Mark::Error,
    };
    let gate = view.gate(Gate::Ga);
    let (met, of) = gate.score();
    let later: Vec<&str> =
        gate.of(ConditionState::NotCheckedYet).map(|condition| text::requirement(condition.id)).collect();
    let [ticked, tests, history] =
        [Page::Checklist, Page::Tests, Page::History].map(|page| Path::Offering(name.clone(), page).to_string());
    let targets: Vec<_> = view.offering.test_targets().collect();
    let proven = targets.iter().filter(|target| view.offering.is_proven(target)).count();
    let request = review.submission.id;
    let plans = view.offering.plans.iter();
    let what_ifs = plans.filter_map(|plan| what_if_of_request(view, plan, request)).collect_view();
    let hash: String = review.submission.content_sha256.chars().take(12).collect();
    view! {
        <ul class="evs">
            {item(
                if is_done { Mark::Done } else { Mark::Partial },
                view! {
                    <a href=ticked>{words::CHECKLIST}</a>
                    ": "
                    {text::checklist::done(progress)}
                }
                    .into_any(),
                (!stale.is_empty()).then(|| words::tracks::stale_ticks(&stale)),
            )}
            {item(
                if proven == targets.len() { Mark::Done } else { Mark::Error },
                view! {
                    <a href=tests>{text::page(Page::Tests)}</a>
                    ": "
                    {words::tracks::proven(proven, targets.len())}
                }
                    .into_any(),
                None,
            )}
            {item(
                if gate.is_open() { Mark::Done } else { Mark::Error },
                text::conditions_met(met, of).into_any(),
                (!later.is_empty()).then(|| words::not_checked(&later)),
            )}
            {item(rules, words::findings(errors, warnings).into_any(), None)}
            {item(
                Mark::Info,
                view! {
                    {words::CONTENT}
                    " "
                    <code>{hash}</code>
                    "…"
                }
                    .into_any(),
                Some(words::CONTENT_WHAT.to_owned()),
            )}
            {item(Mark::Info, view! { <a href=history>{text::page(Page::History)}</a> }.into_any(), None)}
        </ul>
        {what_ifs}
    }
}

/// The rows whose ticks were given for something else than what was handed in.
fn stale(checklist: &Checklist) -> Vec<String> {
    checklist.rows.iter().filter(|report| report.stale.is_some()).map(|report| report.number.to_string()).collect()
}

fn item(mark: Mark, fact: AnyView, note: Option<String>) -> impl IntoView {
    view! {
        <li class="ev">
            <MarkIcon mark=mark />
            <div>
                <p class="ev__t">{fact}</p>
                {note.map(|note| view! { <p class="ev__n">{note}</p> })}
            </div>
        </li>
    }
}
