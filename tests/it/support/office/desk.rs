//! People who do the same thing again and again, and know what was acknowledged. Each step is one transaction with one
//! line of history.

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;
use slipway_domain::checklist;
use slipway_domain::event::{Event, EventKind};
use slipway_domain::field::Field;
use slipway_domain::language::Language;
use slipway_domain::offering::Section;
use slipway_domain::plan::PlanApproval;

use super::found::Found;
use crate::support::{Browser, Request};

/// Plans of the scene: nobody deploys the one, another waits for the billing desk, and the last one is translated.
const SPARE: &str = "spare";
const WAITING: &str = "waiting";
const TRANSLATED: &str = "lite";

/// How the names of the brokers begin that are added.
const ADDED: &str = "killed-";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Saves a section, through this function and in this field.
    Save(Section, &'static str, &'static str),
    /// Saves a field, and then another one from the form of before, so that both saves are put together.
    Merge(Shared),
    /// Gives a tick of the checklist, and takes it back.
    Tick,
    /// The billing desk returns a plan with a reason, and it is handed in again.
    Decide,
    /// Adds a broker, and removes it.
    Broker,
}

/// What somebody has open twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shared {
    Summary,
    Plan,
    /// What customers read of a plan, in German.
    Translation,
}

pub(super) const WORK: [Work; 8] = [
    Work::Save(Section::Listing, "/api/listing/save", "listing[display_name]"),
    Work::Save(Section::Settings, "/api/settings/save", "settings[bindable]"),
    Work::Merge(Shared::Summary),
    Work::Merge(Shared::Plan),
    Work::Merge(Shared::Translation),
    Work::Tick,
    Work::Decide,
    Work::Broker,
];

/// The log of acknowledgements, outside of the database.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) work: Work,
    /// Steps that were acknowledged. The next one may have arrived.
    pub(super) done: i64,
    /// Of the row or the plan.
    id: String,
    /// The revision before the first step.
    begun: i64,
    /// What both fields said before it, of what is open twice.
    before: [String; 2],
    /// Lines of the history before the first step.
    lines: i64,
    /// The id of the broker that was added last.
    broker: String,
}

/// Longer than a page of the database, so that a torn save would show.
fn text(step: i64) -> String {
    format!("{step} {}", "x".repeat(6_000))
}

fn reason(step: i64) -> String {
    format!("Returned by step {step}.")
}

fn broker_name(step: i64) -> String {
    format!("{ADDED}{step}")
}

fn form(target: &str, fields: &[(&str, &str)]) -> Request {
    let fields: Vec<_> = [("offering", OFFERING)].into_iter().chain(fields.iter().copied()).collect();
    Request::form(target, &fields).header("accept", "application/json")
}

/// The texts of a plan, as its translation calls them.
fn keys(plan: &str) -> [String; 2] {
    [Field::PlanDescription, Field::PlanDisplayName].map(|field| format!("plan:{plan}/{field}"))
}

impl Shared {
    /// The revision, and what both fields say.
    fn found(self, found: &Found) -> (i64, [String; 2]) {
        match self {
            Self::Summary => {
                let summary = &found.offering.summary;
                (summary.revision, [summary.draft.description.clone(), summary.draft.support_contact.clone()])
            }
            Self::Plan => {
                let plan = found.plan(SPARE);
                (plan.revision, [plan.draft.description.clone(), plan.draft.display_name.clone()])
            }
            Self::Translation => {
                let german = found.offering.translation(Language::German);
                let texts = keys(&found.plan(TRANSLATED).id.to_string()).map(|key| {
                    let text = german.and_then(|one| one.texts.get(&key));
                    text.map(|one| one.text.clone()).unwrap_or_default()
                });
                (german.map_or(0, |one| one.revision), texts)
            }
        }
    }
}

