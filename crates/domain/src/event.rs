//! The history: every change of anything is one event, written in the same transaction as the change. An event says who
//! did what to what and when; it never holds a secret, nor the content that was saved.

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, EventId, OfferingId, PersonId};
use crate::moment::Moment;

mod detail;

pub use detail::Detail;

macro_rules! kinds {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// What happened. The names are stored and never change their meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum EventKind {
            $(#[serde(rename = $name)] $variant,)*
        }

        impl EventKind {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stored name, `noun.verb`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    // As it was first stored.
                    "listing.icon_uploaded" => Some(Self::IconUploaded),
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    DemoMade = "demo.made",
    SignedIn = "session.signed_in",
    SignedOut = "session.signed_out",
    SignInFailed = "session.sign_in_failed",
    ConsentGiven = "consent.given",
    ConsentRevoked = "consent.revoked",
    TokenRevoked = "consent.token_revoked",
    AccountSwitched = "session.account_switched",
    SessionEnded = "session.ended",
    SessionsEnded = "session.all_ended",
    PersonalTokenCreated = "token.created",
    PersonalTokenRevoked = "token.revoked",
    PersonAdded = "person.added",
    PersonDisabled = "person.disabled",
    PersonEnabled = "person.enabled",
    PasswordSet = "person.password_set",
    IdentityLinked = "person.identity_linked",
    SetupLinkIssued = "person.setup_link_issued",
    OperatorRoleGranted = "person.role_granted",
    OperatorRoleRevoked = "person.role_revoked",
    SigningKeyAdded = "signing_key.added",
    SigningKeysWithdrawn = "signing_key.withdrawn",
    AccountCreated = "account.created",
    AccountPlaceSet = "account.place_set",
    AccountMadeInternal = "account.made_internal",
    AccountMadeExternal = "account.made_external",
    MemberAdded = "member.added",
    MemberRoleChanged = "member.role_changed",
    MemberRemoved = "member.removed",
    RegistrationSaved = "registration.saved",
    RegistrationSubmitted = "registration.submitted",
    RegistrationReturned = "registration.returned",
    RegistrationRejected = "registration.rejected",
    RegistrationApproved = "registration.approved",
    DocumentationIssued = "registration.documentation_issued",
    OfferingCreated = "offering.created",
    OfferingImported = "offering.imported",
    SectionSaved = "section.saved",
    IconUploaded = "section.icon_uploaded",
    PictureUploaded = "section.picture_uploaded",
    TranslationSaved = "section.translated",
    ServiceNameRegistered = "access.name_registered",
    AccessEnabled = "access.enabled",
    ApiKeyCreated = "access.api_key_created",
    ApiKeyRevoked = "access.api_key_revoked",
    ClientSecretCreated = "access.client_secret_created",
    ClientEnabled = "access.client_enabled",
    ClientDisabled = "access.client_disabled",
    ClientOwnerAdded = "access.owner_added",
    ClientOwnerRemoved = "access.owner_removed",
    PlanAdded = "plan.added",
    PlanSaved = "plan.saved",
    PlanRemoved = "plan.removed",
    PlanSubmitted = "plan.submitted",
    PlanApproved = "plan.approved",
    PlanReturned = "plan.returned",
    SandboxOpened = "sandbox.opened",
    SandboxFed = "sandbox.fed",
    SandboxMoved = "sandbox.moved",
    SandboxEmptied = "sandbox.emptied",
    SandboxFails = "sandbox.fails",
    SandboxKept = "sandbox.kept",
    BrokerAdded = "broker.added",
    BrokerSaved = "broker.saved",
    BrokerRegistered = "broker.registered",
    BrokerFetchFailed = "broker.fetch_failed",
    BrokerTried = "broker.tried",
    BrokerImported = "broker.imported",
    BrokerRemoved = "broker.removed",
    BrokerIncidentOpened = "broker.incident_opened",
    BrokerIncidentClosed = "broker.incident_closed",
    DeploymentAdded = "deployment.added",
    DeploymentChanged = "deployment.changed",
    DeploymentReleased = "deployment.released",
    DeploymentWithdrawn = "deployment.withdrawn",
    AllowlistAdded = "allowlist.added",
    AllowlistApproved = "allowlist.approved",
    AllowlistRemoved = "allowlist.removed",
    AllowlistChanged = "allowlist.changed",
    AccountExcluded = "allowlist.excluded",
    AccountReadmitted = "allowlist.readmitted",
    TestRunRequested = "test_run.requested",
    TestRunPassed = "test_run.passed",
    TestRunFailed = "test_run.failed",
    TestRunInterrupted = "test_run.interrupted",
    TestRunAttested = "test_run.attested",
    InstanceRequested = "instance.requested",
    InstanceSucceeded = "instance.succeeded",
    InstanceFailed = "instance.failed",
    InstanceUnknown = "instance.unknown",
    InstanceMitigating = "instance.mitigating",
    InstanceDeadLettered = "instance.dead_lettered",
    InstanceGivenUp = "instance.given_up",
    SilenceTold = "usage.silence_told",
    MailRetried = "mail.retried",
    StatementFrozen = "statement.frozen",
    StatementAdjusted = "statement.adjusted",
    DefinitionsDownloaded = "definitions.downloaded",
    DossierExported = "definitions.dossier_exported",
    DefinitionsImported = "definitions.imported",
    OfferingHidden = "offering.hidden",
    OfferingListed = "offering.listed",
    PublishedLimited = "offering.published_limited",
    ReviewRequested = "review.requested",
    ReviewWithdrawn = "review.withdrawn",
    ReviewTrackApproved = "review.track_approved",
    ReviewReturned = "review.returned",
    ReviewRejected = "review.rejected",
    ReviewApproved = "review.approved",
    ApprovalWithdrawn = "review.approval_withdrawn",
    LateRequestTold = "review.late_told",
    RevisionSubmitted = "revision.submitted",
    RevisionWithdrawn = "revision.withdrawn",
    RevisionReturned = "revision.returned",
    RevisionRejected = "revision.rejected",
    RevisionApproved = "revision.approved",
    RevisionScheduled = "revision.scheduled",
    RevisionPublished = "revision.published",
    RevisionDiscarded = "revision.discarded",
    RevisionExpired = "revision.expired",
    RevisionRolledBack = "revision.rolled_back",
    RollbackTookEffect = "revision.rollback_took_effect",
    ThreadOpened = "thread.opened",
    ThreadReplied = "thread.replied",
    ThreadNoted = "thread.noted",
    ThreadResolved = "thread.resolved",
    ThreadReopened = "thread.reopened",
    OfferingReopened = "offering.reopened",
    OfferingReleased = "offering.released",
    OfferingSuspended = "offering.suspended",
    ResumptionRequested = "offering.resumption_requested",
    ResumptionDeclined = "offering.resumption_declined",
    OfferingResumed = "offering.resumed",
    OfferingDeprecated = "offering.deprecated",
    EndExtended = "offering.end_extended",
    OfferingRestored = "offering.restored",
    OfferingRetired = "offering.retired",
    OfferingWithdrawn = "offering.withdrawn",
    InputParked = "input.parked",
    InputDiscarded = "input.discarded",
    Attested = "checklist.attested",
    AttestationWithdrawn = "checklist.attestation_withdrawn",
}

impl EventKind {
    /// Whoever did this wrote some of what a reviewer decides about: four eyes, so the decision is somebody else's.
    pub const fn is_authorship(self) -> bool {
        matches!(
            self,
            Self::OfferingCreated
                | Self::OfferingImported
                | Self::SectionSaved
                | Self::TranslationSaved
                | Self::ServiceNameRegistered
                | Self::AccessEnabled
                | Self::ClientEnabled
                | Self::ClientDisabled
                | Self::PlanAdded
                | Self::PlanSaved
                | Self::PlanRemoved
                | Self::BrokerAdded
                | Self::BrokerSaved
                | Self::BrokerImported
                | Self::DefinitionsImported
                | Self::BrokerRemoved
                | Self::DeploymentAdded
                | Self::DeploymentChanged
                | Self::DeploymentWithdrawn
                | Self::RevisionDiscarded
                | Self::Attested
        )
    }
}

impl EventKind {
    /// Operators only: not even that it happened is told to the provider.
    pub const INTERNAL: Self = Self::ThreadNoted;
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    pub at: Moment,
    /// `None`: the platform itself.
    pub actor: Option<PersonId>,
    /// As it was then; empty for the platform.
    pub actor_name: String,
    pub account: Option<AccountId>,
    pub offering: Option<OfferingId>,
    pub kind: EventKind,
    pub detail: Detail,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::stage::Stage;

    #[test]
    fn every_name_is_unique_and_leads_back_to_its_kind() {
        let names: HashSet<_> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), EventKind::ALL.len());
        for kind in EventKind::ALL {
            assert_eq!(EventKind::parse(kind.name()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        assert_eq!(EventKind::parse("section.forgotten"), None);
        assert_eq!(EventKind::parse("listing.icon_uploaded"), Some(EventKind::IconUploaded), "as older histories say");
    }

    /// These names are in everybody's database: a name that leaves this list is a broken history.
    #[test]
    fn the_stored_names() {
        let names: Vec<_> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
        insta::assert_snapshot!(names.join("\n"));
    }

    /// Whoever did one of these does not decide about the result.
    #[test]
    fn what_makes_somebody_an_author() {
        let authorship = EventKind::ALL.iter().filter(|kind| kind.is_authorship());
        let names: Vec<_> = authorship.map(|kind| kind.name()).collect();
        insta::assert_snapshot!(names.join("\n"));
    }

    #[test]
    fn a_detail_holds_what_was_said_and_nothing_else() {
        let detail = Detail::stage(Stage::GaRequested, Stage::GaChanges).because("The terms page names prices.");
        let json = serde_json::to_string(&detail).unwrap();
        assert_eq!(json, r#"{"from":"ga_requested","to":"ga_changes","reason":"The terms page names prices."}"#);
        assert_eq!(serde_json::from_str::<Detail>(&json).unwrap(), detail);
    }

    #[test]
    fn a_line_from_an_older_or_newer_version_is_still_readable() {
        let detail: Detail = serde_json::from_str(r#"{"subject":"gold","colour":"blue"}"#).unwrap();
        assert_eq!(detail, Detail::about("gold"));
        assert_eq!(serde_json::from_str::<Detail>("{}").unwrap(), Detail::none());
    }
}
