//! What the Settings say beside their four questions (§4.7b): which changes of plan are offered, what the broker takes
//! its time for, what it asks of the platform, and what customers may expect. All of it may be empty.

use serde::{Deserialize, Serialize};

use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::rule::{any, settings as rule};
use crate::shape::{self, Text};
use crate::visibility::{OnlyFor, Restrictions};

/// The permissions of the broker API that a service may require. This platform gives none of them.
pub const PERMISSIONS: &[&str] = &["syslog_drain", "route_forwarding", "volume_mount"];

/// Whether an instance shares what it runs on.
pub const TENANCIES: &[&str] = &["multi", "single"];

/// The most certifications.
pub const MOST_CERTIFICATIONS: usize = 100;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SettingsExtras"))]
#[serde(default, deny_unknown_fields)]
pub struct ExtrasDraft {
    /// The changes of plan that are not offered, each as `switch` writes it: a new plan can be changed to and from.
    pub barred_switches: Vec<String>,
    /// `yes`: customers are told that it takes a while. What counts is the broker's answer, 202 or not.
    pub async_provisioning: String,
    pub async_unprovisioning: String,
    /// `yes`: the broker takes a PATCH that changes the context alone.
    pub allow_context_updates: String,
    /// Some of `PERMISSIONS`.
    pub requires: Vec<String>,
    pub sla: SlaDraft,
    /// Certifications and standards, one a row.
    pub compliance: Vec<String>,
    /// To whom a release is made (§4.15): `internal`, `external`, or empty for everybody, and left out then.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub only_for: String,
    /// `yes`: no account is invited any more once this is released (§4.15). Left out while it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub not_extendable: String,
}

/// What customers may expect of the service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SlaDraft {
    /// Where the agreement is to be read, or what it is called.
    pub terms: String,
    /// One of `TENANCIES`, or empty.
    pub tenancy: String,
    /// Percent, with at most three decimal places.
    pub provisioning: String,
    pub responsiveness: String,
    /// `yes`
    pub recovery: String,
    pub recovery_text: String,
}

/// A change from one plan to another, by their ids.
pub fn switch(from: &str, to: &str) -> String {
    format!("{from}/{to}")
}

