//! Leaves out what is at its default, and keeps the order of everything else. Drafts are texts and lists of them, so that
//! the default of nearly every value is that it is empty; a member of a list stays, even if it is.

use core::fmt;

use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::broker::BrokerDraft;

/// A value with its members in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Nothing,
    Flag(bool),
    Number(i64),
    Text(String),
    List(Vec<Node>),
    Members(Vec<(String, Node)>),
}

/// Writes a value without its empty members.
pub(super) fn whole<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    Node::of(value).map_err(S::Error::custom)?.lean().serialize(serializer)
}

/// Writes brokers without what a new form begins with: for them that is not always nothing.
pub(super) fn brokers<S: Serializer>(brokers: &[BrokerDraft], serializer: S) -> Result<S::Ok, S::Error> {
    let usual = Node::of(&BrokerDraft::default()).map_err(S::Error::custom)?.members();
    let lean = |broker: &BrokerDraft| -> serde_json::Result<Node> {
        let members = Node::of(broker)?.members().into_iter().filter(|member| !usual.contains(member));
        Ok(Node::Members(members.collect()))
    };
    let all: serde_json::Result<Vec<Node>> = brokers.iter().map(lean).collect();
    Node::List(all.map_err(S::Error::custom)?).serialize(serializer)
}

/// The value with lines that end as they do everywhere but in forms; `None` if it cannot be read back.
pub(super) fn with_plain_lines<T: Serialize + DeserializeOwned>(value: &T) -> Option<T> {
    with_texts(value, &|text| text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The value as a form sent it, whose button and whose script end lines differently; every other character is kept.
pub(super) fn with_lines_of_forms<T: Serialize + DeserializeOwned>(value: &T) -> Option<T> {
    with_texts(value, &|text| text.replace("\r\n", "\n"))
}

fn with_texts<T: Serialize + DeserializeOwned>(value: &T, to: &dyn Fn(&str) -> String) -> Option<T> {
    let changed = Node::of(value).ok()?.with_texts(to);
    serde_json::from_str(&serde_json::to_string(&changed).ok()?).ok()
}

impl Node {
    fn of<T: Serialize>(value: &T) -> serde_json::Result<Self> {
        serde_json::from_str(&serde_json::to_string(value)?)
    }

    fn members(self) -> Vec<(String, Self)> {
        match self {
            Self::Members(members) => members,
            _ => Vec::new(),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Nothing | Self::Flag(false) => true,
            Self::Flag(true) | Self::Number(_) => false,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Members(members) => members.is_empty(),
        }
    }

    fn lean(self) -> Self {
        match self {
            Self::List(items) => Self::List(items.into_iter().map(Self::lean).collect()),
            Self::Members(members) => {
                let lean = members.into_iter().map(|(name, value)| (name, value.lean()));
                Self::Members(lean.filter(|(_, value)| !value.is_empty()).collect())
            }
            other => other,
        }
    }

    fn with_texts(self, to: &dyn Fn(&str) -> String) -> Self {
        match self {
            Self::Text(text) => Self::Text(to(&text)),
            Self::List(items) => Self::List(items.into_iter().map(|item| item.with_texts(to)).collect()),
            Self::Members(members) => {
                Self::Members(members.into_iter().map(|(name, value)| (name, value.with_texts(to))).collect())
            }
            other => other,
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Members(members) => serializer.collect_map(members.iter().map(|(name, value)| (name, value))),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a draft")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Node, E> {
        i64::try_from(number).map(Node::Number).map_err(E::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Node::Members(members))
    }
}
