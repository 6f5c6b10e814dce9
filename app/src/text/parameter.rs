//! Words of custom service parameters: their definition, its preview, and their fields.

use slipway_domain::parameter::Kind;

pub const CHOOSE: &str = "Choose";
pub const NOT_CHOSEN: &str = "Not chosen yet";

pub const TITLE: &str = "Custom parameters";
pub const LEAD: &str = "What the service asks for beside plan and location. The broker gets the values as parameters when an \
                        instance is created, and the test run tries every option.";
pub const DEFINED: &str = "Parameters that are defined";
pub const JSON: &str = "Definition as JSON";
pub const JSON_HELP: &str = "A list of parameters. Each has a name, a displayname and a type, and may have options, value, required, \
                             pattern, description and associations. Leave it empty if there is nothing to ask for.";

pub const MEND: &str = "Write it in the form that counts";

pub const ADD: &str = "Add a parameter";
pub const ADD_SUM: &str = "without writing JSON";
pub const ADD_NOW: &str = "Add to the definition";
pub const ADD_LEAD: &str = "What you type here is saved once you add it to the definition.";
pub const NOT_ADDED: &str = "Not added yet";
pub const NOT_ADDED_WHY: &str = "The rest of the page is saved. This is saved once you add it to the definition.";
pub const NOT_ADDED_MEND: &str =
    "The definition above is no list in JSON, or has no room for one more. Mend it, then add this.";
pub const NOT_ADDED_CUT: &str = "It was too long to come back whole: look at where it ends.";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "The key that the broker gets, for example replica_count.";
pub const DISPLAY_NAME: &str = "Display name";
pub const TYPE: &str = "Type";
pub const DESCRIPTION: &str = "Description";
pub const MUST: &str = "It has to be filled in";
pub const VALUE: &str = "Default";
pub const VALUE_HELP: &str = "Of boxes of which several can be ticked: their values, with commas between them.";
pub const OPTIONS: &str = "Options";
pub const OPTIONS_HELP: &str = "One in a line: the value, or value = what people read.";
pub const OPTIONS_URL: &str = "Address that tells the options";
pub const OPTIONS_URL_HELP: &str =
    "At one of your brokers. The console asks it when somebody fills in the form, in the place of a list.";
pub const VALIDATION_URL: &str = "Address that checks the value";
pub const VALIDATION_URL_HELP: &str = "At one of your brokers. The console tells it what was typed before an instance is created. \
                                       Not for passwords and secrets.";

pub const PREVIEW: &str = "As customers see it";
pub const PREVIEW_LEAD: &str = "Drawn from the definition. Customers see it once it is published.";
pub const PREVIEW_NOTHING: &str = "This choice shows no field.";
pub const PREVIEW_NONE: &str = "There are no custom parameters: customers may send JSON of their own.";
pub const OPTIONS_LATER: &str = "The provider tells what there is to choose from when somebody fills in the form.";
pub const OPTIONS_UNTOLD: &str = "The provider has not said what there is to choose from. Choose a plan and show the fields \
                                  again, or type the value.";
pub const JUDGED_LATER: &str = "The provider checks the value when the instance is created.";
pub const PLAN: &str = "Plan";
pub const LOCATION: &str = "Location";
pub const SHOW: &str = "Show the fields of this choice";

pub const FIELDS: &str = "What the service asks for";
pub const FIELDS_LEAD: &str = "Some fields depend on the plan, the location or other fields.";

/// "Replicas (optional)"
pub fn optional(name: &str) -> String {
    format!("{name} ({})", super::OPTIONAL)
}

/// The name in such a label.
pub fn named(label: &str) -> &str {
    let end = optional("");
    label.strip_suffix(end.as_str()).unwrap_or(label)
}

/// The button that has options asked for again.
pub fn refresh(name: &str) -> String {
    format!("Refresh the options of {name}")
}

pub fn move_up(name: &str) -> String {
    format!("Move {name} up")
}

pub fn move_down(name: &str) -> String {
    format!("Move {name} down")
}

pub fn remove(name: &str) -> String {
    format!("Remove {name}")
}

pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "Short text",
        Kind::Textarea => "Paragraph",
        Kind::Password => "Password",
        Kind::Secret => "Secret",
        Kind::Number => "Number",
        Kind::Dropdown => "Dropdown",
        Kind::Radio => "Radio buttons",
        Kind::Combo => "Text with proposals",
        Kind::Checkbox => "Tick box or boxes",
        Kind::Multiselect => "Several of a list",
        Kind::Region => "Location",
        Kind::ResourceGroup => "Resource group",
    }
}