impl ExtrasDraft {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The text of one control; `None` if it is none of these, or one of a list.
    pub(super) fn place(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::AsyncProvisioning => &mut self.async_provisioning,
            Field::AsyncUnprovisioning => &mut self.async_unprovisioning,
            Field::AllowContextUpdates => &mut self.allow_context_updates,
            Field::OnlyFor => &mut self.only_for,
            Field::NotExtendable => &mut self.not_extendable,
            Field::SlaTerms => &mut self.sla.terms,
            Field::SlaTenancy => &mut self.sla.tenancy,
            Field::SlaProvisioning => &mut self.sla.provisioning,
            Field::SlaResponsiveness => &mut self.sla.responsiveness,
            Field::SlaRecovery => &mut self.sla.recovery,
            Field::SlaRecoveryText => &mut self.sla.recovery_text,
            _ => return None,
        })
    }

    /// Every input with what was typed into it, in the order of the form; a list as one text, a row in a line.
    pub fn texts(&self) -> Vec<(Field, String)> {
        let Self { barred_switches, async_provisioning, async_unprovisioning, allow_context_updates, .. } = self;
        let SlaDraft { terms, tenancy, provisioning, responsiveness, recovery, recovery_text } = &self.sla;
        let lines = |rows: &[String]| {
            let rows: Vec<&str> = rows.iter().map(|row| row.trim()).filter(|row| !row.is_empty()).collect();
            rows.join("\n")
        };
        vec![
            (Field::BarredSwitches, lines(barred_switches)),
            (Field::AsyncProvisioning, async_provisioning.clone()),
            (Field::AsyncUnprovisioning, async_unprovisioning.clone()),
            (Field::AllowContextUpdates, allow_context_updates.clone()),
            (Field::Requires, lines(&self.requires)),
            (Field::SlaTerms, terms.clone()),
            (Field::SlaTenancy, tenancy.clone()),
            (Field::SlaProvisioning, provisioning.clone()),
            (Field::SlaResponsiveness, responsiveness.clone()),
            (Field::SlaRecovery, recovery.clone()),
            (Field::SlaRecoveryText, recovery_text.clone()),
            (Field::Compliance, lines(&self.compliance)),
            (Field::OnlyFor, self.only_for.clone()),
            (Field::NotExtendable, self.not_extendable.clone()),
        ]
    }

    /// For whom the service is once it is released. What is none of the choices is a finding, and so never released.
    pub fn released(&self) -> Restrictions {
        Restrictions::released(OnlyFor::parse(&self.only_for))
    }

    /// Whether a change of plan is not offered.
    pub fn bars(&self, from: &str, to: &str) -> bool {
        let meant = switch(from, to);
        self.barred_switches.contains(&meant)
    }

    /// The rows of certifications that are not empty, with their index.
    pub fn listed_compliance(&self) -> impl Iterator<Item = (usize, &str)> {
        self.compliance.iter().map(|row| row.trim()).enumerate().filter(|(_, row)| !row.is_empty())
    }

    /// The permissions that are ticked.
    pub fn listed_requires(&self) -> impl Iterator<Item = &str> {
        self.requires.iter().map(|row| row.trim()).filter(|row| !row.is_empty())
    }

    /// `plan_ids` are those of the offering; `is_updateable`: plan changes are supported.
    pub(super) fn check(&self, found: &mut Findings, plan_ids: &[String], is_updateable: bool) {
        self.check_switches(found, plan_ids, is_updateable);
        for (field, typed) in [
            (Field::AsyncProvisioning, &self.async_provisioning),
            (Field::AsyncUnprovisioning, &self.async_unprovisioning),
            (Field::AllowContextUpdates, &self.allow_context_updates),
            (Field::NotExtendable, &self.not_extendable),
        ] {
            shape::tick(found, field, typed);
        }
        self.check_requires(found);
        self.sla.check(found);
        self.check_compliance(found);
        shape::optional(found, Field::OnlyFor, &self.only_for, &OnlyFor::ALL.map(OnlyFor::name));
    }

    /// A plan that is gone may still be named: nobody is asked to clear up after it.
    fn check_switches(&self, found: &mut Findings, plan_ids: &[String], is_updateable: bool) {
        let field = Field::BarredSwitches;
        for barred in self.barred_switches.iter().filter(|barred| !barred.is_empty() && !barred.contains('/')) {
            found.push(Finding::new(field, any::NOT_A_CHOICE).naming(barred));
        }
        let mut pairs = plan_ids.iter().flat_map(|from| plan_ids.iter().map(move |to| (from, to)));
        let is_any_offered = pairs.any(|(from, to)| from != to && !self.bars(from, to));
        if is_updateable && plan_ids.len() > 1 && !is_any_offered {
            found.push(Finding::new(field, rule::ALL_SWITCHES_BARRED));
        }
    }

    fn check_requires(&self, found: &mut Findings) {
        let field = Field::Requires;
        for other in self.listed_requires().filter(|permission| !PERMISSIONS.contains(permission)) {
            found.push(Finding::new(field, any::NOT_A_CHOICE).naming(other));
        }
        let known: Vec<&str> = self.listed_requires().filter(|permission| PERMISSIONS.contains(permission)).collect();
        if !known.is_empty() {
            found.push(Finding::new(field, rule::REQUIRES_UNSUPPORTED).naming(known.join(", ")));
        }
    }

    fn check_compliance(&self, found: &mut Findings) {
        let number = self.listed_compliance().count();
        if number > MOST_CERTIFICATIONS {
            found.push(Finding::new(Field::Compliance, rule::TOO_MANY_CERTIFICATIONS).naming(number));
        }
        for (index, name) in self.listed_compliance().take(MOST_CERTIFICATIONS) {
            let field = Field::ComplianceItem(field::row(index));
            shape::text(found, field, name, Text::line(128));
            if self.compliance[..index].iter().any(|before| before.trim() == name) {
                found.push(Finding::new(field, rule::CERTIFICATION_TWICE).naming(name));
            }
        }
    }
}

