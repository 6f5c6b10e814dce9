//! Replays the records of a sandbox in the order in which they arrive: each is judged and booked like one of the ledger,
//! and what the days come to is rated like a month of a statement.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{DayMeasure, Entry, Played, PlayedDay, PlayedMeasure, PlayedMonth, Setting, location};
use crate::ids::{BrokerId, InstanceId, OfferingId};
use crate::instance::{Instance, InstanceState};
use crate::metering::{DayCount, Metered, MeteringError, Periods};
use crate::metric::{Metric, MetricDraft};
use crate::moment::Moment;
use crate::month::Month;
use crate::offering::Scope;
use crate::plan::PlanDraft;
use crate::price_book::{PriceBook, PublishedPlan};
use crate::statement::{ConsumerCount, Counting, LinePlace, Used, metric_lines, uncounted_line};
use crate::usage::{Answer, Fault, Left, Level, Lifetime, Measured, Sent, Signature, Subject, UsageRecord};

/// What the instance is called where nobody gave it a name.
const NAME: &str = "sandbox";

/// The days of a measure, under consumer and day.
type Days = BTreeMap<String, BTreeMap<u8, DayCount>>;

/// A month that is under way.
#[derive(Debug)]
pub struct Replay<'a> {
    draft: &'a PlanDraft,
    setting: &'a Setting,
    book: PriceBook,
    instance: Instance,
    lifetime: Lifetime,
    /// Where each record is, and what it said.
    kept: BTreeMap<Signature, (String, Vec<Measured>)>,
    /// Under consumer and measure.
    levels: BTreeMap<(String, String), Level>,
    days: BTreeMap<String, Days>,
    accepted: BTreeMap<String, usize>,
}

/// Only what arrived by `as_of` counts. `draft` is the plan as it is now, published or not; `entries` come in the order
/// in which they arrive.
pub fn play(draft: &PlanDraft, setting: &Setting, entries: &[Entry], as_of: Moment) -> Played {
    let mut replay = Replay::new(draft, setting);
    let arrived = entries.partition_point(|entry| entry.arrived <= as_of);
    let answers = entries[..arrived].iter().map(|entry| replay.take(entry)).collect();
    Played { answers, measures: replay.measures(as_of) }
}

/// The days of the month up to `last`, from 1, each as of its end, and what `shown` came to with its explanations:
/// those of every day would be most of a page that shows one.
pub fn days(draft: &PlanDraft, setting: &Setting, entries: &[Entry], (shown, last): (u8, u8)) -> PlayedMonth {
    let mut replay = Replay::new(draft, setting);
    let mut rest = entries;
    let mut month = PlayedMonth { days: Vec::new(), measures: Vec::new() };
    for day in 1..=last.min(setting.month.days()) {
        let end = setting.end_of(day);
        let (arrived, later) = rest.split_at(rest.partition_point(|entry| entry.arrived <= end));
        rest = later;
        let answers = arrived.iter().map(|entry| replay.take(entry)).collect();
        let measures = replay.measures(end);
        month.days.push(PlayedDay { day, answers, measures: measures.iter().map(DayMeasure::from).collect() });
        if day == shown {
            month.measures = measures;
        }
    }
    month
}

impl<'a> Replay<'a> {
    pub fn new(draft: &'a PlanDraft, setting: &'a Setting) -> Self {
        let published =
            PublishedPlan { plan: setting.plan, since: setting.month.start(), draft: draft.clone(), approved: true };
        Self {
            draft,
            setting,
            book: PriceBook::new([published]),
            instance: instance(setting),
            lifetime: Lifetime::with_plan(setting.plan, setting.provisioned),
            kept: BTreeMap::new(),
            levels: BTreeMap::new(),
            days: BTreeMap::new(),
            accepted: BTreeMap::new(),
        }
    }

    /// Judges a record, and keeps it if it may be kept. Records are taken in the order in which they arrive.
    pub fn take(&mut self, entry: &Entry) -> Answer {
        let judged = entry.sent.as_ref().map_err(Clone::clone);
        let record = match judged.and_then(|sent| sent.judge(self.subject(sent), entry.arrived)) {
            Ok(record) => record,
            Err(fault) => return fault.into(),
        };
        if let Some((location, measured)) = self.kept.get(&record.signature) {
            return Answer::duplicate(location.clone(), *measured == record.measured);
        }
        match self.book(&record) {
            Ok(()) => self.keep(entry, &record),
            Err(fault) => fault.into(),
        }
    }

    /// The measures of the plan as of a moment, in their order. A day that ends then is over, and the next one has not
    /// begun.
    pub fn measures(&self, as_of: Moment) -> Vec<PlayedMeasure> {
        let month = self.setting.month;
        let as_of = if as_of < month.end() { Moment::from_millis(as_of.millis() - 1) } else { month.end() };
        let charged = self.draft.charged_metrics();
        charged.filter_map(|(at, metric)| Some(self.measure(self.draft.metrics.get(at)?, metric, as_of))).collect()
    }

