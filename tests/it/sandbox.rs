//! A metering sandbox as a browser without scripts uses it, and as a service does with its key.

use hyper::{Method, StatusCode};
use serde_json::Value;
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::PlanId;
use slipway_domain::sandbox::Sandbox;
use slipway_domain::usage_request;

use crate::support::{Answer, Browser, Request, Scene, Stage};
use crate::usage::{new_key, token};

const KIM: &str = "kim@northwind.example";
const RITA: &str = "rita@operator.example";

fn plan(stage: &Stage) -> PlanId {
    stage.facts["draft_plan"].parse().unwrap()
}

fn page(stage: &Stage) -> String {
    format!("/offerings/{OFFERING}/pricing/{}/sandbox", plan(stage))
}

async fn sandbox(stage: &Stage) -> Sandbox {
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    store.sandbox(scope, OFFERING, plan(stage)).await.unwrap().unwrap()
}

async fn press(stage: &Stage, browser: &Browser, function: &str, more: &[(&str, &str)]) -> Answer {
    let plan = plan(stage).to_string();
    let own = [("offering", OFFERING), ("plan", plan.as_str())];
    let fields: Vec<_> = own.into_iter().chain(more.iter().copied()).collect();
    browser.send(Request::form(format!("/api/sandbox/{function}"), &fields)).await
}

#[tokio::test]
async fn a_month_is_tried_out_without_scripts() {
    let stage = Scene::Workshop.open().await;
    let kim = stage.browser_of(KIM);
    let editor = kim.get(&format!("/offerings/{OFFERING}/pricing/{}", plan(&stage))).await;
    assert!(editor.body.contains(&page(&stage)), "the plan leads to its sandbox");
    let shown = kim.get(&page(&stage)).await;
    for told in ["May 2026, end of day 1 of 31", "201 accepted", "USD 2.00", "How the costs come about"] {
        assert!(shown.body.contains(told), "{told}");
    }
    let daily = [("pattern[shape]", "daily"), ("pattern[quantity]", "1,000")];
    let generated = press(&stage, &kim, "pattern", &daily).await;
    assert!(generated.path().unwrap().starts_with(&page(&stage)), "{:?}", generated.path());
    press(&stage, &kim, "move", &[("last", "2")]).await;
    press(&stage, &kim, "move", &[("last", "31")]).await;
    let month = kim.get(&page(&stage)).await;
    for told in ["The month is over", "31,005", "USD 12,402.00"] {
        assert!(month.body.contains(told), "{told}");
    }
    let day = kim.get(&format!("{}?day=2", page(&stage))).await;
    for told in ["As of the end of 2 May 2026", "Records of day 2", "USD 802.00"] {
        assert!(day.body.contains(told), "{told}");
    }
    press(&stage, &kim, "keep", &[]).await;
    let kept = kim.get(&page(&stage)).await;
    for told in ["QUERY: 31,005 from 32 records; USD 12,402.00", "As the plan charges now"] {
        assert!(kept.body.contains(told), "{told}");
    }
    press(&stage, &kim, "empty", &[]).await;
    assert_eq!((sandbox(&stage).await.day, sandbox(&stage).await.entries.len()), (1, 0));
}

/// A form, what is typed, the rule that speaks up, and what has to be there again.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);

#[tokio::test]
async fn what_is_wrong_comes_back_with_what_was_typed() {
    let stage = Scene::Workshop.open().await;
    let kim = stage.browser_of(KIM);
    let long = format!("{{\"records\": \"{}\"}}", "x".repeat(9_000));
    let cases: [Case; 5] = [
        ("open", &[("sandbox[month]", "next May"), ("sandbox[day]", "1")], "SBX-MON-01", "next May"),
        ("record", &[("record[start]", "at noon"), ("record[quantities][0]", "7")], "SBX-TIM-01", "at noon"),
        ("record", &[("record[start]", "2026-05-01T01:00"), ("record[quantities][0]", "a lot")], "SBX-QTY-02", "a lot"),
        ("pattern", &[("pattern[shape]", "hourly"), ("pattern[quantity]", "many")], "SBX-QTY-02", "many"),
        ("batch", &[("batch", "{\"not\": \"an array\"}")], "SBX-REC-01", "an array"),
    ];
    let before = sandbox(&stage).await;
    for (function, fields, rule, typed) in cases {
        let answer = press(&stage, &kim, function, fields).await;
        assert!(answer.status.is_redirection(), "{function}: {}", answer.body);
        let back = kim.get(&answer.path().unwrap()).await;
        assert_eq!(back.status, StatusCode::OK, "{function}");
        for told in [rule, typed] {
            assert!(back.body.contains(told), "{function}: {told}");
        }
    }
    let kept = press(&stage, &kim, "batch", &[("batch", &long)]).await;
    let is_kept = kept.status.is_client_error() && kept.body.contains(&"x".repeat(9_000));
    assert!(is_kept, "what fits into no address is on the page that answers");
    assert_eq!(sandbox(&stage).await, before);
}

#[tokio::test]
async fn whoever_may_only_look_gets_the_month_and_no_forms() {
    let stage = Scene::Workshop.open().await;
    let rita = stage.browser_of(RITA);
    let shown = rita.get(&page(&stage)).await;
    assert!(shown.status.is_success() && shown.body.contains("201 accepted"), "{}", shown.body);
    assert!(!shown.body.contains("/api/sandbox/"), "there is nothing to press");
}

#[tokio::test]
async fn the_line_of_the_page_sends_a_record_with_the_key_of_the_service() {
    let stage = Scene::Workshop.open().await;
    let kim = stage.browser_of(KIM);
    let service = stage.server.browser();
    let token = token(&service, &new_key(&stage).await).await;
    let there = sandbox(&stage).await;
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let plans = store.offering(scope).await.unwrap().unwrap().plans;
    let record = plans.iter().find(|record| record.id == plan(&stage)).unwrap();
    let line = usage_request::sandbox_curl(record, &there.setting, there.clock()).unwrap();
    let shown = kim.get(&page(&stage)).await.body.replace("&quot;", "\"");
    assert!(shown.contains(&there.setting.instance.to_string()) && shown.contains("/v4/metering/sandbox/"), "{shown}");

    let body = line.split_once("-d '").unwrap().1.strip_suffix('\'').unwrap().to_owned();
    let target = format!("/v4/metering/sandbox/{OFFERING}/usage");
    let submission = |body: &str| {
        Request::new(Method::POST, &target)
            .header("authorization", &format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(body.to_owned())
    };
    let mut told = Vec::new();
    for _ in 0..2 {
        let answer = service.send(submission(&body)).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        told.push(serde_json::from_str::<Value>(&answer.body).unwrap()["resources"][0].clone());
    }
    assert_eq!(told.iter().map(|answer| answer["status"].as_u64()).collect::<Vec<_>>(), [Some(201), Some(409)]);
    assert_eq!(told[1]["details"]["location"], told[0]["location"]);
    let location = told[0]["location"].as_str().unwrap();
    let (address, anchor) = location.split_once('#').unwrap();
    let seen = kim.get(address).await;
    assert!(seen.body.contains(&format!("id=\"{anchor}\"")) && seen.body.contains("API key"), "{location}");
    assert_eq!(store.digests().await.unwrap()["usage_record"].rows, 0, "nothing of it is usage");

    let cases = [
        (submission(&body).without("authorization"), 401, "unauthorized"),
        (submission("{}"), 400, "invalid_batch"),
        (submission(&body).without("content-type"), 415, "not_json"),
    ];
    for (request, status, code) in cases {
        let answer = service.send(request).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap()["errors"][0]["code"], code);
    }
}
