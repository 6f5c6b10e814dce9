//! Records that a service sends into the sandboxes of its plans: with the token and the body, and for the answers, of
//! the interface for usage. Like usage, a record is its own line of history, and names the key that it came with. The
//! only writer waits for nothing but the writing: what was there is read before, and replayed afterwards.

use std::collections::BTreeMap;

use slipway_domain::ids::{PlanId, UsageRecordId};
use slipway_domain::offering::Scope;
use slipway_domain::plan::PlanDraft;
use slipway_domain::sandbox::{Channel, Entry, Replay, Sandbox, Size, failure};
use slipway_domain::usage::batch::texts;
use slipway_domain::usage::{Answer, Code, Fault};
use slipway_store::{EarlierSandbox, Error as StoreError};

use crate::issuer::Service;
use crate::{Backend, Refused, Report, UsageRefusal};

/// What goes to the open sandbox of a plan: how much it holds, and the records of a call with their places in the call.
struct Addressed {
    size: Size,
    new: Vec<(usize, Entry)>,
}

/// The same, with what was there before.
struct Fed {
    plan: PlanId,
    draft: PlanDraft,
    before: EarlierSandbox,
    new: Vec<(usize, Entry)>,
}

/// The same once it is kept: the sandbox without the new records, which have arrived by its clock.
struct Kept {
    draft: PlanDraft,
    sandbox: Sandbox,
    new: Vec<(usize, Entry)>,
    /// The place of the record that failed, as somebody asked for, and was not kept.
    failed: Option<usize>,
}

impl Backend {
    /// Judges records and keeps them in the open sandbox of their plan: an answer for each of them, in their order.
    /// What names no plan with a sandbox goes to that of the first record which does.
    pub async fn submit_to_sandbox(
        &self,
        service: &Service,
        resource: &str,
        body: &[u8],
    ) -> Result<Vec<Answer>, Refused<UsageRefusal>> {
        self.check_resource(service, resource).await?;
        let texts = texts(body).map_err(|fault| Refused::Client(fault.into()))?;
        let now = self.clock().now();
        let entry = |json: &str| {
            let id = UsageRecordId::new(self.ids().uuid(now));
            Entry::read(id, now, Channel::Key, json.to_owned())
        };
        let entries: Vec<Entry> = texts.into_iter().map(entry).collect();
        let mut open = self.open_of(service.scope, &entries).await?;
        let first = entries.iter().find_map(|entry| plan_of(entry).filter(|plan| open.contains_key(plan)));
        let mut answers: Vec<Option<Answer>> = Vec::with_capacity(entries.len());
        for (at, entry) in entries.into_iter().enumerate() {
            let plan = plan_of(&entry).filter(|plan| open.contains_key(plan)).or(first);
            answers.push(match plan.and_then(|plan| open.get_mut(&plan)) {
                Some(addressed) => {
                    addressed.new.push((at, entry));
                    None
                }
                None => Some(entry.sent.map_or_else(Answer::from, |_| nowhere())),
            });
        }
        for (at, answer) in self.feed_sandboxes(service, open).await? {
            answers[at] = Some(answer);
        }
        answers.into_iter().collect::<Option<_>>().ok_or_else(unanswered)
    }

    /// The open sandboxes of the plans that records name.
    async fn open_of(&self, scope: Scope, entries: &[Entry]) -> Result<BTreeMap<PlanId, Addressed>, StoreError> {
        let mut open = BTreeMap::new();
        for plan in entries.iter().filter_map(plan_of) {
            if open.contains_key(&plan) {
                continue;
            }
            if let Some(size) = self.store().sandbox_size(scope, plan).await? {
                open.insert(plan, Addressed { size, new: Vec::new() });
            }
        }
        Ok(open)
    }

