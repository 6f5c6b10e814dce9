//! All SQL of Slipway. Functions take and give domain values; rows are private and a bad one names its table,
//! column and row. This crate decides nothing: whether a caller may do a thing is the backend's question.

mod access;
mod account;
mod broker;
mod catalog;
mod checklist;
mod copy;
mod deployment;
mod digest;
mod error;
mod event;
mod fetch;
mod icon;
mod issuer;
mod member;
mod offering;
mod open;
pub mod owner_only;
mod people;
mod person;
mod plan;
mod registration;
mod review;
mod row;
mod schema;
mod section;
mod session;
mod visibility;

pub use access::{NewApiKey, StoredSecret};
pub use account::NewAccount;
pub use broker::SavedBroker;
pub use catalog::{CatalogEntry, Snapshot};
pub use deployment::NewDeployment;
pub use digest::{Digests, TableDigest};
pub use error::{Error, Result};
pub use event::{EventFilter, NewEvent};
pub use fetch::{AbandonedFetch, FetchOutcome, Load, NewFetch};
pub use icon::NewIcon;
pub use issuer::*;
pub use offering::OfferingHead;
pub use open::{MINIMUM_SQLITE, Store, Tx};
pub use person::*;
pub use registration::NewParkedRegistration;
pub use review::{Closing, NewSubmission};
pub use section::{Parked, SaveOutcome, SectionRow, SectionSave};
pub use session::*;
