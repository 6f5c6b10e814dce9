use uuid::Uuid;

use super::*;
use crate::compare::Sign;
use crate::language::Language;
use crate::moment::Moment;
use crate::page::Page;
use crate::rule::Level;
use crate::sample;
use crate::translation::Translation;

mod alike;
mod typed;

fn file() -> DefinitionFile {
    DefinitionFile::of(&sample::offering())
}

fn faults(file: &DefinitionFile) -> Vec<FaultKind> {
    file.walk(&sample::offering(), false).faults.into_iter().map(|fault| fault.kind).collect()
}

fn told(file: &DefinitionFile, prune: bool) -> Vec<(Act, Thing, String)> {
    let walk = file.walk(&sample::offering(), prune);
    walk.steps.into_iter().map(|(_, told)| (told.act, told.thing, told.name)).collect()
}

#[test]
fn what_was_exported_changes_nothing() {
    let walk = file().walk(&sample::offering(), true);
    assert_eq!((walk.steps.len(), walk.left.len(), walk.faults.len()), (0, 0, 0));
    assert_eq!(walk.before, walk.next);
    assert_eq!(DefinitionFile::of(&walk.next), file());
}

#[test]
fn what_is_at_its_default_is_left_out_and_the_order_is_that_of_the_forms() {
    let json = serde_json::to_string(&file()).unwrap();
    assert!(!json.contains("\"\"") && !json.contains("[]"), "{json}");
    assert!(!json.contains("provision_type") && !json.contains("legacy_ids"), "a new broker begins so: {json}");
    let places = ["api_version", "\"kind\"", "\"name\"", "\"summary\"", "\"listing\"", "\"settings\"", "\"access\""];
    let places = places.into_iter().chain(["\"plans\"", "\"brokers\"", "\"deployments\""]);
    let found: Vec<usize> = places.map(|place| json.find(place).unwrap()).collect();
    assert!(found.is_sorted(), "{json}");
    let empty = DefinitionFile { summary: Some(SummaryDraft::default()), ..DefinitionFile::default() };
    let json = serde_json::to_string(&empty).unwrap();
    assert!(json.contains("\"summary\":{}"), "a section that is told to be empty is told: {json}");
}

#[test]
fn what_is_typed_other_than_usual_at_a_broker_is_told_even_if_it_is_nothing() {
    let mut offering = sample::offering();
    offering.brokers[0].draft.provision_type = String::new();
    "120".clone_into(&mut offering.brokers[0].draft.max_poll);
    let file = DefinitionFile::of(&offering);
    let read: DefinitionFile = serde_json::from_str(&serde_json::to_string(&file).unwrap()).unwrap();
    assert_eq!(read.brokers[0], offering.brokers[0].draft);
}

#[test]
fn a_member_that_there_is_not_is_named() {
    let json = serde_json::to_string(&file()).unwrap();
    for (place, wrong) in [("\"display_name\"", "\"display_nam\""), ("\"plans\"", "\"plan\""), ("\"url\"", "\"uri\"")] {
        let error = serde_json::from_str::<DefinitionFile>(&json.replacen(place, wrong, 1)).unwrap_err().to_string();
        assert!(error.contains("unknown field"), "{error}");
        assert!(error.contains(wrong.trim_matches('"')), "{error}");
    }
    let other = json.replacen("slipway/v1", "slipway/v2", 1);
    let error = serde_json::from_str::<DefinitionFile>(&other).unwrap_err().to_string();
    assert!(error.contains("slipway/v2") && error.contains("slipway/v1"), "{error}");
}

#[test]
fn no_secret_and_nothing_of_the_console_is_in_a_file() {
    let json = serde_json::to_string(&file()).unwrap();
    for never in ["password", "slw_", "ServiceId-", "sha256", "revision"] {
        assert!(!json.contains(never), "{never} in {json}");
    }
}

#[test]
fn an_edited_field_is_one_save_and_one_line() {
    let mut file = file();
    "Vector Finder".clone_into(&mut file.listing.as_mut().unwrap().display_name);
    assert_eq!(told(&file, false), [(Act::Save, Thing::Section, "listing".to_owned())]);
    let walk = file.walk(&sample::offering(), false);
    let planned = PlannedChanges::of(&walk, None, 7, Moment::from_millis(0));
    let [change] = planned.changes.as_slice() else { panic!("{:?}", planned.changes) };
    assert_eq!((change.page, change.sign, change.label.as_str()), (Page::Listing, Sign::Edited, "display name"));
    assert_eq!((change.before.as_str(), change.now.as_str()), ("Vector Search", "Vector Finder"));
    assert_eq!((planned.revision, planned.takes.len()), (7, 0));
}

