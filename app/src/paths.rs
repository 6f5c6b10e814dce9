//! Every address of the console. Links and redirects are built from these, never from text, so that a redirect can
//! only lead to a page of ours.

use core::fmt;

use slipway_domain::broker_api::SampleLanguage;
use slipway_domain::caller::Person;
use slipway_domain::checklist::RowNumber;
use slipway_domain::field::Field;
use slipway_domain::ids::{
    AccountId, BindingId, BrokerId, DeploymentId, InstanceId, ParkedId, PersonId, PlanId, SnapshotId, SubmissionId,
    TestRunId, ThreadId,
};
use slipway_domain::language::Language;
use slipway_domain::offering::Section;
use slipway_domain::page::Page;
use slipway_domain::view::Subject;

pub mod in_browser;

/// An address. `Display` gives the path with escaped parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    Home,
    SignIn,
    Catalog,
    CatalogEntry(String),
    /// The form for an instance of a service in the catalog.
    NewInstance(String),
    /// What the current account has, of every offering.
    Instances,
    Instance(String, InstanceId),
    /// What an instance used in a month and what it costs.
    InstanceUsage(String, InstanceId),
    /// What the current account owes for a month.
    Statement,
    /// A statement as a file.
    StatementCsv,
    StatementJson,
    /// What the offerings of the current account bring.
    Revenue,
    /// The credentials of an instance, shown by a button of their own.
    Credentials(String, InstanceId, BindingId),
    /// What only the operator can bring to an end.
    DeadLetters,
    Offerings,
    NewResource,
    /// A page of an offering, by its programmatic name.
    Offering(String, Page),
    /// One row of an offering's checklist.
    ChecklistRow(String, RowNumber),
    /// A tab of an offering's Deployments page.
    DeploymentTab(String, DeploymentTab),
    /// Where is said what is otherwise about one deployment.
    DeploymentOptions(String, DeploymentId),
    /// Where publishing with limited visibility is confirmed.
    Publish(String),
    /// The Deployments page that says that it was done.
    Published(String),
    /// Where the release is confirmed.
    Release(String),
    /// The Review page that says that it was done.
    Released(String),
    /// What the changes since the last publication take, and the next version of what is public.
    Changes(String),
    /// Any two versions beside each other: without a choice, what somebody saw last and the draft.
    Compare(String),
    /// Where going back to a version that customers had is confirmed.
    RollBack(String, SnapshotId),
    /// Where an offering is suspended, resumed, ended or withdrawn.
    Lifecycle(String),
    NewPlan(String),
    Plan(String, PlanId),
    /// The metering sandbox of a plan.
    Sandbox(String, PlanId),
    /// A month by the draft of a plan.
    WhatIf(String, PlanId),
    /// A field of a plan.
    PlanField(String, PlanId, Field),
    NewBroker(String),
    Broker(String, BrokerId),
    /// What the console can take over from a broker.
    Import(String, BrokerId),
    /// The same from a `catalog.json` that somebody hands in.
    FileImport(String),
    /// What the platform calls of an offering, on one of its brokers or on the first.
    BrokerApi(String, Option<BrokerId>),
    /// What customers read in other languages: all of them, or one.
    Translations(String, Option<Language>),
    /// A sample broker of an offering, as an archive.
    SampleBroker(String, SampleLanguage),
    /// One test run of an offering.
    TestRun(String, TestRunId),
    /// The review threads of an offering.
    Threads(String),
    /// One of them.
    ThreadOf(String, ThreadId),
    Merge(String, ParkedId),
    /// The versions of a section, a plan or a translation.
    Versions(String, Subject),
    /// Secrets that were just made, shown once.
    Secrets(String),
    Account,
    Board,
    Reviews,
    ReviewOf(SubmissionId),
    Registrations,
    RegistrationOf(AccountId),
    /// What an account owes for a month, for the billing desk.
    StatementOf(AccountId),
    People,
    PersonOf(PersonId),
    /// The browsers that one is signed in with.
    Sessions,
    /// One's own access tokens.
    Tokens,
    /// An access token that was just made, shown once.
    FreshToken,
    /// A set-up link that was just made, shown once.
    FreshLink,
    Rules,
    /// What the interface for programs can do.
    ApiReference,
}

