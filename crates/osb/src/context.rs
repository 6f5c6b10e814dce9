//! What a request says about where an instance belongs and who asked for it (§6.1, §6.8).

use base64::prelude::{BASE64_STANDARD, Engine};
use http::HeaderValue;
use serde_json::{Map, Value, json};
use slipway_domain::crn::Crn;

use crate::broker::Broker;

/// `context` of provision, update and (from 2.13 on) bind. All members are sent always (DEC-22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    pub account: String,
    pub crn: Crn,
    pub resource_group: Crn,
    /// The catalog deployment (§4.14).
    pub target: Crn,
    /// The instance's display name.
    pub name: String,
}

impl Context {
    pub(crate) fn to_json(&self, broker: &Broker) -> Value {
        let mut context = json!({
            "platform": broker.platform,
            "account_id": self.account,
            "crn": self.crn.to_string(),
            "resource_group_crn": self.resource_group.to_string(),
            "target_crn": self.target.to_string(),
            "name": self.name,
        });
        if let Some(legacy) = &broker.legacy_guids {
            context["organization_guid"] = legacy.organization.to_string().into();
            context["space_guid"] = legacy.space.to_string().into();
        }
        context
    }
}

/// Who caused a call: `PLATFORM BASE64(JSON)`. Sent for every call that a person caused, never for catalog fetches and
/// orphan mitigation. Some brokers hang for ever on a value of another form, so that it can only be made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginatingIdentity {
    /// `<realm>-<opaque>`
    pub iam_id: String,
    pub sub: Option<String>,
}

impl OriginatingIdentity {
    /// `None` if the platform's name is no header text; the JSON part cannot fail.
    pub(crate) fn header(&self, platform: &str) -> Option<HeaderValue> {
        let mut claims = Map::from_iter([("iam_id".to_owned(), Value::from(self.iam_id.as_str()))]);
        if let Some(sub) = &self.sub {
            claims.insert("sub".to_owned(), Value::from(sub.as_str()));
        }
        let encoded = BASE64_STANDARD.encode(Value::Object(claims).to_string());
        HeaderValue::from_str(&format!("{platform} {encoded}")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_originating_identity_is_the_platform_and_base64_of_json() {
        let identity = OriginatingIdentity { iam_id: "IAM-é\n7".into(), sub: Some("ada@example.com".into()) };
        let header = identity.header("slipway").unwrap();
        let (platform, encoded) = header.to_str().unwrap().split_once(' ').unwrap();
        let claims: Value = serde_json::from_slice(&BASE64_STANDARD.decode(encoded).unwrap()).unwrap();
        assert_eq!((platform, claims), ("slipway", json!({ "iam_id": "IAM-é\n7", "sub": "ada@example.com" })));
        let bare = OriginatingIdentity { sub: None, ..identity };
        assert!(bare.header("slip\nway").is_none(), "a platform's name cannot break the header");
    }
}
