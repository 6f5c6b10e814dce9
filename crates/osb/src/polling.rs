//! When to ask a broker again how an operation goes, and when to stop (§6.4): answer and elapsed time in, next step
//! out. Sends nothing and looks at no clock.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::call_error::CallError;
use crate::orphan::Mutation;
use crate::reply::Reply;
use crate::version::OsbVersion;

/// What bounds the polling of one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polling {
    pub version: OsbVersion,
    /// What the operation does.
    pub call: Mutation,
    /// Between two polls, unless the broker asks for another pause.
    pub interval: Duration,
    /// The platform's patience, from the first call on.
    pub longest: Duration,
    /// The plan's `maximum_polling_duration`; counts from 2.15 on.
    pub plan_longest: Option<Duration>,
}

/// What follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    PollAgain {
        after: Duration,
    },
    Succeeded,
    /// `description` is for the user.
    Failed {
        description: Option<String>,
        /// The instance still works as it did before the operation (2.16).
        instance_usable: Option<bool>,
        /// A failed update may be tried again (2.16).
        update_repeatable: Option<bool>,
    },
    /// Patience has ended: counts as failed (§6.4 rule 2).
    GiveUp,
}

/// The three values of `state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationState {
    InProgress,
    Succeeded,
    Failed,
}

/// A broker may neither make the platform hammer it nor make it forget it (security.md §4).
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(20);

impl OperationState {
    /// `None` if the answer is none of the three in a 200.
    pub fn of(reply: &Reply) -> Option<Self> {
        if reply.status != 200 {
            return None;
        }
        match reply.member("state")?.as_str()? {
            "in progress" => Some(Self::InProgress),
            "succeeded" => Some(Self::Succeeded),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }
}

impl Polling {
    /// How long the operation may take altogether.
    pub fn patience(&self) -> Duration {
        match self.plan_longest.filter(|_| self.version.has_retry_after()) {
            Some(plan) => plan.min(self.longest),
            None => self.longest,
        }
    }

    /// The first pause, after the 202.
    pub fn first(&self, retry_after: Option<Duration>, elapsed: Duration) -> Next {
        self.again(retry_after, elapsed)
    }

    /// `elapsed` since the first call. A final answer counts however late it comes; whatever is no answer in the sense
    /// of the contract is asked again.
    pub fn next(&self, answer: &Result<Reply, CallError>, elapsed: Duration) -> Next {
        let Ok(reply) = answer else { return self.again(None, elapsed) };
        match OperationState::of(reply) {
            Some(OperationState::Succeeded) => Next::Succeeded,
            Some(OperationState::Failed) => Next::Failed {
                description: reply.said.description.clone(),
                instance_usable: reply.member("instance_usable").and_then(Value::as_bool),
                update_repeatable: reply.member("update_repeatable").and_then(Value::as_bool),
            },
            // DEC-19: brokers forget what they have removed.
            None if matches!(reply.status, 404 | 410) && self.call.removes() => Next::Succeeded,
            Some(OperationState::InProgress) | None => self.again(reply.retry_after, elapsed),
        }
    }

    fn again(&self, retry_after: Option<Duration>, elapsed: Duration) -> Next {
        let left = self.patience().saturating_sub(elapsed);
        if left.is_zero() {
            return Next::GiveUp;
        }
        let asked = retry_after.filter(|_| self.version.has_retry_after());
        let after = asked.map_or(self.interval, |pause| pause.clamp(SHORTEST_PAUSE, LONGEST_PAUSE));
        Next::PollAgain { after: after.min(left) }
    }
}

#[cfg(test)]
mod tests;
