//! The two lists of the plan editor: feature lines and the rows of the monthly fee.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::plan::AmountDraft;

use super::Editing;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::text::plan as words;
use crate::ui::{AddRow, Glyph, IconButton, Section, TextField};

pub(super) fn bullets(editing: &Editing) -> impl IntoView + use<> {
    let findings = editing.findings.clone();
    let rows = or_one(&editing.draft.bullets)
        .into_iter()
        .enumerate()
        .map(|(at, bullet)| {
            let field = line(Field::PlanBullet(row(at)), (words::bullet(at), None), bullet, &findings);
            view! {
                <div class="repeat__row repeat__row--one">
                    {field}
                    <IconButton
                        icon=Glyph::TrashCan
                        label=words::remove_bullet(at)
                        name="intent"
                        value=format!("bullet:remove:{at}")
                    />
                </div>
            }
        })
        .collect_view();
    view! {
        <Section title=words::BULLETS id=Field::PlanBullets.id() lead=words::BULLETS_LEAD>
            <div class="repeat">{rows}</div>
            <FindingsAt findings field=Field::PlanBullets />
            <AddRow intent="bullet:add" label=words::ADD_BULLET />
        </Section>
    }
}

pub(super) fn fee(editing: &Editing) -> impl IntoView + use<> {
    let findings = editing.findings.clone();
    let rows = or_one(&editing.draft.amounts)
        .into_iter()
        .enumerate()
        .map(|(at, amount)| amount_row(at, amount, &findings))
        .collect_view();
    view! {
        <Section title=words::FEE id=Field::PlanAmounts.id() lead=words::FEE_LEAD>
            <div class="repeat">{rows}</div>
            <FindingsAt findings field=Field::PlanAmounts />
            <AddRow intent="amount:add" label=words::ADD_AMOUNT />
        </Section>
    }
}

fn amount_row(at: usize, amount: AmountDraft, findings: &Findings) -> impl IntoView + use<> {
    let AmountDraft { country, currency, price } = amount;
    let number = row(at);
    let country =
        line(Field::AmountCountry(number), (words::country(at), Some(words::COUNTRY_EXAMPLE)), country, findings);
    let currency =
        line(Field::AmountCurrency(number), (words::currency(at), Some(words::CURRENCY_EXAMPLE)), currency, findings);
    let price = line(Field::AmountPrice(number), (words::price(at), Some(words::PRICE_EXAMPLE)), price, findings);
    view! {
        <div class="repeat__row repeat__row--three">
            {country} {currency} {price}
            <IconButton
                icon=Glyph::TrashCan
                label=words::remove_amount(at)
                name="intent"
                value=format!("amount:remove:{at}")
            />
        </div>
    }
}

/// One field of a row: its label with a placeholder that shows the form, and its findings.
fn line(field: Field, (label, example): (String, Option<&'static str>), value: String, findings: &Findings) -> AnyView {
    let (state, findings) = (validity(findings, field), findings.clone());
    let inputmode = if matches!(field, Field::AmountPrice(_)) { "decimal" } else { "text" };
    view! {
        <TextField
            label=label
            name=field.input_name()
            value=value
            inputmode=inputmode
            placeholder=example.unwrap_or_default()
            validity=state
        >
            <FindingsAt findings field=field />
        </TextField>
    }
    .into_any()
}

/// An empty list shows one empty row to type into.
fn or_one<T: Clone + Default>(rows: &[T]) -> Vec<T> {
    if rows.is_empty() { vec![T::default()] } else { rows.to_vec() }
}

/// Rows beyond the last number share it, as in the findings.
pub(super) fn row(at: usize) -> u8 {
    u8::try_from(at).unwrap_or(u8::MAX)
}