#[test]
fn what_customers_have_already_tells_what_its_change_takes() {
    let live = sample::offering();
    let mut file = file();
    "59.90".clone_into(&mut file.plans[1].plan.amounts[0].price);
    let walk = file.walk(&live, false);
    let planned = PlannedChanges::of(&walk, Some(&live), 0, sample::at(0));
    let [taken] = planned.takes.as_slice() else { panic!("{:?}", planned.takes) };
    assert_eq!((taken.when, taken.changes), (When::FirstOfMonth, 1));
    assert!(taken.from.as_ref().is_some_and(|day| day.ends_with("-01")), "{taken:?}");
    assert!(!taken.approvals.is_empty());
    "2027-03-01".clone_into(&mut file.plans[1].plan.ends_on);
    let planned = PlannedChanges::of(&file.walk(&live, false), Some(&live), 0, sample::at(0));
    let end = planned.takes.iter().find(|taken| taken.when == When::Announced).unwrap();
    assert_eq!(end.from.as_deref(), Some("2027-03-01"));
}

#[test]
fn a_section_that_is_left_out_is_left_alone_and_a_value_within_one_is_emptied() {
    let file = DefinitionFile {
        summary: Some(SummaryDraft { contact_name: "Kim Winter".to_owned(), ..SummaryDraft::default() }),
        name: "northwind-vector".to_owned(),
        ..DefinitionFile::default()
    };
    assert_eq!(told(&file, false), [(Act::Save, Thing::Section, "summary".to_owned())]);
    let walk = file.walk(&sample::offering(), false);
    assert_eq!(walk.next.summary.draft.contact_email, "");
    assert_eq!(walk.next.listing, sample::offering().listing);
}

#[test]
fn what_the_file_lacks_stays_until_it_is_asked_for_that_it_goes() {
    let whole = file();
    let file = DefinitionFile { plans: Vec::new(), brokers: Vec::new(), deployments: Vec::new(), ..whole };
    let walk = file.walk(&sample::offering(), false);
    let left: Vec<(Act, Thing)> = walk.left.iter().map(|told| (told.act, told.thing)).collect();
    assert!(walk.steps.is_empty() && left.len() == 4, "{left:?}");
    assert_eq!(left[0], (Act::Remove, Thing::Deployment));
    let walk = file.walk(&sample::offering(), true);
    let steps: Vec<Thing> = walk.steps.iter().map(|(_, told)| told.thing).collect();
    assert_eq!(steps, [Thing::Deployment, Thing::Plan, Thing::Plan, Thing::Broker], "first what refers to others");
    assert!(walk.left.is_empty() && walk.next.plans.is_empty() && walk.next.brokers.is_empty());
}

#[test]
fn a_plan_is_the_one_of_its_id_then_of_its_name_and_otherwise_new() {
    let mut file = file();
    file.plans[0].id = String::new();
    "goldener".clone_into(&mut file.plans[1].plan.name);
    let pro = PlanDraft { name: "pro".to_owned(), ..PlanDraft::default() };
    file.plans.push(PlanEntry { plan: pro, ..PlanEntry::default() });
    file.deployments.push(DeploymentEntry {
        plan: "pro".to_owned(),
        location: "us-east".to_owned(),
        broker: file.brokers[0].name.clone(),
        ..DeploymentEntry::default()
    });
    let told = told(&file, false);
    let expected = [
        (Act::Save, Thing::Plan, "goldener".to_owned()),
        (Act::Add, Thing::Plan, "pro".to_owned()),
        (Act::Add, Thing::Deployment, "pro in us-east".to_owned()),
    ];
    assert_eq!(told, expected);
    let walk = file.walk(&sample::offering(), false);
    let again = DefinitionFile::of(&walk.next).walk(&walk.next, false);
    assert!(again.steps.is_empty() && again.faults.is_empty(), "{:?}", again.steps);
}

#[test]
fn what_stands_against_a_file_is_told() {
    type Wrong = (FaultKind, fn(&mut DefinitionFile));
    let cases: [Wrong; 13] = [
        (FaultKind::OtherName, |file| file.name.push('x')),
        (FaultKind::OtherId, |file| file.id = Uuid::from_u128(0x99).to_string()),
        (FaultKind::TooMany, |file| file.plans = vec![PlanEntry::default(); MOST_ENTRIES + 1]),
        (FaultKind::TooMany, |file| file.deployments = vec![DeploymentEntry::default(); MOST_DEPLOYMENTS + 1]),
        (FaultKind::UnknownPlan, |file| file.plans[0].id = Uuid::from_u128(0x99).to_string()),
        (FaultKind::PlanTwice, |file| file.plans.push(file.plans[0].clone())),
        (FaultKind::PlanUnnamed, |file| file.plans.push(PlanEntry::default())),
        (FaultKind::BrokerTwice, |file| file.brokers.push(file.brokers[0].clone())),
        (FaultKind::BrokerUnnamed, |file| file.brokers.push(BrokerDraft::default())),
        (FaultKind::DeploymentTwice, |file| file.deployments.push(file.deployments[0].clone())),
        (FaultKind::PlanNotTold, |file| "nothing".clone_into(&mut file.deployments[0].plan)),
        (FaultKind::BrokerNotTold, |file| "nothing".clone_into(&mut file.deployments[0].broker)),
        (FaultKind::UnknownLanguage, |file| {
            file.translations.insert("en".to_owned(), BTreeMap::new());
        }),
    ];
    for (kind, wrong) in cases {
        let mut file = file();
        wrong(&mut file);
        assert_eq!(faults(&file), [kind]);
        assert!(kind.blocks());
    }
}

