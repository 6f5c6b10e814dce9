//! Who may call what.

use std::fmt::Write as _;

use hyper::{HeaderMap, Method};
use serde_json::json;
use slipway_backend::demo::OFFERING;
use slipway_domain::caller::Role;
use tokio::task::JoinSet;

use super::{ADA, Described, GUS, Program, RITA, problem};
use crate::authz::digests;
use crate::support::{Answer, Request, Scene, Stage};
use crate::usage::new_key;

/// As long as the demo's name.
const NOBODYS_NAME: &str = "northwind-absent";

/// Differs between any two answers.
const OF_THE_MOMENT: &[&str] = &["date", "x-request-id", "content-length"];

#[tokio::test]
async fn without_a_valid_token_nothing_but_the_document_is_answered() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let browser = stage.server.browser();
    for described in ada.described().await {
        let path = format!("/api/v1{}", described.of(&stage, OFFERING));
        let wrong = ["Basic YTpi", "Bearer", "Bearer nonsense", "Bearer a b"];
        for authorization in [None].into_iter().chain(wrong.map(Some)) {
            let request = Request::new(described.method.clone(), &path);
            let answer = match authorization {
                Some(value) => browser.send(request.header("authorization", value)).await,
                None => browser.send(request).await,
            };
            if described.is_open() {
                assert_eq!(answer.status, 200, "{path}");
            } else {
                problem(&answer, 401, "unauthenticated");
                assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"), "{path}");
            }
            assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 36), "{path}");
        }
    }
}

#[tokio::test]
async fn somebody_who_is_signed_in_is_nobody_here() {
    let stage = Scene::Demo.open().await;
    let answer = stage.browser_of(ADA).get("/api/v1/accounts").await;
    problem(&answer, 401, "unauthenticated");
}

