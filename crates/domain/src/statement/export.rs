//! A statement as other programs read it: rows for a spreadsheet, and JSON with the steps of every line.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Charged, LineInstance, Outcome, Statement, StatementLine, StatementState, Total, Why};
use crate::instance::RESOURCE_GROUP;
use crate::money::Currency;
use crate::number::grouped;
use crate::rating::{Step, Verdict};

/// The head of the rows.
pub const CSV_COLUMNS: [&str; 19] = [
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
    "reason",
    "billable",
    "resource_group",
    "region",
    "pricing_country",
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
    /// Empty for the service as a whole.
    pub plan_id: String,
    pub plan: String,
    /// `fee`, `adjustment`, or the measure.
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
    /// Of an adjustment; empty otherwise.
    pub reason: String,
    /// False: the billing desk has not approved the plan yet, and nothing is charged (§8.7).
    pub billable: bool,
    /// Whose row of the price list it is reckoned by, if it is by one.
    pub pricing_country: Option<String>,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExportedInstance {
    pub id: String,
    pub name: String,
    pub resource_group: String,
    /// Empty where it was not written down.
    pub region: String,
    pub quantity: Decimal,
    pub cost: Decimal,
}

impl From<&StatementLine> for ExportedLine {
    fn from(line: &StatementLine) -> Self {
        let (charge, unit, reason) = match &line.charged {
            Charged::Fee => ("fee", "", ""),
            Charged::Metric { measure, unit, .. } => (measure.as_str(), unit.as_str(), ""),
            Charged::Adjustment { reason } => ("adjustment", "", reason.as_str()),
        };
        let plan_id = if line.place.plan.uuid().is_nil() { String::new() } else { line.place.plan.to_string() };
        let reckoned = line.line();
        Self {
            provider: line.place.provider.clone(),
            offering: line.place.offering.clone(),
            plan_id,
            plan: line.place.plan_name.clone(),
            charge: charge.to_owned(),
            unit: unit.to_owned(),
            instances: line.instances.iter().map(ExportedInstance::from).collect(),
            quantity: reckoned.map(|line| line.shown),
            rateable: reckoned.map(|line| line.rateable),
            currency: line.currency().map(|currency| currency.to_string()),
            cost: reckoned.map(|line| line.cost).unwrap_or_default(),
            projected: reckoned.map(|line| line.projected).unwrap_or_default(),
            note: note(line),
            reason: reason.to_owned(),
            billable: !line.is_on_trial(),
            pricing_country: line.pricing_country().map(|country| country.to_string()),
            steps: reckoned.map(|line| line.steps.clone()).unwrap_or_default(),
        }
    }
}

impl From<&LineInstance> for ExportedInstance {
    fn from(one: &LineInstance) -> Self {
        Self {
            id: one.id.to_string(),
            name: one.name.clone(),
            resource_group: RESOURCE_GROUP.to_owned(),
            region: one.region.clone(),
            quantity: one.quantity,
            cost: one.cost,
        }
    }
}

/// What each row of a line is about: an instance, or nothing but the line where it is of none.
fn shares(line: &StatementLine) -> Vec<ExportedInstance> {
    let Charged::Adjustment { .. } = line.charged else {
        return line.instances.iter().map(ExportedInstance::from).collect();
    };
    let cost = line.line().map(|line| line.cost).unwrap_or_default();
    let none = String::new;
    vec![ExportedInstance {
        id: none(),
        name: none(),
        resource_group: none(),
        region: none(),
        quantity: Decimal::ONE,
        cost,
    }]
}

fn note(line: &StatementLine) -> &'static str {
    match line.outcome {
        Outcome::Reckoned { verdict: Verdict::NotCharged, .. } => "not_charged",
        Outcome::Reckoned { verdict: Verdict::OnTrial { .. }, .. } => "on_trial",
        Outcome::Reckoned { .. } | Outcome::TooLarge | Outcome::Unread => line.why().map_or("", Why::name),
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
        let lines = self.lines.iter().map(ExportedLine::from).collect();
        StatementJson { lines, ..self.json_without_lines(account) }
    }

    /// For whoever writes its lines one by one.
    pub fn json_without_lines(&self, account: &str) -> StatementJson {
        let (state, at) = self.told();
        let (account, month) = (account.to_owned(), self.month.to_string());
        StatementJson { account, month, state, at, totals: self.totals(), lines: Vec::new() }
    }

    /// A row for each instance of each line, and one for each adjustment: the costs of the rows add up to the totals.
    /// Every text is safe to open in a spreadsheet.
    pub fn rows(&self) -> impl Iterator<Item = [String; CSV_COLUMNS.len()]> {
        self.rows_of(&self.lines)
    }

    /// The rows of some of its lines.
    pub fn rows_of<'a>(&'a self, lines: &'a [StatementLine]) -> impl Iterator<Item = [String; CSV_COLUMNS.len()]> {
        let (state, _) = self.told();
        lines.iter().flat_map(move |line| {
            let exported = ExportedLine::from(line);
            let is_alone = line.instances.len() == 1;
            shares(line).into_iter().map(move |instance| {
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
                    instance.id.clone(),
                    cell(&instance.name),
                    plain(quantity),
                    rateable,
                    exported.currency.clone().unwrap_or_default(),
                    grouped(instance.cost, decimals).replace(',', ""),
                    exported.note.to_owned(),
                    cell(&exported.reason),
                    exported.billable.to_string(),
                    instance.resource_group.clone(),
                    cell(&instance.region),
                    exported.pricing_country.clone().unwrap_or_default(),
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
