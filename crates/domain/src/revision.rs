//! Changes of an offering that is public already (§10, T21): what one is, what it asks for before somebody decides about
//! it and before it is published, from when it holds, and what going back to an earlier version means. The draft is the
//! next version beside the one that customers have; here the two are compared, and nobody is asked.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::change_class::{self, ChangeClass, FreshTests, Trigger};
use crate::compare::{self, Subject};
use crate::gate::{self, Condition, Gate, Requirement};
use crate::ids::{BrokerId, DeploymentId, PlanId, RevisionId, SnapshotId, SubmissionId};
use crate::moment::Moment;
use crate::offering::Offering;
use crate::plan::{PlanDraft, ends_too_soon};
use crate::region::{RevisionMove, RevisionState, revision_next};
use crate::rejection::Refusal;
use crate::review::{ReviewTrack, Submission, SubmissionState};
use crate::thread::Thread;
use crate::translation;

/// An approval that nobody published for so long is none any more (§10).
pub const EXPIRES_AFTER: Duration = Duration::from_hours(60 * 24);
/// So late the platform may publish what was announced for a day, and customers count as told on that day.
pub const PUBLISHED_LATE: Duration = Duration::from_hours(24);
/// In the history, of a revision that ended: a plan of it would end before customers had known of it for long enough.
pub const ENDS_TOO_SOON: &str = "ends_too_soon";

/// How a revision came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevisionKind {
    /// The draft, as it was handed in.
    Change,
    /// A version that was published before, or agreed to: approved already.
    Rollback,
}

impl RevisionKind {
    pub const ALL: [Self; 2] = [Self::Change, Self::Rollback];

    /// How it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Rollback => "rollback",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One change of an offering that is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub id: RevisionId,
    /// Never `Draft`: what is not handed in is the draft of the offering.
    pub state: RevisionState,
    pub kind: RevisionKind,
    /// The request in which it was decided; `None` for a rollback.
    pub submission: Option<SubmissionId>,
    /// What it publishes.
    pub snapshot: SnapshotId,
    /// When it was handed in, or gone back.
    pub created_at: Moment,
    pub approved_at: Option<Moment>,
    /// When the platform publishes it by itself; `None`: nobody has published it, or it held at once.
    pub effective_at: Option<Moment>,
    /// Until when somebody has to publish it; `None` once that is settled.
    pub expires_at: Option<Moment>,
    pub published_at: Option<Moment>,
}

impl Revision {
    /// It waits for its decision or its publication: until then there is no other.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, RevisionState::Submitted | RevisionState::Approved)
    }

    /// Somebody can publish it now: it is approved, and its day is not set yet.
    pub const fn is_publishable(&self) -> bool {
        matches!(self.state, RevisionState::Approved) && self.effective_at.is_none()
    }

    /// Where a move leads.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoRevision`] if there is no such move from here.
    pub fn next(&self, act: RevisionMove) -> Result<RevisionState, Refusal> {
        revision_next(self.state, act).ok_or(Refusal::NoRevision)
    }
}

/// What becomes of a revision with the end of its request.
pub const fn decided(ends: SubmissionState) -> Option<RevisionMove> {
    match ends {
        SubmissionState::Approved => Some(RevisionMove::Approve),
        SubmissionState::Returned | SubmissionState::Rejected => Some(RevisionMove::Return),
        SubmissionState::Withdrawn => Some(RevisionMove::Discard),
        SubmissionState::Open => None,
    }
}

/// Requests whose content can be gone back to although nobody published it: their approvals would hold still (§10), and no
/// request after them was turned down. Each asked for one of the `revisions`: an approval from before the first release
/// that did not become that release was withdrawn by its provider, and a withdrawn approval is no approval. In the order of
/// `submissions`, which, as the revisions, are all of the offering, oldest first.
pub fn agreed<'a>(submissions: &'a [Submission], revisions: &[Revision], now: Moment) -> Vec<&'a Submission> {
    let turned_down = submissions.iter().rposition(|asked| asked.state.is_turned_down());
    let since = submissions.iter().skip(turned_down.map_or(0, |last| last + 1));
    let is_of_a_revision = |asked: &Submission| revisions.iter().any(|one| one.submission == Some(asked.id));
    let holds = |asked: &Submission| {
        let given = asked.decision.as_ref().filter(|_| asked.state == SubmissionState::Approved);
        given.is_some_and(|given| now < given.at.plus(EXPIRES_AFTER))
    };
    since.filter(|asked| is_of_a_revision(asked) && holds(asked)).collect()
}

