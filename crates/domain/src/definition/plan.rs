//! What applying a file would change, what stands against it, and what it triggers: as data, which the command line and
//! the interface pass on.

use serde::{Deserialize, Serialize};

use super::findings::{Owed, told};
use super::step::{Told, Walk};
use crate::change_class::{ChangeClass, Effective, FreshTests, Trigger, triggers};
use crate::compare::{Line, Sign, Subject, compare};
use crate::moment::Moment;
use crate::offering::Offering;
use crate::page::Page;
use crate::text::field_name;

/// What a file would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedChanges {
    /// The programmatic name of the service.
    pub offering: String,
    /// Of what it was compared with, to be named when the file is applied.
    pub revision: i64,
    /// The saves that it takes, in their order; none: the offering is as the file says.
    pub steps: Vec<Told>,
    pub changes: Vec<Change>,
    /// What the offering has and the file lacks. It stays, unless it is asked for that it goes.
    pub left: Vec<Told>,
    pub faults: Vec<Fault>,
    /// What the rules say of the offering after it.
    pub findings: Vec<Owed>,
    /// What the changes take before customers have them; empty while customers have nothing.
    pub takes: Vec<Taken>,
}

/// One value that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PlannedChange"))]
pub struct Change {
    pub page: Page,
    pub sign: Sign,
    /// The plan, broker, deployment or highlight that it is a value of; empty: the offering itself.
    pub of: String,
    /// What forms call the field; empty for a deployment and a highlight.
    pub field: String,
    /// What it is called in a sentence.
    pub label: String,
    /// What tells a member of a list from the others; empty: it is alone in its field.
    pub member: String,
    pub before: String,
    pub now: String,
}

/// Something that stands against a file, or should be known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    pub kind: FaultKind,
    /// What it is about.
    pub name: String,
    /// Where it is in the file, as a JSON pointer (RFC 6901); empty: it is about the whole.
    #[serde(default)]
    pub place: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The file is of a service of another name than this one.
    OtherName,
    /// The file is of a service of another GUID than this one.
    OtherId,
    /// The file has more plans, brokers or deployments than are read; nothing of it was looked at.
    TooMany,
    /// The offering has no plan of that GUID.
    UnknownPlan,
    /// The file has the plan twice.
    PlanTwice,
    /// A new plan has no name; its place in the file.
    PlanUnnamed,
    BrokerTwice,
    BrokerUnnamed,
    DeploymentTwice,
    /// A deployment names a plan that there is not.
    PlanNotTold,
    /// A deployment names a broker that there is not.
    BrokerNotTold,
    /// The deployment is at another broker: it has to be withdrawn there first.
    DeploymentMoved,
    /// Texts are not translated into that language.
    UnknownLanguage,
    /// The text translates nothing that is there, and is left out.
    TextWithoutPlace,
    /// The secret of the broker has to be typed in the console.
    SecretNeeded,
}

impl FaultKind {
    /// Nothing is applied before it is mended.
    pub const fn blocks(self) -> bool {
        !matches!(self, Self::TextWithoutPlace | Self::SecretNeeded)
    }
}

/// What changes of one class take (§10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Taken {
    pub class: ChangeClass,
    /// How many values.
    pub changes: usize,
    /// The roles that have to agree.
    pub approvals: Vec<String>,
    pub tests: FreshTests,
    /// When it holds for customers.
    pub when: When,
    /// The day from which a price is paid; of plans that end, the last of their days. Nothing else has one.
    pub from: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum When {
    OnPublish,
    LimitedFirst,
    FirstOfMonth,
    Announced,
    Never,
}

impl PlannedChanges {
    /// `live`: what customers have, if anything. `revision` is that of the offering before.
    pub fn of(walk: &Walk, live: Option<&Offering>, revision: i64, now: Moment) -> Self {
        let lines = compare(Some(&walk.before), &walk.next).into_iter();
        let takes = live.map(|live| triggers(live, &walk.next, now)).unwrap_or_default();
        Self {
            offering: walk.before.name.clone(),
            revision,
            steps: walk.steps.iter().map(|(_, told)| told.clone()).collect(),
            changes: lines.filter(|line| line.sign() != Sign::Same).map(Change::of).collect(),
            left: walk.left.clone(),
            faults: walk.faults.clone(),
            findings: told(&walk.next, |_| true),
            takes: takes.iter().map(Taken::of).collect(),
        }
    }

    /// Whether anything would be saved.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What has to be mended before anything is applied.
    pub fn blocking(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.kind.blocks())
    }
}

impl Change {
    fn of(line: Line) -> Self {
        let sign = line.sign();
        let (of, field) = match line.subject {
            Subject::Field(field) => (String::new(), Some(field)),
            Subject::Highlight(title) => (title, None),
            Subject::Plan { name, field, .. } | Subject::Broker { name, field, .. } => (name, Some(field)),
            Subject::Deployment { plan, location } => (format!("{plan} in {location}"), None),
        };
        let Line { page, member, before, now, .. } = line;
        let (field, label) = field.map(|field| (field.input_name(), field_name(field))).unwrap_or_default();
        Self { page, sign, of, field, label, member, before, now }
    }
}

impl Taken {
    fn of(trigger: &Trigger) -> Self {
        let (when, from) = match trigger.effective {
            Effective::OnPublish => (When::OnPublish, None),
            Effective::LimitedFirst => (When::LimitedFirst, None),
            Effective::FirstOfMonth { effective, .. } => (When::FirstOfMonth, Some(effective.iso_day())),
            Effective::Announced { on } => (When::Announced, on.map(Moment::iso_day)),
            Effective::Never => (When::Never, None),
        };
        Self {
            class: trigger.class,
            changes: trigger.changes.len(),
            approvals: trigger.approvals.iter().map(|role| role.name().to_owned()).collect(),
            tests: trigger.tests,
            when,
            from,
        }
    }
}
