//! Metered plans of a service: the price lines of each metric, in packs and in the unit of the customer (DEC-58), and an
//! estimate.

use leptos::prelude::*;
use slipway_domain::catalog::PlanCard;
use slipway_domain::metric::Metric;
use slipway_domain::money::shown;
use slipway_domain::rating::{Buyer, PriceRow};

use crate::islands::live_form::LiveForm;
use crate::parts::estimate::{Asked, estimator};
use crate::parts::load::query;
use crate::text::detail as words;
use crate::text::estimate as estimate_words;
use crate::ui::{Cell, Column, DataTable};

/// Prices and estimates as `buyer` pays them.
pub(super) fn plans(plans: &[PlanCard], buyer: Buyer) -> impl IntoView + use<> {
    plans.iter().filter(|plan| !plan.metrics.is_empty()).map(|card| plan(card, buyer)).collect_view()
}

/// The price lines alone.
pub(in crate::pages) fn tables(plans: &[PlanCard], buyer: Buyer) -> impl IntoView + use<> {
    plans.iter().map(|plan| tables_of(plan, buyer)).collect_view()
}

fn tables_of(plan: &PlanCard, buyer: Buyer) -> impl IntoView + use<> {
    plan.metrics.iter().map(|metric| prices(&plan.display_name, metric, buyer)).collect_view()
}

fn plan(plan: &PlanCard, buyer: Buyer) -> impl IntoView + use<> {
    let tables = tables_of(plan, buyer);
    let id = format!("estimate-{}", plan.id);
    // A page may have several metered plans; the address tells which one was asked about.
    let is_asked = query("plan") == plan.id.to_string();
    let asked = if is_asked { Asked::of_page(&plan.metrics) } else { Asked::nothing(&plan.metrics) };
    let asked = asked.by(buyer);
    let title = estimate_words::estimate_of(&plan.display_name);
    let estimator = estimator(&plan.metrics, &asked, &id, Some(plan.id.to_string()));
    view! {
        {tables}
        <section class="estimate lines" id=id.clone() aria-labelledby=format!("{id}-h")>
            <h2 id=format!("{id}-h")>{title}</h2>
            <LiveForm>{estimator}</LiveForm>
        </section>
    }
}

fn prices(plan: &str, metric: &Metric, buyer: Buyer) -> impl IntoView + use<> {
    let mut rows: Vec<&PriceRow> = metric.tariff.prices.iter().collect();
    rows.sort_by_key(|row| {
        let is_own = row.country == buyer.country && row.currency == buyer.currency;
        (!is_own, !row.is_base(), row.country, row.currency)
    });
    let Some(first) = rows.first() else { return uncharged(plan, metric).into_any() };
    let mut columns = vec![Column::new(words::PACKS), Column::new(words::IN_UNITS)];
    columns.extend(rows.iter().map(|row| Column::num(place(row))));
    let tiers = (0..first.tiers.len()).map(|at| tier(metric, &rows, at)).collect_view();
    let terms = [vec![estimate_words::per(metric)], estimate_words::allowances(metric)].concat().join("; ");
    view! {
        <div class="lines">
            <DataTable caption=words::metric_prices(plan, &metric.name) sub=terms scrolls=true columns=columns>
                {tiers}
            </DataTable>
        </div>
    }
    .into_any()
}

/// A metric that is shown and has no price.
fn uncharged(plan: &str, metric: &Metric) -> impl IntoView + use<> {
    view! {
        <div class="lines">
            <h3>{words::metric_prices(plan, &metric.name)}</h3>
            <p class="quiet">{estimate_words::NOT_CHARGED}</p>
        </div>
    }
}

fn tier(metric: &Metric, rows: &[&PriceRow], at: usize) -> impl IntoView + use<> {
    let tiers = &rows[0].tiers;
    let before = at.checked_sub(1).and_then(|before| tiers.get(before));
    let (packs, units) = estimate_words::tier(metric, before, &tiers[at]);
    let units = (!units.is_empty()).then_some(units);
    let prices = rows
        .iter()
        .map(|row| {
            let price = row.tiers.get(at).map(|tier| shown(row.currency, tier.price.decimal()));
            view! {
                <Cell label=place(row) num=true>
                    {price}
                </Cell>
            }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{packs}</th>
            <Cell label=words::IN_UNITS>{units}</Cell>
            {prices}
        </tr>
    }
}

/// "DEU, EUR"
fn place(row: &PriceRow) -> String {
    format!("{}, {}", row.country, row.currency)
}
