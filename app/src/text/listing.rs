//! Words of the catalog listing, tab Listing page. The browser downloads them too: keep them few.

use slipway_domain::field::Field;
use slipway_domain::text::field_name;

pub const TITLE: &str = "Catalog listing";
pub const TABS: &str = "Catalog listing";
pub const LISTING_PAGE: &str = "Listing page";
pub const ERRORS: &str = "errors";

pub const NAME: &str = "Name";
pub const DISPLAY_NAME: &str = "Display name";
pub const DISPLAY_NAME_HELP: &str =
    "The name that customers read. Neither your company’s name nor a price belongs in it.";
pub const PROVIDER_NAME: &str = "Provider name";
pub const PROVIDER_NAME_HELP: &str = "As customers see it. Taken from your account until you change it.";

pub const DESCRIPTIONS: &str = "Descriptions";
pub const DESCRIPTION: &str = "Short description";
pub const DESCRIPTION_HELP: &str = "One sentence, shown on the tile.";
pub const LONG_DESCRIPTION: &str = "Long description";
pub const LONG_DESCRIPTION_HELP: &str = "Markdown. First paragraph of the details page; two sentences or more.";

pub const LINKS: &str = "Links";
pub const DOCUMENTATION_URL: &str = "Documentation URL";
pub const DOCUMENTATION_URL_HELP: &str = "Issued with the approval of your account; permanent.";
pub const INSTRUCTIONS_URL: &str = "Instructions URL";
pub const INSTRUCTIONS_URL_HELP: &str = "Issued as well; opens in the tab Getting started.";
pub const TERMS_URL: &str = "Terms URL";
pub const TERMS_URL_HELP: &str = "Customers accept these terms when they create an instance.";
pub const SUPPORT_URL: &str = "Support URL";
pub const SUPPORT_URL_HELP: &str = "An https address where customers find help.";

pub const PLACE: &str = "Place in the catalog";
pub const CATEGORY: &str = "Category";
pub const CATEGORY_HELP: &str = "Exactly one.";
pub const NO_CATEGORY: &str = "Choose a category";
pub const TAGS: &str = "Tags";
pub const TAGS_HELP: &str = "Separated by commas. Slipway adds lite, third_party and rc_compatible.";
pub const OPTIONAL: &str = "optional";
pub const ICON: &str = "Icon";
pub const ICON_HELP: &str =
    "The catalog shows uploaded icons and our marks; any other https address goes into the definitions alone.";
pub const UPLOAD: &str = "Upload an icon";
pub const UPLOAD_HELP: &str = "Square, readable at 32 pixels; SVG, PNG, JPEG or WebP, at most 1000 KiB. It is kept as a PNG of 256 pixels. Save first what \
                               you have typed; then choose the uploaded icon.";
pub const UPLOAD_NOW: &str = "Upload";
pub const MARKS: &str = "Choose one of our marks";

pub const HIGHLIGHTS: &str = "Highlights";
pub const HIGHLIGHTS_LEAD: &str = "At least one, one or two sentences each.";
pub const ADD_HIGHLIGHT: &str = "Add highlight";
pub const TEXT: &str = "Text";
pub const ICON_OF_HIGHLIGHT: &str = "Icon";
pub const ICON_OF_HIGHLIGHT_HELP: &str = "It stands before the title, in the colour of the text.";
pub const NO_ICON: &str = "No icon";

/// What an icon of `BULLET_ICONS` is called in a list of choices: `chart--bar` is "Chart, bar".
pub fn icon(name: &str) -> String {
    let said = name.replace("--", ", ").replace('-', " ");
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub const PREVIEW: &str = "Preview";
pub const TILE: &str = "Tile";
pub const DETAILS: &str = "Details page";
pub const DETAILS_PREVIEW: &str = "Preview of the details page";
pub const LITE: &str = "Lite";
pub const THIRD_PARTY: &str = "Third-party";
pub const PLANS: &str = "Plans";
pub const NO_PLANS: &str = "none yet";
pub const NO_CATEGORY_YET: &str = "no category yet";
pub const PREVIEW_LINKS: &str = "Links";
pub const DOCUMENTATION: &str = "Documentation";
pub const TERMS: &str = "Terms";
pub const SUPPORT: &str = "Support";
pub const NO_DESCRIPTION: &str = "The short description stands here.";
pub const NO_LONG_DESCRIPTION: &str = "The long description stands here.";
pub const OPEN_IN_CATALOG: &str = "Open the published page";
pub const OPEN_IN_CATALOG_NOTE: &str = ", as the catalog shows it now.";
pub const NOT_IN_CATALOG: &str = "The catalog shows it once it is published.";

pub const HISTORY: &str = "History";
pub const TO_COMPLETE: &str = "To complete this page: ";
pub const TO_IMPROVE: &str = "To improve it: ";
pub const COMPLETE: &str = "Nothing here stands in the way of publishing.";
pub const MINIMUM: &str = "Its minimum: ";

/// "Title 2".
pub fn title_of(row: u8) -> String {
    format!("Title {}", u16::from(row) + 1)
}

pub fn remove(row: u8) -> String {
    format!("Remove highlight {}", u16::from(row) + 1)
}

pub fn up(row: u8) -> String {
    format!("Move highlight {} up", u16::from(row) + 1)
}

pub fn down(row: u8) -> String {
    format!("Move highlight {} down", u16::from(row) + 1)
}

/// The latest upload is the first.
pub fn use_upload(place: usize) -> String {
    format!("Use uploaded icon {}", place + 1)
}

pub fn uploaded(place: usize) -> String {
    format!("Uploaded icon {}", place + 1)
}

/// "Use the mark vector".
pub fn use_mark(name: &str) -> String {
    format!("Use the mark {name}")
}

/// "Use “Vector Search”", with the beginning of a long value.
pub fn use_value(value: &str) -> String {
    const SHOWN: usize = 48;
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("Use “{}…”", value[..end].trim_end()),
        None => format!("Use “{value}”"),
    }
}

/// A field as the text of a link: "Display name".
pub fn link_name(field: Field) -> String {
    let name = field_name(field);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub fn breadcrumb_category(label: &str) -> String {
    format!("Catalog / {label}")
}

/// "Northwind Data · Databases".
pub fn by_and_category(provider: &str, category: &str) -> String {
    format!("{provider} · {category}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_remedy_is_shown_by_its_beginning() {
        assert_eq!(use_value("Vector Search"), "Use “Vector Search”");
        assert_eq!(use_value(&"ä".repeat(49)), format!("Use “{}…”", "ä".repeat(48)));
    }

    #[test]
    fn a_link_begins_with_a_capital() {
        assert_eq!(link_name(Field::DisplayName), "Display name");
        assert_eq!(link_name(Field::BulletTitle(1)), "Title of highlight 2");
    }
}
