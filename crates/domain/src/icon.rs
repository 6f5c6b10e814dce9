//! How an icon is addressed that a provider uploaded. What its file must be says `picture`.

use crate::picture::is_name;

/// What begins the address of an uploaded icon.
const PREFIX: &str = "/icons/";

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
