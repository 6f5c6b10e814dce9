//! What pages read: an offering with everything that belongs beside it, and lists of offerings. Plain data;
//! pages compute statuses, gates and checklists from it with the same functions as the server.

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::caller::Person;
use crate::catalog::Tile;
use crate::checklist::{self, Attestation, Checklist, Intake};
use crate::drift::Incident;
use crate::dry_run::DryRun;
use crate::event::Event;
use crate::findings::Findings;
use crate::gate::{self, Condition, Gate, GateReport};
use crate::ids::{BrokerId, OfferingId, PersonId, ThreadId};
use crate::language::Language;
use crate::lifecycle::Notice;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::offering_line::LinesView;
use crate::page::{Page, PageStatus};
use crate::policy::Context;
use crate::publication;
use crate::review::{Desk, Submission, TurnFacts, TurnOf, Waiting};
use crate::rule::Level;
use crate::stage::Move;
use crate::thread::{Remark, Thread};
use crate::visibility::{Allowed, Excluded};

mod billing;
mod compared;
mod details;
mod gap;
mod history;
mod instance;
mod lifecycle;
mod mail;
mod parked;
mod people;
mod released;
mod review;
mod revision;
mod sandbox;
mod test_run;
mod usage;
mod version;

pub use crate::statement::{ChargeLine, UsedMetric};
pub use billing::{AccountStatementView, UnsettledLine, UnsettledView, WhatIfView};
pub use compared::{ChosenVersion, ComparedView, VersionKind};
pub use details::{ComingPrice, DetailsView};
pub use gap::{DutyLine, GapsView, InstanceReports, Late, LateLine, MeasureReport};
pub use history::{HistoryQuery, HistoryView};
pub use instance::{
    BindingLine, BrokerInstances, DeadLetter, DeadLettersView, InstanceLine, InstancesView, NewInstanceView,
    OperationLine, OwnInstanceView, Place,
};
pub use lifecycle::LifecycleView;
pub use mail::FailedMail;
pub use parked::{ParkedLine, ParkedView, Subject};
pub use people::{
    AccountView, FreshLink, FreshLinkView, FreshToken, FreshTokenView, ParkedRegistration, PeopleView, PersonLine,
    PersonView, RegistrationsView, SessionsView, TokensView,
};
pub use released::{NextVersionView, ReleasedView};
pub use review::ReviewView;
pub use revision::{ReleasedVersion, RevisionsView};
pub use sandbox::{OpenSandbox, SandboxDay, SandboxRecord, SandboxTold, SandboxView};
pub use test_run::{
    CheckChange, CheckLine, CheckResult, Exchange, Leftover, MadeBy, Tally, TestRunLine, TestRunView, TestRunsView,
    changes,
};
pub use usage::{
    InstanceUsageView, OfferingUsageView, RevenueLine, RevenueView, StatementPage, StatementPageView, StatementView,
    UsageLine,
};
pub use version::{ShownVersion, VersionLine, VersionsQuery, VersionsView};

/// One offering as its pages need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferingView {
    /// Who looks.
    pub person: Person,
    pub offering: Offering,
    pub attestations: Vec<Attestation>,
    /// Who handed the owner's account in and who decided about it.
    pub intake: Intake,
    /// The latest event of each kind that the checklist rests on.
    pub milestones: Vec<Event>,
    /// Every request for release, oldest first.
    pub submissions: Vec<Submission>,
    /// The place of the open request in the reviewers' queue, from 1; `None` if there is none.
    pub position: Option<usize>,
    /// What the reviewers' desk promises and how long its decisions took, while a request is open.
    pub desk: Option<Desk>,
    /// When plans were last handed to the billing desk.
    pub prices_since: Option<Moment>,
    /// The threads of its reviews, oldest first.
    pub threads: Vec<Thread>,
    pub allowlist: Vec<Allowed>,
    pub excluded: Vec<Excluded>,
    /// What `person` typed here and could not save, the latest first.
    pub parked: Vec<ParkedLine>,
    /// What the catalog shows now.
    pub published: Option<Offering>,
    /// Since when it shows that.
    pub published_at: Option<Moment>,
    /// What is said of it while it is suspended or on its way out.
    pub notice: Option<Notice>,
    /// What the operator calls its platform.
    pub platform_name: String,
    pub now: Moment,
}

impl OfferingView {
    /// The status of an entry of the side navigation, beside what is published (DEC-54).
    pub fn page_status(&self, page: Page) -> PageStatus {
        let status = self.offering.navigation_status(page);
        match &self.published {
            Some(published) => status.beside_published(self.offering.differs(published, page)),
            None => status,
        }
    }

    /// Whether publishing would change anything.
    pub fn has_news(&self) -> bool {
        publication::has_news(&self.offering, self.published.as_ref())
    }

    pub fn turn(&self) -> TurnOf {
        let facts = TurnFacts::of(&self.offering, &self.submissions, self.prices_since);
        let asked = self.notice.as_ref().and_then(|notice| notice.asked.as_ref());
        TurnFacts { asked_at: asked.map(|asked| asked.at), ..facts }.turn()
    }

    /// Whether whoever looks is waited for. `authors`: who wrote what waits for a decision, as far as that is known.
    pub fn is_own_turn(&self, authors: &[PersonId]) -> bool {
        let turn = self.turn();
        let by = match turn.waiting {
            Waiting::Decision { .. } => self.open_submission().map(|asked| asked.submitted_by),
            Waiting::Resumption => self.notice.as_ref().and_then(|notice| Some(notice.asked.as_ref()?.by)),
            Waiting::Work | Waiting::Changes | Waiting::Prices | Waiting::Release | Waiting::Nothing => None,
        };
        let about = Context::of(self.offering.owner.id).written_by(authors);
        turn.is_of(&self.person, Context { submitted_by: by, ..about })
    }

