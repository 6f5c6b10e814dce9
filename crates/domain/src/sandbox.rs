//! The metering sandbox (§8): one made-up instance of a plan with a month of its own, in which its provider tries out what
//! records come to before anybody pays. Records are read, judged, counted and rated by the rules of the ledger and of
//! statements; nothing here is a second way of doing it. It knows neither where they are kept nor what time it is.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, InstanceId, PlanId, SandboxRunId, UsageRecordId};
use crate::metering::Metered;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::money::Currency;
use crate::month::Month;
use crate::plan::PlanDraft;
use crate::rating::{Buyer, Tariff};
use crate::statement::StatementLine;
use crate::usage::{Answer, Code, Fault, Sent, batch};

pub mod failure;
pub mod form;
pub mod pattern;
mod replay;
pub mod trial;

pub use failure::Failure;
pub use replay::{Replay, days, play};

/// The most records of a sandbox.
pub const MOST_ENTRIES: usize = 2_000;
/// The most that its records come to as text, in bytes.
pub const MOST_TEXT: usize = 2 * 1024 * 1024;
/// The most runs of a plan that are kept: nobody takes them out again.
pub const MOST_RUNS: usize = 100;

/// A made-up instance of one plan, with a month of its own: nothing of it is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    pub instance: InstanceId,
    /// Whose instance it would be: the provider's own account.
    pub account: AccountId,
    /// The programmatic name of its service.
    pub offering: String,
    /// What records name as their region.
    pub location: String,
    pub plan: PlanId,
    pub month: Month,
    /// In the month.
    pub provisioned: Moment,
    /// Whose prices it pays.
    pub buyer: Buyer,
}

/// How a record came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Somebody wrote it on the page.
    Form,
    /// The service sent it with its API key.
    Key,
    Pattern,
}

impl Channel {
    pub const ALL: [Self; 3] = [Self::Form, Self::Key, Self::Pattern];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Key => "key",
            Self::Pattern => "pattern",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// A record as it was sent, and when by the clock of the sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: UsageRecordId,
    pub arrived: Moment,
    pub channel: Channel,
    /// One record of a body, as it came.
    pub json: String,
    pub sent: Result<Sent, Fault>,
}

impl Entry {
    pub fn read(id: UsageRecordId, arrived: Moment, channel: Channel, json: String) -> Self {
        Self { id, arrived, channel, sent: batch::record_of(&json), json }
    }
}

/// A sandbox that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sandbox {
    pub setting: Setting,
    /// The day of the month at whose end its clock stands, from 1.
    pub day: u8,
    /// In the order in which they arrive by the clock, some of them perhaps later than now.
    pub entries: Vec<Entry>,
    pub failure: Failure,
}

impl Sandbox {
    /// What time it is there.
    pub const fn clock(&self) -> Moment {
        self.setting.end_of(self.day)
    }

    /// Whether so much more can be kept.
    pub fn holds(&self, more: Size) -> bool {
        Size::of(&self.entries).takes(more)
    }

    /// The day of the month on which a record of it arrived, from 1; `None`: it arrives later than now.
    pub fn day_of(&self, entry: &Entry) -> Option<u8> {
        (1..=self.day).find(|day| entry.arrived <= self.setting.end_of(*day))
    }
}

/// How many records, and how many bytes of text they are together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    pub records: usize,
    pub bytes: usize,
}

impl Size {
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        entries.into_iter().fold(Self::default(), |size, entry| Self {
            records: size.records + 1,
            bytes: size.bytes + entry.json.len(),
        })
    }

    /// Whether a sandbox of this size can keep so much more.
    pub const fn takes(self, more: Self) -> bool {
        self.records + more.records <= MOST_ENTRIES && self.bytes + more.bytes <= MOST_TEXT
    }
}

impl Setting {
    /// The end of a day of the month, from 1.
    pub const fn end_of(&self, day: u8) -> Moment {
        self.month.start_of(day + 1)
    }
}

/// What the platform makes of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// One for each entry that has arrived, in their order.
    pub answers: Vec<Answer>,
    pub measures: Vec<PlayedMeasure>,
}

/// A month day by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayedMonth {
    pub days: Vec<PlayedDay>,
    /// Of the day that is shown, as of its end.
    pub measures: Vec<PlayedMeasure>,
}

/// One day: the answers are those of the records that arrived on it, the measures as of its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayedDay {
    /// From 1.
    pub day: u8,
    pub answers: Vec<Answer>,
    pub measures: Vec<DayMeasure>,
}

