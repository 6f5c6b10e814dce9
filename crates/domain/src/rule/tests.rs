//! Every rule is broken once, and once kept at its very edge; together the tables cover the whole rule table.

use std::collections::BTreeSet;

use super::{Level, Rule, RuleId, all, markdown};
use crate::field::Field;
use crate::findings::Findings;
use crate::text;

mod anything;
mod define;
mod extras;
mod fields;
mod instance;
mod listing;
mod media;
mod metric;
mod operate;
mod parameter;
mod people;
mod plan;
mod sandbox;
mod statement;
mod thread;
mod translation;

/// `bad` breaks the rule, `fine` comes as close as the rule allows.
#[derive(Clone)]
struct Case<D> {
    rule: RuleId,
    bad: fn(&mut D),
    fine: fn(&mut D),
}

const fn case<D>(rule: RuleId, bad: fn(&mut D), fine: fn(&mut D)) -> Case<D> {
    Case { rule, bad, fine }
}

/// Proves the cases from a draft without findings; returns everything that was found.
fn prove<D: Clone>(good: &D, check: impl Fn(&D) -> Findings, cases: &[Case<D>]) -> Findings {
    assert!(check(good).is_empty(), "the good draft has findings: {:?}", check(good));
    let mut all = Findings::new();
    for Case { rule, bad, fine } in cases {
        let [broken, kept] = [bad, fine].map(|change| {
            let mut draft = good.clone();
            change(&mut draft);
            check(&draft)
        });
        assert!(broken.iter().any(|finding| finding.rule == *rule), "{rule} is broken, but found is {broken:?}");
        assert!(!kept.iter().any(|finding| finding.rule == *rule), "{rule} is kept, but found is {kept:?}");
        all.extend(broken);
    }
    all
}

fn everything_found() -> Findings {
    [
        anything::found(),
        define::found(),
        extras::found(),
        instance::found(),
        listing::found(),
        media::found(),
        metric::found(),
        operate::found(),
        parameter::found(),
        people::found(),
        plan::found(),
        sandbox::found(),
        statement::found(),
        thread::found(),
        translation::found(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn chars(count: usize) -> String {
    "x".repeat(count)
}

#[test]
fn every_rule_is_broken_by_some_draft() {
    let found: BTreeSet<_> = everything_found().iter().map(|finding| finding.rule).collect();
    let unproven: Vec<_> = all().filter(|rule| !found.contains(rule)).collect();
    assert!(unproven.is_empty(), "no case breaks {unproven:?}");
}

#[test]
fn ids_are_unique_and_well_formed() {
    let ids: BTreeSet<_> = all().map(RuleId::as_str).collect();
    assert_eq!(ids.len(), all().count());
    for id in ids {
        let parts: Vec<_> = id.split('-').collect();
        let [page, field, number] = parts[..] else { panic!("{id} has not three parts") };
        assert!(
            [page, field].iter().all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_uppercase())),
            "{id}"
        );
        assert!(number.len() == 2 && number.parse::<u8>().is_ok_and(|number| number > 0), "{id}");
    }
}

#[test]
fn no_id_is_that_of_a_conformance_check() {
    assert!(all().all(|rule| !["BRK", "IAM", "CTL", "MTR"].iter().any(|check| rule.as_str().starts_with(check))));
}

#[test]
fn an_id_leads_to_its_rule_in_json_too() {
    for rule in all() {
        assert_eq!(RuleId::parse(rule.as_str()), Some(rule));
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(json, format!("\"{rule}\""));
        assert_eq!(serde_json::from_str::<RuleId>(&json).unwrap(), rule);
    }
    assert!(serde_json::from_str::<RuleId>("\"LST-NAM-99\"").is_err());
}

#[test]
fn ids_that_were_shown_to_people_keep_their_meaning() {
    let what = |id| RuleId::parse(id).unwrap().rule().what;
    assert_eq!(what("LST-NAM-03"), "The name contains your company name, “{0}”.");
    assert_eq!(what("LST-LNG-02"), "The first sentence repeats the short description.");
    assert_eq!(what("LST-TRM-01"), "This is your company’s general terms page.");
}

#[test]
fn every_rule_is_told_completely_and_calmly() {
    for rule in all() {
        let Rule { id, what, fix, example, source, .. } = rule.rule();
        for sentence in [what, fix] {
            assert!(sentence.ends_with('.') && !sentence.contains('!'), "{id}: {sentence}");
        }
        assert!(!example.is_empty() && !example.ends_with('.'), "{id}: {example}");
        assert!(!source.is_empty(), "{id}");
        assert!(!rule.rule().missing || rule.rule().level == Level::Error, "{id}");
    }
}

#[test]
fn every_finding_fills_the_holes_of_its_sentences() {
    for finding in &everything_found() {
        for sentence in [text::what(finding), text::fix(finding)] {
            assert!(!sentence.contains(['{', '}']), "{sentence}");
            assert!(!sentence.contains("“”") && !sentence.contains("  "), "{sentence}");
        }
        let holes = (0..4).filter(|hole| {
            let Rule { what, fix, .. } = finding.rule.rule();
            [what, fix].iter().any(|text| text.contains(&format!("{{{hole}}}")) || text.contains(&format!("{{{hole}:")))
        });
        assert!(holes.count() <= finding.facts.len(), "{finding:?} lacks facts");
    }
}

#[test]
fn the_sentences_read_as_they_should() {
    let mut told: Vec<String> = everything_found()
        .iter()
        .map(|finding| {
            let suggestion = finding.suggestion.as_ref().map_or(String::new(), |value| format!(" → {value}"));
            let level = text::level_name(finding.level());
            format!("{} {level}: {} {}{suggestion}", finding.rule, text::what(finding), text::fix(finding))
        })
        .filter(|sentence| sentence.len() < 400)
        .collect();
    told.sort();
    told.dedup();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_taken_value_is_said_with_a_rule_of_its_field() {
    let found = everything_found();
    for field in [Field::ResourceName, Field::PlanName, Field::BrokerName] {
        assert!(found.at(field).next().is_some());
    }
}

#[test]
fn the_page_of_rules_has_a_row_for_every_rule() {
    let page = markdown();
    for rule in all() {
        assert_eq!(page.matches(&format!("| {rule} |")).count(), 1);
    }
    for line in page.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(line.matches('|').count(), 7, "{line}");
        assert!(!line.contains(['{', '}']), "{line}");
    }
}
