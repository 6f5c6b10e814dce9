//! What somebody types into the forms of a metering sandbox.

use super::{Case, case, prove};
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::rule::sandbox as rule;
use crate::sample;
use crate::sandbox::form::{PatternDraft, RecordDraft, SettingDraft, check_batch, check_room};
use crate::sandbox::{Channel, Entry, Failure, MOST_ENTRIES, Sandbox, Size};

#[derive(Clone)]
struct Typed {
    setting: SettingDraft,
    record: RecordDraft,
    batch: String,
    pattern: PatternDraft,
    sandbox: Sandbox,
}

pub(super) fn found() -> Findings {
    prove(&good(), check, &cases())
}

fn good() -> Typed {
    let setting = sample::sandbox_of(&sample::metered());
    Typed {
        setting: SettingDraft { month: "2026-05".to_owned(), ..SettingDraft::default() },
        record: RecordDraft {
            start: "2026-05-01T12:00".to_owned(),
            end: "2026-05-01T13:00".to_owned(),
            quantities: vec!["5".to_owned()],
            ..RecordDraft::default()
        },
        batch: "[{}]".to_owned(),
        pattern: PatternDraft { shape: "hourly".to_owned(), quantity: "5".to_owned() },
        sandbox: Sandbox { setting, day: 1, entries: Vec::new(), failure: Failure::default() },
    }
}

fn check(typed: &Typed) -> Findings {
    let mut found = typed.setting.check();
    found.extend(typed.record.check(&sample::metered().draft));
    found.extend(check_batch(&typed.batch));
    found.extend(typed.pattern.check());
    found.extend(check_room(Field::SandboxRecords, &typed.sandbox, Size { records: 1, bytes: 2 }));
    found
}

fn holding(count: usize) -> Vec<Entry> {
    let entry = Entry::read(sample::RECORD, sample::at(0), Channel::Form, "{}".to_owned());
    vec![entry; count]
}

#[test]
fn every_rule_of_sandboxes_holds() {
    assert!(found().iter().any(Finding::is_missing));
}

fn cases() -> Vec<Case<Typed>> {
    vec![
        case(
            rule::MONTH_UNREADABLE,
            |typed| typed.setting.month = "2026-13".into(),
            |typed| typed.setting.month = "2026-12".into(),
        ),
        case(rule::DAY_OUTSIDE, |typed| typed.setting.day = "32".into(), |typed| typed.setting.day = "31".into()),
        case(
            rule::TIME_UNREADABLE,
            |typed| typed.record.start = "tomorrow".into(),
            |typed| typed.record.start = "2026-05-01T00:00".into(),
        ),
        case(
            rule::QUANTITY_MISSING,
            |typed| typed.record.quantities.clear(),
            |typed| typed.record.quantities = vec!["0".into()],
        ),
        case(
            rule::QUANTITY_MISSING,
            |typed| typed.pattern.quantity.clear(),
            |typed| typed.pattern.quantity = "0".into(),
        ),
        case(
            rule::QUANTITY_UNREADABLE,
            |typed| typed.record.quantities = vec!["-1".into()],
            |typed| typed.record.quantities = vec!["1,000.5".into()],
        ),
        case(rule::RECORDS_UNREADABLE, |typed| typed.batch = "{}".into(), |typed| typed.batch = "[1]".into()),
        case(
            rule::FULL,
            |typed| typed.sandbox.entries = holding(MOST_ENTRIES),
            |typed| typed.sandbox.entries = holding(MOST_ENTRIES - 1),
        ),
    ]
}
