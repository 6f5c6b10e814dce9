//! Usage from the key to the record: who may submit, what is kept, and what becomes of each record.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_backend::{EmbeddedIssuer, Refused, Service, UsageRefusal};
use slipway_domain::ids::{ApiKeyId, InstanceId, PlanId};
use slipway_domain::instance::Instance;
use slipway_domain::metric::{MetricDraft, PlaceDraft};
use slipway_domain::plan::PlanDraft;
use slipway_domain::usage::batch::BatchFault;
use slipway_domain::usage::{Answer, Code};
use slipway_oidc::issue::TokenResponse;
use slipway_oidc::token::{ApiKeyRequest, TokenRequest};
use slipway_oidc::userinfo::BearerError;
use slipway_store::TableDigest;

use crate::instances::{made, new, view};
use crate::support::{ADA, BEA, CLARA, House, KIM};

const HOUR: i64 = 3_600_000;

/// A house whose offering is metered, with an instance that has been there for two days, and the service that reports
/// about it.
pub(crate) struct Metered {
    pub(crate) house: House,
    pub(crate) issuer: EmbeddedIssuer,
    pub(crate) instance: Instance,
    pub(crate) service: Service,
}

fn metric(name: &str, measure: &str) -> MetricDraft {
    MetricDraft {
        resource_name: name.to_owned(),
        measure: measure.to_owned(),
        charge_unit: name.to_uppercase(),
        places: vec![PlaceDraft::base()],
        prices: vec![vec!["0.40".to_owned()]],
        ..MetricDraft::new()
    }
}

async fn meter(house: &House) {
    let kim = house.acting(KIM).await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let plan = offering.plans.iter().find(|plan| plan.draft.name == "standard").unwrap();
    let seats = MetricDraft { quantity_type: "EVENT".to_owned(), ..metric("Seats", "SEAT") };
    let metrics = vec![metric("Queries", "QUERY"), seats];
    let draft = PlanDraft { kind: "metered".to_owned(), amounts: Vec::new(), metrics, ..plan.draft.clone() };
    kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
    let metered = kim.offering(OFFERING).await.unwrap().offering;
    let findings = metered.plan_findings(plan.id);
    assert!(findings.is_complete(), "{findings:?}");
    approve(house, plan.id).await;
}

/// The billing desk agrees to a plan as it is: without that, nobody is charged for it.
pub(crate) async fn approve(house: &House, plan: PlanId) {
    house.acting(KIM).await.submit_plan(OFFERING, plan).await.unwrap();
    let bea = house.acting(BEA).await;
    let offering = bea.offering(OFFERING).await.unwrap().offering;
    let revision = offering.plans.iter().find(|record| record.id == plan).unwrap().revision;
    bea.decide_plan(OFFERING, plan, revision, true, "").await.unwrap();
}

pub(crate) async fn issuer(house: &House) -> EmbeddedIssuer {
    let origin = "https://console.example.com";
    EmbeddedIssuer::open(house.backend.clone(), origin, &format!("{origin}/login/callback"), Vec::new()).await.unwrap()
}

pub(crate) async fn new_key(house: &House) -> String {
    key_for(house, "").await
}

/// A key that lives for so many days.
pub(crate) async fn key_for(house: &House, days: &str) -> String {
    let ada = house.acting(ADA).await;
    ada.create_api_key(OFFERING, days).await.unwrap();
    let fresh = ada.take_secrets(OFFERING).await.unwrap().unwrap();
    fresh.secrets.iter().find(|secret| secret.label == "api_key").unwrap().value.clone()
}

pub(crate) async fn token(issuer: &EmbeddedIssuer, key: &str) -> Result<TokenResponse, &'static str> {
    let request = TokenRequest::ApiKey(ApiKeyRequest { client: None, key: SecretString::from(key) });
    issuer.token(&request).await.map_err(|refused| match refused {
        Refused::Client(error) => error.code.as_str(),
        Refused::Internal(report) => panic!("{report}"),
    })
}

pub(crate) async fn service(issuer: &EmbeddedIssuer, token: &TokenResponse) -> Result<Service, BearerError> {
    issuer.service(Some(&format!("Bearer {}", token.access_token))).await.map_err(|refused| match refused {
        Refused::Client(error) => error,
        Refused::Internal(report) => panic!("{report}"),
    })
}

