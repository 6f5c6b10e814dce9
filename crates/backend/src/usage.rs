//! Usage (§8.5): what services tell about their instances is judged, kept, and read again. A record that is kept is its own
//! line of history: nobody alters it, and it names the key that it came with.

use std::collections::HashMap;

use slipway_domain::ids::{InstanceId, OfferingId, UsageRecordId};
use slipway_domain::instance::{Instance, InstanceOperation};
use slipway_domain::metering::Periods;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::price_book::PriceBook;
use slipway_domain::usage::batch::{self, BatchFault, MOST_RECORDS};
use slipway_domain::usage::{Answer, Fault, Lifetime, RecordJson, Sent, Subject, UsageRecord};
use slipway_store::{Error as StoreError, StoredUsage};

use self::keep::Call;
use crate::issuer::Service;
use crate::{Backend, Refused};

mod count;
mod keep;

/// Why nothing of a call was looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsageRefusal {
    #[error("the platform knows no service of that name or id")]
    UnknownResource,
    #[error("the token is of another service")]
    OtherService,
    #[error("the policy of the service id does not let it submit usage")]
    NotAllowed,
    #[error(transparent)]
    Batch(#[from] BatchFault),
    #[error("there is no such record")]
    UnknownRecord,
    #[error("cursor is none that this interface gave")]
    UnknownCursor,
    #[error("the sandbox of the plan has no room for these records; empty it on its page")]
    SandboxFull,
}

/// Some of the records of a service, in the order in which they were kept.
#[derive(Debug)]
pub struct UsagePage {
    pub records: Vec<RecordJson>,
    /// Where the next page begins; `None`: there is no more.
    pub next: Option<UsageRecordId>,
}

/// An instance that records name, and its time.
struct Known {
    instance: Instance,
    lifetime: Option<Lifetime>,
}

/// A record that may be kept, and when its instance had the plan.
struct Judged {
    record: UsageRecord,
    periods: Periods,
}

impl Backend {
    /// Judges and keeps the records of a body: an answer for each of them, in their order. Those that are answered as
    /// accepted are committed.
    pub async fn submit_usage(
        &self,
        service: &Service,
        resource: &str,
        body: &[u8],
        request: &str,
    ) -> Result<Vec<Answer>, Refused<UsageRefusal>> {
        self.check_resource(service, resource).await?;
        let sent = batch::read(body).map_err(|fault| Refused::Client(fault.into()))?;
        let now = self.clock().now();
        let book = self.store().price_book(service.scope).await?;
        let judged = self.judged(service.scope, &sent, &book, now).await?;
        if judged.iter().all(Result::is_err) {
            return Ok(judged.into_iter().filter_map(Result::err).map(Answer::from).collect());
        }
        let call = Call { service, resource, request, book: &book, now };
        Ok(self.keep_usage(&call, &judged).await?)
    }

    /// The service's own records, after the one that `cursor` names, at most [`MOST_RECORDS`].
    pub async fn usage(
        &self,
        service: &Service,
        resource: &str,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<UsagePage, Refused<UsageRefusal>> {
        self.check_resource(service, resource).await?;
        let unknown = Refused::Client(UsageRefusal::UnknownCursor);
        let after = match cursor.map(str::parse::<UsageRecordId>) {
            None => None,
            Some(Ok(id)) if self.store().usage_record(service.scope, id).await?.is_some() => Some(id),
            Some(_) => return Err(unknown),
        };
        let limit = limit.clamp(1, MOST_RECORDS);
        // One more tells whether there is a next page.
        let most = u32::try_from(limit + 1).unwrap_or(u32::MAX);
        let mut found = self.store().usage(service.scope, after, most).await?;
        let has_more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| has_more).map(|record| record.id);
        Ok(UsagePage { records: found.into_iter().map(|record| told(resource, record)).collect(), next })
    }

    pub async fn usage_record(
        &self,
        service: &Service,
        resource: &str,
        record: &str,
    ) -> Result<RecordJson, Refused<UsageRefusal>> {
        self.check_resource(service, resource).await?;
        let unknown = Refused::Client(UsageRefusal::UnknownRecord);
        let Ok(id) = record.parse::<UsageRecordId>() else { return Err(unknown) };
        let found = self.store().usage_record(service.scope, id).await?;
        found.map(|record| told(resource, record)).ok_or(unknown)
    }

    /// `resource` is the name of the service or its GUID. Names are everybody's to know; GUIDs are not.
    pub(crate) async fn check_resource(&self, service: &Service, resource: &str) -> Result<(), Refused<UsageRefusal>> {
        let is_own_id = || resource.parse::<OfferingId>().is_ok_and(|id| id == service.scope.offering);
        if resource == service.name || is_own_id() {
            let refused = Err(Refused::Client(UsageRefusal::NotAllowed));
            return if service.may_submit_usage() { Ok(()) } else { refused };
        }
        let is_known = self.store().offering_named(resource).await?.is_some();
        let refusal = if is_known { UsageRefusal::OtherService } else { UsageRefusal::UnknownResource };
        Err(Refused::Client(refusal))
    }

    async fn judged(
        &self,
        scope: Scope,
        sent: &[Result<Sent, Fault>],
        book: &PriceBook,
        now: Moment,
    ) -> Result<Vec<Result<Judged, Fault>>, StoreError> {
        let mut called: Vec<&str> = sent.iter().flatten().map(|one| one.instance.as_str()).collect();
        called.sort_unstable();
        called.dedup();
        let known = self.known_instances(scope, &called).await?;
        let judge = |one: &Sent| {
            let found = known.get(one.instance.as_str());
            let subject =
                found.map(|found| Subject { instance: &found.instance, lifetime: found.lifetime.as_ref(), book });
            let record = one.judge(subject, now)?;
            let lifetime = found.and_then(|found| found.lifetime.as_ref());
            let periods = lifetime.map_or_else(Periods::always, |lifetime| lifetime.periods_of(record.signature.plan));
            Ok(Judged { record, periods })
        };
        Ok(sent.iter().map(|one| one.as_ref().map_err(Clone::clone).and_then(judge)).collect())
    }

    /// What is known of the instances that are called like this, each by its name; nobody else's are among them.
    async fn known_instances<'a>(
        &self,
        scope: Scope,
        called: &[&'a str],
    ) -> Result<HashMap<&'a str, Known>, StoreError> {
        let found = self.store().instances_called(scope, called).await?;
        let ids: Vec<InstanceId> = found.iter().map(|(_, instance)| instance.id).collect();
        let mut operations: HashMap<InstanceId, Vec<InstanceOperation>> = HashMap::new();
        for operation in self.store().lifetimes_of(scope, &ids).await? {
            operations.entry(operation.instance).or_default().push(operation);
        }
        let known = |(called, instance): (&'a str, Instance)| {
            let done = operations.get(&instance.id).map(Vec::as_slice).unwrap_or_default();
            (called, Known { lifetime: Lifetime::of(&instance, done), instance })
        };
        Ok(found.into_iter().map(known).collect())
    }
}

fn told(resource: &str, stored: StoredUsage) -> RecordJson {
    RecordJson::new(resource, stored.id, stored.resource, &stored.record, stored.is_overlapping, stored.accepted_at)
}
