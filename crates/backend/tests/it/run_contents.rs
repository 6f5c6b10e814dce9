//! Runs of the draft and of what is public, asked for beside each other on one deployment: one is never the answer to the
//! other.

use slipway_backend::demo::OFFERING;
use slipway_domain::deployment::DeploymentState;
use slipway_domain::ids::DeploymentId;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::test_run::{Content, TestRunDraft};

use crate::drift::live;
use crate::publish::offering;
use crate::rollbacks::for_invited;
use crate::support::{House, KIM, rejection};

fn of(deployments: &[DeploymentId], content: Content) -> TestRunDraft {
    TestRunDraft {
        deployments: deployments.iter().map(ToString::to_string).collect(),
        content: content.name().to_owned(),
        ..TestRunDraft::default()
    }
}

/// With which content each run was asked for, newest first.
async fn contents(house: &House) -> Vec<Content> {
    let runs = house.acting(KIM).await.test_runs(OFFERING).await.unwrap().runs;
    runs.iter().map(|run| run.inputs.options.content).collect()
}

#[tokio::test]
async fn a_run_of_the_other_content_waits_for_the_one_that_is_open() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let id = for_invited(&house).await;
    let open = Rejection::Refused(Refusal::TestRunOpen);
    for (first, other) in [(Content::Draft, Content::Public), (Content::Public, Content::Draft)] {
        kim.request_test_runs(OFFERING, &of(&[id], first)).await.unwrap();
        let (asked, events) = (contents(&house).await, house.events().await.len());
        assert_eq!(asked[0], first);
        assert_eq!(rejection(kim.request_test_runs(OFFERING, &of(&[id], other)).await), open, "{other:?}");
        kim.request_test_runs(OFFERING, &of(&[id], first)).await.unwrap();
        assert_eq!((contents(&house).await, house.events().await.len()), (asked, events), "the open one is the answer");
        house.backend.make_due_test_runs().await;
    }
    kim.request_test_runs(OFFERING, &of(&[id], Content::Draft)).await.unwrap();
    let unchosen = rejection(kim.request_test_run(OFFERING, id).await);
    assert_eq!(unchosen, open, "whoever chooses nothing waits for a run of what is public");
}

#[tokio::test]
async fn one_deployment_that_is_tested_otherwise_refuses_all_that_were_chosen() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let id = for_invited(&house).await;
    kim.request_test_runs(OFFERING, &of(&[id], Content::Draft)).await.unwrap();
    let asked = contents(&house).await;
    let deployments = offering(&kim).await.deployments;
    let everybodys = deployments.iter().find(|record| record.state == DeploymentState::PublishedPublic).unwrap();
    let refused = rejection(kim.request_test_runs(OFFERING, &of(&[everybodys.id, id], Content::Public)).await);
    assert_eq!(refused, Rejection::Refused(Refusal::TestRunOpen));
    assert_eq!(contents(&house).await, asked, "none of them was asked for");
}
