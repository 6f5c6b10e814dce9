//! Cloud resource names (§6.8): ten segments divided by colons. Everybody else treats a name as opaque text; only this
//! file takes one apart. A colon inside a segment is written `%3A`, and `%` itself `%25`.

use core::fmt;
use core::str::FromStr;

use uuid::Uuid;

use crate::ids::{AccountId, BrokerId, PlanId};

/// `crn:v1:cname:ctype:service:location:scope:instance:type:resource`. Segments are held decoded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Crn {
    /// Always `v1`.
    pub version: String,
    /// The name of the cloud.
    pub cname: String,
    pub ctype: Ctype,
    pub service: String,
    /// A location of the registry, `global`, or empty.
    pub location: String,
    /// `a/<account>`, or empty.
    pub scope: String,
    pub instance: String,
    pub resource_type: String,
    pub resource: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ctype {
    Public,
    Dedicated,
    Local,
}

impl Ctype {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Dedicated => "dedicated",
            Self::Local => "local",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Public, Self::Dedicated, Self::Local].into_iter().find(|ctype| ctype.name() == name)
    }
}

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCrn {
    #[error("a CRN has 10 segments divided by colons, this one has {0}")]
    Segments(usize),
    #[error("a CRN starts with crn:v1:")]
    Prefix,
    #[error("the fourth segment of a CRN is public, dedicated or local")]
    Ctype,
    #[error("a segment holds a percent sign that encodes nothing")]
    Encoding,
}

/// Where the platform of this installation stands in its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloud {
    pub cname: String,
    pub ctype: Ctype,
    /// The account that the catalog belongs to.
    pub catalog_account: AccountId,
}

/// §4.14: what a catalog deployment is called in `context.target_crn`. Its last segment is `<plan>:<location>`, whose
/// colon is written encoded (DEC-22).
pub fn target_crn(cloud: &Cloud, plan: PlanId, location: &str) -> Crn {
    Crn {
        version: "v1".to_owned(),
        cname: cloud.cname.clone(),
        ctype: cloud.ctype,
        service: "resource-catalog".to_owned(),
        location: String::new(),
        scope: format!("a/{}", cloud.catalog_account),
        instance: String::new(),
        resource_type: "deployment".to_owned(),
        resource: format!("{plan}:{location}"),
    }
}

/// §6.8: what an instance is called; its two last segments stay empty.
pub fn instance_crn(cloud: &Cloud, service: &str, location: &str, account: impl fmt::Display, instance: Uuid) -> Crn {
    Crn {
        version: "v1".to_owned(),
        cname: cloud.cname.clone(),
        ctype: cloud.ctype,
        service: service.to_owned(),
        location: location.to_owned(),
        scope: format!("a/{account}"),
        instance: instance.hyphenated().to_string(),
        resource_type: String::new(),
        resource: String::new(),
    }
}

/// §6.2: a binding is called like its instance, with a resource key in the two last segments.
#[must_use]
pub fn binding_crn(instance: &Crn, binding: Uuid) -> Crn {
    Crn { resource_type: "resource-key".to_owned(), resource: binding.hyphenated().to_string(), ..instance.clone() }
}

/// §6.8: what `context.resource_group_crn` says.
pub fn resource_group_crn(cloud: &Cloud, account: impl fmt::Display, group: &str) -> Crn {
    controlled(cloud, account, "resource-group", group.to_owned())
}

/// §6.8, §7.4d: who the platform is to a broker that knows it by a CRN; each broker of an account knows another one.
pub fn broker_crn(cloud: &Cloud, account: AccountId, broker: BrokerId) -> Crn {
    controlled(cloud, account, "resource-broker", broker.to_string())
}

/// What belongs to the part of the platform that makes instances.
fn controlled(cloud: &Cloud, account: impl fmt::Display, resource_type: &str, resource: String) -> Crn {
    Crn {
        version: "v1".to_owned(),
        cname: cloud.cname.clone(),
        ctype: cloud.ctype,
        service: "resource-controller".to_owned(),
        location: String::new(),
        scope: format!("a/{account}"),
        instance: String::new(),
        resource_type: resource_type.to_owned(),
        resource,
    }
}

impl fmt::Display for Crn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("crn")?;
        for segment in [
            self.version.as_str(),
            &self.cname,
            self.ctype.name(),
            &self.service,
            &self.location,
            &self.scope,
            &self.instance,
            &self.resource_type,
            &self.resource,
        ] {
            write!(f, ":{}", segment.replace('%', "%25").replace(':', "%3A"))?;
        }
        Ok(())
    }
}

impl FromStr for Crn {
    type Err = InvalidCrn;

    fn from_str(text: &str) -> Result<Self, InvalidCrn> {
        let segments: Vec<&str> = text.split(':').collect();
        let [crn, version, cname, ctype, service, location, scope, instance, resource_type, resource] = segments[..]
        else {
            return Err(InvalidCrn::Segments(segments.len()));
        };
        if crn != "crn" || version != "v1" {
            return Err(InvalidCrn::Prefix);
        }
        Ok(Self {
            version: version.to_owned(),
            cname: decode(cname)?,
            ctype: Ctype::parse(ctype).ok_or(InvalidCrn::Ctype)?,
            service: decode(service)?,
            location: decode(location)?,
            scope: decode(scope)?,
            instance: decode(instance)?,
            resource_type: decode(resource_type)?,
            resource: decode(resource)?,
        })
    }
}

