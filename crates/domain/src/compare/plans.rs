//! Plans in two versions, joined by their ids.

use super::{Line, Subject, has_value, keyed};
use crate::field::{self, Field};
use crate::ids::PlanId;
use crate::metric::MetricDraft;
use crate::offering::Offering;
use crate::page::Page;
use crate::plan::{AmountDraft, PlanDraft, PlanRecord};

pub(super) fn plans(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let by_id = |plans: &[PlanRecord]| plans.iter().map(|plan| (plan.id, plan.draft.clone())).collect::<Vec<_>>();
    let before = before.map(|offering| by_id(&offering.plans)).unwrap_or_default();
    let mut lines = Vec::new();
    for (id, before, now) in keyed(before, by_id(&now.plans)) {
        let name = now.as_ref().or(before.as_ref()).map(|plan| plan.name.clone()).unwrap_or_default();
        let of_plan = |(field, before, now): (Field, String, String)| Line {
            page: Page::Pricing,
            subject: Subject::Plan { id, name: name.clone(), field },
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

fn plan(before: &PlanDraft, now: &PlanDraft) -> Vec<(Field, String, String)> {
    let plain = [
        (Field::PlanName, &before.name, &now.name),
        (Field::PlanDisplayName, &before.display_name, &now.display_name),
        (Field::PlanDescription, &before.description, &now.description),
        (Field::PlanKind, &before.kind, &now.kind),
    ];
    let mut values: Vec<_> =
        plain.into_iter().map(|(field, old, new)| (field, old.trim().to_owned(), new.trim().to_owned())).collect();
    let bullets = |plan: &PlanDraft| {
        plan.listed_bullets().map(|(_, bullet)| (bullet.trim().to_owned(), bullet.trim().to_owned())).collect()
    };
    values.extend(members(Field::PlanBullets, bullets(before), bullets(now)));
    let amounts = |plan: &PlanDraft| {
        let amounts = plan.listed_amounts();
        amounts.map(|(_, amount)| ((amount.country.clone(), amount.currency.clone()), shown(amount))).collect()
    };
    values.extend(members(Field::PlanAmounts, amounts(before), amounts(now)));
    let locations = |plan: &PlanDraft| plan.locations.iter().map(|id| (id.clone(), id.clone())).collect();
    values.extend(members(Field::PlanLocations, locations(before), locations(now)));
    values.extend(metrics(before, now));
    values
}

/// Metrics are told apart by the key of their monthly total.
fn metrics(before: &PlanDraft, now: &PlanDraft) -> Vec<(Field, String, String)> {
    let by_unit = |plan: &PlanDraft| {
        let metrics = plan.metrics.iter().enumerate();
        metrics.map(|(at, metric)| (metric.unit_id().to_owned(), (field::row(at), metric.clone()))).collect::<Vec<_>>()
    };
    let mut values = Vec::new();
    for (_, before, now) in keyed(by_unit(before), by_unit(now)) {
        let row = now.as_ref().or(before.as_ref()).map_or(0, |(row, _)| *row);
        let metric = |of: Option<(u8, MetricDraft)>| of.map(|(_, metric)| metric).unwrap_or_default();
        let (before, now) = (metric(before), metric(now));
        let both = before.values(row).into_iter().zip(now.values(row));
        values.extend(both.map(|((field, before), (_, now))| (field, before, now)));
        values.extend(members(Field::MetricPlaces(row), before.told_prices(), now.told_prices()));
    }
    values
}

fn members<K: PartialEq>(
    field: Field,
    before: Vec<(K, String)>,
    now: Vec<(K, String)>,
) -> Vec<(Field, String, String)> {
    let joined = keyed(before, now).into_iter();
    joined.map(|(_, before, now)| (field, before.unwrap_or_default(), now.unwrap_or_default())).collect()
}

/// `USA, USD 49.90`
fn shown(amount: &AmountDraft) -> String {
    format!("{}, {} {}", amount.country, amount.currency, amount.price)
}
