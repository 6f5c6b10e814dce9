//! What to call next, and what follows from an answer: the tables of §6.4 and §6.5 applied to the record of an
//! operation. Pure: sends nothing, stores nothing, and is told the time.

use std::time::Duration;

use serde_json::Value;
use slipway_domain::broker::Patience;
use slipway_domain::instance::{ALERT_AFTER, InstanceOperation, OperationKind, Progress, back_off};
use slipway_domain::moment::Moment;
use slipway_osb::orphan::{Action, Answered, Mutation, action};
use slipway_osb::polling::{Next, Polling};
use slipway_osb::{OsbVersion, Outcome};

use super::answer::{Answer, LONGEST_DESCRIPTION, UNKNOWN, is_busy, is_refused_in_words, tell};
use crate::broker::shortened_to;

/// For how long a 422 in words alone is taken for a busy broker. After that it is the refusal that it may have been all
/// the while.
const LONGEST_IN_WORDS: Duration = Duration::from_hours(1);

/// A call about an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Mutate(Mutation),
    Poll(Mutation),
    /// The credentials of a binding that was made asynchronously.
    Fetch,
    /// Enable or disable, and look whether it happened.
    Order {
        enabled: bool,
    },
}

/// What else an answer changes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Effect {
    pub(super) dashboard_url: Option<String>,
    /// Everything that a bind was answered.
    pub(super) credentials: Option<Value>,
    /// A binding of an instance that is being removed is gone.
    pub(super) unbound: bool,
}

/// What the broker speaks, and how long it is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) version: OsbVersion,
    /// As the form of the broker has it.
    pub(super) patience: Patience,
    pub(super) plan_longest: Option<Duration>,
}

impl Call {
    /// Without its answer nobody knows whether it happened.
    pub(super) const fn changes(self) -> bool {
        matches!(self, Self::Mutate(_) | Self::Order { .. })
    }
}

/// How far the operation is while a call is made.
pub(super) const fn calling(of: &InstanceOperation) -> Progress {
    match of.progress {
        Progress::Queued => Progress::Running,
        progress => progress,
    }
}

/// What the operation asks of the broker at this point. While an instance is removed, its bindings go first.
const fn mutation(of: &InstanceOperation) -> Mutation {
    match of.kind {
        OperationKind::Provision if matches!(of.progress, Progress::Mitigating) => Mutation::Deprovision,
        OperationKind::Provision => Mutation::Provision,
        OperationKind::Bind if matches!(of.progress, Progress::Mitigating) => Mutation::Unbind,
        OperationKind::Bind => Mutation::Bind,
        OperationKind::Deprovision if of.binding.is_none() => Mutation::Deprovision,
        OperationKind::Deprovision | OperationKind::Unbind => Mutation::Unbind,
        OperationKind::Update | OperationKind::Enable | OperationKind::Disable => Mutation::Update,
    }
}

/// `None`: the answer to the call before is lost, and it must not be made again.
pub(super) fn next_call(of: &InstanceOperation) -> Option<Call> {
    let mutation = mutation(of);
    match (of.kind, of.progress) {
        (OperationKind::Enable, _) => Some(Call::Order { enabled: true }),
        (OperationKind::Disable, _) => Some(Call::Order { enabled: false }),
        (OperationKind::Bind, Progress::Polling) if of.ticket.is_none() => Some(Call::Fetch),
        (_, Progress::Polling) => Some(Call::Poll(mutation)),
        (_, Progress::Mitigating) if of.ticket.is_some() => Some(Call::Poll(mutation)),
        _ if of.is_unanswered && !mutation.removes() => None,
        _ => Some(Call::Mutate(mutation)),
    }
}

impl Rules {
    /// The row "not recorded" of §6.5: what is made may be there, what is changed may be changed.
    pub(super) fn lost(&self, of: &mut InstanceOperation, now: Moment) {
        of.is_unanswered = false;
        UNKNOWN.clone_into(&mut of.outcome);
        "answer_lost".clone_into(&mut of.description);
        match action(self.version, mutation(of), Answered::NotRecorded) {
            Action::Remove | Action::RemoveOnce => mitigate(of, now),
            _ => end(of, Progress::Unknown, now),
        }
    }

    pub(super) fn after(&self, of: &mut InstanceOperation, call: Call, answer: &Answer, now: Moment) -> Effect {
        of.is_unanswered = false;
        match call {
            Call::Mutate(mutation) if of.progress == Progress::Mitigating => self.cleaned(of, mutation, answer, now),
            Call::Mutate(mutation) => self.changed(of, mutation, answer, now),
            Call::Poll(mutation) => self.polled(of, mutation, answer, now),
            Call::Fetch => self.fetched(of, answer, now),
            Call::Order { .. } => Effect::default(),
        }
    }

