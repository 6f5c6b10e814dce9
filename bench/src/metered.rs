//! A metered plan of the demo's offering, instances of it that no broker was asked for, and the service that reports what
//! they use, as a program that knows nothing but its API keys.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode};
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::{InstanceId, InstanceOperationId};
use slipway_domain::instance::{Instance, InstanceOperation, InstanceState, OperationKind, Progress};
use slipway_domain::metric::MetricDraft;
use slipway_domain::moment::Moment;
use slipway_domain::plan::PlanDraft;
use slipway_store::NewInstanceOperation;
use url::form_urlencoded::Serializer;

use crate::client::{Answer, Connection};
use crate::stage::{ORIGIN, Stage};

/// Who has the instances.
pub(crate) const CUSTOMER: &str = "clara@orrery.example";
/// What the plan measures.
pub(crate) const MEASURE: &str = "QUERY";

const GRANT: &str = "urn:slipway:params:oauth:grant-type:apikey";

/// What an instance used from `start` to `end`.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    /// Its place among the instances.
    pub(crate) instance: usize,
    pub(crate) start: Moment,
    pub(crate) end: Moment,
    pub(crate) used: u32,
}

/// An offering that is metered and shown, and the instances that a customer has of it.
pub(crate) struct Metered {
    pub(crate) instances: Vec<Instance>,
}

impl Metered {
    /// `since` is when the instances were made, all in one transaction.
    pub(crate) async fn open(stage: &Stage, instances: usize, since: Moment) -> Result<Self> {
        meter(stage).await?;
        stage.publish_limited().await?;
        let offering = stage.acting("kim@northwind.example").await?.offering(OFFERING).await?.offering;
        let plan = offering.plans.iter().find(|plan| plan.draft.is_metered()).context("a plan is metered")?.id;
        let broker = offering.brokers.first().context("the demo has a broker")?.id;
        let customer = stage.acting(CUSTOMER).await?;
        let customer = customer.caller().person().and_then(|person| person.current).context("she has an account")?;
        let ids = stage.backend.ids();
        let instance = |number: usize| {
            let id = InstanceId::new(ids.uuid(since));
            Instance {
                id,
                scope: offering.scope(),
                consumer: customer,
                name: format!("Index {number:05}"),
                plan,
                location: "eu-de".to_owned(),
                broker,
                resource: id.to_string(),
                state: InstanceState::Active,
                dashboard_url: String::new(),
                created_at: since,
            }
        };
        let instances: Vec<Instance> = (1..=instances).map(instance).collect();
        let mut tx = stage.backend.store().write().await?;
        for instance in &instances {
            let id = InstanceOperationId::new(ids.uuid(since));
            let asked = InstanceOperation::asked(id, instance.id, OperationKind::Provision, since);
            let operation = InstanceOperation { progress: Progress::Succeeded, plan_before: Some(plan), ..asked };
            tx.add_instance(instance).await?;
            tx.add_instance_operation(&NewInstanceOperation {
                scope: instance.scope,
                operation: &operation,
                parameters_sealed: b"-",
            })
            .await?;
        }
        tx.commit().await?;
        Ok(Self { instances })
    }

    /// The body of a call.
    pub(crate) fn body(&self, windows: &[Window]) -> String {
        let record = |window: &Window| {
            let instance = &self.instances[window.instance];
            json!({
                "resource_instance_id": instance.resource,
                "plan_id": instance.plan,
                "region": instance.location,
                "start": window.start.millis(),
                "end": window.end.millis(),
                "measured_usage": [{ "measure": MEASURE, "quantity": window.used }],
            })
        };
        Value::Array(windows.iter().map(record).collect()).to_string()
    }
}

/// The paid plan of the demo charges by what is used from now on.
async fn meter(stage: &Stage) -> Result<()> {
    let kim = stage.acting("kim@northwind.example").await?;
    let offering = kim.offering(OFFERING).await?.offering;
    let plan = offering.plans.iter().find(|plan| !plan.draft.is_free()).context("the demo has a paid plan")?;
    let metric = MetricDraft {
        resource_name: "Queries".to_owned(),
        measure: MEASURE.to_owned(),
        charge_unit: "QUERIES".to_owned(),
        prices: vec![vec!["0.40".to_owned()]],
        ..MetricDraft::new()
    };
    let draft =
        PlanDraft { kind: "metered".to_owned(), amounts: Vec::new(), metrics: vec![metric], ..plan.draft.clone() };
    kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await?;
    Ok(())
}

/// The service that reports. A key may call twenty times a second, so that one which reports more has several.
pub(crate) struct Service {
    address: SocketAddr,
    keys: Vec<String>,
    tokens: Vec<String>,
    /// Calls so far.
    calls: usize,
}

impl Service {
    /// With so many keys, and a token for each of them.
    pub(crate) async fn open(stage: &Stage, keys: usize) -> Result<Self> {
        let ada = stage.acting("ada@northwind.example").await?;
        let mut made = Vec::with_capacity(keys);
        for _ in 0..keys {
            ada.create_api_key(OFFERING, "").await?;
            let fresh = ada.take_secrets(OFFERING).await?.context("a key is shown once")?;
            let key = fresh.secrets.into_iter().find(|secret| secret.label == "api_key");
            made.push(key.context("the key is among what is shown")?.value);
        }
        let mut service = Self { address: stage.address, keys: made, tokens: Vec::new(), calls: 0 };
        service.sign_in().await?;
        Ok(service)
    }

    /// With fresh tokens: they last for an hour.
    pub(crate) async fn sign_in(&mut self) -> Result<()> {
        let mut connection = Connection::open(self.address).await?;
        self.tokens.clear();
        for key in &self.keys {
            let form =
                Serializer::new(String::new()).extend_pairs([("grant_type", GRANT), ("apikey", key.as_str())]).finish();
            let asked = post("/token")
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Full::new(Bytes::from(form)))?;
            let answer = connection.send(asked).await?;
            ensure!(answer.status == StatusCode::OK, "a key was answered with {}", answer.status);
            let told: Value = serde_json::from_slice(&answer.body)?;
            self.tokens.push(told["access_token"].as_str().context("a key gets a token")?.to_owned());
        }
        Ok(())
    }

    /// A call with this body, with the token whose turn it is.
    pub(crate) fn call(&mut self, body: String) -> Result<Request<Full<Bytes>>> {
        let token = self.tokens.get(self.calls % self.tokens.len().max(1)).context("the service has signed in")?;
        self.calls += 1;
        let request = post(&format!("/v4/metering/resources/{OFFERING}/usage"))
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header(CONTENT_TYPE, "application/json");
        Ok(request.body(Full::new(Bytes::from(body)))?)
    }
}

/// Every record of a call was kept, for the first time.
pub(crate) fn ensure_kept(answer: &Answer, records: usize) -> Result<()> {
    let told = String::from_utf8_lossy(&answer.body);
    ensure!(answer.status == StatusCode::ACCEPTED, "a call was answered with {}: {told}", answer.status);
    let told: Value = serde_json::from_slice(&answer.body)?;
    let answers = told["resources"].as_array().context("each record has an answer")?;
    let refused = answers.iter().find(|one| one["status"] != 201);
    ensure!(refused.is_none() && answers.len() == records, "{} of {records} answers: {refused:?}", answers.len());
    Ok(())
}

fn post(target: &str) -> hyper::http::request::Builder {
    Request::builder().method(Method::POST).uri(target).header(HOST, ORIGIN.trim_start_matches("https://"))
}
