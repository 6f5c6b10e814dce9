//! What is shown of a request before it is sent is what arrives at a broker: method, path, query, headers and body of
//! every call of §6.2.

use serde_json::{Map, Value};
use slipway_domain::crn::{Cloud, Crn, Ctype, binding_crn, instance_crn, resource_group_crn};
use slipway_domain::ids::AccountId;
use slipway_osb::fake::{FakeBroker, Seen};
use slipway_osb::request::{
    Bind, BindResource, Cause, Endpoint, Instance, Previous, Provision, ReasonCode, SetState, Update,
};
use slipway_osb::{Authentication, Broker, Context, LegacyGuids, OriginatingIdentity, OsbVersion, Request, ResourceId};
use uuid::Uuid;

use crate::support::{LARGE, PASSWORD, REQUEST, SERVICE, SMALL, broker, in_a_region, lab, target};

/// What a connection adds by itself.
const OF_CONNECTION: [&str; 4] = ["accept-encoding", "content-length", "host", "user-agent"];

fn at(fake: &FakeBroker) -> Broker {
    let legacy_guids = Some(LegacyGuids::DISPOSABLE);
    Broker { version: OsbVersion::V2_17, legacy_guids, ..in_a_region(format!("{}/", fake.url())) }
}

fn cloud() -> Cloud {
    Cloud { cname: "slipway".into(), ctype: Ctype::Public, catalog_account: AccountId::new(Uuid::nil()) }
}

fn crn() -> Crn {
    instance_crn(&cloud(), "acme-db", "eu-de", "acme", Uuid::from_u128(7))
}

fn context() -> Context {
    let resource_group = resource_group_crn(&cloud(), "acme", "default");
    Context { account: "acme".into(), crn: crn(), resource_group, target: crn(), name: "it's mine".into() }
}

/// One of every call, so that each finds what the ones before have made.
fn calls(broker: &Broker) -> Vec<Request> {
    let cause = Cause {
        identity: Some(OriginatingIdentity { iam_id: "IAM-1".into(), sub: None }),
        region: Some("eu-de".into()),
    };
    let instance = Instance { id: ResourceId::Crn(crn()), service_id: SERVICE.into(), plan_id: SMALL.into() };
    let changed = Instance { plan_id: LARGE.into(), ..instance.clone() };
    let binding = ResourceId::Crn(binding_crn(&crn(), Uuid::from_u128(8)));
    let parameters = Map::from_iter([("location".to_owned(), Value::from("eu-de"))]);
    let order = SetState { enabled: true, initiator_id: Some("IAM-1".into()), reason: Some(ReasonCode::AdminRequest) };
    let provision = Provision {
        instance: instance.clone(),
        context: context(),
        parameters: parameters.clone(),
        maintenance_info: Value::Null,
    };
    let bind = Bind {
        instance: instance.clone(),
        id: binding.clone(),
        resource: BindResource { account_id: Some("acme".into()), ..BindResource::default() },
        parameters: Map::new(),
        context: Some(context()),
    };
    let update = Update {
        instance: instance.clone(),
        context: Some(context()),
        plan_id: Some(LARGE.into()),
        parameters: None,
        maintenance_info: Value::Null,
        previous: Some(Previous { plan_id: SMALL.into(), maintenance_info: Value::Null }),
    };
    vec![
        Request::catalog(),
        broker.provision(&provision, &cause),
        broker.last_operation(&instance, Some("a b/&=")),
        broker.fetch_instance(&instance.id, &cause),
        broker.fetch_state(&instance.id, &cause),
        broker.set_state(&instance.id, &order, &cause),
        broker.bind(&bind, &cause),
        broker.binding_last_operation(&instance, &binding, None),
        broker.fetch_binding(&instance, &binding, &cause),
        broker.unbind(&instance, &binding, &cause),
        broker.update(&update, &cause),
        broker.deprovision(&changed, &cause),
    ]
}

fn arrived(seen: &Seen) -> Vec<(String, String)> {
    let headers = seen.headers.iter().filter(|(name, _)| !OF_CONNECTION.contains(&name.as_str()));
    let mut headers: Vec<(String, String)> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    headers
}

#[tokio::test]
async fn the_outline_of_every_call_is_what_the_broker_receives() {
    let fake = broker().await;
    let broker = at(&fake);
    let mut endpoints = Vec::new();
    for request in calls(&broker) {
        let mut outline = request.outline(&broker, REQUEST);
        lab().send(&broker, &request, REQUEST).await.unwrap();
        let seen = fake.log().pop().unwrap();
        outline.headers.sort();
        assert_eq!(
            (seen.method.as_str(), &seen.path, seen.body.as_str()),
            (outline.method.as_str(), &outline.target, outline.body.as_deref().unwrap_or_default())
        );
        assert_eq!(arrived(&seen), outline.headers, "{request:?}");
        assert!(seen.authorised && !format!("{outline:?}").contains(PASSWORD), "{request:?}");
        let query = url::form_urlencoded::parse(seen.path.split_once('?').map_or("", |(_, query)| query).as_bytes());
        assert_eq!(query.into_owned().collect::<Vec<_>>(), outline.query, "{request:?}");
        endpoints.push(request.endpoint);
    }
    assert_eq!(
        endpoints,
        [
            Endpoint::Catalog,
            Endpoint::Provision,
            Endpoint::LastOperation,
            Endpoint::FetchInstance,
            Endpoint::FetchState,
            Endpoint::SetState,
            Endpoint::Bind,
            Endpoint::BindingLastOperation,
            Endpoint::FetchBinding,
            Endpoint::Unbind,
            Endpoint::Update,
            Endpoint::Deprovision,
        ]
    );
    assert!(fake.instances().is_empty(), "the calls are in an order in which they make sense");
}

#[test]
fn an_outline_shows_the_headers_whatever_the_credentials_are() {
    let broker = Broker { authentication: Authentication::None, ..target("no address").broker };
    let outline = Request::catalog().outline(&broker, REQUEST);
    let names: Vec<&str> = outline.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.contains(&"x-broker-api-version") && !names.contains(&"authorization"), "{names:?}");
    assert_eq!((outline.target.as_str(), outline.body), ("/v2/catalog", None));
}
