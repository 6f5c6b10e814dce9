//! The platform's calls on a real socket: what arrives at a broker, and how its answers are understood.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};
use slipway_domain::crn::{Cloud, Ctype, binding_crn, instance_crn, resource_group_crn};
use slipway_domain::ids::AccountId;
use slipway_osb::fake::{FakeBroker, Misbehaviour};
use slipway_osb::orphan::{Action, Answered, Mutation, action};
use slipway_osb::outcome::Outcome;
use slipway_osb::polling::{Next, Polling};
use slipway_osb::request::{Bind, BindResource, Cause, Instance, Presented, Provision, ReasonCode, SetState};
use slipway_osb::{Broker, CallError, Context, OriginatingIdentity, Reply, Request, ResourceId};
use uuid::Uuid;

use crate::support::{REQUEST, SERVICE, SMALL, broker, impatient, in_a_region, lab};

fn at(broker: &FakeBroker) -> Broker {
    in_a_region(format!("{}/", broker.url()))
}

fn wanted() -> Provision {
    let cloud = Cloud { cname: "slipway".into(), ctype: Ctype::Public, catalog_account: AccountId::new(Uuid::nil()) };
    let crn = instance_crn(&cloud, "acme-db", "eu-de", "acme", Uuid::from_u128(7));
    let context = Context {
        account: "acme".into(),
        crn: crn.clone(),
        resource_group: resource_group_crn(&cloud, "acme", "default"),
        target: crn.clone(),
        name: "my db".into(),
    };
    let instance = Instance { id: ResourceId::Crn(crn), service_id: SERVICE.into(), plan_id: SMALL.into() };
    let parameters = Map::from_iter([("location".to_owned(), Value::from("eu-de"))]);
    Provision { instance, context, parameters, maintenance_info: Value::Null }
}

fn cause() -> Cause {
    Cause { identity: Some(OriginatingIdentity { iam_id: "IAM-1".into(), sub: None }), region: Some("eu-de".into()) }
}

async fn send(broker: &Broker, request: &Request) -> Result<Reply, CallError> {
    lab().send(broker, request, REQUEST).await
}

#[tokio::test]
async fn an_instance_and_its_binding_live_under_their_crns() {
    let fake = broker().await;
    fake.set_asynchronous(SMALL, 1);
    let (broker, wanted) = (at(&fake), wanted());
    let accepted = send(&broker, &broker.provision(&wanted, &cause())).await;
    let Outcome::Async { operation, .. } = Outcome::of(broker.version, Mutation::Provision, &accepted) else {
        panic!("{accepted:?}")
    };
    assert!(accepted.unwrap().echoed_identity);
    let polling = Polling {
        version: broker.version,
        call: Mutation::Provision,
        interval: Duration::from_secs(10),
        longest: Duration::from_hours(1),
        plan_longest: None,
    };
    let poll = broker.last_operation(&wanted.instance, operation.as_deref());
    let again = Next::PollAgain { after: Duration::from_secs(10) };
    assert_eq!(polling.next(&send(&broker, &poll).await, Duration::ZERO), again);
    assert_eq!(polling.next(&send(&broker, &poll).await, Duration::from_secs(10)), Next::Succeeded);

    let ResourceId::Crn(crn) = &wanted.instance.id else { panic!("a CRN") };
    let bind = Bind {
        instance: wanted.instance.clone(),
        id: ResourceId::Crn(binding_crn(crn, Uuid::from_u128(8))),
        resource: BindResource { app_guid: Some("app".into()), ..BindResource::default() },
        parameters: Map::new(),
        context: Some(wanted.context.clone()),
    };
    let bound = send(&broker, &broker.bind(&bind, &cause())).await.unwrap();
    assert!(bound.status == 201 && bound.member("credentials").is_some());
    assert!(!format!("{bound:?}").contains("made-up-secret"), "answers are never formatted");

    let off = SetState { enabled: false, initiator_id: None, reason: Some(ReasonCode::AcctSuspend) };
    assert_eq!(send(&broker, &broker.set_state(&wanted.instance.id, &off, &cause())).await.unwrap().status, 204);
    let state = send(&broker, &broker.fetch_state(&wanted.instance.id, &Cause::default())).await.unwrap();
    assert_eq!(state.member("enabled"), Some(&json!(false)));

    let unbound = send(&broker, &broker.unbind(&wanted.instance, &bind.id, &cause())).await;
    assert_eq!(Outcome::of(broker.version, Mutation::Unbind, &unbound), Outcome::Success { gone: false });
    assert_eq!(fake.instances(), [wanted.instance.id.to_string()], "the id arrived byte for byte");
    let removed = send(&broker, &broker.deprovision(&wanted.instance, &Cause::default())).await;
    assert!(matches!(Outcome::of(broker.version, Mutation::Deprovision, &removed), Outcome::Async { .. }));
}

