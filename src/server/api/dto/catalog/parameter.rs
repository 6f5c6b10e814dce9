//! What the form for a new instance asks for beside plan and place (§4.11), as far as whoever reads it could be asked.
//! What is sent unseen, what is meant for other plans and places, addresses that the platform calls, and the defaults of
//! secrets are not told.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;
use slipway_domain::catalog::{Details, LocalParameters};
use slipway_domain::location::Location;
use slipway_domain::parameter::{Choice, Dependence, Kind, Parameter, Typed};

/// Something that the form for a new instance asks for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogParameter")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the answer")]
pub(super) struct ParameterDto {
    /// What the broker gets it as.
    name: String,
    display_name: String,
    /// What kind of field asks for it.
    kind: Kind,
    /// What can be chosen. `null`: its provider says so for a plan and a place, when the form is filled in.
    options: Option<Vec<ChoiceDto>>,
    /// Several can be chosen at once.
    takes_several: bool,
    /// What the form begins with; more than one text only where several can be chosen. Empty of a secret.
    default: Vec<String>,
    is_required: bool,
    /// It is shown, and stays as it is.
    is_readonly: bool,
    /// A regular expression that a text has to match; `null`: there is none.
    pattern: Option<String>,
    /// What is said of a text that does not match; `null`: something usual.
    invalid_message: Option<String>,
    /// Its provider judges a value before it is ordered.
    is_judged: bool,
    placeholder: String,
    description: String,
    /// The ids of the plans that it is asked for with; `null`: with all.
    plans: Option<Vec<String>>,
    /// Where it is asked for, a wider place for those within it; `null`: everywhere.
    locations: Option<Vec<String>>,
    /// It is asked for if all of these hold. What is said of secrets, and of what nobody is asked for, is left out.
    depends_on: Vec<DependenceDto>,
}

/// Something that can be chosen.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogChoice")]
struct ChoiceDto {
    value: String,
    label: String,
}

/// Another parameter on which it depends whether one is asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogDependence")]
struct DependenceDto {
    name: String,
    /// One of these; `null`: any value.
    values: Option<Vec<String>>,
}

/// What is asked for with one plan in one place, instead of the parameters of the service.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogLocalParameters")]
pub(super) struct LocalParametersDto {
    /// The id of the plan.
    plan: String,
    location: String,
    parameters: Vec<ParameterDto>,
}

/// Those of the service.
pub(super) fn of_service(details: &Details) -> Vec<ParameterDto> {
    asked(&details.parameters, details)
}

/// Those of deployments in which new instances can be made.
pub(super) fn of_deployments(details: &Details) -> Vec<LocalParametersDto> {
    let is_sold = |own: &&LocalParameters| {
        details.plans.iter().any(|plan| plan.id == own.plan && plan.locations.contains(&own.location))
    };
    let told = |own: &LocalParameters| LocalParametersDto {
        plan: own.plan.to_string(),
        location: own.location.clone(),
        parameters: asked(&own.parameters, details),
    };
    details.local_parameters.iter().filter(is_sold).map(told).collect()
}

fn asked(parameters: &[Parameter], details: &Details) -> Vec<ParameterDto> {
    let is_nobodys = |ids: Option<Vec<String>>| ids.is_some_and(|ids| ids.is_empty());
    let is_theirs = |one: &&Parameter| !is_nobodys(plans_of(one, details)) && !is_nobodys(locations_of(one, details));
    let mut asked: Vec<&Parameter> = parameters.iter().filter(is_theirs).collect();
    // What depends on something that nobody is asked for here is not asked for either, however many steps lie between.
    loop {
        let names: HashSet<&str> = asked.iter().map(|one| one.name.as_str()).collect();
        let before = asked.len();
        asked.retain(|one| one.depends_on.iter().all(|other| names.contains(other.name.as_str())));
        if asked.len() == before {
            break;
        }
    }
    asked.retain(|one| !one.hidden);
    let open = asked.iter().filter(|one| !one.kind.is_secret());
    let open: Vec<&str> = open.map(|one| one.name.as_str()).collect();
    asked.iter().map(|one| ParameterDto::of(one, details, &open)).collect()
}

/// The plans that it is for, as far as they are the reader's to see.
fn plans_of(parameter: &Parameter, details: &Details) -> Option<Vec<String>> {
    let is_seen = |id: &&String| details.plans.iter().any(|plan| plan.id.to_string() == **id);
    Some(parameter.plans.as_ref()?.iter().filter(is_seen).cloned().collect())
}

/// The places that it is for, as far as there is anything in them for the reader.
fn locations_of(parameter: &Parameter, details: &Details) -> Option<Vec<String>> {
    let holds = |place: &str, location: &String| {
        location == place || Location::find(location).is_some_and(|location| location.is_within(place))
    };
    let is_seen = |place: &&String| details.locations.iter().any(|location| holds(place.as_str(), location));
    Some(parameter.locations.as_ref()?.iter().filter(is_seen).cloned().collect())
}

