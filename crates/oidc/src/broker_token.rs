//! The token of the platform itself for the calls to one broker (§7.4d, §7.5): who calls, as a CRN that no other broker
//! knows, and for whom it is. No endpoint gives it away, and none of this issuer's opens with it.

use serde::{Deserialize, Serialize};

use crate::claims::{ACCESS_TOKEN_TYPE, AccessTokenClaims, SubjectClaims};
use crate::issue::TokenIssuer;
use crate::keys::KeyError;
use crate::secret::base64url;

/// `sub_type` of the token of the platform.
const CRN: &str = "CRN";
/// The realm of components of the platform (§7.1).
const REALM: &str = "crn";
/// The grant of §7.4d. Nobody can ask for it: the token endpoint does not know it.
const IAM_AUTHZ_GRANT_TYPE: &str = "urn:slipway:params:oauth:grant-type:iam-authz";

/// Who calls which broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformCaller {
    /// Whom the broker knows the platform as.
    pub crn: String,
    /// The client that acts, which is the console.
    pub client: String,
    /// The name of the service that the broker serves, which is the scope of the calls.
    pub service: String,
    /// The account that the service belongs to.
    pub account: String,
    /// The origin that is called. A broker takes nothing that was made out to another: otherwise whoever is called
    /// could call others as the platform.
    pub audience: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerTokenClaims {
    #[serde(flatten)]
    pub access: AccessTokenClaims,
    /// Its identifier is the CRN.
    #[serde(flatten)]
    pub subject: SubjectClaims,
}

impl TokenIssuer<'_> {
    /// Signs the token for the calls to a broker. `jti` are random bytes. It lives as long as the access token of a
    /// person, since whoever calls can have another one at any time.
    pub fn issue_to_broker(&self, caller: &PlatformCaller, jti: [u8; 16], now: i64) -> Result<String, KeyError> {
        let claims = BrokerTokenClaims {
            access: AccessTokenClaims {
                iss: self.issuer.to_string(),
                sub: caller.crn.clone(),
                aud: vec![caller.audience.clone()],
                client_id: caller.client.clone(),
                exp: now.saturating_add(self.lifetimes.access_token),
                iat: now,
                jti: base64url(&jti),
                scope: caller.service.clone(),
            },
            subject: SubjectClaims::new(REALM, &caller.crn, CRN, &caller.account, IAM_AUTHZ_GRANT_TYPE),
        };
        self.key.sign(ACCESS_TOKEN_TYPE, &claims)
    }
}
