//! The comparison itself, by the table of §6.7. Services and plans are found by their id and, so that a broker that
//! makes up new ids at every start gets a useful answer, else by their name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{BrokerCatalog, BrokerPlan, BrokerService};
use crate::parameter;
use crate::rule::Level;
use crate::view::ParityLine;

/// A broker's metadata may have any number of members; nobody reads on beyond these.
const MOST_MEMBERS: usize = 100;
const LONGEST_LABEL: usize = 80;
const LONGEST_JSON: usize = 400;

/// `ours`: the definition, in the shape of a broker's service. `deployed`: the ids of the plans that this broker has
/// to serve.
pub(super) fn compare(ours: &BrokerService, deployed: &[String], catalog: &BrokerCatalog) -> Vec<ParityLine> {
    let mut lines = Lines { lines: Vec::new(), deployed };
    let found = service(&catalog.services, &ours.id, &ours.name);
    match found {
        Some((at, theirs)) => lines.service(at, ours, theirs),
        None => lines.service_missing(ours),
    }
    for (at, other) in catalog.services.iter().enumerate() {
        if found.is_none_or(|(found, _)| found != at) {
            lines.only_at_broker(vec![node("service", at, &other.name, &other.id)], Level::Info, &other.id);
        }
    }
    lines.lines
}

/// The service that is meant, with its position.
pub(super) fn service<'a>(services: &'a [BrokerService], id: &str, name: &str) -> Option<(usize, &'a BrokerService)> {
    let find = |is: &dyn Fn(&BrokerService) -> bool| services.iter().enumerate().find(|(_, service)| is(service));
    find(&|service| service.id == id).or_else(|| find(&|service| !service.name.is_empty() && service.name == name))
}

struct Lines<'a> {
    lines: Vec<ParityLine>,
    deployed: &'a [String],
}

