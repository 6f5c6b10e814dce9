//! What a consumer has of the demo offering once it is published: an instance with credentials, and one whose removal a
//! broker never brought to an end.

use std::time::Duration;

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::ALERT_AFTER;
use slipway_domain::new_instance::{BindingDraft, NewInstanceDraft};
use slipway_osb::fake::{FakeBroker, Misbehaviour};

use super::Facts;
use super::stage::acting;
use crate::support::TestServer;

const CLARA: &str = "clara@orrery.example";

/// The names under which the scenes after this one know them too.
const FACTS: [&str; 3] = ["instance", "binding", "letter"];

pub(super) async fn consume(server: &TestServer, broker: &FakeBroker) -> Facts {
    let clara = acting(&server.backend, CLARA).await;
    let (search, stuck) = (create(server, "search").await, create(server, "stuck").await);
    server.backend.make_due_operations().await;
    clara.order_binding(OFFERING, search, &BindingDraft { name: "key".to_owned() }).await.unwrap();
    server.backend.make_due_operations().await;
    let binding = clara.instance_page(OFFERING, search).await.unwrap().bindings.remove(0);
    broker.misbehave(Misbehaviour::Status {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        content_type: "application/json".to_owned(),
        body: r#"{"description":"<xss7> does not work today."}"#.to_owned(),
    });
    let letter = clara.remove_instance(OFFERING, stuck).await.unwrap();
    server.backend.make_due_operations().await;
    server.wait(ALERT_AFTER + Duration::from_secs(1));
    server.backend.make_due_operations().await;
    broker.misbehave(None);
    Facts::from([("instance", search.to_string()), ("binding", binding.id.to_string()), ("letter", letter.to_string())])
}

pub(super) fn again(before: &Facts) -> Facts {
    FACTS.into_iter().filter_map(|name| Some((name, before.get(name)?.clone()))).collect()
}

async fn create(server: &TestServer, name: &str) -> InstanceId {
    let clara = acting(&server.backend, CLARA).await;
    let details = clara.catalog_details(OFFERING).await.unwrap().details;
    let plan = details.plans.iter().find(|plan| plan.name == "standard").unwrap();
    let draft = NewInstanceDraft {
        plan: plan.id.to_string(),
        location: "eu-de".to_owned(),
        name: name.to_owned(),
        terms: details.terms_url,
        ..NewInstanceDraft::default()
    };
    clara.order_instance(OFFERING, &draft).await.unwrap()
}