#[test]
fn a_fault_says_where_it_is_in_the_file() {
    let mut file = file();
    let plans = file.plans.len();
    file.plans.push(PlanEntry::default());
    file.plans.push(file.plans[0].clone());
    "nothing".clone_into(&mut file.deployments[0].plan);
    file.translations.insert("x/y".to_owned(), BTreeMap::new());
    let found = file.walk(&sample::offering(), false).faults.into_iter();
    let expected = [
        format!("/plans/{plans}/plan/name"),
        format!("/plans/{}", plans + 1),
        "/deployments/0/plan".to_owned(),
        "/translations/x~1y".to_owned(),
    ];
    assert_eq!(found.map(|fault| fault.place).collect::<Vec<_>>(), expected);
}

#[test]
fn a_plan_that_is_called_otherwise_takes_no_save_of_its_deployments() {
    let mut file = file();
    let before = file.deployments[0].plan.clone();
    let entry = file.plans.iter_mut().find(|entry| entry.plan.name == before).unwrap();
    "other".clone_into(&mut entry.plan.name);
    for deployment in file.deployments.iter_mut().filter(|deployment| deployment.plan == before) {
        "other".clone_into(&mut deployment.plan);
    }
    assert_eq!(told(&file, false), [(Act::Save, Thing::Plan, "other".to_owned())]);
}

#[test]
fn a_deployment_is_not_moved_to_another_broker() {
    let mut file = file();
    file.brokers.push(BrokerDraft { name: "second".to_owned(), ..file.brokers[0].clone() });
    "second".clone_into(&mut file.deployments[0].broker);
    assert_eq!(faults(&file), [FaultKind::SecretNeeded, FaultKind::DeploymentMoved]);
}

#[test]
fn a_secret_that_the_save_drops_is_told() {
    let mut file = file();
    file.brokers[0].url.push_str("/eu");
    assert_eq!(faults(&file), [FaultKind::SecretNeeded]);
    assert!(!FaultKind::SecretNeeded.blocks());
}

#[test]
fn translations_go_with_their_source_and_without_one_they_are_left_out() {
    let mut offering = sample::offering();
    let text = |text: &str, source: &str| Translated { text: text.to_owned(), source: source.to_owned() };
    let texts = BTreeMap::from([("listing[display_name]".to_owned(), text("Vektorsuche", "Search"))]);
    offering.translations = vec![Translation { language: Language::German, texts, revision: 3, saved: None }];
    let mut file = DefinitionFile::of(&offering);
    assert_eq!(file.translations["de"]["listing[display_name]"], text("Vektorsuche", "Search"), "as it was made");
    assert!(file.walk(&offering, true).steps.is_empty());
    let german = file.translations.get_mut("de").unwrap();
    german.insert("listing[display_name]".to_owned(), text("Vektorsuche", "Vector Search"));
    german.insert("listing[bullets][7][title]".to_owned(), text("Schnell", "Fast"));
    let walk = file.walk(&offering, false);
    assert_eq!(walk.steps.len(), 1);
    assert_eq!(walk.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::TextWithoutPlace]);
    let kept = walk.next.translation(Language::German).unwrap();
    assert_eq!((kept.texts.len(), kept.revision), (1, 3));
    assert_eq!(kept.texts["listing[display_name]"].source, "Vector Search");
}

#[test]
fn lines_that_a_browser_ended_are_the_same_lines() {
    let mut offering = sample::offering();
    "One.\r\nTwo.".clone_into(&mut offering.listing.draft.long_description);
    let file = DefinitionFile::of(&offering);
    assert_eq!(file.listing.as_ref().unwrap().long_description, "One.\nTwo.");
    assert!(file.walk(&offering, false).steps.is_empty());
    let mut edited = file;
    "Other".clone_into(&mut edited.listing.as_mut().unwrap().display_name);
    let walk = edited.walk(&offering, false);
    let planned = PlannedChanges::of(&walk, None, 0, Moment::from_millis(0));
    assert_eq!(planned.changes.len(), 1, "{:?}", planned.changes);
}

#[test]
fn a_file_alone_owes_what_the_pages_would_say_and_nothing_that_only_a_console_knows() {
    let (findings, found) = owed(&file());
    assert!(found.is_empty(), "{found:?}");
    assert!(findings.iter().all(|one| one.level != Level::Error), "{findings:?}");
    let mut file = file();
    file.listing.as_mut().unwrap().display_name.clear();
    file.plans[1].plan.description.clear();
    let (findings, _) = owed(&file);
    let errors: Vec<_> = findings.iter().filter(|one| one.level == Level::Error).collect();
    let places: Vec<(&str, &str)> = errors.iter().map(|one| (one.of.as_str(), one.field.as_str())).collect();
    for place in [("", "listing[display_name]"), ("gold", "plan[description]")] {
        assert!(places.contains(&place), "{place:?} in {places:?}");
    }
    assert!(errors.iter().all(|one| !one.what.is_empty() && !one.fix.is_empty() && !one.rule.is_empty()));
}
