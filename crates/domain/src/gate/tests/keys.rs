//! Access management: an API key with which somebody can sign in, and all that the policy editor is told.

use super::*;
use crate::access::{AccessDraft, ApiKeyFact, AttributeDraft, KEY_WARNING, SubjectDraft};

#[test]
fn a_key_that_has_ended_is_none_and_one_that_ends_soon_is_worth_a_look() {
    let mut offering = sample::offering();
    let issued = |offering: &Offering| {
        let found = find(&report(Gate::Access, offering, &[], &[]), Requirement::ApiKeyIssued);
        (found.state, found.names)
    };
    let (end, first) = (at(9), offering.access_facts.api_keys[0].clone());
    offering.access_facts.api_keys[0].expires_at = Some(end);
    offering.access_facts.as_of(end.minus(KEY_WARNING));
    assert_eq!(issued(&offering), (ConditionState::Warning, vec![first.prefix.clone()]));
    offering.access_facts.api_keys.push(ApiKeyFact { prefix: "slw_other".to_owned(), ..first.clone() });
    assert_eq!(issued(&offering), (ConditionState::Met, Vec::new()), "the other one goes on");
    offering.access_facts.as_of(end);
    assert_eq!(issued(&offering).0, ConditionState::Met);
    offering.access_facts.api_keys.pop();
    assert_eq!(issued(&offering), (ConditionState::Missing, vec![first.prefix]));
}

#[test]
fn whatever_is_wrong_with_what_the_policy_editor_is_told_stands_in_the_way() {
    let calling = |at: usize| SubjectDraft { service_name: format!("relay-{at}"), ..SubjectDraft::default() };
    let good = sample::offering();
    let blocks = |change: &dyn Fn(&mut AccessDraft)| {
        let mut offering = good.clone();
        change(&mut offering.access.draft);
        find(&report(Gate::Access, &offering, &[], &[]), Requirement::PolicyComplete).blocks()
    };
    assert!(!blocks(&|_| ()));
    assert!(blocks(&|draft| draft.custom_roles = vec!["indexer".to_owned()]));
    assert!(blocks(&|draft| {
        draft.attributes = vec![AttributeDraft { key: "planet".to_owned(), ..AttributeDraft::default() }];
    }));
    assert!(!blocks(&|draft| draft.subjects = (0..100).map(calling).collect()));
    assert!(blocks(&|draft| draft.subjects = (0..101).map(calling).collect()));
}