/// Percent-decoding of one segment; every `%` must be followed by two hexadecimal digits, the result must be UTF-8.
fn decode(segment: &str) -> Result<String, InvalidCrn> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let (high, low) = (digit(rest.next()), digit(rest.next()));
            let code = high.zip(low).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
            bytes.push(code.ok_or(InvalidCrn::Encoding)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| InvalidCrn::Encoding)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn cloud() -> Cloud {
        Cloud {
            cname: "slipway".to_owned(),
            ctype: Ctype::Public,
            catalog_account: AccountId::new(Uuid::from_u128(0xa0)),
        }
    }

    #[test]
    fn a_deployment_is_named_by_plan_and_location() {
        let name = target_crn(&cloud(), PlanId::new(Uuid::from_u128(0x20)), "eu-de").to_string();
        assert_eq!(
            name,
            "crn:v1:slipway:public:resource-catalog::a/00000000-0000-0000-0000-0000000000a0::deployment:\
             00000000-0000-0000-0000-000000000020%3Aeu-de"
        );
    }

    #[test]
    fn an_instance_its_binding_and_its_group_are_named_by_the_account() {
        let (account, id) = (AccountId::new(Uuid::from_u128(0xb0)), Uuid::from_u128(0x7f));
        let instance = instance_crn(&cloud(), "acme-db", "eu-de", account, id);
        assert_eq!(
            instance.to_string(),
            "crn:v1:slipway:public:acme-db:eu-de:a/00000000-0000-0000-0000-0000000000b0:\
             00000000-0000-0000-0000-00000000007f::"
        );
        assert_eq!(
            binding_crn(&instance, Uuid::from_u128(0x80)).to_string(),
            "crn:v1:slipway:public:acme-db:eu-de:a/00000000-0000-0000-0000-0000000000b0:\
             00000000-0000-0000-0000-00000000007f:resource-key:00000000-0000-0000-0000-000000000080"
        );
        assert_eq!(
            resource_group_crn(&cloud(), account, "default").to_string(),
            "crn:v1:slipway:public:resource-controller::a/00000000-0000-0000-0000-0000000000b0::\
             resource-group:default"
        );
    }

    #[test]
    fn the_platform_has_a_name_of_its_own_for_each_broker_of_an_account() {
        let broker = BrokerId::new(Uuid::from_u128(0x9));
        assert_eq!(
            broker_crn(&cloud(), AccountId::new(Uuid::from_u128(0xb0)), broker).to_string(),
            "crn:v1:slipway:public:resource-controller::a/00000000-0000-0000-0000-0000000000b0::\
             resource-broker:00000000-0000-0000-0000-000000000009"
        );
    }

    #[test]
    fn trailing_empty_segments_are_kept() {
        let text = "crn:v1:slipway:public:northwind-vector:eu-de:a/4711:0190c9a8::";
        let crn: Crn = text.parse().unwrap();
        assert_eq!((crn.instance.as_str(), crn.resource_type.as_str(), crn.resource.as_str()), ("0190c9a8", "", ""));
        assert_eq!(crn.to_string(), text);
    }

    #[test]
    fn what_is_no_name_says_why() {
        let reasons = [
            ("", InvalidCrn::Segments(1)),
            ("crn:v1:slipway:public:s:l:a/1:i:t", InvalidCrn::Segments(9)),
            // A raw colon in the last segment makes eleven (DEC-22).
            ("crn:v1:slipway:public:resource-catalog::a/1::deployment:plan:eu-de", InvalidCrn::Segments(11)),
            ("crm:v1:slipway:public:s:l:a/1:i:t:r", InvalidCrn::Prefix),
            ("crn:v2:slipway:public:s:l:a/1:i:t:r", InvalidCrn::Prefix),
            ("crn:v1:slipway:secret:s:l:a/1:i:t:r", InvalidCrn::Ctype),
            ("crn:v1:slipway:public:s:l:a/1:i:t:100%", InvalidCrn::Encoding),
            ("crn:v1:slipway:public:s:l:a/1:i:t:%zz", InvalidCrn::Encoding),
            ("crn:v1:slipway:public:s:l:a/1:i:t:%ff", InvalidCrn::Encoding),
        ];
        for (text, reason) in reasons {
            assert_eq!(text.parse::<Crn>(), Err(reason), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_survives_writing_and_reading(
            segments in prop::array::uniform7(".{0,24}"),
            ctype in select(vec![Ctype::Public, Ctype::Dedicated, Ctype::Local]),
        ) {
            let [cname, service, location, scope, instance, resource_type, resource] = segments;
            let version = "v1".to_owned();
            let crn =
                Crn { version, cname, ctype, service, location, scope, instance, resource_type, resource };
            let text = crn.to_string();
            prop_assert_eq!(text.split(':').count(), 10);
            prop_assert_eq!(text.parse::<Crn>(), Ok(crn));
        }

        #[test]
        fn no_text_makes_reading_panic(text in ".{0,120}") {
            let _ = text.parse::<Crn>();
        }
    }
}
