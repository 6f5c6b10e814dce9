//! A definition's JSON as parameters. Whatever cannot be read is left out here; `check` says so.

use serde_json::{Map, Value};

use super::{Choice, Dependence, Kind, Layout, MOST_PARAMETERS, Parameter};

/// The members of one parameter that lead to others.
pub(super) const ASSOCIATIONS: &str = "associations";
const SHOW_FOR: &str = "showFor";

/// The parameters that a text defines.
pub fn read(text: &str) -> Vec<Parameter> {
    export(text).iter().filter_map(Parameter::read).take(MOST_PARAMETERS).collect()
}

/// The list as `catalog.json` has it (§6.7), members that mean nothing here included; empty if the text is no list.
pub fn export(text: &str) -> Vec<Value> {
    let list: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    list.into_iter().filter(Value::is_object).collect()
}

/// What the metadata of a service asks for in one of its plans, by name.
pub(crate) fn names(metadata: &Value, plan: &str) -> Vec<String> {
    let listed = metadata.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let asked = listed.filter_map(Parameter::read);
    let asked = asked.filter(|one| one.plans.as_ref().is_none_or(|plans| plans.iter().any(|id| id == plan)));
    asked.map(|one| one.name).collect()
}

impl Parameter {
    /// `None` without a name or a type that is known.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let members = value.as_object()?;
        let text = |member: &str| members.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
        let flag = |member: &str| members.get(member).and_then(Value::as_bool).unwrap_or(false);
        let name = text("name");
        let kind = Kind::parse(&text("type"))?;
        if name.is_empty() {
            return None;
        }
        let display_name = text("displayname");
        let associations = members.get(ASSOCIATIONS).and_then(Value::as_object);
        let options_url = text("optionsUrl").trim().to_owned();
        Some(Self {
            display_name: if display_name.trim().is_empty() { name.clone() } else { display_name },
            name,
            kind,
            options: list(members, "options").filter_map(option).collect(),
            refreshes: !options_url.is_empty() && associations.is_some_and(asks_again),
            options_url,
            validation_url: text("validationUrl").trim().to_owned(),
            default: members.get("value").cloned().unwrap_or_default(),
            layout: if text("layout") == "vertical" { Layout::Vertical } else { Layout::Horizontal },
            required: flag("required"),
            readonly: flag("readonly"),
            hidden: flag("hidden"),
            pattern: text("pattern"),
            invalid_message: text("invalidmessage"),
            placeholder: text("placeholder"),
            description: text("description"),
            plans: associations.and_then(|members| members.get("plan")).and_then(show_for),
            locations: associations.and_then(|members| members.get("location")).and_then(show_for),
            depends_on: associations
                .into_iter()
                .flat_map(|members| list(members, "parameters"))
                .filter_map(dependence)
                .collect(),
        })
    }
}

fn list<'a>(members: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    members.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// Whether one of the associations says that options are to be asked for again.
fn asks_again(associations: &Map<String, Value>) -> bool {
    let says = |value: &Value| value.get("optionsRefresh").and_then(Value::as_bool).unwrap_or(false);
    ["plan", "location"].iter().filter_map(|name| associations.get(*name)).any(says)
        || list(associations, "parameters").any(says)
}

pub(super) fn option(value: &Value) -> Option<Choice> {
    let text = |member: &str| value.get(member).and_then(Value::as_str);
    let value = text("value")?.to_owned();
    let label = text("displayname").filter(|label| !label.trim().is_empty()).unwrap_or(&value).to_owned();
    Some(Choice { value, label })
}

fn dependence(value: &Value) -> Option<Dependence> {
    let name = value.get("name")?.as_str()?.to_owned();
    Some(Dependence { name, values: show_for(value) })
}

/// The values for which something is shown: texts, and the yes and no of tick boxes.
fn show_for(value: &Value) -> Option<Vec<String>> {
    let values = value.get(SHOW_FOR)?.as_array()?;
    Some(values.iter().flat_map(super::texts_of).collect())
}
