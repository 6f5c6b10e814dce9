//! What accounts with instances are told of the service: that a plan of it ends, that another price comes, and that the
//! service itself ends. What they pay and have meanwhile is told with it.

use core::fmt::Write as _;

use super::{About, Mail, SENT_BY_ITSELF, WRITES, one_line, seen};
use crate::change_class::PriceNews;
use crate::compare::{Line, Sign, Subject};
use crate::field::Field;
use crate::lifecycle::Ending;
use crate::moment::Moment;
use crate::plan::{EndNews, PlanRecord};

/// Prices that are listed in a mail.
const LISTED: usize = 20;

/// The end of a service as its customers learn it (§3.3, T23 to T25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceEnd<'a> {
    /// What they read from now on; `None`: it stays after all.
    pub ending: Option<&'a Ending>,
    /// The end that they know; `None`: they know of none.
    pub known: Option<Moment>,
}

/// For accounts with instances of a plan that ends, ends on another day, or stays after all (§10).
pub fn plan_end(about: About<'_>, news: EndNews<'_>) -> Mail {
    let (full, plan) = (about.full_title(), called(news.plan));
    let happened = ends(news.end(), news.known);
    let (what, to_do) = if news.end().is_some() {
        (
            "From 00:00 UTC of that day on nobody makes a new instance of it, or changes an instance to it.",
            "Nothing has to be done for them. Whoever needs new instances later, or wants to leave the plan, chooses \
             another one; an instance is changed on its page.",
        )
    } else {
        ("It stays, for new instances too.", "Nothing has to be done.")
    };
    let body = format!(
        "{full}: the plan {plan} {happened}.\n\n\
         {what} The instances that your account has of it keep the plan: they are used, changed and charged as before. \
         {to_do}\n\
         {}\n\n\
         This is told once. {SENT_BY_ITSELF}\n",
        about.pages_of_customers()
    );
    Mail { subject: format!("{}: the plan {plan} {happened}", about.title()), body }
}

/// For accounts with instances of a plan whose price is another one from `day` on (§10).
pub fn price_change(about: About<'_>, news: &PriceNews<'_>, day: Moment) -> Mail {
    let (full, plan, day) = (about.full_title(), called(news.plan), day.date());
    let happened = format!("the price of the plan {plan} changes on {day}");
    let mut body = format!(
        "{full}: {happened}.\n\n\
         From 00:00 UTC of that day on the instances that your account has of it are charged by the new price, and until \
         then by the one of now.\n\n"
    );
    let told: Vec<String> = news.lines.iter().filter_map(price_line).collect();
    for line in told.iter().take(LISTED) {
        writeln!(body, "- {line}").expect(WRITES);
    }
    if told.len() > LISTED {
        writeln!(body, "- and {} more", told.len().saturating_sub(LISTED)).expect(WRITES);
    }
    if told.len() < news.lines.len() {
        writeln!(body, "- how it is counted, or what goes with the price").expect(WRITES);
    }
    write!(
        body,
        "\nNothing has to be done to keep the plan. Whoever wants to leave it before that day changes an instance to \
         another plan, or removes it, on its page.\n\
         {}\n\n\
         If the change is taken back, you are told. {SENT_BY_ITSELF}\n",
        about.pages_of_customers()
    )
    .expect(WRITES);
    Mail { subject: format!("{}: {happened}", about.title()), body }
}

/// For those who were told that the price of a plan changes on `day`, and it does not.
pub fn price_stays(about: About<'_>, plan: &PlanRecord, day: Moment) -> Mail {
    let happened = format!("the price of the plan {} does not change on {}", called(plan), day.date());
    let body = format!(
        "{}: {happened}.\n\n\
         What was announced for that day does not come, and the price stays as it is. Nothing has to be done.\n\
         {}\n\n\
         This is told once. {SENT_BY_ITSELF}\n",
        about.full_title(),
        about.pages_of_customers()
    );
    Mail { subject: format!("{}: {happened}", about.title()), body }
}

/// For accounts with instances of a service that ends, ends on another day, or stays after all.
pub fn service_end(about: About<'_>, news: ServiceEnd<'_>) -> Mail {
    let happened = ends(news.ending.map(|ending| ending.until), news.known);
    let mut body = format!("{}: the service {happened}.\n\n", about.full_title());
    let text = news.ending.map_or("", |ending| ending.text.as_str());
    let text: Vec<String> = text.lines().map(seen).filter(|line| !line.is_empty()).collect();
    for line in &text {
        writeln!(body, "> {line}").expect(WRITES);
    }
    if !text.is_empty() {
        body.push('\n');
    }
    let what = match news.ending {
        Some(ending) => {
            let closed = match ending.marketed_until {
                Some(from) => format!("From {} on nobody makes new instances of it.", from.date()),
                None => "Nobody makes new instances of it any more.".to_owned(),
            };
            format!(
                "{closed} Those that your account has are used, changed and charged as before until you remove them, \
                 also after {}: time to move what you need.",
                ending.until.date()
            )
        }
        None => "It stays, and the instances that your account has go on as before. Nothing has to be done.".to_owned(),
    };
    write!(body, "{what}\n{}\n\nThis is told once. {SENT_BY_ITSELF}\n", about.pages_of_customers()).expect(WRITES);
    Mail { subject: format!("{}: the service {happened}", about.title()), body }
}

/// "ends on 1 March 2027", "no longer ends on 1 March 2027".
fn ends(end: Option<Moment>, known: Option<Moment>) -> String {
    match (end, known) {
        (Some(end), None) => format!("ends on {}", end.date()),
        (Some(end), Some(known)) => format!("ends on {}, and not on {}", end.date(), known.date()),
        (None, Some(known)) => format!("no longer ends on {}", known.date()),
        (None, None) => "stays".to_owned(),
    }
}

/// "USA, USD 49.90 becomes USA, USD 99.00". `None`: what changes is not an amount.
fn price_line(line: &Line) -> Option<String> {
    let Subject::Plan { field, .. } = &line.subject else { return None };
    // The prices of a metric are told apart by its unit, which stands before the place.
    let unit = match field {
        Field::PlanAmounts => None,
        Field::MetricPlaces(_) => line.member.split_once(' ').map(|(unit, _)| one_line(unit)),
        _ => return None,
    };
    let (before, now) = (one_line(&line.before), one_line(&line.now));
    let told = match line.sign() {
        Sign::Added => format!("{now} is new"),
        Sign::Removed => format!("{before} is gone"),
        Sign::Edited | Sign::Same => format!("{before} becomes {now}"),
    };
    Some(match unit.filter(|unit| !unit.is_empty()) {
        Some(unit) => format!("{unit}: {told}"),
        None => told,
    })
}

/// What people call a plan.
fn called(plan: &PlanRecord) -> String {
    let shown = one_line(&plan.draft.display_name);
    if shown.is_empty() { one_line(&plan.draft.name) } else { shown }
}

impl About<'_> {
    /// Where customers look after their instances, and read more.
    fn pages_of_customers(&self) -> String {
        let (console, name) = (self.console, &self.offering.name);
        format!("Your instances: {console}/instances\nThe service and its plans: {console}/catalog/{name}")
    }
}
