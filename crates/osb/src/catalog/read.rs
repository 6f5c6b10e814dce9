//! The catalog's rules (§6.2, §6.6, BRK-CAT-03…07) applied to JSON of any shape: every member that can be read is
//! read, every deviation is noted, nothing stops the reading.

use std::collections::HashMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::member::{Members, Notes};
use super::{Catalog, Plan, Reading, Service};
use crate::version::OsbVersion;
use crate::violation::{Expectation, Path, Severity, ViolationCode};

/// Where the JSON comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A broker's answer: `{"services": […]}` is the contract.
    Broker,
    /// An exported file: the wrapper may be missing (DEC-23).
    File,
}

const LONGEST_ID: usize = 255;
const LONGEST_NAME: usize = 128;
/// Of the version in `maintenance_info`, in bytes: no semantic version is as long.
const LONGEST_MAINTENANCE: usize = 256;
/// BRK-CAT-06
const LONGEST_DESCRIPTION: usize = 255;
const PERMISSIONS: [&str; 3] = ["syslog_drain", "route_forwarding", "volume_mount"];

pub(super) fn read(value: &Value, source: Source, version: OsbVersion) -> Reading {
    let mut reader = Reader { version, notes: Notes::default(), ids: HashMap::new() };
    let services = reader.services(value, source);
    let Notes { violations, omitted } = reader.notes;
    Reading { catalog: Catalog { services }, violations, omitted }
}

struct Reader {
    version: OsbVersion,
    notes: Notes,
    /// Ids are unique over all services and plans (BRK-CAT-05).
    ids: HashMap<String, Path>,
}

