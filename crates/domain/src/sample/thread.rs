//! A review thread about a value of an offering.

use uuid::Uuid;

use super::{NORTHWIND, at};
use crate::compare::{Line, Subject, compare};
use crate::field::Field;
use crate::ids::{PersonId, ThreadId};
use crate::offering::Offering;
use crate::thread::{Anchor, Thread, ThreadState};

/// Open and blocking, about what `field` of a page says now.
pub(crate) fn thread(offering: &Offering, field: Field) -> Thread {
    let lines = compare(None, offering);
    thread_about(lines.iter().find(|line| line.subject == Subject::Field(field)).unwrap())
}

pub(crate) fn thread_about(line: &Line) -> Thread {
    Thread {
        id: ThreadId::new(Uuid::from_u128(0x71)),
        account: NORTHWIND,
        offering: super::offering().id,
        anchor: Anchor::of(line).unwrap(),
        subject: line.subject.clone(),
        value: line.now.clone(),
        rule: None,
        blocking: true,
        text: "Say it in one sentence.".to_owned(),
        state: ThreadState::Open,
        opened_by: PersonId::new(Uuid::from_u128(0xb1)),
        opened_by_name: "Rita Reviewer".to_owned(),
        opened_at: at(0),
    }
}
