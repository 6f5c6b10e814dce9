//! What the page that asks for consent carries: the authorization request, for the one session whose sign-in was good
//! enough for it. It is sealed, so that nobody gets past a sign-in that a client demanded by writing an address.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use slipway_backend::{Backend, Place};
use slipway_domain::ids::SessionId;
use slipway_domain::moment::Moment;

/// How long somebody may think about it; later the request begins anew.
const LIFETIME: Duration = Duration::from_mins(10);
const PLACE: Place<'_> = Place { table: "consent", row: "", column: "ticket", tenant: "" };

#[derive(Serialize, Deserialize)]
pub(super) struct Ticket {
    /// As it arrived.
    pub(super) request: String,
    session: SessionId,
    at: Moment,
}

impl Ticket {
    pub(super) fn new(request: &str, session: SessionId, at: Moment) -> Self {
        Self { request: request.to_owned(), session, at }
    }

    /// In base64url, for an address.
    pub(super) fn sealed(&self, backend: &Backend) -> String {
        let json = serde_json::to_vec(self).expect("a ticket is two texts and a number");
        URL_SAFE_NO_PAD.encode(backend.sealer().seal(PLACE, &json))
    }

    /// `None`: not made here, or altered.
    pub(super) fn open(text: &str, backend: &Backend) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let json = backend.sealer().open(PLACE, &sealed).ok()?;
        serde_json::from_slice(json.expose_secret()).ok()
    }

    /// Whether it is for that session, and not too old.
    pub(super) fn is_good_for(&self, session: SessionId, now: Moment) -> bool {
        self.session == session && self.at <= now && now.since(self.at) < LIFETIME
    }
}
