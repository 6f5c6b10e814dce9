//! The tab Settings of the catalog listing (§4.7b): what the service can do.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::parameter;
use crate::rule::settings as rule;
use crate::shape::{YES_NO, choice};

mod extras;

pub use extras::{ExtrasDraft, MOST_CERTIFICATIONS, PERMISSIONS, SlaDraft, TENANCIES, switch};

/// The values of `location_scope`.
pub const LOCATION_SCOPES: &[&str] = &["global", "per_location"];

/// The answers as typed: `yes`, `no` or empty; `location_scope` is `global`, `per_location` or empty, and `parameters`
/// the custom parameters as JSON (§4.11). Their text is left out while it is empty, so that what was frozen before it was
/// kept stays as it is, to the byte.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SettingsDraft {
    pub plan_updateable: String,
    pub bindable: String,
    pub service_key_supported: String,
    pub location_scope: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parameters: String,
    /// Left out while it is empty, too.
    #[serde(skip_serializing_if = "ExtrasDraft::is_empty")]
    pub extras: ExtrasDraft,
}

/// What the rules need to know beside the answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsContext {
    /// The number of plans.
    pub plans: usize,
    /// Their ids.
    pub plan_ids: Vec<String>,
    /// Those of the brokers' addresses, at which a provider may be asked for options (DEC-15).
    #[serde(default)]
    pub origins: Vec<String>,
}

impl SettingsDraft {
    pub fn check(&self, context: &SettingsContext) -> Findings {
        let mut found = Findings::new();
        let updateable =
            choice(&mut found, Field::PlanUpdateable, &self.plan_updateable, YES_NO, rule::PLAN_UPDATEABLE_MISSING);
        if updateable == Some("yes") && context.plans < 2 {
            found.push(
                Finding::new(Field::PlanUpdateable, rule::PLAN_UPDATEABLE_NEEDS_PLANS)
                    .naming(context.plans)
                    .suggesting("no"),
            );
        }
        choice(&mut found, Field::Bindable, &self.bindable, YES_NO, rule::BINDABLE_MISSING);
        self.check_service_key(&mut found);
        choice(&mut found, Field::LocationScope, &self.location_scope, LOCATION_SCOPES, rule::LOCATION_SCOPE_MISSING);
        found.extend(parameter::check_beside(&self.parameters, &context.plan_ids, &context.origins));
        self.extras.check(&mut found, &context.plan_ids, updateable == Some("yes"));
        found
    }

    /// The answer to one question; `None` if the form does not ask it.
    pub(crate) fn answer(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::PlanUpdateable => &mut self.plan_updateable,
            Field::Bindable => &mut self.bindable,
            Field::ServiceKeySupported => &mut self.service_key_supported,
            Field::LocationScope => &mut self.location_scope,
            Field::Parameters => &mut self.parameters,
            _ => return self.extras.place(field),
        })
    }

    pub fn is_plan_updateable(&self) -> bool {
        self.plan_updateable == "yes"
    }

    /// Whether customers may change an instance from one plan to another, by the ids of both.
    pub fn offers_switch(&self, from: &str, to: &str) -> bool {
        self.is_plan_updateable() && !self.extras.bars(from, to)
    }

    pub fn is_bindable(&self) -> bool {
        self.bindable == "yes"
    }

    /// Without bindings the answer follows: no keys either.
    fn check_service_key(&self, found: &mut Findings) {
        if self.bindable == "no" && self.service_key_supported.is_empty() {
            return;
        }
        let key =
            choice(found, Field::ServiceKeySupported, &self.service_key_supported, YES_NO, rule::SERVICE_KEY_MISSING);
        if key == Some("yes") && self.bindable == "no" {
            found.push(Finding::new(Field::ServiceKeySupported, rule::SERVICE_KEY_NEEDS_BINDABLE).suggesting("no"));
        }
    }
}
