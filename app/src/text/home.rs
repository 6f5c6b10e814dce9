//! Words of the start page, for whatever does not follow its redirect.

pub const TITLE: &str = "Start";
pub const TO_THE_CATALOG: &str = "To the catalog";
