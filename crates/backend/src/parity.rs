//! A broker's catalog as the domain compares it, and what is wrong with it in itself in the shape of the pages.

use serde_json::Value;
use slipway_domain::import::file;
use slipway_domain::parity::BrokerCatalog;
use slipway_domain::rule::Level;
use slipway_domain::view::ViolationLine;
use slipway_osb::{Catalog, OsbVersion, Path, Reading, Segment, Severity, Source, Violation};

/// What could be read, however wrong it is, and everything that is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) catalog: BrokerCatalog,
    pub(crate) violations: Vec<ViolationLine>,
}

pub(crate) fn read(answer: &Value, version: OsbVersion) -> Read {
    told(Catalog::read(answer, Source::Broker, version))
}

/// Of a `catalog.json` that somebody hands in, whose wrapper may be missing (DEC-23).
pub(crate) fn read_file(value: &Value) -> Read {
    let mut read = told(Catalog::read(value, Source::File, OsbVersion::V2_17));
    file::add_terms(value, &mut read.catalog);
    read
}

fn told(reading: Reading) -> Read {
    let violations: Vec<ViolationLine> = reading.violations.iter().map(violation).collect();
    Read { catalog: reading.into(), violations }
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

const fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warn => Level::Warning,
        Severity::Info => Level::Info,
    }
}
