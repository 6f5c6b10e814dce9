//! Pages of what goes on hear by server-sent events that something moved, and fetch themselves anew. Nothing of what moved
//! is in a stream. Who may open one is decided as for the page, and again with every event; it ends with what it is
//! about, with the session, and when the server is to stop (`docs/decisions/0033-own-tokens-and-told-pages.md`).

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, HeaderName, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream;
use slipway_app::error::AppError;
use slipway_backend::{Backend, Error, Moves, Watched};
use slipway_domain::caller::Caller;
use slipway_domain::ids::{InstanceId, PersonId, TestRunId};
use slipway_domain::rejection::Rejection;
use tokio::time::{Instant, sleep, sleep_until};
use tower_sessions::Session;
use tower_sessions::session::Id;

use super::address::Path;
use super::fault::Fault;
use super::health::Stopping;
use super::session::Gatekeeper;
use super::telemetry::RequestId;

/// A browser keeps no more than six connections to one host, and needs some for pages.
const MOST_OF_A_PERSON: usize = 4;
/// At most four events a second, whatever moves.
const GAP: Duration = Duration::from_millis(250);
/// How often is looked whether somebody may still listen while nothing moves.
pub(crate) const LOOK: Duration = Duration::from_secs(15);
/// Less than proxies wait for a byte.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// When a browser opens a stream again that broke.
const RETRY: Duration = Duration::from_secs(2);

/// Told to proxies that would keep events back until there are many.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

#[derive(Clone)]
struct Streams {
    backend: Backend,
    gatekeeper: Gatekeeper,
    stopping: Stopping,
    /// [`LOOK`], or what a test waits for in its place.
    look: Duration,
    places: Places,
}

pub(crate) fn routes(backend: Backend, gatekeeper: Gatekeeper, stopping: Stopping, look: Duration) -> Router {
    Router::new()
        .route("/offerings/{name}/tests/{run}/events", get(of_a_run))
        .route("/instances/{name}/{instance}/events", get(of_an_instance))
        .with_state(Streams { backend, gatekeeper, stopping, look, places: Places::default() })
}

async fn of_a_run(
    State(streams): State<Streams>,
    Extension(caller): Extension<Caller>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestId>,
    Path((name, run)): Path<(String, String)>,
) -> Response {
    let Ok(run) = TestRunId::parse(&run) else { return StatusCode::NOT_FOUND.into_response() };
    streams.open(Watched::TestRun(name, run), caller, &session, request).await
}

async fn of_an_instance(
    State(streams): State<Streams>,
    Extension(caller): Extension<Caller>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestId>,
    Path((name, instance)): Path<(String, String)>,
) -> Response {
    let Ok(instance) = InstanceId::parse(&instance) else { return StatusCode::NOT_FOUND.into_response() };
    streams.open(Watched::Instance(name, instance), caller, &session, request).await
}

impl Streams {
    async fn open(&self, what: Watched, caller: Caller, session: &Session, request: RequestId) -> Response {
        let moves = self.backend.moves_of(&what);
        let listener = caller.person().map(|person| person.id).zip(session.id());
        let acting = self.backend.acting_for(caller).on_request(request.0.clone());
        let goes_on = match acting.goes_on(&what).await {
            Ok(goes_on) => goes_on,
            Err(error) => return refused(error),
        };
        let Some((person, cookie)) = listener else { return StatusCode::UNAUTHORIZED.into_response() };
        let Some(place) = self.places.take(person) else {
            return (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, HeaderValue::from(LOOK.as_secs()))]).into_response();
        };
        let listening = Listening {
            streams: self.clone(),
            what,
            cookie,
            request: request.0,
            moves,
            told: Told::Nothing(goes_on),
            at: Instant::now(),
            _place: place,
        };
        let events = stream::unfold(listening, Listening::next);
        let headers = [
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (X_ACCEL_BUFFERING, HeaderValue::from_static("no")),
        ];
        (headers, Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))).into_response()
    }
}

