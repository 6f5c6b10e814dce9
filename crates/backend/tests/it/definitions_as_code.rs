//! An offering as a file: what was exported changes nothing, what was edited is the saves of the forms, and nobody does by
//! a file what they may not do on the pages.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Applied, Applying};
use slipway_domain::definition::{Act, DefinitionFile, DeploymentEntry, FaultKind, PlanEntry, Thing, Told};
use slipway_domain::event::EventKind;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::translation::Translated;

use crate::support::{ADA, GUS, House, KIM, RITA, VERA, rejection};

async fn exported(acting: &Acting) -> (DefinitionFile, Applying) {
    let (file, revision) = acting.definition(OFFERING).await.unwrap();
    (file, Applying { if_match: Some(revision), prune: false })
}

async fn apply(acting: &Acting, file: &DefinitionFile, how: Applying) -> Applied {
    acting.apply_definition(OFFERING, file, how).await.unwrap()
}

fn told(act: Act, thing: Thing, name: &str) -> Told {
    Told { act, thing, name: name.to_owned() }
}

#[tokio::test]
async fn what_was_exported_changes_nothing_and_is_told_nowhere() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (file, how) = exported(&kim).await;
    let before = house.events().await.len();
    let applied = apply(&kim, &file, Applying { prune: true, ..how }).await;
    assert_eq!((applied.done.len(), applied.faults.len(), applied.stopped), (0, 0, None));
    assert_eq!(house.events().await.len(), before);
    assert_eq!(exported(&kim).await.0, file);
}

#[tokio::test]
async fn a_changed_field_is_one_save_of_its_section() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (mut file, how) = exported(&kim).await;
    "Vector Finder".clone_into(&mut file.listing.as_mut().unwrap().display_name);
    let planned = kim.plan_definition(OFFERING, &file, false).await.unwrap();
    assert_eq!(planned.steps, [told(Act::Save, Thing::Section, "listing")]);
    assert_eq!(planned.changes.len(), 1, "{:?}", planned.changes);
    let before = house.events().await.len();
    let applied = apply(&kim, &file, how).await;
    assert_eq!(applied.done, planned.steps);
    assert_eq!(house.events().await.len(), before + 1);
    let (again, now) = exported(&kim).await;
    assert_eq!((&again, now.if_match), (&file, Some(applied.revision)));
    assert_ne!(now.if_match, how.if_match);
    assert!(kim.plan_definition(OFFERING, &file, true).await.unwrap().is_empty());
}

#[tokio::test]
async fn plans_brokers_deployments_and_translations_are_made_in_an_order_that_holds() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    house.register_broker().await;
    let (mut file, how) = exported(&kim).await;
    let plan = PlanDraft { name: "pro".to_owned(), kind: "free".to_owned(), ..PlanDraft::default() };
    file.plans.push(PlanEntry { id: String::new(), plan });
    let mut second = file.brokers[0].clone();
    "second".clone_into(&mut second.name);
    file.brokers.push(second);
    let source = file.listing.as_ref().unwrap().display_name.clone();
    let german = file.translations.entry("de".to_owned()).or_default();
    german.insert("listing[display_name]".to_owned(), Translated { text: "Vektorsuche".to_owned(), source });
    let applied = apply(&kim, &file, how).await;
    let expected = [
        told(Act::Add, Thing::Plan, "pro"),
        told(Act::Add, Thing::Broker, "second"),
        told(Act::Save, Thing::Translation, "de"),
    ];
    assert_eq!((applied.done.as_slice(), applied.stopped), (expected.as_slice(), None));
    let (now, _) = exported(&kim).await;
    assert_eq!((now.plans.len(), now.brokers.len()), (file.plans.len(), file.brokers.len()));
    assert_eq!(now.translations, file.translations);
    let kinds = [EventKind::PlanAdded, EventKind::BrokerAdded, EventKind::TranslationSaved];
    let events = house.events().await;
    for kind in kinds {
        assert!(events.iter().any(|event| event.kind == kind), "{kind:?}");
    }
}

