//! Which content a run is made with (§4.16): the draft, or what customers have while the draft goes on
//! (`docs/decisions/0048-a-live-offering-has-a-next-draft.md`).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Inputs, Target, TestRun};
use crate::deployment::DeploymentState;
use crate::offering::Offering;
use crate::rejection::Refusal;
use crate::stage::Stage;

/// What a run is told about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// What is handed in next.
    #[default]
    Draft,
    /// The documents that are published, with brokers and deployments as they are now (`Offering::as_handed_in`).
    Public,
}

impl Content {
    /// In the order in which a form offers them.
    pub const ALL: [Self; 2] = [Self::Public, Self::Draft];

    /// As forms and storage name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Public => "public",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|content| content.name() == name)
    }

    /// By default it is not written down: no run from before there was a choice says otherwise.
    pub const fn is_draft(&self) -> bool {
        matches!(self, Self::Draft)
    }

    /// What a run of a deployment is made with. Where nothing is public, and of a deployment that nobody has yet, there is
    /// the draft alone. `None`, nobody chose: a deployment that only invited accounts have of a public offering waits for
    /// a run of what is public (`Refusal::DeploymentUntested`), every other one for the next version.
    pub const fn chosen(wished: Option<Self>, stage: Stage, deployment: DeploymentState) -> Self {
        if !stage.is_public() || !deployment.is_published() {
            return Self::Draft;
        }
        match (wished, deployment) {
            (Some(wished), _) => wished,
            (None, DeploymentState::PublishedLimited) => Self::Public,
            (None, _) => Self::Draft,
        }
    }
}

