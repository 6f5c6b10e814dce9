//! Mails of the console: what they say, and when one that did not get through is tried again. They are plain text, say no
//! more than a page that they lead to, and name no customer and no secret. Who gets them and how they are sent is not known
//! here.

use core::fmt::Write as _;
use core::time::Duration;

use crate::broker::BrokerRecord;
use crate::drift::{Cause, Evidence, FAILURES_BORNE};
use crate::ids::SubmissionId;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::shape::is_unseen;
use crate::view::LateLine;

mod customers;

pub use customers::{ServiceEnd, plan_end, price_change, price_stays, service_end};

/// How often is tried to send a mail; with the waits between them that takes about two days.
pub const MOST_ATTEMPTS: u32 = 16;
const FIRST_WAIT: Duration = Duration::from_mins(1);
const LONGEST_WAIT: Duration = Duration::from_hours(6);

/// Characters that are taken over of a text that somebody typed.
const LONGEST_NAME: usize = 255;
const SENT_BY_ITSELF: &str = "The console sent this by itself. Nobody reads answers to it.";
const WRITES: &str = "writing to a string cannot fail";

/// A mail without its recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    pub body: String,
}

/// What a mail is about, and where its pages are.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub offering: &'a Offering,
    /// The origin under which people reach the console.
    pub console: &'a str,
}

/// The instances of an offering that break the duty to report (§8.5, DEC-30).
#[derive(Debug, Clone, Copy)]
pub struct Silence<'a> {
    pub instances: usize,
    /// Measures of them, the longest gap first.
    pub lines: &'a [LateLine],
    /// How many more measures there are.
    pub more: usize,
}

/// A request of a provider that nobody has answered in time (DEC-55).
#[derive(Debug, Clone, Copy)]
pub struct LateRequest {
    pub submission: SubmissionId,
    pub submitted_at: Moment,
    /// Days within which an answer was promised.
    pub target_days: u32,
    /// It is about a change of what is public, and not about the release.
    pub is_change: bool,
}

/// How long is waited after so many attempts that failed: a minute, then twice as long each time, up to six hours.
pub fn wait_after(attempts: u32) -> Duration {
    FIRST_WAIT.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1))).min(LONGEST_WAIT)
}

/// Some instances were not reported for more than a day.
pub fn silence(about: About<'_>, silence: Silence<'_>) -> Mail {
    let (title, full) = (about.title(), about.full_title());
    let (short, long) = match silence.instances {
        1 => ("1 instance has".to_owned(), format!("1 instance of {full} has")),
        count => (format!("{count} instances have"), format!("{count} instances of {full} have")),
    };
    let mut body = format!("{long} not been reported for more than a day:\n\n");
    for LateLine { resource, report, .. } in silence.lines {
        let (resource, measure) = (one_line(resource), one_line(&report.measure));
        writeln!(body, "- {resource}: {measure} since {}", report.since.long()).expect(WRITES);
    }
    if silence.more > 0 {
        writeln!(body, "- and {} more on the page", silence.more).expect(WRITES);
    }
    let page = about.page("usage");
    write!(
        body,
        "\nA record is accepted until 48 hours after its end; what comes later is not charged.\n\
         What is missing: {page}\n\n\
         This is told once a day for as long as it lasts. {SENT_BY_ITSELF}\n"
    )
    .expect(WRITES);
    Mail { subject: format!("{title}: {short} not reported for a day"), body }
}

/// A broker of a live offering came apart from the console, or answers no more (§6.7).
pub fn incident(about: About<'_>, broker: &BrokerRecord, cause: Cause, evidence: &Evidence) -> Mail {
    let (title, full) = (about.title(), about.full_title());
    let page = about.page(&format!("deployments/brokers/{}", broker.id));
    let called = one_line(&broker.draft.name);
    let broker = if called.is_empty() { "its broker".to_owned() } else { format!("the broker {called}") };
    let (happened, what) = match cause {
        Cause::Drift => ("has drifted", drifted(evidence)),
        Cause::Unreachable => (
            "does not answer",
            format!(
                "It was asked for its catalog {} times in a row and gave none. While that lasts, customers may not get \
                 what they order.",
                FAILURES_BORNE.saturating_add(1)
            ),
        ),
    };
    let body = format!(
        "{full}: {broker} {happened}.\n\n\
         {what} Nothing was changed, neither here nor there.\n\
         What was found: {page}\n\n\
         This is told once; the page says when it is over. {SENT_BY_ITSELF}\n"
    );
    Mail { subject: format!("{title}: {broker} {happened}"), body }
}

/// The reviewers have not answered a request within the days that the operator promised.
pub fn late_request(about: About<'_>, late: LateRequest) -> Mail {
    let (title, full) = (about.title(), about.full_title());
    let asked = if late.is_change { "a change of what is public" } else { "the release" };
    let promised = match late.target_days {
        1 => "a day".to_owned(),
        days => format!("{days} days"),
    };
    let (since, page) = (late.submitted_at.long(), format!("{}/reviews/{}", about.console, late.submission));
    let body = format!(
        "{full}: the provider asked for {asked} on {since}. An answer is promised within {promised}, and nobody has \
         answered yet.\n\n\
         The request: {page}\n\n\
         This is told once; the queue says it for as long as it lasts. {SENT_BY_ITSELF}\n"
    );
    Mail { subject: format!("{title}: the answer to a request is late"), body }
}

fn drifted(evidence: &Evidence) -> String {
    let differing = match evidence.lines.len().saturating_add(evidence.more) {
        0 => None,
        1 => Some("1 value of its catalog is not what the console says.".to_owned()),
        count => Some(format!("{count} values of its catalog are not what the console says.")),
    };
    let faulty = match evidence.faults {
        0 => None,
        1 => Some("Its catalog has 1 fault in itself.".to_owned()),
        count => Some(format!("Its catalog has {count} faults in itself.")),
    };
    let told: Vec<String> = differing.into_iter().chain(faulty).collect();
    told.join(" ")
}

impl About<'_> {
    /// What people call the offering.
    fn title(&self) -> String {
        let shown = one_line(&self.offering.listing.draft.display_name);
        if shown.is_empty() { one_line(&self.offering.name) } else { shown }
    }

    /// The same with the name that no other offering has.
    fn full_title(&self) -> String {
        let (title, name) = (self.title(), one_line(&self.offering.name));
        if title == name { title } else { format!("{title} ({name})") }
    }

    /// The address of a page of the offering.
    fn page(&self, rest: &str) -> String {
        format!("{}/offerings/{}/{rest}", self.console, self.offering.name)
    }
}

/// What somebody typed, as a part of a line: it can neither end the line nor hide some of it, and is not endless.
pub fn one_line(text: &str) -> String {
    seen(text).chars().take(LONGEST_NAME).collect()
}

/// The same however long it is.
fn seen(text: &str) -> String {
    let seen: String = text.chars().map(|one| if is_unseen(one, false) { ' ' } else { one }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
