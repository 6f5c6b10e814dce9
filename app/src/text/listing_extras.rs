//! Words of what a listing may say beside what it needs.

pub const PROMOTION: &str = "Promotion";
pub const PROMOTION_LEAD: &str = "All of this may stay empty. The pictures are those of the icon then.";
pub const FEATURED: &str = "Promotion line";
pub const FEATURED_HELP: &str = "Stands above the description on the details page.";
pub const SMALL_IMAGE: &str = "Small image";
pub const MEDIUM_IMAGE: &str = "Medium image";
pub const FEATURE_IMAGE: &str = "Feature image";
pub const IMAGE_HELP: &str = "An https address, or the path of an uploaded picture. Goes into the definitions.";
pub const MEDIUM_IMAGE_HELP: &str = "As the small one, for places with more room.";
pub const FEATURE_IMAGE_HELP: &str = "As the small one, for where the service is featured.";

pub const LINKS: &str = "More links";
pub const API_DOCS: &str = "API documentation URL";
pub const API_DOCS_HELP: &str = "An https address where programmers read how to call the service.";
pub const SDK: &str = "SDK download URL";
pub const SDK_HELP: &str = "An https address with what programs need to call it.";
pub const REGISTRATION: &str = "Registration URL";
pub const REGISTRATION_HELP: &str = "Where customers register with you, if they have to.";

pub const OWN_PAGES: &str = "Pages of your own";
pub const OWN_PAGES_LEAD: &str =
    "The operator has to approve them: until the release, customers see the pages of the catalog alone.";
pub const OWN_DETAILS: &str = "Details page URL";
pub const OWN_DETAILS_HELP: &str = "An https address that is shown in place of our details page.";
pub const OWN_CREATE: &str = "Create page URL";
pub const OWN_CREATE_HELP: &str = "Only for services whose instances cannot be ordered with our form.";

pub const MESSAGES: &str = "Messages";
pub const MESSAGES_LEAD: &str = "Shown when there is a reason to.";
pub const POPUP: &str = "Warning before creating";
pub const POPUP_HELP: &str = "Stands above the form for a new instance.";
pub const CLOSED: &str = "Message for a closed service";
pub const CLOSED_HELP: &str = "Says why no new instances can be made.";
pub const DEPRECATED: &str = "Deprecation warning";
pub const DEPRECATED_HELP: &str = "Shown once the end of the service is announced.";

pub const PRESENTATION: &str = "Presentation";
pub const INDEX: &str = "Order in the catalog";
pub const INDEX_HELP: &str = "A whole number; services with smaller ones come first.";
pub const DASHBOARD: &str = "The dashboard opens";
pub const DASHBOARD_HELP: &str = "When customers follow the way to it from their instance.";
pub const USUAL: &str = "As usual";
pub const ACCESSIBLE: &str = "The dashboard can be opened while an instance is being made";
pub const ACCESSIBLE_HELP: &str = "Tick it only if your dashboard says something useful by then.";

pub const TABS: &str = "Extra tabs";
pub const TABS_LEAD: &str = "Links of the details page with labels of your own, in this order.";
pub const ADD_TAB: &str = "Add extra tab";

pub fn dashboard(way: &str) -> &'static str {
    if way == "drilldown" { "In the same window" } else { "In a window of its own" }
}

pub fn tab(row: usize) -> String {
    format!("Extra tab {}", row + 1)
}

pub fn tab_id(row: usize) -> String {
    format!("Id of extra tab {}", row + 1)
}

pub fn tab_label(row: usize) -> String {
    format!("Label of extra tab {}", row + 1)
}

pub fn tab_url(row: usize) -> String {
    format!("Address of extra tab {}", row + 1)
}

pub fn remove_tab(row: usize) -> String {
    format!("Remove extra tab {}", row + 1)
}
