//! What was seen of asynchronous operations, and what that says (BRK-LOP).

use super::super::verdict::Verdict;
use super::Run;
use super::sent::Sent;
use super::subject::Subject;
use crate::orphan::Mutation;
use crate::polling::OperationState;

/// Gathered while the run polls.
#[derive(Debug, Default)]
pub(super) struct Operations {
    any: bool,
    named: bool,
    pub(super) endless: bool,
    /// Polls that were answered with none of the three states, with what they said.
    odd: Vec<(usize, String)>,
    /// Polls whose echoed operation was turned down.
    turned_down: Vec<(usize, String)>,
    polls: Vec<usize>,
}

impl Operations {
    pub(super) fn begun(&mut self, named: bool) {
        self.any = true;
        self.named |= named;
    }

    pub(super) fn polled(&mut self, sent: &Sent, call: Mutation, named: bool) {
        self.any = true;
        self.named |= named;
        self.polls.push(sent.number);
        let is_gone = call.removes() && sent.is(&[404, 410]);
        let state = sent.reply().and_then(OperationState::of);
        if state.is_none() && !is_gone {
            let state = sent.reply().and_then(|reply| reply.member("state"));
            let said =
                state.map_or_else(String::new, |state| format!(" with the state {}", crate::violation::preview(state)));
            self.odd.push((sent.number, format!("a poll {}{said}", sent.shown())));
            if named && sent.is_refusal() {
                self.turned_down.push((sent.number, format!("a poll with the returned operation {}", sent.shown())));
            }
        }
    }
}

impl Run<'_> {
    /// BRK-LOP-03 and -04: after the end of the first operation.
    pub(super) async fn after_the_end(&mut self, subject: &Subject) {
        let broker = &self.settings.broker;
        let instance = &subject.wanted.instance;
        let mark = self.begin("BRK-LOP-04");
        if subject.is_async && self.makes("BRK-LOP-04") {
            let sent = self.send(&broker.last_operation(instance, subject.operation.as_deref())).await;
            let state = sent.reply().and_then(OperationState::of);
            let verdict = match state {
                Some(OperationState::Succeeded | OperationState::Failed) => Verdict::pass(),
                Some(OperationState::InProgress) => Verdict::broken("the operation ended and is in progress again"),
                None => Verdict::broken(format!("a poll after the end {}", sent.shown())),
            };
            self.conclude(mark, verdict);
        }
        let mark = self.begin("BRK-LOP-03");
        if subject.operation.is_some() && self.makes("BRK-LOP-03") {
            let sent = self.send(&broker.last_operation(instance, Some("slipway-no-such-operation"))).await;
            let crash = sent.is_crash().then(|| format!("a poll with a wrong operation {}", sent.shown()));
            let turned_down = std::mem::take(&mut self.operations.turned_down);
            let cites: Vec<usize> = turned_down.iter().map(|(number, _)| *number).collect();
            let problems = turned_down.into_iter().map(|(_, problem)| problem).chain(crash);
            let verdict = Verdict::of(problems.take(3)).cites(cites);
            self.conclude(mark, verdict);
        }
    }

    pub(super) fn operations_seen(&mut self) {
        let seen = std::mem::take(&mut self.operations);
        if !seen.any {
            let reason = "no call was answered 202";
            self.skip(&["BRK-LOP-01", "BRK-LOP-02", "BRK-LOP-03", "BRK-LOP-04"], reason);
            return;
        }
        let problems = seen.odd.iter().map(|(_, problem)| problem.clone()).take(3);
        self.note("BRK-LOP-01", Verdict::of(problems).cites(seen.polls.iter().copied()));
        let endless = seen.endless.then(|| "an operation did not end before the polling limit".to_owned());
        self.note("BRK-LOP-02", Verdict::of(endless).cites(seen.polls.iter().copied()));
        for id in ["BRK-LOP-03", "BRK-LOP-04"] {
            if !self.results.contains_key(id) {
                let reason = if seen.named { "no provision was answered 202" } else { "no 202 named an operation" };
                self.skip(&[id], reason);
            }
        }
    }
}
