//! A broker as the platform calls it (§4.13): where it is, how it authenticates, which version it speaks, and the
//! switches for what brokers want differently.

use core::fmt;
use core::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use slipway_domain::crn::Crn;

use crate::version::OsbVersion;

/// Cheap enough to make for every call: credentials are decrypted then and dropped after it.
#[derive(Debug, Clone)]
pub struct Broker {
    /// Base URL without `/v2`.
    pub url: String,
    pub authentication: Authentication,
    pub version: OsbVersion,
    /// A certificate authority of the broker's own, trusted for this broker beside the machine's roots.
    pub ca_pem: Option<String>,
    /// The path before `/service_instances` of the enable/disable extension (DEC-9), for example `/platform_v1`.
    pub extension_prefix: String,
    /// The first word of the originating identity and `context.platform`, for example `slipway`.
    pub platform: String,
    /// The header that names an instance's location (DEC-22), for example `X-Slipway-Region`. `None` sends none.
    pub region_header: Option<String>,
    /// How long an answer is waited for, if that is shorter than the operator's own bound (§4.13).
    pub answer_within: Option<Duration>,
    /// Sent beside `context` for brokers that want them (§6.2 E2).
    pub legacy_guids: Option<LegacyGuids>,
}

/// How the platform proves to a broker who it is.
#[derive(Clone)]
pub enum Authentication {
    None,
    Basic {
        username: String,
        password: SecretString,
    },
    /// A token in `Authorization: Bearer`; `bearer` and `bearer-crn` of §4.13 differ in where it comes from. Without one
    /// nothing is sent: the call ends as [`CredentialProblem::NoToken`](crate::CredentialProblem::NoToken).
    Bearer(SecretString),
}

impl fmt::Debug for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Basic { .. } => "Basic(***)",
            Self::Bearer(_) => "Bearer(***)",
        })
    }
}

impl Authentication {
    /// User name and secret, as far as there are any.
    pub(crate) fn parts(&self) -> (&str, SecretString) {
        match self {
            Self::None => ("", SecretString::default()),
            Self::Basic { username, password } => (username, password.clone()),
            Self::Bearer(token) => ("", token.clone()),
        }
    }

    /// The same kind of credentials, but wrong ones: a broker must refuse them (BRK-CAT-02).
    #[must_use]
    pub fn falsified(&self) -> Self {
        let wrong = |secret: &SecretString| SecretString::from(format!("not-{}", secret.expose_secret().len()));
        match self {
            Self::None => {
                Self::Basic { username: "nobody".to_owned(), password: SecretString::from("wrong".to_owned()) }
            }
            Self::Basic { username, password } => Self::Basic { username: username.clone(), password: wrong(password) },
            Self::Bearer(token) => Self::Bearer(wrong(token)),
        }
    }
}

/// The two members that the contract requires and newer platforms replace by `context`: sent beside it and in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyGuids {
    pub organization: Uuid,
    pub space: Uuid,
}

impl LegacyGuids {
    /// Of a conformance run, whose consumer has none.
    pub const DISPOSABLE: Self = Self { organization: Uuid::from_u128(1), space: Uuid::from_u128(2) };
}

/// The id of an instance or a binding in URLs: a CRN by default, a GUID for brokers whose routers cannot take one
/// (DEC-18).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ResourceId {
    Crn(Crn),
    Guid(Uuid),
}

impl ResourceId {
    /// Reads what it is written as; `None` if that is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let guid = Uuid::try_parse(text).ok().map(Self::Guid);
        guid.or_else(|| text.parse().ok().map(Self::Crn))
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crn(crn) => crn.fmt(f),
            Self::Guid(guid) => guid.hyphenated().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_never_formatted() {
        let secrets = [
            Authentication::Basic { username: "broker".into(), password: "hunter22".into() },
            Authentication::Bearer("hunter22".into()),
        ];
        for secret in secrets {
            assert!(!format!("{secret:?} {:?}", secret.falsified()).contains("hunter22"));
            assert_ne!(secret.parts().1.expose_secret(), secret.falsified().parts().1.expose_secret());
        }
    }
}
