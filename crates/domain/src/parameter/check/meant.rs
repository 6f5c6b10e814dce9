//! What the members of parameters mean together: names, options, defaults, patterns, and who depends on whom.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{Kind, MOST_LISTED_OPTIONS, Parameter, Pattern, RESERVED, origin};
use super::{Written, listed};
use crate::findings::Findings;
use crate::location::Location;
use crate::rule::parameter as rule;

/// Types of the vendor that no other platform has (§4.11, DEC-14).
const VENDOR_TYPES: [&str; 2] = ["cluster_namespace", "vcenter_datastore"];
const LONGEST_NAME: usize = 64;

pub(super) fn check(found: &mut Findings, all: &[Written<'_>], plans: &[String], origins: &[String]) {
    let mut names = BTreeSet::new();
    for written in all {
        written.kind(found);
        let Some(parameter) = &written.parameter else { continue };
        written.name(found, parameter, names.insert(parameter.name.as_str()));
        written.addresses(found, parameter, origins);
        written.options(found, parameter);
        let pattern = Pattern::parse(&parameter.pattern);
        written.default(found, parameter, pattern.as_ref());
        written.pattern(found, parameter, pattern.is_some());
        written.layout(found);
        written.associations(found, parameter, plans);
        written.others(found, parameter, all);
    }
}

impl Written<'_> {
    fn kind(&self, found: &mut Findings) {
        let Some(name) = self.raw.get("type").and_then(Value::as_str).filter(|name| !name.trim().is_empty()) else {
            return;
        };
        if VENDOR_TYPES.contains(&name) {
            found.push(self.fault(rule::TYPE_UNSUPPORTED).naming(name));
        } else if Kind::parse(name).is_none() {
            found.push(self.fault(rule::TYPE_UNKNOWN).naming(name));
        }
    }

    fn name(&self, found: &mut Findings, parameter: &Parameter, is_first: bool) {
        let name = parameter.name.as_str();
        let may_begin = |c: char| c.is_ascii_alphabetic() || c == '_';
        let may_follow = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
        if !name.starts_with(may_begin) || !name.chars().all(may_follow) || name.len() > LONGEST_NAME {
            found.push(self.fault(rule::NAME_INVALID));
        } else if name == RESERVED {
            found.push(self.fault(rule::NAME_RESERVED));
        } else if !is_first {
            found.push(self.fault(rule::NAME_TWICE));
        }
    }

    fn addresses(&self, found: &mut Findings, parameter: &Parameter, origins: &[String]) {
        let is_elsewhere = |address: &str| origin(address).is_none_or(|origin| !origins.contains(&origin));
        if !parameter.validation_url.is_empty() {
            if parameter.kind.is_secret() {
                found.push(self.fault(rule::SECRET_JUDGED));
            } else if !parameter.is_open() {
                found.push(self.fault(rule::JUDGEMENT_IDLE));
            }
            if is_elsewhere(&parameter.validation_url) {
                found.push(self.fault(rule::JUDGED_ELSEWHERE));
            }
        }
        if !parameter.awaits_options() {
            return;
        }
        if !parameter.kind.needs_options() && parameter.kind != Kind::Checkbox {
            found.push(self.fault(rule::ADDRESS_IDLE).naming(parameter.kind.name()));
        }
        if is_elsewhere(&parameter.options_url) {
            found.push(self.fault(rule::ADDRESS_ELSEWHERE));
        }
    }

    fn options(&self, found: &mut Findings, parameter: &Parameter) {
        if parameter.kind.needs_options() && parameter.options.is_empty() && !parameter.awaits_options() {
            found.push(self.fault(rule::OPTIONS_MISSING).naming(parameter.kind.name()));
        }
        let number = parameter.options.len();
        if number > MOST_LISTED_OPTIONS {
            found.push(self.fault(rule::TOO_MANY_OPTIONS).naming(number).naming(MOST_LISTED_OPTIONS));
        }
        let mut values = BTreeSet::new();
        for option in &parameter.options {
            if parameter.required && option.value.is_empty() {
                found.push(self.fault(rule::OPTION_EMPTY).naming(&option.label));
            } else if !values.insert(option.value.as_str()) {
                found.push(self.fault(rule::OPTION_TWICE).naming(&option.label));
            }
        }
    }

    fn default(&self, found: &mut Findings, parameter: &Parameter, pattern: Option<&Pattern>) {
        if parameter.default.is_null() {
            if parameter.required && !parameter.is_open() {
                found.push(self.fault(rule::NOBODY_CAN_FILL_IN));
            }
        } else if parameter.kind.is_secret() {
            found.push(self.fault(rule::SECRET_DEFAULT));
        } else if !has_fitting_default(parameter, pattern) {
            found.push(self.fault(rule::DEFAULT_MISFIT));
        }
    }

    fn pattern(&self, found: &mut Findings, parameter: &Parameter, is_readable: bool) {
        if parameter.pattern.is_empty() {
            return;
        }
        if !parameter.kind.is_text() {
            found.push(self.fault(rule::PATTERN_IDLE).naming(parameter.kind.name()));
        } else if !is_readable {
            found.push(self.fault(rule::PATTERN_UNREADABLE).naming(&parameter.pattern));
        }
    }

    fn layout(&self, found: &mut Findings) {
        let layout = self.raw.get("layout").and_then(Value::as_str);
        if let Some(layout) = layout.filter(|layout| !["horizontal", "vertical"].contains(layout)) {
            found.push(self.fault(rule::LAYOUT_UNKNOWN).naming(format!("“{layout}”")));
        }
    }

    fn associations(&self, found: &mut Findings, parameter: &Parameter, plans: &[String]) {
        for plan in parameter.plans.iter().flatten().filter(|plan| !plans.contains(plan)) {
            found.push(self.fault(rule::PLAN_UNKNOWN).naming(format!("“{plan}”")));
        }
        for place in parameter.locations.iter().flatten().filter(|place| Location::find(place).is_none()) {
            found.push(self.fault(rule::LOCATION_UNKNOWN).naming(format!("“{place}”")));
        }
    }

    fn others(&self, found: &mut Findings, parameter: &Parameter, all: &[Written<'_>]) {
        let raw = self.raw.get(super::ASSOCIATIONS).and_then(Value::as_object);
        let named = raw.into_iter().flat_map(|members| listed(members, "parameters"));
        for other in named.filter_map(|other| other.get("name").and_then(Value::as_str)) {
            if named_in(all, other).is_none() {
                found.push(self.fault(rule::PARAMETER_UNKNOWN).naming(format!("“{other}”")));
            }
        }
        if leads_to(parameter, &parameter.name, all) {
            found.push(self.fault(rule::CIRCLE));
        }
    }
}

fn named_in<'a>(all: &'a [Written<'_>], name: &str) -> Option<&'a Parameter> {
    all.iter().filter_map(|written| written.parameter.as_ref()).find(|parameter| parameter.name == name)
}

/// Whether a parameter depends on the one called `name`, over however many others.
fn leads_to(parameter: &Parameter, name: &str, all: &[Written<'_>]) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = parameter.depends_on.iter().map(|other| other.name.as_str()).collect();
    while let Some(next) = open.pop() {
        if next == name {
            return true;
        }
        if seen.insert(next)
            && let Some(other) = named_in(all, next)
        {
            open.extend(other.depends_on.iter().map(|other| other.name.as_str()));
        }
    }
    false
}

/// What a form could send as well. A pattern that cannot be read is told by itself.
fn has_fitting_default(parameter: &Parameter, pattern: Option<&Pattern>) -> bool {
    let default = &parameter.default;
    let has_its_type = match parameter.kind {
        _ if parameter.is_list() => default.as_array().is_some_and(|values| values.iter().all(Value::is_string)),
        Kind::Checkbox => default.is_boolean() || default == "true" || default == "false",
        Kind::Number => default.is_number() || default.is_string(),
        _ => default.is_string(),
    };
    let fits = |text: &str| parameter.pattern.is_empty() || pattern.is_none_or(|pattern| pattern.is_match(text));
    has_its_type && parameter.value(&super::super::texts_of(default), fits).is_ok()
}
