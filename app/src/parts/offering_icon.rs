//! The icon of an offering as pages may show it: a mark of ours, or one that was uploaded.

const MARKS: &str = "/marks/";
const NONE: &str = "/marks/slipway.svg";

/// The address of the icon. Pages load nothing from other hosts, so that an icon elsewhere, or none, is shown as the
/// console's own mark.
pub fn offering_icon(icon: &str) -> String {
    let is_ours = icon.strip_prefix(MARKS).is_some_and(|file| !file.is_empty() && !file.contains(['/', '\\']));
    let is_uploaded = slipway_domain::icon::name(icon).or(slipway_domain::picture::name(icon)).is_some();
    if is_ours || is_uploaded { icon.to_owned() } else { NONE.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_marks_are_loaded() {
        assert_eq!(offering_icon("/marks/vector.svg"), "/marks/vector.svg");
        let uploaded = slipway_domain::icon::path(&"a".repeat(43));
        assert_eq!(offering_icon(&uploaded), uploaded);
        for icon in [
            "",
            "/icons/x.png",
            "/marks/",
            "https://elsewhere.example/x.svg",
            "//elsewhere.example/x.svg",
            "/marks/../api/x",
        ] {
            assert_eq!(offering_icon(icon), NONE, "{icon}");
        }
    }
}
