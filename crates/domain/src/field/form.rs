//! The forms of the console and the pages that show them.

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
    /// Where an account is at home and in what it pays.
    Place,
    Member,
    /// A personal access token.
    Token,
    Registration,
    NewResource,
    Summary,
    Listing,
    Settings,
    /// One language of what customers read.
    Translation,
    Access,
    Plan,
    Metric,
    Broker,
    Deployment,
    Allowlist,
    Decision,
    Thread,
    /// What the billing desk puts right on a statement.
    Adjustment,
    Instance,
    Sandbox,
}

impl Form {
    pub const ALL: [Self; 24] = [
        Self::Any,
        Self::SignIn,
        Self::Person,
        Self::Account,
        Self::Place,
        Self::Member,
        Self::Token,
        Self::Registration,
        Self::NewResource,
        Self::Summary,
        Self::Listing,
        Self::Settings,
        Self::Translation,
        Self::Access,
        Self::Plan,
        Self::Metric,
        Self::Broker,
        Self::Deployment,
        Self::Allowlist,
        Self::Decision,
        Self::Thread,
        Self::Adjustment,
        Self::Instance,
        Self::Sandbox,
    ];

    /// Whether the form saves what the rules object to, so that it stands in the way later. The others do what they are
    /// asked for, or nothing.
    pub const fn keeps_errors(self) -> bool {
        matches!(
            self,
            Self::Account
                | Self::Summary
                | Self::Listing
                | Self::Settings
                | Self::Translation
                | Self::Access
                | Self::Plan
                | Self::Metric
                | Self::Broker
        )
    }

    /// The page of an offering that shows the form; `None` for forms outside an offering, and for
    /// those whose values are none of it.
    pub const fn page(self) -> Option<Page> {
        match self {
            Self::Any
            | Self::SignIn
            | Self::Person
            | Self::Account
            | Self::Place
            | Self::Member
            | Self::Token
            | Self::Registration
            | Self::NewResource
            | Self::Adjustment
            | Self::Instance
            | Self::Sandbox => None,
            Self::Summary => Some(Page::Summary),
            Self::Listing | Self::Translation => Some(Page::Listing),
            Self::Settings => Some(Page::Settings),
            Self::Access => Some(Page::Access),
            Self::Plan | Self::Metric => Some(Page::Pricing),
            Self::Broker | Self::Deployment | Self::Allowlist => Some(Page::Deployments),
            Self::Decision | Self::Thread => Some(Page::Review),
        }
    }
}
