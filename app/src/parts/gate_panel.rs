//! A gate: its conditions, met or missing, each with a way to where it is met, and what later work will check.

use leptos::prelude::*;
use slipway_domain::gate::{Condition, ConditionState, GateReport, Requirement};

use crate::paths::Path;
use crate::text;
use crate::ui::{Mark, MarkIcon};

#[component]
pub fn Conditions(report: GateReport, #[prop(into)] offering: String) -> impl IntoView {
    let (later, now): (Vec<_>, Vec<_>) =
        report.conditions.iter().cloned().partition(|condition| condition.state == ConditionState::NotCheckedYet);
    let (met, of) = report.score();
    let name = offering.clone();
    view! {
        <p class="gate__lead">{text::conditions_met(met, of)}</p>
        <ul class="conds">{now.into_iter().map(|condition| item(condition, &offering)).collect_view()}</ul>
        {(!later.is_empty())
            .then(|| {
                view! {
                    <h3 class="gate__sub">{text::NOT_CHECKED_YET}</h3>
                    <ul class="conds conds--later">
                        {later.into_iter().map(|condition| item(condition, &name)).collect_view()}
                    </ul>
                }
            })}
    }
}

fn item(condition: Condition, offering: &str) -> impl IntoView + use<> {
    let mark = match condition.state {
        ConditionState::Met => Mark::Done,
        ConditionState::Missing => Mark::Error,
        ConditionState::Warning => Mark::Warning,
        ConditionState::NotCheckedYet | ConditionState::Later => Mark::Open,
    };
    let place = condition.page.filter(|_| condition.state != ConditionState::Met).map(|page| {
        let (href, label) = match condition.id {
            Requirement::ThreadsResolved => (Path::Threads(offering.to_owned()).to_string(), text::thread::THREADS),
            _ => (Path::Offering(offering.to_owned(), page).to_string(), text::page(page)),
        };
        let note = if condition.brokers.is_empty() {
            text::condition_note(&condition).into_any()
        } else {
            brokers(&condition, offering).into_any()
        };
        view! {
            <p class="cond__note">
                <a href=href>{label}</a>
                {note}
            </p>
        }
    });
    view! {
        <li>
            <MarkIcon mark=mark />
            <div>
                <p>
                    <span class="visually-hidden">{text::condition_state(condition.state)} ": "</span>
                    {text::condition(&condition)}
                </p>
                {place}
            </div>
        </li>
    }
}

/// What a broker said, and what to do about it, is told on its own page.
fn brokers(condition: &Condition, offering: &str) -> impl IntoView + use<> {
    condition
        .brokers
        .iter()
        .zip(&condition.names)
        .enumerate()
        .map(|(at, (broker, name))| {
            let href = Path::Broker(offering.to_owned(), *broker).to_string();
            let name = text::broker::named(name).to_owned();
            view! {
                {if at == 0 { ": " } else { ", " }}
                <a href=href>{name}</a>
            }
        })
        .collect_view()
}