    fn changed(&self, of: &mut InstanceOperation, mutation: Mutation, answer: &Answer, now: Moment) -> Effect {
        if self.is_busy(of, answer, now) {
            self.wait_for_another(of, answer, now);
            return Effect::default();
        }
        let (outcome, answered) =
            (Outcome::of(self.version, mutation, answer), Answered::of(self.version, mutation, answer));
        // A refusal says nothing about the call before that nobody answered.
        let was_unknown = of.outcome == UNKNOWN;
        tell(of, &outcome, answer);
        match action(self.version, mutation, answered) {
            Action::Accept => return self.accepted(of, mutation, &outcome, answer, now),
            Action::Remove | Action::RemoveOnce => mitigate(of, now),
            Action::RetryRemoval => again(of, of.started_at.unwrap_or(now), now),
            Action::Fail | Action::KeepRecord => {
                let is_unknown = (was_unknown || outcome == Outcome::Unknown) && of.kind.can_be(Progress::Unknown);
                end(of, if is_unknown { Progress::Unknown } else { Progress::Failed }, now);
            }
        }
        Effect::default()
    }

    fn accepted(
        &self,
        of: &mut InstanceOperation,
        mutation: Mutation,
        outcome: &Outcome,
        answer: &Answer,
        now: Moment,
    ) -> Effect {
        let url = answer.as_ref().ok().and_then(|reply| reply.member("dashboard_url")).and_then(Value::as_str);
        let mut effect = Effect { dashboard_url: url.map(str::to_owned), ..Effect::default() };
        if let Outcome::Async { operation, retry_after } = outcome {
            of.progress = Progress::Polling;
            of.ticket = Some(operation.clone().unwrap_or_default());
            let first = self.polling(mutation).first(*retry_after, elapsed(of, now));
            of.next_at = if let Next::PollAgain { after } = first { now.plus(after) } else { now };
            return effect;
        }
        if mutation == Mutation::Bind {
            effect.credentials = answer.as_ref().ok().and_then(|reply| reply.json.clone());
        }
        effect.unbound = succeed(of, mutation, now);
        effect
    }

    /// An answer while something is cleaned up: only "done" and "gone" end that.
    fn cleaned(&self, of: &mut InstanceOperation, mutation: Mutation, answer: &Answer, now: Moment) -> Effect {
        match Outcome::of(self.version, mutation, answer) {
            Outcome::Success { .. } => end(of, Progress::Failed, now),
            Outcome::Async { operation, retry_after } => {
                of.ticket = Some(operation.unwrap_or_default());
                let first = self.polling(mutation).first(retry_after, elapsed(of, now));
                of.next_at = if let Next::PollAgain { after } = first { now.plus(after) } else { now };
            }
            Outcome::Failed { .. } | Outcome::Unknown => again(of, of.mitigating_since.unwrap_or(now), now),
        }
        Effect::default()
    }

    fn polled(&self, of: &mut InstanceOperation, mutation: Mutation, answer: &Answer, now: Moment) -> Effect {
        let is_cleaning = of.progress == Progress::Mitigating;
        let (outcome, description) = match self.polling(mutation).next(answer, elapsed(of, now)) {
            Next::PollAgain { after } => {
                of.next_at = now.plus(after);
                return Effect::default();
            }
            Next::Succeeded if is_cleaning => {
                end(of, Progress::Failed, now);
                return Effect::default();
            }
            Next::Succeeded if mutation == Mutation::Bind => {
                of.ticket = None;
                of.next_at = now;
                return Effect::default();
            }
            Next::Succeeded => {
                "success".clone_into(&mut of.outcome);
                return Effect { unbound: succeed(of, mutation, now), ..Effect::default() };
            }
            Next::Failed { description, .. } => ("failed", description.unwrap_or_default()),
            Next::GiveUp => ("timed_out", "poll_limit".to_owned()),
        };
        of.ticket = None;
        if is_cleaning {
            again(of, of.mitigating_since.unwrap_or(now), now);
            return Effect::default();
        }
        outcome.clone_into(&mut of.outcome);
        of.description = shortened_to(description, LONGEST_DESCRIPTION);
        self.operation_failed(of, mutation, now);
        Effect::default()
    }

    /// The row `last_operation=failed` of §6.5.
    fn operation_failed(&self, of: &mut InstanceOperation, mutation: Mutation, now: Moment) {
        match action(self.version, mutation, Answered::OperationFailed) {
            Action::Remove | Action::RemoveOnce => mitigate(of, now),
            Action::RetryRemoval => {
                of.progress = Progress::Running;
                again(of, of.started_at.unwrap_or(now), now);
            }
            _ => end(of, Progress::Failed, now),
        }
    }

