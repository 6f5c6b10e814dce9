//! Lists in pages.

use std::collections::BTreeSet;

use slipway_backend::demo::OFFERING;

use super::{ADA, Program, json, problem};
use crate::support::Scene;

/// The ids, or else the names, of a list from its beginning to its end.
async fn walked(program: &Program, path: &str, limit: usize) -> Vec<String> {
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = json(&program.get(&format!("{path}?limit={limit}{next}")).await);
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit, "{page}");
        let named = |one: &serde_json::Value| one["id"].as_str().or(one["name"].as_str()).unwrap().to_owned();
        seen.extend(items.iter().map(named));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return seen,
        }
        assert!(seen.len() < 10_000, "it ends");
    }
}

#[tokio::test]
async fn pages_go_through_every_list_once() {
    let stage = Scene::Workshop.open().await;
    let ada = Program::of(&stage, ADA, "read").await;
    let account = &stage.facts["northwind"];
    let mut most = 0;
    for path in [
        "/accounts".to_owned(),
        format!("/accounts/{account}/offerings"),
        format!("/offerings/{OFFERING}/plans"),
        format!("/offerings/{OFFERING}/deployments"),
        format!("/offerings/{OFFERING}/brokers"),
        format!("/offerings/{OFFERING}/reviews"),
        format!("/offerings/{OFFERING}/threads"),
        format!("/offerings/{OFFERING}/history"),
        format!("/offerings/{OFFERING}/revisions"),
        "/catalog".to_owned(),
    ] {
        let (one_by_one, at_once) = (walked(&ada, &path, 1).await, walked(&ada, &path, 100).await);
        let unique: BTreeSet<_> = one_by_one.iter().collect();
        assert_eq!(unique.len(), one_by_one.len(), "{path} tells nothing twice");
        assert_eq!(one_by_one, at_once, "{path}");
        most = most.max(one_by_one.len());
    }
    assert!(most > 10, "{most}");
}

#[tokio::test]
async fn a_cursor_and_a_limit_that_are_none_are_refused() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "read").await;
    let history = format!("/offerings/{OFFERING}/history");
    let plans = format!("/offerings/{OFFERING}/plans");
    let next = json(&ada.get(&format!("{history}?limit=1")).await)["next"].as_str().unwrap().to_owned();
    for wrong in [
        format!("{history}?cursor=nonsense"),
        format!("{history}?cursor="),
        format!("{plans}?cursor={next}"),
        format!("{history}?limit=0"),
        format!("{history}?limit=101"),
        format!("{history}?limit=ten"),
        format!("{history}?limit=1&limit=2"),
        format!("{history}?cursor=%ff"),
    ] {
        problem(&ada.get(&wrong).await, 400, "malformed");
    }
}
