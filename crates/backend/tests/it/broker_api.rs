//! The broker API as it is told to providers: what is documented is what the platform sends, call by call, and follows
//! from the offering, its broker and its switches.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Map, Value};
use slipway_backend::Attempt;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::Patience;
use slipway_domain::broker_api::{BrokerApiView, Documented, Endpoint, Example, LeftOut};
use slipway_domain::instance::Progress;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_osb::fake::Seen;

use crate::instances::{create, plan, ready, settle};
use crate::support::{ADA, CLARA, GUS, House, KIM, rejection};

/// What a connection adds by itself.
const OF_CONNECTION: [&str; 4] = ["accept-encoding", "content-length", "host", "user-agent"];

/// A request without its values: ids differ from one instance to the next.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    method: String,
    path: Vec<String>,
    query: BTreeSet<String>,
    headers: BTreeSet<String>,
    members: BTreeSet<String>,
}

impl Shape {
    fn of<'a>(method: &str, target: &str, headers: impl Iterator<Item = &'a str>, body: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let id = |segment: &str| if segment.starts_with("crn%3A") { "{id}".to_owned() } else { segment.to_owned() };
        let names = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name.to_owned());
        let mut members = BTreeSet::new();
        if !body.is_empty() {
            collect("", &serde_json::from_str(body).unwrap(), &mut members);
        }
        Self {
            method: method.to_owned(),
            path: path.split('/').map(id).collect(),
            query: names.collect(),
            headers: headers.filter(|name| !OF_CONNECTION.contains(name)).map(str::to_owned).collect(),
            members,
        }
    }

    fn seen(seen: &Seen) -> Self {
        Self::of(seen.method.as_str(), &seen.path, seen.headers.keys().map(http::HeaderName::as_str), &seen.body)
    }

    fn told(call: &Documented) -> Vec<Self> {
        let of_example = |example: &Example| {
            let headers = example.headers.iter().map(|(name, _)| name.as_str());
            let body = example.body.as_deref().unwrap_or_default();
            let mut shape = Self::of(&example.method, &example.target, headers, body);
            shape.query.extend(call.if_named.iter().cloned());
            shape
        };
        call.examples.iter().map(of_example).collect()
    }
}

fn collect(place: &str, value: &Value, into: &mut BTreeSet<String>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let place = format!("{place}/{name}");
        collect(&place, value, into);
        into.insert(place);
    }
}

async fn api(house: &House) -> BrokerApiView {
    house.acting(KIM).await.broker_api(OFFERING, "").await.unwrap()
}

fn call(api: &BrokerApiView, endpoint: Endpoint) -> &Documented {
    api.calls.iter().find(|call| call.endpoint == endpoint).unwrap()
}

fn endpoints(api: &BrokerApiView) -> Vec<Endpoint> {
    api.calls.iter().map(|call| call.endpoint).collect()
}

/// A whole life, with a broker that takes its time, so that every call there is to make is made.
#[tokio::test]
async fn what_is_documented_is_what_the_platform_sends() {
    let house = ready().await;
    let (clara, standard, lite) =
        (house.acting(CLARA).await, plan(&house, "standard").await.to_string(), plan(&house, "lite").await);
    house.broker.set_asynchronous(&standard, 1);
    house.broker.set_asynchronous_bindings(&standard, 1);
    let id = create(&house).await;
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    for enabled in [false, true] {
        clara.enable_instance(OFFERING, id, enabled).await.unwrap();
        assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    }
    let key = clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    clara.remove_binding(OFFERING, id, key).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    clara.remove_instance(OFFERING, id).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);

    let api = api(&house).await;
    assert_eq!(endpoints(&api), Endpoint::ALL);
    let told: BTreeSet<Shape> = api.calls.iter().flat_map(Shape::told).collect();
    let seen: BTreeSet<Shape> = house.broker.log().iter().map(Shape::seen).collect();
    let untold: Vec<&Shape> = seen.difference(&told).collect();
    assert!(untold.is_empty(), "the platform sends what nobody is told of: {untold:#?}");
    let of_a_test_run = Shape::told(call(&api, Endpoint::FetchInstance));
    let unseen: Vec<&Shape> = told.difference(&seen).collect();
    assert_eq!(unseen, of_a_test_run.iter().collect::<Vec<_>>(), "only a test run fetches instances");
}

#[tokio::test]
async fn the_requests_name_the_service_and_the_plans_of_the_offering() {
    let house = House::open().await;
    let api = api(&house).await;
    let offering = &api.view.offering;
    let (service, [lite, standard]) =
        (offering.id.to_string(), [0_usize, 1].map(|at| offering.plans[at].id.to_string()));
    let body = |endpoint| -> Value {
        serde_json::from_str(call(&api, endpoint).examples[0].body.as_deref().unwrap()).unwrap()
    };
    for endpoint in [Endpoint::Provision, Endpoint::Bind] {
        assert_eq!(
            (&body(endpoint)["service_id"], &body(endpoint)["plan_id"]),
            (&service.as_str().into(), &lite.as_str().into())
        );
    }
    let update = body(Endpoint::Update);
    assert_eq!(
        (&update["plan_id"], &update["previous_values"]["plan_id"]),
        (&standard.as_str().into(), &lite.as_str().into())
    );
    let removal = &call(&api, Endpoint::Deprovision).examples[0].target;
    assert!(removal.contains(&format!("service_id={service}&plan_id={standard}")), "after the change: {removal}");
    assert_eq!(call(&api, Endpoint::Provision).path, "/v2/service_instances/{instance_id}");
    assert_eq!(
        call(&api, Endpoint::BindingLastOperation).path,
        "/v2/service_instances/{instance_id}/service_bindings/{binding_id}/last_operation"
    );
    assert_eq!(call(&api, Endpoint::SetState).path, "/platform_v1/service_instances/{instance_id}");
    assert_eq!(call(&api, Endpoint::LastOperation).if_named, ["operation"]);
}

