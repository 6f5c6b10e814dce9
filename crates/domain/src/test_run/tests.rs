use super::*;
use crate::deployment::DeploymentState;
use crate::rejection::Refusal;
use crate::sample::{self, at};

fn tested() -> (Offering, Target) {
    let mut offering = sample::offering();
    offering.deployments = vec![sample::deployment(DeploymentState::PublishedLimited)];
    let target = Target::of(&offering.deployments[0]);
    offering.test_runs = vec![sample::passed(&offering, &target)];
    (offering, target)
}

#[test]
fn one_failed_check_one_leftover_or_a_stop_is_no_pass() {
    use Outcome::{Fail, Pass, Skip, Warn};
    assert!(has_passed([Pass, Skip, Warn], 0, false));
    assert!(!has_passed([Pass, Fail], 0, false));
    assert!(!has_passed([Pass], 1, false));
    assert!(!has_passed([Pass], 0, true));
}

#[test]
fn a_run_that_passed_proves_its_deployment_and_no_other() {
    let (offering, target) = tested();
    assert!(offering.is_proven(&target));
    for other in [
        Target { location: "eu-nl".to_owned(), ..target.clone() },
        Target { plan: sample::subscription().id, ..target.clone() },
        Target { broker: BrokerId::new(uuid::Uuid::from_u128(0x33)), ..target.clone() },
    ] {
        assert!(!offering.is_proven(&other), "{other:?}");
        assert_eq!(offering.test_state(&other), TestRunState::None);
    }
}

#[test]
fn what_a_broker_depends_on_makes_its_run_stale_and_a_text_does_not() {
    type Edit = fn(&mut Offering);
    let edits: [(Edit, Input); 17] = [
        (|offering| "no".clone_into(&mut offering.settings.draft.bindable), Input::Service),
        (|offering| "no".clone_into(&mut offering.settings.draft.plan_updateable), Input::Service),
        (|offering| "no".clone_into(&mut offering.settings.draft.service_key_supported), Input::Service),
        (
            |offering| {
                let asked = r#"[{"name":"size","displayname":"Size","type":"text"}]"#;
                asked.clone_into(&mut offering.settings.draft.parameters);
            },
            Input::Service,
        ),
        (
            |offering| {
                let asked = r#"[{"name":"zone","displayname":"Zone","type":"text"}]"#;
                asked.clone_into(&mut offering.deployments[0].options.parameters);
            },
            Input::Service,
        ),
        (|offering| "silver".clone_into(&mut offering.plans[1].draft.name), Input::Plans),
        (|offering| offering.plans.push(sample::metered()), Input::Plans),
        (|offering| "https://elsewhere.example".clone_into(&mut offering.brokers[0].draft.url), Input::Broker),
        (|offering| "2.17".clone_into(&mut offering.brokers[0].draft.osb_version), Input::Broker),
        (|offering| "/vendor".clone_into(&mut offering.brokers[0].draft.extension_prefix), Input::Broker),
        (|offering| "30".clone_into(&mut offering.brokers[0].draft.sync_timeout), Input::Broker),
        (|offering| offering.access.draft.redirect_uris.push("https://new.example/cb".to_owned()), Input::Access),
        (|offering| offering.access_facts.client_id = None, Input::Access),
        (|offering| offering.deployments[0].state = DeploymentState::Unpublished, Input::Publication),
        (|offering| offering.listing.draft.terms_url.push_str("/2027"), Input::Pages),
        (|offering| offering.listing.draft.documentation_url.push_str("/2027"), Input::Pages),
        (|offering| "/icons/other.png".clone_into(&mut offering.listing.draft.icon), Input::Pages),
    ];
    for (at, (edit, input)) in edits.into_iter().enumerate() {
        let (mut offering, target) = tested();
        edit(&mut offering);
        assert_eq!(offering.changed_since(&offering.test_runs[0]), [input], "edit {at}");
        assert_eq!((offering.test_state(&target), offering.is_proven(&target)), (TestRunState::Stale, false));
    }
    let texts: [Edit; 4] = [
        |offering| "Something else.".clone_into(&mut offering.listing.draft.description),
        |offering| "Another text.".clone_into(&mut offering.plans[0].draft.description),
        |offering| "somebody".clone_into(&mut offering.brokers[0].draft.username),
        |offering| "renamed".clone_into(&mut offering.brokers[0].draft.name),
    ];
    for edit in texts {
        let (mut offering, target) = tested();
        edit(&mut offering);
        assert!(offering.is_proven(&target));
    }
    let (mut offering, target) = tested();
    offering.plans.remove(0);
    assert!(!offering.is_proven(&target), "the plan is gone");
}

#[test]
fn a_run_from_before_the_deployment_was_in_the_catalog_proves_nothing_about_it_once_it_is() {
    let mut offering = sample::offering();
    offering.deployments = vec![sample::deployment(DeploymentState::Unpublished)];
    let target = Target::of(&offering.deployments[0]);
    offering.test_runs = vec![sample::passed(&offering, &target)];
    assert!(offering.is_proven(&target), "as far as it goes");
    offering.deployments[0].state = DeploymentState::PublishedLimited;
    assert_eq!(offering.changed_since(&offering.test_runs[0]), [Input::Publication]);
    assert!(!offering.is_proven(&target));
    offering.test_runs = vec![sample::passed(&offering, &target)];
    offering.deployments[0].state = DeploymentState::PublishedPublic;
    assert!(offering.is_proven(&target), "what was shown to some is shown to all");
}

