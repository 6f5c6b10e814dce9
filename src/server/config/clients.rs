//! `[[oidc.clients]]`: services that the operator registers at the embedded issuer. What they may do is the issuer's
//! business; here is checked that each of them can be a client at all.

use serde::{Deserialize, Serialize};
use slipway_backend::{CONSOLE_CLIENT, OperatorClient};
use slipway_oidc::client::PkceRule;
use slipway_oidc::redirect::{LoopbackHttp, RedirectUri};
use slipway_oidc::scope::Scope;

use super::validate::Findings;
use super::{OidcConfig, Secret};

const LONGEST_ID: usize = 128;
const LONGEST_NAME: usize = 100;

/// Below, somebody could guess it.
const SHORTEST_SECRET: usize = 20;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientConfig {
    pub client_id: String,
    /// Shown to people.
    pub name: String,
    /// Absent: a public client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Secret>,
    pub redirect_uris: Vec<String>,
    #[serde(default)]
    pub scopes: Vec<String>,
    #[serde(default)]
    pub pkce: PkceConfig,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PkceConfig {
    #[default]
    Required,
    /// For a client with a secret that cannot do it.
    Optional,
}

impl OidcConfig {
    /// As the issuer knows them. To be called on a valid configuration: an address that is none is left out.
    pub fn operator_clients(&self) -> Vec<OperatorClient> {
        let known = |client: &ClientConfig| {
            let pkce = match client.pkce {
                PkceConfig::Required => PkceRule::Required,
                PkceConfig::Optional => PkceRule::Optional,
            };
            let secret = client.client_secret.as_ref().map(|secret| (secret.expose(), pkce));
            let uris = client.redirect_uris.iter();
            let uris = uris.filter_map(|uri| RedirectUri::register(uri, LoopbackHttp::Allowed).ok()).collect();
            OperatorClient::new(client.client_id.clone(), secret, uris, client.name.clone(), client.scopes.clone())
        };
        self.clients.iter().map(known).collect()
    }
}

pub(super) fn check(oidc: &OidcConfig, found: &mut Findings) {
    if oidc.issuer.is_some() && !oidc.clients.is_empty() {
        found.tell(
            "oidc.clients",
            "people sign in at oidc.issuer, so no service can sign them in here",
            "Take the [[oidc.clients]] blocks out, or oidc.issuer with its client_id.",
        );
    }
    for (index, client) in oidc.clients.iter().enumerate() {
        let earlier = &oidc.clients[..index];
        check_one(client, earlier, &|key: &str| format!("oidc.clients.{index}.{key}"), found);
    }
}

fn check_one(client: &ClientConfig, earlier: &[ClientConfig], key: &dyn Fn(&str) -> String, found: &mut Findings) {
    let ClientConfig { client_id: id, name, client_secret, redirect_uris, scopes, pkce } = client;
    let plain = !id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(|byte| byte.is_ascii_graphic());
    found.unless(plain, &key("client_id"), || {
        format!("`{}` is not 1 to {LONGEST_ID} visible ASCII characters", id.escape_debug())
    });
    found.unless(id != CONSOLE_CLIENT, &key("client_id"), || format!("`{id}` is the console itself"));
    let again = earlier.iter().any(|before| before.client_id == *id);
    found.unless(!again, &key("client_id"), || format!("`{id}` is the id of two clients"));
    let shown = !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    found.unless(shown, &key("name"), || {
        format!("the name is empty, longer than {LONGEST_NAME} characters, or has control characters")
    });
    let long = client_secret.as_ref().is_none_or(|secret| secret.expose().chars().count() >= SHORTEST_SECRET);
    found.unless(long, &key("client_secret"), || format!("the secret has fewer than {SHORTEST_SECRET} characters"));
    let proven = client_secret.is_some() || *pkce == PkceConfig::Required;
    found.unless(proven, &key("pkce"), || "a client without a secret cannot do without PKCE".to_owned());
    found.unless(!redirect_uris.is_empty(), &key("redirect_uris"), || "there is no address".to_owned());
    for uri in redirect_uris {
        if let Err(fault) = RedirectUri::register(uri, LoopbackHttp::Allowed) {
            found.unless(false, &key("redirect_uris"), || format!("`{}`: {fault}", uri.escape_debug()));
        }
    }
    for scope in scopes {
        let is_one = Scope::parse(scope).is_some_and(|scope| scope.names().count() == 1);
        found.unless(is_one, &key("scopes"), || {
            format!("`{}` is no scope: visible ASCII without quotes and backslash", scope.escape_debug())
        });
    }
}
