//! Whether a record may be kept: every rule of §8.5 in the order in which its breach is told. Whether it was kept before
//! is not known here; the index over signatures decides that.

use core::time::Duration;

use super::{Code, Fault, Lifetime, Measured, NO_CONSUMER, Sent, Signature, UsageRecord};
use crate::crn::Crn;
use crate::ids::PlanId;
use crate::instance::{Instance, RESOURCE_GROUP};
use crate::metering::{MeteringModel, Quantity, attributed};
use crate::metric::MetricDraft;
use crate::moment::Moment;
use crate::month::Month;
use crate::price_book::PriceBook;

/// How long after its end a record is taken (DEC-29).
pub const LATEST: Duration = Duration::from_hours(48);
/// How far clocks may be apart.
pub const EARLIEST: Duration = Duration::from_mins(5);

const LONGEST_CONSUMER: usize = 128;

/// What the platform knows of the instance that a record names.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub instance: &'a Instance,
    /// `None`: it was never made, or is not yet.
    pub lifetime: Option<&'a Lifetime>,
    /// What its offering charges.
    pub book: &'a PriceBook,
}

impl Sent {
    /// `subject` is what was found under [`Sent::instance`].
    pub fn judge(&self, subject: Option<Subject<'_>>, now: Moment) -> Result<UsageRecord, Fault> {
        self.check_window(now)?;
        let metadata = |message: String| Fault::new(Code::InstanceMetadata, message);
        let subject =
            subject.ok_or_else(|| metadata("resource_instance_id is no instance of this service".to_owned()))?;
        let lifetime = subject.lifetime.ok_or_else(|| metadata("the instance is not there, or not yet".to_owned()))?;
        let region = self.check_region(subject.instance)?;
        if !lifetime.holds(self.start, self.end) {
            let removed =
                lifetime.removed.map_or_else(String::new, |at| format!(" and was removed at {}", at.millis()));
            let message = format!("the instance was made at {}{removed}", lifetime.provisioned.millis());
            return Err(Fault::new(Code::OutsideLifetime, message));
        }
        let plan = PlanId::parse(&self.plan).ok().filter(|plan| lifetime.had(*plan, self.start, self.end));
        let plan =
            plan.ok_or_else(|| metadata("plan_id is not the plan of the instance in all of the window".to_owned()))?;
        let consumer = self.consumer.as_deref().unwrap_or(NO_CONSUMER);
        let measured = self.check_measured(plan, subject.book)?;
        Ok(UsageRecord {
            signature: Signature {
                account: subject.instance.consumer,
                resource_group: RESOURCE_GROUP.to_owned(),
                instance: subject.instance.id,
                consumer: consumer.to_owned(),
                plan,
                region,
                start: self.start,
                end: self.end,
            },
            measured,
        })
    }

    fn check_window(&self, now: Moment) -> Result<(), Fault> {
        if self.start > self.end {
            return Err(Fault::schema("start is after end"));
        }
        if self.end > now.plus(EARLIEST) {
            let message = format!(
                "end is {} and it is {}; send a record when its window is over",
                self.end.millis(),
                now.millis()
            );
            return Err(Fault::new(Code::InFuture, message));
        }
        if now.since(self.end) > LATEST {
            let message = "the record arrives more than 48 hours after its end; ask the billing desk";
            return Err(Fault::new(Code::UsageTooOld, message));
        }
        Ok(())
    }

    /// Where the instance is. It has to be said unless the id says it.
    fn check_region(&self, instance: &Instance) -> Result<String, Fault> {
        let told = self.instance.parse::<Crn>().is_ok_and(|crn| !crn.location.is_empty());
        match &self.region {
            None if told => Ok(instance.location.clone()),
            None => Err(Fault::schema("region is needed, because resource_instance_id names none")),
            Some(region) if *region == instance.location => Ok(region.clone()),
            Some(_) => {
                let message = format!("region is not {}, where the instance is", instance.location);
                Err(Fault::new(Code::InstanceMetadata, message))
            }
        }
    }

    fn check_measured(&self, plan: PlanId, book: &PriceBook) -> Result<Vec<Measured>, Fault> {
        let metrics = book.charged(plan, Month::of(attributed(self.start, self.end)));
        if metrics.is_empty() {
            let message = "the plan has no metric that is complete and in force; ask the billing desk";
            return Err(Fault::new(Code::DefinitionMissing, message));
        }
        if self.measured.is_empty() {
            return Err(Fault::schema("measured_usage has no measure"));
        }
        if let Some(consumer) = &self.consumer
            && !is_consumer(consumer)
        {
            let message = format!("consumer_id is 1 to {LONGEST_CONSUMER} printable characters, and not -");
            return Err(Fault::schema(message));
        }
        let mut measured = self.measured.clone();
        measured.sort_by(|one, other| one.measure.cmp(&other.measure));
        for pair in measured.windows(2) {
            if pair[0].measure == pair[1].measure {
                return Err(Fault::schema(format!("measure {} comes twice", named(&pair[0].measure))));
            }
        }
        for one in &measured {
            let metric = metrics.iter().find(|metric| metric.measure == one.measure).ok_or_else(|| {
                let known: Vec<&str> = metrics.iter().map(|metric| metric.measure.as_str()).collect();
                let message = format!("the plan has no measure {}; it has {}", named(&one.measure), known.join(", "));
                Fault::new(Code::UnknownMeasure, message)
            })?;
            self.check_measure(metric, one)?;
        }
        Ok(measured)
    }

    fn check_measure(&self, metric: &MetricDraft, one: &Measured) -> Result<(), Fault> {
        let (name, is_event) = (&metric.measure, metric.is_event());
        if is_event != matches!(one.quantity, Quantity::Event { .. }) {
            let wanted = if is_event { "an object of previous and current" } else { "a number" };
            return Err(Fault::schema(format!("quantity of measure {name} is {wanted}")));
        }
        if metric.is_instant() && self.start != self.end {
            return Err(Fault::schema(format!("measure {name} is told at a moment: start and end are equal")));
        }
        match (metric.is_consumer_level(), self.consumer.is_some()) {
            (true, false) => {
                Err(Fault::schema(format!("measure {name} is counted for each consumer: consumer_id is missing")))
            }
            (false, true) => {
                Err(Fault::schema(format!("measure {name} is not counted for each consumer: leave consumer_id out")))
            }
            _ => Ok(()),
        }
    }
}

impl MetricDraft {
    pub fn is_event(&self) -> bool {
        self.quantity_type == "EVENT"
    }

    pub fn is_consumer_level(&self) -> bool {
        self.consumer_level == "yes"
    }

    /// Its records start and end at the same moment (§8.5).
    pub fn is_instant(&self) -> bool {
        self.is_event() || self.metering() == Some(MeteringModel::MonthlyProration)
    }
}

fn is_consumer(id: &str) -> bool {
    id != NO_CONSUMER && id.chars().count() <= LONGEST_CONSUMER && id.trim() == id && !id.chars().any(char::is_control)
}

/// Not the whole of what somebody may have made very long.
fn named(measure: &str) -> String {
    measure.chars().take(60).collect()
}
