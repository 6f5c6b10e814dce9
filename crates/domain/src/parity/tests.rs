use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::deployment::DeploymentState;
use crate::plan::PlanRecord;
use crate::sample::{self, agreeing};

fn compared(offering: &Offering, catalog: &BrokerCatalog) -> Vec<ParityLine> {
    offering.parity(sample::broker().id, catalog)
}

/// What differs: its place, its weight and both sides.
fn differing(lines: &[ParityLine]) -> Vec<(String, Level, Option<String>, Option<String>)> {
    let differs = lines.iter().filter(|line| !line.same);
    differs.map(|line| (line.path.join(" / "), line.severity, line.console.clone(), line.broker.clone())).collect()
}

fn counts(offering: &Offering, catalog: &BrokerCatalog) -> (u32, u32) {
    let Differences { errors, warnings } = Differences::of(&compared(offering, catalog), catalog);
    (errors, warnings)
}

/// No deployment names the broker yet.
fn undeployed() -> Offering {
    Offering { deployments: Vec::new(), ..sample::offering() }
}

/// Both plans are served by the broker.
fn deployed() -> Offering {
    let mut offering = sample::offering();
    let mut second = sample::deployment(DeploymentState::Unpublished);
    second.plan = sample::subscription().id;
    offering.deployments.push(second);
    offering
}

#[test]
fn equal_sides_give_a_line_for_every_compared_value_and_no_difference() {
    let offering = sample::offering();
    let lines = compared(&offering, &agreeing(&offering));
    assert_eq!(differing(&lines), []);
    let written = |line: &ParityLine| format!("{:<8} {}", format!("{:?}", line.severity), line.path.join(" / "));
    insta::assert_snapshot!(lines.iter().map(written).collect::<Vec<_>>().join("\n"));
}

#[test]
fn one_changed_value_is_one_difference_with_its_weight() {
    type Change = fn(&mut BrokerService);
    let service = "service northwind-vector";
    let cases: [(Change, &str, Level); 13] = [
        (|one| one.id = "other".to_owned(), "id", Level::Error),
        (|one| one.id = one.id.to_uppercase() + " ", "id", Level::Error),
        (|one| one.plan_updateable = false, "plan_updateable", Level::Error),
        (|one| one.description.clear(), "description", Level::Warning),
        (|one| one.requires.push("syslog_drain".to_owned()), "requires", Level::Warning),
        (|one| one.tags.push("more".to_owned()), "tags", Level::Info),
        (|one| one.metadata["displayName"] = json!("Vectors"), "metadata.displayName", Level::Info),
        (|one| one.metadata["bullets"] = json!([]), "metadata.bullets", Level::Info),
        (|one| one.metadata["ours"] = json!(1), "metadata.ours", Level::Info),
        (|one| one.plans[1].id = "x".to_owned(), "plan gold / id", Level::Error),
        (|one| one.plans[1].free = true, "plan gold / free", Level::Error),
        (|one| one.plans[1].bindable = Some(false), "plan gold / bindable", Level::Error),
        (|one| one.plans[1].metadata["costs"] = json!([]), "plan gold / metadata.costs", Level::Info),
    ];
    for (change, path, severity) in cases {
        let offering = deployed();
        let mut catalog = agreeing(&offering);
        change(&mut catalog.services[0]);
        let found = differing(&compared(&offering, &catalog));
        let places: Vec<_> = found.iter().map(|(place, severity, ..)| (place.as_str(), *severity)).collect();
        assert_eq!(places, [(format!("{service} / {path}").as_str(), severity)]);
    }
}

#[test]
fn a_flag_that_is_missing_is_a_difference_and_so_is_a_plans_own() {
    let offering = sample::offering();
    let mut catalog = agreeing(&offering);
    catalog.services[0].bindable = None;
    // The service's flag, and those of the plans that lean on it.
    assert_eq!(counts(&offering, &catalog), (3, 0));
    catalog = agreeing(&offering);
    catalog.services[0].plans[0].plan_updateable = Some(false);
    assert_eq!(counts(&offering, &catalog), (1, 0));
}

