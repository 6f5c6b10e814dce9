//! Changing the instance (§6.9 BRK-UPD).

use serde_json::Value;

use super::super::verdict::Verdict;
use super::Run;
use super::sent::Sent;
use super::subject::{Ended, Subject};
use crate::catalog::Plan;
use crate::orphan::Mutation;
use crate::request::Update;

impl Run<'_> {
    pub(super) async fn update(&mut self, plan: &Plan, subject: &mut Subject) {
        let other = self.other_plan(plan);
        let is_updateable = self.settings.definition.is_updateable(plan);
        match &other {
            Some(other) if is_updateable => {
                self.switch(subject, plan, other).await;
                self.skip(&["BRK-UPD-03"], "the plan may be changed");
            }
            Some(other) => {
                self.skip(&["BRK-UPD-01"], "plan_updateable is false");
                self.switch_fixed(subject, other).await;
            }
            None => self.skip(&["BRK-UPD-01", "BRK-UPD-03"], "the definition has one plan only"),
        }
        self.parameters_alone(subject).await;
        self.same_again(subject).await;
    }

    async fn switch_fixed(&mut self, subject: &mut Subject, other: &Plan) {
        if !self.makes("BRK-UPD-03") {
            return;
        }
        let mark = self.begin("BRK-UPD-03");
        let (sent, _) = self.change(subject, Some(&other.id), false).await;
        let what = "a change of a plan that cannot be changed";
        let problem = sent.problem(&[422], what).or_else(|| sent.refusal_problem(what));
        self.conclude(mark, Verdict::of(problem));
    }

    async fn parameters_alone(&mut self, subject: &mut Subject) {
        if !self.makes("BRK-UPD-02") {
            return;
        }
        let mark = self.begin("BRK-UPD-02");
        let (sent, ended) = self.change(subject, None, true).await;
        let what = "an update of parameters without plan_id";
        let mut problems: Vec<String> = sent.problem(&[200, 202, 422], what).into_iter().collect();
        if !sent.is(&[422]) && problems.is_empty() {
            problems.extend(ended.problem(what));
            problems.extend(self.plan_problem(subject).await);
        }
        self.conclude(mark, Verdict::of(problems));
    }

    async fn same_again(&mut self, subject: &mut Subject) {
        if !self.makes("BRK-UPD-04") {
            return;
        }
        let mark = self.begin("BRK-UPD-04");
        let current = subject.wanted.instance.plan_id.clone();
        let (sent, _) = self.change(subject, Some(&current), true).await;
        self.conclude(mark, sent.expect(&[200], "an update with the values that the instance has"));
    }

    async fn switch(&mut self, subject: &mut Subject, plan: &Plan, other: &Plan) {
        if !self.makes("BRK-UPD-01") {
            return;
        }
        let mark = self.begin("BRK-UPD-01");
        let mut problems = Vec::new();
        for (to, what) in [(other, "the change of the plan"), (plan, "the change back")] {
            let (sent, ended) = self.change(subject, Some(&to.id), false).await;
            match sent.problem(&[200, 202], what).or_else(|| ended.problem(what)) {
                Some(problem) => problems.push(problem),
                None => problems.extend(self.plan_problem(subject).await),
            }
        }
        let verdict = Verdict::of(problems);
        let verdict = if self.retrievable {
            verdict
        } else {
            verdict.fact("the plan", "could not be looked at: instances_retrievable is not true")
        };
        self.conclude(mark, verdict);
    }

    /// E3, waited for. A plan that was taken is noted, wanted or not: the removal has to name it.
    async fn change(&mut self, subject: &mut Subject, plan: Option<&str>, parameters: bool) -> (Sent, Ended) {
        let instance = subject.wanted.instance.clone();
        let wanted = Update {
            context: Some(subject.wanted.context.clone()),
            plan_id: plan.map(str::to_owned),
            parameters: parameters.then(|| subject.wanted.parameters.clone()),
            maintenance_info: plan.map_or(Value::Null, |plan| self.maintenance_of(plan)),
            previous: Some(self.previous(&instance.plan_id)),
            instance: instance.clone(),
        };
        let began = self.timer.now();
        let sent = self.send(&self.settings.broker.update(&wanted, &self.settings.cause)).await;
        // Before the wait, in which the run may be stopped.
        if let Some(plan) = plan.filter(|_| sent.is(&[200, 202])) {
            self.remember_plan(&instance.id, plan);
        }
        let ended = self.settle(&instance, None, Mutation::Update, &sent, began).await;
        match plan {
            Some(plan) if ended == Ended::Done => plan.clone_into(&mut subject.wanted.instance.plan_id),
            _ => self.remember_plan(&instance.id, &instance.plan_id),
        }
        (sent, ended)
    }

    /// What E9 says about the plan, where it may be asked.
    async fn plan_problem(&mut self, subject: &Subject) -> Option<String> {
        if !self.retrievable {
            return None;
        }
        let request = self.settings.broker.fetch_instance(&subject.wanted.instance.id, &self.settings.cause);
        let sent = self.send(&request).await;
        let found = sent.reply().and_then(|reply| reply.member("plan_id").and_then(Value::as_str).map(str::to_owned));
        match found {
            _ if !sent.is(&[200]) => Some(format!("fetching the instance {}", sent.shown())),
            Some(found) if found == subject.wanted.instance.plan_id => None,
            _ => Some("the instance has another plan than it should".to_owned()),
        }
    }
}
