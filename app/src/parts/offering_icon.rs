//! The icon of an offering as pages may show it.

const MARKS: &str = "/marks/";
const NONE: &str = "/marks/slipway.svg";

/// The address of the icon. Pages load nothing from other hosts, so that an icon elsewhere, or none, is shown as the
/// console's own mark.
pub fn offering_icon(icon: &str) -> String {
    let is_ours = icon.strip_prefix(MARKS).is_some_and(|file| !file.is_empty() && !file.contains(['/', '\\']));
    if is_ours { icon.to_owned() } else { NONE.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_marks_are_loaded() {
        assert_eq!(offering_icon("/marks/vector.svg"), "/marks/vector.svg");
        for icon in ["", "/marks/", "https://elsewhere.example/x.svg", "//elsewhere.example/x.svg", "/marks/../api/x"] {
            assert_eq!(offering_icon(icon), NONE, "{icon}");
        }
    }
}
