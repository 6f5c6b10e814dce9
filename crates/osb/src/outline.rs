//! A request as it goes over the wire, for people to read. Nothing is sent, and what signs the platform in is left out.

use uuid::Uuid;

use crate::broker::Broker;
use crate::reply::shown_headers;
use crate::request::{Body, Request};
use crate::target::{encoded_path, encoded_query};

/// What can be shown of a request before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    pub method: String,
    /// Path and query below the broker's base URL, encoded.
    pub target: String,
    /// Names and values of the query, decoded.
    pub query: Vec<(String, String)>,
    /// All but `Authorization`, and without what belongs to the connection.
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl Request {
    /// `identity` stands for the one that a call has for itself.
    pub fn outline(&self, broker: &Broker, identity: Uuid) -> Outline {
        let path = encoded_path(&self.path);
        Outline {
            method: self.method.to_string(),
            target: if self.query.is_empty() { path } else { format!("{path}?{}", encoded_query(&self.query)) },
            query: self.query.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            headers: shown_headers(broker, self, identity),
            body: self.body.as_ref().map(|body| match body {
                Body::Json(value) => value.to_string(),
                Body::Text(text) => text.clone(),
            }),
        }
    }
}
