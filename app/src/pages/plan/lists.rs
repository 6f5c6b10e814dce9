//! The lists of the plan editor: feature lines, the rows of the monthly fee, and the caps of a free plan.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::plan::{AmountDraft, CAP_ACTIONS, CapDraft};

use super::Editing;
use crate::parts::findings_list::{FindingsAt, FindingsPlace, validity};
use crate::parts::moves::moves;
use crate::parts::text_line::{RowLine, row_line};
use crate::text::plan as words;
use crate::ui::{AddRow, Choice, RepeatRow, RowWidth, Section, Select};

pub(super) fn bullets(editing: &Editing) -> impl IntoView + use<> {
    let findings = editing.findings.clone();
    let bullets = or_one(&editing.draft.bullets);
    let count = bullets.len();
    let rows = bullets
        .into_iter()
        .enumerate()
        .map(|(at, bullet)| {
            let line = RowLine { label: words::bullet(at), ..RowLine::default() };
            let field = row_line(Field::PlanBullet(row(at)), line, &bullet, &findings);
            let (remove, intent) = (words::remove_bullet(at), format!("bullet:remove:{at}"));
            let moves = moves("bullet:", at, count, &words::bullet(at));
            view! {
                <RepeatRow width=RowWidth::One remove intent moves>
                    {field}
                </RepeatRow>
            }
        })
        .collect_view();
    view! {
        <Section title=words::BULLETS id=Field::PlanBullets.id() lead=words::BULLETS_LEAD>
            <div class="repeat">{rows}</div>
            <FindingsPlace findings field=Field::PlanBullets />
            <AddRow intent="bullet:add" label=words::ADD_BULLET />
        </Section>
    }
}

pub(super) fn fee(editing: &Editing) -> impl IntoView + use<> {
    let findings = editing.findings.clone();
    let rows = or_one(&editing.draft.amounts)
        .into_iter()
        .enumerate()
        .map(|(at, amount)| amount_row(at, &amount, &findings))
        .collect_view();
    view! {
        <Section title=words::FEE id=Field::PlanAmounts.id() lead=words::FEE_LEAD>
            <div class="repeat">{rows}</div>
            <FindingsPlace findings field=Field::PlanAmounts />
            <AddRow intent="amount:add" label=words::ADD_AMOUNT />
        </Section>
    }
}

fn amount_row(at: usize, amount: &AmountDraft, findings: &Findings) -> impl IntoView + use<> {
    let number = row(at);
    let line = |label, example, inputmode| RowLine { label, example, inputmode, ..RowLine::default() };
    let country = line(words::country(at), words::COUNTRY_EXAMPLE, None);
    let currency = line(words::currency(at), words::CURRENCY_EXAMPLE, None);
    let price = line(words::price(at), words::PRICE_EXAMPLE, Some("decimal"));
    let country = row_line(Field::AmountCountry(number), country, &amount.country, findings);
    let currency = row_line(Field::AmountCurrency(number), currency, &amount.currency, findings);
    let price = row_line(Field::AmountPrice(number), price, &amount.price, findings);
    let (remove, intent) = (words::remove_amount(at), format!("amount:remove:{at}"));
    view! {
        <RepeatRow width=RowWidth::Three remove intent>
            {country} {currency} {price}
        </RepeatRow>
    }
}

pub(super) fn caps(editing: &Editing) -> impl IntoView + use<> {
    let findings = editing.findings.clone();
    let rows = or_one(&editing.draft.lite_caps)
        .into_iter()
        .enumerate()
        .map(|(at, cap)| cap_row(at, &cap, &findings))
        .collect_view();
    view! {
        <Section title=words::CAPS id=Field::PlanCaps.id() lead=words::CAPS_LEAD>
            <div class="repeat">{rows}</div>
            <FindingsPlace findings field=Field::PlanCaps />
            <AddRow intent="cap:add" label=words::ADD_CAP />
        </Section>
    }
}

fn cap_row(at: usize, cap: &CapDraft, findings: &Findings) -> impl IntoView + use<> {
    let number = row(at);
    let line = |label, example, inputmode| RowLine { label, example, inputmode, ..RowLine::default() };
    let measure = line(words::cap_measure(at), words::CAP_MEASURE_EXAMPLE, None);
    let amount = line(words::cap_amount(at), words::CAP_AMOUNT_EXAMPLE, Some("decimal"));
    let measure = row_line(Field::CapMeasure(number), measure, &cap.measure, findings);
    let amount = row_line(Field::CapAmount(number), amount, &cap.cap, findings);
    let action = cap_action(at, &cap.action, findings);
    let (remove, intent) = (words::remove_cap(at), format!("cap:remove:{at}"));
    view! {
        <RepeatRow width=RowWidth::Three remove intent>
            {measure} {amount} {action}
        </RepeatRow>
    }
}

fn cap_action(at: usize, action: &str, findings: &Findings) -> impl IntoView + use<> {
    let field = Field::CapAction(row(at));
    let options = CAP_ACTIONS.iter().map(|action| Choice::new(*action, words::cap_action(action))).collect::<Vec<_>>();
    let (state, findings) = (validity(findings, field), findings.only(|at| at == field));
    view! {
        <Select
            label=words::cap_action_of(at)
            name=field.input_name()
            id=field.id()
            options=options
            selected=action.to_owned()
            validity=state
        >
            <FindingsAt findings field=field />
        </Select>
    }
}

/// An empty list shows one empty row to type into.
fn or_one<T: Clone + Default>(rows: &[T]) -> Vec<T> {
    if rows.is_empty() { vec![T::default()] } else { rows.to_vec() }
}

/// Rows beyond the last number share it, as in the findings.
pub(super) fn row(at: usize) -> u8 {
    u8::try_from(at).unwrap_or(u8::MAX)
}
