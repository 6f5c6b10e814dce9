//! The programmatic name of a service: chosen once in the New Resource dialog, permanent, never reused (§4.6, DEC-12).

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::offering::NewResourceDraft;
use crate::rule::new_resource as rule;
use crate::shape::{self, YES_NO};
use crate::words;

/// The most characters of a name: fewer than 32.
pub const LONGEST_NAME: usize = 31;

/// A name that follows `^[a-z0-9](?:[a-z0-9-]{0,29}[a-z0-9])?$`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResourceName(String);

/// What the rules need to know beside the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewResourceContext {
    /// The owner's name.
    pub company: String,
    /// The account has other offerings, so the company alone does not tell them apart.
    pub has_offerings: bool,
    /// The name is in use, or was. The browser cannot know and says `false`; the server asks the store.
    pub is_taken: bool,
}

impl ResourceName {
    /// Takes exactly the form above; the error is what `check` would say.
    pub fn parse(name: &str) -> Result<Self, Finding> {
        shape_fault(name).map_or_else(|| Ok(Self(name.to_owned())), Err)
    }

    /// A name made of company and offering: `Northwind Data`, `Vector Search` → `northwind-vector-search`.
    pub fn suggest(company: &str, offering: &str) -> Option<Self> {
        let company = company_prefixes(company).into_iter().next();
        let offering = words::slug(offering);
        let name = match company {
            Some(company) if !offering.starts_with(&company) => {
                let other = |word: &&str| !word.is_empty() && *word != company;
                let words = core::iter::once(company.as_str()).chain(offering.split('-').filter(other));
                words.collect::<Vec<_>>().join("-")
            }
            _ => offering,
        };
        Self::parse(cut(&name)).ok()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ResourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ResourceName> for String {
    fn from(name: ResourceName) -> Self {
        name.0
    }
}

impl TryFrom<String> for ResourceName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::parse(&name).map_err(|_| "not a resource name such as northwind-vector")
    }
}

impl NewResourceDraft {
    /// Unlike a draft that can be saved any time, a new resource needs a check without errors: its name is permanent.
    pub fn check(&self, context: &NewResourceContext) -> Findings {
        let mut found = Findings::new();
        match shape_fault(&self.resource_name) {
            Some(fault) => {
                found.push(fault.suggesting(suggestion(&self.resource_name, context)));
            }
            None => found.extend(company_fault(&self.resource_name, context)),
        }
        if context.is_taken && !self.resource_name.is_empty() {
            found.push(Finding::new(Field::ResourceName, rule::NAME_TAKEN).naming(&self.resource_name));
        }
        shape::choice(&mut found, Field::BrokerReady, &self.broker_ready, YES_NO, rule::BROKER_READY_MISSING);
        found
    }
}

/// A name made of what was typed, if that mends it; empty otherwise.
fn suggestion(typed: &str, context: &NewResourceContext) -> String {
    let name = ResourceName::suggest(&context.company, typed).filter(|_| !typed.trim().is_empty());
    name.map(String::from).filter(|name| !is_only_company(name, context)).unwrap_or_default()
}

fn company_fault(name: &str, context: &NewResourceContext) -> Option<Finding> {
    let prefixes = company_prefixes(&context.company);
    let company = prefixes.first()?;
    if !prefixes.iter().any(|prefix| name.starts_with(prefix)) {
        let fault = Finding::new(Field::ResourceName, rule::NAME_WITHOUT_COMPANY).naming(company);
        return Some(fault.suggesting(suggestion(name, context)));
    }
    is_only_company(name, context).then(|| Finding::new(Field::ResourceName, rule::NAME_IS_ONLY_THE_COMPANY))
}

/// Nothing follows the company, which is enough only for an account's one offering.
fn is_only_company(name: &str, context: &NewResourceContext) -> bool {
    let whole = words::slug(&words::company_words(&context.company).join(" "));
    let company = company_prefixes(&context.company).into_iter().chain([whole.replace('-', ""), whole]);
    context.has_offerings && company.into_iter().any(|company| company == name)
}

/// A name cut to the longest that is allowed, between two words if that leaves more than half of it.
fn cut(name: &str) -> &str {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let end = name[..=LONGEST_NAME].rfind('-').filter(|end| *end > LONGEST_NAME / 2).unwrap_or(LONGEST_NAME);
    name[..end].trim_end_matches('-')
}

