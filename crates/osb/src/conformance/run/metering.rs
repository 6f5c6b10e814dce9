//! The checks of what a metered plan measures and charges (§6.9 MTR). Nothing is called: the facts were gathered before.

use std::time::Duration;

use slipway_domain::gap::hourly::{LEAST_HOURS, LEAST_INSTANCES, Observed, Period};
use slipway_domain::sandbox::trial::{Figures, Golden, Trial, Tried};
use slipway_domain::test_run::Part;

use super::super::metering::{Metered, Metering};
use super::super::verdict::Verdict;
use super::Run;

const ALL: [&str; 10] =
    ["MTR-01", "MTR-02", "MTR-03", "MTR-04", "MTR-05", "MTR-06", "MTR-07", "MTR-08", "MTR-09", "MTR-10"];
const NO_LEDGER: &str = "only a console knows what is measured and charged";
const NOT_METERED: &str = "the plan is not metered";
const INCOMPLETE: &str = "no metric of the plan is complete";
const NO_FAILURE: &str = "no failure was injected; let the sandbox of the plan fail once, let the service send a record \
                          with its API key and send it again, and keep the run as evidence";
/// How many of what is missing or late are named.
const MOST_NAMED: usize = 10;
/// Digits after the point of the numbers that are told; fewer are compared.
const SHOWN: u32 = 9;

impl Run<'_> {
    pub(super) fn metering(&mut self) {
        let settings = self.settings;
        let facts = match &settings.metering {
            None => return self.skip(&ALL, NO_LEDGER),
            Some(Metering::NotMetered) => return self.skip(&ALL, NOT_METERED),
            Some(Metering::Metered(facts)) => facts,
        };
        if self.leaves_out(Part::Usage, &ALL) {
            return;
        }
        self.note("MTR-01", with_key(facts));
        self.note("MTR-02", answered(facts, &[Trial::Good, Trial::Again]));
        self.note("MTR-03", answered(facts, &[Trial::TooOld]));
        self.note("MTR-04", answered(facts, &[Trial::TooEarly]));
        self.note("MTR-05", answered(facts, &[Trial::UnknownMeasure, Trial::OtherPlan]));
        self.note("MTR-06", reckoned(facts, Golden::is_counted, miscounted));
        self.note("MTR-07", reckoned(facts, Golden::is_rated, misrated));
        self.note("MTR-08", every_hour(&facts.observed));
        self.note("MTR-09", sent_again(facts));
        self.note("MTR-10", sent_once(facts));
    }
}

/// MTR-01
fn with_key(facts: &Metered) -> Verdict {
    if facts.measures.is_empty() {
        return Verdict::skip(INCOMPLETE);
    }
    let Some(kept) = &facts.kept else {
        return Verdict::skip(
            "no sandbox run of the plan is kept; send a record of each measure to the sandbox with an API key, and keep \
             the run as evidence",
        );
    };
    if kept.is_stale {
        return Verdict::skip(
            "the kept sandbox run is stale, because the plan charges something else now; send the records again, and keep \
             the run",
        );
    }
    if kept.with_key.is_empty() {
        return Verdict::skip("no record of the kept sandbox run came with an API key");
    }
    let missing = facts.measures.iter().filter(|measure| !kept.with_key.contains(measure));
    Verdict::of(
        missing.map(|measure| {
            format!("no record of measure {measure} was accepted with an API key in the kept sandbox run")
        }),
    )
}

/// MTR-02 to MTR-05
fn answered(facts: &Metered, trials: &[Trial]) -> Verdict {
    let tried: Vec<&Tried> = facts.tried.iter().filter(|one| trials.contains(&one.trial)).collect();
    if tried.is_empty() {
        return Verdict::skip(INCOMPLETE);
    }
    Verdict::of(tried.into_iter().filter(|one| !one.is_right()).map(misanswered))
}

fn misanswered(one: &Tried) -> String {
    let what = match one.trial {
        Trial::Good => "a good record",
        Trial::Again => "a record that was sent again",
        Trial::TooOld => "a record that arrives more than 48 hours after its end",
        Trial::TooEarly => "a window before the instance was made",
        Trial::UnknownMeasure => "a measure that the plan does not have",
        Trial::OtherPlan => "another plan than that of the instance",
    };
    let expected = one.trial.expected();
    let (status, name) = (expected.status(), expected.name());
    let answered = one
        .answered
        .map_or_else(|| "got no answer".to_owned(), |code| format!("was answered {} ({})", code.status(), code.name()));
    format!("measure {}: {what} {answered}, not {status} ({name})", one.measure)
}

