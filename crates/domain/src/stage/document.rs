//! The stage machine as tables for `docs/rules.md`, written from the same data that the machine runs on.

use core::fmt::Write as _;

use super::{Move, PublishActor, Stage, TRANSITIONS, Transition};
use crate::account::Registration;
use crate::caller::Role;
use crate::registration::{self, RegistrationMove};

/// Stage × move, the rows of §3.3 with actors and gates, and the registration of an account.
pub fn stage_markdown() -> String {
    let mut out = String::new();
    grid(
        &mut out,
        "Stage",
        &Move::ALL.map(Move::name),
        Stage::ALL
            .map(|from| (from.name(), Move::ALL.map(|act| super::transition(from, act).map(|row| row.to.name())))),
    );
    out.push_str("\n| Source | From | Move | To | Who | Gate | Reason |\n|---|---|---|---|---|---|---|\n");
    for row in TRANSITIONS {
        let Transition { source, from, act, to } = row;
        let gates = act.gates().iter().map(|gate| gate.code()).collect::<Vec<_>>().join(", ");
        let gate = if gates.is_empty() { "–" } else { &gates };
        let reason = if act.needs_reason() { "required" } else { "–" };
        let (from, name, to, who) = (from.name(), act.name(), to.name(), who(act));
        let _ = writeln!(out, "| {source} | {from} | {name} | {to} | {who} | {gate} | {reason} |");
    }
    out.push('\n');
    grid(
        &mut out,
        "Registration",
        &RegistrationMove::ALL.map(RegistrationMove::name),
        Registration::ALL.map(|from| {
            (from.name(), RegistrationMove::ALL.map(|act| registration::next(from, act).map(Registration::name)))
        }),
    );
    out
}

fn grid<const ROWS: usize, const COLUMNS: usize>(
    out: &mut String,
    head: &str,
    columns: &[&str; COLUMNS],
    rows: [(&str, [Option<&str>; COLUMNS]); ROWS],
) {
    let _ = writeln!(out, "| {head} | {} |", columns.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(COLUMNS));
    for (name, cells) in rows {
        let _ = writeln!(out, "| {name} | {} |", cells.map(|cell| cell.unwrap_or("–")).join(" | "));
    }
}

/// `PA, PE`; the platform is `SYS`, as in §3.3.
fn who(act: Move) -> String {
    let codes = |publish| act.actors(publish).iter().copied().map(Role::code).collect::<Vec<_>>();
    let mut who = codes(PublishActor::Operator);
    if act.is_automatic() {
        who.push("SYS");
    }
    let operator = who.join(", ");
    let provider = codes(PublishActor::Provider);
    if provider == codes(PublishActor::Operator) {
        operator
    } else {
        format!("{operator} ({} if `ga.publish_actor` is `provider`)", provider.join(", "))
    }
}
