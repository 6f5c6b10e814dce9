use core::fmt::Write as _;
use std::collections::HashSet;

use super::*;
use crate::caller::Role;
use crate::compare::compare;
use crate::deployment::DeploymentState;
use crate::field::{Field, Form};
use crate::listing::BulletDraft;
use crate::offering::Offering;
use crate::policy::{self, Context, Denial, Object};
use crate::rule::{RuleId, any, thread as rules};
use crate::sample::{self, NORTHWIND};

fn of(subject: &Subject, now: &Offering) -> Thread {
    let lines = compare(None, now);
    sample::thread_about(lines.iter().find(|line| line.subject == *subject).unwrap())
}

fn standing(thread: &Thread, now: &Offering) -> Standing {
    thread.standing(&compare(None, now))
}

fn metered() -> Offering {
    let mut offering = sample::offering();
    offering.plans[1] = sample::metered();
    offering
}

#[test]
fn the_moves_of_a_thread_and_who_makes_them() {
    let mut table = format!("{:<10} {:<10} {:<10}", "from", "move", "to");
    for role in Role::ALL {
        let _ = write!(table, "{:<3}", role.code());
    }
    table = format!("{}\n", table.trim_end());
    let mut row = |from: &str, act: String, to: &str, verb: Option<Verb>| {
        let mut line = format!("{from:<10} {act:<10} {to:<10}");
        for role in Role::ALL.into_iter().filter(|_| verb.is_some()) {
            let ctx = Context::of(NORTHWIND);
            let may = verb.is_some_and(|verb| policy::may(&sample::person(role), verb, Object::Thread, ctx).is_ok());
            line.push_str(if may { "●  " } else { "·  " });
        }
        let _ = writeln!(table, "{}", line.trim_end());
    };
    row("–", "open".to_owned(), "open", Some(opening_verb(false)));
    row("–", "open!".to_owned(), "open!", Some(opening_verb(true)));
    for from in ThreadState::ALL {
        for act in ThreadMove::ALL {
            for (blocking, sign) in [(false, ""), (true, "!")] {
                let to = next(from, act).ok();
                let verb = to.map(|_| act.verb(blocking));
                let to = to.map_or_else(|| "–".to_owned(), |to| format!("{}{sign}", to.name()));
                row(&format!("{}{sign}", from.name()), act.name().to_owned(), &to, verb);
            }
        }
    }
    row("open", "note".to_owned(), "open", Some(INTERNAL_VERB));
    insta::assert_snapshot!(table);
}

#[test]
fn whoever_wrote_it_does_not_lift_what_blocks_it() {
    let reviewer = sample::person(Role::Reviewer);
    let authors = [reviewer.id];
    let ctx = Context::of(NORTHWIND).written_by(&authors);
    let verb = ThreadMove::Resolve.verb(true);
    assert_eq!(policy::may(&reviewer, verb, Object::Thread, ctx), Err(Denial::OwnSubmission));
    assert_eq!(policy::may(&reviewer, ThreadMove::Reply.verb(true), Object::Thread, ctx), Ok(()));
}

#[test]
fn a_thread_is_addressed_once_its_value_is_another_one() {
    let before = sample::offering();
    let thread = of(&Subject::Field(Field::DisplayName), &before);
    assert_eq!(standing(&thread, &before), Standing::Open);
    let mut now = before.clone();
    now.listing.draft.description.push_str(" And more.");
    now.listing.draft.display_name.push(' ');
    assert_eq!(standing(&thread, &now), Standing::Open, "another field, and blank space");
    now.listing.draft.display_name = "Vector Database".to_owned();
    assert_eq!(standing(&thread, &now), Standing::Addressed);
    now.listing.draft.display_name.clear();
    assert_eq!(standing(&thread, &now), Standing::Addressed);
    now.listing.draft.display_name.clone_from(&before.listing.draft.display_name);
    assert_eq!(standing(&thread, &now), Standing::Open, "it was changed back");
    assert_eq!(standing(&Thread { state: ThreadState::Resolved, ..thread }, &now), Standing::Resolved);
}

#[test]
fn members_of_lists_are_followed_by_what_they_are() {
    let before = metered();
    let (plan, name) = (before.plans[1].id, before.plans[1].draft.name.clone());
    let scale = of(&Subject::Plan { id: plan, name: name.clone(), field: Field::MetricScale(0) }, &before);
    let prices = of(&Subject::Plan { id: plan, name, field: Field::MetricPlaces(1) }, &before);
    let fast = of(&Subject::Highlight(before.listing.draft.bullets[0].title.clone()), &before);
    let mut now = before.clone();
    now.plans.reverse();
    let moved = now.plans.iter_mut().find(|record| record.id == plan).unwrap();
    moved.draft.name = "renamed".to_owned();
    moved.draft.metrics.swap(0, 1);
    now.listing
        .draft
        .bullets
        .insert(0, BulletDraft { title: "New".into(), description: "First.".into(), ..BulletDraft::default() });
    for thread in [&scale, &prices, &fast] {
        assert_eq!(standing(thread, &now), Standing::Open, "{}", thread.called());
    }
    let moved = now.plans.iter_mut().find(|record| record.id == plan).unwrap();
    moved.draft.metrics[1].metering_scale = "1000".to_owned();
    now.listing.draft.bullets[1].description = "Answers at once.".to_owned();
    assert_eq!([&scale, &prices, &fast].map(|thread| standing(thread, &now)), {
        [Standing::Addressed, Standing::Open, Standing::Addressed]
    });
}

