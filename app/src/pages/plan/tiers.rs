//! The price table of a metric: for whom it has prices of its own, and a price for each tier and each of them. Bounds
//! are told in packs and in the unit that customers know (DEC-58).

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::metric::{MetricDraft, PlaceDraft};
use slipway_domain::rating::PricingModel;

use super::lists::row;
use crate::parts::findings_list::{FindingsPlace, validity};
use crate::parts::text_line::{RowLine, row_line};
use crate::text::metric as words;
use crate::ui::{Cell, Column, DataTable, Glyph, IconButton, LinkButton, RepeatRow, RowWidth, Validity};

pub(super) fn table(at: usize, metric: &MetricDraft, findings: &Findings) -> impl IntoView + use<> {
    let Shape { tiers, has_bounds } = shape(metric);
    let places = metric.places.iter().enumerate().map(|(place, draft)| place_row(at, place, draft, findings));
    let places = places.collect_view();
    let prices = (!metric.places.is_empty()).then(|| prices(at, metric, findings));
    let add_tier = has_bounds.then(|| act(format!("metric:{at}:tier:add"), words::ADD_TIER));
    let add_place = act(format!("metric:{at}:place:add"), words::ADD_PLACE);
    let below = below(at, metric, tiers, findings);
    view! {
        <div class="tiers__head" id=Field::MetricPlaces(row(at)).id()>
            <h3>{if has_bounds { words::TIERS } else { words::PRICES }}</h3>
            <p>{words::tiers_lead(metric, has_bounds)}</p>
        </div>
        <div class="repeat">{places}</div>
        {prices}
        {below}
        <p class="after-table">{add_tier} {add_place}</p>
    }
}

/// What of the table is drawn: a linear price has one row; others that were typed before stay until they are removed.
struct Shape {
    tiers: usize,
    has_bounds: bool,
}

fn shape(metric: &MetricDraft) -> Shape {
    let tiers = metric.tiers();
    Shape { tiers, has_bounds: tiers > 1 || metric.pricing().is_some_and(PricingModel::has_tiers) }
}

fn place_row(at: usize, place: usize, draft: &PlaceDraft, findings: &Findings) -> impl IntoView + use<> {
    let (metric, number) = (row(at), row(place));
    let line = |label, example| RowLine { label, example, ..RowLine::default() };
    let country = line(words::country(place), words::COUNTRY_EXAMPLE);
    let currency = line(words::currency(place), words::CURRENCY_EXAMPLE);
    let country = row_line(Field::MetricCountry(metric, number), country, &draft.country, findings);
    let currency = row_line(Field::MetricCurrency(metric, number), currency, &draft.currency, findings);
    let (remove, intent) = (words::remove_place(place), format!("metric:{at}:place:remove:{place}"));
    view! {
        <RepeatRow width=RowWidth::TwoShort remove intent>
            {country} {currency}
        </RepeatRow>
    }
}

fn prices(at: usize, metric: &MetricDraft, findings: &Findings) -> impl IntoView + use<> {
    let Shape { tiers, has_bounds } = shape(metric);
    let mut columns = vec![Column::new(words::TIER)];
    if has_bounds {
        columns.extend([Column::num(words::FROM_PACK), Column::num(words::UP_TO)]);
    }
    columns.extend(metric.places.iter().enumerate().map(|(place, draft)| Column::num(words::place(place, draft))));
    if has_bounds {
        columns.extend([Column::num(words::in_unit(metric)), Column::hidden(words::ACTIONS)]);
    }
    let rows = (0..tiers).map(|tier| tier_row(at, tier, metric, findings)).collect_view();
    let caption = words::price_table(at, metric);
    view! {
        <DataTable class="table--tiers" scrolls=true caption=caption caption_hidden=true columns=columns>
            {rows}
        </DataTable>
    }
}

fn tier_row(at: usize, tier: usize, metric: &MetricDraft, findings: &Findings) -> impl IntoView + use<> {
    let Shape { tiers, has_bounds } = shape(metric);
    let (outer, number) = (row(at), row(tier));
    let is_last = tier + 1 == tiers;
    let bound = Field::MetricBound(outer, number);
    let bounds = has_bounds.then(|| {
        let from = Some(words::from_pack(metric, tier)).filter(|text| !text.is_empty());
        let label = words::bound(tier);
        let placeholder = if is_last { words::NO_LIMIT } else { "" };
        let input = input(bound, label, metric.bound(tier), placeholder, findings);
        view! {
            <Cell label=words::FROM_PACK num=true live=format!("{}-from", bound.id())>
                {from}
            </Cell>
            <Cell label=words::UP_TO num=true>
                {input}
            </Cell>
        }
    });
    let prices = metric
        .places
        .iter()
        .enumerate()
        .map(|(place, draft)| {
            let field = Field::MetricPrice(outer, row(place), number);
            let label = words::place(place, draft);
            let input = input(field, words::price(tier, &label), metric.price(place, tier), "0.40", findings);
            view! {
                <Cell label=label num=true>
                    {input}
                </Cell>
            }
        })
        .collect_view();
    let rest = has_bounds.then(|| {
        let units = Some(words::units_up_to(metric, tier)).filter(|text| !text.is_empty());
        view! {
            <Cell label=words::in_unit(metric) num=true class="quiet" live=format!("{}-units", bound.id())>
                {units}
            </Cell>
            <td class="table__acts">
                <IconButton
                    icon=Glyph::TrashCan
                    label=words::remove_tier(tier)
                    name="intent"
                    value=format!("metric:{at}:tier:remove:{tier}")
                />
            </td>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label=words::TIER>
                {tier + 1}
            </th>
            {bounds}
            {prices}
            {rest}
        </tr>
    }
}

fn input(
    field: Field,
    label: String,
    value: &str,
    placeholder: &'static str,
    findings: &Findings,
) -> impl IntoView + use<> {
    let state = validity(findings, field);
    let class = if state == Validity::Fine { "cell-input" } else { "cell-input cell-input--found" };
    let described_by = (state != Validity::Fine).then(|| format!("{}-findings", field.id()));
    view! {
        <input
            class=class
            type="text"
            id=field.id()
            name=field.input_name()
            value=value.to_owned()
            inputmode="decimal"
            autocomplete="off"
            placeholder=placeholder
            aria-label=label
            aria-invalid=state.aria()
            aria-describedby=described_by
        />
    }
}

/// The findings of the table stand below it, in its order; those of a cell have their place before there are any.
fn below(at: usize, metric: &MetricDraft, tiers: usize, findings: &Findings) -> impl IntoView + use<> {
    let outer = row(at);
    let bounds = (0..tiers).map(|tier| Field::MetricBound(outer, row(tier)));
    let prices = (0..metric.places.len())
        .flat_map(|place| (0..tiers).map(move |tier| Field::MetricPrice(outer, row(place), row(tier))));
    let table = [Field::MetricTiers(outer), Field::MetricPlaces(outer)];
    table
        .into_iter()
        .chain(bounds)
        .chain(prices)
        .map(|field| {
            let findings = findings.only(|at| at == field);
            view! { <FindingsPlace findings field /> }
        })
        .collect_view()
}

fn act(value: String, label: &'static str) -> impl IntoView {
    view! {
        <LinkButton name="intent" value=value>
            {label}
        </LinkButton>
    }
}
