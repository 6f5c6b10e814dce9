//! The comparison itself, by the table of §6.7. Services and plans are found by their id and, so that a broker that
//! makes up new ids at every start gets a useful answer, else by their name.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Expected, ExpectedPlan, Parity, ParityField, ParityRow, Remedy, Shown, Verdict};
use crate::catalog::{Catalog, Plan, Service};
use crate::violation::{Path, Severity};

pub(super) fn compare(expected: &Expected, catalog: &Catalog) -> Parity {
    let mut rows = Rows(Vec::new());
    let services = &catalog.services;
    let found = services
        .iter()
        .find(|service| service.id == expected.id)
        .or_else(|| services.iter().find(|service| !service.name.is_empty() && service.name == expected.name));
    match found {
        Some(service) => rows.service(expected, service),
        None => rows.service_missing(expected),
    }
    for other in services.iter().filter(|service| found.is_none_or(|found| found.index != service.index)) {
        let path = Path::service(other.index, label(&other.name, &other.id));
        rows.only_at_broker(path, ParityField::Service, &other.id, Severity::Info, Remedy::Nothing);
    }
    Parity { rows: rows.0 }
}

struct Rows(Vec<ParityRow>);

impl Rows {
    fn service(&mut self, expected: &Expected, found: &Service) {
        let path = Path::service(found.index, label(&found.name, &found.id));
        let warn = (Severity::Warn, Remedy::AdoptOrAlignText);
        self.identity(&path, (&expected.id, &expected.name), (&found.id, &found.name));
        self.row(&path, ParityField::Bindable, expected.bindable, found.bindable, FLAG);
        self.row(&path, ParityField::PlanUpdateable, expected.plan_updateable, found.plan_updateable, FLAG);
        self.row(&path, ParityField::Description, &*expected.description, &*found.description, warn);
        let requires = (Severity::Warn, Remedy::AlignEitherSide);
        self.row(&path, ParityField::Requires, &*expected.requires, &*found.requires, requires);
        if let Some(tags) = &expected.tags {
            self.row(&path, ParityField::Tags, &**tags, &*found.tags, NOTE);
        }
        self.metadata(&path, &expected.metadata, &found.metadata);
        self.plans(&path, expected, found);
    }

    fn plans(&mut self, path: &Path, expected: &Expected, found: &Service) {
        let mut matched = BTreeSet::new();
        for (index, plan) in expected.plans.iter().enumerate() {
            let by_id = found.plans.iter().find(|other| other.id == plan.id);
            // A plan that carries another expected plan's id is that plan, whatever it is called.
            let by_name = || {
                found.plans.iter().find(|other| {
                    !other.name.is_empty()
                        && other.name == plan.name
                        && !expected.plans.iter().any(|expected| expected.id == other.id)
                })
            };
            if let Some(other) = by_id.or_else(by_name).filter(|other| !matched.contains(&other.index)) {
                matched.insert(other.index);
                self.plan(path, (expected, plan), (found, other));
            } else {
                let path = path.plan(index, label(&plan.name, &plan.id));
                let remedy = Remedy::AddPlanAtBroker;
                self.only_in_console(path, ParityField::Plan, &plan.id, remedy);
            }
        }
        for other in found.plans.iter().filter(|other| !matched.contains(&other.index)) {
            let path = path.plan(other.index, label(&other.name, &other.id));
            let remedy = Remedy::AddPlanInConsoleOrRemoveAtBroker;
            self.only_at_broker(path, ParityField::Plan, &other.id, Severity::Error, remedy);
        }
    }

    fn plan(
        &mut self,
        path: &Path,
        (offering, expected): (&Expected, &ExpectedPlan),
        (service, found): (&Service, &Plan),
    ) {
        let path = path.plan(found.index, label(&found.name, &found.id));
        self.identity(&path, (&expected.id, &expected.name), (&found.id, &found.name));
        self.row(&path, ParityField::Free, expected.free, found.free, FLAG);
        self.row(&path, ParityField::Bindable, expected.bindable, found.is_bindable(service), FLAG);
        // A plan's own flag overrides the service's from 2.15 on (§6.6).
        if found.plan_updateable.is_some() {
            self.row(&path, ParityField::PlanUpdateable, offering.plan_updateable, found.plan_updateable, FLAG);
        }
        let warn = (Severity::Warn, Remedy::AdoptOrAlignText);
        self.row(&path, ParityField::Description, &*expected.description, &*found.description, warn);
        self.metadata(&path, &expected.metadata, &found.metadata);
    }

