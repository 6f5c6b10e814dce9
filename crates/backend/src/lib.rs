//! Use cases. Each one loads, asks whether the caller may, changes and writes its event in one transaction.
//! Pages and routes call nothing else; this crate knows neither HTTP nor HTML.

mod access;
mod account;
mod acting;
mod author;
mod board;
mod broker;
mod broker_api;
mod call_limits;
mod catalog;
mod checklist;
mod client;
mod client_owner;
mod clock;
mod compared;
mod consent;
mod credential;
mod definition;
pub mod demo;
mod deployment;
mod digest;
mod dossier;
mod drift;
mod dry_run;
mod error;
mod event;
mod fetch;
mod gap;
mod hidden;
mod history;
mod icon;
mod ids;
mod import;
mod instance;
mod interface;
mod issued;
mod issuer;
mod jobs;
mod keyring;
mod lifecycle;
mod listing;
mod mail;
mod member;
mod merge;
mod offering;
mod operation;
mod parity;
mod parking;
mod password;
mod people;
mod picture;
mod plan;
mod presence;
mod publication;
mod registration;
mod release;
mod released;
mod reveal;
mod review;
mod revision;
mod rounds;
mod sandbox;
mod sealing;
mod session;
mod setup;
mod sign_in;
mod stale;
mod statement;
mod test_run;
mod thread;
mod token;
mod translation;
mod usage;
mod visibility;
mod watched;

use std::sync::{Arc, Mutex, Weak};

pub use acting::Acting;
pub use call_limits::BrokerLimits;
pub use client::{Addressee, CONSOLE_CLIENT, OperatorClient};
pub use clock::Clock;
pub use credential::public_beginning;
pub use definition::{Applied, Applying, Stopped};
pub use dossier::{Dossier, ImportedFile};
pub use error::{Error, Report, Result};
pub use ids::Ids;
pub use instance::NewInstance;
pub use interface::Version;
pub use issuer::{EmbeddedIssuer, Proof, Refused, Service};
pub use keyring::{KeyEntry, Turn};
pub use lifecycle::Said;
pub use listing::Attempt;
pub use mail::{MailFault, Mailer};
pub use picture::Picture;
pub use review::Ruling;
pub use sealing::{Place, SealError, Sealer, SealingKey};
pub use session::InSession;
pub use setup::{SetupError, SetupFor, SetupLink, Weakness};
pub use sign_in::Identity;
use slipway_domain::caller::Caller;
use slipway_domain::review::Terms;
use slipway_domain::view::FreshSecrets;
use slipway_osb::Outbound;
use slipway_store::Store;
pub use token::ApiCaller;
use tokio::sync::Notify;
pub use usage::{UsagePage, UsageRefusal};
pub use watched::{Moves, Watched};

use crate::call_limits::CallLimits;
use crate::presence::Presence;
use crate::reveal::Reveal;
use crate::setup::WaitingLink;
use crate::statement::Keeping;
use crate::watched::Watchers;

/// What the operator calls itself; used in texts, CRNs and calls to brokers.
#[derive(Debug, Clone)]
pub struct Platform {
    /// `context.platform` and the name in the originating identity.
    pub name: String,
    /// CRN segment 3.
    pub cname: String,
    /// CRN segment 4: `public`, `dedicated` or `local`.
    pub ctype: String,
    /// Shown to people.
    pub operator_name: String,
    /// Whom a provider asks; an e-mail address or a URL.
    pub operator_contact: String,
    /// Where the documentation of offerings lives; an offering's issued URL is `<base>/<service name>`.
    pub documentation_base: String,
    /// Ids of the clients that the operator registered: no service can have such a name, since its client would.
    pub reserved_names: Vec<String>,
}

impl Platform {
    /// What documentation URLs begin with, without the slash at the end.
    pub(crate) fn documentation_base(&self) -> &str {
        self.documentation_base.trim_end_matches('/')
    }

    /// Whether a service of that name would have the client id of somebody else.
    pub(crate) fn reserves(&self, name: &str) -> bool {
        name == CONSOLE_CLIENT || self.reserved_names.iter().any(|reserved| reserved == name)
    }
}

