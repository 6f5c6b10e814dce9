//! A failure on purpose (§6.9 MTR-09): the next record that the service sends with its key is answered with 500 and not
//! kept, so that it shows whether the service sends again what was not accepted.

use serde::{Deserialize, Serialize};

use super::{Channel, Entry, Sandbox};
use crate::usage::{Answer, Code, Fault, Sent, batch};

/// How far it has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The next record fails.
    pub is_next: bool,
    /// The record that failed last, as it came.
    pub record: Option<String>,
}

impl Sandbox {
    /// Whether a record that comes with the key fails: it can be read, and its like was not kept before.
    pub fn fails(&self, entry: &Entry) -> bool {
        let mut kept = self.entries.iter().filter_map(|entry| entry.sent.as_ref().ok());
        self.failure.is_next && entry.sent.as_ref().is_ok_and(|sent| !kept.any(|kept| is_same(kept, sent)))
    }

    /// Whether the record that failed came again with the key and was accepted. `answers` are those of what has
    /// arrived. `None`: none failed.
    pub fn is_resent(&self, answers: &[Answer]) -> Option<bool> {
        let failed = batch::record_of(self.failure.record.as_deref()?).ok()?;
        let mut came = self.entries.iter().zip(answers);
        Some(came.any(|(entry, answer)| {
            let is_accepted = entry.channel == Channel::Key && answer.code == Code::Accepted;
            is_accepted && entry.sent.as_ref().is_ok_and(|sent| is_same(sent, &failed))
        }))
    }
}

/// The answer of the record that fails.
pub fn failed() -> Answer {
    Fault::new(Code::Internal, "the sandbox was told to fail once; keep the record, and send it again as it is").into()
}

/// Everything but what was used is the same, as with the signature of a record that is kept.
fn is_same(one: &Sent, other: &Sent) -> bool {
    let signed = |sent: &Sent| {
        (sent.instance.clone(), sent.plan.clone(), sent.start, sent.end, sent.region.clone(), sent.consumer.clone())
    };
    signed(one) == signed(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::sandbox::play;

    #[test]
    fn the_record_that_fails_has_to_come_again_with_the_key_and_be_accepted() {
        let plan = sample::metered();
        let setting = sample::sandbox_of(&plan);
        let end = setting.end_of(1).millis();
        let entry = |start: i64, channel: Channel| {
            let json = format!(
                r#"{{"resource_instance_id":"{}","plan_id":"{}","region":"{}","start":{start},"end":{end},
                    "measured_usage":[{{"measure":"QUERY","quantity":5}}]}}"#,
                setting.instance, setting.plan, setting.location
            );
            Entry::read(sample::RECORD, setting.end_of(1), channel, json)
        };
        let (first, other) = (end - 3_600_000, end - 1_800_000);
        let sandbox =
            |entries: Vec<Entry>, failure: Failure| Sandbox { setting: setting.clone(), day: 1, entries, failure };
        let wanted = || Failure { is_next: true, record: None };
        let sent = entry(first, Channel::Key);
        assert!(sandbox(Vec::new(), wanted()).fails(&sent));
        assert!(!sandbox(Vec::new(), Failure::default()).fails(&sent), "nobody asked for it");
        assert!(!sandbox(vec![sent.clone()], wanted()).fails(&sent), "it was kept before");
        assert!(!sandbox(Vec::new(), wanted()).fails(&Entry { sent: Err(Fault::schema("no record")), ..sent.clone() }));

        let failed = || Failure { is_next: false, record: Some(sent.json.clone()) };
        let resent = |entries: Vec<Entry>, failure: Failure| {
            let sandbox = sandbox(entries, failure);
            let played = play(&plan.draft, &sandbox.setting, &sandbox.entries, sandbox.clock());
            sandbox.is_resent(&played.answers)
        };
        assert_eq!(resent(vec![sent.clone()], Failure::default()), None);
        assert_eq!(resent(vec![entry(other, Channel::Key)], failed()), Some(false));
        assert_eq!(resent(vec![entry(first, Channel::Form)], failed()), Some(false), "somebody wrote it by hand");
        assert_eq!(resent(vec![entry(other, Channel::Key), sent.clone()], failed()), Some(true));
    }
}