/// What was changed although nothing of it ever changes (§10); another offering takes its place instead.
pub fn immutable(triggers: &[Trigger]) -> Vec<Subject> {
    subjects(triggers, |class| class == ChangeClass::Immutable)
}

/// What changes of these classes are about, each once.
fn subjects(triggers: &[Trigger], wanted: impl Fn(ChangeClass) -> bool) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    let lines = triggers.iter().filter(|trigger| wanted(trigger.class)).flat_map(|trigger| &trigger.changes);
    for line in lines {
        if !subjects.contains(&line.subject) {
            subjects.push(line.subject.clone());
        }
    }
    subjects
}

/// All that differs in the track is what the platform signs in to brokers with: nobody has to agree to that.
pub fn is_left_to_the_provider(track: ReviewTrack, live: &Offering, draft: &Offering) -> bool {
    let differing = change_class::triggers(live, draft, draft.stage_since);
    let classes: Vec<ChangeClass> = differing
        .iter()
        .filter(|trigger| trigger.changes.iter().any(|line| ReviewTrack::of_page(line.page) == track))
        .map(|trigger| trigger.class)
        .collect();
    classes == [ChangeClass::Credentials]
}

/// Something differs that somebody has to agree to.
pub fn has_news(triggers: &[Trigger]) -> bool {
    triggers.iter().any(|trigger| trigger.class != ChangeClass::Credentials)
}

/// What keeps a revision from being handed in: its texts and plans are complete and the billing desk agrees to them; where
/// it asks for tests, they are fresh on all that customers use, and all brokers agree. A deployment that is new is tested
/// before everybody has it, and the sign-in client gets its addresses once they are approved.
pub fn missing(triggers: &[Trigger], draft: &Offering) -> Vec<Condition> {
    let mut gates = vec![Gate::Definition, Gate::Pricing];
    if change_class::tests_of(triggers) != FreshTests::None {
        gates.extend([Gate::Access, Gate::Broker, Gate::Test, Gate::Usage]);
    }
    let used = in_use(draft);
    // The broker of a new deployment answers before invited accounts have it.
    let judged = |gate: Gate| if gate == Gate::Broker { draft } else { &used };
    let conditions = gates.into_iter().flat_map(|gate| gate::report(gate, judged(gate), &[], &[]).missing());
    conditions.filter(|condition| condition.id != Requirement::ClientEnabled).collect()
}

/// What a publication of `content` is judged by: its documents, and as they are `now` the brokers and those deployments that
/// are a part of it.
pub fn at_publication(now: &Offering, content: &Offering) -> Offering {
    let mut judged = now.as_handed_in(content);
    judged.deployments.retain(|deployment| content.deployments.iter().any(|part| part.id == deployment.id));
    judged
}

/// What keeps an approved revision from being published: no thread blocks, nobody else has taken its terms page since, and
/// where it asked for tests, the brokers still agree with what is published. `content`: see [`at_publication`].
pub fn missing_at_publication(triggers: &[Trigger], content: &Offering, threads: &[Thread]) -> Vec<Condition> {
    let mut missing = gate::report(Gate::Review, content, &[], threads).missing();
    missing.extend(Some(gate::terms_unique(content)).filter(Condition::blocks));
    if change_class::tests_of(triggers) != FreshTests::None {
        missing.extend(gate::report(Gate::Broker, content, &[], &[]).missing());
    }
    missing
}

/// With the deployments alone that customers use.
fn in_use(offering: &Offering) -> Offering {
    let mut used = offering.clone();
    used.deployments.retain(|deployment| deployment.state.is_published());
    used
}

/// When customers have the whole of it, if it is published at `now`: `None`: at once. Prices wait for a 1st, and everything
/// else with them; of the end of a plan they read before its day.
pub fn effective_at(live: &Offering, content: &Offering, now: Moment) -> Option<Moment> {
    change_class::published_from(&change_class::triggers(live, content, now), now).filter(|at| *at > now)
}

/// From when customers count as told of what was announced for `day`, and is published at `now`: from the day, unless the
/// platform is later than it may be.
pub fn told_from(day: Moment, now: Moment) -> Moment {
    now.minus(PUBLISHED_LATE).max(day)
}

