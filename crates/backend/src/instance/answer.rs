//! What the record of an operation keeps of an answer.

use slipway_domain::instance::InstanceOperation;
use slipway_osb::orphan::Mutation;
use slipway_osb::{CallError, Outcome, Reply};

use super::step::Call;
use crate::broker::shortened_to;

/// What is kept of an answer.
const LONGEST_ANSWER: usize = 16 * 1024;
pub(super) const LONGEST_DESCRIPTION: usize = 2_000;

/// The outcome of a call that may have happened or not.
pub(super) const UNKNOWN: &str = "unknown";

pub(super) type Answer = Result<Reply, CallError>;

pub(super) fn is_busy(answer: &Answer) -> bool {
    answer.as_ref().is_ok_and(|reply| reply.status == 422 && reply.error_code() == Some("ConcurrencyError"))
}

pub(super) fn tell(of: &mut InstanceOperation, outcome: &Outcome, answer: &Answer) {
    let (code, description) = match outcome {
        Outcome::Success { .. } => ("success", String::new()),
        Outcome::Async { .. } => ("accepted", String::new()),
        Outcome::Failed { description, .. } => ("failed", description.clone()),
        Outcome::Unknown => (
            UNKNOWN,
            match answer {
                Ok(reply) => reply.said.description.clone().unwrap_or_else(|| format!("status {}", reply.status)),
                Err(error) => error.code().to_owned(),
            },
        ),
    };
    code.clone_into(&mut of.outcome);
    of.description = shortened_to(description, LONGEST_DESCRIPTION);
}

/// Also a poll, although the contract does not provide for it there.
const fn may_hold_credentials(call: Call) -> bool {
    matches!(call, Call::Fetch | Call::Mutate(Mutation::Bind) | Call::Poll(Mutation::Bind))
}

/// Answers that can hold credentials are not kept.
pub(super) fn kept(call: Call, answer: &Answer) -> String {
    match answer {
        Ok(reply) if reply.status < 400 && may_hold_credentials(call) => reply.status.to_string(),
        Ok(reply) => shortened_to(format!("{} {}", reply.status, reply.said.raw), LONGEST_ANSWER),
        Err(error) => error.code().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use slipway_osb::replay::Recorded;
    use slipway_osb::{Outbound, OutboundConfig};

    use super::*;

    #[test]
    fn what_may_hold_credentials_is_not_kept_and_everything_else_is() {
        let body = br#"{"state":"succeeded","credentials":{"password":"made-up"}}"#.to_vec();
        let recorded = Recorded { body, ..Recorded::default() };
        let answer = Ok(Outbound::new(OutboundConfig::default()).replay(recorded));
        for call in [Call::Fetch, Call::Mutate(Mutation::Bind), Call::Poll(Mutation::Bind)] {
            assert_eq!(kept(call, &answer), "200", "{call:?}");
        }
        assert!(kept(Call::Poll(Mutation::Provision), &answer).contains("succeeded"));
    }
}
