//! What each version of the contract brings (§6.6), row by row, and what the platform makes of it: used from that
//! version on, done or read in every version because nothing depends on it, or not used, and why.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};
use slipway_domain::crn::Crn;
use slipway_osb::orphan::{Action, Answered, Mutation, action};
use slipway_osb::polling::{Next, Polling};
use slipway_osb::replay::Recorded;
use slipway_osb::request::{
    Bind, BindResource, Body, Cause, Instance, Previous, Provision, Request, Update, VersionHeader, maintenance_info,
};
use slipway_osb::{
    Broker, Catalog, Context, OriginatingIdentity, OsbVersion, Outbound, OutboundConfig, Outcome, Reply, ResourceId,
    Source,
};
use uuid::Uuid;

use crate::support::{catalog, target};

/// What the platform makes of something.
enum Made {
    /// Sent, read or relied on from its version on, and not before: true exactly there.
    Since(fn(OsbVersion) -> bool),
    /// In every version, for this reason.
    Always(&'static str, fn(OsbVersion) -> bool),
    /// In no version, for this reason.
    Never(&'static str, fn(OsbVersion) -> bool),
}

use Made::{Always, Never, Since};
use OsbVersion::{V2_12, V2_13, V2_14, V2_15, V2_16, V2_17};

type Row = (OsbVersion, &'static str, Made);

const TABLE: [Row; 34] = [
    (V2_12, "context on provision and update", Since(|version| has_context(version, provision))),
    (V2_12, "bindings are synchronous", Since(|_| true)),
    (V2_12, "basic authentication", Always("which one a broker takes is set for it", |_| true)),
    (V2_12, "names in lower case", Since(|version| reads_name(version, "small"))),
    (V2_13, "400 is defined", Always("any 4xx is a refusal", |version| refuses(version, 400))),
    (
        V2_13,
        "schemas in the catalog",
        Always("kept as they are", |version| read(version, "schemas", json!({ "a": 1 }))),
    ),
    (V2_13, "context on bind", Since(|version| has_context(version, bind))),
    (
        V2_13,
        "originating identity",
        Always("the platform sent it before the contract had it", |version| {
            [provision, update, bind].into_iter().all(|request| request(version).identity.is_some())
        }),
    ),
    (V2_13, "other authentication", Always("which one a broker takes is set for it", |_| true)),
    (
        V2_13,
        "ids in URLs are encoded",
        Always("an id is one segment of the path", |version| provision(version).path.len() == 3),
    ),
    (V2_14, "instances and bindings are fetched", Since(OsbVersion::has_async_bindings)),
    (V2_14, "asynchronous bindings", Since(|version| waits(&bind(version)) && waits(&unbind(version)))),
    (
        V2_14,
        "408 leaves no orphan",
        Since(|version| action(version, Mutation::Provision, Answered::RequestTimeout) == Action::Fail),
    ),
    (
        V2_14,
        "the old plan in last_operation",
        Always("the instance has it until the change is done", |version| {
            broker(version).last_operation(&instance(), None).query.contains(&("plan_id", "p".to_owned()))
        }),
    ),
    (
        V2_14,
        "dashboard_url on update",
        Always("read wherever it is said", |version| {
            !is_success(version, Mutation::Update, 200, r#"{"dashboard_url":7}"#)
        }),
    ),
    (V2_14, "upper case and full stops in names", Since(|version| reads_name(version, "Small.2"))),
    (V2_14, "ConcurrencyError", Since(OsbVersion::names_concurrency)),
    (V2_14, "bearer tokens", Always("which one a broker takes is set for it", |_| true)),
    (V2_15, "Retry-After", Since(|version| first_pause(version) == Some(Duration::from_secs(45)))),
    (V2_15, "maximum_polling_duration", Since(|version| polling(version).patience() == Duration::from_mins(1))),
    (
        V2_15,
        "allow_context_updates",
        Never("the context of an instance never changes", |version| !text(&update(version)).contains("allow_context")),
    ),
    (
        V2_15,
        "plan_updateable of a plan",
        Always("read wherever it is said", |version| read(version, "plan_updateable", json!(true))),
    ),
    (
        V2_15,
        "maintenance_info",
        Since(|version| {
            [provision, update].into_iter().all(|request| text(&request(version)).contains("maintenance_info"))
        }),
    ),
    (
        V2_15,
        "endpoints of a binding",
        Never("whoever has the credentials has them too", |version| {
            is_success(version, Mutation::Bind, 201, r#"{"credentials":{},"endpoints":7}"#)
        }),
    ),
    (
        V2_15,
        "an operation has 10,000 characters",
        Always("no URL is longer", |version| {
            let long = format!(r#"{{"operation":"{}"}}"#, "o".repeat(10_001));
            !matches!(outcome(version, Mutation::Provision, 202, &long, None), Outcome::Async { .. })
        }),
    ),
    (
        V2_15,
        "a removal has rows of its own",
        Since(|version| action(version, Mutation::Deprovision, Answered::OtherSuccess) == Action::RetryRemoval),
    ),
    (V2_16, "ETag of the catalog", Never("a catalog is asked for once a day", |_| Request::catalog().query.is_empty())),
    (
        V2_16,
        "instance_usable and update_repeatable",
        Always("read wherever they are said", |version| {
            let said = reply(200, r#"{"state":"failed","instance_usable":false,"update_repeatable":true}"#, None);
            let (instance_usable, update_repeatable) = (Some(false), Some(true));
            let failed = Next::Failed { description: None, instance_usable, update_repeatable };
            polling(version).next(&Ok(said), Duration::ZERO) == failed
        }),
    ),
    (
        V2_16,
        "the version header is required",
        Always("it is on every call", |version| bind(version).version_header == VersionHeader::OfBroker),
    ),
    (
        V2_16,
        "404 of last_operation",
        Always("brokers forget what they have removed (DEC-19)", |version| {
            let removing = Polling { call: Mutation::Deprovision, ..polling(version) };
            removing.next(&Ok(reply(404, "{}", None)), Duration::ZERO) == Next::Succeeded
        }),
    ),
    (
        V2_16,
        "expires_at of a binding",
        Never("whoever has the credentials has it too", |version| {
            is_success(version, Mutation::Bind, 201, r#"{"credentials":{},"metadata":{"expires_at":"x"}}"#)
        }),
    ),
    (
        V2_17,
        "rotation of bindings",
        Never("a new binding is made beside the old one", |version| {
            !text(&bind(version)).contains("predecessor_binding_id")
        }),
    ),
    (V2_17, "409 to an identical provision", Since(OsbVersion::may_refuse_repeats)),
    (
        V2_17,
        "202 malformed is cleaned up after",
        Always("before, it is another 2xx, and that is", |version| {
            action(version, Mutation::Provision, Answered::Malformed202) == Action::Remove
        }),
    ),
];

#[test]
fn every_row_is_used_from_its_version_on_or_always_or_never_with_a_reason() {
    for (since, what, made) in &TABLE {
        for version in OsbVersion::ALL {
            let (is_so, expected) = match made {
                Since(is_so) => (is_so(version), version >= *since),
                Always(why, is_so) | Never(why, is_so) => {
                    assert!(!why.is_empty(), "{what}");
                    (is_so(version), true)
                }
            };
            assert_eq!(is_so, expected, "{what} ({since}), {version}");
        }
    }
    let versions: Vec<OsbVersion> = TABLE.iter().map(|(since, ..)| *since).collect();
    assert!(versions.is_sorted() && OsbVersion::ALL.iter().all(|version| versions.contains(version)));
}

fn broker(version: OsbVersion) -> Broker {
    Broker { version, ..target("https://broker.example").broker }
}

fn instance() -> Instance {
    Instance { id: ResourceId::Guid(Uuid::from_u128(7)), service_id: "s".into(), plan_id: "p".into() }
}

fn somebody() -> Cause {
    Cause { identity: Some(OriginatingIdentity { iam_id: "IAM-1".into(), sub: None }), region: None }
}

fn context() -> Context {
    let crn: Crn = "crn:v1:c:public:svc::a/1:::".parse().unwrap();
    Context { account: "1".into(), crn: crn.clone(), resource_group: crn.clone(), target: crn, name: "my db".into() }
}

fn provision(version: OsbVersion) -> Request {
    let (parameters, maintenance_info) = (Map::new(), maintenance_info(Some("1.0.0")));
    let wanted = Provision { instance: instance(), context: context(), parameters, maintenance_info };
    broker(version).provision(&wanted, &somebody())
}

fn update(version: OsbVersion) -> Request {
    let wanted = Update {
        instance: instance(),
        context: Some(context()),
        plan_id: Some("q".into()),
        parameters: None,
        maintenance_info: maintenance_info(Some("2.0.0")),
        previous: Some(Previous { plan_id: "p".into(), maintenance_info: maintenance_info(Some("1.0.0")) }),
    };
    broker(version).update(&wanted, &somebody())
}

fn bind(version: OsbVersion) -> Request {
    let (id, resource) = (ResourceId::Guid(Uuid::from_u128(8)), BindResource::default());
    let wanted = Bind { instance: instance(), id, resource, parameters: Map::new(), context: Some(context()) };
    broker(version).bind(&wanted, &somebody())
}

fn unbind(version: OsbVersion) -> Request {
    broker(version).unbind(&instance(), &ResourceId::Guid(Uuid::from_u128(8)), &somebody())
}

fn waits(request: &Request) -> bool {
    request.query.contains(&("accepts_incomplete", "true".to_owned()))
}

/// The body as it is sent.
fn text(request: &Request) -> String {
    match &request.body {
        Some(Body::Json(value)) => value.to_string(),
        other => panic!("{other:?}"),
    }
}

fn has_context(version: OsbVersion, request: fn(OsbVersion) -> Request) -> bool {
    text(&request(version)).contains("\"context\"")
}

fn reads_name(version: OsbVersion, name: &str) -> bool {
    let mut said = catalog();
    said["services"][0]["plans"][0]["name"] = name.into();
    Catalog::read(&said, Source::Broker, version).errors() == 0
}

/// Whether a member of a plan is read.
fn read(version: OsbVersion, member: &str, value: Value) -> bool {
    let mut said = catalog();
    said["services"][0]["plans"][0][member] = value.clone();
    let plan = Catalog::read(&said, Source::Broker, version).catalog.services[0].plans[0].clone();
    serde_json::to_value(plan).unwrap()[member] == value
}

fn reply(status: u16, body: &str, pause: Option<&'static str>) -> Reply {
    let headers = HeaderMap::from_iter(pause.map(|pause| (header::RETRY_AFTER, HeaderValue::from_static(pause))));
    let (status, body) = (StatusCode::from_u16(status).unwrap(), body.as_bytes().to_vec());
    Outbound::new(OutboundConfig::default()).replay(Recorded { status, headers, body })
}

fn outcome(version: OsbVersion, call: Mutation, status: u16, body: &str, pause: Option<&'static str>) -> Outcome {
    Outcome::of(version, call, &Ok(reply(status, body, pause)))
}

fn is_success(version: OsbVersion, call: Mutation, status: u16, body: &str) -> bool {
    matches!(outcome(version, call, status, body, None), Outcome::Success { .. })
}

fn refuses(version: OsbVersion, status: u16) -> bool {
    matches!(outcome(version, Mutation::Provision, status, "", None), Outcome::Failed { .. })
}

/// What a broker that accepted a call asked to be left alone for.
fn first_pause(version: OsbVersion) -> Option<Duration> {
    match outcome(version, Mutation::Provision, 202, "{}", Some("45")) {
        Outcome::Async { retry_after, .. } => retry_after,
        other => panic!("{other:?}"),
    }
}

fn polling(version: OsbVersion) -> Polling {
    let (interval, longest) = (Duration::from_secs(10), Duration::from_hours(1));
    Polling { version, call: Mutation::Update, interval, longest, plan_longest: Some(Duration::from_mins(1)) }
}
