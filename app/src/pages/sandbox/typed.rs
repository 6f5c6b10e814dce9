//! What a form that was turned down came back with, and what is wrong with it.

use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::plan::PlanDraft;
use slipway_domain::sandbox::form::{PatternDraft, RecordDraft, SettingDraft, check_batch, full};
use slipway_domain::view::OpenSandbox;

use super::{BATCH, OPEN, PATTERN, RECORD};
use crate::parts::load::query;

/// `None`: it did not come back.
pub(super) fn setting() -> Option<(SettingDraft, Findings)> {
    is_back(OPEN).then(|| {
        let draft = SettingDraft { month: query("month"), day: query("day_made"), buyer: query("buyer") };
        let findings = draft.check();
        (draft, findings)
    })
}

pub(super) fn record(plan: &PlanDraft, open: &OpenSandbox) -> Option<(RecordDraft, Findings)> {
    is_back(RECORD).then(|| {
        let rows = |name| query(name).split('\n').map(str::to_owned).collect();
        let draft = RecordDraft {
            start: query("start"),
            end: query("end"),
            consumer: query("consumer"),
            quantities: rows("quantities"),
            previous: rows("previous"),
        };
        let findings = or_full(draft.check(plan), Field::SandboxQuantity(0), open);
        (draft, findings)
    })
}

pub(super) fn batch(open: &OpenSandbox) -> Option<(String, Findings)> {
    is_back(BATCH).then(|| {
        let typed = query("batch");
        let findings = or_full(check_batch(&typed), Field::SandboxRecords, open);
        (typed, findings)
    })
}

pub(super) fn pattern(open: &OpenSandbox) -> Option<(PatternDraft, Findings)> {
    is_back(PATTERN).then(|| {
        let draft = PatternDraft { shape: query("shape"), quantity: query("quantity") };
        let findings = or_full(draft.check(), Field::SandboxAmount, open);
        (draft, findings)
    })
}

fn is_back(form: &str) -> bool {
    query("form") == form
}

/// Where nothing is wrong with what was typed, there was no room for it.
fn or_full(found: Findings, field: Field, open: &OpenSandbox) -> Findings {
    if found.is_empty() { full(field, open.entries).into() } else { found }
}
