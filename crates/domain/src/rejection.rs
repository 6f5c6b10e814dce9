//! Why a request is turned down, as a fact that every layer passes on unchanged and `text` puts into words.

use serde::{Deserialize, Serialize};

use crate::account::Registration;
use crate::compare::Subject;
use crate::dossier;
use crate::field::Field;
use crate::findings::Findings;
use crate::gate::Condition;
use crate::instance::{InstanceState, OperationKind};
use crate::moment::Moment;
use crate::month::Month;
use crate::policy::Denial;
use crate::registration::RegistrationMove;
use crate::stage::{Move, Stage};
use crate::thread::{ThreadMove, ThreadState};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Account,
    ApiKey,
    Binding,
    Broker,
    Consent,
    Deployment,
    Instance,
    Offering,
    Page,
    Person,
    Plan,
    Sandbox,
    Session,
    Submission,
    Snapshot,
    TestRun,
    Thread,
    Token,
    Link,
}

/// What one may not know of is `NotFound`, never `Denied`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    Unauthenticated,
    NotFound(Kind),
    Denied(Denial),
    Refused(Refusal),
    /// Somebody saved in between. `parked` holds the refused input so that nothing typed is lost.
    Stale {
        current: i64,
        parked: Option<crate::ids::ParkedId>,
    },
    Taken(Field),
    Invalid(Findings),
    /// The form was sent before, with other content.
    SentBefore,
    Unreachable(Remote),
    TooManyAttempts {
        retry_after_seconds: u32,
    },
}

