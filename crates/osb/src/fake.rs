//! A stateful broker on loopback: it keeps instances and bindings, answers with the codes of §6.2 and can be told to
//! misbehave. For the demo and for tests. It shares no code with the client beyond the catalog's text and a
//! run's timer, so that neither can hide a mistake of the other.

mod bindings;
mod extension;
mod fault;
mod gate;
mod instances;
mod misbehaviour;
mod parameters;
mod reply;
mod site;
mod spoil;
mod state;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, put};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use fault::Fault;
pub use gate::Seen;
pub use misbehaviour::Misbehaviour;
pub use spoil::Spoil;

use state::{Hold, State, TokenCheck};

use crate::conformance::Timer;

/// What the broker accepts: Basic authentication, or without a user name the password as a token.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub username: String,
    pub password: String,
}

/// A running broker; it stops when it is dropped.
#[derive(Debug)]
pub struct FakeBroker {
    addr: SocketAddr,
    shared: Shared,
    task: JoinHandle<()>,
}

impl FakeBroker {
    /// Starts on a free port of `127.0.0.1` and serves `catalog` as it is, right or wrong.
    pub async fn start(catalog: Value, credentials: Credentials) -> io::Result<Self> {
        Self::start_on(0, catalog, credentials).await
    }

    /// Starts on a given port of `127.0.0.1`.
    pub async fn start_on(port: u16, catalog: Value, credentials: Credentials) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let addr = listener.local_addr()?;
        let shared = Shared(Arc::new(Mutex::new(State::new(catalog, credentials))));
        let router = router(shared.clone());
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::warn!(%error, "the fake broker ended");
            }
        });
        Ok(Self { addr, shared, task })
    }

    /// The base URL to register, without `/v2`.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The last 1,000 requests in order, refused and misanswered ones included. Passwords are never kept.
    pub fn log(&self) -> Vec<Seen> {
        self.shared.lock().log.iter().cloned().collect()
    }

    /// The log begins anew.
    pub fn clear_log(&self) {
        self.shared.lock().log.clear();
    }

    /// From now on these are right, and no others.
    pub fn set_credentials(&self, credentials: Credentials) {
        let mut state = self.shared.lock();
        (state.credentials, state.tokens) = (credentials, None);
    }

    /// From now on bearer tokens are right if `check` says so, and nothing else is.
    pub fn check_tokens(&self, check: impl Fn(&str) -> bool + Send + Sync + 'static) {
        self.shared.lock().tokens = Some(TokenCheck(Box::new(check)));
    }

    pub fn set_catalog(&self, catalog: Value) {
        self.shared.lock().catalog = catalog;
    }

    /// From now on every request is answered in this way; `None` answers properly again.
    pub fn misbehave(&self, misbehaviour: impl Into<Option<Misbehaviour>>) {
        self.shared.lock().misbehaviour = misbehaviour.into();
    }

    /// From now on these things go wrong, and no others.
    pub fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.shared.lock().faults = faults.into_iter().collect();
    }

    /// What becomes of the answers to the next requests that change something, in their order.
    pub fn spoil(&self, spoils: impl IntoIterator<Item = Spoil>) {
        self.shared.lock().spoils = spoils.into_iter().collect();
    }

    /// The same for the next polls of `last_operation`.
    pub fn spoil_polls(&self, spoils: impl IntoIterator<Item = Spoil>) {
        self.shared.lock().poll_spoils = spoils.into_iter().collect();
    }

    /// As many asynchronous operations, from now on, come to nothing as with [`Fault::FailsOperations`].
    pub fn fail_operations(&self, next: u32) {
        self.shared.lock().failing = next;
    }

    /// Loses every instance at once, and that it ever had one.
    pub fn forget(&self) {
        self.shared.lock().forget();
    }

    /// `holds` is asked about every request, when it has arrived and again when what it asks for is done. At a yes the
    /// request stays as it is, and is never answered.
    pub fn hold(&self, holds: impl Fn() -> bool + Send + Sync + 'static) {
        self.shared.lock().hold = Some(Hold(Box::new(holds)));
    }

    /// From now on every request is answered again.
    pub fn hold_nothing(&self) {
        self.shared.lock().hold = None;
    }

    /// From now on every error has this body.
    pub fn word_errors(&self, body: &str) {
        self.shared.lock().error_body = Some(body.to_owned());
    }

    /// From now on every answer takes this long on a timer that jumps: nobody really waits.
    pub fn slow_down(&self, timer: Timer, by: Duration) {
        self.shared.lock().slowness = Some((timer, by));
    }

    /// From now on every answer takes this long, and everybody waits for it.
    pub fn answer_after(&self, delay: Duration) {
        self.shared.lock().delay = delay;
    }

    /// The most requests that were under way at the same time, from their heads to their answers.
    pub fn most_at_once(&self) -> usize {
        self.shared.lock().most_at_once
    }

    /// A plan's instances are made, changed and removed asynchronously from now on, and each operation takes this
    /// many polls of `last_operation`. `None` makes the plan synchronous again.
    pub fn set_asynchronous(&self, plan_id: &str, polls: impl Into<Option<u32>>) {
        let mut state = self.shared.lock();
        match polls.into() {
            Some(polls) => state.asynchronous.insert(plan_id.to_owned(), polls),
            None => state.asynchronous.remove(plan_id),
        };
    }

    /// The same for the bindings of its instances, which need 2.14.
    pub fn set_asynchronous_bindings(&self, plan_id: &str, polls: impl Into<Option<u32>>) {
        let mut state = self.shared.lock();
        match polls.into() {
            Some(polls) => state.asynchronous_bindings.insert(plan_id.to_owned(), polls),
            None => state.asynchronous_bindings.remove(plan_id),
        };
    }

    /// From now on every 202 and every operation in progress asks for this pause, in seconds.
    pub fn ask_for_pauses(&self, seconds: impl Into<Option<u32>>) {
        self.shared.lock().retry_after = seconds.into();
    }

    /// Time passes: what the broker works on is done, whether it was asked after or not.
    pub fn finish(&self) {
        self.shared.lock().finish();
    }

    /// The ids of the instances that exist, in order.
    pub fn instances(&self) -> Vec<String> {
        self.shared.lock().instances.keys().cloned().collect()
    }

    /// The ids of the bindings that exist, in order.
    pub fn bindings(&self) -> Vec<String> {
        let state = self.shared.lock();
        state.instances.values().flat_map(|known| known.bindings.keys().cloned()).collect()
    }

    /// What an instance was made with, or changed to; `None` if there is none of this id.
    pub fn parameters(&self, instance: &str) -> Option<Value> {
        self.shared.lock().instances.get(instance).map(|known| known.parameters.clone())
    }

    /// Whether an instance is enabled; `None` if there is none of this id.
    pub fn is_enabled(&self, instance: &str) -> Option<bool> {
        self.shared.lock().instances.get(instance).map(|known| known.enabled)
    }

    /// Closes the port: from now on connections are refused.
    pub async fn stop(mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }
}

