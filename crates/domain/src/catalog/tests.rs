use super::*;
use crate::ids::AccountId;
use crate::parameter::Chosen;
use crate::sample::{self, GLOBEX, NORTHWIND};
use crate::visibility::{Viewer, visible_path};

const LIMITED: DeploymentState = DeploymentState::PublishedLimited;
const PUBLIC: DeploymentState = DeploymentState::PublishedPublic;

/// Lite in Frankfurt and Amsterdam, gold in Frankfurt.
fn content() -> Offering {
    let mut offering = sample::offering();
    let deployment = |id: u128, plan: PlanId, location: &str| {
        let mut deployment = sample::deployment(DeploymentState::PublishedLimited);
        deployment.id = DeploymentId::new(uuid::Uuid::from_u128(id));
        (deployment.plan, deployment.location) = (plan, location.to_owned());
        deployment
    };
    let (lite, gold) = (sample::free_plan().id, sample::subscription().id);
    offering.deployments =
        vec![deployment(1, lite, "eu-de"), deployment(2, lite, "eu-nl"), deployment(3, gold, "eu-de")];
    offering
}

/// Which of the three deployments the viewer sees; `None`: not even the service.
fn sees(service: &Visibility, states: [DeploymentState; 3], viewer: Option<AccountId>) -> Option<Vec<usize>> {
    let content = content();
    let ids: Vec<_> = content.deployments.iter().map(|deployment| deployment.id).collect();
    let states: Vec<_> = ids.iter().copied().zip(states).collect();
    let viewer = viewer.map(|account| Viewer { account, is_internal: false });
    let asked = |path: &[&Visibility]| visible_path(path.iter().copied(), viewer, sample::at(0));
    let seen = seen(content, service, &states, asked)?;
    let place = |id| ids.iter().position(|other| *other == id);
    Some(seen.deployments.iter().filter_map(|deployment| place(deployment.id)).collect())
}

#[test]
fn nobody_sees_what_is_no_longer_or_was_never_published() {
    let states = [LIMITED, DeploymentState::Withdrawn, DeploymentState::Unpublished];
    assert_eq!(sees(&Visibility::private(NORTHWIND), states, Some(NORTHWIND)), Some(vec![0]));
    let unknown = seen(content(), &Visibility::public(NORTHWIND), &[], |_| true).unwrap();
    assert_eq!(unknown.deployments, []);
}

#[test]
fn a_deployment_with_limited_visibility_stays_so_in_a_public_service() {
    let service = Visibility::public(NORTHWIND);
    let states = [PUBLIC, LIMITED, LIMITED];
    assert_eq!(sees(&service, states, None), Some(vec![0]));
    assert_eq!(sees(&service, states, Some(GLOBEX)), Some(vec![0]));
    assert_eq!(sees(&service, states, Some(NORTHWIND)), Some(vec![0, 1, 2]));
}

#[test]
fn whoever_does_not_see_the_service_sees_nothing_of_it() {
    assert_eq!(sees(&Visibility::private(NORTHWIND), [PUBLIC; 3], Some(GLOBEX)), None);
    let excluding = Visibility { exclude: vec![GLOBEX], ..Visibility::public(NORTHWIND) };
    assert_eq!(sees(&excluding, [PUBLIC; 3], Some(GLOBEX)), None);
}

#[test]
fn a_service_for_one_kind_of_accounts_is_so_in_all_its_parts() {
    let states = [PUBLIC, LIMITED, PUBLIC];
    for (restrictions, of_others) in
        [(Restrictions::InternalOnly, None), (Restrictions::ExternalOnly, Some(vec![0, 2]))]
    {
        let service = Visibility { restrictions, ..Visibility::private(NORTHWIND) };
        assert_eq!(sees(&service, states, None), of_others);
        assert_eq!(sees(&service, states, Some(GLOBEX)), of_others);
        assert_eq!(sees(&service, states, Some(NORTHWIND)), Some(vec![0, 1, 2]));
    }
}

