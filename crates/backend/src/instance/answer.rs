//! What the record of an operation keeps of an answer.

use slipway_domain::instance::{InstanceOperation, is_dashboard_url};
use slipway_osb::orphan::Mutation;
use slipway_osb::{CallError, Outcome, Reply, Secrets};

use super::step::{Call, Effect};
use crate::broker::shortened_to;

/// What is kept of an answer.
const LONGEST_ANSWER: usize = 16 * 1024;
const DASHBOARD_LEFT_OUT: &str = "\n(dashboard_url was left out: it is no https URL of at most 2 KiB)";
pub(super) const LONGEST_DESCRIPTION: usize = 2_000;

/// The outcome of a call that may have happened or not.
pub(super) const UNKNOWN: &str = "unknown";

/// The broker may be unable to take the form of the id.
const ID_NOT_ROUTED: &str = "id_not_routed";

pub(super) type Answer = Result<Reply, CallError>;

pub(super) fn is_busy(answer: &Answer) -> bool {
    answer.as_ref().is_ok_and(|reply| reply.status == 422 && reply.error_code() == Some("ConcurrencyError"))
}

/// A 422 that says in words alone why not. Before 2.14 a busy broker has no other way to say so (§6.4 rule 7).
pub(super) fn is_refused_in_words(answer: &Answer) -> bool {
    let in_words = |reply: &Reply| reply.error_code().is_none() && reply.said.description.is_some();
    answer.as_ref().is_ok_and(|reply| reply.status == 422 && in_words(reply))
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

/// A router that decodes `%2F` before it matches finds no path to a CRN. Said when the making is what was not found.
pub(super) fn suspect_id(of: &mut InstanceOperation, call: Call, answer: &Answer, instance: &str) {
    let makes = matches!(call, Call::Mutate(Mutation::Provision | Mutation::Bind));
    let is_not_found = answer.as_ref().is_ok_and(|reply| reply.status == 404);
    if makes && is_not_found && instance.starts_with("crn:") {
        ID_NOT_ROUTED.clone_into(&mut of.description);
    }
}

/// Also a poll, although the contract does not provide for it there.
const fn may_hold_credentials(call: Call) -> bool {
    matches!(call, Call::Fetch | Call::Mutate(Mutation::Bind) | Call::Poll(Mutation::Bind))
}

/// Writes down what was answered, without what nobody may read: a broker repeats in its answers what it was sent.
pub(super) fn keep(of: &mut InstanceOperation, call: Call, answer: &Answer, secrets: &mut Secrets) {
    of.answer = kept(call, answer, secrets);
    of.description = secrets.text(&of.description);
}

/// Answers that can hold credentials are not kept.
fn kept(call: Call, answer: &Answer, secrets: &mut Secrets) -> String {
    let reply = match answer {
        Ok(reply) => reply,
        Err(error) => return error.code().to_owned(),
    };
    if reply.status < 400 && may_hold_credentials(call) {
        return reply.status.to_string();
    }
    let body = match &reply.json {
        Some(json) => secrets.json(json),
        None => secrets.text(&reply.said.raw),
    };
    shortened_to(format!("{} {body}", reply.status), LONGEST_ANSWER)
}

impl Effect {
    /// Without a dashboard that is no place for a browser; the record says so.
    pub(super) fn with_fit_dashboard(mut self, of: &mut InstanceOperation, is_lab: bool) -> Self {
        if self.dashboard_url.take_if(|url| !is_dashboard_url(url, is_lab)).is_some() {
            of.answer.push_str(DASHBOARD_LEFT_OUT);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use slipway_osb::replay::Recorded;
    use slipway_osb::{Authentication, Outbound, OutboundConfig};

    use super::*;

    #[test]
    fn what_may_hold_credentials_is_not_kept_and_everything_else_is() {
        let body = br#"{"state":"succeeded","credentials":{"password":"made-up"}}"#.to_vec();
        let recorded = Recorded { body, ..Recorded::default() };
        let answer = Ok(Outbound::new(OutboundConfig::default()).replay(recorded));
        let mut secrets = Secrets::of(&Authentication::None);
        for call in [Call::Fetch, Call::Mutate(Mutation::Bind), Call::Poll(Mutation::Bind)] {
            assert_eq!(kept(call, &answer, &mut secrets), "200", "{call:?}");
        }
        let poll = kept(Call::Poll(Mutation::Provision), &answer, &mut secrets);
        assert!(poll.contains("succeeded") && !poll.contains("made-up"), "{poll}");
    }
}
