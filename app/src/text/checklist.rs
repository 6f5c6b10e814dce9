//! Words of the checklist.

use slipway_domain::checklist::{Mode, Phase, Progress, RowNumber, RowReport, RowState, Step, Tested, rests_on};
use slipway_domain::text::field_name;

pub const ATTEST: &str = "Tick";
pub const COLUMNS: [&str; 6] = ["Task", "No.", "What", "Mode", "State", "Evidence"];
/// Beside a row that no other page is about: its tick stands in the row.
pub const DONE_HERE: &str = "done here";
pub const PHASES: &str = "Phases";
/// Above the rows, for people of the operator who tick what the operator has to see.
pub const OPERATOR_TICKS: &str = "You tick what the operator reviews.";
pub const OPERATOR_TICKS_WHAT: &str = "The other ticks are given by the provider.";
/// Above the rows, for people who look but do not tick; the reason follows.
pub const READ_ONLY: &str = "You can read this checklist, not tick it.";
pub const TAKE_BACK: &str = "Take back";
pub const TICKED_BY: &str = "ticked by ";
/// For the reader of a row that somebody has to tick and this one may not.
pub const WAITS_FOR_OPERATOR: &str = "waits for the operator";
pub const WAITS_FOR_PROVIDER: &str = "waits for a tick of the provider";

/// The four letters of the modes: name, and where the truth comes from.
pub const LEGEND: [(&str, &str); 4] = [
    ("Automatic", "from your data"),
    ("Tested", "by a test run"),
    ("Attested", "by one of you"),
    ("Reviewed", "by the operator"),
];

pub const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Define => "Define",
        Phase::Develop => "Develop",
        Phase::Publish => "Publish",
        Phase::Test => "Test",
        Phase::Release => "Release",
    }
}

/// The name of a step of the board, and what belongs to it.
pub const fn step(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Intake => ("Intake", "learning, registration"),
        Step::Texts => ("Texts", "documentation, announcement"),
        Step::Definition => ("Definition", "listing, access, pricing, export"),
        Step::Broker => ("Broker", "build, host, own tests"),
        Step::SignIn => ("Sign-in", "redirect URI, authentication"),
        Step::Test => ("Test", "limited visibility, test run"),
        Step::Release => ("Release", "demo, approval, support"),
    }
}

/// "Automatic, attested"
pub fn mode(mode: Mode) -> String {
    let letters = [mode.automatic, mode.tested, mode.attested, mode.reviewed];
    let words: Vec<_> = LEGEND.iter().zip(letters).filter(|(_, is)| *is).map(|((word, _), _)| *word).collect();
    let mut words = words.join(", ").to_lowercase();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

pub const fn state(state: RowState) -> &'static str {
    match state {
        RowState::Done => "Done",
        RowState::Open => "Open",
        RowState::NoTestRunYet => "Not tested",
        RowState::Waiting => "Not here yet",
        RowState::NotApplicable => "Not applicable",
    }
}

/// What is said beside the evidence, or in its place.
pub fn note(report: &RowReport) -> &'static str {
    match report.state {
        RowState::NoTestRunYet => untested(report.tested.as_ref()),
        RowState::Waiting => "the page that does this comes later",
        RowState::NotApplicable => why_not(report.number),
        RowState::Done | RowState::Open => "",
    }
}

/// A row that waits for a check which is not there yet waits for no run.
fn untested(tested: Option<&Tested>) -> &'static str {
    match tested {
        None => "no check of a test run decides this yet",
        Some(Tested::NoRun) => "no test run yet",
        Some(_) => "no test run that counts shows this",
    }
}

/// Behind who gave a tick and when, if that was after the request that is read.
pub const FOR_NEXT_DRAFT: &str = ", for the draft that goes on beside what was handed in";

/// Behind who gave a tick and when, if it counts no longer.
pub fn stale(row: RowNumber) -> String {
    let fields: Vec<String> = rests_on(row).iter().map(|field| field_name(*field)).collect();
    format!(", and changed since: {}. Look at it and tick it again", fields.join(", "))
}

/// §5, last line.
fn why_not(number: RowNumber) -> &'static str {
    match number.to_string().as_str() {
        "8.2" => "no paid plan",
        "8.3" | "20.11" => "no metered plan",
        "20.12" => "no plan is reported by the hour",
        "20.6" | "20.7" => "not bindable",
        "20.8" => "no service keys",
        "20.9" => "plan changes are off",
        _ => "does not apply to this offering",
    }
}

/// How the rows stand: "24 of 53 done. 12 are open, 9 are not tested, …".
pub fn summary(progress: Progress, counts: &[(RowState, usize)]) -> String {
    let count = |wanted: RowState| counts.iter().find(|(state, _)| *state == wanted).map_or(0, |(_, count)| *count);
    let part = |state, one: &str, many: &str| match count(state) {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let parts: Vec<String> = [
        part(RowState::Open, "is open", "are open"),
        part(RowState::NoTestRunYet, "is not tested", "are not tested"),
        part(RowState::Waiting, "belongs to a page that comes later", "belong to pages that come later"),
        part(RowState::NotApplicable, "does not apply", "do not apply"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rest = if parts.is_empty() { String::new() } else { format!(" {}.", parts.join(", ")) };
    format!("{} of {} done.{rest}", progress.done, progress.applicable)
}

/// "21 of 24 done"
pub fn done(progress: Progress) -> String {
    if progress.applicable == 0 {
        return "nothing applies".to_owned();
    }
    format!("{} of {} done", progress.done, progress.applicable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_names_all_that_it_wants() {
        let of = |number: &str| RowNumber::parse(number).map(|number| mode(number.row().mode));
        assert_eq!(of("1.1").as_deref(), Ok("Attested"));
        assert_eq!(of("5.1").as_deref(), Ok("Automatic, attested"));
        assert_eq!(of("20.10").as_deref(), Ok("Tested, reviewed"));
    }

    #[test]
    fn a_row_that_no_check_decides_does_not_wait_for_a_run() {
        let report = |number: &str, tested| RowReport {
            number: RowNumber::parse(number).unwrap(),
            state: RowState::NoTestRunYet,
            evidence: None,
            attestation: None,
            stale: None,
            attestable: false,
            tested,
        };
        assert_eq!(note(&report("18.1", None)), "no check of a test run decides this yet");
        assert_eq!(note(&report("13.2", Some(Tested::NoRun))), "no test run yet");
    }

    #[test]
    fn the_summary_leaves_out_what_there_is_none_of() {
        let progress = Progress { done: 24, applicable: 53 };
        let counts = [(RowState::Open, 1), (RowState::NoTestRunYet, 0), (RowState::NotApplicable, 4)];
        assert_eq!(summary(progress, &counts), "24 of 53 done. 1 is open, 4 do not apply.");
        assert_eq!(summary(progress, &[]), "24 of 53 done.");
    }
}