struct Parts {
    store: Store,
    clock: Clock,
    ids: Ids,
    sealer: Sealer,
    outbound: Outbound,
    platform: Platform,
    secrets: Reveal<FreshSecrets>,
    links: Reveal<WaitingLink>,
    test_runs_wanted: Notify,
    operations_wanted: Notify,
    /// `None`: mails are off.
    mailer: Option<Mailer>,
    mails_wanted: Notify,
    watchers: Watchers,
    presence: Presence,
    keeping: Keeping,
    call_limits: CallLimits,
    /// What is promised to those who ask for a release.
    review_terms: Terms,
    /// The issuer that is embedded in this console, for as long as somebody else holds it: it holds this backend.
    issuer: Mutex<Weak<issuer::Parts>>,
}

/// The application, cheap to clone.
#[derive(Clone)]
pub struct Backend {
    parts: Arc<Parts>,
}

impl Backend {
    pub fn new(store: Store, clock: Clock, ids: Ids, sealer: Sealer, outbound: Outbound, platform: Platform) -> Self {
        let (secrets, links) = (Reveal::default(), Reveal::default());
        let (test_runs_wanted, operations_wanted) = (Notify::new(), Notify::new());
        let parts = Parts {
            store,
            clock,
            ids,
            sealer,
            outbound,
            platform,
            secrets,
            links,
            test_runs_wanted,
            operations_wanted,
            mailer: None,
            mails_wanted: Notify::new(),
            watchers: Watchers::default(),
            presence: Presence::default(),
            keeping: Keeping::default(),
            call_limits: CallLimits::new(BrokerLimits::default()),
            review_terms: Terms::default(),
            issuer: Mutex::default(),
        };
        Self { parts: Arc::new(parts) }
    }

    /// The same backend with another promise about reviews; for the one who makes it.
    ///
    /// # Panics
    ///
    /// If it is shared already.
    #[must_use]
    pub fn with_review_terms(self, terms: Terms) -> Self {
        let mut parts = Arc::into_inner(self.parts).expect("terms are set before a backend is shared");
        parts.review_terms = terms;
        Self { parts: Arc::new(parts) }
    }

    /// Everything a caller does goes through here.
    pub fn acting_for(&self, caller: Caller) -> Acting {
        Acting::new(self.clone(), caller)
    }

    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    pub fn clock(&self) -> &Clock {
        &self.parts.clock
    }

    pub fn ids(&self) -> &Ids {
        &self.parts.ids
    }

    pub fn sealer(&self) -> &Sealer {
        &self.parts.sealer
    }

    pub fn platform(&self) -> &Platform {
        &self.parts.platform
    }

    pub(crate) fn secrets(&self) -> &Reveal<FreshSecrets> {
        &self.parts.secrets
    }

    pub(crate) fn links(&self) -> &Reveal<WaitingLink> {
        &self.parts.links
    }

    /// Who has which page open.
    pub(crate) fn presence(&self) -> &Presence {
        &self.parts.presence
    }

    /// Told when somebody asks for a test run.
    pub(crate) fn test_runs_wanted(&self) -> &Notify {
        &self.parts.test_runs_wanted
    }

    /// Told when an operation of an instance is to go on.
    pub(crate) fn operations_wanted(&self) -> &Notify {
        &self.parts.operations_wanted
    }

    /// What sends mails, if the operator wants them sent.
    pub(crate) fn mailer(&self) -> Option<&Mailer> {
        self.parts.mailer.as_ref()
    }

    /// Told when a mail was queued.
    pub(crate) fn mails_wanted(&self) -> &Notify {
        &self.parts.mails_wanted
    }

    /// Told when something about a test run or an instance was written down.
    pub(crate) fn watchers(&self) -> &Watchers {
        &self.parts.watchers
    }

    /// What pages of big accounts read, and is to be made anew.
    pub(crate) fn keeping(&self) -> &Keeping {
        &self.parts.keeping
    }

    /// Where the issuer leaves word of itself, and others find it.
    pub(crate) fn issuer(&self) -> &Mutex<Weak<issuer::Parts>> {
        &self.parts.issuer
    }

    pub(crate) fn review_terms(&self) -> Terms {
        self.parts.review_terms
    }

    pub(crate) fn call_limits(&self) -> &CallLimits {
        &self.parts.call_limits
    }

    pub(crate) fn outbound(&self) -> &Outbound {
        &self.parts.outbound
    }
}
