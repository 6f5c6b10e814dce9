//! What the commands say, for somebody at a prompt and for the log of a pipeline.

use slipway_app::text::{changes as change_words, definition as words};
use slipway_domain::compare::Sign;
use slipway_domain::definition::{Change, Fault, Owed, PlannedChanges, Taken, When};
use slipway_domain::text::level_name;

use super::file::plain;
use super::wire::Applied;

/// A plan as text.
pub(super) fn planned(planned: &PlannedChanges) -> String {
    let mut text = faults(planned.blocking());
    if planned.is_empty() && text.is_empty() {
        text.extend(["Nothing to do: ", &planned.offering, " is as the file says.\n"]);
    }
    section(&mut text, "Saves", planned.steps.iter().map(words::step));
    section(&mut text, "Changes", planned.changes.iter().map(change));
    section(&mut text, "Takes, before customers have it", planned.takes.iter().map(taken));
    text.push_str(&notes(planned));
    text.push_str(&findings(&planned.findings));
    text
}

/// What should be known before a file is applied.
pub(super) fn notes(planned: &PlannedChanges) -> String {
    let mut text = String::new();
    section(
        &mut text,
        "Not in the file, and left as it is (--prune removes it)",
        planned.left.iter().map(words::thing),
    );
    let harmless = planned.faults.iter().filter(|fault| !fault.kind.blocks());
    section(&mut text, "Notes", harmless.map(words::fault));
    text
}

/// What stands against a file.
pub(super) fn faults<'a>(faults: impl IntoIterator<Item = &'a Fault>) -> String {
    let mut text = String::new();
    section(&mut text, "Stands against the file", faults.into_iter().map(words::fault));
    text
}

/// What the rules say.
pub(super) fn findings(findings: &[Owed]) -> String {
    let mut text = String::new();
    let told = |one: &Owed| {
        let of = if one.of.is_empty() { String::new() } else { format!(" ({})", one.of) };
        let (level, page) = (level_name(one.level), one.page.name());
        format!("{level} {} {page}{of}: {} {}", one.rule, one.what, one.fix)
    };
    section(&mut text, "The rules say", findings.iter().map(told));
    text
}

/// What was applied.
pub(super) fn applied(applied: &Applied) -> String {
    let mut text = String::new();
    if applied.done.is_empty() && applied.stopped.is_none() {
        text.push_str("Nothing to do: the draft is as the file says.\n");
    }
    section(&mut text, "Done", applied.done.iter().map(words::step));
    if let Some(stopped) = &applied.stopped {
        let told = format!("{}: {}. {}", words::step(&stopped.step), stopped.title, stopped.detail);
        section(&mut text, "Turned down", [told]);
        section(&mut text, "Not done", applied.waiting.iter().map(words::step));
        text.push_str("Mend it and apply the file again: it goes on from here.\n");
    }
    text
}

/// A heading with its lines; nothing without any.
fn section(text: &mut String, title: &str, lines: impl IntoIterator<Item = String>) {
    let lines: Vec<String> = lines.into_iter().map(|line| plain(&line)).collect();
    if lines.is_empty() {
        return;
    }
    text.extend([title, ":\n"]);
    for line in &lines {
        text.extend(["  ", line, "\n"]);
    }
}

fn change(change: &Change) -> String {
    let sign = match change.sign {
        Sign::Added => '+',
        Sign::Removed => '-',
        Sign::Edited => '~',
        Sign::Same => '=',
    };
    let place = [change.page.name(), &change.of, &change.label].into_iter().filter(|part| !part.is_empty());
    let mut text = format!("{sign} {}", place.collect::<Vec<_>>().join(", "));
    for (sign, value) in [('-', &change.before), ('+', &change.now)] {
        for line in value.lines() {
            text.push_str("\n      ");
            text.push(sign);
            text.extend([" ", line]);
        }
    }
    text
}

fn taken(taken: &Taken) -> String {
    let agree = if taken.approvals.is_empty() { "nobody".to_owned() } else { taken.approvals.join(", ") };
    let when = match (taken.when, &taken.from) {
        (When::FirstOfMonth, Some(day)) => format!("paid from {day} on"),
        (When::Announced, Some(day)) => format!("no new instances from {day} on at the latest"),
        (When::FirstOfMonth | When::OnPublish | When::Announced, _) => "holds when it is published".to_owned(),
        (When::LimitedFirst, _) => {
            "holds when it is published; new deployments with limited visibility first".to_owned()
        }
        (When::Never, _) => "cannot be changed any more".to_owned(),
    };
    let class = change_words::class(taken.class);
    let tests = change_words::tests(taken.tests);
    format!("{class} ({}): agreed to by: {agree}; tested anew: {tests}; {when}", taken.changes)
}
