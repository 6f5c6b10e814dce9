//! Whether an API key is issued: one that somebody can sign in with.

use super::*;
use crate::access::{ApiKeyFact, KEY_WARNING};

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
