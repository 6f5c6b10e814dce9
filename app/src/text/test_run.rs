//! Words of test runs: what is tested, how it stands, and what a run found. What a check asks for is worded by the
//! protocol itself.

use core::time::Duration;

use slipway_domain::checklist::Tested;
use slipway_domain::region::TestRunState;
use slipway_domain::test_run::{Input, Level, Outcome, Progress, Repeat};
use slipway_domain::view::{Tally, TestRunLine};

use super::plural;

pub mod choice;

pub const LEAD: &str = "A test calls your broker as the platform will: it makes disposable instances, checks every answer, and \
                        removes what it made. A passed run is the evidence that the release asks for.";
pub const TARGETS: &str = "What is tested";
pub const TARGETS_SUB: &str =
    "One line for each catalog deployment. A run takes from a few seconds to several minutes.";
pub const RUNS: &str = "Runs";
pub const RUNS_SUB: &str = "Newest first.";
pub const PLAN: &str = "Plan";
pub const LOCATION: &str = "Location";
pub const BROKER: &str = "Broker";
pub const STATE: &str = "State";
pub const RUN: &str = "Run";
pub const FOUND: &str = "Found";
pub const ASKED: &str = "Asked for";
pub const TOOK: &str = "Took";
pub const ACTIONS: &str = "Actions";
pub const TEST: &str = "Test this broker";
pub const TEST_ALL: &str = "Test every deployment";
pub const TEST_ALL_SUB: &str = "All that are published, one run each; a run that is under way goes on.";
pub const LOOKED: &str = "Looked at by";
pub const SEEN: &str = "What I saw";
pub const SEEN_HELP: &str = "For whoever reads this run later.";
pub const ATTEST: &str = "I have looked";
pub const AGAIN: &str = "Run again";
pub const ONE_AGAIN: &str = "Run this check again";
pub const NEEDED: &str = "Made for this run because another check needs it, or seen on the way.";
pub const FROM: &str = "From";
pub const STILL_FROM: &str = "It could not be made again in this run; the result is from";
pub const REFRESH: &str = "Refresh";
pub const NOTHING: &str = "No catalog deployments yet";
pub const NOTHING_WHY: &str =
    "A run needs a plan, a location and a broker. Register the broker and add a deployment; then test it here.";
pub const TO_DEPLOYMENTS: &str = "Go to Deployments";
pub const GONE: &str = "removed";

pub const CHECKS: &str = "Checks";
pub const RESULT: &str = "Result";
pub const CHECK: &str = "Check";
pub const CRITERION: &str = "Expected";
pub const WEIGHT: &str = "Level";
pub const TIME: &str = "Time";
pub const FACTS: &str = "Facts";
pub const WHY: &str = "Why it matters";
pub const REMEDY: &str = "What to change";
pub const STEPS: &str = "What is done";
pub const DETAILS: &str = "Details";
pub const REQUEST: &str = "Request";
pub const ANSWER: &str = "Answer";
pub const NO_ANSWER: &str = "No answer";
pub const MASKED: &str = "Kept with the run; secrets were masked before.";
pub const NO_CALLS: &str = "The calls are no longer kept, or there were none.";
pub const CLEAN_UP: &str = "Calls of the clean-up";
pub const USED: &str = "What this run used";
pub const DEFINITION: &str = "Definition";
pub const EVIDENCE: &str = "Evidence";
pub const BEGAN: &str = "Began";
pub const BY: &str = "Asked for by";
pub const URL: &str = "Broker URL";
pub const VERSION: &str = "API version";
pub const TURNS_STALE: &str = "The result turns stale when ids, flags, plans, the broker, the access data or the addresses of the listing change, and \
                                when the deployment is published.";
pub const COMPARED: &str = "Compared with";
pub const NO_PREVIOUS: &str = "This deployment had no earlier run that came to its end.";
pub const NO_CHANGE: &str = "Every check ended as before.";
pub const LEFT_BEHIND: &str = "Left at the broker";
pub const LEFT_WHY: &str = "The run could not remove these. Remove them at the broker, or they stay.";
pub const NOT_REMOVED: &str = "not removed";