/// The request makes sense, but not now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The stage machine knows no such move from here.
    NoSuchMove {
        from: Stage,
        attempted: Move,
    },
    /// A gate has unmet conditions.
    Gate(Vec<Condition>),
    /// The definition stands still while the offering is in this stage (T16). `parked` holds the refused input.
    Frozen {
        stage: Stage,
        parked: Option<crate::ids::ParkedId>,
    },
    /// A tick was a part of what was handed in (T16): it is not taken back in this stage.
    TickStands {
        stage: Stage,
    },
    /// What was approved is not what is there now: an approval holds for exactly what was read (T18, T19).
    ApprovalVoid {
        /// The first things that differ; none if they differ in their order or spaces alone.
        changed: Vec<Subject>,
    },
    /// One revision at a time: another one waits for its decision, or was approved and not published yet.
    RevisionOpen,
    /// No revision is there that this could be done to.
    NoRevision,
    /// Nothing of it ever changes once customers have it (§10).
    Immutable {
        /// What was changed nevertheless; never empty.
        changed: Vec<Subject>,
    },
    /// No run proves the deployment as it is now (§10: a new one is tested before everybody has it).
    DeploymentUntested,
    /// The account is not yet approved for integrated billing.
    AccountNotApproved,
    ReasonMissing,
    /// A list of a draft has more rows than a page can show, or a plan more prices.
    TooManyRows,
    /// A reviewer rejected this very content: something has to change before it is asked for again.
    RejectedAsItIs,
    /// Permanent once confirmed, for example a plan that is deployed.
    InUse,
    /// Instances of the deployment are there: those of invited accounts, after the release.
    DeploymentInUse {
        instances: u32,
    },
    /// Service instances are there through this broker, and could not be removed without it.
    HasInstances,
    /// The confirmation that must be typed does not match.
    ConfirmationMismatch,
    AlreadyDone,
    /// The registration knows no such move from here.
    NoSuchRegistrationMove {
        from: Registration,
        attempted: RegistrationMove,
    },
    /// A thread knows no such move in this state.
    NoSuchThreadMove {
        from: ThreadState,
        attempted: ThreadMove,
    },
    /// Data or tests decide this row of the checklist, not people.
    NotAttestable,
    /// A broker is tested once its catalog agreed with the console (§4.16).
    BrokerNotRegistered,
    /// A run of the other content of this deployment is asked for or under way (§4.16): one at a time.
    TestRunOpen,
    /// Checks are made again of the deployment's latest run that ended.
    TestRunSuperseded,
    /// What a run depends on has changed: all checks have to be made again.
    TestRunStale,
    /// What a run left at the broker is not undone by making a check again.
    TestRunLeftThings,
    /// The service name is registered by the first complete listing (T06).
    NameNotRegistered,
    /// Access management is not enabled yet (T07).
    AccessNotEnabled,
    /// Only an owner of the client says who else owns it (§4.8).
    NotAClientOwner,
    /// Neither its creator nor oneself is taken from the owners of a client.
    ClientOwnerStays,
    /// The provider said that nobody is invited any more after the release (§4.15).
    AllowlistClosed,
    /// An account keeps an administrator.
    LastAdministrator,
    /// The console keeps a platform administrator.
    LastAdmin,
    /// A set-up link would not work.
    PersonDisabled,
    /// One operation of an instance at a time (§6.4).
    OperationOpen,
    /// The instance knows no such operation in this state (§9).
    NoSuchOperation {
        state: InstanceState,
        kind: OperationKind,
    },
    /// The plan allows one instance per account, as a free one usually does (§9).
    OneInstance,
    /// The platform has stopped the instance at a cap of its plan, until the month ends (§4.9).
    AtCap,
    /// What an instance may be called (§9).
    InstanceNameMalformed,
    /// The day on which the plan ends for new instances has come (§10).
    PlanEnded,
    /// Customers would hear too late that a plan ends (§10).
    PlanEndsTooSoon,
    /// The offering takes no new instances: it is suspended, deprecated or retired, or every plan of it has ended.
    ClosedToNewInstances,
    /// New instances of what ends can be made until a day that is yet to come, and not after the end (T23).
    EndOfMarketing,
    /// An offering is retired when the notice that its customers were given is over (T25).
    NoticeRuns {
        until: Moment,
    },
    /// An end is taken back before it is there (T24).
    NoticeOver,
    /// Customers have instances of the offering (T25, T26).
    InstancesLeft,
    /// Somebody sees the service for their work; the account that they are in does not.
    NotOffered,
    /// Its instances have no credentials of their own.
    NotBindable,
    /// The plan of its instances is fixed.
    PlanFixed,
    /// The provider does not offer this change of plan (§4.7b).
    SwitchNotOffered,
    /// Nothing has arrived in the sandbox that could be kept, or its plan has nothing to measure.
    SandboxEmpty,
    /// As many runs of the plan are kept as there may be.
    SandboxRunsFull,
    /// Something is wrong with a dossier that is to be imported, in the member of that path.
    DossierBroken {
        about: String,
        problem: dossier::Problem,
    },
    /// The dossier of an offering would be larger than one that is read.
    DossierTooLarge,
    /// The account keeps as much of imported dossiers as it may.
    DossiersFull,
    /// As many personal access tokens of the person live as there may be.
    TokensFull,
    /// A set-up link from an account is for people who have never signed in.
    SignedInBefore,
    /// Somebody who belongs elsewhere too gets a set-up link from the operator only.
    LinkIsTheOperators,
    /// The statement of the month stands; what is wrong with it is put right on a later one.
    StatementFrozen {
        month: Month,
        /// The first month whose statement is a draft.
        next: Month,
    },
}

/// How many differences from what was approved are told; they travel in an address.
const DIFFERENCES_TOLD: usize = 5;

impl Refusal {
    /// What was approved is not what would be published, in these things among others.
    pub fn approval_void(mut changed: Vec<Subject>) -> Self {
        changed.truncate(DIFFERENCES_TOLD);
        Self::ApprovalVoid { changed }
    }
}

/// What a provider's system answered instead of what was needed. Texts come from outside and are shown escaped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// A stable code, for example `timeout`, `refused`, `status`, `too_large`.
    pub code: String,
    pub status: Option<u16>,
    /// The other side's own words, the address of a redirect, or the finer cause as a stable code.
    pub detail: String,
}