/// MTR-06 and MTR-07
fn reckoned(facts: &Metered, is_right: fn(&Golden) -> bool, told: fn(&Golden) -> String) -> Verdict {
    if facts.measures.is_empty() {
        return Verdict::skip(INCOMPLETE);
    }
    let untold = facts.measures.iter().filter(|measure| facts.golden.iter().all(|look| look.measure != **measure));
    let untold = untold.map(|measure| format!("measure {measure}: nothing of it can be reckoned"));
    let wrong = facts.golden.iter().filter(|look| !is_right(look)).map(told);
    let verdict = Verdict::of(untold.chain(wrong).take(MOST_NAMED));
    facts
        .measures
        .iter()
        .fold(verdict.fact("looks", facts.golden.len()), |verdict, measure| verdict.fact("measure", measure))
}

fn miscounted(look: &Golden) -> String {
    let quantity = |of: Option<Figures>| told(of.map(|of| of.quantity.round_dp(SHOWN).normalize()));
    format!("{}: the quantity is {}, not {}", place(look), quantity(look.shown), quantity(Some(look.expected)))
}

fn misrated(look: &Golden) -> String {
    if look.expected.amount.is_none() {
        return format!("measure {} has no price in the base currency", look.measure);
    }
    let figures = |of: Option<Figures>| {
        let amount = of.and_then(|of| of.amount).map(|amount| amount.round_dp(SHOWN).normalize());
        let cost = of.and_then(|of| of.cost).map(|cost| cost.round_dp(SHOWN).normalize());
        format!("{} (rounded {})", told(amount), told(cost))
    };
    format!("{}: the cost is {}, not {}", place(look), figures(look.shown), figures(Some(look.expected)))
}

/// `measure QUERY, standard_add, by day 2 of 30`
fn place(look: &Golden) -> String {
    let tier = look.tier.map_or_else(String::new, |tier| format!(", so much that tier {tier} is charged"));
    format!("measure {}, {}, by day {} of 30{tier}", look.measure, look.model.name(), look.day)
}

fn told<T: ToString>(number: Option<T>) -> String {
    number.map_or_else(|| "not told".to_owned(), |number| number.to_string())
}

/// MTR-08
fn every_hour(observed: &Observed) -> Verdict {
    let period = match observed {
        Observed::NothingHourly => return Verdict::skip("no published measure of the plan is due every hour"),
        Observed::TooFewInstances(active) => {
            return Verdict::skip(format!(
                "the plan needs {LEAST_INSTANCES} active instances to show anything, and has {active}"
            ));
        }
        Observed::TooFewHours(hours) => {
            return Verdict::skip(format!(
                "the plan needs {LEAST_HOURS} full hours with {LEAST_INSTANCES} active instances to show anything, and has \
                 {hours} whose records had to be there"
            ));
        }
        Observed::Period(period) => period,
    };
    let Period { hours, instances, due, missing, late } = period;
    let none = format!("no record tells of {} of the {due} hours that were due", missing.len());
    let slow = format!("{} of the hours that were reported came more than 2 hours after their end", late.len());
    let problems = [(!missing.is_empty()).then_some(none), (!late.is_empty()).then_some(slow)];
    let mut verdict = Verdict::of(problems.into_iter().flatten())
        .fact("hours", format!("{} to {}", hours.from, hours.until))
        .fact("instances", instances);
    for one in missing.iter().take(MOST_NAMED) {
        verdict = verdict.fact("no record", format!("{}, {}, from {}", one.instance, one.measure, one.hour));
    }
    for one in late.iter().take(MOST_NAMED) {
        let (end, lag) = (one.covers.until, minutes(one.lag));
        verdict = verdict.fact("late", format!("{}, {}, until {end}, {lag} min", one.instance, one.measure));
    }
    verdict
}

const fn minutes(time: Duration) -> u64 {
    time.as_secs() / 60
}

/// MTR-09
fn sent_again(facts: &Metered) -> Verdict {
    let kept = facts.kept.as_ref().filter(|kept| !kept.is_stale);
    let Some(is_resent) = kept.and_then(|kept| kept.is_resent) else { return Verdict::skip(NO_FAILURE) };
    let lost = "the record that the sandbox answered with 500 did not come again and was not accepted in the kept run";
    Verdict::of((!is_resent).then(|| lost.to_owned()))
}

/// MTR-10
fn sent_once(facts: &Metered) -> Verdict {
    let Some(submitted) = facts.submitted else { return Verdict::skip("the service has submitted nothing lately") };
    let again = submitted.duplicates;
    let problem = (again > 0).then(|| format!("records were sent again although they had been accepted: {again}"));
    Verdict::of(problem).fact("since", submitted.since)
}