impl Metered {
    pub(crate) async fn open() -> Self {
        let house = House::open().await;
        meter(&house).await;
        house.publish_limited().await;
        let id = made(&house).await;
        let issuer = issuer(&house).await;
        let key = new_key(&house).await;
        house.clock.advance(Duration::from_hours(48));
        let service = service(&issuer, &token(&issuer, &key).await.unwrap()).await.unwrap();
        Self { instance: view(&house, id).await.instance, issuer, house, service }
    }

    /// With a fresh token: they last an hour.
    pub(crate) async fn sign_in_again(&mut self) {
        let key = new_key(&self.house).await;
        self.service = service(&self.issuer, &token(&self.issuer, &key).await.unwrap()).await.unwrap();
    }

    /// A good record whose window of an hour ended so many hours ago.
    pub(crate) fn record(&self, hours_ago: i64, used: u32) -> Value {
        let end = self.house.clock.now().millis() - hours_ago * HOUR;
        json!({
            "resource_instance_id": self.instance.resource,
            "plan_id": self.instance.plan,
            "region": "eu-de",
            "start": end - HOUR,
            "end": end,
            "measured_usage": [{ "measure": "QUERY", "quantity": used }],
        })
    }

    pub(crate) fn event(&self, previous: u32, current: u32, minutes_ago: i64) -> Value {
        let at = self.house.clock.now().millis() - minutes_ago * 60_000;
        let mut record = self.record(0, 0);
        record["start"] = at.into();
        record["end"] = at.into();
        record["measured_usage"] =
            json!([{ "measure": "SEAT", "quantity": { "previous": previous, "current": current } }]);
        record
    }

    pub(crate) async fn submit(&self, records: &[Value]) -> Vec<Answer> {
        let body = serde_json::to_vec(records).unwrap();
        self.house.backend.submit_usage(&self.service, OFFERING, &body, "request-1").await.unwrap()
    }