    /// Keeps records in their sandboxes, all of them or none: their answers, with their places in the call.
    async fn feed_sandboxes(
        &self,
        service: &Service,
        open: BTreeMap<PlanId, Addressed>,
    ) -> Result<Vec<(usize, Answer)>, Refused<UsageRefusal>> {
        if open.values().any(|addressed| !addressed.size.takes(size_of(&addressed.new))) {
            return Err(Refused::Client(UsageRefusal::SandboxFull));
        }
        let fed = self.read_sandboxes(service.scope, open).await?;
        if fed.is_empty() {
            return Ok(Vec::new());
        }
        let kept = self.keep_in_sandboxes(service, fed).await?;
        let replay = move || kept.into_iter().flat_map(answers).collect::<Vec<_>>();
        let replayed = tokio::task::spawn_blocking(replay).await;
        Ok(replayed.map_err(|error| Report::new("a sandbox could not be played", error))?)
    }

    async fn read_sandboxes(
        &self,
        scope: Scope,
        open: BTreeMap<PlanId, Addressed>,
    ) -> Result<Vec<Fed>, Refused<UsageRefusal>> {
        let mut fed = Vec::with_capacity(open.len());
        if open.is_empty() {
            return Ok(fed);
        }
        let offering = self.store().offering(scope).await?;
        let offering = offering.ok_or(Refused::Client(UsageRefusal::UnknownResource))?;
        for (plan, Addressed { new, .. }) in open {
            let record = offering.plans.iter().find(|record| record.id == plan).ok_or_else(gone)?;
            let before = self.store().earlier_sandbox(scope, &offering.name, plan).await?.ok_or_else(gone)?;
            fed.push(Fed { plan, draft: record.draft.clone(), before, new });
        }
        Ok(fed)
    }

    async fn keep_in_sandboxes(&self, service: &Service, fed: Vec<Fed>) -> Result<Vec<Kept>, Refused<UsageRefusal>> {
        let mut tx = self.store().write().await?;
        let mut kept = Vec::with_capacity(fed.len());
        for Fed { plan, draft, before, mut new } in fed {
            let sandbox = tx.sandbox_since(service.scope, before).await?.ok_or_else(gone)?;
            if !sandbox.holds(size_of(&new)) {
                return Err(Refused::Client(UsageRefusal::SandboxFull));
            }
            let mut failed = None;
            if let Some(at) = new.iter().position(|(_, entry)| sandbox.fails(entry)) {
                let (place, entry) = new.remove(at);
                tx.sandbox_failed(service.scope, plan, Some(&entry.json)).await?;
                failed = Some(place);
            }
            let arrived = sandbox.clock();
            let (places, new): (Vec<usize>, Vec<Entry>) =
                new.into_iter().map(|(at, entry)| (at, Entry { arrived, ..entry })).unzip();
            tx.add_sandbox_records(service.scope, plan, &new, Some(service.key)).await?;
            kept.push(Kept { draft, sandbox, new: places.into_iter().zip(new).collect(), failed });
        }
        tx.commit().await?;
        Ok(kept)
    }
}

/// The answers of the new records, which arrive after everything that has arrived by the clock. Nobody asks what the
/// month comes to.
fn answers(kept: Kept) -> Vec<(usize, Answer)> {
    let Kept { draft, sandbox, new, failed } = kept;
    let clock = sandbox.clock();
    let mut replay = Replay::new(&draft, &sandbox.setting);
    for entry in sandbox.entries.iter().filter(|entry| entry.arrived <= clock) {
        replay.take(entry);
    }
    let kept = new.iter().map(|(at, entry)| (*at, replay.take(entry)));
    kept.chain(failed.map(|at| (at, failure::failed()))).collect()
}

fn size_of(new: &[(usize, Entry)]) -> Size {
    Size::of(new.iter().map(|(_, entry)| entry))
}

/// The plan that a record names, if it can be read.
fn plan_of(entry: &Entry) -> Option<PlanId> {
    PlanId::parse(&entry.sent.as_ref().ok()?.plan).ok()
}

fn nowhere() -> Answer {
    let message = "no sandbox is open for plan_id; open one on the page of the plan, and name its instance";
    Fault::new(Code::InstanceMetadata, message).into()
}

fn unanswered() -> Refused<UsageRefusal> {
    Refused::Internal(Report::new("answering records of a sandbox", "a record has no answer"))
}

/// A sandbox is opened anew and emptied, and nobody closes one.
fn gone() -> Refused<UsageRefusal> {
    Refused::Internal(Report::new("answering records of a sandbox", "the sandbox is gone"))
}
