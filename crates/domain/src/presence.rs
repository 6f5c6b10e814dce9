//! What somebody has open to edit: whatever input can belong to, and what has a form of its own beside that. Who has it
//! open, the backend knows.

use crate::ids::DeploymentId;
use crate::view::Subject;

/// A part of an offering that has a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditedPart {
    Subject(Subject),
    /// A broker that was not added yet.
    NewBroker,
    /// What is said of a deployment otherwise than of the service (§4.14).
    Deployment(DeploymentId),
}

impl EditedPart {
    /// The name of the subject, `broker:new` or `deployment:<id>`.
    pub fn name(self) -> String {
        match self {
            Self::Subject(subject) => subject.name(),
            Self::NewBroker => "broker:new".to_owned(),
            Self::Deployment(deployment) => format!("deployment:{deployment}"),
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        match name.split_once(':') {
            Some(("broker", "new")) => Some(Self::NewBroker),
            Some(("deployment", id)) => DeploymentId::parse(id).ok().map(Self::Deployment),
            _ => Subject::parse(name).map(Self::Subject),
        }
    }
}

impl From<Subject> for EditedPart {
    fn from(subject: Subject) -> Self {
        Self::Subject(subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::BrokerId;
    use crate::offering::Section;

    #[test]
    fn a_part_is_read_back_by_its_name() {
        let id = uuid::Uuid::from_u128(7);
        for part in [
            EditedPart::Subject(Subject::Section(Section::Access)),
            EditedPart::Subject(Subject::Broker(BrokerId::new(id))),
            EditedPart::NewBroker,
            EditedPart::Deployment(DeploymentId::new(id)),
        ] {
            assert_eq!(EditedPart::parse(&part.name()), Some(part));
        }
        assert_eq!(EditedPart::parse("deployment:nonsense"), None);
        assert_eq!(EditedPart::parse("nothing"), None);
    }
}
