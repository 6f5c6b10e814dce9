//! How an icon is addressed that a provider uploaded, and what is said of its shape. What its file must be says `picture`.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::picture::is_name;
use crate::rule::listing as rule;

/// What begins the address of an uploaded icon.
const PREFIX: &str = "/icons/";

/// The side at which an icon can still be read, in pixels (§4.7a).
const LEGIBLE_SIDE: u32 = 32;

/// An icon that was uploaded, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadedIcon {
    /// Its address.
    pub path: String,
    /// Width and height, in pixels; `None`: its file does not say.
    pub size: Option<(u32, u32)>,
}

impl UploadedIcon {
    /// What a reviewer will ask about its shape (§4.7a). It can be chosen all the same.
    pub fn check(&self) -> Findings {
        let out_of_shape = self.size.filter(|(width, height)| width != height || *width < LEGIBLE_SIDE);
        let finding = out_of_shape
            .map(|(width, height)| Finding::new(Field::Icon, rule::ICON_OUT_OF_SHAPE).naming(width).naming(height));
        finding.into_iter().collect()
    }
}

/// The address of the icon with this name.
pub fn path(name: &str) -> String {
    format!("{PREFIX}{name}.png")
}

/// The name in the address of an uploaded icon; `None` for every other address.
pub fn name(path: &str) -> Option<&str> {
    path.strip_prefix(PREFIX)?.strip_suffix(".png").filter(|name| is_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_of_an_uploaded_icon_has_its_name() {
        let made = "A".repeat(43);
        assert_eq!(name(&path(&made)), Some(made.as_str()));
        for other in ["/icons/x.png", "/marks/vector.svg", "/icons/../a.png", "https://x.example/icons/x.png"] {
            assert_eq!(name(other), None, "{other}");
        }
        assert_eq!(name(&path(&"/".repeat(43))), None);
    }
}
