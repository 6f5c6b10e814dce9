//! Which records are due, and which the platform has not acknowledged yet. Both are written down before anything is sent.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::platform::{AGAIN, Platform};
use super::record::{Measured, Quantity, Record};
use super::{consumers, measure};

pub(crate) const HOUR: i64 = 3_600_000;
/// The platform takes a record until 48 hours after its end.
const OLDEST: i64 = 47 * HOUR;
const MOST_RECORDS: usize = 100;

pub(crate) struct Reporter {
    /// Of each plan, by its id.
    metrics: BTreeMap<String, Vec<Metric>>,
    state: PathBuf,
    file: PathBuf,
    kept: Kept,
    platform: Platform,
}

/// What is remembered in a file of its own.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    /// Until when was reported.
    until: i64,
    waiting: Vec<Record>,
    /// Of events, as the platform acknowledged them.
    levels: BTreeMap<String, Number>,
}

/// What the broker keeps, as far as it matters here.
#[derive(Debug, Default, Deserialize)]
struct State {
    instances: BTreeMap<String, Instance>,
    #[serde(default)]
    ended: Vec<Ended>,
}

/// An instance as it was until it was removed, disabled, or got another plan.
#[derive(Debug, Deserialize)]
struct Ended {
    id: String,
    plan_id: String,
    region: Option<String>,
    since: i64,
    until: i64,
    bindings: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Instance {
    wanted: Wanted,
    region: Option<String>,
    since: i64,
    enabled: bool,
    pub(crate) bindings: BTreeMap<String, Value>,
    operation: Option<Operation>,
}

#[derive(Debug, Deserialize)]
struct Wanted {
    plan_id: String,
}

#[derive(Debug, Deserialize)]
struct Operation {
    kind: String,
    done: bool,
}

#[derive(Debug)]
struct Metric {
    name: String,
    is_event: bool,
    /// It is told at a moment: start and end are equal.
    at_moment: bool,
    by_consumer: bool,
}

/// The time that is reported.
#[derive(Debug, Clone, Copy)]
struct Window {
    start: i64,
    end: i64,
}

impl Reporter {
    /// `files` are what the broker keeps, and what is remembered here.
    pub(crate) fn open(catalog: &Value, [state, file]: [PathBuf; 2], platform: Platform) -> io::Result<Self> {
        let plans = catalog["services"][0]["plans"].as_array().into_iter().flatten();
        let metrics = plans.filter_map(|plan| Some((plan["id"].as_str()?.to_owned(), Metric::of(plan)))).collect();
        Ok(Self { metrics, state, kept: read(&file)?, file, platform })
    }

    /// The hours until `now`, and with `partly` the one that is not over. When it should be tried again; `None` if nothing
    /// waits.
    pub(crate) async fn report(&mut self, now: i64, partly: bool) -> io::Result<Option<Duration>> {
        self.write_down(now, partly)?;
        let batches: Vec<Vec<Record>> = self.kept.waiting.chunks(MOST_RECORDS).map(<[_]>::to_vec).collect();
        for batch in batches {
            match self.platform.submit(&batch).await {
                Ok(answers) => batch.iter().zip(&answers).for_each(|(record, answer)| self.settle(record, answer)),
                Err(later) => {
                    eprintln!("usage waits: {}", later.why);
                    return Ok(Some(later.wait));
                }
            }
            self.save()?;
        }
        Ok((!self.kept.waiting.is_empty()).then_some(AGAIN))
    }

    fn write_down(&mut self, now: i64, partly: bool) -> io::Result<()> {
        let State { instances, ended } = read(&self.state)?;
        let ended = ended.into_iter().map(|one| (one.until, one.id.clone(), Instance::from(one)));
        let active = instances.into_iter().filter(|(_, instance)| instance.is_active());
        let known: Vec<_> = ended.chain(active.map(|(id, instance)| (i64::MAX, id, instance))).collect();
        let hour = now - now % HOUR;
        let until = if self.kept.until > 0 { self.kept.until } else { hour - HOUR };
        let mut begin = until.max(now - OLDEST);
        let first = begin - begin % HOUR;
        let mut ends: Vec<i64> = (1..).map(|at| first + at * HOUR).take_while(|end| *end <= now).collect();
        ends.extend(partly.then_some(now));
        for end in ends {
            for (until, id, instance) in &known {
                let window = Window { start: begin.max(instance.since), end: end.min(*until) };
                if window.start < window.end {
                    let records = self.records(id, instance, window);
                    self.kept.waiting.extend(records);
                }
            }
            begin = end;
        }
        self.kept.until = begin;
        self.save()
    }

