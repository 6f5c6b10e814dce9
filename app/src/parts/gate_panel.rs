//! A gate: what can be done about it, then what is missing, each with a way to where it is met, then what is needed later
//! or not checked yet. What is met is folded away behind its number.

use leptos::prelude::*;
use slipway_domain::gate::{Condition, ConditionState, GateReport, Requirement};

use crate::paths::Path;
use crate::text;
use crate::ui::{Mark, MarkIcon};

/// The children are what can be done, or why it cannot; they stand above the list, so that they stay in sight however
/// long it is.
#[component]
pub fn Conditions(report: GateReport, #[prop(into)] offering: String, children: Children) -> impl IntoView {
    let (met, of) = report.score();
    let list = |states: &[ConditionState]| listed(&report, states, &offering);
    let now = list(&[ConditionState::Missing, ConditionState::Warning]);
    let later = list(&[ConditionState::Later]).map(|list| apart(text::condition_state(ConditionState::Later), list));
    let unchecked = list(&[ConditionState::NotCheckedYet]).map(|list| apart(text::NOT_CHECKED_YET, list));
    let done = list(&[ConditionState::Met]).map(|list| {
        view! {
            <details class="gate__met disclosure">
                <summary>{text::conditions_folded(met)}</summary>
                {list}
            </details>
        }
    });
    view! {
        <p class="gate__lead">{text::conditions_met(met, of)}</p>
        {children()}
        {now}
        {later}
        {unchecked}
        {done}
    }
}

/// The conditions in these states, one state after the other; `None` if there are none.
fn listed(report: &GateReport, states: &[ConditionState], offering: &str) -> Option<AnyView> {
    let found: Vec<_> = states.iter().flat_map(|state| report.of(*state)).collect();
    if found.is_empty() {
        return None;
    }
    let items = found.into_iter().map(|condition| item(condition, offering)).collect_view();
    Some(view! { <ul class="conds">{items}</ul> }.into_any())
}

fn apart(title: &'static str, list: AnyView) -> impl IntoView {
    view! {
        <h3 class="gate__sub">{title}</h3>
        {list}
    }
}

fn item(condition: &Condition, offering: &str) -> impl IntoView + use<> {
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
            text::condition_note(condition).into_any()
        } else {
            brokers(condition, offering).into_any()
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
                    {text::condition(condition)}
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

#[cfg(test)]
mod tests {
    use slipway_domain::gate::Gate;
    use slipway_domain::page::Page;

    use super::*;

    fn condition(id: Requirement, state: ConditionState, page: Option<Page>) -> Condition {
        Condition { id, state, page, fields: Vec::new(), names: Vec::new(), brokers: Vec::new() }
    }

    #[test]
    fn what_can_be_done_stands_above_what_is_missing_and_what_is_met_is_folded_away() {
        let conditions = vec![
            condition(Requirement::SummaryComplete, ConditionState::Met, Some(Page::Summary)),
            condition(Requirement::FreePlanExists, ConditionState::Warning, Some(Page::Pricing)),
            condition(Requirement::PlansApproved, ConditionState::Later, Some(Page::Pricing)),
            condition(Requirement::ListingComplete, ConditionState::Missing, Some(Page::Listing)),
            condition(Requirement::DemoAttached, ConditionState::NotCheckedYet, None),
            condition(Requirement::SettingsComplete, ConditionState::Met, Some(Page::Settings)),
        ];
        let report = GateReport { gate: Gate::Ga, conditions };
        let html = view! { <Conditions report offering="northwind-vector">"The button"</Conditions> }.to_html();
        let at = |part: &str| html.find(part).unwrap_or_else(|| panic!("{part} in {html}"));
        let order = [
            "2 of 3 conditions are met.",
            "The button",
            "The listing page is not complete",
            "href=\"/offerings/northwind-vector/listing\"",
            "No free plan",
            "Needed later</h3>",
            "The billing desk has not approved every paid plan",
            "Not checked yet</h3>",
            "A demo recording is attached",
            "<details",
            "2 conditions are met</summary>",
            "The summary is complete",
            "The settings are complete",
            "</details>",
        ];
        assert!(order.map(at).is_sorted(), "{html}");
    }

    #[test]
    fn a_part_without_conditions_is_not_there() {
        let missing = condition(Requirement::BrokerExists, ConditionState::Missing, Some(Page::Deployments));
        let report = GateReport { gate: Gate::Broker, conditions: vec![missing] };
        let html = view! { <Conditions report offering="northwind-vector">"The button"</Conditions> }.to_html();
        assert!(html.contains("There is no broker"), "{html}");
        assert!(!html.contains("<details") && !html.contains("<h3"), "{html}");
    }
}
