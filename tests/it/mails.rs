//! Mails from outside: where their links lead, and what the operator does about those that could not be sent.

use std::time::Duration;

use hyper::StatusCode;
use slipway::server::config::{MailConfig, Secret};
use slipway_app::paths::Path;
use slipway_backend::demo::OFFERING;
use slipway_domain::drift::{Cause, Evidence};
use slipway_domain::mail::{About, incident};
use slipway_domain::page::Page;

use crate::support::{ORIGIN, Request, Scene};
use crate::usage::instance;

const OTTO: &str = "otto@operator.example";

#[tokio::test]
async fn the_operator_reads_which_mails_failed_and_has_them_sent_again() {
    let stage = Scene::Workshop.open().await;
    let otto = stage.browser_of(OTTO);
    let page = otto.get("/dead-letters").await.body;
    for told in ["Mails that could not be sent", "desk@operator.example", "permanent error (550)", "Try again"] {
        assert!(page.contains(told), "{told} in {page}");
    }
    assert!(!page.contains("<b>eu</b>") && !page.contains("<i>nobody</i>"), "what others say stays text: {page}");
    assert!(!page.contains("Nothing waits for you"), "{page}");
    let again = [("id", stage.facts["mail"].as_str())];
    let answer = otto.post("/api/mail/try-again", &again).await;
    assert_eq!(answer.location(), Some("/dead-letters"), "{}", answer.body);
    assert!(otto.get("/dead-letters").await.body.contains("Nothing waits for you"));
    let twice = otto.send(Request::form("/api/mail/try-again", &again).header("accept", "application/json")).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn links_in_mails_lead_to_the_pages_that_they_mean() {
    let stage = Scene::Ready
        .open_with(|config| {
            config.mail = MailConfig {
                smtp: Some(Secret::new("smtp://127.0.0.1:9".to_owned())),
                from: Some("console@operator.example".to_owned()),
                operator: Some("desk@operator.example".to_owned()),
            };
        })
        .await;
    instance(&stage).await;
    let backend = &stage.server.backend;
    stage.server.wait(Duration::from_hours(25));
    backend.tell_of_silence().await;
    let mut tx = backend.store().write().await.unwrap();
    let queued = tx.take_mail(stage.server.now(), Duration::from_mins(5)).await.unwrap().unwrap();
    let usage = Path::Offering(OFFERING.to_owned(), Page::Usage);
    assert!(queued.mail.body.contains(&format!("{ORIGIN}{usage}\n")), "{}", queued.mail.body);

    drop(tx);
    let scope = backend.store().offering_named(OFFERING).await.unwrap().unwrap();
    let offering = backend.store().offering(scope).await.unwrap().unwrap();
    let (broker, about) = (&offering.brokers[0], About { offering: &offering, console: ORIGIN });
    let mail = incident(about, broker, Cause::Drift, &Evidence::default());
    let page = Path::Broker(OFFERING.to_owned(), broker.id);
    assert!(mail.body.contains(&format!("{ORIGIN}{page}\n")), "{}", mail.body);
}
