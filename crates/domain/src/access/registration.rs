//! What an offering tells the identity registry beside its redirect URIs (§4.8): its name in the policy editor, the roles
//! that it supports, and the actions that its code asks for. What is not typed has a default, so that an offering whose
//! author never came here is complete.

use serde::{Deserialize, Serialize};

use super::{AccessDraft, AttributeDraft};
use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::rule::{access as rule, any};
use crate::shape::{self, Text};

/// The four roles of the platform: every service supports them.
pub const PLATFORM_ROLES: [&str; 4] = ["Viewer", "Operator", "Editor", "Administrator"];

/// The roles that a service may support beside them.
pub const SERVICE_ROLES: [&str; 3] = ["Reader", "Writer", "Manager"];

/// Who may open a dashboard, unless the offering says something else (DEC-13).
const DASHBOARD_ROLES: [&str; 3] = ["Operator", "Editor", "Administrator"];

/// The most actions of a service.
pub const MOST_ACTIONS: usize = 100;

/// The most roles of a service's own; those beyond are not looked at.
const MOST_ROLES: usize = 100;

/// Something that the provider's code asks permission for, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ActionDraft {
    /// `<service>.<object>.<verb>`
    pub id: String,
    pub display_name: String,
    pub description: String,
    /// The roles that include it.
    pub roles: Vec<String>,
    /// `yes`: customers do not see it in the policy editor.
    pub hidden: String,
}

/// What the rules and the defaults need to know beside the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessContext {
    /// The programmatic name of the service.
    pub service_name: String,
    /// Of the listing.
    pub display_name: String,
    /// The short description of the listing.
    pub description: String,
}

impl ActionDraft {
    /// The action that every service has: opening its dashboard.
    pub fn dashboard(service_name: &str) -> Self {
        Self {
            id: dashboard_id(service_name),
            display_name: "Open the dashboard".to_owned(),
            description: "See the dashboard of an instance.".to_owned(),
            roles: DASHBOARD_ROLES.map(str::to_owned).to_vec(),
            hidden: String::new(),
        }
    }

    pub fn is_hidden(&self) -> bool {
        self.hidden == "yes"
    }

    /// The roles that are not empty.
    pub fn listed_roles(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().map(String::as_str).filter(|role| !role.is_empty())
    }

    fn is_blank(&self) -> bool {
        [&self.id, &self.display_name, &self.description].into_iter().all(|text| text.trim().is_empty())
    }
}

impl AccessDraft {
    /// The draft with its defaults in place of what was left empty.
    #[must_use]
    pub fn filled(&self, context: &AccessContext) -> Self {
        let or = |typed: &str, default: &str| {
            if typed.trim().is_empty() { default.to_owned() } else { typed.to_owned() }
        };
        let mut filled = Self {
            display_name: or(&self.display_name, &context.display_name),
            description: or(&self.description, &context.description),
            ..self.clone()
        };
        if filled.actions.iter().all(ActionDraft::is_blank) {
            filled.actions.insert(0, ActionDraft::dashboard(&context.service_name));
        }
        if filled.attributes.iter().all(AttributeDraft::is_blank) {
            let blank = core::mem::replace(&mut filled.attributes, Self::usual_attributes());
            filled.attributes.extend(blank);
        }
        filled
    }

    /// Every role that actions can be mapped to: the platform's, the chosen ones of a service, its own.
    pub fn supported_roles(&self) -> impl Iterator<Item = &str> {
        let chosen = SERVICE_ROLES.into_iter().filter(|role| self.service_roles.iter().any(|chosen| chosen == role));
        PLATFORM_ROLES.into_iter().chain(chosen).chain(self.listed_custom_roles().map(|(_, role)| role))
    }

    /// The rows of the service's own roles that are not empty, with their index.
    pub fn listed_custom_roles(&self) -> impl Iterator<Item = (usize, &str)> {
        self.custom_roles.iter().map(String::as_str).enumerate().filter(|(_, role)| !role.trim().is_empty())
    }

    /// The actions that are not empty rows, with their index.
    pub fn listed_actions(&self) -> impl Iterator<Item = (usize, &ActionDraft)> {
        self.actions.iter().enumerate().filter(|(_, action)| !action.is_blank())
    }

