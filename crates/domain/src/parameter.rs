//! Custom service parameters (§4.11): what a service asks for beside plan and place. The provider defines them as
//! JSON, a form asks the customer for them, and the broker gets their values. Knows no page and no call.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::location::Location;

mod build;
mod check;
mod fitting;
mod migrate;
mod options;
mod pattern;
mod read;
mod shown;
mod typed;
mod verdict;

pub use build::{ADD_INTENT, MEND_INTENT, NewParameterDraft, can_add, listed};
pub use check::{check, check_beside};
pub use fitting::{filled, fitting};
pub(crate) use migrate::imported;
pub use options::{LONGEST_OPTION, MOST_LISTED_OPTIONS, MOST_OPTIONS, origin, told};
pub use pattern::Pattern;
pub(crate) use read::names;
pub use read::{export, read};
pub(crate) use shown::showable;
pub use shown::{Chosen, shown};
pub use typed::values;
pub use verdict::{LONGEST_MESSAGE, ToJudge, Verdict, to_judge, verdict};

/// The longest text of a definition, in characters.
pub const LONGEST_DEFINITION: usize = 64 * 1024;
/// The most parameters of a service.
pub const MOST_PARAMETERS: usize = 50;
/// The longest value that a customer types, in characters.
pub const LONGEST_VALUE: usize = 4096;
/// The longest text that a pattern is asked about, typed or a default, in characters: a form may have a pattern for each
/// of its parameters.
pub const LONGEST_PATTERNED: usize = 512;
/// The platform fills it in (§4.11).
pub const RESERVED: &str = "location";
/// The only resource group that an account has.
const RESOURCE_GROUP: &str = "default";

/// What a form sent, by the name of the parameter. A key without a value: the field was there, and empty.
pub type Typed = BTreeMap<String, Vec<String>>;

/// What kind of field asks for it, and of what type its value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ParameterKind"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Text,
    Password,
    Dropdown,
    Checkbox,
    Radio,
    Textarea,
    Number,
    Combo,
    Multiselect,
    Secret,
    Region,
    ResourceGroup,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    #[default]
    Horizontal,
    Vertical,
}

/// One parameter as far as it could be read; `check` tells what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the members of §4.11")]
pub struct Parameter {
    /// The key that the broker gets.
    pub name: String,
    pub display_name: String,
    pub kind: Kind,
    pub options: Vec<Choice>,
    /// Where the provider tells the options; empty: nowhere, or they are told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub options_url: String,
    /// The provider tells the options, and whoever fills in the form can have them asked for again.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub refreshes: bool,
    /// Where the provider judges a value before it is ordered; empty: nowhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub validation_url: String,
    /// `Null` if there is none.
    pub default: Value,
    pub layout: Layout,
    pub required: bool,
    pub readonly: bool,
    /// Nobody sees it, and its default is sent.
    pub hidden: bool,
    /// As written, not anchored; empty if there is none.
    pub pattern: String,
    pub invalid_message: String,
    pub placeholder: String,
    pub description: String,
    /// The ids of the plans that it is for; `None`: for all.
    pub plans: Option<Vec<String>>,
    /// The ids of the locations that it is for; `None`: for all.
    pub locations: Option<Vec<String>>,
    pub depends_on: Vec<Dependence>,
}

/// One of the options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// Another parameter on whose value it depends whether this one is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependence {
    pub name: String,
    /// `None`: any value.
    pub values: Option<Vec<String>>,
}

impl Kind {
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Password,
        Self::Dropdown,
        Self::Checkbox,
        Self::Radio,
        Self::Textarea,
        Self::Number,
        Self::Combo,
        Self::Multiselect,
        Self::Secret,
        Self::Region,
        Self::ResourceGroup,
    ];

    /// As a definition writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Password => "password",
            Self::Dropdown => "dropdown",
            Self::Checkbox => "checkbox",
            Self::Radio => "radio",
            Self::Textarea => "textarea",
            Self::Number => "number",
            Self::Combo => "combo",
            Self::Multiselect => "multiselect",
            Self::Secret => "secret",
            Self::Region => "region",
            Self::ResourceGroup => "resource_group",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What is typed is never shown again.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Password | Self::Secret)
    }

    /// A pattern can say what its text looks like.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Textarea | Self::Password | Self::Secret)
    }

    /// There is nothing to choose without options of its own.
    pub const fn needs_options(self) -> bool {
        matches!(self, Self::Dropdown | Self::Radio | Self::Combo | Self::Multiselect)
    }
}

impl Parameter {
    /// A tick box of its own: yes or no.
    pub fn is_flag(&self) -> bool {
        self.kind == Kind::Checkbox && self.options.is_empty() && !self.awaits_options()
    }

    /// Several values at once.
    pub fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Checkbox | Kind::Multiselect) && !self.is_flag()
    }

    /// Whoever fills in the form says what its value is.
    pub const fn is_open(&self) -> bool {
        !self.readonly && !self.hidden
    }

    /// What can be chosen: the options, and for places and groups those that the platform has.
    pub fn choices(&self) -> Vec<Choice> {
        match self.kind {
            Kind::Region if self.options.is_empty() => Location::offered()
                .map(|location| Choice { value: location.id.to_owned(), label: location.label.to_owned() })
                .collect(),
            Kind::ResourceGroup if self.options.is_empty() => {
                vec![Choice { value: RESOURCE_GROUP.to_owned(), label: RESOURCE_GROUP.to_owned() }]
            }
            _ => self.options.clone(),
        }
    }

    /// The name that its control posts: by name and not by place, so that a definition that changes meanwhile gives
    /// nobody the value of another field.
    pub fn input_name(&self) -> String {
        format!("{}[{}]", if self.kind.is_secret() { SECRET_INPUT } else { INPUT }, self.name)
    }

    /// The texts of its value: as typed, or of its default where nobody was asked.
    pub fn texts(&self, typed: &Typed) -> Vec<String> {
        match typed.get(&self.name).filter(|_| self.is_open()) {
            Some(entries) => {
                entries.iter().map(|text| text.replace("\r\n", "\n")).filter(|text| !text.is_empty()).collect()
            }
            None => texts_of(&self.default),
        }
    }
}

const INPUT: &str = "parameter";
const SECRET_INPUT: &str = "secret";

/// The parameter whose control posts under `name`.
pub fn parse_input(name: &str) -> Option<&str> {
    let rest = name.strip_prefix(INPUT).or_else(|| name.strip_prefix(SECRET_INPUT))?;
    rest.strip_prefix('[')?.strip_suffix(']').filter(|name| !name.is_empty())
}

/// Whether a control of this name holds a secret.
pub fn is_secret_input(name: &str) -> bool {
    name.starts_with(SECRET_INPUT) && parse_input(name).is_some()
}

/// A default as a form would hold it.
fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Null | Value::Object(_) => Vec::new(),
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(texts_of).collect(),
        Value::Bool(_) | Value::Number(_) => vec![value.to_string()],
    }
}

#[cfg(test)]
mod tests;
