//! How the records of a call are kept: all in one transaction, which reads what is there of them, books one after the
//! other in memory, and writes what they leave, each by one statement for all. If storage faults on one of them, each is
//! kept again in a transaction of its own, so that a bad record hurts no other one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use slipway_domain::ids::{InstanceId, PlanId, UsageRecordId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::plan::PlanDraft;
use slipway_domain::price_book::PriceBook;
use slipway_domain::usage::{Answer, Code, Fault, Left, Level, Signature, UsageRecord, location};
use slipway_store::{Error as StoreError, KeptUsage, Meter, NewUsage, Tx, UsageCall};

use super::Judged;
use super::count::Days;
use crate::Backend;
use crate::issuer::Service;

/// What the records of a call have in common.
pub(super) struct Call<'a> {
    pub(super) service: &'a Service,
    /// As it stands in the address.
    pub(super) resource: &'a str,
    pub(super) request: &'a str,
    pub(super) book: &'a PriceBook,
    pub(super) now: Moment,
}

/// What is there of everything that the records of a call are about, and what those of them leave that were booked.
struct Books<'a> {
    kept: HashMap<&'a Signature, KeptUsage>,
    levels: HashMap<Meter<'a>, Level>,
    days: Days<'a>,
    left: BTreeMap<Meter<'a>, Level>,
    new: Vec<NewUsage<'a>>,
}

impl Backend {
    /// An answer for each record, in their order. Only what hurts everybody is an error: some of them may be committed
    /// then, and are duplicates when the call comes again.
    pub(super) async fn keep_usage(
        &self,
        call: &Call<'_>,
        judged: &[Result<Judged, Fault>],
    ) -> Result<Vec<Answer>, StoreError> {
        match self.keep_together(call, judged).await {
            Err(error) if !error.is_unavailable() => self.keep_apart(call, judged).await,
            kept => kept,
        }
    }

    async fn keep_together(
        &self,
        call: &Call<'_>,
        judged: &[Result<Judged, Fault>],
    ) -> Result<Vec<Answer>, StoreError> {
        let records: Vec<&UsageRecord> = judged.iter().flatten().map(|judged| &judged.record).collect();
        let mut tx = self.store().write().await?;
        let mut books = Books::open(&mut tx, call.service.scope, &records).await?;
        let mut answers = Vec::with_capacity(judged.len());
        for one in judged {
            answers.push(match one {
                Ok(judged) => {
                    let id = UsageRecordId::new(self.ids().uuid(call.now));
                    books.book(call, id, judged).unwrap_or_else(Answer::from)
                }
                Err(fault) => fault.clone().into(),
            });
        }
        books.close(&mut tx, call).await?;
        for (plan, records) in sent_again(judged, &answers) {
            tx.count_duplicates(call.service.scope, plan, call.now, records).await?;
        }
        tx.commit().await?;
        Ok(answers)
    }

    async fn keep_apart(&self, call: &Call<'_>, judged: &[Result<Judged, Fault>]) -> Result<Vec<Answer>, StoreError> {
        let mut answers = Vec::with_capacity(judged.len());
        for one in judged {
            let kept = match one {
                Ok(Judged { record, .. }) => {
                    let kept = self.keep_together(call, core::slice::from_ref(one)).await;
                    kept.or_else(|error| faulted(error, record))?
                }
                Err(fault) => vec![fault.clone().into()],
            };
            answers.extend(kept);
        }
        Ok(answers)
    }
}

