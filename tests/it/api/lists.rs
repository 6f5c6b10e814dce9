//! Lists in pages.

use std::collections::{BTreeMap, BTreeSet};

use slipway_backend::demo::OFFERING;

use super::{ADA, Described, Program, RITA, json, problem};
use crate::support::Scene;

/// The members of a list from its beginning to its end.
async fn walked(program: &Program, path: &str, limit: usize) -> Vec<String> {
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let answer = program.get(&format!("{path}?limit={limit}{next}")).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let page = json(&answer);
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit, "{page}");
        seen.extend(items.iter().map(ToString::to_string));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return seen,
        }
        assert!(seen.len() < 10_000, "it ends");
    }
}

/// It tells a list in pages.
fn is_paged(described: &Described) -> bool {
    let parameters = described.told["parameters"].as_array().unwrap();
    parameters.iter().any(|parameter| parameter["name"] == "cursor")
}

/// Every list that the document names, whatever is added to it, where it has most to tell.
#[tokio::test]
async fn pages_go_through_every_list_once() {
    let mut longest: BTreeMap<String, usize> = BTreeMap::new();
    for scene in [Scene::Workshop, Scene::Requested, Scene::Renewed] {
        let stage = scene.open().await;
        let (ada, rita) = (Program::of(&stage, ADA, "read").await, Program::of(&stage, RITA, "read").await);
        for described in ada.described().await.iter().filter(|described| is_paged(described)) {
            let path = described.of(&stage, OFFERING);
            let reader = if path == "/reviews" { &rita } else { &ada };
            let (few, at_once) = (walked(reader, &path, 3).await, walked(reader, &path, 100).await);
            let unique: BTreeSet<_> = few.iter().collect();
            assert_eq!(unique.len(), few.len(), "{path} tells nothing twice");
            assert_eq!(few, at_once, "{path}");
            let most = longest.entry(described.path.clone()).or_default();
            *most = (*most).max(few.len());
        }
    }
    let (lists, most) = (longest.len(), longest.values().max().copied().unwrap_or_default());
    assert!(lists >= 15 && most > 10, "{longest:?}");
    let empty: Vec<_> = longest.iter().filter(|(_, members)| **members == 0).map(|(path, _)| path).collect();
    assert!(empty.is_empty(), "nothing is told by {empty:?}");
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
