//! Disabling and enabling the instance (§6.3; §6.9 BRK-EXT, BRK-BND-08).

use serde_json::Value;
use slipway_domain::test_run::Part;

use super::super::verdict::Verdict;
use super::Run;
use super::sent::Sent;
use super::subject::Subject;
use crate::broker::ResourceId;
use crate::catalog::Plan;
use crate::request::{Cause, Presented, ReasonCode, Request, SetState};

impl Run<'_> {
    pub(super) async fn extension(&mut self, plan: &Plan, subject: &Subject) {
        if !self.makes("BRK-EXT-01") {
            return;
        }
        let id = subject.wanted.instance.id.clone();
        let mark = self.begin("BRK-EXT-01");
        let sent = self.state(&id).await;
        let known = self.conclude(mark, state_verdict(&sent, true, "the state of the new instance"));
        if sent.is(&[404]) {
            self.skip(&["BRK-EXT-07"], "there is no extension to ask (BRK-EXT-01)");
        } else {
            self.strangers(&id).await;
        }
        if !known {
            let reason = "the state could not be read (BRK-EXT-01)";
            let rest = ["BRK-EXT-02", "BRK-EXT-03", "BRK-EXT-04", "BRK-EXT-05", "BRK-EXT-06", "BRK-BND-08"];
            self.skip(&rest, reason);
            return;
        }
        if self.makes("BRK-EXT-02") {
            self.suspension(plan, subject).await;
        }
    }

    /// Disabled, looked at, and enabled again.
    async fn suspension(&mut self, plan: &Plan, subject: &Subject) {
        let id = subject.wanted.instance.id.clone();
        let mark = self.begin("BRK-EXT-02");
        let sent = self.order(&id, false).await;
        let disabled = self.conclude(mark, sent.expect(&[200, 204], "the order to disable"));
        let mark = self.begin("BRK-EXT-06");
        let mut repeats = Vec::new();
        if self.makes("BRK-EXT-06") {
            repeats.push(self.order(&id, false).await);
        }
        if disabled {
            self.while_disabled(plan, subject).await;
        } else {
            let reason = "the instance was not disabled (BRK-EXT-02)";
            self.skip(&["BRK-EXT-03", "BRK-EXT-04", "BRK-BND-08"], reason);
        }
        let enable = self.begin("BRK-EXT-05");
        let sent = self.order(&id, true).await;
        let mut problems: Vec<String> = sent.problem(&[200, 204], "the order to enable").into_iter().collect();
        let state = self.state(&id).await;
        problems.extend(state_problem(&state, true, "the state after enabling"));
        // The identical provision tells whether the instance is the same as before.
        let again = self.send(&self.settings.broker.provision(&subject.wanted, &self.settings.cause)).await;
        let allowed: &[u16] = if self.settings.broker.version.may_refuse_repeats() { &[200, 409] } else { &[200] };
        problems.extend(again.problem(allowed, "the same provision after enabling"));
        self.conclude(enable, Verdict::of(problems));
        if !self.makes("BRK-EXT-06") {
            return;
        }
        self.purpose = "BRK-EXT-06";
        repeats.push(self.order(&id, true).await);
        let refused = repeats.iter().filter(|sent| !sent.status().is_some_and(|status| (200..300).contains(&status)));
        let verdict = Verdict::of(refused.map(|sent| format!("a repeated order {}", sent.shown())));
        self.conclude(mark, verdict);
    }

    async fn while_disabled(&mut self, plan: &Plan, subject: &Subject) {
        if self.makes("BRK-EXT-03") {
            let mark = self.begin("BRK-EXT-03");
            let sent = self.state(&subject.wanted.instance.id).await;
            self.conclude(mark, state_verdict(&sent, false, "the state of the disabled instance"));
        }
        if !self.settings.definition.is_bindable(plan) {
            self.skip(&["BRK-BND-08"], "the plan is not bindable");
            self.skip(&["BRK-EXT-04"], "nothing can be bound; that access is blocked is for a person to see");
            return;
        }
        if !self.makes("BRK-BND-08") || self.leaves_out(Part::Bindings, &["BRK-BND-08", "BRK-EXT-04"]) {
            return;
        }
        let from = self.exchanges.len();
        let got_in = self.bind_disabled(subject).await;
        let problem = got_in.then(|| "the disabled instance gave out credentials".to_owned());
        let verdict = Verdict::of(problem).fact("left to a person", "that credentials given out before stop working");
        let cites: Vec<usize> = (from + 1..=self.exchanges.len()).collect();
        self.note("BRK-EXT-04", verdict.cites(cites));
    }

    /// BRK-EXT-07.
    async fn strangers(&mut self, id: &ResourceId) {
        if !self.makes("BRK-EXT-07") {
            return;
        }
        let mark = self.begin("BRK-EXT-07");
        let unknown = ResourceId::Guid((self.ids)());
        let order = SetState { enabled: false, initiator_id: None, reason: Some(ReasonCode::AdminRequest) };
        let broker = &self.settings.broker;
        let calls: [(Request, &[u16], &str); 4] = [
            (broker.fetch_state(&unknown, &Cause::default()), &[404, 410], "the state of an unknown instance"),
            (broker.set_state(&unknown, &order, &self.settings.cause), &[404, 410], "an order for an unknown instance"),
            (
                without_credentials(broker.fetch_state(id, &Cause::default())),
                &[401, 403],
                "the state without credentials",
            ),
            (
                without_credentials(broker.set_state(id, &order, &self.settings.cause)),
                &[401, 403],
                "an order without credentials",
            ),
        ];
        let mut problems = Vec::new();
        for (request, statuses, what) in calls {
            problems.extend(self.send(&request).await.problem(statuses, what));
        }
        self.conclude(mark, Verdict::of(problems));
    }

    async fn state(&mut self, id: &ResourceId) -> Sent {
        self.send(&self.settings.broker.fetch_state(id, &Cause::default())).await
    }

    async fn order(&mut self, id: &ResourceId, enabled: bool) -> Sent {
        let reason = if enabled { ReasonCode::AcctActivate } else { ReasonCode::AcctSuspend };
        let order = SetState { enabled, initiator_id: None, reason: Some(reason) };
        self.send(&self.settings.broker.set_state(id, &order, &self.settings.cause)).await
    }
}

fn without_credentials(request: Request) -> Request {
    Request { credentials: Presented::None, ..request }
}

fn state_verdict(sent: &Sent, enabled: bool, what: &str) -> Verdict {
    Verdict::of(state_problem(sent, enabled, what))
}

fn state_problem(sent: &Sent, enabled: bool, what: &str) -> Option<String> {
    let found = sent.reply().and_then(|reply| reply.member("enabled").and_then(Value::as_bool));
    match found {
        _ if !sent.is(&[200]) => Some(format!("{what} {}, not 200", sent.shown())),
        Some(found) if found == enabled => None,
        Some(found) => Some(format!("{what} says enabled {found}, not {enabled}")),
        None => Some(format!("{what} does not say \"enabled\"")),
    }
}