impl<'a> Books<'a> {
    async fn open(tx: &mut Tx, scope: Scope, records: &[&'a UsageRecord]) -> Result<Self, StoreError> {
        let signatures: Vec<&'a Signature> = records.iter().map(|record| &record.signature).collect();
        let meters: BTreeSet<Meter<'a>> = records.iter().copied().flat_map(event_meters).collect();
        let meters: Vec<Meter<'a>> = meters.into_iter().collect();
        let levels = if meters.is_empty() { Vec::new() } else { tx.usage_levels(scope, &meters).await? };
        Ok(Self {
            kept: tx.usage_with(scope, &signatures).await?.into_iter().collect(),
            levels: levels.into_iter().collect(),
            days: Days::of(tx, scope, records).await?,
            left: BTreeMap::new(),
            new: Vec::with_capacity(records.len()),
        })
    }

    /// Books a record after those before it. Sent again, it goes before all that came after it: an event names a level
    /// that it has changed itself. The fault: it does not go with what is there, and nothing was booked.
    fn book(&mut self, call: &Call<'_>, id: UsageRecordId, judged: &'a Judged) -> Result<Answer, Fault> {
        let Judged { record, periods } = judged;
        let signature = &record.signature;
        if let Some(before) = self.kept.get(signature) {
            let is_identical = before.measured == record.measured;
            return Ok(Answer::duplicate(location(call.resource, before.id), is_identical));
        }
        let left = record.leaves(|measure| self.level(Meter::of(signature, measure)), periods)?;
        self.days.count(record, &left, call.book)?;
        for Left { measure, level, .. } in left {
            self.left.insert(Meter::of(signature, measure), level);
        }
        let is_overlapping = self.new.iter().any(|before| signature.overlaps(&before.record.signature));
        self.new.push(NewUsage { id, record, is_overlapping });
        self.kept.insert(signature, KeptUsage { id, measured: record.measured.clone() });
        Ok(Answer::accepted(location(call.resource, id), record))
    }

    fn level(&self, of: Meter<'_>) -> Option<Level> {
        self.left.get(&of).or_else(|| self.levels.get(&of)).copied()
    }

    /// Writes what was booked.
    async fn close(self, tx: &mut Tx, call: &Call<'_>) -> Result<(), StoreError> {
        if self.new.is_empty() {
            return Ok(());
        }
        let scope = call.service.scope;
        let shared = UsageCall { scope, key: call.service.key, at: call.now, request: call.request };
        tx.keep_usage(shared, &self.new).await?;
        self.days.keep(tx, scope).await?;
        let records: Vec<&UsageRecord> = self.new.iter().map(|new| new.record).collect();
        tx.keep_reports(scope, &records).await?;
        let instances = call.with_caps(&records);
        if !instances.is_empty() {
            tx.want_cap_looks(scope, &instances, call.now).await?;
        }
        let left: Vec<(Meter<'_>, Level)> = self.left.into_iter().collect();
        if !left.is_empty() {
            tx.set_usage_levels(scope, &left).await?;
        }
        Ok(())
    }
}

impl Call<'_> {
    /// The instances whose plan stops at a cap.
    fn with_caps(&self, records: &[&UsageRecord]) -> BTreeSet<InstanceId> {
        let month = Month::of(self.now);
        let of = |plan: PlanId| self.book.plan(plan, month);
        let with_caps =
            records.iter().filter(|record| of(record.signature.plan).is_some_and(PlanDraft::stops_at_a_cap));
        with_caps.map(|record| record.signature.instance).collect()
    }
}

fn event_meters(record: &UsageRecord) -> impl Iterator<Item = Meter<'_>> {
    let signature = &record.signature;
    record.event_measures().map(move |measure| Meter::of(signature, measure))
}

/// How many records of each plan had been accepted before.
fn sent_again(judged: &[Result<Judged, Fault>], answers: &[Answer]) -> BTreeMap<PlanId, usize> {
    let mut again = BTreeMap::new();
    for (one, answer) in judged.iter().zip(answers) {
        if let Ok(Judged { record, .. }) = one
            && answer.code == Code::Duplicate
        {
            *again.entry(record.signature.plan).or_default() += 1;
        }
    }
    again
}

/// What is told of a record that storage faults on, unless nothing can be kept at all.
fn faulted(error: StoreError, record: &UsageRecord) -> Result<Vec<Answer>, StoreError> {
    if error.is_unavailable() {
        return Err(error);
    }
    tracing::error!(%error, signature = %record.signature, "a usage record could not be kept");
    let message = "the record could not be kept; send it again, then ask the billing desk";
    Ok(vec![Fault::new(Code::Internal, message).into()])
}
