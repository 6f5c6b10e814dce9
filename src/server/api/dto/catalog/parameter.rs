//! What the form for a new instance asks for beside plan and place (§4.11), as far as whoever reads it could be asked
//! (`Details::asked_of_reader`). Addresses that the platform calls are not told.

use schemars::JsonSchema;
use serde::Serialize;
use slipway_domain::catalog::LocalParameters;
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

impl From<&LocalParameters> for LocalParametersDto {
    fn from(own: &LocalParameters) -> Self {
        Self {
            plan: own.plan.to_string(),
            location: own.location.clone(),
            parameters: own.parameters.iter().map(ParameterDto::from).collect(),
        }
    }
}

impl From<&Parameter> for ParameterDto {
    fn from(parameter: &Parameter) -> Self {
        let options = || parameter.choices().into_iter().map(ChoiceDto::from).collect();
        Self {
            name: parameter.name.clone(),
            display_name: parameter.display_name.clone(),
            kind: parameter.kind,
            options: (!parameter.awaits_options()).then(options),
            takes_several: parameter.is_list(),
            default: parameter.texts(&Typed::new()),
            is_required: parameter.required,
            is_readonly: parameter.readonly,
            pattern: Some(parameter.pattern.clone()).filter(|pattern| !pattern.is_empty()),
            invalid_message: Some(parameter.invalid_message.clone()).filter(|text| !text.trim().is_empty()),
            is_judged: parameter.is_judged_elsewhere(),
            placeholder: parameter.placeholder.clone(),
            description: parameter.description.clone(),
            plans: parameter.plans.clone(),
            locations: parameter.locations.clone(),
            depends_on: parameter.depends_on.iter().map(DependenceDto::from).collect(),
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

    #[test]
    fn addresses_that_the_platform_calls_are_not_told() {
        let definition = json!([
            { "name": "size", "displayname": "Size", "type": "dropdown",
              "optionsUrl": "https://broker.internal/options", "validationUrl": "https://broker.internal/valid" },
        ]);
        let [size] = read(&definition.to_string()).try_into().unwrap();
        let told = serde_json::to_value(ParameterDto::from(&size)).unwrap();
        assert_eq!((&told["options"], &told["is_judged"]), (&Value::Null, &json!(true)));
        assert!(!told.to_string().contains("broker.internal"), "{told}");
    }
}