#[test]
fn a_thread_about_something_that_is_gone_is_addressed_and_one_about_a_gap_when_it_is_filled() {
    let before = sample::offering();
    let uri = of(&Subject::Field(Field::RedirectUris), &before);
    let deployed = of(&Subject::Deployment { plan: "lite".to_owned(), location: "eu-de".to_owned() }, &before);
    let mut now = before.clone();
    now.access.draft.redirect_uris = vec!["https://other.example/callback".to_owned()];
    now.deployments[0].state = DeploymentState::Withdrawn;
    assert_eq!(standing(&uri, &now), Standing::Addressed);
    assert_eq!(standing(&deployed, &now), Standing::Addressed);
    let gap = Thread { value: String::new(), ..uri };
    assert_eq!(standing(&gap, &now), Standing::Open);
    assert_eq!(standing(&gap, &before), Standing::Addressed);
}

#[test]
fn every_value_has_an_anchor_of_its_own_that_is_read_back_as_it_was_written() {
    let offering = metered();
    let lines = compare(None, &offering);
    let anchors: Vec<_> = lines.iter().map(|line| Anchor::of(line).unwrap()).collect();
    for (line, anchor) in lines.iter().zip(&anchors) {
        assert_eq!(Anchor::parse(&anchor.to_string()).as_ref(), Some(anchor));
        assert_eq!(anchor.page(), Some(line.page), "{anchor}");
        assert!(anchor.holds(&line.now, &lines), "{anchor}");
    }
    assert_eq!(anchors.iter().collect::<HashSet<_>>().len(), anchors.len());
    for wrong in ["", "section", "section/", "page/listing[tags]/", "plan:7/plan[name]/", "section/metrics[3][clip]/"] {
        assert_eq!(Anchor::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn only_an_open_thread_that_blocks_blocks() {
    let blocking = of(&Subject::Field(Field::TermsUrl), &sample::offering());
    assert!(blocking.blocks());
    assert!(!Thread { blocking: false, ..blocking.clone() }.blocks());
    assert!(!Thread { state: ThreadState::Resolved, ..blocking }.blocks());
}

#[test]
fn a_new_thread_names_a_value_says_something_and_picks_a_rule_of_its_page() {
    let lines = compare(None, &sample::offering());
    let good = ThreadDraft {
        anchor: "section/listing[display_name]/".to_owned(),
        text: "The name is the company's.".to_owned(),
        rule: " LST-NAM-03 ".to_owned(),
        blocking: "yes".to_owned(),
    };
    let opening = good.check(&lines).unwrap();
    assert_eq!(opening.line.subject, Subject::Field(Field::DisplayName));
    assert_eq!(opening.rule, RuleId::parse("LST-NAM-03"));
    let said = |draft: ThreadDraft| {
        let found = draft.check(&lines).unwrap_err();
        found.iter().map(|finding| (finding.field, finding.rule)).collect::<Vec<_>>()
    };
    let long = "x".repeat(REMARK_LIMIT + 1);
    for (draft, expected) in [
        (ThreadDraft { anchor: String::new(), ..good.clone() }, (Field::ThreadAnchor, rules::ANCHOR_MISSING)),
        (
            ThreadDraft { anchor: "section/summary[gone]/".into(), ..good.clone() },
            (Field::ThreadAnchor, rules::ANCHOR_GONE),
        ),
        (
            ThreadDraft { anchor: "section/access[actions]/x".into(), rule: String::new(), ..good.clone() },
            (Field::ThreadAnchor, rules::ANCHOR_GONE),
        ),
        (ThreadDraft { text: " \n".into(), ..good.clone() }, (Field::ThreadText, rules::TEXT_MISSING)),
        (ThreadDraft { text: long.clone(), ..good.clone() }, (Field::ThreadText, any::TOO_LONG)),
        (ThreadDraft { rule: "LST-NAM-99".into(), ..good.clone() }, (Field::ThreadRule, rules::RULE_UNKNOWN)),
        (ThreadDraft { rule: "REV-RSN-01".into(), ..good.clone() }, (Field::ThreadRule, rules::RULE_UNKNOWN)),
        (ThreadDraft { blocking: "maybe".into(), ..good.clone() }, (Field::ThreadBlocking, any::NOT_A_CHOICE)),
    ] {
        assert_eq!(said(draft.clone()), [expected], "{draft:?}");
    }
    assert!(rules_for(Form::Listing).any(|rule| rule == any::TOO_LONG));
}

#[test]
fn a_reply_says_something_and_a_decision_is_made_in_the_open() {
    let reply = |text: &str, internal: &str| ReplyDraft { text: text.to_owned(), internal: internal.to_owned() };
    let rules_of = |draft: ReplyDraft, act| {
        draft.check(act).iter().map(|finding| (finding.field, finding.rule)).collect::<Vec<_>>()
    };
    assert_eq!(rules_of(reply("", ""), ThreadMove::Reply), [(Field::ReplyText, rules::TEXT_MISSING)]);
    assert_eq!(rules_of(reply("", ""), ThreadMove::Resolve), []);
    assert_eq!(rules_of(reply("Yes.", "yes"), ThreadMove::Reply), []);
    assert_eq!(rules_of(reply("Yes.", "yes"), ThreadMove::Reopen), [(Field::ReplyInternal, any::NOT_A_CHOICE)]);
    let long = "x".repeat(REMARK_LIMIT + 1);
    assert_eq!(rules_of(reply(&long, ""), ThreadMove::Resolve), [(Field::ReplyText, any::TOO_LONG)]);
}
