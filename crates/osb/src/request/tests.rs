use serde_json::json;
use slipway_domain::crn::Crn;
use uuid::Uuid;

use super::*;
use crate::broker::{LegacyGuids, ResourceId};
use crate::context::Context;
use crate::version::OsbVersion;

fn broker(version: OsbVersion) -> Broker {
    Broker {
        url: "https://b.example".into(),
        authentication: Authentication::None,
        version,
        ca_pem: None,
        extension_prefix: "/vendor/v1/".into(),
        platform: "slipway".into(),
        region_header: None,
        answer_within: None,
        legacy_guids: None,
    }
}

fn crn(text: &str) -> Crn {
    text.parse().unwrap()
}

fn instance() -> Instance {
    Instance { id: ResourceId::Guid(Uuid::from_u128(7)), service_id: "s".into(), plan_id: "p".into() }
}

fn context() -> Context {
    let name = |service: &str| crn(&format!("crn:v1:c:public:{service}::a/1:::"));
    let (crn, resource_group, target) = (name("svc"), name("group"), name("target"));
    Context { account: "1".into(), crn, resource_group, target, name: "my db".into() }
}

fn provision() -> Provision {
    let parameters = Map::from_iter([("location".to_owned(), Value::from("eu-de"))]);
    Provision { instance: instance(), context: context(), parameters, maintenance_info: json!({}) }
}

fn json_of(request: &Request) -> Value {
    let Some(Body::Json(value)) = &request.body else { panic!("{request:?} has no JSON") };
    value.clone()
}

#[test]
fn a_provision_says_where_the_instance_belongs_and_leaves_out_what_is_not_set() {
    let request = broker(OsbVersion::V2_15).provision(&provision(), &Cause::default());
    assert_eq!(request.path.join("/"), format!("v2/service_instances/{}", Uuid::from_u128(7)));
    assert_eq!(request.query, [("accepts_incomplete", "true".to_owned())]);
    assert_eq!(
        json_of(&request),
        json!({
            "service_id": "s", "plan_id": "p", "parameters": { "location": "eu-de" },
            "context": {
                "platform": "slipway", "account_id": "1", "crn": "crn:v1:c:public:svc::a/1:::",
                "resource_group_crn": "crn:v1:c:public:group::a/1:::",
                "target_crn": "crn:v1:c:public:target::a/1:::", "name": "my db",
            },
        })
    );
    assert_eq!(request.clone().without_waiting().query, []);
}

#[test]
fn maintenance_info_waits_for_2_15_and_the_legacy_ids_for_their_switch() {
    let wanted = Provision { maintenance_info: json!({ "version": "1.0" }), ..provision() };
    for version in OsbVersion::ALL {
        let sent = json_of(&broker(version).provision(&wanted, &Cause::default()));
        assert_eq!(sent.get("maintenance_info").is_some(), version >= OsbVersion::V2_15, "{version}");
        assert!(sent.get("organization_guid").is_none() && sent.get("space_guid").is_none());
    }
    let guids = LegacyGuids { organization: Uuid::from_u128(1), space: Uuid::from_u128(2) };
    let legacy = Broker { legacy_guids: Some(guids), ..broker(OsbVersion::V2_12) };
    let sent = json_of(&legacy.provision(&provision(), &Cause::default()));
    assert_eq!(sent["organization_guid"], Uuid::from_u128(1).to_string());
    assert_eq!(sent["space_guid"], Uuid::from_u128(2).to_string());
    assert_eq!(sent["context"]["organization_guid"], Uuid::from_u128(1).to_string(), "some read them there");
    assert_eq!(sent["context"]["platform"], "slipway", "both can be sent");
}

fn nothing() -> Update {
    let (instance, maintenance_info) = (instance(), Value::Null);
    Update { instance, context: None, plan_id: None, parameters: None, maintenance_info, previous: None }
}