    /// Measures that are told at a moment, and those that are counted for each consumer, need records of their own.
    fn records(&self, id: &str, instance: &Instance, window: Window) -> Vec<Record> {
        let metrics = self.metrics.get(&instance.wanted.plan_id).map(Vec::as_slice).unwrap_or_default();
        let mut records = Vec::new();
        for (at_moment, by_consumer) in [(false, false), (false, true), (true, false), (true, true)] {
            let alike = |metric: &&Metric| (metric.at_moment, metric.by_consumer) == (at_moment, by_consumer);
            let consumers =
                if by_consumer { consumers(id, instance).into_iter().map(Some).collect() } else { vec![None] };
            for consumer_id in consumers {
                let mut record = Record {
                    resource_instance_id: id.to_owned(),
                    plan_id: instance.wanted.plan_id.clone(),
                    start: if at_moment { window.end } else { window.start },
                    end: window.end,
                    region: instance.region.clone(),
                    consumer_id,
                    measured_usage: Vec::new(),
                };
                let of = |metric| self.measured(&record, metric, instance, window);
                record.measured_usage = metrics.iter().filter(alike).filter_map(of).collect();
                if !record.measured_usage.is_empty() {
                    records.push(record);
                }
            }
        }
        records
    }

    /// `None` while an event of the same measure waits: the next one begins where that one ends, if the platform takes it.
    fn measured(&self, record: &Record, metric: &Metric, instance: &Instance, window: Window) -> Option<Measured> {
        let (id, consumer) = (record.resource_instance_id.as_str(), record.consumer_id.as_deref());
        let used = measure(id, instance, &metric.name, consumer, window.start, window.end);
        let quantity = if metric.is_event {
            let level = record.level_of(&metric.name);
            if self.kept.waiting.iter().flat_map(Record::levels).any(|(waiting, _)| waiting == level) {
                return None;
            }
            let previous = self.kept.levels.get(&level).cloned().unwrap_or_else(|| 0.into());
            Quantity::Event { previous, current: used }
        } else {
            Quantity::Used(used)
        };
        Some(Measured { measure: metric.name.clone(), quantity })
    }

    fn settle(&mut self, record: &Record, answer: &Value) {
        if answer["status"] == 500 {
            return;
        }
        if answer["status"] == 201 || answer["details"]["identical"] == true {
            let levels = record.levels().map(|(level, current)| (level, current.clone()));
            self.kept.levels.extend(levels);
        } else {
            eprintln!("the platform refuses {record:?}: {answer}");
        }
        self.kept.waiting.retain(|waiting| waiting != record);
    }

    /// Written beside the file and then put in its place, so that a crash leaves the old state or the new one.
    fn save(&self) -> io::Result<()> {
        let fresh = self.file.with_extension("new");
        fs::write(&fresh, serde_json::to_vec(&self.kept)?)?;
        fs::rename(fresh, &self.file)
    }
}

impl Instance {
    fn is_active(&self) -> bool {
        let is_there = self.operation.as_ref().is_none_or(|operation| operation.done || operation.kind == "Update");
        self.enabled && is_there
    }
}

impl From<Ended> for Instance {
    fn from(Ended { plan_id, region, since, bindings, .. }: Ended) -> Self {
        let bindings = bindings.into_iter().map(|id| (id, Value::Null)).collect();
        Self { wanted: Wanted { plan_id }, region, since, enabled: true, bindings, operation: None }
    }
}

impl Metric {
    fn of(plan: &Value) -> Vec<Self> {
        let costs = plan["metadata"]["costs"].as_array().into_iter().flatten();
        let metrics = costs.filter_map(|cost| {
            let is_event = cost["quantity_type"] == "EVENT";
            Some(Self {
                name: cost["meteringUnit"].as_str()?.to_owned(),
                is_event,
                at_moment: is_event || cost["model"] == "monthlyproration",
                by_consumer: cost["consumer_level"] == true,
            })
        });
        metrics.collect()
    }
}

/// The empty one where there is no file yet.
fn read<T: DeserializeOwned + Default>(file: &Path) -> io::Result<T> {
    match fs::read(file) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
