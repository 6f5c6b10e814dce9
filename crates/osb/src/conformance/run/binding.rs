//! Binding the instance (§6.9 BRK-BND, but for the one while it is disabled).

use serde_json::{Map, Value, json};
use slipway_domain::test_run::Part;

use super::super::verdict::Verdict;
use super::refusals::GUID_SUCCEEDED;
use super::sent::Sent;
use super::subject::{Ended, Subject};
use super::{Guids, Run};
use crate::catalog::Plan;
use crate::orphan::{self, Action, Answered, Mutation};
use crate::request::{Bind, BindResource};

const ALL: [&str; 8] =
    ["BRK-BND-01", "BRK-BND-02", "BRK-BND-03", "BRK-BND-04", "BRK-BND-05", "BRK-BND-06", "BRK-BND-07", "BRK-BND-09"];
/// What an answer may hold only if `requires` declares the permission beside it.
const SPECIAL: [(&str, &str); 3] = [
    ("syslog_drain_url", "syslog_drain"),
    ("route_service_url", "route_forwarding"),
    ("volume_mounts", "volume_mount"),
];

/// A binding that was asked for.
struct Bound {
    wanted: Bind,
    first: Sent,
    /// Where its credentials stand; `Null` if there are none.
    credentials: Value,
    ended: Ended,
}

