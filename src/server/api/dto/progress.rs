//! How far an offering is, what differs in it, and what happened to it.

use schemars::JsonSchema;
use serde::Serialize;
use slipway_domain::checklist::{Attestation, Phase, RowReport, RowState, rests_on};
use slipway_domain::compare::{Line, Sign, Subject};
use slipway_domain::event::Event;
use slipway_domain::page::Page;
use slipway_domain::text;
use slipway_domain::thread::Anchor;

use super::MomentDto;

/// A row of the checklist.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ChecklistRow")]
pub(in crate::server::api) struct ChecklistRowDto {
    /// As in `20.11`.
    number: String,
    phase: Phase,
    task: String,
    text: String,
    state: RowState,
    /// A person may tick it.
    is_attestable: bool,
    /// The tick that counted until what it rests on was changed; `null`: there is none.
    stale: Option<StaleTickDto>,
    /// What proves it.
    evidence: Option<String>,
    /// Who proved it; `null`: nobody, or the platform.
    evidence_by: Option<String>,
    evidence_at: Option<MomentDto>,
}

/// A tick that counts no longer: somebody has to look at the row again.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "StaleTick")]
pub(in crate::server::api) struct StaleTickDto {
    /// The name of who gave it.
    by: String,
    at: MomentDto,
    /// The values that the row rests on, as forms name them: at least one of them is another one now.
    rests_on: Vec<String>,
}

impl From<&Attestation> for StaleTickDto {
    fn from(tick: &Attestation) -> Self {
        let rests_on = rests_on(tick.row).iter().map(|field| field.input_name()).collect();
        Self { by: tick.by_name.clone(), at: tick.at.into(), rests_on }
    }
}

impl From<&RowReport> for ChecklistRowDto {
    fn from(report: &RowReport) -> Self {
        let row = report.row();
        let evidence = report.evidence.as_ref();
        Self {
            number: report.number.to_string(),
            phase: row.phase,
            task: row.task.to_owned(),
            text: row.text.to_owned(),
            state: report.state,
            is_attestable: report.attestable,
            stale: report.stale.as_ref().map(StaleTickDto::from),
            evidence: evidence.map(|evidence| evidence.what.clone()),
            evidence_by: evidence.and_then(|evidence| evidence.who.clone()),
            evidence_at: evidence.and_then(|evidence| evidence.when).map(Into::into),
        }
    }
}

/// A value that is not the same in two versions.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Change")]
pub(in crate::server::api) struct ChangeDto {
    /// The page on which it is edited.
    page: Page,
    /// Which value it is, in words.
    field: String,
    /// What it belongs to: the name of a plan, of a broker, or of a deployment's plan; `null`: the offering.
    of: Option<String>,
    /// What tells a member of a list from the others; empty for a value that is alone.
    member: String,
    /// What became of it.
    sign: Sign,
    /// Empty: it was not there.
    before: String,
    /// Empty: it is gone.
    now: String,
    /// What a thread about it is fixed to.
    anchor: Option<String>,
}

impl From<&Line> for ChangeDto {
    fn from(line: &Line) -> Self {
        let (field, of) = match &line.subject {
            Subject::Field(field) => (text::field_name(*field), None),
            Subject::Highlight(title) => ("Highlight".to_owned(), Some(title.clone())),
            Subject::Plan { name, field, .. } | Subject::Broker { name, field, .. } => {
                (text::field_name(*field), Some(name.clone()))
            }
            Subject::Deployment { plan, location } => (location.clone(), Some(plan.clone())),
        };
        Self {
            page: line.page,
            field,
            of,
            member: line.member.clone(),
            sign: line.sign(),
            before: line.before.clone(),
            now: line.now.clone(),
            anchor: Anchor::of(line).map(|anchor| anchor.to_string()),
        }
    }
}

/// A line of the history.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub(in crate::server::api) struct EventDto {
    id: String,
    at: MomentDto,
    /// The name of who did it; empty: the platform.
    by: String,
    /// What happened: `section.saved`, `plan.added`, …
    kind: String,
    /// The plan, broker, key or person that it is about.
    subject: Option<String>,
    /// The revision that it led to.
    revision: Option<i64>,
    /// What was written with it.
    reason: Option<String>,
}

impl From<&Event> for EventDto {
    fn from(event: &Event) -> Self {
        Self {
            id: event.id.to_string(),
            at: event.at.into(),
            by: event.actor_name.clone(),
            kind: event.kind.name().to_owned(),
            subject: event.detail.subject.clone(),
            revision: event.detail.revision,
            reason: event.detail.reason.clone(),
        }
    }
}
