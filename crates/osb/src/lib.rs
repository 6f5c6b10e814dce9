//! The Open Service Broker side of Slipway (§6): what a broker may say, and how it is asked. All outbound HTTP of the
//! workspace towards providers leaves through [`Outbound`]; nothing here knows the console's tables, pages or people,
//! nor its offerings: how an answer compares with them is told by the domain.
//!
//! What is asked is data ([`request`]), what is answered is read ([`reply`]) and understood ([`outcome`], [`orphan`],
//! [`polling`]) by pure functions, so that a job, a conformance run and a test see the same broker.

pub mod address;
mod answer;
pub mod broker;
pub mod call_error;
pub mod catalog;
pub mod catalog_call;
mod client;
mod compared;
pub mod conformance;
pub mod context;
mod credentials;
mod error_body;
#[cfg(feature = "fake")]
pub mod fake;
mod json_shape;
mod old_tls;
pub mod options;
pub mod orphan;
pub mod outbound;
pub mod outcome;
pub mod outline;
mod page;
pub mod polling;
pub mod replay;
pub mod reply;
pub mod request;
mod resolver;
mod secrets;
pub mod target;
mod trust;
pub mod trusted;
pub mod version;
pub mod violation;

pub use address::{AddressClass, AddressPolicy, Denial, DenialReason};
pub use broker::{Authentication, Broker, LegacyGuids, ResourceId};
pub use call_error::{CallError, Hint, TlsProblem};
pub use catalog::{Catalog, Plan, Reading, Service, Source};
pub use catalog_call::{BrokerTarget, FetchedCatalog};
pub use context::{Context, OriginatingIdentity};
pub use credentials::CredentialProblem;
pub use error_body::ErrorBody;
pub use json_shape::{JsonProblem, parse_json};
pub use outbound::{Limits, Outbound, OutboundConfig};
pub use outcome::Outcome;
pub use reply::Reply;
pub use request::Request;
pub use resolver::Lookup;
pub use secrets::Secrets;
pub use target::{Target, UrlPolicy, UrlProblem};
pub use trust::is_authority;
pub use version::OsbVersion;
pub use violation::{Expectation, Path, Segment, Severity, Violation, ViolationCode};
