//! The instance that the rest of the run is about (§6.9 BRK-PRV-01…05, BRK-ERR-02).

use std::time::Duration;

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use url::Url;

use super::super::verdict::Verdict;
use super::Run;
use super::sent::Sent;
use super::subject::{Ended, Subject};
use crate::broker::{Broker, LegacyGuids};
use crate::catalog::Plan;
use crate::orphan::Mutation;
use crate::request::{Provision, Update};

/// A call, and when it was made.
type Timed = (Sent, Duration);

impl Run<'_> {
    /// The instance, if one could be made.
    pub(super) async fn provision(&mut self, plan: &Plan) -> Option<Subject> {
        if !self.makes("BRK-PRV-01") {
            return None;
        }
        let (wanted, guid) = self.wanted(plan);
        let mark = self.begin("BRK-PRV-01");
        let subject = self.ask(wanted, guid).await;
        let (pending, second) = self.while_pending(&subject).await;
        self.purpose = "BRK-PRV-01";
        let ended = self.wait_for(&subject).await;
        let verdict = match ended.problem("the provision") {
            None if subject.first.is(&[200]) => {
                Verdict::doubtful("the provision of a new instance was answered 200, not 201")
            }
            problem => Verdict::of(problem),
        };
        let verdict = verdict.fact("plan", &plan.name);
        let words = subject.first.reply().and_then(|reply| reply.said.description.clone());
        let verdict = match words.filter(|_| !verdict.is_kept()) {
            Some(words) => verdict.fact("the broker says", self.secrets.text(&words)),
            None => verdict,
        };
        let verdict = if self.legacy_guids_help(plan, &subject).await {
            verdict.fact(
                "found",
                "the same with organization_guid and space_guid succeeded: switch the broker’s legacy ids on",
            )
        } else {
            verdict
        };
        self.conclude(mark, verdict);
        let made = ended == Ended::Done;
        if let Some((second, began)) = second {
            // What should have been refused must not run into the next checks.
            self.purpose = "BRK-ERR-02";
            let _ = self.settle(&subject.wanted.instance, None, Mutation::Update, &second, began).await;
            let verdict = second.expect(&[422], "an update during the provision");
            self.note("BRK-ERR-02", verdict.cites([second.number]));
        } else {
            self.skip(&["BRK-ERR-02"], "the provision was not answered 202");
        }
        if !made {
            return None;
        }
        let verdict = Self::dashboard(&subject).cites([subject.first.number]);
        self.note("BRK-PRV-03", verdict);
        self.after_the_end(&subject).await;
        self.repeat(&subject, pending).await;
        self.conflict(plan, &subject).await;
        Some(subject)
    }

    /// Whether a refused provision is accepted with the two ids that older platforms send.
    async fn legacy_guids_help(&mut self, plan: &Plan, subject: &Subject) -> bool {
        if !subject.first.is_refusal() || self.settings.broker.legacy_guids.is_some() {
            return false;
        }
        let (wanted, _) = self.wanted(plan);
        let legacy = LegacyGuids { organization: (self.ids)(), space: (self.ids)() };
        let broker = Broker { legacy_guids: Some(legacy), ..self.settings.broker.clone() };
        let request = broker.provision(&wanted, &self.settings.cause);
        self.try_out(&wanted, &request).await.is(&[200, 201, 202])
    }

    /// The identical request again, and another one that must wait.
    async fn while_pending(&mut self, subject: &Subject) -> (Option<Timed>, Option<Timed>) {
        if !subject.is_async {
            return (None, None);
        }
        let repeat = if self.makes("BRK-PRV-04") { Some(self.repeat_pending(subject).await) } else { None };
        let second = if self.makes("BRK-ERR-02") { Some(self.update_pending(subject).await) } else { None };
        (repeat, second)
    }

    async fn repeat_pending(&mut self, subject: &Subject) -> Timed {
        self.purpose = "BRK-PRV-04";
        let began = self.timer.now();
        (self.send(&self.settings.broker.provision(&subject.wanted, &self.settings.cause)).await, began)
    }

    async fn update_pending(&mut self, subject: &Subject) -> Timed {
        self.purpose = "BRK-ERR-02";
        let update = Update {
            instance: subject.wanted.instance.clone(),
            context: Some(subject.wanted.context.clone()),
            plan_id: None,
            parameters: Some(subject.wanted.parameters.clone()),
            maintenance_info: Value::Null,
            previous: Some(self.previous(&subject.wanted.instance.plan_id)),
        };
        let began = self.timer.now();
        (self.send(&self.settings.broker.update(&update, &self.settings.cause)).await, began)
    }

    fn dashboard(subject: &Subject) -> Verdict {
        let url = subject.first.reply().and_then(|reply| reply.member("dashboard_url")?.as_str());
        let Some(text) = url else { return Verdict::broken("the first answer has no dashboard_url") };
        match Url::parse(text) {
            Err(_) => Verdict::broken("dashboard_url is no absolute URL"),
            Ok(url) if url.scheme() != "https" => Verdict::broken("dashboard_url is not https"),
            Ok(_) if !percent_decode_str(text).decode_utf8_lossy().contains(&subject.guid.to_string()) => {
                Verdict::broken("dashboard_url does not hold the id of the instance")
            }
            Ok(_) => Verdict::pass(),
        }
    }

    async fn repeat(&mut self, subject: &Subject, pending: Option<Timed>) {
        if !self.makes("BRK-PRV-04") {
            return;
        }
        let mark = self.begin("BRK-PRV-04");
        let mut problems = Vec::new();
        let cited = pending.as_ref().map(|(pending, _)| pending.number);
        if let Some((pending, began)) = pending {
            let operation = pending.reply().and_then(|reply| reply.member("operation")?.as_str());
            match pending.status() {
                Some(202) if operation == subject.operation.as_deref() => {}
                Some(202) => {
                    problems.push("the repeat while pending named another operation".to_owned());
                    self.settle_provision(&subject.wanted, &pending, began).await;
                }
                // It may have ended in between.
                Some(200) => {}
                _ => problems.push(format!("the repeat while pending {}, not 202", pending.shown())),
            }
        }
        let sent = self.provision_again(&subject.wanted).await;
        let allowed: &[u16] = if self.settings.broker.version.may_refuse_repeats() { &[200, 409] } else { &[200] };
        problems.extend(sent.problem(allowed, "the repeated provision"));
        self.conclude(mark, Verdict::of(problems).cites(cited));
    }

    async fn conflict(&mut self, plan: &Plan, subject: &Subject) {
        if !self.makes("BRK-PRV-05") {
            return;
        }
        let mark = self.begin("BRK-PRV-05");
        let mut wanted = subject.wanted.clone();
        let what = if let Some(other) = self.other_plan(plan) {
            wanted.instance.plan_id = other.id;
            "a provision of the same id with another plan"
        } else {
            let parameter = self.settings.definition.parameters.iter().find_map(|parameter| {
                let usual = parameter.usual();
                let options = parameter.options.iter().map(|option| parameter.of_option(option));
                Some((parameter.name.clone(), options.into_iter().find(|option| *option != usual)?))
            });
            let (name, value): (String, Value) =
                parameter.unwrap_or_else(|| ("slipway_conflict".to_owned(), json!("other")));
            wanted.parameters.insert(name, value);
            "a provision of the same id with other parameters"
        };
        let sent = self.provision_again(&wanted).await;
        self.conclude(mark, sent.expect(&[409], what));
    }

    /// A broken broker may answer 202 and begin something: it ends before the next check.
    async fn provision_again(&mut self, wanted: &Provision) -> Sent {
        let began = self.timer.now();
        let sent = self.send(&self.settings.broker.provision(wanted, &self.settings.cause)).await;
        self.settle_provision(wanted, &sent, began).await;
        sent
    }

    async fn settle_provision(&mut self, wanted: &Provision, sent: &Sent, began: Duration) {
        let _ = self.settle(&wanted.instance, None, Mutation::Provision, sent, began).await;
    }

    /// BRK-PRV-02, over every answer of the run.
    pub(super) fn answer_times_seen(&mut self) {
        const LONGEST: Duration = Duration::from_secs(10);
        let times = std::mem::take(&mut self.answer_times);
        let Some((number, slowest)) = times.into_iter().max_by_key(|(_, took)| *took) else { return };
        let problem = (slowest > LONGEST).then(|| "an answer took more than 10 seconds".to_owned());
        let verdict = Verdict::of(problem).fact("slowest answer", format!("{} ms", slowest.as_millis()));
        self.note("BRK-PRV-02", verdict.cites([number]));
    }
}
