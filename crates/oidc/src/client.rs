//! A registered client as the protocol sees it (§7.1). Who owns it and which offering it belongs to is not known here.

use secrecy::SecretString;

use crate::redirect::RedirectUri;
use crate::scope;
use crate::secret::SecretHash;

/// An application that may send people here to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub client_id: String,
    pub kind: ClientKind,
    /// False until there is a redirect URI and the owner has confirmed it (§4.8).
    pub enabled: bool,
    pub redirect_uris: Vec<RedirectUri>,
    /// Scopes beside `openid`, `profile` and `email`, such as the service name of §7.6.
    pub scopes: Vec<String>,
}

/// Public clients cannot keep a secret, and so cannot do without PKCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientKind {
    Public,
    Confidential { secret: SecretHash, pkce: PkceRule },
}

/// Whether a confidential client must send a code challenge. A challenge that is sent is binding in both cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PkceRule {
    Required,
    /// Switched off for a client that cannot do it; the gate warns about it (security.md, decisions).
    Optional,
}

impl Client {
    /// The registered redirect URI that equals `presented` byte for byte.
    pub fn redirect_uri(&self, presented: &str) -> Option<&RedirectUri> {
        self.redirect_uris.iter().find(|registered| registered.matches(presented))
    }

    pub fn requires_pkce(&self) -> bool {
        !matches!(self.kind, ClientKind::Confidential { pkce: PkceRule::Optional, .. })
    }

    /// Whether it is certain who uses a code that is sent to that address: a secret says so, or the certificate of the
    /// address. Any program on somebody's machine can listen on loopback and call itself a public client.
    pub fn is_assured_at(&self, redirect_uri: &RedirectUri) -> bool {
        matches!(self.kind, ClientKind::Confidential { .. }) || redirect_uri.is_https()
    }

    pub fn may_have_scope(&self, name: &str) -> bool {
        scope::STANDARD.contains(&name) || self.scopes.iter().any(|own| own == name)
    }

    /// Whether `presented` authenticates it: the secret of a confidential client, and nothing for a public one.
    pub(crate) fn is_proven_by(&self, presented: Option<&SecretString>) -> bool {
        match (&self.kind, presented) {
            (ClientKind::Public, None) => true,
            (ClientKind::Confidential { secret, .. }, Some(presented)) => secret.verify(presented),
            (ClientKind::Public, Some(_)) | (ClientKind::Confidential { .. }, None) => false,
        }
    }
}