#[test]
fn an_update_tells_the_maintenance_info_of_both_plans_from_2_15_on_and_never_an_empty_one() {
    let change = |now, before| Update {
        plan_id: Some("q".into()),
        maintenance_info: maintenance_info(now),
        previous: Some(Previous { plan_id: "p".into(), maintenance_info: maintenance_info(before) }),
        ..nothing()
    };
    for version in OsbVersion::ALL {
        let sent = json_of(&broker(version).update(&change(Some("2.0.0"), Some("1.0.0")), &Cause::default()));
        let told = [&sent["maintenance_info"], &sent["previous_values"]["maintenance_info"]];
        let is_told = version >= OsbVersion::V2_15;
        let [now, before] =
            ["2.0.0", "1.0.0"].map(|told| if is_told { json!({ "version": told }) } else { Value::Null });
        assert_eq!(told, [&now, &before], "{version}");
        for none in [None, Some("")] {
            let sent = json_of(&broker(version).update(&change(none, none), &Cause::default())).to_string();
            assert!(!sent.contains("maintenance_info"), "{version} {sent}");
        }
    }
}

#[test]
fn an_update_sends_what_changes_and_always_the_service() {
    let broker = broker(OsbVersion::V2_12);
    let nothing = nothing();
    assert_eq!(json_of(&broker.update(&nothing, &Cause::default())), json!({ "service_id": "s" }));
    let previous = Previous { plan_id: "p".into(), maintenance_info: Value::Null };
    let plan = Update { plan_id: Some("q".into()), previous: Some(previous), ..nothing };
    assert_eq!(
        json_of(&broker.update(&plan, &Cause::default())),
        json!({ "service_id": "s", "plan_id": "q", "previous_values": { "plan_id": "p", "service_id": "s" } })
    );
}

#[test]
fn bindings_are_synchronous_before_2_14_and_without_context_before_2_13() {
    let app = BindResource { app_guid: Some("app".into()), ..BindResource::default() };
    let id = ResourceId::Guid(Uuid::from_u128(8));
    let wanted =
        Bind { instance: instance(), id: id.clone(), resource: app, parameters: Map::new(), context: Some(context()) };
    for version in OsbVersion::ALL {
        let broker = broker(version);
        let (bind, unbind) =
            (broker.bind(&wanted, &Cause::default()), broker.unbind(&instance(), &id, &Cause::default()));
        for request in [&bind, &unbind] {
            let waits = request.query.iter().any(|(name, _)| *name == "accepts_incomplete");
            assert_eq!(waits, version >= OsbVersion::V2_14, "{version} {request:?}");
        }
        assert_eq!(json_of(&bind).get("context").is_some(), version >= OsbVersion::V2_13, "{version}");
        assert_eq!(json_of(&bind)["bind_resource"], json!({ "app_guid": "app" }));
        assert!(unbind.query.contains(&("plan_id", "p".into())) && unbind.body.is_none());
    }
    let key = Bind { resource: BindResource::default(), ..wanted };
    let sent = json_of(&broker(OsbVersion::V2_12).bind(&key, &Cause::default()));
    assert!(sent.get("bind_resource").is_none(), "a service key names no application");
}

#[test]
fn polls_echo_the_operation_and_name_the_plan() {
    let broker = broker(OsbVersion::V2_14);
    let poll = broker.last_operation(&instance(), Some("op/1"));
    assert_eq!(
        poll.query,
        [("service_id", "s".to_owned()), ("plan_id", "p".to_owned()), ("operation", "op/1".to_owned())]
    );
    assert!(poll.path.ends_with(&["last_operation".to_owned()]));
    assert_eq!(broker.last_operation(&instance(), None).query.len(), 2);
}

#[test]
fn the_extension_lies_below_its_own_prefix_and_never_above_the_base() {
    let id = ResourceId::Guid(Uuid::from_u128(7));
    let broker = Broker { extension_prefix: "/../a/./b/".into(), ..broker(OsbVersion::V2_12) };
    let order = SetState { enabled: false, initiator_id: None, reason: Some(ReasonCode::AcctSuspend) };
    let request = broker.set_state(&id, &order, &Cause::default());
    assert_eq!(request.path[..3], ["a", "b", "service_instances"]);
    assert_eq!(json_of(&request), json!({ "enabled": false, "reason_code": "ACCT_SUSPEND" }));
}

#[test]
fn a_formatted_request_tells_no_parameter() {
    let mut wanted = provision();
    wanted.parameters.insert("password".into(), "hunter22".into());
    let request = broker(OsbVersion::V2_12).provision(&wanted, &Cause::default());
    assert!(!format!("{request:?}").contains("hunter22"));
}