#[tokio::test]
async fn wrong_tokens_are_counted_as_guesses() {
    let stage = Scene::Demo.open().await;
    let right = Program::of(&stage, ADA, "read").await;
    let (known, secret) = right.token.split_at(right.token.len() - 12);
    let turned: String = secret.chars().rev().collect();
    let guess = Program::with(&stage, format!("{known}{turned}"));
    let mut told = Vec::new();
    for _ in 0..80 {
        told.push(guess.get("/accounts").await);
    }
    let last = told.last().unwrap();
    problem(last, 429, "too-many-attempts");
    assert!(last.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
    assert_eq!(told[0].status, 401);
}

#[tokio::test]
async fn calls_at_the_same_time_count_only_if_they_are_wrong() {
    let stage = Scene::Demo.open().await;
    let right = Program::of(&stage, ADA, "read").await;
    let told = together(&stage, &right.token).await;
    assert!(told.iter().all(|answer| answer.status == 200), "a program may ask for much at once");
    let wrong = Program::with(&stage, format!("{}x", right.token));
    let told = together(&stage, &wrong.token).await;
    let told_wrong = told.iter().filter(|answer| answer.status == 401).count();
    let told_to_wait = told.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((told_wrong, told_to_wait), (10, 20), "as many as one after the other");
    problem(&wrong.get("/accounts").await, 429, "too-many-attempts");
    // From the same address, and so the right one waits with it.
    problem(&right.get("/accounts").await, 429, "too-many-attempts");
}

/// The answers to thirty calls with that token that are on their way together.
async fn together(stage: &Stage, token: &str) -> Vec<Answer> {
    let mut calls = JoinSet::new();
    for _ in 0..30 {
        let program = Program::with(stage, token.to_owned());
        calls.spawn(async move { program.get("/accounts").await });
    }
    calls.join_all().await
}

#[tokio::test]
async fn a_token_that_reads_changes_nothing() {
    let stage = Scene::Demo.open().await;
    let reader = Program::of(&stage, ADA, "read").await;
    let all = reader.described().await;
    assert_eq!(reader.get(&format!("/offerings/{OFFERING}")).await.status, 200);
    let before = digests(&stage.server).await;
    for described in all.iter().filter(|described| !described.only_reads()) {
        let path = described.of(&stage, OFFERING);
        let answer = reader.write(described.method.clone(), &path, "\"1\"", &json!({})).await;
        problem(&answer, 403, "read-only-token");
    }
    assert!(digests(&stage.server).await == before, "nothing was changed");
}

#[tokio::test]
async fn somebody_elses_offering_and_nobodys_are_the_same_answer() {
    let stage = Scene::Demo.open().await;
    let gus = Program::of(&stage, GUS, "write").await;
    let mut asked = 0;
    for described in gus.described().await.iter().filter(|described| described.path.contains("{name}")) {
        let foreign = about(&gus, described, &stage, OFFERING).await;
        let missing = about(&gus, described, &stage, NOBODYS_NAME).await;
        let (method, path) = (&described.method, &described.path);
        assert_eq!(foreign.status, missing.status, "{method} {path}");
        assert!([400, 404, 422].contains(&foreign.status.as_u16()), "{method} {path}: {}", foreign.body);
        assert_eq!(foreign.body, missing.body, "{method} {path}");
        assert_eq!(lasting(&foreign.headers), lasting(&missing.headers), "{method} {path}");
        asked += usize::from(foreign.status == 404);
    }
    assert!(asked > 15, "{asked}");
}

async fn about(program: &Program, described: &Described, stage: &Stage, offering: &str) -> Answer {
    let path = described.of(stage, offering);
    if described.method == Method::GET {
        program.get(&path).await
    } else {
        program.write(described.method.clone(), &path, "\"1\"", &json!({})).await
    }
}

fn lasting(headers: &HeaderMap) -> Vec<(String, String)> {
    let named = headers.iter().map(|(name, value)| (name.to_string(), format!("{value:?}")));
    named.filter(|(name, _)| !OF_THE_MOMENT.contains(&name.as_str())).collect()
}

/// What each kind of caller is told. Bodies say nothing that could be done, so that every row begins alike; that a broker
/// is asked anew, which takes no body, is told by no other row.
#[tokio::test]
async fn who_is_told_what() {
    let stage = Scene::Demo.open().await;
    let callers = [
        ("reads", Program::of(&stage, ADA, "read").await),
        ("writes", Program::of(&stage, ADA, "write").await),
        ("key", Program::with(&stage, new_key(&stage).await)),
        ("elsewhere", Program::of(&stage, GUS, "write").await),
        ("reviewer", Program::of(&stage, RITA, "write").await),
    ];
    let mut table = String::new();
    for described in callers[0].1.described().await {
        write!(table, "{:6} {:45}", described.method.as_str(), described.path).unwrap();
        for (name, caller) in &callers {
            let path = described.of(&stage, OFFERING);
            let answer = if described.method == Method::GET {
                caller.get(&path).await
            } else {
                caller.write(described.method.clone(), &path, "\"999\"", &json!(null)).await
            };
            write!(table, " {name} {}", answer.status.as_u16()).unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}

/// Who belongs to two accounts reaches the one of the token, and the other is none.
#[tokio::test]
async fn a_token_tells_its_own_account_alone() {
    let stage = Scene::Demo.open().await;
    let store = stage.server.backend.store();
    let person = store.person_with_email(ADA).await.unwrap().unwrap().id;
    let gus = store.person_with_email(GUS).await.unwrap().unwrap().id;
    let globex = store.person(gus).await.unwrap().unwrap().memberships[0].account;
    let mut tx = store.write().await.unwrap();
    tx.set_membership(globex, person, Role::ProviderViewer).await.unwrap();
    tx.commit().await.unwrap();
    let ada = Program::of(&stage, ADA, "read").await;
    let listed = super::json(&ada.get("/accounts").await);
    let items = listed["items"].as_array().unwrap();
    assert_eq!((items.len(), items[0]["is_current"].as_bool()), (1, Some(true)), "{listed}");
    let own = items[0]["id"].as_str().unwrap();
    let other = if own == globex.to_string() { stage.facts["northwind"].clone() } else { globex.to_string() };
    assert_eq!(ada.get(&format!("/accounts/{own}/offerings")).await.status, 200);
    problem(&ada.get(&format!("/accounts/{other}/offerings")).await, 404, "not-found");
}

#[tokio::test]
async fn the_key_of_a_service_id_reaches_its_one_offering() {
    let stage = Scene::Demo.open().await;
    let key = Program::with(&stage, new_key(&stage).await);
    let listed = key.get(&format!("/accounts/{}/offerings", stage.facts["northwind"])).await;
    let listed = super::json(&listed);
    let names: Vec<_> = listed["items"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, [OFFERING]);
    assert_eq!(key.get(&format!("/offerings/{OFFERING}")).await.status, 200);
}