impl SlaDraft {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn check(&self, found: &mut Findings) {
        shape::text(found, Field::SlaTerms, &self.terms, Text::line(256));
        shape::optional(found, Field::SlaTenancy, &self.tenancy, TENANCIES);
        for (field, typed) in
            [(Field::SlaProvisioning, &self.provisioning), (Field::SlaResponsiveness, &self.responsiveness)]
        {
            let typed = typed.trim();
            if !typed.is_empty() && !is_percentage(typed) {
                found.push(Finding::new(field, rule::NOT_A_PERCENTAGE).naming(typed));
            }
        }
        shape::tick(found, Field::SlaRecovery, &self.recovery);
        let told = shape::text(found, Field::SlaRecoveryText, &self.recovery_text, Text::prose(2000));
        if self.recovery == "yes" && told.is_none() {
            found.push(Finding::new(Field::SlaRecoveryText, rule::RECOVERY_NOT_TOLD));
        }
    }
}

/// 0 to 100 with at most three decimal places, without a sign.
fn is_percentage(text: &str) -> bool {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let are_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = are_digits(whole) && whole.parse::<u8>().is_ok_and(|number| number <= 100);
    let is_rest = rest.is_none_or(|rest| are_digits(rest) && rest.len() <= 3);
    let is_above = whole.parse::<u8>() == Ok(100) && rest.is_some_and(|rest| rest.bytes().any(|byte| byte != b'0'));
    is_whole && is_rest && !is_above
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_a_number_up_to_a_hundred() {
        for good in ["0", "99.95", "99.999", "100", "100.0"] {
            assert!(is_percentage(good), "{good}");
        }
        for bad in ["", "-1", "+1", "101", "100.01", "99.", ".5", "99,95", "99.9999", "99.95 %", "256", "1e1"] {
            assert!(!is_percentage(bad), "{bad}");
        }
    }

    #[test]
    fn a_change_is_offered_until_it_is_barred_and_in_one_direction_only() {
        let extras = ExtrasDraft { barred_switches: vec![switch("a", "b")], ..ExtrasDraft::default() };
        assert!(extras.bars("a", "b") && !extras.bars("b", "a") && !extras.bars("a", "c"));
    }

    #[test]
    fn what_was_frozen_before_there_were_extras_is_written_as_it_was() {
        let old = r#"{"plan_updateable":"no","bindable":"no","service_key_supported":"","location_scope":"global"}"#;
        let draft: crate::settings::SettingsDraft = serde_json::from_str(old).unwrap();
        assert!(draft.extras.is_empty());
        assert_eq!(serde_json::to_string(&draft).unwrap(), old);
        let extras = ExtrasDraft { async_provisioning: "yes".to_owned(), ..ExtrasDraft::default() };
        let written = serde_json::to_string(&extras).unwrap();
        assert!(!written.contains("only_for") && !written.contains("not_extendable"), "the usual is said by nothing");
    }

    #[test]
    fn a_release_is_to_everybody_unless_it_says_to_whom() {
        let said = |only_for: &str| ExtrasDraft { only_for: only_for.to_owned(), ..ExtrasDraft::default() };
        for (only_for, restrictions) in [
            ("", Restrictions::Public),
            ("internal", Restrictions::InternalOnly),
            ("external", Restrictions::ExternalOnly),
        ] {
            let mut found = Findings::new();
            said(only_for).check(&mut found, &[], false);
            assert!(found.is_empty(), "{only_for}");
            assert_eq!(said(only_for).released(), restrictions);
        }
        for unknown in ["everybody", "Internal", " internal", "internal_only"] {
            let mut found = Findings::new();
            said(unknown).check(&mut found, &[], false);
            let told: Vec<_> = found.errors().map(|finding| (finding.field, finding.rule)).collect();
            assert_eq!(told, [(Field::OnlyFor, any::NOT_A_CHOICE)], "{unknown}");
        }
    }
}