#[test]
fn evidence_that_does_not_say_what_it_depends_on_is_stale() {
    let (mut offering, target) = tested();
    let mut kept = serde_json::to_value(&offering.test_runs[0].inputs).unwrap();
    let members = kept.as_object_mut().unwrap();
    assert!(members.remove("is_published").is_some() && members.remove("pages").is_some());
    let of_broker = members["broker"].as_object_mut().unwrap();
    assert!(of_broker.remove("extension_prefix").is_some() && of_broker.remove("patience").is_some());
    offering.test_runs[0].inputs = serde_json::from_value(kept).unwrap();
    let changed = offering.changed_since(&offering.test_runs[0]);
    assert_eq!((changed.as_slice(), offering.is_proven(&target)), (&[Input::Publication, Input::Pages][..], false));
}

#[test]
fn the_latest_run_that_ended_counts() {
    let (mut offering, target) = tested();
    let passed = offering.test_runs[0].clone();
    let mut failed = TestRun { ended_at: Some(at(99)), ..passed.clone() };
    failed.checks[0].outcome = Outcome::Fail;
    offering.test_runs.insert(0, failed);
    assert_eq!(offering.test_state(&target), TestRunState::Failed);
    let again = TestRun { ended_at: Some(at(100)), ..passed.clone() };
    offering.test_runs.insert(0, again);
    assert_eq!(offering.test_state(&target), TestRunState::Passed);
    let interrupted = TestRun { ended_at: Some(at(101)), progress: Progress::Interrupted, ..passed.clone() };
    assert!(!interrupted.has_passed());
    offering.test_runs.insert(0, interrupted);
    assert!(offering.is_proven(&target), "what was interrupted says nothing");
    offering.test_runs.push(TestRun { ended_at: None, progress: Progress::Queued, ..passed });
    assert_eq!((offering.test_state(&target), offering.is_proven(&target)), (TestRunState::Running, true));
}

#[test]
fn a_check_is_proven_when_it_passed_and_not_when_it_was_skipped() {
    let (mut offering, _) = tested();
    let run = &mut offering.test_runs[0];
    assert_eq!(run.first_unproven(&["BRK-CAT-03", "BRK-PRV-01"]), None);
    run.checks.iter_mut().find(|check| check.id == "BRK-PRV-01").unwrap().outcome = Outcome::Skip;
    assert_eq!(run.first_unproven(&["BRK-CAT-03", "BRK-PRV-01"]), Some("BRK-PRV-01"));
    assert_eq!(run.first_unproven(&["BRK-XXX-01"]), Some("BRK-XXX-01"));
}

#[test]
fn checks_are_made_again_of_the_run_that_counts_and_left_nothing() {
    let (mut offering, _) = tested();
    let id = offering.test_runs[0].id;
    assert_eq!(offering.repeatable(id).map(|run| run.id), Ok(id));
    let older = TestRunId::new(uuid::Uuid::from_u128(0x99));
    assert_eq!(offering.repeatable(older), Err(Refusal::TestRunSuperseded));
    offering.test_runs[0].progress = Progress::Running;
    assert_eq!(offering.repeatable(id), Err(Refusal::TestRunSuperseded));
    offering.test_runs[0].progress = Progress::Finished;
    offering.test_runs[0].leftovers = 1;
    assert_eq!(offering.repeatable(id), Err(Refusal::TestRunLeftThings));
    offering.test_runs[0].leftovers = 0;
    "2.17".clone_into(&mut offering.brokers[0].draft.osb_version);
    assert_eq!(offering.repeatable(id), Err(Refusal::TestRunStale));
}

#[test]
fn every_stored_name_leads_back() {
    assert!(Outcome::ALL.into_iter().all(|outcome| Outcome::parse(outcome.name()) == Some(outcome)));
    assert!(Progress::ALL.into_iter().all(|progress| Progress::parse(progress.name()) == Some(progress)));
    assert!([Level::Should, Level::Must].into_iter().all(|level| Level::parse(level.name()) == Some(level)));
}

#[test]
fn what_a_metered_plan_charges_makes_a_run_stale_and_other_plans_have_nothing_of_it() {
    let (mut offering, target) = tested();
    let of_sample = serde_json::to_string(&offering.test_runs[0].inputs).unwrap();
    assert!(!of_sample.contains("charges"), "evidence of before says the same");
    offering.plans.push(sample::metered());
    offering.test_runs = vec![sample::passed(&offering, &target)];
    let edits: [fn(&mut Offering); 4] = [
        |offering| "0.41".clone_into(&mut offering.plans[2].draft.metrics[0].prices[0][0]),
        |offering| "1025".clone_into(&mut offering.plans[2].draft.metrics[1].metering_scale),
        |offering| "EVENT".clone_into(&mut offering.plans[2].draft.metrics[1].quantity_type),
        |offering| drop(offering.plans[2].draft.metrics.pop()),
    ];
    for (at, edit) in edits.into_iter().enumerate() {
        let mut offering = offering.clone();
        edit(&mut offering);
        assert_eq!(offering.changed_since(&offering.test_runs[0]), [Input::Plans], "edit {at}");
    }
    "49.95".clone_into(&mut offering.plans[1].draft.amounts[0].price);
    assert!(offering.is_proven(&target), "a fee is no usage");
}