#[test]
fn a_flag_of_the_plan_itself_has_to_agree_too() {
    let mut offering = sample::offering();
    let agreed = agreeing(&offering);
    "no".clone_into(&mut offering.plans[1].draft.bindable);
    assert_eq!(counts(&offering, &agreed), (1, 0), "the broker says yes, for the whole service");
    assert_eq!(counts(&offering, &agreeing(&offering)), (0, 0));
}

#[test]
fn order_means_nothing_and_other_services_are_only_mentioned() {
    let offering = sample::offering();
    let mut catalog = agreeing(&offering);
    catalog.services[0].plans.reverse();
    catalog.services[0].tags.reverse();
    catalog.services.insert(0, BrokerService { id: "z".to_owned(), ..BrokerService::default() });
    let found = differing(&compared(&offering, &catalog));
    assert_eq!(found, [("service z".to_owned(), Level::Info, None, Some("z".to_owned()))]);
}

#[test]
fn swapped_plan_names_are_two_wrong_names_and_no_wrong_ids() {
    let offering = sample::offering();
    let mut catalog = agreeing(&offering);
    let plans = &mut catalog.services[0].plans;
    "gold".clone_into(&mut plans[0].name);
    "lite".clone_into(&mut plans[1].name);
    let places: Vec<_> = differing(&compared(&offering, &catalog)).into_iter().map(|(place, ..)| place).collect();
    assert_eq!(places, ["service northwind-vector / plan gold / name", "service northwind-vector / plan lite / name"]);
}

#[test]
fn nameless_things_are_never_matched_by_their_missing_name() {
    let offering = Offering { name: String::new(), ..sample::offering() };
    let catalog = BrokerCatalog { services: vec![BrokerService::default()], ..BrokerCatalog::default() };
    assert!(compared(&offering, &catalog)[0].broker.is_none());
}

#[test]
fn before_any_deployment_a_plan_that_the_broker_lacks_is_worth_a_look() {
    let offering = undeployed();
    let mut catalog = agreeing(&offering);
    catalog.services[0].plans.pop();
    assert_eq!(counts(&offering, &catalog), (0, 1));
    "other".clone_into(&mut catalog.services[0].plans[0].name);
    assert_eq!(counts(&offering, &catalog), (1, 1), "what both list has to agree");
}

#[test]
fn a_broker_lists_what_is_deployed_to_it_and_may_leave_out_what_others_serve() {
    let mut offering = sample::offering();
    let only = |offering: &Offering, plan: &PlanRecord| {
        let mut catalog = agreeing(offering);
        catalog.services[0].plans.retain(|listed| listed.id == plan.id.to_string());
        catalog
    };
    let (lite, gold) = (sample::free_plan(), sample::subscription());
    assert_eq!(counts(&offering, &only(&offering, &lite)), (0, 0));
    assert_eq!(counts(&offering, &only(&offering, &gold)), (1, 0), "lite is deployed, and missing");
    let mut other = sample::broker();
    other.id = BrokerId::new(uuid::Uuid::from_u128(0x33));
    let mut served = sample::deployment(DeploymentState::Unpublished);
    (served.plan, served.broker) = (gold.id, other.id);
    offering.deployments.push(served);
    for (broker, plan) in [(sample::broker().id, &lite), (other.id, &gold)] {
        let catalog = only(&offering, plan);
        let lines = offering.parity(broker, &catalog);
        assert_eq!(Differences::of(&lines, &catalog), Differences::default());
    }
    offering.deployments[0].state = DeploymentState::Withdrawn;
    assert_eq!(counts(&offering, &only(&offering, &gold)), (0, 1), "nothing is deployed to it any more");
}

#[test]
fn a_plan_that_the_console_does_not_know_is_an_error_everywhere() {
    for offering in [undeployed(), deployed()] {
        let mut catalog = agreeing(&offering);
        catalog.services[0].plans.push(BrokerPlan { name: "huge".to_owned(), ..BrokerPlan::default() });
        assert_eq!(counts(&offering, &catalog), (1, 0));
    }
}

