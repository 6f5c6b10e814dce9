//! Orphan mitigation (§6.5): what is to be done after an answer, so that nothing is left at a broker that the platform
//! does not know of. The table of the contract as one pure function: version × call × answer → action.

use serde::Serialize;

use crate::call_error::CallError;
use crate::outcome::is_well_formed;
use crate::reply::Reply;
use crate::version::OsbVersion;

/// A call that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mutation {
    Provision,
    Update,
    Deprovision,
    Bind,
    Unbind,
}

/// A row of the table: what came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// 200, or 201 where something is made, well-formed
    Done,
    /// 202, well-formed
    Accepted,
    Malformed200,
    Malformed201,
    Malformed202,
    /// Any other 2xx, also one that the call does not know
    OtherSuccess,
    /// 408
    RequestTimeout,
    /// 410
    Gone,
    /// Any other 4xx
    OtherRefusal,
    /// 5xx
    ServerError,
    /// 3xx, which is not followed
    Redirect,
    /// Sent, but no complete answer arrived in time
    NoAnswer,
    /// The broker was never reached
    NotSent,
    /// `last_operation` said `failed`, or polling was given up
    OperationFailed,
    /// The answer could not be stored here
    NotRecorded,
}

/// What to do next. Removing means E5 or E7, repeated until 200 or 410.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Success: record it.
    Accept,
    /// Failure, and nothing is left at the broker.
    Fail,
    /// Failure, and something may be left: remove it.
    Remove,
    /// Ask for the removal at least once.
    RemoveOnce,
    /// It was not removed: the record stays, a person decides.
    KeepRecord,
    /// It may not have been removed: ask again.
    RetryRemoval,
}

impl Mutation {
    pub const ALL: [Self; 5] = [Self::Provision, Self::Update, Self::Deprovision, Self::Bind, Self::Unbind];

    pub const fn removes(self) -> bool {
        matches!(self, Self::Deprovision | Self::Unbind)
    }

    const fn makes(self) -> bool {
        matches!(self, Self::Provision | Self::Bind)
    }
}

impl Answered {
    pub const ALL: [Self; 15] = [
        Self::Done,
        Self::Accepted,
        Self::Malformed200,
        Self::Malformed201,
        Self::Malformed202,
        Self::OtherSuccess,
        Self::RequestTimeout,
        Self::Gone,
        Self::OtherRefusal,
        Self::ServerError,
        Self::Redirect,
        Self::NoAnswer,
        Self::NotSent,
        Self::OperationFailed,
        Self::NotRecorded,
    ];

    /// Finds the row of an answer.
    pub fn of(version: OsbVersion, call: Mutation, answer: &Result<Reply, CallError>) -> Self {
        let reply = match answer {
            Ok(reply) => reply,
            Err(error) => return Self::of_error(error),
        };
        let is_binding = matches!(call, Mutation::Bind | Mutation::Unbind);
        match (reply.status, is_well_formed(call, reply)) {
            (200, true) => Self::Done,
            (200, false) => Self::Malformed200,
            (201, true) if call.makes() => Self::Done,
            (201, false) if call.makes() => Self::Malformed201,
            // Before 2.14 there is nothing that could be polled.
            (202, _) if is_binding && !version.has_async_bindings() => Self::OtherSuccess,
            (202, true) => Self::Accepted,
            (202, false) => Self::Malformed202,
            (201 | 203..=299, _) => Self::OtherSuccess,
            (300..=399, _) => Self::Redirect,
            (408, _) => Self::RequestTimeout,
            (410, _) => Self::Gone,
            (400..=499, _) => Self::OtherRefusal,
            _ => Self::ServerError,
        }
    }

    /// An answer that broke off or broke a bound is no answer: the broker may have done what was asked.
    fn of_error(error: &CallError) -> Self {
        match error {
            CallError::BadUrl(_)
            | CallError::BadCredentials(_)
            | CallError::BadAuthority
            | CallError::Denied(_)
            | CallError::UnknownHost
            | CallError::Refused
            | CallError::Tls(_) => Self::NotSent,
            CallError::Redirect { .. } => Self::Redirect,
            _ => Self::NoAnswer,
        }
    }
}

/// The table of §6.5, with two decisions. A failed operation is cleaned up after in every version, not from 2.15 on
/// (DEC-19). So is a malformed 202: 2.17 has a row for it, before it counts as another 2xx.
pub const fn action(version: OsbVersion, call: Mutation, answer: Answered) -> Action {
    match call {
        Mutation::Provision | Mutation::Bind => after_making(version, answer),
        Mutation::Deprovision | Mutation::Unbind => after_removing(version, answer),
        Mutation::Update => match answer {
            Answered::Done | Answered::Accepted => Action::Accept,
            _ => Action::Fail,
        },
    }
}

const fn after_making(version: OsbVersion, answer: Answered) -> Action {
    match answer {
        Answered::Done | Answered::Accepted => Action::Accept,
        Answered::RequestTimeout if version.keeps_nothing_after_408() => Action::Fail,
        Answered::Malformed201
        | Answered::Malformed202
        | Answered::OtherSuccess
        | Answered::RequestTimeout
        | Answered::ServerError
        | Answered::NoAnswer
        | Answered::OperationFailed => Action::Remove,
        Answered::NotRecorded => Action::RemoveOnce,
        Answered::Malformed200 | Answered::Gone | Answered::OtherRefusal | Answered::Redirect | Answered::NotSent => {
            Action::Fail
        }
    }
}

const fn after_removing(version: OsbVersion, answer: Answered) -> Action {
    match answer {
        Answered::Done | Answered::Accepted | Answered::Gone => Action::Accept,
        Answered::OtherSuccess | Answered::Malformed201 | Answered::Malformed202
            if version.retries_strange_removals() =>
        {
            Action::RetryRemoval
        }
        Answered::ServerError | Answered::NoAnswer | Answered::NotSent | Answered::OperationFailed => {
            Action::RetryRemoval
        }
        Answered::NotRecorded => Action::RemoveOnce,
        Answered::Malformed200
        | Answered::Malformed201
        | Answered::Malformed202
        | Answered::OtherSuccess
        | Answered::RequestTimeout
        | Answered::OtherRefusal
        | Answered::Redirect => Action::KeepRecord,
    }
}

#[cfg(test)]
mod tests;