#[tokio::test]
async fn what_the_file_lacks_goes_only_where_that_is_asked_for() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let extra = kim.add_plan(OFFERING, &PlanDraft { name: "extra".to_owned(), ..PlanDraft::default() }).await.unwrap();
    let (mut file, how) = exported(&kim).await;
    file.plans.retain(|entry| entry.id != extra.to_string());
    let planned = kim.plan_definition(OFFERING, &file, false).await.unwrap();
    assert_eq!((planned.steps.len(), planned.left.as_slice()), (0, &[told(Act::Remove, Thing::Plan, "extra")][..]));
    assert!(apply(&kim, &file, how).await.done.is_empty());
    let applied = apply(&kim, &file, Applying { prune: true, ..how }).await;
    assert_eq!(applied.done, [told(Act::Remove, Thing::Plan, "extra")]);
    assert_eq!(exported(&kim).await.0, file);
}

#[tokio::test]
async fn a_file_made_of_another_revision_overwrites_nothing() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (mut file, how) = exported(&kim).await;
    house.mend_listing().await;
    let now = exported(&kim).await.1.if_match.unwrap();
    file.summary.as_mut().unwrap().contact_name.push('x');
    let late = kim.apply_definition(OFFERING, &file, how).await;
    assert_eq!(rejection(late), Rejection::Stale { current: now, parked: None });
}

/// Somebody saves another part once the first step is made: whichever comes to its end first, the answer is no leave to
/// overwrite that.
#[tokio::test]
async fn what_others_save_while_a_file_is_applied_refuses_the_next_file() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (mut file, how) = exported(&kim).await;
    let first = file.summary.clone();
    file.summary.as_mut().unwrap().contact_name.push('x');
    file.settings.as_mut().unwrap().extras.compliance.push("ISO 27001".to_owned());
    for entry in &mut file.plans {
        entry.plan.description.push('x');
    }
    let other = async {
        while exported(&kim).await.0.summary == first {}
        house.mend_listing().await;
    };
    let (applied, ()) = tokio::join!(apply(&kim, &file, how), other);
    assert_eq!((applied.done.len(), applied.stopped), (2 + file.plans.len(), None));
    let current = exported(&kim).await.1.if_match.unwrap();
    let next = Applying { if_match: Some(applied.revision), prune: false };
    let late = kim.apply_definition(OFFERING, &file, next).await;
    assert_eq!(rejection(late), Rejection::Stale { current, parked: None });
}

/// The same of a part that the file is about to save: its step is turned down, or it is saved before.
#[tokio::test]
async fn what_others_save_of_a_part_that_waits_refuses_the_next_file() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let (mut file, how) = exported(&kim).await;
    let first = file.summary.clone();
    file.summary.as_mut().unwrap().contact_name.push('x');
    for entry in &mut file.plans {
        entry.plan.description.push('x');
    }
    let other = async {
        while exported(&kim).await.0.summary == first {}
        let mut record = ada.offering(OFFERING).await.unwrap().offering.plans.remove(0);
        record.draft.display_name.push('y');
        ada.save_plan(OFFERING, record.id, record.revision, &record.draft).await.unwrap();
    };
    let (applied, ()) = tokio::join!(apply(&kim, &file, how), other);
    let current = exported(&kim).await.1.if_match.unwrap();
    let next = Applying { if_match: Some(applied.revision), prune: false };
    let late = kim.apply_definition(OFFERING, &file, next).await;
    assert_eq!(rejection(late), Rejection::Stale { current, parked: None }, "{:?}", applied.stopped);
}

/// The file, with the broker in that location.
fn with_region(file: &DefinitionFile, region: &str) -> DefinitionFile {
    let mut file = file.clone();
    region.clone_into(&mut file.brokers[0].region);
    file
}

#[tokio::test]
async fn of_two_files_at_once_one_saves_the_broker_and_nothing_of_the_other_waits_for_a_person() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (file, how) = exported(&kim).await;
    let (one, other) = (with_region(&file, "eu-de"), with_region(&file, "eu-nl"));
    let (first, second) =
        tokio::join!(kim.apply_definition(OFFERING, &one, how), kim.apply_definition(OFFERING, &other, how));
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    assert!(kim.offering(OFFERING).await.unwrap().parked.is_empty());
}

#[tokio::test]
async fn a_broker_is_saved_or_removed_by_files_at_once_and_never_both() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (file, how) = exported(&kim).await;
    let (saving, mut removing) = (with_region(&file, "eu-de"), file);
    removing.brokers.clear();
    let prune = Applying { prune: true, ..how };
    let (saved, removed) =
        tokio::join!(kim.apply_definition(OFFERING, &saving, how), kim.apply_definition(OFFERING, &removing, prune));
    assert_ne!(saved.is_ok(), removed.is_ok(), "{saved:?} {removed:?}");
}

