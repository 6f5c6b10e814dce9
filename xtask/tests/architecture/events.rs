//! Every kind of event is written by some use case, or was once: the history has no words for what nobody ever did.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::Source;
use crate::tokens::{Token, begins, lex};

/// Where the kinds are.
const KINDS: &str = "crates/domain/src/event.rs";
/// Where use cases write them.
const USE_CASES: &str = "crates/backend/src/";

/// Kinds that use cases wrote once: kept so that older histories can be read.
const NO_MORE: [&str; 1] = ["OfferingReopened"];

/// Every kind that no use case names although it should, or names although it is said not to.
pub(crate) fn violations(sources: &[Source]) -> Vec<String> {
    judged(sources, &NO_MORE)
}

/// How many kinds there are.
pub(crate) fn known(sources: &[Source]) -> usize {
    kinds(&definition(sources)).len()
}

fn judged(sources: &[Source], unwritten: &[&str]) -> Vec<String> {
    let definition = definition(sources);
    let (kinds, others) = (kinds(&definition), others(&definition));
    let mut written = BTreeSet::new();
    for source in sources.iter().filter(|source| source.path.starts_with(USE_CASES)) {
        let named = named_after(&lex(&source.text).unwrap_or_default(), &["EventKind", ":", ":"]);
        written.extend(named.into_iter().map(|name| others.get(&name).cloned().unwrap_or(name)));
    }
    let silent = kinds.iter().filter(|kind| !written.contains(*kind) && !unwritten.contains(&kind.as_str()));
    let silent = silent.map(|kind| format!("{KINDS}: no use case writes `{kind}`"));
    let stale = unwritten.iter().filter(|kind| written.contains(**kind) || !kinds.contains(**kind));
    silent.chain(stale.map(|kind| format!("`{kind}` is said not to be written, and is written or no kind"))).collect()
}

fn definition(sources: &[Source]) -> Vec<Token> {
    let source = sources.iter().find(|source| source.path == KINDS);
    source.and_then(|source| lex(&source.text).ok()).unwrap_or_default()
}

/// What `kinds! { … }` lists, each with the name it is stored under.
fn kinds(definition: &[Token]) -> BTreeSet<String> {
    let beginning = (0..definition.len()).find(|at| begins(&definition[*at..], &["kinds", "!", "{"]));
    let Some(at) = beginning else { return BTreeSet::new() };
    let listed = definition[at + 3..].split(|token| token.text == "}").next().unwrap_or_default();
    let entries = listed.windows(3).filter(|entry| entry[1].text == "=" && entry[2].text.starts_with('"'));
    entries.map(|entry| entry[0].text.clone()).collect()
}

/// Kinds that have a second name: `const INTERNAL: Self = Self::ThreadNoted`.
fn others(definition: &[Token]) -> BTreeMap<String, String> {
    let is_alias =
        |tokens: &&[Token]| tokens[0].text == "const" && begins(&tokens[2..], &[":", "Self", "=", "Self", ":", ":"]);
    let consts = definition.windows(9).filter(is_alias);
    consts.map(|tokens| (tokens[1].text.clone(), tokens[8].text.clone())).collect()
}

/// What follows `sequence`, wherever it stands.
fn named_after(tokens: &[Token], sequence: &[&str]) -> Vec<String> {
    let places = (0..tokens.len()).filter(|at| begins(&tokens[*at..], sequence));
    places.filter_map(|at| tokens.get(at + sequence.len())).map(|token| token.text.clone()).collect()
}

fn found_in(use_case: &str, unwritten: &[&str]) -> Vec<String> {
    let kinds = "macro_rules! kinds { () => {}; }\n\
                 kinds! { PlanAdded = \"plan.added\", PlanSaved = \"plan.saved\", ThreadNoted = \"thread.noted\" }\n\
                 impl EventKind { pub const INTERNAL: Self = Self::ThreadNoted; }";
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let text = format!("fn f() {{ tell(EventKind::PlanAdded, EventKind::INTERNAL); {use_case} }}");
    let elsewhere = source("app/src/text/event.rs", "fn f() { told(EventKind::PlanSaved) }");
    judged(&[source(KINDS, kinds), source("crates/backend/src/plan.rs", &text), elsewhere], unwritten)
}

#[test]
fn a_kind_that_no_use_case_writes_is_reported() {
    let found = found_in("", &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`PlanSaved`"), "{found:?}");
}

#[test]
fn a_kind_that_is_said_not_to_be_written_and_is_or_is_none_is_reported() {
    assert_eq!(found_in("tell(EventKind::PlanSaved);", &["PlanSaved"]).len(), 1);
    assert_eq!(found_in("tell(EventKind::PlanSaved);", &["PlanForgotten"]).len(), 1);
}

#[test]
fn kinds_that_are_written_or_known_not_to_be_are_not_reported() {
    assert_eq!(found_in("tell(EventKind::PlanSaved);", &[]), Vec::<String>::new());
    assert_eq!(found_in("", &["PlanSaved"]), Vec::<String>::new());
}