#[tokio::test]
async fn an_offering_that_cannot_be_bound_or_changed_is_told_of_no_such_call() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let before = ada.offering(OFFERING).await.unwrap().offering.settings;
    let mut draft = before.draft;
    for answer in [&mut draft.bindable, &mut draft.service_key_supported, &mut draft.plan_updateable] {
        "no".clone_into(answer);
    }
    let attempt = Attempt { revision: before.revision, operation: "" };
    ada.save_settings(OFFERING, attempt, &draft).await.unwrap();
    let api = api(&house).await;
    let left = [
        (Endpoint::Bind, LeftOut::NotBindable),
        (Endpoint::BindingLastOperation, LeftOut::NotBindable),
        (Endpoint::FetchBinding, LeftOut::NotBindable),
        (Endpoint::Unbind, LeftOut::NotBindable),
        (Endpoint::Update, LeftOut::PlansFixed),
    ];
    assert_eq!(api.left_out, left);
    assert!(endpoints(&api).iter().all(|endpoint| left.iter().all(|(other, _)| other != endpoint)));
    let (target, plan) = (&call(&api, Endpoint::Deprovision).examples[0].target, api.instance.plan.to_string());
    assert!(target.contains(&format!("plan_id={plan}")), "the plan has not changed: {target}");
}

#[tokio::test]
async fn what_the_broker_wants_differently_is_told() {
    let house = House::open().await;
    let plain = api(&house).await;
    let target = &call(&plain, Endpoint::Provision).examples[0].target;
    assert!(target.starts_with("/v2/service_instances/crn%3Av1%3A"), "{target}");
    house
        .edit_broker(|draft| {
            "guid".clone_into(&mut draft.id_format);
            "yes".clone_into(&mut draft.legacy_ids);
            "2.12".clone_into(&mut draft.osb_version);
            "/vendor/v1".clone_into(&mut draft.extension_prefix);
            "20".clone_into(&mut draft.sync_timeout);
            "30".clone_into(&mut draft.poll_interval);
            "600".clone_into(&mut draft.max_poll);
            // Such credentials could not even be sent.
            "a:b".clone_into(&mut draft.username);
        })
        .await;
    let api = api(&house).await;
    assert_eq!(api.version, "2.12");
    let left: Vec<Endpoint> = api.left_out.iter().map(|(endpoint, _)| *endpoint).collect();
    assert_eq!(left, [Endpoint::FetchInstance, Endpoint::BindingLastOperation, Endpoint::FetchBinding]);
    let provision = &call(&api, Endpoint::Provision).examples[0];
    assert!(provision.target.starts_with("/v2/service_instances/00000000-"), "{}", provision.target);
    assert!(provision.body.as_deref().is_some_and(|body| body.contains("organization_guid")), "{provision:?}");
    assert!(provision.headers.contains(&("x-broker-api-version".to_owned(), "2.12".to_owned())), "{provision:?}");
    assert!(provision.headers.iter().all(|(name, _)| name != "authorization"), "{provision:?}");
    assert!(call(&api, Endpoint::Bind).examples[0].query.is_empty(), "bindings are made at once");
    assert_eq!(call(&api, Endpoint::SetState).path, "/vendor/v1/service_instances/{instance_id}");
    let [call, pause, operation] = [20, 30, 600].map(Duration::from_secs);
    assert_eq!(api.patience, Patience { call, pause, operation });
}

#[tokio::test]
async fn it_is_told_before_there_is_a_plan_or_a_broker() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let new = NewResourceDraft { resource_name: "northwind-cache".to_owned(), broker_ready: "no".to_owned() };
    let name = ada.add_resource(&new).await.unwrap();
    let api = ada.broker_api(&name, "").await.unwrap();
    assert_eq!((api.broker, api.version.as_str(), api.instance.location.as_str()), (None, "2.12", "global"));
    let provision = &call(&api, Endpoint::Provision).examples[0];
    assert!(provision.body.as_deref().is_some_and(|body| body.contains(&api.view.offering.id.to_string())));
}

#[tokio::test]
async fn only_who_may_see_the_offering_reads_it_and_only_of_brokers_of_its_own() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].id;
    let of = kim.broker_api(OFFERING, &broker.to_string()).await.unwrap();
    assert_eq!(of.broker, Some(broker));
    for unknown in ["nonsense", "00000000-0000-0000-0000-000000000009"] {
        assert_eq!(rejection(kim.broker_api(OFFERING, unknown).await), Rejection::NotFound(Kind::Broker), "{unknown}");
    }
    for stranger in [house.acting(GUS).await, house.acting(CLARA).await] {
        assert_eq!(rejection(stranger.broker_api(OFFERING, "").await), Rejection::NotFound(Kind::Offering));
    }
    assert_eq!(rejection(house.nobody().broker_api(OFFERING, "").await), Rejection::Unauthenticated);
}