impl ParameterDto {
    /// `open`: the names of those whose conditions are told.
    fn of(parameter: &Parameter, details: &Details, open: &[&str]) -> Self {
        // No form shows what a definition gives a secret to choose from.
        let choices = || if parameter.kind.is_secret() { Vec::new() } else { parameter.choices() };
        let options = || choices().into_iter().map(ChoiceDto::from).collect();
        let is_told = |dependence: &&Dependence| open.contains(&dependence.name.as_str());
        Self {
            name: parameter.name.clone(),
            display_name: parameter.display_name.clone(),
            kind: parameter.kind,
            options: (!parameter.awaits_options()).then(options),
            takes_several: parameter.is_list(),
            default: if parameter.kind.is_secret() { Vec::new() } else { parameter.texts(&Typed::new()) },
            is_required: parameter.required,
            is_readonly: parameter.readonly,
            pattern: Some(parameter.pattern.clone()).filter(|pattern| !pattern.is_empty()),
            invalid_message: Some(parameter.invalid_message.clone()).filter(|text| !text.trim().is_empty()),
            is_judged: parameter.is_judged_elsewhere(),
            placeholder: parameter.placeholder.clone(),
            description: parameter.description.clone(),
            plans: plans_of(parameter, details),
            locations: locations_of(parameter, details),
            depends_on: parameter.depends_on.iter().filter(is_told).map(DependenceDto::from).collect(),
        }
    }
}

impl From<Choice> for ChoiceDto {
    fn from(Choice { value, label }: Choice) -> Self {
        Self { value, label }
    }
}

impl From<&Dependence> for DependenceDto {
    fn from(dependence: &Dependence) -> Self {
        Self { name: dependence.name.clone(), values: dependence.values.clone() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use slipway_domain::parameter::read;

    use super::*;

    const PLAN: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";
    const NOT_SEEN: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c22";

    /// A service of which one plan in Frankfurt is there for the reader.
    fn details() -> Details {
        let own = |location: &str| json!({ "plan": PLAN, "location": location, "parameters": [] });
        serde_json::from_value(json!({
            "id": PLAN,
            "tile": {
                "name": "a", "display_name": "A", "description": "", "provider": "", "icon": "", "category": "",
                "tags": [], "has_free_plan": true, "has_metered_plan": false, "starting_price": null,
                "is_limited": false,
            },
            "long_description": "", "bullets": [], "documentation_url": "", "terms_url": "", "support_url": "",
            "plans": [{
                "id": PLAN, "name": "lite", "display_name": "Lite", "description": "", "is_free": true,
                "bullets": [], "amounts": [], "metrics": [], "locations": ["eu-de"],
            }],
            "locations": ["eu-de"],
            "local_parameters": [own("eu-de"), own("eu-nl")],
            "published_at": 0,
        }))
        .unwrap()
    }

    #[test]
    fn nothing_is_told_that_the_reader_could_not_be_asked_for() {
        let definition = json!([
            { "name": "token", "displayname": "Token", "type": "password", "value": "s3cret" },
            { "name": "unseen", "displayname": "Unseen", "type": "text", "value": "x", "hidden": true },
            { "name": "size", "displayname": "Size", "type": "dropdown",
              "optionsUrl": "https://broker.internal/options", "validationUrl": "https://broker.internal/valid",
              "associations": {
                  "plan": { "showFor": [PLAN, NOT_SEEN] }, "location": { "showFor": ["eu", "us-south"] },
                  "parameters": [{ "name": "unseen" }, { "name": "token" }, { "name": "zone", "showFor": ["z1"] }],
              } },
            { "name": "zone", "displayname": "Zone", "type": "text", "value": "z1" },
            { "name": "gold", "displayname": "Gold", "type": "text",
              "associations": { "plan": { "showFor": [NOT_SEEN] } } },
            { "name": "gold_size", "displayname": "Gold size", "type": "text",
              "associations": { "parameters": [{ "name": "gold" }] } },
            { "name": "gold_zone", "displayname": "Gold zone", "type": "text",
              "associations": { "parameters": [{ "name": "gold_size" }] } },
            { "name": "remote", "displayname": "Remote", "type": "text",
              "associations": { "location": { "showFor": ["us-south"] } } },
        ]);
        let told = serde_json::to_value(asked(&read(&definition.to_string()), &details())).unwrap();
        let names: Vec<&Value> = told.as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names, ["token", "size", "zone"]);
        for kept in ["s3cret", "unseen", "broker.internal", NOT_SEEN, "us-south"] {
            assert!(!told.to_string().contains(kept), "{kept} in {told}");
        }
        let size = &told[1];
        assert_eq!((&size["options"], &size["is_judged"]), (&Value::Null, &json!(true)));
        assert_eq!((&size["plans"], &size["locations"]), (&json!([PLAN]), &json!(["eu"])));
        assert_eq!(size["depends_on"], json!([{ "name": "zone", "values": ["z1"] }]));
        assert_eq!((&told[0]["default"], &told[2]["default"]), (&json!([]), &json!(["z1"])));
    }

    #[test]
    fn what_is_asked_for_where_nothing_is_sold_is_not_told() {
        let told = of_deployments(&details());
        let places: Vec<&str> = told.iter().map(|own| own.location.as_str()).collect();
        assert_eq!(places, ["eu-de"]);
    }
}