    async fn refused(&self, resource: &str, body: &[u8]) -> UsageRefusal {
        match self.house.backend.submit_usage(&self.service, resource, body, "").await {
            Err(Refused::Client(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    async fn rows(&self) -> TableDigest {
        self.house.backend.store().digests().await.unwrap()["usage_record"].clone()
    }
}

/// The plan is changed and approved, and the offering published once more with it.
pub(crate) async fn republish(house: &House, plan: PlanId, change: impl FnOnce(&mut PlanDraft)) {
    change_plan(house, plan, change).await;
    approve(house, plan).await;
    publish_again(house).await;
}

/// As typed: the billing desk has not seen it.
pub(crate) async fn change_plan(house: &House, plan: PlanId, change: impl FnOnce(&mut PlanDraft)) {
    let kim = house.acting(KIM).await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let record = offering.plans.iter().find(|record| record.id == plan).unwrap();
    let mut draft = record.draft.clone();
    change(&mut draft);
    kim.save_plan(OFFERING, plan, record.revision, &draft).await.unwrap();
}

pub(crate) async fn publish_again(house: &House) {
    house.register_broker().await;
    house.acting(KIM).await.publish_limited(OFFERING).await.unwrap();
}

pub(crate) fn codes(answers: &[Answer]) -> Vec<Code> {
    answers.iter().map(|answer| answer.code).collect()
}

#[tokio::test]
async fn a_key_gets_a_token_that_dies_with_it() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let (first, second) = (new_key(&house).await, new_key(&house).await);
    let got = token(&issuer, &first).await.unwrap();
    assert_eq!((got.scope.as_str(), got.id_token.as_ref(), got.expires_in), (OFFERING, None, 3600));
    let known = service(&issuer, &got).await.unwrap();
    assert!(known.may_submit_usage());
    assert_eq!(known.name, OFFERING);
    house.acting(ADA).await.revoke_api_key(OFFERING, known.key).await.unwrap();
    assert_eq!(service(&issuer, &got).await, Err(BearerError::Revoked));
    assert_eq!(token(&issuer, &first).await.err(), Some("invalid_grant"));
    assert!(token(&issuer, &second).await.is_ok(), "the other key lives on");
    for wrong in ["", "slw_", &second[..second.len() - 1], &second.to_uppercase(), "slw_000000000000_x"] {
        assert_eq!(token(&issuer, wrong).await.err(), Some("invalid_grant"), "{wrong}");
    }
    let got = token(&issuer, &second).await.unwrap();
    house.clock.advance(Duration::from_mins(61));
    assert!(matches!(service(&issuer, &got).await, Err(BearerError::InvalidToken(_))));
}

#[tokio::test]
async fn the_token_of_a_service_opens_nothing_of_people() {
    let metered = Metered::open().await;
    let key = new_key(&metered.house).await;
    let got = token(&metered.issuer, &key).await.unwrap();
    let userinfo = metered.issuer.userinfo(Some(&format!("Bearer {}", got.access_token)), None).await;
    assert!(matches!(userinfo, Err(Refused::Client(BearerError::InsufficientScope))));
}

#[tokio::test]
async fn records_are_kept_once_and_told_where() {
    let metered = Metered::open().await;
    let sent = [metered.record(2, 5), metered.record(1, 7)];
    let first = metered.submit(&sent).await;
    assert_eq!(codes(&first), [Code::Accepted; 2]);
    let again = metered.submit(&sent).await;
    for (before, now) in first.iter().zip(&again) {
        let details = now.details.as_ref().unwrap();
        assert_eq!((now.status, details.identical, Some(&details.location)), (409, true, before.location.as_ref()));
    }
    let other = metered.submit(&[metered.record(2, 6)]).await;
    assert!(!other[0].details.as_ref().unwrap().identical);
    assert_eq!(metered.rows().await.rows, 2);

    let location = first[0].location.as_ref().unwrap();
    let id = location.rsplit_once('/').unwrap().1;
    let backend = &metered.house.backend;
    let read = backend.usage_record(&metered.service, OFFERING, id).await.unwrap();
    let read = serde_json::to_value(read).unwrap();
    for (name, value) in sent[0].as_object().unwrap() {
        assert_eq!(&read[name], value, "{name}");
    }
}

#[tokio::test]
async fn one_bad_record_hurts_no_other_and_holds_no_signature() {
    let metered = Metered::open().await;
    let mut bad = metered.record(1, 5);
    bad["measured_usage"][0]["measure"] = "NONE".into();
    let mut strange = metered.record(1, 5);
    strange["resource_instance_id"] = "crn:v1:slipway:public:a:eu-de:a/1:b::".into();
    let answers = metered.submit(&[bad, json!(7), metered.record(1, 5), strange, metered.record(1, 5)]).await;
    let expected = [Code::UnknownMeasure, Code::InvalidSchema, Code::Accepted, Code::InstanceMetadata, Code::Duplicate];
    assert_eq!(codes(&answers), expected);
    assert_eq!(metered.rows().await.rows, 1);
}

#[tokio::test]
async fn a_fault_of_storage_is_told_for_its_record_alone() {
    let metered = Metered::open().await;
    let mut bad = metered.record(1, 5);
    bad["plan_id"] = "none".into();
    let sent = [metered.record(2, 1), bad];
    let body = serde_json::to_vec(&sent).unwrap();
    // No key has that id, which the table refuses.
    let stranger = Service { key: ApiKeyId::new(uuid::Uuid::nil()), ..metered.service.clone() };
    let answers = metered.house.backend.submit_usage(&stranger, OFFERING, &body, "").await.unwrap();
    assert_eq!(codes(&answers), [Code::Internal, Code::InstanceMetadata]);
    assert_eq!(codes(&metered.submit(&sent).await), [Code::Accepted, Code::InstanceMetadata], "it may be sent again");
}

#[tokio::test]
async fn a_window_over_another_one_is_kept_and_marked() {
    let metered = Metered::open().await;
    let mut over = metered.record(1, 1);
    over["start"] = (over["start"].as_i64().unwrap() - 1).into();
    let sent = [metered.record(3, 1), metered.record(2, 1), over, metered.event(0, 1, 90)];
    assert_eq!(codes(&metered.submit(&sent).await), [Code::Accepted; 4]);
    let page = metered.house.backend.usage(&metered.service, OFFERING, None, 100).await.unwrap();
    let marked: Vec<bool> = page.records.iter().map(|record| record.overlap).collect();
    assert_eq!(marked, [false, false, true, true], "what only touches another one does not overlap it");
}

#[tokio::test]
async fn events_follow_each_other_and_may_be_sent_again() {
    let metered = Metered::open().await;
    let sent = [metered.event(0, 3, 30), metered.event(3, 1, 20), metered.event(3, 2, 10), metered.event(1, 2, 25)];
    let answers = metered.submit(&sent).await;
    assert_eq!(codes(&answers), [Code::Accepted, Code::Accepted, Code::InvalidSchema, Code::InvalidSchema]);
    let again = metered.submit(&sent[..2]).await;
    assert!(again.iter().all(|answer| answer.details.as_ref().unwrap().identical));
    assert_eq!(codes(&metered.submit(&[metered.event(1, 2, 10)]).await), [Code::Accepted]);
}

#[tokio::test]
async fn usage_is_of_the_time_and_the_plan_that_the_instance_had() {
    let metered = Metered::open().await;
    let clara = metered.house.acting(CLARA).await;
    let mut early = metered.record(1, 1);
    early["start"] = (metered.instance.created_at.millis() - 1).into();
    let mut wrong = metered.record(1, 1);
    wrong["plan_id"] = serde_json::to_value(new(&metered.house, "lite").await.plan).unwrap();
    assert_eq!(codes(&metered.submit(&[early, wrong]).await), [Code::OutsideLifetime, Code::InstanceMetadata]);
    clara.remove_instance(OFFERING, metered.instance.id).await.unwrap();
    metered.house.backend.make_due_operations().await;
    assert_eq!(codes(&metered.submit(&[metered.record(0, 1)]).await), [Code::Accepted], "until it was removed");
    metered.house.clock.advance(Duration::from_hours(2));
    assert_eq!(codes(&metered.submit(&[metered.record(0, 1)]).await), [Code::OutsideLifetime]);
    metered.house.clock.advance(Duration::from_hours(46));
    assert_eq!(codes(&metered.submit(&[metered.record(49, 1)]).await), [Code::UsageTooOld]);
}

#[tokio::test]
async fn a_call_is_refused_as_a_whole_for_what_is_wrong_with_it() {
    let metered = Metered::open().await;
    let body = serde_json::to_vec(&[metered.record(1, 1)]).unwrap();
    assert_eq!(metered.refused("nobody", &body).await, UsageRefusal::UnknownResource);
    assert_eq!(metered.refused(&uuid::Uuid::nil().to_string(), &body).await, UsageRefusal::UnknownResource);
    let ada = metered.house.acting(ADA).await;
    let resource_name = "northwind-other".to_owned();
    let draft = slipway_domain::offering::NewResourceDraft { resource_name, broker_ready: "no".to_owned() };
    ada.add_resource(&draft).await.unwrap();
    assert_eq!(metered.refused("northwind-other", &body).await, UsageRefusal::OtherService);
    assert_eq!(metered.refused(OFFERING, b"{}").await, UsageRefusal::Batch(BatchFault::NotAnArray));
    let own = metered.service.scope.offering.to_string();
    assert!(metered.house.backend.submit_usage(&metered.service, &own, &body, "").await.is_ok());
    let policy = "platform.authorization.check".to_owned();
    let service = Service { policy, ..metered.service.clone() };
    let refused = metered.house.backend.submit_usage(&service, OFFERING, &body, "").await;
    assert!(matches!(refused, Err(Refused::Client(UsageRefusal::NotAllowed))), "{refused:?}");
}

#[tokio::test]
async fn pages_of_records_end_and_miss_nothing() {
    let metered = Metered::open().await;
    let sent: Vec<Value> = (1..=5).map(|ago| metered.record(ago, 1)).collect();
    metered.submit(&sent).await;
    let backend = &metered.house.backend;
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = backend.usage(&metered.service, OFFERING, cursor.as_deref(), 2).await.unwrap();
        seen.extend(page.records.into_iter().map(|record| record.end));
        let Some(next) = page.next else { break };
        cursor = Some(next.to_string());
    }
    let ends: Vec<i64> = sent.iter().map(|record| record["end"].as_i64().unwrap()).collect();
    assert_eq!(seen, ends);
    for cursor in ["", "1", &InstanceId::new(uuid::Uuid::nil()).to_string()] {
        let refused = backend.usage(&metered.service, OFFERING, Some(cursor), 2).await;
        assert!(matches!(refused, Err(Refused::Client(UsageRefusal::UnknownCursor))), "{cursor}");
    }
}