#[test]
fn a_service_that_the_broker_lacks_is_an_error_and_one_for_each_plan_it_serves() {
    let lines = compared(&deployed(), &BrokerCatalog::default());
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.severity == Level::Error && line.broker.is_none()));
}

#[test]
fn a_label_from_outside_is_short_and_a_flood_of_members_hides_none_of_ours() {
    let offering = sample::offering();
    let mut catalog = agreeing(&offering);
    catalog.services[0].name = "x".repeat(10_000);
    for number in 0..10_000 {
        catalog.services[0].metadata[format!("a{number}")] = json!(number);
    }
    let lines = compared(&offering, &catalog);
    assert!(lines.iter().flat_map(|line| &line.path).all(|step| step.len() < 100));
    assert!(lines.len() < 200);
    assert!(lines.iter().any(|line| line.same && line.path.last().unwrap() == "metadata.displayName"));
}

#[test]
fn what_is_kept_for_the_gates_is_bounded_and_blocks_like_the_whole() {
    let offering = deployed();
    let mut catalog = agreeing(&offering);
    catalog.services[0].metadata["ours"] = json!("x".repeat(10_000));
    catalog.services[0].description = "x".repeat(10_000);
    catalog.services[0].requires = vec!["syslog_drain".to_owned(); 1_000];
    for number in 0..10_000 {
        catalog.services[0].plans.push(BrokerPlan { name: format!("plan {number}"), ..BrokerPlan::default() });
        catalog.services.push(BrokerService::default());
    }
    let kept = catalog.kept_for(&offering);
    assert!(serde_json::to_string(&kept).unwrap().len() < 50_000);
    let (errors, warnings) = counts(&offering, &kept);
    assert!(errors > 0);
    assert_eq!(warnings, 2, "description and permissions");
}

#[test]
fn a_schema_that_names_other_parameters_than_the_definition_is_worth_a_look() {
    let mut offering = deployed();
    let gold = sample::subscription().id;
    offering.settings.draft.parameters = json!([
        { "name": "size", "displayname": "Size", "type": "text" },
        { "name": "nodes", "displayname": "Nodes", "type": "number", "associations": { "plan": { "showFor": [gold] } } },
    ])
    .to_string();
    let mut catalog = agreeing(&offering);
    assert_eq!(counts(&offering, &catalog), (0, 0), "without a schema nothing is compared");
    let names = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    catalog.services[0].plans[0].asks = names(&["size"]);
    catalog.services[0].plans[1].asks = names(&["nodes", "size"]);
    assert_eq!(counts(&offering, &catalog), (0, 0), "each plan has its own");
    catalog.services[0].plans[0].asks = names(&[]);
    assert_eq!(counts(&offering, &catalog), (0, 1));
    assert_eq!(counts(&offering, &catalog.kept_for(&offering)), (0, 1), "the gates see it as well");
}

proptest! {
    /// Whatever a broker of usual size says, the gates judge it as its page does.
    #[test]
    fn what_is_kept_counts_like_the_whole(
        service in ("[a-z]{0,3}|northwind-vector", any::<Option<bool>>(), any::<bool>()),
        plans in prop::collection::vec(("lite|gold|[a-z]{0,3}", any::<bool>(), any::<Option<bool>>()), 0..5),
        (errors, warnings) in (0..3_u32, 0..3_u32),
    ) {
        let offering = deployed();
        let (name, bindable, plan_updateable) = service;
        let plans = plans.into_iter().map(|(name, free, bindable)| {
            BrokerPlan { name, free, bindable, metadata: json!({ "x": 1 }), ..BrokerPlan::default() }
        });
        let service = BrokerService { name, bindable, plan_updateable, plans: plans.collect(), ..BrokerService::default() };
        let catalog = BrokerCatalog { services: vec![service], errors, warnings };
        prop_assert_eq!(counts(&offering, &catalog), counts(&offering, &catalog.kept_for(&offering)));
    }
}
