//! Plans in two versions, joined by their ids.

use super::{Line, Subject, has_value, keyed};
use crate::field::{self, Field};
use crate::ids::PlanId;
use crate::metric::MetricDraft;
use crate::offering::Offering;
use crate::page::Page;
use crate::plan::{AmountDraft, CapDraft, PlanDraft, PlanRecord};

pub(super) fn plans(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let by_id = |plans: &[PlanRecord]| plans.iter().map(|plan| (plan.id, plan.draft.clone())).collect::<Vec<_>>();
    let before = before.map(|offering| by_id(&offering.plans)).unwrap_or_default();
    let mut lines = Vec::new();
    for (id, before, now) in keyed(before, by_id(&now.plans)) {
        let name = now.as_ref().or(before.as_ref()).map(|plan| plan.name.clone()).unwrap_or_default();
        let of_plan = |Value { field, member, before, now }: Value| Line {
            page: Page::Pricing,
            subject: Subject::Plan { id, name: name.clone(), field },
            member,
            before,
            now,
        };
        let values = plan(&before.unwrap_or_default(), &now.unwrap_or_default());
        lines.extend(values.into_iter().map(of_plan).filter(has_value));
    }
    lines
}

/// Every plan as it was typed.
pub(super) fn written(offering: &Offering) -> impl Iterator<Item = (PlanId, &PlanDraft)> {
    offering.plans.iter().map(|plan| (plan.id, &plan.draft))
}

/// A value of a plan in two versions.
struct Value {
    field: Field,
    member: String,
    before: String,
    now: String,
}

fn plan(before: &PlanDraft, now: &PlanDraft) -> Vec<Value> {
    let plain = [
        (Field::PlanName, &before.name, &now.name),
        (Field::PlanDisplayName, &before.display_name, &now.display_name),
        (Field::PlanDescription, &before.description, &now.description),
        (Field::PlanKind, &before.kind, &now.kind),
        (Field::PlanBindable, &before.bindable, &now.bindable),
        (Field::PlanOneInstance, &before.one_instance_per_account, &now.one_instance_per_account),
        (Field::PlanProrated, &before.prorate_first_month, &now.prorate_first_month),
        (Field::PlanFrom, &before.effective_from, &now.effective_from),
        (Field::PlanUntil, &before.effective_until, &now.effective_until),
        (Field::PlanEndsOn, &before.ends_on, &now.ends_on),
    ];
    let alone = |(field, old, new): (Field, &str, &str)| Value {
        field,
        member: String::new(),
        before: old.trim().to_owned(),
        now: new.trim().to_owned(),
    };
    let plain = plain.into_iter().map(|(field, old, new)| (field, old.as_str(), new.as_str()));
    let flags = before.flags().into_iter().zip(now.flags()).map(|((field, old), (_, new))| (field, old, new));
    let mut values: Vec<_> = plain.chain(flags).map(alone).collect();
    let bullets = |plan: &PlanDraft| {
        plan.listed_bullets().map(|(_, bullet)| (bullet.trim().to_owned(), bullet.trim().to_owned())).collect()
    };
    values.extend(members(Field::PlanBullets, bullets(before), bullets(now)));
    let amounts = |plan: &PlanDraft| {
        let amounts = plan.listed_amounts();
        amounts.map(|(_, amount)| (place(&amount.country, &amount.currency), shown(amount))).collect()
    };
    values.extend(members(Field::PlanAmounts, amounts(before), amounts(now)));
    let locations = |plan: &PlanDraft| plan.locations.iter().map(|id| (id.clone(), id.clone())).collect();
    values.extend(members(Field::PlanLocations, locations(before), locations(now)));
    let caps = |plan: &PlanDraft| plan.listed_caps().map(|(_, cap)| (cap.measure.clone(), capped(cap))).collect();
    values.extend(members(Field::PlanCaps, caps(before), caps(now)));
    values.extend(metrics(before, now));
    values
}

/// Metrics are told apart by the key of their monthly total.
fn metrics(before: &PlanDraft, now: &PlanDraft) -> Vec<Value> {
    let by_unit = |plan: &PlanDraft| {
        let metrics = plan.metrics.iter().enumerate();
        metrics.map(|(at, metric)| (metric.unit_id().to_owned(), (field::row(at), metric.clone()))).collect::<Vec<_>>()
    };
    let mut values = Vec::new();
    for (unit, before, now) in keyed(by_unit(before), by_unit(now)) {
        let row = now.as_ref().or(before.as_ref()).map_or(0, |(row, _)| *row);
        let metric = |of: Option<(u8, MetricDraft)>| of.map(|(_, metric)| metric).unwrap_or_default();
        let (before, now) = (metric(before), metric(now));
        let both = before.values(row).into_iter().zip(now.values(row));
        values.extend(both.map(|((field, before), (_, now))| Value { field, member: unit.clone(), before, now }));
        let prices = |metric: &MetricDraft| {
            let told = metric.told_prices().into_iter();
            told.map(|((country, currency), prices)| (format!("{unit} {}", place(&country, &currency)), prices))
                .collect()
        };
        values.extend(members(Field::MetricPlaces(row), prices(&before), prices(&now)));
    }
    values
}

fn members(field: Field, before: Vec<(String, String)>, now: Vec<(String, String)>) -> Vec<Value> {
    let joined = keyed(before, now).into_iter();
    joined
        .map(|(member, before, now)| Value {
            field,
            member,
            before: before.unwrap_or_default(),
            now: now.unwrap_or_default(),
        })
        .collect()
}

/// What tells a price from the others: `USA USD`.
fn place(country: &str, currency: &str) -> String {
    format!("{country} {currency}")
}

/// `API_CALL 10000, stop`
fn capped(cap: &CapDraft) -> String {
    format!("{} {}, {}", cap.measure, cap.cap, cap.action)
}

/// `USA, USD 49.90`
fn shown(amount: &AmountDraft) -> String {
    format!("{}, {} {}", amount.country, amount.currency, amount.price)
}