impl Reader {
    fn services(&mut self, value: &Value, source: Source) -> Vec<Service> {
        let top = Path::default();
        let items = match value {
            Value::Object(object) if object.contains_key("services") => {
                Members { object, path: top.clone() }.list(&mut self.notes, "services")
            }
            Value::Object(object) if object.contains_key("plans") => {
                self.unwrapped(value, source);
                std::slice::from_ref(value)
            }
            Value::Object(_) => {
                self.notes.error(top.field("services"), ViolationCode::Missing, None, Expectation::List);
                return Vec::new();
            }
            Value::Array(items) => {
                self.unwrapped(value, source);
                items
            }
            other => {
                self.notes.error(top, ViolationCode::WrongType, Some(other), Expectation::Object);
                return Vec::new();
            }
        };
        if items.is_empty() && !matches!(value.get("services"), Some(services) if !services.is_array()) {
            self.notes.error(top.field("services"), ViolationCode::NoServices, Some(value), Expectation::NonEmpty);
        }
        let mut names = HashMap::new();
        let mut services = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = Path::service(index, label(item));
            if let Some(object) = self.object(item, &path) {
                services.push(self.service(object, &path, index, &mut names));
            }
        }
        services
    }

    fn unwrapped(&mut self, value: &Value, source: Source) {
        if source == Source::Broker {
            self.notes.error(Path::default(), ViolationCode::NotWrapped, Some(value), Expectation::Wrapper);
        }
    }

    fn service(
        &mut self,
        object: &Map<String, Value>,
        path: &Path,
        index: usize,
        names: &mut HashMap<String, Path>,
    ) -> Service {
        let members = Members { object, path: path.clone() };
        let id = self.id(&members);
        let name = self.name(&members, names);
        let notes = &mut self.notes;
        let description = members.text(notes, "description", LONGEST_DESCRIPTION);
        let bindable = members.flag(notes, "bindable");
        let plan_updateable = members.optional_flag(notes, "plan_updateable").unwrap_or(false);
        if let Some(slip) = object.get("plan_updatable") {
            let right = Expectation::Spelling("plan_updateable".to_owned());
            notes.add(path.field("plan_updatable"), ViolationCode::Misspelt, Severity::Warn, Some(slip), right);
        }
        let requires = self.permissions(&members);
        let notes = &mut self.notes;
        let tags = members.texts(notes, "tags");
        let metadata = members.free_form(notes, "metadata");
        let instances_retrievable = members.optional_flag(notes, "instances_retrievable").unwrap_or(false);
        members.optional_flag(notes, "bindings_retrievable");
        let allow_context_updates = members.optional_flag(notes, "allow_context_updates").unwrap_or(false);
        members.free_form(notes, "dashboard_client");
        let plans = self.plans(&members);
        Service {
            index,
            id: id.to_owned(),
            name: name.to_owned(),
            description: description.to_owned(),
            bindable,
            plan_updateable,
            instances_retrievable,
            allow_context_updates,
            requires,
            tags,
            metadata,
            plans,
        }
    }

    fn plans(&mut self, service: &Members<'_>) -> Vec<Plan> {
        let items = service.list(&mut self.notes, "plans");
        if items.is_empty() && service.object.get("plans").is_some_and(Value::is_array) {
            let path = service.path.field("plans");
            self.notes.error(path, ViolationCode::NoPlans, service.object.get("plans"), Expectation::NonEmpty);
        }
        let mut names = HashMap::new();
        let mut plans = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = service.path.plan(index, label(item));
            if let Some(object) = self.object(item, &path) {
                plans.push(self.plan(object, &path, index, &mut names));
            }
        }
        plans
    }

    fn plan(
        &mut self,
        object: &Map<String, Value>,
        path: &Path,
        index: usize,
        names: &mut HashMap<String, Path>,
    ) -> Plan {
        let members = Members { object, path: path.clone() };
        let id = self.id(&members);
        let name = self.name(&members, names);
        let notes = &mut self.notes;
        let description = members.text(notes, "description", LONGEST_DESCRIPTION);
        // The contract's default makes a plan free that only forgot to say so; §6.7 wants it said.
        let free = members.optional_flag(notes, "free");
        if !object.contains_key("free") {
            let path = path.field("free");
            notes.add(path, ViolationCode::Missing, Severity::Warn, None, Expectation::Flag);
        }
        Plan {
            index,
            id: id.to_owned(),
            name: name.to_owned(),
            description: description.to_owned(),
            free: free.unwrap_or(true),
            bindable: members.optional_flag(notes, "bindable"),
            plan_updateable: members.optional_flag(notes, "plan_updateable"),
            metadata: members.free_form(notes, "metadata"),
            schemas: members.free_form(notes, "schemas"),
            maximum_polling_duration: members.optional_number(notes, "maximum_polling_duration"),
            maintenance: maintenance(&members.free_form(notes, "maintenance_info")),
        }
    }

    fn object<'a>(&mut self, item: &'a Value, path: &Path) -> Option<&'a Map<String, Value>> {
        if !item.is_object() {
            self.notes.error(path.clone(), ViolationCode::WrongType, Some(item), Expectation::Object);
        }
        item.as_object()
    }

    fn id<'a>(&mut self, members: &Members<'a>) -> &'a str {
        let path = members.path.field("id");
        let id = members.text(&mut self.notes, "id", LONGEST_ID);
        if id.trim().is_empty() {
            return id;
        }
        let found = Value::from(id);
        if !self.holds_control(&path, id) && Uuid::try_parse(id).is_err() {
            self.notes.add(path.clone(), ViolationCode::NotAGuid, Severity::Warn, Some(&found), Expectation::Guid);
        }
        if let Some(used_at) = self.ids.get(id).cloned() {
            self.notes.error(path, ViolationCode::Duplicate, Some(&found), Expectation::Unique { used_at });
        } else {
            self.ids.insert(id.to_owned(), path);
        }
        id
    }

    fn name<'a>(&mut self, members: &Members<'a>, names: &mut HashMap<String, Path>) -> &'a str {
        let path = members.path.field("name");
        let name = members.text(&mut self.notes, "name", LONGEST_NAME);
        if name.trim().is_empty() {
            return name;
        }
        let found = Value::from(name);
        if !self.holds_control(&path, name) && !self.is_good_name(name) {
            let modern = self.version.allows_mixed_case_names();
            let expected = if modern { Expectation::PlainName } else { Expectation::LowerCaseName };
            self.notes.error(path.clone(), ViolationCode::BadName, Some(&found), expected);
        }
        if let Some(used_at) = names.get(name).cloned() {
            self.notes.error(path, ViolationCode::Duplicate, Some(&found), Expectation::Unique { used_at });
        } else {
            names.insert(name.to_owned(), path);
        }
        name
    }

    fn is_good_name(&self, name: &str) -> bool {
        if self.version.allows_mixed_case_names() {
            name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
        } else {
            !name.chars().any(|c| c.is_uppercase() || c.is_whitespace())
        }
    }

    fn holds_control(&mut self, path: &Path, text: &str) -> bool {
        let holds = text.chars().any(char::is_control);
        if holds {
            let found = Value::from(text);
            let expected = Expectation::NoControlCharacters;
            self.notes.error(path.clone(), ViolationCode::ControlCharacter, Some(&found), expected);
        }
        holds
    }

    fn permissions(&mut self, members: &Members<'_>) -> Vec<String> {
        let requires = members.texts(&mut self.notes, "requires");
        for (index, permission) in requires.iter().enumerate() {
            if !PERMISSIONS.contains(&permission.as_str()) {
                let expected = Expectation::OneOf(PERMISSIONS.map(str::to_owned).to_vec());
                let found = Value::from(permission.as_str());
                let path = members.path.field("requires").item(index);
                self.notes.add(path, ViolationCode::UnknownValue, Severity::Warn, Some(&found), expected);
            }
        }
        requires
    }
}

/// The version, if it is one that can be sent back.
fn maintenance(info: &Value) -> Option<String> {
    let version = info.get("version").and_then(Value::as_str)?;
    (!version.is_empty() && version.len() <= LONGEST_MAINTENANCE).then(|| version.to_owned())
}

/// What a person would call the thing at this place.
fn label(item: &Value) -> &str {
    let text = |name| item.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    text("name").or_else(|| text("id")).unwrap_or_default()
}