#[test]
fn every_deployment_is_decided_by_its_whole_path() {
    let asked = core::cell::RefCell::new(Vec::new());
    let states: Vec<_> =
        content().deployments.iter().map(|deployment| deployment.id).zip([PUBLIC, LIMITED, LIMITED]).collect();
    seen(content(), &Visibility::public(NORTHWIND), &states, |path| {
        asked.borrow_mut().push(path.iter().map(|object| object.restrictions).collect::<Vec<_>>());
        true
    });
    let (public, private) = (Restrictions::Public, Restrictions::Private);
    let (lite, gold) = ([public, public], [public, private]);
    let paths = [
        vec![public],
        [&lite[..], &[public]].concat(),
        [&lite[..], &[private]].concat(),
        [&gold[..], &[private]].concat(),
    ];
    assert_eq!(*asked.borrow(), paths);
}

#[test]
fn a_plan_is_shown_where_it_is_published_and_nowhere_else() {
    let mut offering = content();
    offering.deployments[1].state = DeploymentState::Unpublished;
    offering.deployments[2].state = DeploymentState::Withdrawn;
    let details = Details::of(&offering, true, sample::at(0));
    let shown: Vec<_> = details.plans.iter().map(|card| (card.name.as_str(), card.locations.as_slice())).collect();
    assert_eq!(shown, [("lite", &["eu-de".to_owned()][..])]);
    assert_eq!(details.locations, ["eu-de"]);
    assert_eq!(Tile::of(&offering, true).starting_price, None, "gold is sold nowhere");
}

#[test]
fn a_global_deployment_says_in_which_regions_it_runs() {
    let mut offering = content();
    offering.deployments[1].state = DeploymentState::Unpublished;
    offering.deployments[1].options.deployment_regions = vec!["jp-tok".to_owned()];
    offering.deployments[0].state = PUBLIC;
    offering.deployments[0].location = "global".to_owned();
    offering.plans[0].draft.locations = vec!["global".to_owned()];
    offering.deployments[0].options.deployment_regions = vec!["us-south".to_owned(), "eu-de".to_owned()];
    let details = Details::of(&offering, false, sample::at(0));
    assert_eq!(details.plans[0].regions, ["us-south", "eu-de"], "as the provider ordered them");
    assert_eq!(details.regions(), ["eu-de", "us-south"], "what is not published says nothing");
}

#[test]
fn a_card_carries_what_its_kind_charges_and_nothing_that_another_kind_left() {
    let mut offering = sample::offering();
    let mut flex = sample::metered();
    flex.draft.amounts = sample::subscription().draft.amounts;
    offering.deployments[0].plan = flex.id;
    offering.deployments[0].state = PUBLIC;
    offering.plans.push(flex);
    let details = Details::of(&offering, false, sample::at(0));
    let [card] = details.plans.as_slice() else { panic!("one plan is deployed") };
    assert_eq!((card.metrics.len(), card.amounts.len()), (2, 0));
    assert!(details.tile.has_metered_plan && details.tile.starting_price.is_none());
    offering.plans[2].draft.kind = "subscription".to_owned();
    let details = Details::of(&offering, false, sample::at(0));
    assert_eq!((details.plans[0].metrics.len(), details.plans[0].amounts.len()), (0, 1));
}