/// As the page is answered to somebody who reads no HTML.
fn refused(error: Error) -> Response {
    match error {
        Error::Rejected(rejection) => status_of(rejection).into_response(),
        Error::Unavailable(report) | Error::Internal(report) => {
            tracing::error!(error = %report, "a stream could not be opened");
            Fault::from(&report).into_response()
        }
    }
}

fn status_of(rejection: Rejection) -> StatusCode {
    StatusCode::from_u16(AppError::Rejected(rejection).status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// An open stream.
struct Listening {
    streams: Streams,
    what: Watched,
    /// What the listener is signed in with.
    cookie: Id,
    request: String,
    moves: Moves,
    told: Told,
    /// When the last event was sent.
    at: Instant,
    _place: Place,
}

/// What the last event said.
#[derive(Clone, Copy)]
enum Told {
    /// It is yet to come, with whether it goes on: the page may be older than the stream.
    Nothing(bool),
    Moved,
    Ended,
}

impl Listening {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        let goes_on = match self.told {
            Told::Nothing(goes_on) => goes_on,
            Told::Moved => self.moved().await?,
            Told::Ended => return None,
        };
        (self.told, self.at) = (if goes_on { Told::Moved } else { Told::Ended }, Instant::now());
        let event = Event::default().retry(RETRY).data(if goes_on { "moved" } else { "ended" });
        Some((Ok(event), self))
    }

    /// Waits for the next move, and says whether it goes on after it. `None`: nothing more is told here.
    async fn moved(&mut self) -> Option<bool> {
        loop {
            let has_moved = tokio::select! {
                () = self.moves.moved() => true,
                () = sleep(self.streams.look) => false,
                () = self.streams.stopping.begun() => return None,
            };
            if has_moved {
                tokio::select! {
                    () = sleep_until(self.at + GAP) => {}
                    () = self.streams.stopping.begun() => return None,
                }
                self.moves.caught_up();
            }
            let goes_on = self.look().await?;
            if has_moved || !goes_on {
                return Some(goes_on);
            }
        }
    }

    /// With the session and the rights of now. `None`: the page would not be shown any more.
    async fn look(&self) -> Option<bool> {
        let Streams { backend, gatekeeper, .. } = &self.streams;
        let still = gatekeeper.still(&self.cookie).await;
        let person = still.inspect_err(|error| tracing::warn!(%error, "a session could not be read")).ok()??;
        let acting = backend.acting_for(Caller::Person(person)).on_request(self.request.clone());
        match acting.goes_on(&self.what).await {
            Ok(goes_on) => Some(goes_on),
            Err(Error::Rejected(_)) => None,
            Err(Error::Unavailable(report) | Error::Internal(report)) => {
                // The browser opens it again.
                tracing::warn!(error = %report, "a stream could not go on");
                None
            }
        }
    }
}

/// How many streams each person has open. Clones share it.
#[derive(Debug, Clone, Default)]
struct Places(Arc<Mutex<HashMap<PersonId, usize>>>);

/// Free again when it is dropped.
#[derive(Debug)]
struct Place {
    places: Places,
    person: PersonId,
}

impl Places {
    /// `None`: all are taken.
    fn take(&self, person: PersonId) -> Option<Place> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = taken.entry(person).or_default();
        if *open >= MOST_OF_A_PERSON {
            return None;
        }
        *open += 1;
        Some(Place { places: self.clone(), person })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = taken.get_mut(&self.person) {
            *open -= 1;
            if *open == 0 {
                taken.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_so_many_places_and_none_is_lost_or_remembered() {
        let places = Places::default();
        let [one, other] = [1, 2].map(|number| PersonId::new(uuid::Uuid::from_u128(number)));
        let mut held: Vec<Place> = (0..MOST_OF_A_PERSON).map(|_| places.take(one).unwrap()).collect();
        assert!(places.take(one).is_none());
        assert!(places.take(other).is_some(), "those of somebody else are their own");
        held.pop();
        held.push(places.take(one).unwrap());
        assert!(places.take(one).is_none());
        held.clear();
        assert!(places.0.lock().unwrap().is_empty());
    }
}
