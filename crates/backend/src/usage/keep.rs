//! How the records of a call are kept: all in one transaction. If storage faults on one of them, each is kept again in
//! a transaction of its own, so that a bad record hurts no other one.

use std::collections::BTreeMap;

use slipway_domain::ids::{PlanId, UsageRecordId};
use slipway_domain::metering::Periods;
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::plan::PlanDraft;
use slipway_domain::price_book::PriceBook;
use slipway_domain::usage::{Answer, BookedDay, Code, Fault, Left, Level, Signature, UsageRecord, location};
use slipway_store::{Error as StoreError, Kept, NewUsage, Tx};

use super::{Judged, count};
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

/// What is written beside a record.
struct Booking<'a> {
    left: Vec<Left<'a>>,
    days: Vec<BookedDay<'a>>,
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
        let mut tx = self.store().write().await?;
        let mut answers = Vec::with_capacity(judged.len());
        for one in judged {
            answers.push(match one {
                Ok(judged) => {
                    let id = UsageRecordId::new(self.ids().uuid(call.now));
                    call.keep(&mut tx, id, judged).await?
                }
                Err(fault) => fault.clone().into(),
            });
        }
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

impl Call<'_> {
    async fn keep(&self, tx: &mut Tx, id: UsageRecordId, judged: &Judged) -> Result<Answer, StoreError> {
        let Judged { record, periods } = judged;
        let scope = self.service.scope;
        // Sent again, an event names a level that it has changed itself.
        let has_events = record.event_measures().next().is_some();
        if has_events && let Some(before) = self.before(tx, record).await? {
            return Ok(before);
        }
        let Booking { left, days } = match booking(tx, scope, record, periods).await? {
            Ok(booking) => booking,
            Err(fault) => {
                // What was kept before can be counted, whatever came after it.
                let before = self.before(tx, record).await?;
                return Ok(before.unwrap_or_else(|| fault.into()));
            }
        };
        let new = NewUsage { scope, id, record, key: self.service.key, at: self.now, request: self.request };
        match tx.keep_usage(&new).await? {
            Kept::Now => {
                count::keep(tx, scope, record, self.book, &days).await?;
                tx.keep_report(scope, record).await?;
                let Signature { plan, instance, .. } = &record.signature;
                if self.book.plan(*plan, Month::of(self.now)).is_some_and(PlanDraft::stops_at_a_cap) {
                    tx.want_cap_look(scope, *instance, self.now).await?;
                }
                for Left { measure, level, .. } in left {
                    tx.set_usage_level(scope, &record.signature, measure, level).await?;
                }
                Ok(Answer::accepted(location(self.resource, id), record))
            }
            Kept::Before { id, measured } => {
                Ok(Answer::duplicate(location(self.resource, id), measured == record.measured))
            }
        }
    }

    /// The answer of a record whose signature was kept before.
    async fn before(&self, tx: &mut Tx, record: &UsageRecord) -> Result<Option<Answer>, StoreError> {
        let before = tx.usage_with(self.service.scope, &record.signature).await?;
        Ok(before.map(|(id, measured)| Answer::duplicate(location(self.resource, id), measured == record.measured)))
    }
}

/// Reads what was there before, and books the record on it. The inner error: it does not go with that.
async fn booking<'a>(
    tx: &mut Tx,
    scope: Scope,
    record: &'a UsageRecord,
    periods: &Periods,
) -> Result<Result<Booking<'a>, Fault>, StoreError> {
    let mut held: BTreeMap<&str, Level> = BTreeMap::new();
    for measure in record.event_measures() {
        let level = tx.usage_level(scope, &record.signature, measure).await?;
        held.extend(level.map(|level| (measure, level)));
    }
    let left = match record.leaves(|measure| held.get(measure).copied(), periods) {
        Ok(left) => left,
        Err(fault) => return Ok(Err(fault)),
    };
    let counted = count::counted(tx, scope, record).await?;
    let days = record.counts(|measure, month, day| counted.of(measure, month, day), &left);
    Ok(days.map(|days| Booking { left, days }))
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
