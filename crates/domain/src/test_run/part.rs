//! What somebody may leave out of a run, and whose its disposable instances are (§4.16). Of what was left out a run proves
//! nothing: it may pass, and G-TEST waits for one that left out nothing.

use serde::{Deserialize, Serialize};

use super::{Content, Inputs};
use crate::ids::{DeploymentId, PlanId};

/// A part of a run that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Binds, and what needs a binding.
    Bindings,
    /// What a metered plan measures and charges.
    Usage,
    /// The failure that the platform injects on its own side: it throws an answer away and cleans up after it.
    LostAnswers,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Bindings, Self::Usage, Self::LostAnswers];

    /// As forms and the command line name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bindings => "bindings",
            Self::Usage => "usage",
            Self::LostAnswers => "lost-answers",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Whether a check of §6.9 is left out with it.
    pub fn holds(self, check: &str) -> bool {
        match self {
            Self::Bindings => check.starts_with("BRK-BND-") || check == "BRK-EXT-04",
            Self::Usage => check.starts_with("MTR-"),
            Self::LostAnswers => check == "ORP-01",
        }
    }
}

/// Whose the disposable instances of a run are, as the broker is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consumer {
    /// An account that there is for tests alone.
    #[default]
    Disposable,
    /// The account of the offering, for brokers that serve none but accounts that they know.
    Provider,
}

impl Consumer {
    pub const ALL: [Self; 2] = [Self::Disposable, Self::Provider];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Disposable => "disposable",
            Self::Provider => "provider",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|consumer| consumer.name() == name)
    }
}

/// What somebody chose for a run. By default it leaves out nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Each once, in the order of [`Part::ALL`].
    pub left_out: Vec<Part>,
    pub consumer: Consumer,
    #[serde(skip_serializing_if = "Content::is_draft")]
    pub content: Content,
}

impl Options {
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl Inputs {
    /// What the run left out although the plan has it.
    pub fn unproven(&self, plan: PlanId) -> Vec<Part> {
        let plan = self.plans.iter().find(|known| known.id == plan);
        // What the plan says itself goes before the service.
        let is_bindable = match plan.map(|plan| plan.bindable.as_str()) {
            Some("yes") => true,
            Some("no") => false,
            _ => self.service.bindable == "yes",
        };
        let has = |part: &Part| match part {
            Part::Bindings => is_bindable,
            Part::Usage => plan.is_some_and(|plan| !plan.charges.is_empty()),
            Part::LostAnswers => true,
        };
        self.options.left_out.iter().copied().filter(has).collect()
    }
}

/// The form that asks for runs, as sent. Boxes without a tick are not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TestRunDraft {
    /// Ids of deployments; none: all that are published.
    pub deployments: Vec<String>,
    /// Names of parts.
    pub left_out: Vec<String>,
    /// The name of a [`Consumer`]; empty: the usual one.
    pub account: String,
    /// The name of a [`Content`]; empty: what each deployment waits for ([`Content::chosen`]).
    pub content: String,
}

impl TestRunDraft {
    /// What no part or account is called is left out: nothing is tested less for it.
    pub fn options(&self) -> Options {
        let is_left_out = |part: &Part| self.left_out.iter().any(|name| name == part.name());
        Options {
            left_out: Part::ALL.into_iter().filter(is_left_out).collect(),
            consumer: Consumer::parse(&self.account).unwrap_or_default(),
            content: Content::parse(&self.content).unwrap_or_default(),
        }
    }

