//! Hostile texts in what the watch over live brokers keeps: what came apart, and what was said instead of a catalog.

use std::time::Duration;

use serde_json::json;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::drift::{AGAIN, FAILURES_BORNE, INTERVAL};
use slipway_osb::fake::{Credentials, FakeBroker, Misbehaviour};
use slipway_store::SavedBroker;

use super::broker::{BROKER, bare, catalog, no_catalogs, told};
use super::payloads::PAYLOADS;
use super::shape::{Shape, is_inert};
use super::{HARMLESS, KIM, RITA, offering, shape_of_all};
use crate::authz::filled;
use crate::support::{Answer, Scene, Stage};

const PAGES: &[&str] = &[BROKER, "/offerings/{name}/deployments"];

#[tokio::test]
async fn a_catalog_that_came_apart_is_kept_as_text() {
    let watched = Watched::open().await;
    let own = offering(&watched.stage).await.id.to_string();
    let plan = watched.stage.facts["plan"].as_str();
    let mut harmless = Shape::default();
    for (index, text) in HARMLESS.iter().copied().chain(PAYLOADS.iter().copied()).enumerate() {
        let apart = catalog(text, [own.as_str(), text], [plan, text]);
        let (page, shape) = watched.look(INTERVAL, Misbehaviour::WrongTypes(apart)).await;
        let times = told(&page, "#drift").matches(&bare(text)).count();
        assert!(times >= 8, "{text:?} is there {times} times");
        if index < HARMLESS.len() { harmless.add(shape) } else { is_inert(&shape, &harmless, text) }
    }
    assert!(harmless.live.is_empty(), "{:?}", harmless.live);
}

#[tokio::test]
async fn what_is_said_instead_of_a_catalog_is_kept_as_text() {
    let watched = Watched::open().await;
    for _ in 0..FAILURES_BORNE {
        watched.look(AGAIN, Misbehaviour::Deep(1_000)).await;
    }
    let mut harmless = Shape::default();
    for (index, text) in HARMLESS.iter().copied().chain(PAYLOADS.iter().copied()).enumerate() {
        for answer in no_catalogs(text) {
            let what = format!("{answer:?}");
            let (page, shape) = watched.look(AGAIN, answer).await;
            assert!(told(&page, "#incident").contains(&bare(text)), "nobody quotes {what}");
            if index < HARMLESS.len() { harmless.add(shape) } else { is_inert(&shape, &harmless, text) }
        }
    }
    assert!(harmless.live.is_empty(), "{:?}", harmless.live);
}

/// A live offering with a broker of the test's own.
struct Watched {
    stage: Stage,
    broker: FakeBroker,
}

impl Watched {
    async fn open() -> Self {
        let stage = Scene::Public.open().await;
        let credentials = Credentials { username: "slipway".to_owned(), password: String::new() };
        let broker = FakeBroker::start(json!({ "services": [] }), credentials).await.unwrap();
        // The form of what is public takes no other address, and the broker that is there belongs to all tests.
        let offering = offering(&stage).await;
        let record = &offering.brokers[0];
        let draft = BrokerDraft { url: broker.url(), ..record.draft.clone() };
        let saved = SavedBroker {
            scope: offering.scope(),
            id: record.id,
            draft: &draft,
            password_sealed: None,
            keeps_password: false,
            by: record.saved.as_ref().unwrap().by,
            at: stage.server.now(),
        };
        let mut tx = stage.server.backend.store().write().await.unwrap();
        assert!(tx.save_broker(&saved, record.revision, (record.state, record.state)).await.unwrap());
        tx.commit().await.unwrap();
        Self { stage, broker }
    }

    /// The next look after so much time, with that answer: the broker's page as its editor sees it, and the shape of
    /// everybody's pages.
    async fn look(&self, after: Duration, answer: Misbehaviour) -> (Answer, Shape) {
        let server = &self.stage.server;
        self.broker.misbehave(answer);
        server.wait(after);
        server.backend.look_at_brokers().await;
        // No session lasts until the next one.
        let kim = server.session_since(KIM, server.now()).await;
        let rita = server.session_since(RITA, server.now()).await;
        let page = kim.get(&filled(BROKER, self.stage.facts)).await;
        let mut shape = Shape::of(&page.body);
        shape.add(shape_of_all(&self.stage, &[rita], PAGES, "").await);
        (page, shape)
    }
}
