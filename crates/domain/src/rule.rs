//! The table of all rules that forms check: one row per rule, grouped by form, with its text, remedy and source.
//! An id is `PAGE-FIELD-NN` (DEC-51); a number is never given to another rule, not even after the rule is gone.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::field::Form;
use crate::text;

pub mod access;
pub mod account;
pub mod any;
pub mod decision;
pub mod deployment;
pub mod instance;
pub mod listing;
pub mod media;
pub mod member;
pub mod metric;
pub mod new_resource;
pub mod parameter;
pub mod person;
pub mod plan;
pub mod sandbox;
pub mod settings;
pub mod statement;
pub mod summary;
pub mod thread;
pub mod token;
pub mod translation;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Blocks publishing.
    Error,
    /// A reviewer will ask.
    Warning,
    /// Good to know.
    Info,
}

/// A row of the table. `what` and `fix` are templates of `text`: `{field}` is the field's name, `{row}` its row,
/// `{0}` the first fact of the finding, `{1:character}` the second one counted ("3 characters"), `{example}` the
/// rule's example.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `LST-NAM-03`
    pub id: &'static str,
    pub form: Form,
    pub level: Level,
    /// The rule asks for a value that is not there; the fields of such findings are the page's open minimum.
    pub missing: bool,
    /// What is wrong.
    pub what: &'static str,
    /// How to mend it; may end in ", for example {example}".
    pub fix: &'static str,
    /// A value that follows the rule.
    pub example: &'static str,
    /// Where the rule comes from: a section or decision of the domain reference.
    pub source: &'static str,
}

/// A rule as findings, review threads and interfaces carry it: written as its id.
#[derive(Clone, Copy)]
pub struct RuleId(&'static Rule);

impl RuleId {
    pub const fn rule(self) -> &'static Rule {
        self.0
    }

    /// `LST-NAM-03`
    pub const fn as_str(self) -> &'static str {
        self.0.id
    }

    pub fn parse(id: &str) -> Option<Self> {
        all().find(|rule| rule.as_str() == id)
    }
}

/// Every rule, by form and in the order of the fields.
pub fn all() -> impl Iterator<Item = RuleId> {
    [
        any::RULES,
        person::RULES,
        account::RULES,
        member::RULES,
        token::RULES,
        new_resource::RULES,
        summary::RULES,
        listing::RULES,
        media::RULES,
        settings::RULES,
        parameter::RULES,
        translation::RULES,
        access::RULES,
        plan::RULES,
        metric::RULES,
        deployment::RULES,
        decision::RULES,
        thread::RULES,
        statement::RULES,
        instance::RULES,
        sandbox::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The part "rules by form" of `docs/rules.md`.
pub fn markdown() -> String {
    let mut page = String::new();
    for form in Form::ALL {
        let rows: Vec<_> = all().filter(|rule| rule.rule().form == form).map(table_row).collect();
        if !rows.is_empty() {
            page.extend(["### ", text::form_name(form), "\n\n", TABLE_HEAD, &rows.concat(), "\n"]);
        }
    }
    page
}

const TABLE_HEAD: &str = "\
| Rule | Level | What is wrong | How to mend it | Example | Source |
|---|---|---|---|---|---|
";

fn table_row(rule: RuleId) -> String {
    let Rule { id, level, what, fix, example, source, .. } = rule.rule();
    let (level, what, fix) = (text::level_name(*level), text::in_general(what), text::in_general(fix));
    format!("| {id} | {level} | {what} | {fix} | {example} | {source} |\n")
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq for RuleId {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RuleId {}

impl PartialOrd for RuleId {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleId {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl core::hash::Hash for RuleId {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::parse(&id).ok_or_else(|| serde::de::Error::custom("no rule has this id"))
    }
}

/// Makes a constant of every row and the list `RULES` of a file. `missing` is the error of an empty field.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $id:literal $form:ident $level:ident,
       $what:literal, $fix:literal, $example:literal, $source:literal;)*) => {
        $(
            $(#[$doc])*
            #[doc = concat!("`", $id, "` ", $what)]
            pub const $name: $crate::rule::RuleId = $crate::rule::row(&$crate::rule::Rule {
                id: $id,
                form: $crate::field::Form::$form,
                level: $crate::rule::level!($level),
                missing: $crate::rule::missing!($level),
                what: $what,
                fix: $fix,
                example: $example,
                source: $source,
            });
        )*

        pub(super) const RULES: &[$crate::rule::RuleId] = &[$($name,)*];
    };
}

macro_rules! level {
    (missing) => {
        $crate::rule::Level::Error
    };
    (error) => {
        $crate::rule::Level::Error
    };
    (warning) => {
        $crate::rule::Level::Warning
    };
    (info) => {
        $crate::rule::Level::Info
    };
}

macro_rules! missing {
    (missing) => {
        true
    };
    ($other:ident) => {
        false
    };
}

use {level, missing, rules};

const fn row(rule: &'static Rule) -> RuleId {
    RuleId(rule)
}

#[cfg(test)]
mod tests;
