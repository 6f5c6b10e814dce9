//! Caps of a free plan: an instance is stopped at one, stays so while the month lasts, and goes on with the next.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use slipway_backend::Service;
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{InstanceState, OperationKind, Progress};
use slipway_domain::month::Month;
use slipway_domain::plan::{CapDraft, PlanDraft};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::usage::Code;

use crate::instances::{latest, new, settle, view};
use crate::support::{CLARA, House, KIM, rejection};
use crate::usage::{codes, issuer, new_key, service, token};

const HOUR: i64 = 3_600_000;

/// An instance of a free plan that was published with caps: calls by this action, searches by notice.
struct Capped {
    house: House,
    service: Service,
    id: InstanceId,
}

impl Capped {
    async fn open(action: &str) -> Self {
        let house = House::open().await;
        let kim = house.acting(KIM).await;
        let offering = kim.offering(OFFERING).await.unwrap().offering;
        let lite = offering.plans.iter().find(|plan| plan.draft.is_free()).unwrap();
        let cap = |measure: &str, cap: &str, action: &str| CapDraft {
            measure: measure.to_owned(),
            cap: cap.to_owned(),
            action: action.to_owned(),
        };
        let lite_caps = vec![cap("API_CALL", "10", action), cap("SEARCH", "1", "notify")];
        kim.save_plan(OFFERING, lite.id, lite.revision, &PlanDraft { lite_caps, ..lite.draft.clone() }).await.unwrap();
        house.publish_limited().await;
        let clara = house.acting(CLARA).await;
        let id = clara.create_instance(OFFERING, &new(&house, "lite").await).await.unwrap();
        house.backend.make_due_operations().await;
        let (issuer, key) = (issuer(&house).await, new_key(&house).await);
        house.clock.advance(Duration::from_hours(48));
        let service = service(&issuer, &token(&issuer, &key).await.unwrap()).await.unwrap();
        Self { house, service, id }
    }

    async fn submit(&self, hours_ago: i64, measured: Value) -> Vec<Code> {
        let (end, of) = (self.house.clock.now().millis() - hours_ago * HOUR, view(&self.house, self.id).await.instance);
        let record = json!([{
            "resource_instance_id": of.resource,
            "plan_id": of.plan,
            "region": "eu-de",
            "start": end - HOUR,
            "end": end,
            "measured_usage": [measured],
        }]);
        let body = serde_json::to_vec(&record).unwrap();
        codes(&self.house.backend.submit_usage(&self.service, OFFERING, &body, "request-1").await.unwrap())
    }

    async fn used(&self, hours_ago: i64, calls: u32) {
        let told = self.submit(hours_ago, json!({ "measure": "API_CALL", "quantity": calls })).await;
        assert_eq!(told, [Code::Accepted]);
        self.look().await;
    }

    /// The watch looks, and what it orders is done.
    async fn look(&self) {
        self.house.backend.look_at_caps().await;
        self.house.backend.make_due_operations().await;
    }

    async fn state(&self) -> InstanceState {
        view(&self.house, self.id).await.instance.state
    }

    /// What the broker was told last about the instance.
    fn order(&self) -> Value {
        let seen = self.house.broker.log().into_iter().rev().find(|seen| seen.method == Method::PUT).unwrap();
        serde_json::from_str(&seen.body).unwrap()
    }

    fn next_month(&self) {
        let now = self.house.clock.now();
        self.house.clock.advance(Month::of(now).end().since(now));
    }
}