    /// Findings about everything but the redirect URIs, of the draft with its defaults.
    pub fn check_registration(&self, context: &AccessContext) -> Findings {
        let mut found = Findings::new();
        let draft = self.filled(context);
        let name = Text::line(256).required(rule::NAME_MISSING);
        shape::text(&mut found, Field::AccessName, &draft.display_name, name);
        let description = Text::prose(20_000).required(rule::DESCRIPTION_MISSING);
        shape::text(&mut found, Field::AccessDescription, &draft.description, description);
        draft.check_roles(&mut found);
        draft.check_actions(&mut found, &context.service_name);
        draft.check_targets(&mut found);
        found
    }

    fn check_roles(&self, found: &mut Findings) {
        for role in self.service_roles.iter().filter(|role| !role.is_empty()) {
            if !SERVICE_ROLES.contains(&role.as_str()) {
                found.push(Finding::new(Field::ServiceRoles, any::NOT_A_CHOICE).naming(role));
            }
        }
        let number = self.listed_custom_roles().count();
        if number > MOST_ROLES {
            found.push(Finding::new(Field::CustomRoles, rule::TOO_MANY_ROLES).naming(number));
        }
        for (index, role) in self.listed_custom_roles().take(MOST_ROLES) {
            let field = Field::CustomRole(field::row(index));
            let before = found.len();
            shape::text(found, field, role, Text::line(64));
            if found.len() > before {
                continue;
            }
            if !is_role_id(role) {
                let mended = as_role_id(role);
                found.push(Finding::new(field, rule::ROLE_INVALID).naming(role).suggesting(mended));
            }
            let others = self.custom_roles[..index].iter().map(String::as_str);
            if PLATFORM_ROLES.into_iter().chain(SERVICE_ROLES).chain(others).any(|other| other == role) {
                found.push(Finding::new(field, rule::ROLE_TWICE).naming(role));
            }
            if !self.listed_actions().any(|(_, action)| action.listed_roles().any(|other| other == role)) {
                found.push(Finding::new(field, rule::ROLE_WITHOUT_ACTION).naming(role));
            }
        }
    }

    fn check_actions(&self, found: &mut Findings, service_name: &str) {
        let number = self.listed_actions().count();
        if number > MOST_ACTIONS {
            found.push(Finding::new(Field::Actions, rule::TOO_MANY_ACTIONS).naming(number));
        }
        let dashboard = dashboard_id(service_name);
        if !self.listed_actions().any(|(_, action)| action.id.trim() == dashboard) {
            found.push(Finding::new(Field::Actions, rule::DASHBOARD_ACTION_MISSING).naming(&dashboard));
        }
        let supported: Vec<&str> = self.supported_roles().collect();
        for (index, action) in self.listed_actions() {
            let row = field::row(index);
            self.check_action_id(found, service_name, index);
            let name = Text::line(256).required(rule::ACTION_NAME_MISSING);
            shape::text(found, Field::ActionName(row), &action.display_name, name);
            shape::text(found, Field::ActionDescription(row), &action.description, Text::line(2000));
            if action.listed_roles().next().is_none() {
                found.push(Finding::new(Field::ActionRoles(row), rule::ACTION_WITHOUT_ROLE));
            }
            for role in action.listed_roles().filter(|role| !supported.contains(role)) {
                found.push(Finding::new(Field::ActionRoles(row), rule::ACTION_ROLE_UNKNOWN).naming(role));
            }
            if !["", "yes"].contains(&action.hidden.as_str()) {
                found.push(Finding::new(Field::ActionHidden(row), any::NOT_A_CHOICE).naming(&action.hidden));
            }
        }
    }

    fn check_action_id(&self, found: &mut Findings, service_name: &str, index: usize) {
        let field = Field::ActionId(field::row(index));
        let before = found.len();
        let expected = Text::line(100).required(rule::ACTION_ID_MISSING);
        let Some(id) = shape::text(found, field, &self.actions[index].id, expected) else { return };
        if found.len() > before {
            return;
        }
        if !is_action_id(id, service_name) {
            let lower = id.trim().to_lowercase();
            let mended = [lower.clone(), format!("{service_name}.{lower}")];
            let mended = mended.into_iter().find(|id| is_action_id(id, service_name)).unwrap_or_default();
            found.push(Finding::new(field, rule::ACTION_ID_INVALID).naming(service_name).suggesting(mended));
        }
        if self.actions[..index].iter().any(|before| before.id == id) {
            found.push(Finding::new(field, rule::ACTION_TWICE).naming(id));
        }
    }
}

