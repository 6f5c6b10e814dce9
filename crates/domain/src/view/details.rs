//! What the page of a service in the catalog reads.

use serde::{Deserialize, Serialize};

use crate::caller::Person;
use crate::catalog::{Details, PlanCard};
use crate::language::Language;
use crate::moment::Moment;
use crate::rating::Buyer;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsView {
    pub person: Option<Person>,
    pub details: Details,
    /// In which it is, as far as it is translated.
    pub language: Language,
    /// Those that something of it is translated into.
    pub languages: Vec<Language>,
    /// New instances can be made of it.
    pub is_open: bool,
    /// It is there for the account that the viewer works in, and not for their eyes alone.
    pub is_offered: bool,
    /// Where the account that the viewer works in is at home, and in what it pays this month.
    pub buyer: Buyer,
    /// When it is read; plans have ended by then, or not.
    pub now: Moment,
    /// The plans whose price is announced to be another one.
    pub coming: Vec<ComingPrice>,
}

/// A price that is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComingPrice {
    /// As customers have it, with the price of then.
    pub plan: PlanCard,
    /// From when on it is paid.
    pub from: Moment,
}