    pub fn gate(&self, gate: Gate) -> GateReport {
        gate::report(gate, &self.offering, &self.attestations, &self.threads)
    }

    /// What keeps `act` from being made, as far as its gates go.
    pub fn missing(&self, act: Move) -> Vec<Condition> {
        act.gates().iter().flat_map(|gate| self.gate(*gate).missing()).collect()
    }

    pub fn checklist(&self) -> Checklist {
        checklist::evaluate(&self.offering, &self.attestations)
            .with_intake(&self.intake)
            .with_milestones(&self.milestones)
    }

    /// The request that waits for a decision.
    pub fn open_submission(&self) -> Option<&Submission> {
        self.submissions.iter().find(|submission| submission.is_open())
    }

    pub fn latest_submission(&self) -> Option<&Submission> {
        self.submissions.last()
    }
}

/// What somebody looks at before they confirm a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationView {
    /// The fingerprint of what is shown (`publication::Seen`). It comes back with the confirmation.
    pub seen: String,
    pub view: OfferingView,
}

/// The threads of an offering with what was said in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadsView {
    /// Oldest first; what is internal only for the operator's people.
    pub remarks: Vec<(ThreadId, Remark)>,
    /// Who wrote some of what is not public yet: none of them lifts what blocks it.
    pub authors: Vec<PersonId>,
    pub view: OfferingView,
}

/// A broker's catalog beside the console's data: the raw answer of the last fetch that succeeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerView {
    pub broker: BrokerId,
    /// What the broker says against what it should say, one row a compared value.
    pub parity: Vec<ParityLine>,
    /// What is wrong with the catalog itself.
    pub violations: Vec<ViolationLine>,
    /// Something that the broker says can be taken over.
    pub has_offers: bool,
    /// The raw answer, cut at 64 KiB; empty when there was none.
    pub raw: String,
    /// What the watch found since the offering is live: open ones first, then the latest.
    pub incidents: Vec<Incident>,
    /// The latest look at a catalog that nothing was taken over from.
    pub dry_run: Option<DryRun>,
    /// Plain http and private hosts are allowed.
    pub is_lab: bool,
    /// The CRN that the platform calls this broker as, where it signs in with a token of its own.
    pub calls_as: String,
    /// What the rules say about the form as it is saved, and whoever reads certificates about its authority.
    pub findings: Findings,
    pub view: OfferingView,
}

/// Secrets that were just made, for the one page that shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshSecrets {
    /// The programmatic name of the offering.
    pub offering: String,
    pub secrets: Vec<FreshSecret>,
}

/// A secret in clear. It exists in memory and on that one page only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshSecret {
    /// `api_key` or `client_secret`.
    pub label: String,
    pub value: String,
}

impl core::fmt::Debug for FreshSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FreshSecret").field("label", &self.label).finish_non_exhaustive()
    }
}

/// A page of the offerings of all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardView {
    pub person: Person,
    /// In the order that was asked for.
    pub offerings: Vec<OfferingView>,
    pub lines: LinesView,
    /// Since when the operator is waited for the longest; `None`: nothing waits for it.
    pub waits_since: Option<Moment>,
    pub now: Moment,
}

/// What of all offerings waits for the operator beside the reviewers' queue: those that are approved, and those with
/// plans at the billing desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    pub person: Person,
    pub offerings: Vec<OfferingView>,
}

/// The tiles that a viewer may see and asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogView {
    /// `None`: nobody is signed in.
    pub person: Option<Person>,
    /// Those of one page.
    pub tiles: Vec<Tile>,
    /// How many there are of what was asked for, on all pages.
    pub matching: usize,
    /// There are more than that, which nobody has counted: a search found very many.
    #[serde(default)]
    pub has_uncounted: bool,
    /// For the address of the page before this one; `None`: this is the first.
    #[serde(default)]
    pub before: Option<String>,
    /// For the address of the page after this one; `None`: this is the last.
    #[serde(default)]
    pub after: Option<String>,
    /// How many tiles the viewer may see at all.
    pub all: usize,
    /// Categories that occur, with their number of tiles.
    pub categories: Vec<(String, usize)>,
    /// In which the tiles are, as far as they are translated.
    pub language: Language,
    /// Those that something of it is translated into.
    pub languages: Vec<Language>,
}

/// One compared value (§6.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParityLine {
    /// From the service down, for example `service northwind-vector`, `plan lite`, `free`.
    pub path: Vec<String>,
    pub console: Option<String>,
    pub broker: Option<String>,
    pub severity: Level,
    pub same: bool,
}

/// One fault of a broker's catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViolationLine {
    pub path: Vec<String>,
    /// A stable code of the broker library, worded by the pages.
    pub code: String,
    pub severity: Level,
    pub found: String,
    pub expected: String,
}

/// The dashboard: the current account and its offerings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferingsView {
    pub person: Person,
    /// `None`: the person belongs to no account.
    pub account: Option<Account>,
    /// Of one page, oldest first.
    pub offerings: Vec<OfferingView>,
    pub lines: LinesView,
    /// Those of the page with instances that were not reported for too long, and how many.
    pub late: Vec<(OfferingId, usize)>,
    /// Whom to ask about the account.
    pub operator_contact: String,
}

/// The outcome of a save that went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionSaved {
    pub revision: i64,
    pub at: Moment,
    /// What others saved in between is in it, so that it is not what the form says that was sent.
    #[serde(default)]
    pub merged: bool,
}