fn dashboard_id(service_name: &str) -> String {
    format!("{service_name}.dashboard.view")
}

/// `<service>.<object>.<verb>`, each of lower-case letters, digits, `-` and `_`.
fn is_action_id(id: &str, service_name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
    };
    match id.split('.').collect::<Vec<_>>()[..] {
        [service, object, verb] => service == service_name && is_word(object) && is_word(verb),
        _ => false,
    }
}

/// A capital letter, then letters and digits.
fn is_role_id(role: &str) -> bool {
    role.starts_with(|c: char| c.is_ascii_uppercase()) && role.chars().all(|c| c.is_ascii_alphanumeric())
}

/// What of a text can be the id of a role; empty if nothing can.
fn as_role_id(text: &str) -> String {
    let mut letters = text.chars().filter(char::is_ascii_alphanumeric).skip_while(char::is_ascii_digit);
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> AccessContext {
        AccessContext {
            service_name: "northwind-vector".to_owned(),
            display_name: "Vector Search".to_owned(),
            description: "Finds the nearest neighbours.".to_owned(),
        }
    }

    #[test]
    fn an_offering_whose_author_never_came_here_has_the_defaults_and_is_complete() {
        let old: AccessDraft = serde_json::from_str(r#"{"redirect_uris":["https://a.example/cb"]}"#).unwrap();
        assert!(old.check_registration(&context()).is_empty());
        let filled = old.filled(&context());
        assert_eq!(filled.display_name, "Vector Search");
        assert_eq!(filled.actions, [ActionDraft::dashboard("northwind-vector")]);
        assert_eq!(filled.actions[0].id, "northwind-vector.dashboard.view");
        assert_eq!(filled.supported_roles().collect::<Vec<_>>(), PLATFORM_ROLES);
    }

    #[test]
    fn what_was_typed_stays_and_an_empty_row_is_no_action() {
        let typed = AccessDraft {
            display_name: "Vectors".to_owned(),
            actions: vec![ActionDraft::default(), ActionDraft { id: "x".to_owned(), ..ActionDraft::default() }],
            ..AccessDraft::default()
        };
        let filled = typed.filled(&context());
        assert_eq!((filled.display_name.as_str(), filled.actions.len()), ("Vectors", 2));
        assert_eq!(filled.listed_actions().map(|(index, _)| index).collect::<Vec<_>>(), [1]);
        let found = typed.check_registration(&context());
        assert!(found.at(Field::Actions).any(|finding| finding.rule == rule::DASHBOARD_ACTION_MISSING));
        assert!(found.at(Field::ActionId(1)).any(|finding| finding.rule == rule::ACTION_ID_INVALID));
    }

    #[test]
    fn an_action_is_named_after_its_service() {
        for id in ["northwind-vector.index.create", "northwind-vector.index_2.bulk-load"] {
            assert!(is_action_id(id, "northwind-vector"), "{id}");
        }
        for id in [
            "index.create",
            "northwind-vector.index",
            "globex.index.create",
            "northwind-vector.Index.create",
            "northwind-vector..create",
            "northwind-vector.a.b.c",
        ] {
            assert!(!is_action_id(id, "northwind-vector"), "{id}");
        }
    }

    #[test]
    fn a_remedy_completes_what_it_can() {
        let with = |id: &str| AccessDraft {
            actions: vec![
                ActionDraft::dashboard("northwind-vector"),
                ActionDraft { id: id.to_owned(), ..ActionDraft::dashboard("northwind-vector") },
            ],
            ..AccessDraft::default()
        };
        let remedy = |id: &str| {
            let found = with(id).check_registration(&context());
            found.at(Field::ActionId(1)).next().unwrap().suggestion.clone()
        };
        assert_eq!(remedy("Northwind-Vector.Index.Create").as_deref(), Some("northwind-vector.index.create"));
        assert_eq!(remedy("index.create").as_deref(), Some("northwind-vector.index.create"));
        assert_eq!(remedy("no idea"), None);
        assert_eq!(as_role_id("2 index-writer"), "Indexwriter");
        assert_eq!(as_role_id("42"), "");
    }
}
