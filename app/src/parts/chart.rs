//! A month day by day: bars as SVG, and the same numbers as a table; of several metrics one chart after the other.

use leptos::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use slipway_domain::statement::Chart;
use slipway_domain::view::UsedMetric;

use crate::parts::figure::figure;
use crate::text::figure::Figure;
use crate::text::usage as words;
use crate::ui::{Cell, Column, DataTable, Fold};

/// Charts that are open; more of them are folded away.
const OPEN: usize = 6;
const MORE: &str = "more-charts";

const WIDTH: u32 = 640;
const HEIGHT: u32 = 120;
/// Below the bars, for the numbers of the days.
const FOOT: u32 = 20;

/// Metrics of several plans, each with its allowance.
pub fn charts(charts: &[Chart]) -> impl IntoView + use<> {
    let (open, rest) = charts.split_at(charts.len().min(OPEN));
    let shown = open.iter().map(of_plan).collect_view();
    let more = (!rest.is_empty()).then(|| {
        let summary = words::more_charts(rest.len());
        let rest = rest.iter().map(of_plan).collect_view();
        view! {
            <Fold title=words::MORE_CHARTS summary=summary id=MORE>
                {rest}
            </Fold>
        }
    });
    view! {
        {shown}
        {more}
    }
}

fn of_plan(of: &Chart) -> AnyView {
    let caption = format!("{} · {}", words::service(&of.place), words::chart(&of.used.name, &of.used.unit));
    let allowance = of.allowance.map(|allowance| {
        let told = words::allowance(allowance, &of.used.unit);
        view! { <p class="quiet">{told}</p> }
    });
    view! {
        {drawn(&of.used, caption)}
        {allowance}
    }
    .into_any()
}

pub fn chart(metric: &UsedMetric) -> impl IntoView + use<> {
    drawn(metric, words::chart(&metric.name, &metric.unit))
}

fn drawn(metric: &UsedMetric, caption: String) -> impl IntoView + use<> {
    let highest = metric.days.iter().map(|day| day.value).max().unwrap_or_default();
    let days = u32::from(metric.month_days).max(1);
    let step = WIDTH / days;
    let bars = metric
        .days
        .iter()
        .map(|day| {
            let height = height(day.value, highest);
            let x = step * u32::from(day.day.saturating_sub(1)) + 2;
            view! { <rect class="chart__bar" x=x y=HEIGHT - height width=step - 4 height=height /> }
        })
        .collect_view();
    let numbers = (1..=days)
        .filter(|day| *day == 1 || day.is_multiple_of(5))
        .map(|day| {
            let x = step * (day - 1) + step / 2;
            view! {
                <text class="chart__text" x=x y=HEIGHT + FOOT - 4 text-anchor="middle">
                    {day}
                </text>
            }
        })
        .collect_view();
    let rows = metric
        .days
        .iter()
        .map(|day| {
            let (label, day, value) = (metric.unit.clone(), day.day, figure(Figure::number(day.value)));
            view! {
                <tr>
                    <th scope="row">{day}</th>
                    <Cell label=label num=true>
                        {value}
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![Column::new(words::DAY), Column::num(metric.unit.clone())];
    view! {
        <div class="charted">
            <figure class="chart">
                <figcaption>{caption.clone()}</figcaption>
                <svg viewBox=format!("0 0 {WIDTH} {}", HEIGHT + FOOT) aria-hidden="true" focusable="false">
                    <line class="chart__grid" x1="0" y1=HEIGHT x2=WIDTH y2=HEIGHT />
                    {bars}
                    {numbers}
                </svg>
            </figure>
            <DataTable stack_class="charted__table" caption=caption caption_hidden=true columns=columns scrolls=true>
                {rows}
            </DataTable>
        </div>
    }
}

/// Of a bar, in whole units: at least one for what is not nothing.
fn height(value: Decimal, highest: Decimal) -> u32 {
    let part = value.checked_div(highest).and_then(|part| part.checked_mul(Decimal::from(HEIGHT)));
    let height = part.and_then(|height| height.ceil().to_u32()).unwrap_or_default();
    height.min(HEIGHT)
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::PlanId;
    use slipway_domain::metering::DayValue;
    use slipway_domain::statement::{Allowance, LinePlace};

    use super::*;

    #[test]
    fn the_highest_day_is_the_highest_bar_and_nothing_is_no_bar() {
        let of = |value: i64, highest: i64| height(value.into(), highest.into());
        assert_eq!((of(10, 10), of(5, 10), of(1, 100_000), of(0, 10), of(0, 0)), (120, 60, 1, 0, 0));
    }

    #[test]
    fn the_table_says_what_the_bars_show_and_names_are_text() {
        let metric = UsedMetric {
            plan: PlanId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            measure: "QUERY".to_owned(),
            name: "<xss8>".to_owned(),
            unit: "queries".to_owned(),
            days: [(1, 5), (2, 0), (3, 12)].map(|(day, value)| DayValue { day, value: value.into() }).to_vec(),
            month_days: 31,
        };
        let html = chart(&metric).to_html();
        assert_eq!((html.matches("<rect").count(), html.matches("<tr>").count()), (3, 4), "{html}");
        assert!(html.contains("12") && !html.contains("<xss8>"), "{html}");
    }

    fn metric_of(number: u8) -> Chart {
        let plan = PlanId::parse(&format!("0190c9a8-7c3e-7d51-9a43-{number:012}")).unwrap();
        let used = UsedMetric {
            plan,
            measure: "QUERY".to_owned(),
            name: "Queries".to_owned(),
            unit: "queries".to_owned(),
            days: vec![DayValue { day: 1, value: 5.into() }],
            month_days: 31,
        };
        let service = LinePlace::of_service("search".to_owned(), "Search".to_owned(), "Northwind".to_owned());
        let place = LinePlace { plan, plan_name: format!("Plan {number}"), ..service };
        Chart { place, used, allowance: Some(Allowance { units: 1_000.into(), used: 5.into() }) }
    }

    #[test]
    fn six_metrics_are_open_and_more_of_them_are_folded_away() {
        let six: Vec<Chart> = (1..=6).map(metric_of).collect();
        let html = charts(&six).to_html();
        assert_eq!((html.matches("<svg").count(), html.matches("<details").count()), (6, 0), "{html}");
        assert!(html.contains("Search · Plan 1 · Queries: queries by day"), "{html}");
        assert!(html.contains("Allowance: 5 of 1,000 queries used, 995 left."), "{html}");
        let eight: Vec<Chart> = (1..=8).map(metric_of).collect();
        let html = charts(&eight).to_html();
        let folded = html.split("<details").nth(1).unwrap();
        assert_eq!((html.matches("<svg").count(), folded.matches("<svg").count()), (8, 2), "{html}");
        assert!(!charts(&[]).to_html().contains("<svg"));
    }
}
