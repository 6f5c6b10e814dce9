//! What a broker must take and what it must turn down before anything else works (§6.9 BRK-PRV-06…12).

use serde_json::{Value, json};

use super::super::parameter::Parameter;
use super::super::verdict::Verdict;
use super::sent::Sent;
use super::subject::Ended;
use super::{Guids, Run};
use crate::catalog::Plan;
use crate::orphan::Mutation;
use crate::request::{Body, Provision, Request};

/// A parameter with more options is tried with these only: every try is an instance.
const MOST_ROUNDS: usize = 8;
const REFUSES_ALL: &str = "no instance can be provisioned (BRK-PRV-01)";
pub(super) const GUID_SUCCEEDED: &str =
    "the same under a GUID succeeded: the id is the problem; switch the broker’s ids to GUIDs, or take CRNs";

impl Run<'_> {
    /// BRK-PRV-10, before everything else: if CRNs cannot be used, the other checks go on with GUIDs.
    pub(super) async fn ids_in_urls(&mut self, plan: &Plan) {
        let mark = self.begin("BRK-PRV-10");
        if self.guids == Guids::Everywhere {
            self.conclude(mark, Verdict::skip("this broker is called with GUIDs as ids"));
            return;
        }
        let (wanted, guid) = self.wanted(plan);
        let (subject, ended) = self.make(wanted, guid).await;
        let mut verdict = match ended.problem("a provision under a CRN") {
            None => {
                let (_, gone) = self.remove(&subject.wanted.instance).await;
                Verdict::of(gone.problem("the removal under a CRN"))
            }
            Some(problem) => {
                // The same with a GUID tells whether the id is to blame.
                self.guids = Guids::Everywhere;
                let (wanted, guid) = self.wanted(plan);
                let (other, ended) = self.make(wanted, guid).await;
                self.refuses_all = subject.first.is_refusal() && other.first.is_refusal();
                // A router that cannot match a CRN answers 404; under a GUID the broker itself answers, good or bad.
                let is_unrouted = subject.first.is(&[404]) && other.first.is_refusal() && !other.first.is(&[404]);
                if ended == Ended::Done {
                    self.remove(&other.wanted.instance).await;
                    Verdict::broken(problem).fact("found", GUID_SUCCEEDED)
                } else if is_unrouted {
                    let found = format!(
                        "the same under a GUID {}, so that the broker is reached: switch the broker’s ids to GUIDs, or take CRNs",
                        other.first.shown()
                    );
                    Verdict::broken(problem).fact("found", found)
                } else {
                    self.guids = Guids::Nowhere;
                    Verdict::skip("no instance can be provisioned, whatever its id (BRK-PRV-01)").fact("seen", problem)
                }
            }
        };
        if self.guids == Guids::Everywhere {
            verdict = verdict.fact("the other checks", "were made with GUIDs");
        }
        self.conclude(mark, verdict);
    }

    /// BRK-PRV-11, BRK-PRV-12.
    pub(super) async fn tolerance(&mut self, plan: &Plan) {
        self.without_identity(plan).await;
        if self.refuses_all {
            self.skip(&["BRK-PRV-12", "BRK-PRV-06", "BRK-PRV-09"], REFUSES_ALL);
        } else {
            self.with_unknown_members(plan).await;
        }
    }

    async fn without_identity(&mut self, plan: &Plan) {
        if !self.makes("BRK-PRV-11") {
            return;
        }
        let mark = self.begin("BRK-PRV-11");
        let mut problems = Vec::new();
        for (identity, what) in [
            (self.settings.cause.identity.clone(), "a provision with an originating identity"),
            (None, "a provision without an originating identity"),
        ] {
            let (wanted, _) = self.wanted(plan);
            let request = Request { identity, ..self.settings.broker.provision(&wanted, &self.settings.cause) };
            let sent = self.try_out(&wanted, &request).await;
            problems.extend(sent.is_crash().then(|| format!("{what} {}", sent.shown())));
        }
        self.conclude(mark, Verdict::of(problems));
    }

    async fn with_unknown_members(&mut self, plan: &Plan) {
        if !self.makes("BRK-PRV-12") {
            return;
        }
        let mark = self.begin("BRK-PRV-12");
        let (wanted, _) = self.wanted(plan);
        let mut request = self.settings.broker.provision(&wanted, &self.settings.cause);
        if let Some(members) = request.members_mut() {
            members.insert("slipway_unknown".to_owned(), json!({ "from": "a later version" }));
            if let Some(Value::Object(context)) = members.get_mut("context") {
                context.insert("slipway_unknown".to_owned(), json!([1, 2, 3]));
            }
        }
        let sent = self.try_out(&wanted, &request).await;
        let verdict = sent.expect(&[200, 201, 202], "a provision with unknown members");
        self.conclude(mark, verdict);
    }

    /// BRK-PRV-06 to BRK-PRV-09.
    pub(super) async fn refusals(&mut self, plan: &Plan) {
        self.unknown_ids(plan).await;
        self.malformed(plan).await;
        if !self.refuses_all {
            self.without_waiting(plan).await;
            self.parameters(plan).await;
        }
    }

    async fn without_waiting(&mut self, plan: &Plan) {
        if !self.makes("BRK-PRV-06") {
            return;
        }
        let mark = self.begin("BRK-PRV-06");
        let (wanted, _) = self.wanted(plan);
        let request = self.settings.broker.provision(&wanted, &self.settings.cause).without_waiting();
        let sent = self.try_out(&wanted, &request).await;
        let verdict = match sent.status() {
            Some(200 | 201) => Verdict::pass().fact("the plan", "is provisioned synchronously"),
            Some(422) if sent.error_code() == Some("AsyncRequired") => {
                Verdict::pass().fact("the plan", "is provisioned asynchronously")
            }
            Some(422) => Verdict::broken("the refusal does not name the error AsyncRequired"),
            _ => Verdict::broken(format!("a provision without accepts_incomplete {}", sent.shown())),
        };
        self.conclude(mark, verdict);
    }

    async fn unknown_ids(&mut self, plan: &Plan) {
        if !self.makes("BRK-PRV-07") {
            return;
        }
        let mark = self.begin("BRK-PRV-07");
        let mut problems = Vec::new();
        for (member, what) in [("plan_id", "an unknown plan_id"), ("service_id", "an unknown service_id")] {
            let (wanted, _) = self.wanted(plan);
            let unknown = (self.ids)();
            let mut request = self.settings.broker.provision(&wanted, &self.settings.cause);
            if let Some(members) = request.members_mut() {
                members.insert(member.to_owned(), unknown.to_string().into());
            }
            let sent = self.attempt(&wanted, &request).await;
            problems.extend(sent.refusal_problem(&format!("a provision with {what}")));
            let (removal, _) = self.remove(&wanted.instance).await;
            if !removal.is(&[200, 202, 410]) {
                problems.push(format!("the removal of an instance with {what} {}", removal.shown()));
            }
        }
        self.conclude(mark, Verdict::of(problems));
    }

    async fn malformed(&mut self, plan: &Plan) {
        if !self.makes("BRK-PRV-08") {
            return;
        }
        let mark = self.begin("BRK-PRV-08");
        let mut problems = Vec::new();
        let (wanted, _) = self.wanted(plan);
        let mut request = self.settings.broker.provision(&wanted, &self.settings.cause);
        if let Some(members) = request.members_mut() {
            members.remove("plan_id");
        }
        let what = "a provision without plan_id";
        let sent = self.try_out(&wanted, &request).await;
        problems.extend(sent.problem(&[400], what).or_else(|| sent.refusal_problem(what)));

        let (wanted, _) = self.wanted(plan);
        let mut request = self.settings.broker.provision(&wanted, &self.settings.cause);
        request.body = Some(Body::Text("this is no JSON".to_owned()));
        let what = "a provision with a body that is no JSON";
        let sent = self.try_out(&wanted, &request).await;
        problems.extend(sent.problem(&[400, 415], what).or_else(|| sent.refusal_problem(what)));
        self.conclude(mark, Verdict::of(problems));
    }

    async fn parameters(&mut self, plan: &Plan) {
        if !self.makes("BRK-PRV-09") {
            return;
        }
        let mark = self.begin("BRK-PRV-09");
        let known: Vec<Parameter> = self.settings.definition.parameters.clone();
        if known.is_empty() {
            self.conclude(mark, Verdict::skip("the definition has no custom parameters"));
            return;
        }
        let mut problems = Vec::new();
        let longest = known.iter().map(|parameter| parameter.options.len()).max().unwrap_or_default();
        for round in 0..longest.min(MOST_ROUNDS) {
            let (mut wanted, guid) = self.wanted(plan);
            for parameter in known.iter().filter(|parameter| !parameter.options.is_empty()) {
                let option = &parameter.options[round % parameter.options.len()];
                wanted.parameters.insert(parameter.name.clone(), parameter.of_option(option));
            }
            let (subject, ended) = self.make(wanted, guid).await;
            problems.extend(ended.problem(&format!("a provision with option {} of each parameter", round + 1)));
            self.remove(&subject.wanted.instance).await;
        }
        for parameter in &known {
            let Some(misfit) = parameter.misfit() else { continue };
            let (mut wanted, _) = self.wanted(plan);
            wanted.parameters.insert(parameter.name.clone(), misfit);
            let request = self.settings.broker.provision(&wanted, &self.settings.cause);
            let sent = self.try_out(&wanted, &request).await;
            problems.extend(sent.refusal_problem(&format!("a forbidden value of {}", parameter.name)));
        }
        self.conclude(mark, Verdict::of(problems));
    }

    /// Sends a provision of its own making, and removes whatever came of it.
    pub(super) async fn try_out(&mut self, wanted: &Provision, request: &Request) -> Sent {
        let began = self.timer.now();
        let sent = self.attempt(wanted, request).await;
        if self.made.iter().any(|known| known.instance.id == wanted.instance.id) {
            let _ = self.settle(&wanted.instance, None, Mutation::Provision, &sent, began).await;
            self.remove(&wanted.instance).await;
        }
        sent
    }

    async fn attempt(&mut self, wanted: &Provision, request: &Request) -> Sent {
        self.remember(&wanted.instance).await;
        let sent = self.send(request).await;
        self.forget_if_refused(&wanted.instance, &sent);
        sent
    }
}
