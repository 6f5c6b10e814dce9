//! Where a value of an offering is edited.

use slipway_domain::compare::{Line, Subject};
use slipway_domain::field::Field;

use crate::paths::Path;

/// The address of the page, and of the field on it where it has one.
pub fn place(line: &Line, offering: &str) -> String {
    let page = || Path::Offering(offering.to_owned(), line.page);
    match &line.subject {
        Subject::Field(field) => format!("{}#{}", page(), field.id()),
        Subject::Plan { id, field, .. } => Path::PlanField(offering.to_owned(), *id, *field).to_string(),
        Subject::Broker { id, .. } => Path::Broker(offering.to_owned(), *id).to_string(),
        Subject::Highlight(_) => format!("{}#{}", page(), Field::Bullets.id()),
        Subject::Deployment { .. } => page().to_string(),
    }
}