    fn fetched(&self, of: &mut InstanceOperation, answer: &Answer, now: Moment) -> Effect {
        if let Ok(reply) = answer
            && reply.status == 200
            && reply.is_object()
        {
            "success".clone_into(&mut of.outcome);
            end(of, Progress::Succeeded, now);
            return Effect { credentials: reply.json.clone(), ..Effect::default() };
        }
        if let Next::PollAgain { after } = self.polling(Mutation::Bind).first(None, elapsed(of, now)) {
            of.next_at = now.plus(after);
        } else {
            UNKNOWN.clone_into(&mut of.outcome);
            "no_credentials".clone_into(&mut of.description);
            self.operation_failed(of, Mutation::Bind, now);
        }
        Effect::default()
    }

    /// What was ordered, and whether the broker says afterwards that it is so.
    pub(super) fn ordered(&self, of: &mut InstanceOperation, put: &Answer, seen: Option<bool>, now: Moment) {
        let Call::Order { enabled } = next_call(of).unwrap_or(Call::Fetch) else { return };
        of.is_unanswered = false;
        if self.is_busy(of, put, now) {
            return self.wait_for_another(of, put, now);
        }
        let status = put.as_ref().map_or(0, |reply| reply.status);
        let outcome = match status {
            200 | 204 if seen == Some(enabled) => Outcome::Success { gone: false },
            400..=499 if !matches!(status, 408 | 429) => Outcome::of(self.version, Mutation::Update, put),
            _ => Outcome::Unknown,
        };
        tell(of, &outcome, put);
        match outcome {
            Outcome::Success { .. } => end(of, Progress::Succeeded, now),
            Outcome::Failed { .. } => end(of, Progress::Failed, now),
            _ => again(of, of.started_at.unwrap_or(now), now),
        }
    }

    /// Whether the broker says that it does something else with the instance, or, before 2.14, may be saying so. To a change
    /// of the plan it says in the same words that it is not possible.
    fn is_busy(&self, of: &InstanceOperation, answer: &Answer, now: Moment) -> bool {
        let may_be = !self.version.names_concurrency()
            && of.kind != OperationKind::Update
            && now.since(of.started_at.unwrap_or(now)) < LONGEST_IN_WORDS;
        is_busy(answer) || (may_be && is_refused_in_words(answer))
    }

    /// §6.4 rule 7: the broker does something else with the instance. Asked again, and nothing is cleaned up.
    fn wait_for_another(&self, of: &mut InstanceOperation, answer: &Answer, now: Moment) {
        if of.outcome != UNKNOWN {
            tell(of, &Outcome::of(self.version, mutation(of), answer), answer);
        }
        if !mutation(of).removes() && now.since(of.started_at.unwrap_or(now)) >= self.patience.operation {
            return end(of, Progress::Failed, now);
        }
        again(of, of.started_at.unwrap_or(now), now);
    }

    const fn polling(&self, call: Mutation) -> Polling {
        Polling {
            version: self.version,
            call,
            interval: self.patience.pause,
            longest: self.patience.operation,
            plan_longest: self.plan_longest,
        }
    }
}

/// The broker cannot be called at all: later, and at last by a person.
pub(super) fn postpone(of: &mut InstanceOperation, why: &str, now: Moment) {
    why.clone_into(&mut of.description);
    again(of, of.started_at.unwrap_or(of.asked_at), now);
}

/// Since the call that the broker accepted.
fn elapsed(of: &InstanceOperation, now: Moment) -> Duration {
    now.since(of.called_at.unwrap_or(now))
}

/// True: a binding is gone, and the removal of its instance goes on.
fn succeed(of: &mut InstanceOperation, mutation: Mutation, now: Moment) -> bool {
    let goes_on = of.kind == OperationKind::Deprovision && mutation == Mutation::Unbind;
    if goes_on {
        (of.progress, of.ticket, of.attempts, of.next_at) = (Progress::Running, None, 0, now);
    } else {
        end(of, Progress::Succeeded, now);
    }
    goes_on
}

fn mitigate(of: &mut InstanceOperation, now: Moment) {
    (of.progress, of.ticket, of.attempts) = (Progress::Mitigating, None, 0);
    (of.mitigating_since, of.next_at) = (Some(now), now);
}

/// Later, unless it was tried for a week (DEC-19).
fn again(of: &mut InstanceOperation, since: Moment, now: Moment) {
    of.attempts = of.attempts.saturating_add(1);
    if now.since(since) >= ALERT_AFTER {
        let waits = of.kind.can_be(Progress::DeadLettered);
        of.progress = if waits { Progress::DeadLettered } else { Progress::Failed };
        of.ended_at = (!waits).then_some(now);
    } else {
        of.next_at = now.plus(back_off(of.attempts));
    }
}

fn end(of: &mut InstanceOperation, progress: Progress, now: Moment) {
    (of.progress, of.ticket, of.ended_at) = (progress, None, Some(now));
}