/// Of the saves of the file that removes, that of the deployment is the last: the other file is applied by then.
#[tokio::test]
async fn a_deployment_is_saved_or_removed_by_files_at_once_and_never_both() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    house.register_broker().await;
    house.deploy().await;
    let (mut saving, how) = exported(&kim).await;
    let mut removing = saving.clone();
    "us-south".clone_into(&mut saving.deployments[0].options.pricing_region);
    removing.deployments.remove(0);
    removing.summary.as_mut().unwrap().contact_name.push('x');
    let prune = Applying { prune: true, ..how };
    let (saved, _) =
        tokio::join!(kim.apply_definition(OFFERING, &saving, how), kim.apply_definition(OFFERING, &removing, prune));
    let is_there = exported(&kim).await.0.deployments.len() == saving.deployments.len();
    assert_eq!(saved.is_ok(), is_there, "{saved:?}");
}

/// On the pages both would be put together. A file says how the whole is to be.
#[tokio::test]
async fn of_two_files_at_once_one_translates() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (file, how) = exported(&kim).await;
    let with = |key: &str, source: &str| {
        let mut file = file.clone();
        let german = file.translations.entry("de".to_owned()).or_default();
        german.insert(key.to_owned(), Translated { text: "Auf Deutsch".to_owned(), source: source.to_owned() });
        file
    };
    let listing = file.listing.as_ref().unwrap();
    let one = with("listing[display_name]", &listing.display_name);
    let other = with("listing[description]", &listing.description);
    let (first, second) =
        tokio::join!(kim.apply_definition(OFFERING, &one, how), kim.apply_definition(OFFERING, &other, how));
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
}

#[tokio::test]
async fn a_step_that_is_turned_down_ends_it_and_the_same_file_goes_on() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    house.register_broker().await;
    house.deploy().await;
    let (mut file, how) = exported(&kim).await;
    file.summary.as_mut().unwrap().contact_name.push('x');
    file.plans[0].plan.name.push('x');
    file.deployments.clear();
    let applied = apply(&kim, &file, how).await;
    assert_eq!(applied.done, [told(Act::Save, Thing::Section, "summary")]);
    let stopped = applied.stopped.unwrap();
    assert_eq!((stopped.step.thing, stopped.rejection), (Thing::Plan, Rejection::Refused(Refusal::InUse)));
    let name = file.plans[0].plan.name.clone();
    name.strip_suffix('x').unwrap().clone_into(&mut file.plans[0].plan.name);
    let how = Applying { if_match: Some(applied.revision), prune: false };
    assert!(apply(&kim, &file, how).await.done.is_empty(), "the summary is there already");
}

#[tokio::test]
async fn what_stands_against_a_file_stops_all_of_it() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (mut file, how) = exported(&kim).await;
    file.summary.as_mut().unwrap().contact_name.push('x');
    file.deployments.push(DeploymentEntry { plan: "nothing".to_owned(), ..DeploymentEntry::default() });
    let before = house.events().await.len();
    let applied = apply(&kim, &file, how).await;
    assert_eq!(applied.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::PlanNotTold]);
    assert_eq!((applied.done.len(), house.events().await.len()), (0, before));
    let other = DefinitionFile { name: "another".to_owned(), ..exported(&kim).await.0 };
    let applied = apply(&kim, &other, how).await;
    assert_eq!(applied.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::OtherName]);
}

#[tokio::test]
async fn strangers_find_nothing_and_readers_change_nothing() {
    let house = House::open().await;
    let (mut file, how) = exported(&house.acting(KIM).await).await;
    let gus = house.acting(GUS).await;
    assert_eq!(rejection(gus.definition(OFFERING).await), Rejection::NotFound(Kind::Offering));
    let foreign = gus.apply_definition(OFFERING, &file, how).await;
    assert_eq!(rejection(foreign), Rejection::NotFound(Kind::Offering));
    file.summary.as_mut().unwrap().contact_name.push('x');
    for reader in [VERA, RITA] {
        let reader = house.acting(reader).await;
        assert_eq!(reader.plan_definition(OFFERING, &file, false).await.unwrap().steps.len(), 1);
        let denied = rejection(reader.apply_definition(OFFERING, &file, how).await);
        assert!(matches!(denied, Rejection::Denied(_)), "{denied:?}");
    }
    assert_eq!(rejection(house.nobody().definition(OFFERING).await), Rejection::Unauthenticated);
}
