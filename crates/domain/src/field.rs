//! Every input of every form, so that a finding, a review thread and a form control speak of the same thing.
//! A field knows the name its control posts (as `serde_qs` nests it) and nothing of its value.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::page::Page;

/// A form of the console. Rules are grouped by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Holds on every form.
    Any,
    SignIn,
    Person,
    Account,
    Member,
    Registration,
    NewResource,
    Summary,
    Listing,
    Settings,
    Access,
    Plan,
    Broker,
    Deployment,
    Allowlist,
    Decision,
}

impl Form {
    pub const ALL: [Self; 16] = [
        Self::Any,
        Self::SignIn,
        Self::Person,
        Self::Account,
        Self::Member,
        Self::Registration,
        Self::NewResource,
        Self::Summary,
        Self::Listing,
        Self::Settings,
        Self::Access,
        Self::Plan,
        Self::Broker,
        Self::Deployment,
        Self::Allowlist,
        Self::Decision,
    ];

    /// The page of an offering that shows the form; `None` for forms outside an offering.
    pub const fn page(self) -> Option<Page> {
        match self {
            Self::Any
            | Self::SignIn
            | Self::Person
            | Self::Account
            | Self::Member
            | Self::Registration
            | Self::NewResource => None,
            Self::Summary => Some(Page::Summary),
            Self::Listing => Some(Page::Listing),
            Self::Settings => Some(Page::Settings),
            Self::Access => Some(Page::Access),
            Self::Plan => Some(Page::Pricing),
            Self::Broker | Self::Deployment | Self::Allowlist => Some(Page::Deployments),
            Self::Decision => Some(Page::Review),
        }
    }
}

macro_rules! fields {
    (
        plain { $($plain:ident $plain_form:ident $plain_name:literal,)* }
        rows { $($row:ident $row_form:ident $row_head:literal $row_tail:literal,)* }
    ) => {
        /// One input. Variants with a number are rows of a list, counted from 0.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $($plain,)*
            $($row(u8),)*
        }

        impl Field {
            /// Every field without a row number.
            pub const PLAIN: &'static [Self] = &[$(Self::$plain,)*];
            /// Every field of a list row, as a function of the row.
            pub const ROWS: &'static [fn(u8) -> Self] = &[$(Self::$row,)*];

            pub const fn form(self) -> Form {
                match self {
                    $(Self::$plain => Form::$plain_form,)*
                    $(Self::$row(_) => Form::$row_form,)*
                }
            }

            /// The row of a list, counted from 0.
            pub const fn row(self) -> Option<u8> {
                match self {
                    $(Self::$plain => None,)*
                    $(Self::$row(row) => Some(row),)*
                }
            }

            /// The `name` of the control: `listing[display_name]`, `plan[amounts][1][price]`.
            pub fn input_name(self) -> String {
                match self {
                    $(Self::$plain => $plain_name.to_owned(),)*
                    $(Self::$row(row) => format!(concat!($row_head, "[{}]", $row_tail), row),)*
                }
            }

            /// The field whose control posts under `name`.
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($plain_name => return Some(Self::$plain),)*
                    _ => {}
                }
                $(if let Some(row) = row_of(name, $row_head, $row_tail) {
                    return Some(Self::$row(row));
                })*
                None
            }
        }
    };
}