#[tokio::test]
async fn an_instance_is_stopped_at_its_cap_and_goes_on_with_the_next_month() {
    let capped = Capped::open("stop").await;
    capped.used(3, 9).await;
    assert_eq!(capped.state().await, InstanceState::Active, "one is left");
    capped.used(2, 1).await;
    assert_eq!(capped.state().await, InstanceState::Inactive);
    let order = capped.order();
    assert_eq!((&order["enabled"], &order["reason_code"]), (&json!(false), &json!("SERVICE_INSTANCE_ABOVE_CAP")));
    assert!(order.get("initiator_id").is_none(), "nobody asked for it: {order}");

    let clara = capped.house.acting(CLARA).await;
    let refused = rejection(clara.enable_instance(OFFERING, capped.id, true).await);
    assert_eq!(refused, Rejection::Refused(Refusal::AtCap));
    let page = clara.instance_page(OFFERING, capped.id).await.unwrap();
    assert_eq!(page.obstacle(OperationKind::Enable), Some(Refusal::AtCap));
    let usage = clara.instance_usage(OFFERING, capped.id, "", 0).await.unwrap();
    let standings: Vec<_> = usage.caps.iter().map(|cap| (cap.measure.as_str(), cap.is_reached())).collect();
    assert_eq!(standings, [("API_CALL", true), ("SEARCH", false)]);

    capped.house.clock.advance(Duration::from_hours(2));
    capped.look().await;
    assert_eq!(capped.state().await, InstanceState::Inactive, "the month lasts");
    capped.next_month();
    capped.look().await;
    assert_eq!(capped.state().await, InstanceState::Active);
    let order = capped.order();
    assert_eq!((&order["enabled"], &order["reason_code"]), (&json!(true), &json!("SERVICE_INSTANCE_BELOW_CAP")));
    let orders = view(&capped.house, capped.id).await.operations.len();
    capped.house.clock.advance(Duration::from_hours(2));
    capped.look().await;
    assert_eq!(view(&capped.house, capped.id).await.operations.len(), orders, "it was ordered once");
}

#[tokio::test]
async fn a_cap_that_only_tells_stops_nothing_and_costs_nothing() {
    let capped = Capped::open("notify").await;
    capped.used(2, 20).await;
    assert_eq!(capped.submit(2, json!({ "measure": "QUERY", "quantity": 1 })).await, [Code::UnknownMeasure]);
    assert_eq!(capped.state().await, InstanceState::Active);
    let clara = capped.house.acting(CLARA).await;
    let usage = clara.instance_usage(OFFERING, capped.id, "", 0).await.unwrap();
    assert!(usage.caps[0].is_reached() && !usage.caps[0].stops());
    let instances = usage.lines.iter().flat_map(|line| &line.instances);
    assert!(instances.map(|instance| instance.cost).all(|cost| cost.is_zero()));
}

#[tokio::test]
async fn what_somebody_disabled_is_not_enabled_by_the_platform() {
    let capped = Capped::open("stop").await;
    let clara = capped.house.acting(CLARA).await;
    clara.enable_instance(OFFERING, capped.id, false).await.unwrap();
    settle(&capped.house, capped.id).await;
    capped.used(2, 20).await;
    capped.next_month();
    capped.look().await;
    assert_eq!(capped.state().await, InstanceState::Inactive);
    clara.enable_instance(OFFERING, capped.id, true).await.unwrap();
    settle(&capped.house, capped.id).await;
    assert_eq!(capped.state().await, InstanceState::Active);
}

#[tokio::test]
async fn an_instance_that_is_busy_is_stopped_later() {
    let capped = Capped::open("stop").await;
    let clara = capped.house.acting(CLARA).await;
    clara.update_instance(OFFERING, capped.id, None, serde_json::Map::new()).await.unwrap();
    capped.submit(2, json!({ "measure": "API_CALL", "quantity": 10 })).await;
    capped.house.backend.look_at_caps().await;
    let open = latest(&capped.house, capped.id).await;
    assert_eq!((open.kind, open.progress), (OperationKind::Update, Progress::Queued), "one at a time");
    settle(&capped.house, capped.id).await;
    capped.house.clock.advance(Duration::from_hours(1));
    capped.look().await;
    assert_eq!(capped.state().await, InstanceState::Inactive);
}