impl Lines<'_> {
    fn service(&mut self, at: usize, ours: &BrokerService, theirs: &BrokerService) {
        let place = [node("service", at, &theirs.name, &theirs.id)];
        self.identity(&place, (&ours.id, &ours.name), (&theirs.id, &theirs.name));
        self.flag(&place, "bindable", ours.bindable.unwrap_or(false), theirs.bindable);
        self.flag(&place, "plan_updateable", ours.plan_updateable, Some(theirs.plan_updateable));
        self.line(&place, "description", Level::Warning, text(&ours.description), text(&theirs.description));
        // The console asks for none of these permissions, and the platform grants none.
        self.set(&place, "requires", Level::Warning, &ours.requires, &theirs.requires);
        self.set(&place, "tags", Level::Info, &ours.tags, &theirs.tags);
        self.metadata(&place, &ours.metadata, &theirs.metadata);
        self.plans(&place, ours, theirs);
    }

    fn plans(&mut self, place: &[String; 1], ours: &BrokerService, theirs: &BrokerService) {
        let mut matched = BTreeSet::new();
        let ids: BTreeSet<String> = ours.plans.iter().map(|plan| plan.id.clone()).collect();
        for (index, plan) in ours.plans.iter().enumerate() {
            let (id, name) = (&plan.id, plan.name.trim());
            let find = |is: &dyn Fn(&BrokerPlan) -> bool| theirs.plans.iter().enumerate().find(|(_, other)| is(other));
            // A plan that carries another plan's id is that plan, whatever it is called.
            let by_name = || find(&|other| !name.is_empty() && other.name == name && !ids.contains(&other.id));
            let found = find(&|other| other.id == *id).or_else(by_name).filter(|(at, _)| !matched.contains(at));
            if let Some((at, other)) = found {
                matched.insert(at);
                self.plan((place, at), (ours, plan), (theirs, other));
            } else {
                self.plan_missing(&place[0], index, plan);
            }
        }
        for (at, other) in theirs.plans.iter().enumerate().filter(|(at, _)| !matched.contains(at)) {
            let path = vec![place[0].clone(), node("plan", at, &other.name, &other.id)];
            self.only_at_broker(path, Level::Error, &other.id);
        }
    }

    fn plan(
        &mut self,
        (place, at): (&[String; 1], usize),
        (service, ours): (&BrokerService, &BrokerPlan),
        (theirs, found): (&BrokerService, &BrokerPlan),
    ) {
        let place = [place[0].clone(), node("plan", at, &found.name, &found.id)];
        self.identity(&place, (&ours.id, &ours.name), (&found.id, &found.name));
        self.flag(&place, "free", ours.free, Some(found.free));
        let bindable = ours.bindable.or(service.bindable).unwrap_or(false);
        self.flag(&place, "bindable", bindable, found.bindable.or(theirs.bindable));
        // A plan's own flag overrides the service's from 2.15 on (§6.6).
        if found.plan_updateable.is_some() {
            let updateable = ours.plan_updateable.unwrap_or(service.plan_updateable);
            self.flag(&place, "plan_updateable", updateable, found.plan_updateable);
        }
        self.line(&place, "description", Level::Warning, text(&ours.description), text(&found.description));
        // A broker without a schema says nothing about parameters.
        if let Some(theirs) = &found.asks {
            let asked = parameter::names(&service.metadata, &ours.id);
            self.set(&place, "schemas.service_instance.create.parameters", Level::Warning, &asked, theirs);
        }
        self.metadata(&place, &ours.metadata, &found.metadata);
    }

    fn identity(&mut self, place: &[String], ours: (&str, &str), theirs: (&str, &str)) {
        self.line(place, "id", Level::Error, text(ours.0), text(theirs.0));
        self.line(place, "name", Level::Error, text(ours.1.trim()), text(theirs.1));
    }

    fn flag(&mut self, place: &[String], field: &str, ours: bool, theirs: Option<bool>) {
        self.line(place, field, Level::Error, Some(ours.to_string()), theirs.map(|flag| flag.to_string()));
    }

    /// Compared without order.
    fn set(&mut self, place: &[String], field: &str, severity: Level, ours: &[String], theirs: &[String]) {
        let same = ours.iter().collect::<BTreeSet<_>>() == theirs.iter().collect::<BTreeSet<_>>();
        let shown = |list: &[String]| text(&list.join(", "));
        self.push(place, field, severity, (shown(ours), shown(theirs)), same);
    }

    /// Member by member, of either side. For information only: a broker's metadata is never displayed.
    fn metadata(&mut self, place: &[String], ours: &Value, theirs: &Value) {
        let none = Map::new();
        let [ours, theirs] = [ours, theirs].map(|side| side.as_object().unwrap_or(&none));
        // The console's members come first, so that no flood from outside hides one of them.
        let foreign = theirs.keys().filter(|name| !ours.contains_key(*name));
        for name in ours.keys().chain(foreign).take(MOST_MEMBERS) {
            let [console, broker] = [ours, theirs].map(|side| side.get(name).unwrap_or(&Value::Null));
            let member: String = name.chars().take(LONGEST_LABEL).collect();
            // The whole values are compared, not their shortened form.
            let shown = (json(console), json(broker));
            self.push(place, &format!("metadata.{member}"), Level::Info, shown, console == broker);
        }
    }

    fn service_missing(&mut self, ours: &BrokerService) {
        let place = node("service", 0, &ours.name, "");
        self.only_in_console(vec![place.clone()], Level::Error, ours.id.clone());
        for (index, plan) in ours.plans.iter().enumerate() {
            self.plan_missing(&place, index, plan);
        }
    }

    fn plan_missing(&mut self, service: &str, index: usize, plan: &BrokerPlan) {
        let severity = match self.deployed {
            [] => Level::Warning,
            deployed if deployed.contains(&plan.id) => Level::Error,
            _ => return,
        };
        let path = vec![service.to_owned(), node("plan", index, &plan.name, &plan.id)];
        self.only_in_console(path, severity, plan.id.clone());
    }

    fn only_in_console(&mut self, path: Vec<String>, severity: Level, id: String) {
        self.lines.push(ParityLine { path, console: Some(id), broker: None, severity, same: false });
    }

    /// An id that is missing, too, is told as an empty text: something is there.
    fn only_at_broker(&mut self, path: Vec<String>, severity: Level, id: &str) {
        self.lines.push(ParityLine { path, console: None, broker: Some(id.to_owned()), severity, same: false });
    }

    fn line(
        &mut self,
        place: &[String],
        field: &str,
        severity: Level,
        console: Option<String>,
        broker: Option<String>,
    ) {
        let same = console == broker;
        self.push(place, field, severity, (console, broker), same);
    }

    fn push(
        &mut self,
        place: &[String],
        field: &str,
        severity: Level,
        (console, broker): (Option<String>, Option<String>),
        same: bool,
    ) {
        let path = place.iter().cloned().chain([field.to_owned()]).collect();
        self.lines.push(ParityLine { path, console, broker, severity, same });
    }
}

/// `plan lite`: by name, else by id, else by its place.
fn node(kind: &str, at: usize, name: &str, id: &str) -> String {
    match [name, id].into_iter().find(|label| !label.is_empty()) {
        Some(label) => format!("{kind} {}", label.chars().take(LONGEST_LABEL).collect::<String>()),
        None => format!("{kind} {at}"),
    }
}

/// An empty text is no text: a catalog reads missing members as empty.
fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn json(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string().chars().take(LONGEST_JSON).collect()),
    }
}
