//! Records that somebody sends into a sandbox from its page. What is wrong with a form is told, and nothing of it is kept;
//! what is wrong with a record is its verdict.

use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::ids::{PlanId, UsageRecordId};
use slipway_domain::moment::Moment;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::sandbox::form::{PatternDraft, RecordDraft, check_batch, check_room};
use slipway_domain::sandbox::{Channel, Entry, Sandbox, Size, pattern};
use slipway_domain::usage::batch::texts;

use super::Tried;
use crate::{Acting, Error, Result};

impl Acting {
    /// One record, which arrives now by the clock of the sandbox.
    pub async fn send_to_sandbox(&self, name: &str, plan: PlanId, record: &RecordDraft) -> Result<()> {
        let (tried, sandbox) = self.in_sandbox(name, plan).await?;
        let sent = record.sent(&tried.plan.draft, &sandbox.setting);
        let sent = sent.ok_or_else(|| invalid(record.check(&tried.plan.draft)))?;
        let records = vec![(sandbox.clock(), sent.to_json())];
        self.feed(tried, &sandbox, (Channel::Form, Field::SandboxQuantity(0)), records).await
    }

    /// Records as the interface takes them, which arrive now.
    pub async fn send_batch_to_sandbox(&self, name: &str, plan: PlanId, batch: &str) -> Result<()> {
        let (tried, sandbox) = self.in_sandbox(name, plan).await?;
        let texts = texts(batch.as_bytes()).map_err(|_| invalid(check_batch(batch)))?;
        let records = texts.into_iter().map(|text| (sandbox.clock(), text.to_owned())).collect();
        self.feed(tried, &sandbox, (Channel::Form, Field::SandboxRecords), records).await
    }

    /// A month of made-up records. Each arrives at its end, whether the clock has passed it or not.
    pub async fn generate_in_sandbox(&self, name: &str, plan: PlanId, draft: &PatternDraft) -> Result<()> {
        let (tried, sandbox) = self.in_sandbox(name, plan).await?;
        let parsed = Some(draft).filter(|draft| draft.check().is_complete()).and_then(PatternDraft::parse);
        let (pattern, quantity) = parsed.ok_or_else(|| invalid(draft.check()))?;
        let sent = pattern::records(pattern, &tried.plan.draft, &sandbox.setting, quantity);
        let records = sent.into_iter().map(|sent| (sent.end, sent.to_json())).collect();
        self.feed(tried, &sandbox, (Channel::Pattern, Field::SandboxAmount), records).await
    }

    /// `field` is where it is told that there is no room.
    async fn feed(
        &self,
        mut tried: Tried,
        sandbox: &Sandbox,
        (channel, field): (Channel, Field),
        records: Vec<(Moment, String)>,
    ) -> Result<()> {
        let more = Size { records: records.len(), bytes: records.iter().map(|(_, json)| json.len()).sum() };
        let found = check_room(field, sandbox, more);
        if !found.is_complete() {
            return Err(invalid(found));
        }
        let now = self.now();
        let entries: Vec<Entry> = records
            .into_iter()
            .map(|(arrived, json)| {
                Entry::read(UsageRecordId::new(self.backend().ids().uuid(now)), arrived, channel, json)
            })
            .collect();
        if entries.is_empty() {
            return Err(Rejection::Refused(Refusal::SandboxEmpty).into());
        }
        tried.tx.add_sandbox_records(tried.offering.scope(), tried.plan.id, &entries, None).await?;
        self.tried(tried, EventKind::SandboxFed).await
    }
}

fn invalid(found: Findings) -> Error {
    Rejection::Invalid(found).into()
}