/// What one measure has come to by the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayMeasure {
    pub measure: String,
    /// In the unit that is shown; `None`: nothing came, or it cannot be counted exactly.
    pub shown: Option<Decimal>,
    pub cost: Option<(Currency, Decimal)>,
}

/// One measure of the plan, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayedMeasure {
    pub measure: String,
    pub metric: Metric,
    /// The records that were accepted and tell of it.
    pub accepted: usize,
    /// `None`: nothing came, or it cannot be counted exactly.
    pub quantity: Option<Metered>,
    /// What the statement would say, with the explanation; `None`: nothing came.
    pub line: Option<StatementLine>,
}

impl PlayedMeasure {
    /// The quantity in the unit that is shown.
    pub fn shown(&self) -> Option<Decimal> {
        self.line.as_ref().and_then(StatementLine::line).map(|line| line.shown)
    }

    /// What it costs to date.
    pub fn cost(&self) -> Option<(Currency, Decimal)> {
        let line = self.line.as_ref()?;
        Some((line.currency()?, line.line()?.cost))
    }
}

impl From<&PlayedMeasure> for DayMeasure {
    fn from(one: &PlayedMeasure) -> Self {
        Self { measure: one.measure.clone(), shown: one.shown(), cost: one.cost() }
    }
}

/// What is charged by the plan, in a text that is equal as long as that is. Names and sentences are not in it.
pub fn fingerprint(draft: &PlanDraft) -> String {
    #[derive(Serialize)]
    struct Charged<'a> {
        kind: &'a str,
        metrics: Vec<ChargedMetric<'a>>,
    }
    #[derive(Serialize)]
    struct ChargedMetric<'a> {
        measure: &'a str,
        is_event: bool,
        is_consumer_level: bool,
        tariff: Tariff,
    }
    let metrics = draft.charged_metrics().filter_map(|(at, metric)| {
        let draft = draft.metrics.get(at)?;
        Some(ChargedMetric {
            measure: &draft.measure,
            is_event: draft.is_event(),
            is_consumer_level: draft.is_consumer_level(),
            tariff: metric.tariff,
        })
    });
    serde_json::to_string(&Charged { kind: &draft.kind, metrics: metrics.collect() }).unwrap_or_default()
}

/// A run that somebody kept as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSandbox {
    pub id: SandboxRunId,
    pub plan: PlanId,
    pub by_name: String,
    pub at: Moment,
    /// What the plan charged then, as [`fingerprint`] tells it.
    pub fingerprint: String,
    pub measures: Vec<SavedMeasure>,
    /// Whether the record that was answered with 500 came again and was accepted; `None`: none was.
    pub is_resent: Option<bool>,
    /// Of the whole run as it is kept, with its records and answers.
    pub sha256: String,
}

/// What one measure came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMeasure {
    pub measure: String,
    pub accepted: usize,
    /// Accepted records that the service sent with its API key.
    pub with_key: usize,
    /// Records that were answered as duplicates.
    pub duplicates: usize,
    /// In the unit that is shown.
    pub quantity: Option<Decimal>,
    pub cost: Option<(Currency, Decimal)>,
}

impl SavedSandbox {
    /// The plan charges something else than it did then.
    pub fn is_stale(&self, draft: &PlanDraft) -> bool {
        self.fingerprint != fingerprint(draft)
    }
}

/// What is kept of a play: a line for each measure of the plan.
pub fn saved(entries: &[Entry], played: &Played) -> Vec<SavedMeasure> {
    let counted = |measure: &str, is: fn(&Entry, &Answer) -> bool| {
        let told = |entry: &Entry| entry.sent.iter().flat_map(|sent| &sent.measured).any(|one| one.measure == measure);
        entries.iter().zip(&played.answers).filter(|(entry, answer)| is(entry, answer) && told(entry)).count()
    };
    let line = |one: &PlayedMeasure| SavedMeasure {
        measure: one.measure.clone(),
        accepted: one.accepted,
        with_key: counted(&one.measure, |entry, answer| entry.channel == Channel::Key && answer.code == Code::Accepted),
        duplicates: counted(&one.measure, |_, answer| answer.code == Code::Duplicate),
        quantity: one.shown(),
        cost: one.cost(),
    };
    played.measures.iter().map(line).collect()
}

/// Where a record of a sandbox is shown: a page, because no interface reads it again. The page turns to the day on which
/// the record arrived, wherever the clock stands by then.
pub fn location(offering: &str, plan: PlanId, record: UsageRecordId) -> String {
    format!("/offerings/{offering}/pricing/{plan}/sandbox?record={record}#record-{record}")
}

#[cfg(test)]
mod tests;