fields! {
    plain {
        Email SignIn "email",
        Password SignIn "password",
        NewPassword SignIn "new_password",

        PersonEmail Person "person[email]",
        PersonName Person "person[name]",
        PersonRoles Person "person[roles]",

        AccountName Account "new_account[name]",
        AccountKind Account "new_account[kind]",
        AdministratorName Account "new_account[administrator_name]",
        AdministratorEmail Account "new_account[administrator_email]",

        MemberEmail Member "member[email]",
        MemberName Member "member[name]",
        MemberRole Member "member[role]",

        CompanyName Registration "registration[company_name]",
        CompanyLegalName Registration "registration[company_legal_name]",
        CompanyContactName Registration "registration[contact_name]",
        CompanyContactEmail Registration "registration[contact_email]",

        ResourceName NewResource "resource[resource_name]",
        BrokerReady NewResource "resource[broker_ready]",

        ContactName Summary "summary[contact_name]",
        ContactEmail Summary "summary[contact_email]",
        SupportContact Summary "summary[support_contact]",
        InternalDescription Summary "summary[description]",
        TargetDate Summary "summary[target_date]",

        DisplayName Listing "listing[display_name]",
        ProviderDisplayName Listing "listing[provider_display_name]",
        Description Listing "listing[description]",
        LongDescription Listing "listing[long_description]",
        Icon Listing "listing[icon]",
        DocumentationUrl Listing "listing[documentation_url]",
        InstructionsUrl Listing "listing[instructions_url]",
        TermsUrl Listing "listing[terms_url]",
        SupportUrl Listing "listing[support_url]",
        Category Listing "listing[category]",
        Tags Listing "listing[tags]",
        Bullets Listing "listing[bullets]",

        PlanUpdateable Settings "settings[plan_updateable]",
        Bindable Settings "settings[bindable]",
        ServiceKeySupported Settings "settings[service_key_supported]",
        LocationScope Settings "settings[location_scope]",

        AccessEnabled Access "access[enabled]",
        ApiKey Access "access[api_key]",
        ClientEnabled Access "access[client_enabled]",
        RedirectUris Access "access[redirect_uris]",

        Plans Plan "plans",
        PlanName Plan "plan[name]",
        PlanDisplayName Plan "plan[display_name]",
        PlanDescription Plan "plan[description]",
        PlanKind Plan "plan[kind]",
        PlanBullets Plan "plan[bullets]",
        PlanAmounts Plan "plan[amounts]",
        PlanLocations Plan "plan[locations]",

        Brokers Broker "brokers",
        BrokerName Broker "broker[name]",
        BrokerUrl Broker "broker[url]",
        BrokerUsername Broker "broker[username]",
        BrokerPassword Broker "broker_password",
        OsbVersion Broker "broker[osb_version]",

        Deployments Deployment "deployments",
        DeploymentPlan Deployment "deployment[plan]",
        DeploymentLocation Deployment "deployment[location]",
        DeploymentBroker Deployment "deployment[broker]",

        AllowlistAccount Allowlist "account",

        Reason Decision "reason",
        Confirmation Decision "confirmation",
    }
    rows {
        BulletTitle Listing "listing[bullets]" "[title]",
        BulletDescription Listing "listing[bullets]" "[description]",
        RedirectUri Access "access[redirect_uris]" "",
        PlanBullet Plan "plan[bullets]" "",
        AmountCountry Plan "plan[amounts]" "[country]",
        AmountCurrency Plan "plan[amounts]" "[currency]",
        AmountPrice Plan "plan[amounts]" "[price]",
        PlanLocation Plan "plan[locations]" "",
    }
}

impl Field {
    pub const fn page(self) -> Option<Page> {
        self.form().page()
    }

    /// An HTML id, also the anchor of the field: `listing-bullets-0-title`.
    pub fn id(self) -> String {
        self.input_name().replace(['[', '_'], "-").replace(']', "")
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input_name())
    }
}

/// A list index as a row number; rows beyond the last number share it.
pub(crate) fn row(index: usize) -> u8 {
    u8::try_from(index).unwrap_or(u8::MAX)
}

fn row_of(name: &str, head: &str, tail: &str) -> Option<u8> {
    let digits = name.strip_prefix(head)?.strip_suffix(tail)?.strip_prefix('[')?.strip_suffix(']')?;
    let row: u8 = digits.parse().ok()?;
    (row.to_string() == digits).then_some(row)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn every_field() -> Vec<Field> {
        let rows = Field::ROWS.iter().flat_map(|field| (0..=u8::MAX).map(field));
        Field::PLAIN.iter().copied().chain(rows).collect()
    }

    #[test]
    fn every_input_name_is_unique_and_leads_back_to_its_field() {
        let fields = every_field();
        let names: HashSet<_> = fields.iter().map(|field| field.input_name()).collect();
        assert_eq!(names.len(), fields.len());
        for field in fields {
            assert_eq!(Field::parse(&field.input_name()), Some(field));
        }
    }

    #[test]
    fn every_id_is_unique_and_safe_in_html_and_css() {
        let fields = every_field();
        let ids: HashSet<_> = fields.iter().map(|field| field.id()).collect();
        assert_eq!(ids.len(), fields.len());
        assert!(ids.iter().all(|id| id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
    }

    #[test]
    fn names_are_what_the_forms_post() {
        assert_eq!(Field::DisplayName.input_name(), "listing[display_name]");
        assert_eq!(Field::BulletTitle(0).input_name(), "listing[bullets][0][title]");
        assert_eq!(Field::AmountPrice(1).input_name(), "plan[amounts][1][price]");
        assert_eq!(Field::RedirectUri(3).input_name(), "access[redirect_uris][3]");
        assert_eq!(Field::BulletTitle(0).id(), "listing-bullets-0-title");
    }

    #[test]
    fn a_row_number_is_written_in_one_way_only() {
        assert_eq!(Field::parse("plan[bullets][01]"), None);
        assert_eq!(Field::parse("plan[bullets][256]"), None);
        assert_eq!(Field::parse("plan[bullets][]"), None);
        assert_eq!(Field::parse("plan[bullets][+1]"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_parsing_panic(name in ".*") {
            if let Some(field) = Field::parse(&name) {
                prop_assert_eq!(field.input_name(), name);
            }
        }

        #[test]
        fn a_field_survives_json(index in 0..every_field().len()) {
            let field = every_field()[index];
            let json = serde_json::to_string(&field).unwrap();
            prop_assert_eq!(serde_json::from_str::<Field>(&json).unwrap(), field);
        }
    }
}
