//! What a check found: which field, which rule, the facts that make the sentence, and the value that would mend it.
//! Findings accompany a draft; they never stop a save. Gates ask `is_complete`.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::rule::{Level, RuleId};

/// The longest fact quoted in a sentence, in characters; the rest is cut with an ellipsis.
const LONGEST_FACT: usize = 80;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub field: Field,
    pub rule: RuleId,
    /// What the rule's text names, in its order: the offending word, the number of characters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// The value that a one-click remedy sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl Finding {
    pub const fn new(field: Field, rule: RuleId) -> Self {
        Self { field, rule, facts: Vec::new(), suggestion: None }
    }

    /// Adds a fact. Characters that cannot be shown become `�`, long facts are cut.
    #[must_use]
    pub fn naming(mut self, fact: impl fmt::Display) -> Self {
        self.facts.push(quotable(&fact.to_string()));
        self
    }

    /// Offers `value` as remedy, unless there is nothing left of it.
    #[must_use]
    pub fn suggesting(mut self, value: impl Into<String>) -> Self {
        self.suggestion = Some(value.into()).filter(|value| !value.is_empty());
        self
    }

    /// The same about another field: a rule holds wherever such a value is typed.
    #[must_use]
    pub fn on(self, field: Field) -> Self {
        Self { field, ..self }
    }

    pub const fn level(&self) -> Level {
        self.rule.rule().level
    }

    /// The field is empty and must not be.
    pub const fn is_missing(&self) -> bool {
        self.rule.rule().missing
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    pub(crate) fn last_mut(&mut self) -> Option<&mut Finding> {
        self.0.last_mut()
    }

    pub fn iter(&self) -> core::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// What is said beside one field.
    pub fn at(&self, field: Field) -> impl Iterator<Item = &Finding> {
        self.iter().filter(move |finding| finding.field == field)
    }

    /// What is said beside some of the fields.
    #[must_use]
    pub fn only(&self, is_wanted: impl Fn(Field) -> bool) -> Self {
        self.iter().filter(|finding| is_wanted(finding.field)).cloned().collect()
    }

    /// What blocks publishing.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.of(Level::Error)
    }

    /// What a reviewer will ask.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.of(Level::Warning)
    }

    pub fn of(&self, level: Level) -> impl Iterator<Item = &Finding> {
        self.iter().filter(move |finding| finding.level() == level)
    }

    /// The empty fields that the page's minimum asks for, each once.
    pub fn missing(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        for finding in self.iter().filter(|finding| finding.is_missing()) {
            if !fields.contains(&finding.field) {
                fields.push(finding.field);
            }
        }
        fields
    }

    /// Nothing here blocks publishing.
    pub fn is_complete(&self) -> bool {
        self.errors().next().is_none()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        self.0.extend(findings);
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

impl From<Finding> for Findings {
    fn from(finding: Finding) -> Self {
        Self(vec![finding])
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = core::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn quotable(fact: &str) -> String {
    let shown = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let mut quoted: String = fact.chars().take(LONGEST_FACT).map(shown).collect();
    if fact.chars().nth(LONGEST_FACT).is_some() {
        quoted.push('…');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{any, listing};

    fn mixed() -> Findings {
        [
            Finding::new(Field::DisplayName, listing::NAME_MISSING),
            Finding::new(Field::Icon, listing::ICON_IS_PNG),
            Finding::new(Field::LongDescription, listing::LONG_DESCRIPTION_REPEATS),
            Finding::new(Field::DisplayName, any::CONTROL_CHARACTER).naming("U+0007").suggesting("Vector"),
            Finding::new(Field::DisplayName, listing::NAME_MISSING),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn findings_are_told_apart_by_field_and_level() {
        let findings = mixed();
        assert_eq!(findings.at(Field::DisplayName).count(), 3);
        assert_eq!(findings.errors().count(), 3);
        assert_eq!(findings.warnings().count(), 1);
        assert_eq!(findings.of(Level::Info).count(), 1);
        assert_eq!(findings.missing(), [Field::DisplayName]);
        assert_eq!(findings.only(|field| field == Field::Icon).len(), 1);
    }

    #[test]
    fn only_errors_make_a_draft_incomplete() {
        assert!(!mixed().is_complete());
        let harmless: Findings = mixed().into_iter().filter(|finding| finding.level() != Level::Error).collect();
        assert!(harmless.is_complete() && !harmless.is_empty());
        assert!(Findings::new().is_complete());
    }

    #[test]
    fn an_empty_remedy_is_none() {
        assert_eq!(Finding::new(Field::Icon, listing::ICON_MISSING).suggesting("").suggestion, None);
    }

    #[test]
    fn json_is_short_and_keeps_everything() {
        let json = serde_json::to_string(&mixed()).unwrap();
        assert!(json.contains(r#"{"field":"display_name","rule":"LST-NAM-01"}"#));
        assert!(json.contains(r#""rule":"ALL-CHR-01","facts":["U+0007"],"suggestion":"Vector"}"#));
        assert_eq!(serde_json::from_str::<Findings>(&json).unwrap(), mixed());
    }
}