impl Path {
    /// Where somebody's work begins: a provider's at the offerings, the operator's at the board, everybody else's in
    /// the catalog.
    pub fn start_of(person: Option<&Person>) -> Self {
        let Some(person) = person else { return Self::Catalog };
        match person.current_membership() {
            Some(membership) if membership.role.is_provider() => Self::Offerings,
            _ if person.is_operator() => Self::Board,
            _ => Self::Catalog,
        }
    }

    /// Where offerings are listed for somebody: those of the account, or all of them on the operator's board.
    pub fn offerings_of(person: &Person) -> Self {
        if person.current.is_none() && person.is_operator() { Self::Board } else { Self::Offerings }
    }

    /// The page with the members of `account`: for its people their own, for the operator the one of the registration.
    pub fn of_account(person: Option<&Person>, account: AccountId) -> Self {
        if person.is_some_and(|person| person.current == Some(account)) {
            Self::Account
        } else {
            Self::RegistrationOf(account)
        }
    }

    /// The page on which `subject` of the offering is edited.
    pub fn of_subject(offering: &str, subject: Subject) -> Self {
        let page = match subject {
            Subject::NewPlan => return Self::NewPlan(offering.to_owned()),
            Subject::Plan(plan) => return Self::Plan(offering.to_owned(), plan),
            Subject::Broker(broker) => return Self::Broker(offering.to_owned(), broker),
            Subject::Translation(language) => return Self::Translations(offering.to_owned(), Some(language)),
            Subject::Section(Section::Summary) => Page::Summary,
            Subject::Section(Section::Listing) => Page::Listing,
            Subject::Section(Section::Settings) => Page::Settings,
            Subject::Section(Section::Access) => Page::Access,
        };
        Self::Offering(offering.to_owned(), page)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("/"),
            Self::SignIn => f.write_str("/login"),
            Self::Catalog => f.write_str("/catalog"),
            Self::CatalogEntry(name) => write!(f, "/catalog/{}", Escaped(name)),
            Self::NewInstance(name) => write!(f, "/catalog/{}/create", Escaped(name)),
            Self::Instances => f.write_str("/instances"),
            Self::Instance(name, instance) => write!(f, "/instances/{}/{instance}", Escaped(name)),
            Self::InstanceUsage(name, instance) => write!(f, "/instances/{}/{instance}/usage", Escaped(name)),
            Self::Statement => f.write_str("/statement"),
            Self::StatementCsv => f.write_str("/statement/csv"),
            Self::StatementJson => f.write_str("/statement/json"),
            Self::Revenue => f.write_str("/revenue"),
            Self::Credentials(name, instance, binding) => {
                write!(f, "/instances/{}/{instance}/credentials/{binding}", Escaped(name))
            }
            Self::DeadLetters => f.write_str("/dead-letters"),
            Self::Offerings => f.write_str("/offerings"),
            Self::NewResource => f.write_str(in_browser::NEW_RESOURCE),
            Self::Offering(name, page) => write!(f, "/offerings/{}/{}", Escaped(name), page.name()),
            Self::ChecklistRow(name, row) => write!(f, "/offerings/{}/checklist#row-{row}", Escaped(name)),
            Self::DeploymentTab(name, tab) => {
                write!(f, "/offerings/{}/deployments?tab={}", Escaped(name), tab.name())
            }
            Self::DeploymentOptions(name, deployment) => {
                let tab = DeploymentTab::Deployments.name();
                write!(f, "/offerings/{}/deployments?tab={tab}&edit={deployment}#options", Escaped(name))
            }
            Self::Publish(name) => write!(f, "/offerings/{}/deployments/publish", Escaped(name)),
            Self::Published(name) => write!(f, "/offerings/{}/deployments?done=published", Escaped(name)),
            Self::Release(name) => write!(f, "/offerings/{}/review/release", Escaped(name)),
            Self::Released(name) => write!(f, "/offerings/{}/review?done=released", Escaped(name)),
            Self::Changes(name) => write!(f, "/offerings/{}/changes", Escaped(name)),
            Self::Compare(name) => write!(f, "/offerings/{}/compare", Escaped(name)),
            Self::RollBack(name, version) => write!(f, "/offerings/{}/changes/{version}", Escaped(name)),
            Self::Lifecycle(name) => write!(f, "/offerings/{}/lifecycle", Escaped(name)),
            Self::NewPlan(name) => write!(f, "/offerings/{}/pricing/new", Escaped(name)),
            Self::Plan(name, plan) => write!(f, "/offerings/{}/pricing/{plan}", Escaped(name)),
            Self::Sandbox(name, plan) => write!(f, "/offerings/{}/pricing/{plan}/sandbox", Escaped(name)),
            Self::WhatIf(name, plan) => write!(f, "/offerings/{}/pricing/{plan}/what-if", Escaped(name)),
            Self::PlanField(name, plan, field) => {
                write!(f, "/offerings/{}/pricing/{plan}#{}", Escaped(name), field.id())
            }
            Self::NewBroker(name) => write!(f, "/offerings/{}/deployments/brokers/new", Escaped(name)),
            Self::Broker(name, broker) => write!(f, "/offerings/{}/deployments/brokers/{broker}", Escaped(name)),
            Self::Import(name, broker) => write!(f, "/offerings/{}/deployments/import/{broker}", Escaped(name)),
            Self::FileImport(name) => write!(f, "/offerings/{}/deployments/import", Escaped(name)),
            Self::BrokerApi(name, None) => write!(f, "/offerings/{}/broker-api", Escaped(name)),
            Self::BrokerApi(name, Some(broker)) => {
                write!(f, "/offerings/{}/broker-api?broker={broker}", Escaped(name))
            }
            Self::Translations(name, None) => write!(f, "/offerings/{}/translations", Escaped(name)),
            Self::Translations(name, Some(language)) => {
                write!(f, "/offerings/{}/translations?language={}", Escaped(name), language.code())
            }
            Self::SampleBroker(name, language) => {
                write!(f, "/offerings/{}/broker-api/sample.zip?lang={}", Escaped(name), language.name())
            }
            Self::TestRun(name, run) => write!(f, "/offerings/{}/tests/{run}", Escaped(name)),
            Self::Threads(name) => write!(f, "/offerings/{}/threads", Escaped(name)),
            Self::ThreadOf(name, thread) => {
                write!(f, "/offerings/{}/threads#{}", Escaped(name), thread_id(*thread))
            }
            Self::Merge(name, parked) => f.write_str(&in_browser::merge(name, *parked)),
            Self::Versions(name, part) => {
                write!(f, "/offerings/{}/history/{}", Escaped(name), Escaped(&part.name()))
            }
            Self::Secrets(name) => write!(f, "/offerings/{}/access/secrets", Escaped(name)),
            Self::Account => f.write_str("/account"),
            Self::Board => f.write_str("/board"),
            Self::Reviews => f.write_str("/reviews"),
            Self::ReviewOf(submission) => write!(f, "/reviews/{submission}"),
            Self::Registrations => f.write_str("/registrations"),
            Self::RegistrationOf(account) => write!(f, "/registrations/{account}"),
            Self::StatementOf(account) => write!(f, "/registrations/{account}/statement"),
            Self::People => f.write_str("/people"),
            Self::PersonOf(person) => write!(f, "/people/{person}"),
            Self::Sessions => f.write_str("/sessions"),
            Self::Tokens => f.write_str("/tokens"),
            Self::FreshToken => f.write_str("/tokens/fresh"),
            Self::FreshLink => f.write_str("/set-up-link"),
            Self::Rules => f.write_str(in_browser::RULES),
            Self::ApiReference => f.write_str("/docs/api"),
        }
    }
}

/// The form for a new review thread, as an element.
pub const NEW_THREAD: &str = "new-thread";

/// A review thread as an element of the pages that show it.
pub fn thread_id(thread: ThreadId) -> String {
    format!("thread-{thread}")
}

/// What the Deployments page is divided into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DeploymentTab {
    #[default]
    Brokers,
    Deployments,
    Visibility,
}

impl DeploymentTab {
    pub const ALL: [Self; 3] = [Self::Brokers, Self::Deployments, Self::Visibility];

    /// How the tab is written in a query.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brokers => "brokers",
            Self::Deployments => "catalog",
            Self::Visibility => "visibility",
        }
    }

    /// The tab of that name; the first one for anything else.
    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.name() == name).unwrap_or_default()
    }
}

/// Names are slugs, but a path must hold even when one is not.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                write!(f, "{}", char::from(byte))?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

/// A text as one value of a query or one part of a path.
pub fn percent(text: &str) -> String {
    Escaped(text).to_string()
}

/// An address that holds a text itself: following it asks nobody for it again, and a link with a file name saves it.
pub fn text_file(text: &str) -> String {
    format!("data:text/plain;charset=utf-8,{}", percent(text))
}

#[cfg(test)]
mod tests;
