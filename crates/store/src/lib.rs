//! All SQL of Slipway. Functions take and give domain values; rows are private and a bad one names its table,
//! column and row. This crate decides nothing: whether a caller may do a thing is the backend's question.

mod access;
mod account;
mod broker;
mod catalog;
mod checklist;
mod deployment;
mod digest;
mod error;
mod event;
mod issuer;
mod member;
mod offering;
mod open;
mod operation;
mod people;
mod person;
mod plan;
mod registration;
mod review;
mod row;
mod section;
mod session;

pub use access::{NewApiKey, StoredSecret};
pub use account::NewAccount;
pub use broker::{FetchRow, SavedBroker};
pub use catalog::{CatalogEntry, Snapshot};
pub use deployment::NewDeployment;
pub use digest::TableDigest;
pub use error::{Error, Result};
pub use event::{EventFilter, NewEvent};
pub use issuer::*;
pub use offering::OfferingHead;
pub use open::{MINIMUM_SQLITE, Store, Tx};
pub use operation::{OperationKey, Repetition};
pub use person::*;
pub use registration::NewParkedRegistration;
pub use review::{Closing, NewSubmission};
pub use section::{Parked, SaveOutcome, SectionRow, SectionSave};
pub use session::*;