/// What is in force at once (brokers and deployments) and is not as it was approved. New credentials need nobody, what was
/// added since is not a part of it, and what is gone since is not shown.
pub fn voided(approved: &Offering, now: &Offering) -> Vec<Subject> {
    let brokers: Vec<BrokerId> = now.brokers.iter().map(|broker| broker.id).collect();
    let exist = now.deployments.iter().filter(|deployment| deployment.exists());
    let deployments: Vec<DeploymentId> = exist.map(|deployment| deployment.id).collect();
    let mut before = approved.clone();
    before.brokers.retain(|broker| brokers.contains(&broker.id));
    before.deployments.retain(|deployment| deployments.contains(&deployment.id));
    let mut facts = now.as_handed_in(&before);
    facts.brokers.retain(|broker| before.brokers.iter().any(|same| same.id == broker.id));
    facts.deployments.retain(|deployment| before.deployments.iter().any(|same| same.id == deployment.id));
    let differing = change_class::triggers(&before, &facts, now.stage_since);
    subjects(&differing, |class| class != ChangeClass::Credentials)
}

/// What keeps `content` from being published at `at` apart from its conditions ([`missing_at_publication`]): what is in force
/// at once is not as it was approved, or a plan of it ends too soon. `now` is the offering as it is.
pub fn refusal_at_publication(live: &Offering, content: &Offering, now: &Offering, at: Moment) -> Option<Refusal> {
    let changed = voided(content, now);
    if !changed.is_empty() {
        return Some(Refusal::approval_void(changed));
    }
    (!is_told_in_time(live, content, at)).then_some(Refusal::PlanEndsTooSoon)
}

/// Customers read of the end of a plan in time, were `content` published at `at` (§10).
pub fn is_told_in_time(live: &Offering, content: &Offering, at: Moment) -> bool {
    let told = effective_at(live, content, at).unwrap_or(at);
    !ends_too_soon(&live.plans, &content.plans, told)
}

/// What the brokers of a public offering are held against: what customers have, beside which a broker may list the plans
/// that are not public yet. Deployments that nobody has yet are none of its duties.
pub fn watched(live: &Offering, draft: &Offering) -> Offering {
    let mut content = in_use(&draft.as_handed_in(live));
    let is_new = |id: PlanId| !live.plans.iter().any(|plan| plan.id == id);
    content.plans.extend(draft.plans.iter().filter(|plan| is_new(plan.id)).cloned());
    content
}

/// What going back from `live` to an `earlier` version publishes: the earlier texts, and the earlier text of each plan that
/// is still there, under the name that it has for good (§10). What was added since stays, because customers may have it,
/// and so does what it says in other languages; nothing that is gone comes back.
pub fn rolled_back(live: &Offering, earlier: &Offering) -> Offering {
    let mut content = live.clone();
    content.summary = earlier.summary.clone();
    content.listing = earlier.listing.clone();
    content.settings = earlier.settings.clone();
    content.access = earlier.access.clone();
    content.translations = translation::taken_back(live, earlier);
    for plan in &mut content.plans {
        if let Some(before) = earlier.plans.iter().find(|before| before.id == plan.id) {
            let name = core::mem::take(&mut plan.draft.name);
            // Whether new instances can be made of it, and where, changes with a reviewer alone.
            let ends_on = core::mem::take(&mut plan.draft.ends_on);
            let locations = core::mem::take(&mut plan.draft.locations);
            plan.draft = PlanDraft { name, locations, ends_on, ..before.draft.clone() };
            plan.approval = before.approval;
        }
    }
    // The locations of the plans fit to what it says.
    content.settings.draft.location_scope.clone_from(&live.settings.draft.location_scope);
    let known: Vec<String> = content.plans.iter().map(|plan| plan.id.to_string()).collect();
    let is_known = |id: &str| known.iter().any(|plan| plan == id.trim());
    content
        .settings
        .draft
        .extras
        .barred_switches
        .retain(|barred| barred.split_once('/').is_none_or(|(from, to)| is_known(from) && is_known(to)));
    content
}

/// Going back to it would change something.
pub fn can_roll_back(live: &Offering, earlier: &Offering) -> bool {
    !compare::is_unchanged(live, &rolled_back(live, earlier))
}

#[cfg(test)]
mod tests;