    fn identity(&mut self, path: &Path, expected: (&str, &str), found: (&str, &str)) {
        let id = (Severity::Error, Remedy::PutConsoleIdInBroker);
        self.row(path, ParityField::Id, expected.0, found.0, id);
        let name = (Severity::Error, Remedy::PutConsoleNameInBroker);
        self.row(path, ParityField::Name, expected.1, found.1, name);
    }

    /// Members of either side; nothing at all if the console gave none to compare.
    fn metadata(&mut self, path: &Path, expected: &Value, found: &Value) {
        let Value::Object(expected) = expected else { return };
        let none = serde_json::Map::new();
        let found = found.as_object().unwrap_or(&none);
        let names: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
        for name in names {
            let [console, broker] = [expected, found].map(|side| side.get(name).unwrap_or(&Value::Null));
            let field = ParityField::Metadata(name.chars().take(80).collect());
            // The whole values are compared, not their shortened form.
            let verdict = verdict(console == broker, console.is_null(), broker.is_null());
            let (severity, remedy) = NOTE;
            let (console, broker) = (console.into(), broker.into());
            self.0.push(ParityRow { path: path.clone(), field, console, broker, severity, verdict, remedy });
        }
    }

    fn row(
        &mut self,
        path: &Path,
        field: ParityField,
        console: impl Into<Shown>,
        broker: impl Into<Shown>,
        (severity, remedy): (Severity, Remedy),
    ) {
        let (console, broker) = (console.into(), broker.into());
        let same = console.agrees_with(&broker);
        let verdict = verdict(same, console == Shown::Absent, broker == Shown::Absent);
        let remedy = if same { Remedy::Nothing } else { remedy };
        self.0.push(ParityRow { path: path.clone(), field, console, broker, severity, verdict, remedy });
    }

    fn service_missing(&mut self, expected: &Expected) {
        let path = Path::service(0, label(&expected.name, &expected.id));
        self.only_in_console(path.clone(), ParityField::Service, &expected.id, Remedy::AddServiceAtBroker);
        for (index, plan) in expected.plans.iter().enumerate() {
            let path = path.plan(index, label(&plan.name, &plan.id));
            self.only_in_console(path, ParityField::Plan, &plan.id, Remedy::AddPlanAtBroker);
        }
    }

    fn only_in_console(&mut self, path: Path, field: ParityField, id: &str, remedy: Remedy) {
        let (console, broker) = (id.into(), Shown::Absent);
        let (severity, verdict) = (Severity::Error, Verdict::MissingAtBroker);
        self.0.push(ParityRow { path, field, console, broker, severity, verdict, remedy });
    }

    fn only_at_broker(&mut self, path: Path, field: ParityField, id: &str, severity: Severity, remedy: Remedy) {
        let (console, broker, verdict) = (Shown::Absent, id.into(), Verdict::MissingInConsole);
        self.0.push(ParityRow { path, field, console, broker, severity, verdict, remedy });
    }
}

const FLAG: (Severity, Remedy) = (Severity::Error, Remedy::AlignEitherSide);
const NOTE: (Severity, Remedy) = (Severity::Info, Remedy::Nothing);

fn verdict(same: bool, console_lacks: bool, broker_lacks: bool) -> Verdict {
    match (same, console_lacks, broker_lacks) {
        (true, ..) => Verdict::Same,
        (false, true, _) => Verdict::MissingInConsole,
        (false, _, true) => Verdict::MissingAtBroker,
        (false, ..) => Verdict::Differs,
    }
}

fn label<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.is_empty() { id } else { name }
}