pub fn title(number: u32) -> String {
    format!("Test run {number}")
}

pub const fn state(state: TestRunState) -> &'static str {
    match state {
        TestRunState::None => "Not tested",
        TestRunState::Running => "In progress",
        TestRunState::Failed => "Failed",
        TestRunState::Passed => "Passed",
        TestRunState::Partial => "Passed in part",
        TestRunState::Stale => "Stale",
    }
}

/// "Run only 2 failed and 1 warned again"
pub fn mend(tally: Tally) -> String {
    match (tally.failed, tally.warned) {
        (failed, 0) => format!("Run only what failed again ({failed})"),
        (0, warned) => format!("Run only the warnings again ({warned})"),
        (failed, warned) => format!("Run only what failed again ({failed}, and {})", plural(warned, "warning")),
    }
}

/// What a run is that makes checks of another one again.
pub fn repeats(repeat: &Repeat) -> String {
    let number = repeat.base_number;
    let checks = plural(repeat.asked.len(), "check");
    format!("{checks} of test run {number}, made again; the other results are from there.")
}

/// Of one run, whatever has changed since.
pub fn ended(run: &TestRunLine) -> &'static str {
    match run.progress {
        Progress::Queued => "Waiting",
        Progress::Running => "In progress",
        Progress::Interrupted => "Interrupted",
        Progress::Finished if run.has_passed() && run.inputs.unproven(run.target.plan).is_empty() => "Passed",
        Progress::Finished if run.has_passed() => "Passed in part",
        Progress::Finished => "Failed",
    }
}

/// Why the page says so.
pub fn because(run: &TestRunLine, changed: &[Input]) -> String {
    match run.progress {
        Progress::Queued => "It begins as soon as the broker is free. It goes on when you leave this page.".to_owned(),
        Progress::Running => "It goes on when you leave this page.".to_owned(),
        Progress::Interrupted => ending(&run.ending).to_owned(),
        Progress::Finished if !changed.is_empty() => stale(changed),
        Progress::Finished if run.leftovers > 0 => {
            format!("{} could not be removed from the broker.", plural(run.leftovers, "thing"))
        }
        Progress::Finished if run.has_passed() => match run.inputs.unproven(run.target.plan).as_slice() {
            [] => "It counts as evidence for the release.".to_owned(),
            unproven => choice::proves_less(unproven),
        },
        Progress::Finished if run.tally.failed == 1 => "1 failed check has to be mended at the broker.".to_owned(),
        Progress::Finished => format!("{} failed checks have to be mended at the broker.", run.tally.failed),
    }
}

fn ending(code: &str) -> &'static str {
    match code {
        "console_stopped" => {
            "The console was stopped in the middle of it. What it had made at the broker was removed as far as possible."
        }
        "deployment_gone" => "The plan or the broker was removed before it began.",
        "inputs_changed" => {
            "What the earlier run depends on changed before the checks were made again. Run all checks."
        }
        "definition_incomplete" => "The definition has no name or no plan that a broker could be asked for.",
        _ => "It could not go on.",
    }
}

/// "Stale: the plans and the broker have changed since."
pub fn stale(changed: &[Input]) -> String {
    let names: Vec<&str> = changed.iter().map(|input| self::input(*input)).collect();
    let has = if names.len() == 1 && !matches!(changed, [Input::Plans | Input::Pages]) { "has" } else { "have" };
    format!("It is stale: {} {has} changed since.", names.join(" and "))
}

const fn input(input: Input) -> &'static str {
    match input {
        Input::Service => "the service with its flags",
        Input::Plans => "the plans",
        Input::Broker => "the broker",
        Input::Access => "the access data",
        Input::Publication => "whether customers can see the deployment",
        Input::Pages => "the addresses of the listing",
    }
}

/// Beside a row of the checklist that no run shows.
pub fn not_shown(tested: &Tested) -> Option<String> {
    match tested {
        Tested::NoRun | Tested::Shown { .. } => None,
        Tested::Stale { changed, .. } => Some(format!("the test run no longer counts. {}", stale(changed))),
        Tested::NotShown { check, .. } => Some(format!("{check} did not pass")),
    }
}