impl Offering {
    /// It with the content that a run is made with; where nothing is public, as it is. `published` is the frozen content.
    pub fn with_content(&self, content: Content, published: Option<&Self>) -> Cow<'_, Self> {
        match published.filter(|_| content == Content::Public && self.stage.is_public()) {
            Some(published) => Cow::Owned(self.as_handed_in(published)),
            None => Cow::Borrowed(self),
        }
    }

    /// What is public of it, if a run on the deployment would depend on something else there than in the draft.
    pub fn tested_apart(&self, published: Option<&Self>, target: &Target) -> Option<Self> {
        let live = self.as_handed_in(published.filter(|_| self.stage.is_public())?);
        (Inputs::of(&live, target) != Inputs::of(self, target)).then_some(live)
    }

    /// The run that is open already and answers whoever asks for one of `content`: nobody waits twice for the same.
    ///
    /// # Errors
    ///
    /// [`Refusal::TestRunOpen`] if the open one is made with the other content, about which it says nothing.
    pub fn open_run_of(&self, target: &Target, content: Content) -> Result<Option<&TestRun>, Refusal> {
        match self.open_run(target) {
            Some(open) if open.inputs.options.content != content => Err(Refusal::TestRunOpen),
            open => Ok(open),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::TestRunState;
    use crate::sample::{self, at};

    /// A public offering with a deployment for invited accounts, what is published of it, and the deployment.
    fn live() -> (Offering, Offering, Target) {
        let mut offering = sample::offering();
        offering.stage = Stage::Ga;
        offering.deployments = vec![sample::deployment(DeploymentState::PublishedLimited)];
        let target = Target::of(&offering.deployments[0]);
        (offering.clone(), offering, target)
    }

    fn edited(mut offering: Offering) -> Offering {
        "no".clone_into(&mut offering.settings.draft.service_key_supported);
        offering
    }

    #[test]
    fn names_are_read_as_they_are_written_in_forms_and_in_storage() {
        for content in Content::ALL {
            assert_eq!(Content::parse(content.name()), Some(content));
            assert_eq!(serde_json::to_value(content).unwrap(), content.name());
        }
        assert_eq!(Content::parse("both"), None);
    }

    #[test]
    fn only_a_published_deployment_of_a_public_offering_is_tested_as_it_is_public() {
        use DeploymentState::{PublishedLimited, PublishedPublic, Unpublished};
        let public = Some(Content::Public);
        for (chosen, stage, state, expected) in [
            (None, Stage::Ga, PublishedLimited, Content::Public),
            (None, Stage::Ga, PublishedPublic, Content::Draft),
            (None, Stage::Ga, Unpublished, Content::Draft),
            (None, Stage::Limited, PublishedLimited, Content::Draft),
            (Some(Content::Draft), Stage::Ga, PublishedLimited, Content::Draft),
            (public, Stage::Ga, PublishedPublic, Content::Public),
            (public, Stage::Ga, Unpublished, Content::Draft),
            (public, Stage::Limited, PublishedLimited, Content::Draft),
        ] {
            assert_eq!(Content::chosen(chosen, stage, state), expected, "{chosen:?} {stage:?} {state:?}");
        }
    }

    #[test]
    fn the_draft_and_what_is_public_are_proven_each_by_a_run_of_its_own() {
        let (mut offering, published, target) = live();
        assert!(offering.tested_apart(Some(&published), &target).is_none(), "they are the same");
        let public = sample::passed(&published, &target);
        offering = edited(offering);
        offering.test_runs = vec![public.clone()];
        let live = offering.tested_apart(Some(&published), &target).unwrap();
        assert!(live.is_proven(&target), "an edit of the draft changes nothing for customers");
        assert_eq!(offering.test_state(&target), TestRunState::Stale);

        let mut draft = sample::passed(&offering, &target);
        draft.ended_at = public.ended_at.map(|ended| ended.plus(core::time::Duration::from_mins(1)));
        offering.test_runs.push(draft);
        let live = offering.tested_apart(Some(&published), &target).unwrap();
        assert!(live.is_proven(&target) && offering.is_proven(&target), "the later run is about the draft");

        let published = offering.clone();
        offering.test_runs.pop();
        assert!(!offering.as_handed_in(&published).is_proven(&target), "another content is public now");
    }

    #[test]
    fn of_two_runs_of_the_same_the_later_one_counts_whatever_it_was_asked_for() {
        let (mut offering, published, target) = live();
        let passed = sample::passed(&published, &target);
        let mut failed = passed.clone();
        failed.id = crate::ids::TestRunId::new(uuid::Uuid::from_u128(0x77));
        failed.inputs.options.content = Content::Public;
        failed.ended_at = Some(at(100_000));
        failed.checks[0].outcome = super::super::Outcome::Fail;
        let (first, last) = (passed.id, failed.id);
        offering.test_runs = vec![passed, failed];
        assert!(!offering.is_proven(&target));
        assert_eq!(offering.repeatable(last).map(|run| run.id), Ok(last));
        let older = offering.repeatable(first).unwrap_err();
        assert_eq!(older, Refusal::TestRunSuperseded, "nobody puts together the best of both");
    }

    #[test]
    fn an_open_run_answers_for_its_own_content_alone() {
        use super::super::Progress;
        let (mut offering, published, target) = live();
        assert_eq!(offering.open_run_of(&target, Content::Public), Ok(None));
        for (content, other) in [(Content::Draft, Content::Public), (Content::Public, Content::Draft)] {
            let mut run = sample::passed(&published, &target);
            run.inputs.options.content = content;
            offering.test_runs = vec![run.clone()];
            assert_eq!(offering.open_run_of(&target, other), Ok(None), "what has ended is in nobody's way");
            for progress in [Progress::Queued, Progress::Running] {
                offering.test_runs = vec![TestRun { progress, ..run.clone() }];
                assert_eq!(offering.open_run_of(&target, content).unwrap().map(|open| open.id), Some(run.id));
                assert_eq!(offering.open_run_of(&target, other), Err(Refusal::TestRunOpen));
            }
        }
    }

    #[test]
    fn what_is_not_public_has_no_second_content() {
        let (mut offering, published, target) = live();
        offering = edited(offering);
        assert!(offering.tested_apart(Some(&published), &target).is_some());
        assert!(offering.tested_apart(None, &target).is_none());
        offering.stage = Stage::Limited;
        assert!(offering.tested_apart(Some(&published), &target).is_none());
    }
}
