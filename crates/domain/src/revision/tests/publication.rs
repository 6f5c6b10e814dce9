//! What is asked when something is published, and what going back leaves alone.

use super::*;

/// A deployment that nobody has yet, at a broker that was never called.
fn added(of: &mut Offering) {
    let mut broker = of.brokers[0].clone();
    broker.id = BrokerId::new(uuid::Uuid::from_u128(0xbb));
    broker.last_fetch = None;
    let mut more = of.deployments[0].clone();
    more.id = DeploymentId::new(uuid::Uuid::from_u128(0xdd));
    "eu-nl".clone_into(&mut more.location);
    (more.broker, more.state) = (broker.id, DeploymentState::Unpublished);
    of.brokers.push(broker);
    of.deployments.push(more);
}

#[test]
fn a_terms_page_that_somebody_else_has_taken_since_holds_a_publication() {
    let content = after(|of| of.listing.draft.description.push('!'));
    let triggers = change_class::triggers(&live(), &content, at(0));
    let mut judged = at_publication(&live(), &content);
    assert_eq!(missing_at_publication(&triggers, &judged, &[]), []);
    judged.other_terms_urls = vec![content.listing.draft.terms_url.clone()];
    let shut = missing_at_publication(&triggers, &judged, &[]);
    assert_eq!(requirements(&shut), [Requirement::TermsUnique]);
    assert_eq!(shut[0].fields, [Field::TermsUrl]);
}

#[test]
fn the_broker_of_a_new_deployment_answers_when_it_is_published_and_that_of_a_later_one_is_not_asked() {
    let now = after(added);
    let triggers = change_class::triggers(&live(), &now, at(0));
    let silent = |content: &Offering| -> Vec<BrokerId> {
        let shut = missing_at_publication(&triggers, &at_publication(&now, content), &[]);
        let reach = shut.into_iter().filter(|condition| condition.id == Requirement::BrokersReachable);
        reach.flat_map(|condition| condition.brokers).collect()
    };
    assert_eq!(silent(&now), [now.brokers[1].id]);
    assert_eq!(silent(&live()), []);
}

/// The sample stands on 12 May 2026; a price of it that is published then holds from 1 July.
#[test]
fn a_publication_is_refused_that_nobody_approved_as_it_is_or_that_tells_of_an_end_too_late() {
    let refused = |content: &Offering, now: &Offering| refusal_at_publication(&live(), content, now, at(0));
    let approved = after(|of| of.listing.draft.description.push('!'));
    assert_eq!(refused(&approved, &live()), None);
    let moved = after(|of| of.brokers[0].draft.url.push_str("/v2"));
    let Some(Refusal::ApprovalVoid { changed }) = refused(&approved, &moved) else { panic!("another broker") };
    assert_eq!(changed, voided(&approved, &moved));

    let ending = |day: &str| after(|of| day.clone_into(&mut of.plans[1].draft.ends_on));
    let too_soon = Some(Refusal::PlanEndsTooSoon);
    assert_eq!(refused(&ending("2026-05-22"), &live()), too_soon);
    assert_eq!(refused(&ending("2026-07-20"), &live()), None);
    let mut both = ending("2026-07-20");
    dearer(&mut both);
    assert_eq!(refused(&both, &live()), too_soon, "customers are told with the price");
}

#[test]
fn an_approval_that_is_void_names_the_first_differences_alone() {
    let differing = vec![Subject::Field(Field::TermsUrl); 6];
    assert_eq!(Refusal::approval_void(differing.clone()), Refusal::ApprovalVoid { changed: differing[..5].to_vec() });
}

#[test]
fn going_back_renames_no_plan() {
    let earlier = after(|of| of.plans[1].draft.name.push('2'));
    assert_eq!(rolled_back(&live(), &earlier), live());
    assert!(!can_roll_back(&live(), &earlier));
}

#[test]
fn going_back_leaves_the_end_of_a_plan_as_customers_know_it() {
    let mut ending = live();
    ending.plans[1].draft.ends_on = "2027-03-01".to_owned();
    assert_eq!(rolled_back(&ending, &live()).plans[1].draft.ends_on, "2027-03-01");
    assert_eq!(rolled_back(&live(), &ending).plans[1].draft.ends_on, "");
}

#[test]
fn going_back_leaves_the_locations_of_a_plan_as_they_are() {
    let elsewhere = after(|of| of.plans[1].draft.locations = vec!["eu-nl".to_owned()]);
    assert_eq!(rolled_back(&elsewhere, &live()).plans[1].draft.locations, ["eu-nl"], "what left does not come back");
    assert_eq!(rolled_back(&live(), &elsewhere).plans[1].draft.locations, ["eu-de"], "what came does not leave");
    let global = after(|of| "global".clone_into(&mut of.settings.draft.location_scope));
    let (back, again) = (rolled_back(&global, &live()), rolled_back(&live(), &global));
    let scopes = [back, again].map(|content| content.settings.draft.location_scope);
    assert_eq!(scopes, ["global", "per_location"], "the locations fit to it");
}