/// What the check cannot see.
pub fn left_to_a_person(check: &str) -> &'static str {
    match check {
        "BRK-EXT-04" => {
            "Left to a person: whether credentials that were given out before stop working while the instance is disabled."
        }
        _ => "Left to a person: whether the pages and the icon look right.",
    }
}

pub const fn outcome(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Pass) => "Passed",
        Some(Outcome::Fail) => "Failed",
        Some(Outcome::Warn) => "Warning",
        Some(Outcome::Skip) => "Skipped",
        None => "Waiting",
    }
}

pub const fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "Must",
        Level::Should => "Should",
    }
}

/// The part of the broker that checks with this beginning look at.
pub fn group(prefix: &str) -> &'static str {
    match prefix {
        "BRK-CAT" => "Broker catalog",
        "BRK-PRV" => "Create an instance",
        "BRK-LOP" => "Follow an operation",
        "BRK-UPD" => "Change an instance",
        "BRK-BND" => "Bind",
        "BRK-DEP" => "Delete the instance",
        "BRK-EXT" => "Disable and enable",
        "BRK-ERR" => "Errors",
        "ORP" => "Lost answers",
        "CTL" => "What customers see",
        "MTR" => "Usage and its price",
        _ => "More",
    }
}

/// "51 passed, 1 failed, 2 warnings, 3 skipped"; what there is none of is left out.
pub fn tally(tally: Tally) -> String {
    let counts = [
        (tally.passed, "passed".to_owned()),
        (tally.failed, "failed".to_owned()),
        (tally.warned, if tally.warned == 1 { "warning" } else { "warnings" }.to_owned()),
        (tally.skipped, "skipped".to_owned()),
    ];
    let parts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if parts.is_empty() { "nothing yet".to_owned() } else { parts.join(", ") }
}

/// "12 of 67 checks made: …", for who does not see the bar.
pub fn bar(tally: Tally, all: usize) -> String {
    format!("{} of {all} checks made: {}", tally.all(), self::tally(tally))
}

/// "38 ms", "2.1 s", "3 min 4 s"
pub fn took(took: Duration) -> String {
    let (seconds, millis) = (took.as_secs(), took.as_millis());
    match seconds {
        0 => format!("{millis} ms"),
        1..60 => format!("{seconds}.{} s", (millis % 1000) / 100),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// "Transcript of 2 calls"
pub fn transcript(calls: usize) -> String {
    format!("Transcript of {}", plural(calls, "call"))
}

/// "Call 3, for BRK-CAT-03"
pub fn made_for(number: usize, purpose: &str) -> String {
    if purpose == "cleanup" { format!("Call {number}, to clean up") } else { format!("Call {number}, for {purpose}") }
}

pub const fn credentials(which: &str) -> &'static str {
    match which.as_bytes() {
        b"right" => "Authorization: Basic ***",
        b"wrong" => "Authorization: Basic *** (wrong on purpose)",
        _ => "(no Authorization, on purpose)",
    }
}

pub fn change(before: Outcome, now: Outcome) -> String {
    format!("{} → {}", outcome(Some(before)), outcome(Some(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_named_in_a_sentence() {
        assert_eq!(stale(&[Input::Broker]), "It is stale: the broker has changed since.");
        assert_eq!(stale(&[Input::Plans]), "It is stale: the plans have changed since.");
        assert_eq!(
            stale(&[Input::Service, Input::Access]),
            "It is stale: the service with its flags and the access data have changed since."
        );
    }

    #[test]
    fn a_tally_leaves_out_what_there_is_none_of() {
        assert_eq!(tally(Tally { passed: 51, warned: 1, ..Tally::default() }), "51 passed, 1 warning");
        assert_eq!(tally(Tally::default()), "nothing yet");
    }

    #[test]
    fn a_duration_is_told_in_the_unit_that_fits() {
        let of = |millis| took(Duration::from_millis(millis));
        assert_eq!((of(38).as_str(), of(2_140).as_str(), of(184_000).as_str()), ("38 ms", "2.1 s", "3 min 4 s"));
    }
}