#[test]
fn a_deployment_asks_for_its_own_parameters_in_its_plan_and_place_alone() {
    let mut offering = content();
    let asking = |name: &str| format!(r#"[{{"name":"{name}","displayname":"Asked","type":"text"}}]"#);
    offering.settings.draft.parameters = asking("everywhere");
    offering.deployments[1].options.parameters = asking("amsterdam");
    offering.deployments[2].options.parameters = "[]".to_owned();
    let (lite, gold) = (sample::free_plan().id.to_string(), sample::subscription().id.to_string());
    let asked = |offering: &Offering, plan: &str, location: &str| {
        let details = Details::of(offering, true, sample::at(0));
        let asked = details.parameters_at(Chosen { plan, location }).iter();
        asked.map(|parameter| parameter.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(asked(&offering, &lite, "eu-de"), ["everywhere"]);
    assert_eq!(asked(&offering, &lite, "eu-nl"), ["amsterdam"]);
    assert!(asked(&offering, &gold, "eu-de").is_empty(), "an empty list asks for nothing");
    assert_eq!(asked(&offering, "", ""), ["everywhere"]);
    offering.deployments[1].state = DeploymentState::Withdrawn;
    assert_eq!(asked(&offering, &lite, "eu-nl"), ["everywhere"]);
}

#[test]
fn pages_of_the_provider_s_own_are_told_only_once_they_are_approved() {
    let mut offering = content();
    let extras = &mut offering.listing.draft.extras;
    extras.custom_create_page_url = "https://northwind.example/create".to_owned();
    extras.featured_description = "No cluster to look after.".to_owned();
    offering.settings.draft.extras.compliance = vec![String::new(), " ISO 27001 ".to_owned()];
    let limited = Details::of(&offering, true, sample::at(0));
    assert_eq!(limited.extras.custom_create_page_url, "");
    assert_eq!(limited.extras.featured_description, "No cluster to look after.");
    let public = Details::of(&offering, false, sample::at(0));
    assert_eq!(public.extras.custom_create_page_url, "https://northwind.example/create");
    assert_eq!(public.compliance, ["ISO 27001"]);
}

#[test]
fn a_tile_has_the_place_of_its_number_and_without_one_the_last() {
    let place = |number: &str| {
        let mut offering = content();
        number.clone_into(&mut offering.listing.draft.extras.side_by_side_index);
        Tile::of(&offering, false).order
    };
    assert_eq!(["", "20", "soon", " 3 "].map(place), [u16::MAX, 20, u16::MAX, 3]);
}

#[test]
fn a_location_that_has_left_a_plan_is_offered_to_nobody_and_the_plan_stays_for_who_has_it() {
    let mut offering = content();
    for plan in &mut offering.plans {
        plan.draft.locations = vec!["eu-nl".to_owned()];
    }
    let details = Details::of(&offering, false, sample::at(0));
    let shown: Vec<_> = details.plans.iter().map(|card| (card.name.as_str(), card.locations.as_slice())).collect();
    assert_eq!(shown, [("lite", &["eu-nl".to_owned()][..]), ("gold", &[][..])]);
    let taking: Vec<_> = details.plans.iter().map(|plan| plan.takes_new_instances(sample::at(0))).collect();
    assert_eq!((details.locations.as_slice(), taking), (&["eu-nl".to_owned()][..], vec![true, false]));
    assert_eq!(details.tile.starting_price, None, "nobody can come to what costs something");
    assert!(!details.has_ended(sample::at(0)));
    offering.deployments.retain(|deployment| deployment.location == "eu-de");
    assert!(Details::of(&offering, false, sample::at(0)).has_ended(sample::at(0)), "it is sold nowhere");
}

#[test]
fn a_service_is_there_for_new_instances_until_its_last_plan_ends() {
    let mut content = content();
    let day = |text: &str| Moment::of_input(&format!("{text}T00:00")).unwrap();
    for (plan, end) in content.plans.iter_mut().zip(["2027-03-01", "2027-04-01"]) {
        end.clone_into(&mut plan.draft.ends_on);
    }
    content.plans.truncate(2);
    let details = Details::of(&content, false, sample::at(0));
    let taking = |now| details.plans.iter().filter(|plan| plan.takes_new_instances(now)).count();
    assert_eq!(["2027-02-28", "2027-03-01", "2027-04-01"].map(|now| taking(day(now))), [2, 1, 0]);
    assert_eq!(["2027-03-01", "2027-04-01"].map(|now| details.has_ended(day(now))), [false, true]);
}

#[test]
fn a_plan_that_has_ended_is_no_price_and_free_no_more() {
    let mut content = content();
    let day = |text: &str| Moment::of_input(&format!("{text}T00:00")).unwrap();
    for (plan, end) in [(sample::free_plan().id, "2027-03-01"), (sample::subscription().id, "2027-04-01")] {
        let ending = content.plans.iter_mut().find(|one| one.id == plan).unwrap();
        end.clone_into(&mut ending.draft.ends_on);
    }
    let told = |now| {
        let tile = Tile::at(&content, false, day(now));
        (tile.has_free_plan, tile.starting_price.is_some())
    };
    let days = ["2027-02-28", "2027-03-01", "2027-04-01"];
    assert_eq!(days.map(told), [(true, true), (false, true), (false, false)]);
}