    /// The instance, if the record means it.
    fn subject(&self, sent: &Sent) -> Option<Subject<'_>> {
        let is_meant = InstanceId::parse(&sent.instance).is_ok_and(|id| id == self.setting.instance);
        is_meant.then_some(Subject { instance: &self.instance, lifetime: Some(&self.lifetime), book: &self.book })
    }

    /// Days of the month of the sandbox. An event in the moment in which it ends belongs to the next one, which nobody
    /// looks at.
    fn count(&self, measure: &str, consumer: &str, (month, day): (Month, u8)) -> DayCount {
        let days = self.days.get(measure).filter(|_| month == self.setting.month).and_then(|days| days.get(consumer));
        days.and_then(|days| days.get(&day)).copied().unwrap_or_default()
    }

    /// As the ledger books a record. The instance has had its plan ever since it was made.
    fn book(&mut self, record: &UsageRecord) -> Result<(), Fault> {
        let consumer = &record.signature.consumer;
        let held = |measure: &str| self.levels.get(&(consumer.clone(), measure.to_owned())).copied();
        let left = record.leaves(held, &Periods::always())?;
        let counted = |measure: &str, month, day| self.count(measure, consumer, (month, day));
        let booked = record.counts(counted, &left)?;
        for Left { measure, level, .. } in left {
            self.levels.insert((consumer.clone(), measure.to_owned()), level);
        }
        for booked in booked.into_iter().filter(|booked| booked.month == self.setting.month) {
            let days = self.days.entry(booked.measure.to_owned()).or_default();
            days.entry(consumer.clone()).or_default().insert(booked.day, booked.count);
        }
        Ok(())
    }

    fn keep(&mut self, entry: &Entry, record: &UsageRecord) -> Answer {
        for one in &record.measured {
            *self.accepted.entry(one.measure.clone()).or_default() += 1;
        }
        let location = location(&self.setting.offering, self.setting.plan, entry.id);
        self.kept.insert(record.signature.clone(), (location.clone(), record.measured.clone()));
        Answer::accepted(location, record)
    }

    fn measure(&self, draft: &MetricDraft, metric: Metric, as_of: Moment) -> PlayedMeasure {
        let instance = self.setting.instance;
        let (quantity, line) = match self.counted(draft, &metric, as_of) {
            Ok(None) => (None, None),
            Ok(Some(metered)) => {
                let used = Used { instance, name: NAME.to_owned(), metered: metered.clone() };
                let lines = metric_lines(&self.place(), &metric, self.setting.buyer, &[used]);
                (Some(metered), lines.into_iter().next())
            }
            Err(_) => (None, Some(uncounted_line(&self.place(), &metric, instance, NAME.to_owned()))),
        };
        let accepted = self.accepted.get(&metric.measure).copied().unwrap_or_default();
        PlayedMeasure { measure: metric.measure.clone(), metric, accepted, quantity, line }
    }

    fn counted(&self, draft: &MetricDraft, metric: &Metric, as_of: Moment) -> Result<Option<Metered>, MeteringError> {
        let periods = Periods::always();
        let counting = Counting {
            month: self.setting.month,
            as_of,
            model: metric.tariff.metering,
            is_event: draft.is_event(),
            periods: &periods,
        };
        let consumers = self.days.get(&metric.measure).into_iter().flat_map(BTreeMap::values);
        let count = |days: &BTreeMap<u8, DayCount>| ConsumerCount {
            earlier: Vec::new(),
            days: days.iter().map(|(day, count)| (*day, *count)).collect(),
        };
        counting.of(&consumers.map(count).collect::<Vec<_>>())
    }

    fn place(&self) -> LinePlace {
        let names = [self.draft.display_name.trim(), self.draft.name.trim()];
        let plan_name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        LinePlace {
            offering: self.setting.offering.clone(),
            title: self.setting.offering.clone(),
            provider: String::new(),
            plan: self.setting.plan,
            plan_name: plan_name.to_owned(),
        }
    }
}

/// There is no broker and no offering behind it.
fn instance(setting: &Setting) -> Instance {
    Instance {
        id: setting.instance,
        scope: Scope { account: setting.account, offering: OfferingId::new(Uuid::nil()) },
        consumer: setting.account,
        name: NAME.to_owned(),
        plan: setting.plan,
        location: setting.location.clone(),
        broker: BrokerId::new(Uuid::nil()),
        resource: setting.instance.to_string(),
        state: InstanceState::Active,
        dashboard_url: String::new(),
        created_at: setting.provisioned,
    }
}
