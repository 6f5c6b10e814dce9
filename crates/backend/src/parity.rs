//! The console's data in the shape in which the broker library compares it, and its rows in the shape of the pages.

use serde_json::Value;
use slipway_domain::offering::Offering;
use slipway_domain::rule::Level;
use slipway_domain::view::{ParityLine, ViolationLine};
use slipway_osb::parity::{Expected, ExpectedPlan, Parity, ParityField, ParityRow, Shown, Verdict};
use slipway_osb::{Catalog, OsbVersion, Path, Segment, Severity, Source, Violation};

#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) parity: Vec<ParityLine>,
    pub(crate) violations: Vec<ViolationLine>,
}

impl Report {
    /// What blocks registering: differences of weight ERROR, and a catalog that breaks the contract (§6.7).
    pub(crate) fn errors(&self) -> u32 {
        self.count(Level::Error)
    }

    pub(crate) fn warnings(&self) -> u32 {
        self.count(Level::Warning)
    }

    fn count(&self, level: Level) -> u32 {
        let rows = self.parity.iter().filter(|line| !line.same && line.severity == level).count();
        let faults = self.violations.iter().filter(|line| line.severity == level).count();
        u32::try_from(rows + faults).unwrap_or(u32::MAX)
    }
}

pub(crate) fn compare(offering: &Offering, catalog: &Value, version: OsbVersion) -> Report {
    let reading = Catalog::read(catalog, Source::Broker, version);
    let parity = Parity::compare(&expected(offering), &reading.catalog);
    Report {
        parity: parity.rows.iter().map(line).collect(),
        violations: reading.violations.iter().map(violation).collect(),
    }
}

fn expected(offering: &Offering) -> Expected {
    let settings = &offering.settings.draft;
    let listing = &offering.listing.draft;
    Expected {
        id: offering.id.to_string(),
        name: offering.name.clone(),
        description: listing.description.trim().to_owned(),
        bindable: settings.is_bindable(),
        plan_updateable: settings.is_plan_updateable(),
        requires: Vec::new(),
        tags: Some(listing.tags().map(ToOwned::to_owned).collect()),
        metadata: Value::Null,
        plans: offering
            .plans
            .iter()
            .map(|plan| ExpectedPlan {
                id: plan.id.to_string(),
                name: plan.draft.name.trim().to_owned(),
                description: plan.draft.description.trim().to_owned(),
                free: plan.draft.is_free(),
                bindable: settings.is_bindable(),
                metadata: Value::Null,
            })
            .collect(),
    }
}

fn line(row: &ParityRow) -> ParityLine {
    let field = match &row.field {
        ParityField::Service | ParityField::Plan => None,
        ParityField::Id => Some("id".to_owned()),
        ParityField::Name => Some("name".to_owned()),
        ParityField::Description => Some("description".to_owned()),
        ParityField::Bindable => Some("bindable".to_owned()),
        ParityField::PlanUpdateable => Some("plan_updateable".to_owned()),
        ParityField::Free => Some("free".to_owned()),
        ParityField::Requires => Some("requires".to_owned()),
        ParityField::Tags => Some("tags".to_owned()),
        ParityField::Metadata(member) => Some(format!("metadata.{member}")),
    };
    ParityLine {
        path: steps(&row.path).into_iter().chain(field).collect(),
        console: shown(&row.console),
        broker: shown(&row.broker),
        severity: level(row.severity),
        same: row.verdict == Verdict::Same,
    }
}

fn violation(violation: &Violation) -> ViolationLine {
    ViolationLine {
        path: steps(&violation.path),
        code: code(&violation.code),
        severity: level(violation.severity),
        found: violation.found.clone(),
        expected: code(&violation.expected),
    }
}

/// The stable name under which the broker library serialises a code.
fn code(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        Ok(Value::Object(tagged)) => tagged.into_iter().next().map_or_else(String::new, |(name, with)| match with {
            Value::Object(_) => name,
            with => format!("{name}:{with}"),
        }),
        _ => String::new(),
    }
}

fn steps(path: &Path) -> Vec<String> {
    path.0
        .iter()
        .map(|segment| match segment {
            Segment::Service { index, label } if label.is_empty() => format!("service {index}"),
            Segment::Service { label, .. } => format!("service {label}"),
            Segment::Plan { index, label } if label.is_empty() => format!("plan {index}"),
            Segment::Plan { label, .. } => format!("plan {label}"),
            Segment::Field(name) => name.clone(),
            Segment::Item(index) => format!("#{index}"),
        })
        .collect()
}

fn shown(value: &Shown) -> Option<String> {
    match value {
        Shown::Absent => None,
        Shown::Text(text) | Shown::Json(text) => Some(text.clone()),
        Shown::Flag(flag) => Some(if *flag { "true" } else { "false" }.to_owned()),
        Shown::List(items) => Some(items.join(", ")),
    }
}

const fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warn => Level::Warning,
        Severity::Info => Level::Info,
    }
}
