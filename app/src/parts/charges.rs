//! Lines of statements: what they cost, and how that comes about.

use leptos::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::money::shown;
use slipway_domain::month::Month;
use slipway_domain::rating::Verdict;
use slipway_domain::statement::{Outcome, StatementLine, Total};

use crate::parts::estimate::{Explained, explained};
use crate::text::estimate;
use crate::text::usage as words;
use crate::ui::{Button, Choice, Empty, Glyph, Select};

/// The money of a line, or why there is none.
pub fn cost(line: &StatementLine) -> String {
    match &line.outcome {
        Outcome::TooLarge => words::TOO_LARGE.to_owned(),
        Outcome::Unread => words::UNREAD.to_owned(),
        Outcome::Reckoned { verdict: Verdict::Rated { currency, .. }, line } => shown(*currency, line.cost),
        Outcome::Reckoned { verdict, .. } => estimate::verdict(*verdict).to_owned(),
    }
}

/// The steps of lines, from records to money.
pub fn explanation(lines: &[StatementLine]) -> impl IntoView + use<> {
    let bodies = lines.iter().map(steps).collect_view();
    view! {
        <table class="cds--data-table table explain">
            <caption>{words::HOW}</caption>
            {bodies}
        </table>
    }
}

fn steps(line: &StatementLine) -> AnyView {
    let name = words::charge_of_plan(&line.place, &line.charged);
    match &line.outcome {
        Outcome::Reckoned { verdict, line: reckoned } => explained(&Explained {
            name,
            unit: words::quantity_unit(&line.charged).to_owned(),
            verdict: *verdict,
            steps: reckoned.steps.clone(),
            is_beyond_last: reckoned.beyond_last,
            total: reckoned.cost,
        })
        .into_any(),
        Outcome::TooLarge | Outcome::Unread => {
            let why = cost(line);
            view! {
                <tbody>
                    <tr>
                        <th scope="row">{name}</th>
                        <td>{why}</td>
                    </tr>
                </tbody>
            }
            .into_any()
        }
    }
}

/// What is owed, one line for each currency.
pub fn totals(totals: &[Total]) -> impl IntoView + use<> {
    let each = |total: &Total| {
        let projected = words::projected(total).map(|text| format!(" {text}"));
        view! {
            <p class="total">
                <span>{words::total(total)}</span>
                {projected}
            </p>
        }
    };
    totals.iter().map(each).collect_view()
}

/// What a month brought: whether it stands and as of when it was reckoned, the totals and the lines; or why there is
/// nothing.
pub fn brought(
    nothing: Option<&'static str>,
    (is_draft, as_of): (bool, Option<Moment>),
    owed: &[Total],
    lines: impl IntoView,
) -> AnyView {
    if let Some(nothing) = nothing {
        return view! {
            <Empty title=words::NOTHING icon=Glyph::ChartBar>
                <p>{nothing}</p>
            </Empty>
        }
        .into_any();
    }
    let (standing, totals) = (if is_draft { words::SOME_DRAFTS } else { words::ALL_STAND }, totals(owed));
    let as_of = as_of.map(|at| format!(" {}", words::as_of(at)));
    view! {
        <p class="quiet">{standing} {as_of}</p>
        {totals}
        {lines}
    }
    .into_any()
}

/// Chooses a month of the page that it stands on.
pub fn months(months: &[Month], month: Month, action: String) -> impl IntoView + use<> {
    months_beside(months, month, action, None)
}

/// As `months`, of a page whose address says something else beside the month: the name of that and its value.
pub fn months_beside(
    months: &[Month],
    month: Month,
    action: String,
    beside: Option<(&'static str, String)>,
) -> impl IntoView + use<> {
    let options = months.iter().map(|month| Choice::new(month.to_string(), month.start().month())).collect::<Vec<_>>();
    let beside = beside.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form class="inline-form" method="get" action=action>
            {beside}
            <Select label=words::MONTH name="month" options=options selected=month.to_string() />
            <Button>{words::SHOW}</Button>
        </form>
    }
}
