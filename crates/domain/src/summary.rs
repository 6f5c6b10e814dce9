//! The Summary page (§4.6): who stands behind the offering.

use serde::{Deserialize, Serialize};
use time::Date;
use time::macros::format_description;

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::rule::summary as rule;
use crate::shape::{self, Text};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SummaryDraft {
    pub contact_name: String,
    pub contact_email: String,
    pub support_contact: String,
    /// For the operator, never shown to customers.
    pub description: String,
    /// `YYYY-MM-DD`
    pub target_date: String,
}

impl SummaryDraft {
    pub fn check(&self) -> Findings {
        let mut found = Findings::new();
        let name = Text::line(64).too_long(rule::CONTACT_NAME_TOO_LONG).required(rule::CONTACT_NAME_MISSING);
        shape::text(&mut found, Field::ContactName, &self.contact_name, name);
        let email = Text::line(128).too_long(rule::CONTACT_EMAIL_TOO_LONG).required(rule::CONTACT_EMAIL_MISSING);
        shape::email(&mut found, Field::ContactEmail, &self.contact_email, email);
        shape::text(&mut found, Field::SupportContact, &self.support_contact, Text::line(256));
        shape::text(&mut found, Field::InternalDescription, &self.description, Text::prose(5000));
        if !self.target_date.is_empty() && self.target().is_none() {
            found.push(Finding::new(Field::TargetDate, rule::TARGET_DATE_INVALID).naming(&self.target_date));
        }
        found
    }

    /// The target date, if it is one.
    pub fn target(&self) -> Option<Date> {
        Date::parse(&self.target_date, format_description!("[year]-[month]-[day]")).ok()
    }
}
