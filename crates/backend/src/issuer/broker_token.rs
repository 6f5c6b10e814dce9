//! The platform itself at the embedded issuer: it signs its own tokens for the brokers that know it by a CRN (§7.4d).
//! Nobody asks for them from outside, and nothing is kept of them.

use secrecy::SecretString;
use slipway_oidc::broker_token::PlatformCaller;
use slipway_oidc::issue::{Lifetimes, TokenIssuer};

use super::{EmbeddedIssuer, seconds};
use crate::{Backend, Report};

/// In seconds.
const OPTIONS_TOKEN: i64 = 60;

impl EmbeddedIssuer {
    /// A fresh token for the calls to a broker. `None`: it would be made out to this issuer itself, where it must open
    /// nothing.
    pub(crate) async fn token_for_broker(&self, caller: &PlatformCaller) -> Result<Option<SecretString>, Report> {
        self.signed_for(caller, Lifetimes::default()).await
    }

    /// The same for one question about options (DEC-15).
    pub(crate) async fn token_for_options(&self, caller: &PlatformCaller) -> Result<Option<SecretString>, Report> {
        self.signed_for(caller, Lifetimes { access_token: OPTIONS_TOKEN, ..Lifetimes::default() }).await
    }

    async fn signed_for(&self, caller: &PlatformCaller, lifetimes: Lifetimes) -> Result<Option<SecretString>, Report> {
        if caller.audience == self.parts.issuer.as_str() {
            return Ok(None);
        }
        let (keys, now) = (self.parts.keys.now().await, self.now());
        let key = keys.signing(now)?;
        let issuing = TokenIssuer { issuer: &self.parts.issuer, key, lifetimes };
        let token = issuing
            .issue_to_broker(caller, self.backend.ids().bytes(), seconds(now))
            .map_err(|error| Report::new("signing a token", error))?;
        Ok(Some(token.into()))
    }
}

impl Backend {
    /// People sign in at another issuer, so that there is no key here to sign with.
    pub(crate) fn signs_no_tokens(&self) -> bool {
        EmbeddedIssuer::of(self).is_none()
    }
}
