//! Instances that did not report, as their provider reads it in a browser without scripts, with the clock of the test.

use std::time::Duration;

use hyper::StatusCode;
use serde_json::json;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_domain::instance::Instance;

use crate::authz::digests;
use crate::support::{Answer, Scene, Stage};
use crate::usage::{instance, new_key, submission, token};

const KIM: &str = "kim@northwind.example";
const CLARA: &str = "clara@orrery.example";
const FINN: &str = "finn@fernway.example";
const TITLE: &str = "Instances that have not reported";
const WARNING: &str = "Some instances have not reported for more than two hours";
const NONE: &str = "No active instance has been silent for more than two hours.";

fn usage() -> String {
    format!("/offerings/{OFFERING}/usage")
}

/// Whoever reads it signs in anew: an earlier session may have ended while the test waited.
async fn read(stage: &Stage, email: &str, path: &str) -> Answer {
    let browser = stage.server.browser();
    browser.sign_in(email, PASSWORD).await;
    browser.get(path).await
}

/// The service reports the hour that ends now.
async fn report(stage: &Stage, of: &Instance, key: &str) {
    let service = stage.server.browser();
    let token = token(&service, key).await;
    let end = stage.server.now().millis();
    let record = json!({
        "resource_instance_id": of.resource, "plan_id": of.plan, "start": end - 3_600_000, "end": end,
        "measured_usage": [{ "measure": "QUERY", "quantity": 1 }]
    });
    let answer = service.send(submission(&token, json!([record]))).await;
    assert!(answer.status == StatusCode::ACCEPTED && answer.body.contains("\"accepted\""), "{}", answer.body);
}

#[tokio::test]
async fn an_instance_that_reports_every_hour_has_none() {
    let stage = Scene::Ready.open().await;
    let of = instance(&stage).await;
    let key = new_key(&stage).await;
    for _ in 0..4 {
        stage.server.wait(Duration::from_hours(1));
        report(&stage, &of, &key).await;
        let page = read(&stage, KIM, &usage()).await.body;
        assert!(page.contains(NONE) && page.contains("every hour"), "{page}");
        assert!(!page.contains(TITLE) && !page.contains(WARNING), "{page}");
    }
    let dashboard = read(&stage, KIM, "/offerings").await.body;
    assert!(!dashboard.contains("not reported"), "{dashboard}");
}

#[tokio::test]
async fn an_hour_without_a_report_is_late_after_the_grace_and_silence_after_a_day() {
    let stage = Scene::Ready.open().await;
    let of = instance(&stage).await;
    let key = new_key(&stage).await;
    stage.server.wait(Duration::from_hours(1));
    report(&stage, &of, &key).await;
    let reported = format!("datetime=\"{}\"", stage.server.now().rfc3339());
    stage.server.wait(Duration::from_hours(2));
    assert!(read(&stage, KIM, &usage()).await.body.contains(NONE), "the grace is not over");
    stage.server.wait(Duration::from_mins(1));
    let page = read(&stage, KIM, &usage()).await.body;
    let closely = format!("{}?instance={}", usage(), of.id);
    for told in [TITLE, WARNING, "Late", "QUERY", "every hour", &reported, &format!("href=\"{closely}\"")] {
        assert!(page.contains(told), "{told} in {page}");
    }
    let dashboard = read(&stage, KIM, "/offerings").await.body;
    assert!(dashboard.contains("1 instance has not reported"), "{dashboard}");

    stage.server.wait(Duration::from_hours(22));
    let page = read(&stage, KIM, &closely).await.body;
    for told in ["Silent", "This instance has not reported for more than a day", "QUERY is reported up to"] {
        assert!(page.contains(told), "{told} in {page}");
    }
    report(&stage, &of, &key).await;
    let page = read(&stage, KIM, &closely).await.body;
    for told in [NONE, "This instance reports as it should", "QUERY is missing from", "It can still be sent"] {
        assert!(page.contains(told), "{told} in {page}");
    }
}

#[tokio::test]
async fn a_consumer_reads_nothing_of_what_the_provider_reads() {
    let stage = Scene::Ready.open().await;
    let of = instance(&stage).await;
    stage.server.wait(Duration::from_hours(3));
    let closely = format!("{}?instance={}", usage(), of.id);
    assert!(read(&stage, KIM, &usage()).await.body.contains(TITLE));
    for email in [CLARA, FINN] {
        for path in [usage(), closely.clone()] {
            let answer = read(&stage, email, &path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{email} on {path}");
            assert!(!answer.body.contains(TITLE) && !answer.body.contains("QUERY"), "{}", answer.body);
        }
    }
    for path in ["/offerings".to_owned(), format!("/instances/{OFFERING}/{}/usage", of.id)] {
        let answer = read(&stage, CLARA, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.body.contains("not reported"), "{path}: {}", answer.body);
    }
    let provider = read(&stage, KIM, &closely).await.body;
    assert!(!provider.contains("Vector store") && !provider.contains("Orrery"), "{provider}");
}

#[tokio::test]
async fn an_address_that_names_no_instance_is_answered_as_if_it_named_none() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let before = digests(&stage.server).await;
    let nobodys = uuid::Uuid::nil().to_string();
    let long = "9".repeat(6_000);
    for wrong in ["", "*", "..%2F..%2Fetc", "%00", "%ff", "%3Cb%3Ex%3C%2Fb%3E", "1&instance=2", &nobodys, &long] {
        let answer = kim.get(&format!("{}?instance={wrong}", usage())).await;
        assert_eq!(answer.status, StatusCode::OK, "{wrong}");
        assert!(!answer.body.contains("his instance") && !answer.body.contains("<b>x"), "{wrong}: {}", answer.body);
    }
    let subscribed = kim.get(&format!("{}?instance={}", usage(), stage.facts["instance"])).await.body;
    assert!(subscribed.contains("No hourly reports are due for this instance"), "{subscribed}");
    assert!(digests(&stage.server).await == before, "reading changes nothing");
}
