//! What a thread is fixed to: one value of an offering, told by what it is and not by its place, so that it is found
//! again when lists were sorted anew or plans were renamed.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::compare::{Line, Subject};
use crate::field::Field;
use crate::ids::{BrokerId, DeploymentId, PlanId};
use crate::page::Page;

/// Which part of the offering has the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A page with one form.
    Section,
    Plan(PlanId),
    Broker(BrokerId),
    Deployment(DeploymentId),
}

/// One value. Written as `plan:<id>/plan[name]/`, it is also what forms send and what is stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Anchor {
    pub part: Part,
    /// Of the first row where there are rows: it is `member` that tells them apart.
    pub field: Field,
    /// As in `compare::Line`.
    pub member: String,
}

impl Anchor {
    /// `None`: a deployment without an id, which there is not.
    pub fn of(line: &Line) -> Option<Self> {
        let (part, field) = match &line.subject {
            Subject::Field(field) => (Part::Section, *field),
            Subject::Highlight(_) => (Part::Section, Field::Bullets),
            Subject::Plan { id, field, .. } => (Part::Plan(*id), *field),
            Subject::Broker { id, field, .. } => (Part::Broker(*id), *field),
            Subject::Deployment { .. } => {
                (Part::Deployment(DeploymentId::parse(&line.member).ok()?), Field::Deployments)
            }
        };
        Some(Self { part, field: field.in_first_row(), member: line.member.clone() })
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (part, rest) = text.split_once('/')?;
        let (field, member) = rest.split_once('/')?;
        let part = match part.split_once(':') {
            None if part == "section" => Part::Section,
            Some(("plan", id)) => Part::Plan(PlanId::parse(id).ok()?),
            Some(("broker", id)) => Part::Broker(BrokerId::parse(id).ok()?),
            Some(("deployment", id)) => Part::Deployment(DeploymentId::parse(id).ok()?),
            _ => return None,
        };
        let field = Field::parse(field).filter(|field| *field == field.in_first_row())?;
        Some(Self { part, field, member: member.to_owned() })
    }

    /// The page on which the value is edited.
    pub fn page(&self) -> Option<Page> {
        self.field.page()
    }

    pub fn is_of(&self, line: &Line) -> bool {
        Self::of(line).is_some_and(|anchor| anchor == *self)
    }

    /// Whether `value` is what stands there; no value is one as well.
    pub fn holds(&self, value: &str, present: &[Line]) -> bool {
        // A list may have the same member twice.
        let mut found = present.iter().filter(|line| self.is_of(line) && !line.now.is_empty()).peekable();
        if found.peek().is_none() { value.is_empty() } else { found.any(|line| line.now == value) }
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Section => f.write_str("section")?,
            Part::Plan(id) => write!(f, "plan:{id}")?,
            Part::Broker(id) => write!(f, "broker:{id}")?,
            Part::Deployment(id) => write!(f, "deployment:{id}")?,
        }
        write!(f, "/{}/{}", self.field, self.member)
    }
}