/// What is wrong with the form of a name, the most telling fault first.
fn shape_fault(name: &str) -> Option<Finding> {
    let fault = |rule| Finding::new(Field::ResourceName, rule);
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.trim().is_empty() {
        return Some(fault(rule::NAME_MISSING));
    }
    let mut forbidden: Vec<char> = Vec::new();
    for character in name.chars().filter(|c| !is_allowed(*c)) {
        if !forbidden.contains(&character) {
            forbidden.push(character);
        }
    }
    if !forbidden.is_empty() {
        let spoken = name.trim().chars().all(|c| c.is_alphanumeric() || " -".contains(c));
        return Some(if spoken && name.contains(|c: char| c == ' ' || c.is_uppercase()) {
            fault(rule::NAME_IS_A_DISPLAY_NAME).naming(name)
        } else {
            let shown: Vec<String> = forbidden.into_iter().map(shape::shown).collect();
            fault(rule::NAME_CHARACTER).naming(shown.join("”, “"))
        });
    }
    if name.starts_with('-') || name.ends_with('-') {
        return Some(fault(rule::NAME_HYPHEN_AT_EDGE));
    }
    (name.len() > LONGEST_NAME).then(|| fault(rule::NAME_TOO_LONG).naming(name.len()))
}

/// How a name may begin: the first word of the company. Letters like ö may be spelled oe or o.
fn company_prefixes(company: &str) -> Vec<String> {
    let Some(first) = words::company_words(company).first().copied() else { return Vec::new() };
    let mut prefixes = vec![words::slug(first), words::slug(&words::without_marks(first))];
    prefixes.dedup();
    prefixes.retain(|prefix| !prefix.is_empty());
    prefixes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(name: &str, company: &str, has_offerings: bool) -> Findings {
        let draft = NewResourceDraft { resource_name: name.to_owned(), broker_ready: "no".to_owned() };
        draft.check(&NewResourceContext { company: company.to_owned(), has_offerings, is_taken: false })
    }

    #[test]
    fn the_company_may_be_written_in_several_ways() {
        for name in ["northwind", "northwind-data-lake", "northwinddata", "northwind-x"] {
            assert!(check(name, "The Northwind Data GmbH", false).is_empty(), "{name}");
        }
        for name in ["goebel-mail", "gobel-mail"] {
            assert!(check(name, "Göbel AG", false).is_empty(), "{name}");
        }
        assert!(check("anything", "日本", false).is_empty());
    }

    #[test]
    fn a_suggestion_mends_what_was_typed_or_is_not_made() {
        let suggestion = |name: &str| check(name, "Northwind Data", true).iter().find_map(|f| f.suggestion.clone());
        assert_eq!(suggestion("Vector Search").as_deref(), Some("northwind-vector-search"));
        assert_eq!(suggestion("vector-northwind").as_deref(), Some("northwind-vector"));
        assert_eq!(suggestion("Northwind "), None);
        assert_eq!(suggestion("northwind-"), None);
        assert_eq!(suggestion(" "), None);
    }

    #[test]
    fn every_forbidden_character_is_named_once() {
        let facts = |name: &str| check(name, "Northwind Data", false).iter().next().map(|found| found.facts.clone());
        assert_eq!(facts("North Wind_"), Some(vec!["N”, “ ”, “W”, “_".to_owned()]));
        assert_eq!(facts("northwind__vector"), Some(vec!["_".to_owned()]));
    }

    #[test]
    fn a_name_is_suggested_from_company_and_offering() {
        let suggest = |company, offering| ResourceName::suggest(company, offering).map(String::from);
        assert_eq!(suggest("Compose Inc.", "Redis").as_deref(), Some("compose-redis"));
        assert_eq!(suggest("FastJetMail", "FastJetMail").as_deref(), Some("fastjetmail"));
        assert_eq!(
            suggest("Northwind", "Approximate Nearest Neighbour Search").as_deref(),
            Some("northwind-approximate-nearest")
        );
        assert_eq!(suggest("日本", "検索"), None);
    }

    #[test]
    fn a_name_of_31_characters_is_the_longest() {
        assert!(ResourceName::parse(&"a".repeat(31)).is_ok());
        assert!(ResourceName::parse(&"a".repeat(32)).is_err());
        assert!(ResourceName::parse("a").is_ok());
    }

    proptest! {
        #[test]
        fn what_parses_follows_the_form(name in "[a-zA-Z0-9._ -]{0,40}") {
            let follows = (1..=31).contains(&name.len())
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && !name.starts_with('-')
                && !name.ends_with('-');
            prop_assert_eq!(ResourceName::parse(&name).is_ok(), follows);
        }

        #[test]
        fn a_suggestion_is_always_a_name_that_passes(company in "\\PC{0,30}", typed in "\\PC{1,60}", more: bool) {
            for finding in &check(&typed, &company, more) {
                if let Some(name) = &finding.suggestion {
                    prop_assert!(ResourceName::parse(name).is_ok(), "{name}");
                    prop_assert!(check(name, &company, more).is_empty(), "{name}");
                }
            }
        }
    }
}