impl Desk {
    pub(super) fn of(work: Work, found: &Found) -> Self {
        let plan = |name: &str| found.plan(name).id.to_string();
        let mut before = [String::new(), String::new()];
        let (id, begun) = match work {
            Work::Save(section, ..) => (String::new(), found.saved(section).0),
            Work::Merge(shared) => {
                let (begun, said) = shared.found(found);
                before = said;
                let id = match shared {
                    Shared::Summary => String::new(),
                    Shared::Plan => plan(SPARE),
                    Shared::Translation => plan(TRANSLATED),
                };
                (id, begun)
            }
            Work::Tick => (checklist::unticked(&found.offering, &found.ticks)[0].to_string(), 0),
            Work::Decide => (plan(WAITING), found.plan(WAITING).revision),
            Work::Broker => (String::new(), 0),
        };
        let desk = Self { work, done: 0, id, begun, before, lines: 0, broker: String::new() };
        Self { lines: desk.lines(found), ..desk }
    }

    /// Goes on until the server is gone.
    pub(super) async fn work(mut self, kim: Browser, bea: Browser) -> Self {
        while self.step(&kim, &bea).await {}
        self
    }

    /// Makes the next step; whether it was acknowledged. If not, the server is gone.
    pub(super) async fn step(&mut self, kim: &Browser, bea: &Browser) -> bool {
        let browser = if self.work == Work::Decide && !self.takes_back() { bea } else { kim };
        let Ok(answer) = browser.try_send(self.request()).await else { return false };
        assert_eq!(answer.status, StatusCode::OK, "{:?}: {}", self.work, answer.body);
        if self.work == Work::Broker && !self.takes_back() {
            let page = answer.path().expect("the answer leads to the broker");
            page.rsplit('/').next().unwrap().clone_into(&mut self.broker);
        }
        self.done += 1;
        true
    }

    /// Whether the next step takes back what the last one did.
    fn takes_back(&self) -> bool {
        self.done % 2 == 1
    }

    /// The next step.
    fn request(&self) -> Request {
        let step = self.done + 1;
        let revision = (self.begun + self.done).to_string();
        let (id, revision) = (self.id.as_str(), revision.as_str());
        match self.work {
            Work::Save(_, target, field) => form(target, &[("revision", revision), (field, &text(step))]),
            Work::Merge(shared) => self.merge(shared, step),
            Work::Tick => {
                let given = if self.takes_back() { "no" } else { "yes" };
                form("/api/checklist/attest", &[("row", id), ("given", given)])
            }
            Work::Decide if self.takes_back() => form("/api/plan/submit", &[("id", id)]),
            Work::Decide => {
                let (begun, verdict, reason) = (self.begun.to_string(), ("verdict", "return"), reason(step));
                form("/api/plan/decide", &[("id", id), ("revision", &begun), verdict, ("reason", &reason)])
            }
            Work::Broker if self.takes_back() => form("/api/broker/remove", &[("id", &self.broker)]),
            Work::Broker => form("/api/broker/add", &[("broker[name]", &broker_name(step))]),
        }
    }

    /// A save of the first field, or of the other one in the form that was open before that.
    fn merge(&self, shared: Shared, step: i64) -> Request {
        let is_late = self.takes_back();
        let (behind, opened) = if is_late { (1, step - 2) } else { (0, step) };
        let revision = (self.begun + self.done - behind).to_string();
        let (first, second) = (self.said(0, opened), self.said(1, step));
        match shared {
            Shared::Summary => form(
                "/api/summary/save",
                &[("revision", &revision), ("summary[description]", &first), ("summary[support_contact]", &second)],
            ),
            Shared::Plan => form(
                "/api/plan/save",
                &[
                    ("id", &self.id),
                    ("revision", &revision),
                    ("plan[name]", SPARE),
                    ("plan[kind]", "free"),
                    ("plan[description]", &first),
                    ("plan[display_name]", &second),
                ],
            ),
            Shared::Translation => {
                let [one, other] = keys(&self.id);
                form(
                    "/api/translation/save",
                    &[
                        ("language", Language::German.code()),
                        ("revision", &revision),
                        ("translation[groups][0][0][key]", &one),
                        ("translation[groups][0][0][text]", &first),
                        ("translation[groups][0][1][key]", &other),
                        ("translation[groups][0][1][text]", &second),
                    ],
                )
            }
        }
    }

