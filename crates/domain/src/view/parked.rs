//! Input that could not be saved and waits for its author's decision, and what it belongs to.

use serde::{Deserialize, Serialize};

use super::OfferingView;
use crate::ids::{BrokerId, ParkedId, PlanId};
use crate::language::Language;
use crate::moment::Moment;
use crate::offering::{Offering, Section};

/// What a piece of parked input belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Section(Section),
    /// A plan that was not added yet.
    NewPlan,
    Plan(PlanId),
    Broker(BrokerId),
    /// What customers read in that language: the texts by their keys (`translation::Texts`).
    Translation(Language),
}

impl Offering {
    /// The revision at which `subject` is saved now; `None`: it is gone.
    pub fn revision_of(&self, subject: Subject) -> Option<i64> {
        match subject {
            Subject::Section(Section::Summary) => Some(self.summary.revision),
            Subject::Section(Section::Listing) => Some(self.listing.revision),
            Subject::Section(Section::Settings) => Some(self.settings.revision),
            Subject::Section(Section::Access) => Some(self.access.revision),
            Subject::NewPlan => Some(0),
            Subject::Plan(id) => self.plans.iter().find(|plan| plan.id == id).map(|plan| plan.revision),
            Subject::Broker(id) => self.brokers.iter().find(|broker| broker.id == id).map(|broker| broker.revision),
            Subject::Translation(language) => self.translation(language).map(|translation| translation.revision),
        }
    }
}

impl Subject {
    /// How it is stored: `listing`, `plan:new`, `plan:<id>`, `broker:<id>`, `translation:<code>`.
    pub fn name(self) -> String {
        match self {
            Self::Section(section) => section.name().to_owned(),
            Self::NewPlan => "plan:new".to_owned(),
            Self::Plan(plan) => format!("plan:{plan}"),
            Self::Broker(broker) => format!("broker:{broker}"),
            Self::Translation(language) => format!("translation:{}", language.code()),
        }
    }

    /// What it is, without saying which: `listing`, `plan`, `broker`, `translation`.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Section(section) => section.name(),
            Self::NewPlan | Self::Plan(_) => "plan",
            Self::Broker(_) => "broker",
            Self::Translation(_) => "translation",
        }
    }

    /// What the history calls it: the noun, of a translation with its language (`translation:de`).
    pub fn told(self) -> String {
        if matches!(self, Self::Translation(_)) { self.name() } else { self.noun().to_owned() }
    }

    /// Every save of it is kept.
    pub const fn has_versions(self) -> bool {
        matches!(self, Self::Section(_) | Self::Plan(_) | Self::Translation(_))
    }

    pub fn parse(name: &str) -> Option<Self> {
        match name.split_once(':') {
            None => Section::parse(name).map(Self::Section),
            Some(("plan", "new")) => Some(Self::NewPlan),
            Some(("plan", id)) => PlanId::parse(id).ok().map(Self::Plan),
            Some(("broker", id)) => BrokerId::parse(id).ok().map(Self::Broker),
            Some(("translation", code)) => Language::parse(code).map(Self::Translation),
            Some(_) => None,
        }
    }
}

/// Where input of one's own waits, without the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedLine {
    pub id: ParkedId,
    pub subject: Subject,
    /// When it was typed last.
    pub at: Moment,
}

/// Input that came on a stale revision or while the definition stood still, beside what is saved now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedView {
    pub id: ParkedId,
    pub subject: Subject,
    /// The draft as JSON, of the type that `subject` tells.
    pub body: String,
    pub at: Moment,
    pub base_revision: i64,
    /// The draft that it was made of, where that is known.
    pub base: Option<String>,
    pub view: OfferingView,
}

impl ParkedView {
    /// The revision that is saved now; a plan that is yet to be added has none before it, and a language that nobody has
    /// saved neither. `None`: what it belongs to is gone.
    pub fn revision(&self) -> Option<i64> {
        let never_saved = matches!(self.subject, Subject::Translation(_)).then_some(0);
        self.view.offering.revision_of(self.subject).or(never_saved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_back_as_it_was_stored() {
        let id = uuid::Uuid::from_u128(7);
        for subject in [
            Subject::Section(Section::Listing),
            Subject::NewPlan,
            Subject::Plan(PlanId::new(id)),
            Subject::Broker(BrokerId::new(id)),
            Subject::Translation(Language::German),
        ] {
            assert_eq!(Subject::parse(&subject.name()), Some(subject));
        }
        assert_eq!(Subject::Translation(Language::German).told(), "translation:de");
        assert_eq!(Subject::Plan(PlanId::new(id)).told(), "plan");
        assert_eq!(Subject::parse("plan:nonsense"), None);
        assert_eq!(Subject::parse("nothing"), None);
    }
}