impl Run<'_> {
    pub(super) async fn binding(&mut self, plan: &Plan, subject: &Subject) {
        if !self.makes("BRK-BND-01") {
            return;
        }
        if !self.settings.definition.is_bindable(plan) {
            self.skip(&ALL, "the plan is not bindable");
            return;
        }
        if self.leaves_out(Part::Bindings, &ALL) {
            return;
        }
        let mark = self.begin("BRK-BND-01");
        let mut bound = self.bind(subject, true).await;
        let mut verdict = self.first_bind(&bound);
        if bound.first.is_refusal() && self.guids == Guids::Nowhere {
            // The CRN of a binding is longer than that of its instance.
            self.guids = Guids::InBindings;
            let again = self.bind(subject, true).await;
            if again.ended == Ended::Done {
                verdict = verdict.fact("found", GUID_SUCCEEDED).fact("the other checks", "were made with GUIDs");
                bound = again;
            } else {
                self.guids = Guids::Nowhere;
            }
        }
        self.conclude(mark, verdict);
        self.note("BRK-BND-09", self.special_members(&bound).cites([bound.first.number]));
        if bound.ended == Ended::Done {
            self.repeats(&bound).await;
        } else {
            self.skip(&["BRK-BND-02", "BRK-BND-03"], "nothing was bound (BRK-BND-01)");
        }
        self.service_key(subject).await;
        if bound.ended == Ended::Done {
            self.two_bindings(subject, bound).await;
        } else {
            self.skip(&["BRK-BND-05", "BRK-BND-06", "BRK-BND-07"], "nothing was bound (BRK-BND-01)");
        }
    }

    fn first_bind(&self, bound: &Bound) -> Verdict {
        let is_async = self.settings.broker.version.has_async_bindings();
        let expected: &[u16] = if is_async { &[201, 202] } else { &[201] };
        let is_ok = bound.first.is(&[200]);
        let problem = if is_ok { None } else { bound.first.problem(expected, "the bind") };
        let problem = problem
            .or_else(|| bound.ended.problem("the bind"))
            .or_else(|| is_empty(&bound.credentials).then(|| "the binding has no credentials".to_owned()));
        match problem {
            None if is_ok => Verdict::doubtful("the bind under a new id was answered 200, not 201"),
            problem => Verdict::of(problem),
        }
    }

    async fn bind(&mut self, subject: &Subject, app: bool) -> Bound {
        let resource = BindResource {
            app_guid: app.then(|| (self.ids)().to_string()),
            account_id: Some(self.settings.account.clone()),
            ..BindResource::default()
        };
        let wanted = Bind {
            instance: subject.wanted.instance.clone(),
            id: self.binding_id(&subject.wanted),
            resource,
            parameters: Map::new(),
            context: Some(subject.wanted.context.clone()),
        };
        let began = self.timer.now();
        let (version, instance) = (self.settings.broker.version, wanted.instance.clone());
        self.remember_binding(&instance, &wanted.id).await;
        let sent = self.send(&self.settings.broker.bind(&wanted, &self.settings.cause)).await;
        let answered = Answered::of(version, Mutation::Bind, &sent.answer);
        if orphan::action(version, Mutation::Bind, answered) == Action::Fail {
            self.forget_binding(&wanted.id);
        }
        let ended = self.settle(&instance, Some(&wanted.id), Mutation::Bind, &sent, began).await;
        let mut credentials = sent.reply().and_then(|reply| reply.member("credentials")).cloned().unwrap_or_default();
        if sent.is(&[202]) && ended == Ended::Done {
            let fetch = self.settings.broker.fetch_binding(&instance, &wanted.id, &self.settings.cause);
            let fetched = self.send(&fetch).await;
            credentials = fetched.reply().and_then(|reply| reply.member("credentials")).cloned().unwrap_or_default();
        }
        Bound { wanted, first: sent, credentials, ended }
    }

    fn special_members(&self, bound: &Bound) -> Verdict {
        let requires = &self.settings.definition.service.requires;
        let undeclared = SPECIAL.into_iter().filter(|(member, permission)| {
            let is_there = bound.first.reply().is_some_and(|reply| reply.member(member).is_some());
            is_there && !requires.iter().any(|declared| declared == permission)
        });
        Verdict::of(undeclared.map(|(member, permission)| {
            format!("the answer has {member}, but `requires` does not declare {permission}")
        }))
    }

    async fn repeats(&mut self, bound: &Bound) {
        if self.makes("BRK-BND-02") {
            let mark = self.begin("BRK-BND-02");
            let sent = self.send(&self.settings.broker.bind(&bound.wanted, &self.settings.cause)).await;
            let allowed: &[u16] = if self.settings.broker.version.may_refuse_repeats() { &[200, 409] } else { &[200] };
            self.conclude(mark, sent.expect(allowed, "the repeated bind"));
        }
        if !self.makes("BRK-BND-03") {
            return;
        }
        let mark = self.begin("BRK-BND-03");
        let mut other = bound.wanted.clone();
        other.parameters.insert("slipway_conflict".to_owned(), json!("other"));
        let sent = self.send(&self.settings.broker.bind(&other, &self.settings.cause)).await;
        self.conclude(mark, sent.expect(&[409], "a bind of the same id with other parameters"));
    }

    async fn service_key(&mut self, subject: &Subject) {
        if !self.makes("BRK-BND-04") {
            return;
        }
        let mark = self.begin("BRK-BND-04");
        let key = self.bind(subject, false).await;
        let is_refused = key.first.is(&[422]) && key.first.error_code() == Some("RequiresApp");
        let mut problems = Vec::new();
        match self.settings.definition.service_keys {
            Some(false) | None if is_refused => {}
            Some(false) => problems.push(format!("a service key {}, not 422 with RequiresApp", key.first.shown())),
            _ => problems.extend(
                key.first.problem(&[200, 201, 202], "a service key").or_else(|| key.ended.problem("a service key")),
            ),
        }
        if key.ended == Ended::Done {
            let (_, ended) = self.unbind(&key.wanted.instance, &key.wanted.id).await;
            problems.extend(ended.problem("the removal of the service key"));
        }
        self.conclude(mark, Verdict::of(problems));
    }

    /// BRK-BND-05 to -07: the first binding goes, the second stays.
    async fn two_bindings(&mut self, subject: &Subject, first: Bound) {
        if !self.makes("BRK-BND-05") {
            return;
        }
        let two = self.begin("BRK-BND-07");
        let second = if self.makes("BRK-BND-07") { Some(self.bind(subject, true).await) } else { None };

        let mark = self.begin("BRK-BND-05");
        let (sent, ended) = self.unbind(&first.wanted.instance, &first.wanted.id).await;
        let problem = sent.problem(&[200, 202], "the removal of the binding");
        let removed = self.conclude(mark, Verdict::of(problem.or_else(|| ended.problem("the removal of the binding"))));
        if !removed {
            self.skip(&["BRK-BND-06"], "the binding was not removed (BRK-BND-05)");
        } else if self.makes("BRK-BND-06") {
            let mark = self.begin("BRK-BND-06");
            let (sent, _) = self.unbind(&first.wanted.instance, &first.wanted.id).await;
            self.conclude(mark, sent.expect(&[410], "the second removal of the binding"));
        }
        if let Some(second) = second {
            let verdict = self.still_bound(&first, second).await;
            self.conclude(two, verdict);
        }
    }

    /// Whether the second binding is one of its own, and outlived the first.
    async fn still_bound(&mut self, first: &Bound, second: Bound) -> Verdict {
        self.purpose = "BRK-BND-07";
        let mut problems: Vec<String> = second.ended.problem("the second bind").into_iter().collect();
        if problems.is_empty() {
            if !is_empty(&first.credentials) && first.credentials == second.credentials {
                problems.push("both bindings have the same credentials".to_owned());
            }
            let again = self.send(&self.settings.broker.bind(&second.wanted, &self.settings.cause)).await;
            let still = again.reply().and_then(|reply| reply.member("credentials"));
            match again.status() {
                Some(200) if still.is_none_or(|still| *still == second.credentials) => {}
                Some(409) if self.settings.broker.version.may_refuse_repeats() => {}
                Some(200) => problems.push("the second binding changed its credentials".to_owned()),
                _ => problems.push(format!("the second bind, repeated after the first was removed, {}", again.shown())),
            }
            self.unbind(&second.wanted.instance, &second.wanted.id).await;
        }
        Verdict::of(problems)
    }

    /// BRK-BND-08: a bind that has to be refused.
    pub(super) async fn bind_disabled(&mut self, subject: &Subject) -> bool {
        let mark = self.begin("BRK-BND-08");
        let bound = self.bind(subject, true).await;
        let verdict = Verdict::of(bound.first.refusal_problem("a bind of the disabled instance"));
        if bound.ended == Ended::Done {
            self.unbind(&bound.wanted.instance, &bound.wanted.id).await;
        }
        self.conclude(mark, verdict);
        !bound.first.is_refusal()
    }
}

fn is_empty(credentials: &Value) -> bool {
    credentials.as_object().is_none_or(Map::is_empty)
}