    /// Each once. `None`: one of them is no id.
    pub fn chosen(&self) -> Option<Vec<DeploymentId>> {
        let mut chosen = Vec::with_capacity(self.deployments.len());
        for text in &self.deployments {
            let id = DeploymentId::parse(text).ok()?;
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
        Some(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::DeploymentState;
    use crate::region::TestRunState;
    use crate::sample;
    use crate::test_run::Target;

    #[test]
    fn a_form_without_ticks_asks_for_everything_and_unknown_words_change_nothing() {
        let draft = TestRunDraft::default();
        assert!(draft.options().is_usual());
        assert_eq!(draft.chosen(), Some(Vec::new()));
        let odd = TestRunDraft { left_out: vec!["everything".into()], account: "somebody".into(), ..draft.clone() };
        assert!(odd.options().is_usual());
        assert_eq!(TestRunDraft { deployments: vec!["7".into()], ..draft }.chosen(), None);
    }

    #[test]
    fn a_form_reads_each_choice_once() {
        let id = sample::deployment(DeploymentState::PublishedLimited).id;
        let draft = TestRunDraft {
            deployments: vec![id.to_string(), id.to_string()],
            left_out: vec!["usage".into(), "bindings".into(), "usage".into()],
            account: "provider".into(),
            content: "public".into(),
        };
        assert_eq!(draft.chosen(), Some(vec![id]));
        let left_out = vec![Part::Bindings, Part::Usage];
        let expected = Options { left_out, consumer: Consumer::Provider, content: Content::Public };
        assert_eq!(draft.options(), expected);
    }

    #[test]
    fn names_are_read_as_they_are_written_in_forms_and_in_storage() {
        for part in Part::ALL {
            assert_eq!(Part::parse(part.name()), Some(part));
            assert_eq!(serde_json::to_value(part).unwrap(), part.name());
        }
        for consumer in Consumer::ALL {
            assert_eq!(Consumer::parse(consumer.name()), Some(consumer));
            assert_eq!(serde_json::to_value(consumer).unwrap(), consumer.name());
        }
    }

    #[test]
    fn what_was_left_out_keeps_a_passed_run_from_proving_where_the_plan_has_it() {
        let metered = || {
            let mut offering = sample::offering();
            offering.plans = vec![sample::metered()];
            offering.deployments = vec![sample::deployment(DeploymentState::PublishedLimited)];
            offering.deployments[0].plan = offering.plans[0].id;
            offering.settings.draft.bindable = "yes".to_owned();
            offering
        };
        let free = || {
            let mut offering = sample::offering();
            offering.deployments = vec![sample::deployment(DeploymentState::PublishedLimited)];
            offering.settings.draft.bindable = "no".to_owned();
            offering
        };
        for (mut offering, part, is_proven) in [
            (metered(), Part::Bindings, false),
            (metered(), Part::Usage, false),
            (metered(), Part::LostAnswers, false),
            (free(), Part::Bindings, true),
            (free(), Part::Usage, true),
            (free(), Part::LostAnswers, false),
        ] {
            let target = Target::of(&offering.deployments[0]);
            let mut run = sample::passed(&offering, &target);
            run.inputs.options.left_out = vec![part];
            offering.test_runs = vec![run];
            let run = &offering.test_runs[0];
            assert!(run.has_passed() && offering.changed_since(run).is_empty(), "{part:?}");
            assert_eq!(offering.is_proven(&target), is_proven, "{part:?}");
            let expected = if is_proven { TestRunState::Passed } else { TestRunState::Partial };
            assert_eq!(offering.test_state(&target), expected, "{part:?}");
        }
    }

    #[test]
    fn what_the_plan_says_of_bindings_goes_before_the_service() {
        let mut offering = sample::offering();
        offering.deployments = vec![sample::deployment(DeploymentState::PublishedLimited)];
        let target = Target::of(&offering.deployments[0]);
        let plan = offering.plans.iter().position(|plan| plan.id == target.plan).unwrap();
        for (service, said, expected) in [("yes", "no", false), ("no", "yes", true), ("no", "", false)] {
            offering.settings.draft.bindable = service.to_owned();
            offering.plans[plan].draft.bindable = said.to_owned();
            let mut inputs = Inputs::of(&offering, &target).unwrap();
            inputs.options.left_out = vec![Part::Bindings];
            assert_eq!(!inputs.unproven(target.plan).is_empty(), expected, "{service} {said}");
        }
    }

    #[test]
    fn a_run_from_before_there_was_a_choice_left_out_nothing() {
        let mut offering = sample::offering();
        offering.deployments = vec![sample::deployment(DeploymentState::PublishedLimited)];
        let inputs = Inputs::of(&offering, &Target::of(&offering.deployments[0])).unwrap();
        let kept = serde_json::to_value(&inputs).unwrap();
        assert!(kept.get("options").is_none(), "what is usual is not written down");
        assert_eq!(serde_json::from_value::<Inputs>(kept).unwrap(), inputs);
    }
}