impl Drop for FakeBroker {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Debug, Clone)]
struct Shared(Arc<Mutex<State>>);

impl Shared {
    /// A test that panicked while it looked at the state must not take the broker down.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For ever, if the request is to stay as it is.
    async fn held(&self) {
        let is_held = self.lock().hold.as_ref().is_some_and(|hold| (hold.0)());
        if is_held {
            std::future::pending::<()>().await;
        }
    }
}

fn router(shared: Shared) -> Router {
    let instance =
        put(instances::provision).patch(instances::update).get(instances::fetch).delete(instances::deprovision);
    let binding = put(bindings::bind).get(bindings::fetch).delete(bindings::unbind);
    Router::new()
        .route("/v2/catalog", get(instances::catalog))
        .route("/v2/service_instances/{instance}", instance)
        .route("/v2/service_instances/{instance}/last_operation", get(instances::last_operation))
        .route("/v2/service_instances/{instance}/service_bindings/{binding}", binding)
        .route(
            "/v2/service_instances/{instance}/service_bindings/{binding}/last_operation",
            get(bindings::last_operation),
        )
        .route("/{extension}/service_instances/{instance}", get(extension::fetch).put(extension::set))
        .route("/site/{page}", get(site::page))
        .fallback(gate::unknown_path)
        .layer(axum::middleware::from_fn_with_state(shared.clone(), gate::enter))
        .with_state(shared)
}
