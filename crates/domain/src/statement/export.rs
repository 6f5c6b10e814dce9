//! A statement as other programs read it: rows for a spreadsheet, and JSON with the steps of every line.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Charged, Outcome, Statement, StatementLine, StatementState, Total};
use crate::money::Currency;
use crate::number::grouped;
use crate::rating::{Step, Verdict};

/// The head of the rows.
pub const CSV_COLUMNS: [&str; 14] = [
    "month",
    "state",
    "provider",
    "offering",
    "plan",
    "charge",
    "unit",
    "instance_id",
    "instance",
    "quantity",
    "rateable",
    "currency",
    "cost",
    "note",
];

#[derive(Debug, Clone, Serialize)]
pub struct StatementJson {
    pub account: String,
    pub month: String,
    /// `draft` or `frozen`.
    pub state: &'static str,
    /// When the draft was made, or the statement frozen; in UTC.
    pub at: String,
    pub totals: Vec<Total>,
    pub lines: Vec<ExportedLine>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExportedLine {
    pub provider: String,
    pub offering: String,
    pub plan_id: String,
    pub plan: String,
    /// `fee`, or the measure.
    pub charge: String,
    pub unit: String,
    pub instances: Vec<ExportedInstance>,
    pub quantity: Option<Decimal>,
    pub rateable: Option<Decimal>,
    pub currency: Option<String>,
    pub cost: Decimal,
    pub projected: Decimal,
    /// Why there is no price, if there is none.
    pub note: &'static str,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExportedInstance {
    pub id: String,
    pub name: String,
    pub quantity: Decimal,
    pub cost: Decimal,
}

impl From<&StatementLine> for ExportedLine {
    fn from(line: &StatementLine) -> Self {
        let (charge, unit) = match &line.charged {
            Charged::Fee => ("fee".to_owned(), String::new()),
            Charged::Metric { measure, unit, .. } => (measure.clone(), unit.clone()),
        };
        let reckoned = line.line();
        Self {
            provider: line.place.provider.clone(),
            offering: line.place.offering.clone(),
            plan_id: line.place.plan.to_string(),
            plan: line.place.plan_name.clone(),
            charge,
            unit,
            instances: line
                .instances
                .iter()
                .map(|one| ExportedInstance {
                    id: one.id.to_string(),
                    name: one.name.clone(),
                    quantity: one.quantity,
                    cost: one.cost,
                })
                .collect(),
            quantity: reckoned.map(|line| line.shown),
            rateable: reckoned.map(|line| line.rateable),
            currency: line.currency().map(|currency| currency.to_string()),
            cost: reckoned.map(|line| line.cost).unwrap_or_default(),
            projected: reckoned.map(|line| line.projected).unwrap_or_default(),
            note: note(&line.outcome),
            steps: reckoned.map(|line| line.steps.clone()).unwrap_or_default(),
        }
    }
}

const fn note(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::TooLarge => "too_large",
        Outcome::Unread => "unread",
        Outcome::Reckoned { verdict: Verdict::Unrated, .. } => "unrated",
        Outcome::Reckoned { verdict: Verdict::NotCharged, .. } => "not_charged",
        Outcome::Reckoned { line, .. } if line.beyond_last => "beyond_last_block",
        Outcome::Reckoned { .. } => "",
    }
}

impl Statement {
    /// `draft` or `frozen`, and since when.
    fn told(&self) -> (&'static str, String) {
        match self.state {
            StatementState::Draft { as_of } => ("draft", as_of.rfc3339()),
            StatementState::Frozen { at } => ("frozen", at.rfc3339()),
        }
    }

    pub fn json(&self, account: &str) -> StatementJson {
        let (state, at) = self.told();
        StatementJson {
            account: account.to_owned(),
            month: self.month.to_string(),
            state,
            at,
            totals: self.totals(),
            lines: self.lines.iter().map(ExportedLine::from).collect(),
        }
    }

    /// A row for each instance of each line: the costs of the rows add up to the totals. Every text is safe to open in a
    /// spreadsheet.
    pub fn rows(&self) -> impl Iterator<Item = [String; CSV_COLUMNS.len()]> {
        let (state, _) = self.told();
        self.lines.iter().flat_map(move |line| {
            let exported = ExportedLine::from(line);
            let is_alone = line.instances.len() == 1;
            line.instances.clone().into_iter().map(move |instance| {
                let decimals = line.currency().map_or(0, Currency::minor_units);
                let quantity = exported.quantity.filter(|_| is_alone).unwrap_or(instance.quantity);
                let rateable = exported.rateable.filter(|_| is_alone).map(plain).unwrap_or_default();
                [
                    self.month.to_string(),
                    state.to_owned(),
                    cell(&exported.provider),
                    cell(&exported.offering),
                    cell(&exported.plan),
                    cell(&exported.charge),
                    cell(&exported.unit),
                    instance.id.to_string(),
                    cell(&instance.name),
                    plain(quantity),
                    rateable,
                    exported.currency.clone().unwrap_or_default(),
                    grouped(instance.cost, decimals).replace(',', ""),
                    exported.note.to_owned(),
                ]
            })
        })
    }
}

fn plain(number: Decimal) -> String {
    grouped(number, 0).replace(',', "")
}

/// A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it.
pub fn cell(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}
