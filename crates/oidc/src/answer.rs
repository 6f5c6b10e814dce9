//! Where the browser goes with the answer to an authorization request (RFC 6749 §4.1.2, RFC 9207). The target is
//! always a registered address, never one that was sent.

use crate::authorize::AuthorizeRequest;
use crate::discovery::Issuer;
use crate::error::OAuthError;
use crate::redirect::RedirectUri;

impl AuthorizeRequest {
    /// Where the browser goes with a fresh code: the registered address plus `code`, `state` and `iss` (RFC 9207).
    pub fn success_url(&self, issuer: &Issuer, code: &str) -> String {
        answer_url(&self.redirect_uri, issuer, self.state.as_deref(), &[("code", code)])
    }

    /// Where the browser goes when it ends without a code, for example with `access_denied`.
    pub fn error_url(&self, issuer: &Issuer, error: &OAuthError) -> String {
        error_url(&self.redirect_uri, issuer, self.state.as_deref(), error)
    }
}

pub(crate) fn error_url(to: &RedirectUri, issuer: &Issuer, state: Option<&str>, error: &OAuthError) -> String {
    let facts = [("error", error.code.as_str()), ("error_description", error.description)];
    answer_url(to, issuer, state, &facts)
}

fn answer_url(to: &RedirectUri, issuer: &Issuer, state: Option<&str>, facts: &[(&str, &str)]) -> String {
    let state = state.map(|state| ("state", state));
    let params: Vec<_> = facts.iter().copied().chain(state).chain([("iss", issuer.as_str())]).collect();
    to.with_params(&params)
}
