//! Removing instances: finished ones, half-made ones, and those that nobody knows of (§6.9 BRK-DEP, ORP-01).

use slipway_domain::test_run::Part;

use super::super::verdict::Verdict;
use super::Run;
use super::subject::{Ended, Subject};
use crate::catalog::Plan;
use crate::orphan::Mutation;

impl Run<'_> {
    pub(super) async fn deprovision(&mut self, subject: &Subject) {
        if !self.makes("BRK-DEP-01") {
            return;
        }
        let instance = &subject.wanted.instance;
        // What a check left bound goes first (§6.5).
        self.purpose = "cleanup";
        let known = self.made.iter().find(|known| known.instance.id == instance.id);
        for binding in known.map(|known| known.bindings.clone()).unwrap_or_default().iter().rev() {
            self.unbind(instance, binding).await;
        }
        let mark = self.begin("BRK-DEP-01");
        let (sent, ended) = self.remove(instance).await;
        let problem = sent.problem(&[200, 202], "the removal").or_else(|| ended.problem("the removal"));
        if !self.conclude(mark, Verdict::of(problem)) {
            self.skip(&["BRK-DEP-02"], "the instance was not removed (BRK-DEP-01)");
        } else if self.makes("BRK-DEP-02") {
            let mark = self.begin("BRK-DEP-02");
            let (sent, _) = self.remove(instance).await;
            self.conclude(mark, sent.expect(&[410], "the second removal"));
        }
    }

    /// BRK-DEP-03.
    pub(super) async fn half_made(&mut self, plan: &Plan) {
        if !self.makes("BRK-DEP-03") {
            return;
        }
        let mark = self.begin("BRK-DEP-03");
        let (wanted, guid) = self.wanted(plan);
        let subject = self.ask(wanted, guid).await;
        let instance = subject.wanted.instance.clone();
        if !subject.is_async {
            if self.made.iter().any(|known| known.instance.id == instance.id) {
                self.remove(&instance).await;
            }
            self.conclude(mark, Verdict::skip("the provision was not answered 202"));
            return;
        }
        let began = self.timer.now();
        let sent = self.send(&self.settings.broker.deprovision(&instance, &self.settings.cause)).await;
        let is_busy = sent.is(&[422]) && sent.error_code() == Some("ConcurrencyError");
        let verdict = if is_busy || sent.is(&[200, 202, 410]) {
            Verdict::pass()
        } else if sent.is(&[422]) {
            Verdict::broken("the refusal does not name the error ConcurrencyError")
        } else {
            Verdict::broken(format!("a removal during the provision {}", sent.shown()))
        };
        let ended = self.settle(&instance, None, Mutation::Deprovision, &sent, began).await;
        if ended == Ended::Done {
            self.forget(&instance.id);
        } else {
            let _ = self.wait_for(&subject).await;
            self.remove(&instance).await;
        }
        self.conclude(mark, verdict);
    }

    /// ORP-01: the answer is thrown away on purpose, as if it had never arrived.
    pub(super) async fn orphan(&mut self, plan: &Plan) {
        if !self.makes("ORP-01") || self.leaves_out(Part::LostAnswers, &["ORP-01"]) {
            return;
        }
        let mark = self.begin("ORP-01");
        let (wanted, guid) = self.wanted(plan);
        let subject = self.ask(wanted, guid).await;
        self.forget(&subject.wanted.instance.id);
        self.remember(&subject.wanted.instance).await;
        let instance = &subject.wanted.instance;
        let (mut sent, mut ended) = self.remove(instance).await;
        if sent.is(&[422]) {
            // §6.4 rule 7: asked again when the provision had its time.
            let _ = self.wait_for(&subject).await;
            (sent, ended) = self.remove(instance).await;
        }
        let what = "the removal after a lost answer";
        let mut problems: Vec<String> =
            sent.problem(&[200, 202, 410], what).or_else(|| ended.problem(what)).into_iter().collect();
        if problems.is_empty() {
            let (again, _) = self.remove(instance).await;
            problems.extend(again.problem(&[410], "the removal after that"));
        }
        self.conclude(mark, Verdict::of(problems));
    }
}