    /// What a field of what is open twice says after that step: the first one is typed in odd steps, the other one in
    /// even ones.
    fn said(&self, field: usize, step: i64) -> String {
        let is_typed = (step % 2 == 1) == (field == 0);
        let typed = if is_typed { step } else { step - 1 };
        if typed > 0 { text(typed) } else { self.before[field].clone() }
    }

    /// Compares the log with the database, and goes on from there.
    pub(super) fn compare(&mut self, found: &Found, when: &str) {
        let (work, done, steps) = (self.work, self.done, self.steps_in(found));
        assert!(steps >= done, "{when}, {work:?}: {done} steps were acknowledged, {steps} are there");
        assert!(steps <= done + 1, "{when}, {work:?}: {steps} steps are there, {done} were acknowledged");
        assert!(self.stands(found, steps), "{when}, {work:?}: step {steps} is not as it was sent, or half there");
        self.done = steps;
        let mut brokers = found.offering.brokers.iter();
        if let Some(added) = brokers.find(|broker| broker.draft.name == broker_name(steps)) {
            self.broker = added.id.to_string();
        }
    }

    /// Steps that the database knows of.
    pub(super) fn steps_in(&self, found: &Found) -> i64 {
        self.lines(found) - self.lines
    }

    fn lines(&self, found: &Found) -> i64 {
        i64::try_from(found.events.iter().filter(|event| self.is_line(event)).count()).unwrap()
    }

    fn is_line(&self, event: &Event) -> bool {
        let (detail, subject) = (&event.detail, event.detail.subject.as_deref());
        match (self.work, event.kind) {
            (Work::Save(section, ..), EventKind::SectionSaved) => detail.section == Some(section),
            (Work::Merge(Shared::Summary), EventKind::SectionSaved) => detail.section == Some(Section::Summary),
            (Work::Merge(Shared::Plan), EventKind::PlanSaved) => subject == Some(SPARE),
            (Work::Merge(Shared::Translation), EventKind::TranslationSaved) => subject == Some(Language::German.name()),
            (Work::Tick, EventKind::Attested | EventKind::AttestationWithdrawn) => {
                detail.row.is_some_and(|row| row.to_string() == self.id)
            }
            (Work::Decide, EventKind::PlanReturned | EventKind::PlanSubmitted) => subject == Some(WAITING),
            (Work::Broker, EventKind::BrokerAdded | EventKind::BrokerRemoved) => {
                subject.is_some_and(|name| name.starts_with(ADDED))
            }
            _ => false,
        }
    }

    /// Whether the tables are as after that many steps.
    fn stands(&self, found: &Found, steps: i64) -> bool {
        let is_done = steps % 2 == 1;
        match self.work {
            Work::Save(section, ..) => self.is_saved(found.saved(section), steps),
            Work::Merge(shared) => {
                let both = [self.said(0, steps), self.said(1, steps)];
                shared.found(found) == (self.begun + steps, both)
            }
            Work::Tick => found.ticks.iter().any(|tick| tick.row.to_string() == self.id) == is_done,
            Work::Decide => {
                let is_returned = found.plan(WAITING).approval != PlanApproval::InReview;
                let mut returns = found.events.iter().filter(|event| event.kind == EventKind::PlanReturned);
                let said = returns.find(|event| self.is_line(event)).and_then(|event| event.detail.reason.clone());
                let last = if is_done { steps } else { steps - 1 };
                is_returned == is_done && (steps == 0 || said == Some(reason(last)))
            }
            Work::Broker => {
                let names = found.offering.brokers.iter().map(|broker| broker.draft.name.clone());
                let added: Vec<_> = names.filter(|name| name.starts_with(ADDED)).collect();
                let expected = if is_done { vec![broker_name(steps)] } else { Vec::new() };
                added == expected
            }
        }
    }

    /// What was there before the first step is not known here.
    fn is_saved(&self, (revision, kept): (i64, &str), steps: i64) -> bool {
        revision == self.begun + steps && (steps == 0 || kept == text(steps))
    }
}
