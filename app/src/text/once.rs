//! Words of the pages that show a secret once.

pub const ONCE: &str = "Shown once";
pub const SAVED_IT: &str = "I saved it";
pub const DOWNLOAD: &str = "Download as text";
pub const NOTHING: &str = "There is nothing to show";