#[tokio::test]
async fn headers_say_who_asks_for_which_place_in_which_version() {
    let fake = broker().await;
    let broker = at(&fake);
    send(&broker, &broker.provision(&wanted(), &cause())).await.unwrap();
    send(&broker, &broker.deprovision(&wanted().instance, &Cause::default())).await.unwrap();
    let [provision, removal] = &fake.log()[..] else { panic!("two calls") };
    assert!(provision.path.contains("crn%3Av1%3Aslipway%3Apublic%3Aacme-db%3Aeu-de%3Aa%2Facme%3A"));
    assert!(provision.path.contains("%3A%3A?accepts_incomplete=true"), "{}", provision.path);
    assert_eq!(provision.header("x-slipway-region"), Some("eu-de"));
    assert_eq!(provision.header("x-broker-api-version"), Some("2.15"));
    assert_eq!(provision.header("content-type"), Some("application/json"));
    assert_eq!(provision.header("x-broker-api-request-identity"), Some(REQUEST.to_string().as_str()));
    assert_eq!(provision.header("x-broker-api-originating-identity"), Some("slipway eyJpYW1faWQiOiJJQU0tMSJ9"));
    assert!(provision.authorised && removal.authorised);
    assert_eq!(removal.header("x-broker-api-originating-identity"), None, "mitigation is in nobody's name");
    assert!(removal.body.is_empty() && removal.header("content-type").is_none());
}

#[tokio::test]
async fn wrong_and_missing_credentials_are_really_sent_so() {
    let fake = broker().await;
    let broker = at(&fake);
    for credentials in [Presented::Wrong, Presented::None] {
        let request = Request { credentials, ..Request::catalog() };
        assert_eq!(send(&broker, &request).await.unwrap().status, 401);
    }
    assert!(fake.log().iter().all(|seen| !seen.authorised));
}

#[tokio::test]
async fn an_error_of_any_shape_keeps_its_text_and_leaves_nothing_to_clean_up() {
    let fake = broker().await;
    let broker = at(&fake);
    for (body, words) in [
        ("", None),
        ("<h1>no</h1>", None),
        ("plain", None),
        (r#"{"Error":"boom"}"#, Some("boom")),
        (r#"{"Description":"quota"}"#, Some("quota")),
        (r#"{"error":"{\"message\":\"inner\"}"}"#, Some("inner")),
    ] {
        fake.misbehave(Misbehaviour::Status {
            status: StatusCode::BAD_REQUEST,
            content_type: "text/plain".into(),
            body: body.into(),
        });
        let answer = send(&broker, &broker.provision(&wanted(), &cause())).await;
        let reply = answer.as_ref().unwrap();
        assert_eq!((reply.said.raw.as_str(), reply.said.description.as_deref()), (body, words));
        let answered = Answered::of(broker.version, Mutation::Provision, &answer);
        assert_eq!(action(broker.version, Mutation::Provision, answered), Action::Fail);
    }
}

#[tokio::test]
async fn silence_is_unknown_and_has_to_be_cleaned_up_after() {
    let fake = broker().await;
    let broker = at(&fake);
    fake.misbehave(Misbehaviour::Silence);
    let request = broker.provision(&wanted(), &cause());
    let answer = impatient(Duration::from_millis(50)).send(&broker, &request, REQUEST).await;
    assert_eq!(Outcome::of(broker.version, Mutation::Provision, &answer), Outcome::Unknown);
    let answered = Answered::of(broker.version, Mutation::Provision, &answer);
    assert_eq!(action(broker.version, Mutation::Provision, answered), Action::Remove);
}

#[tokio::test]
async fn a_redirect_is_an_error_that_is_not_followed() {
    let (fake, other) = (broker().await, broker().await);
    fake.misbehave(Misbehaviour::Redirect(other.url()));
    let broker = at(&fake);
    let error = send(&broker, &broker.provision(&wanted(), &cause())).await.unwrap_err();
    assert!(matches!(error, CallError::Redirect { status: 302, .. }));
    assert!(other.log().is_empty());
}
