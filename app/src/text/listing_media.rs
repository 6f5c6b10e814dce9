//! Words of the media of a listing, on its page, in its preview and on the details page.

use slipway_domain::listing::MediaKind;

pub const MEDIA: &str = "Screens and videos";
pub const MEDIA_LEAD: &str = "Optional. The details page shows uploaded pictures, and links to everything else.";
pub const ADD: &str = "Add a picture or video";
pub const NO_KIND: &str = "Choose a type";
pub const URL_HELP: &str = "An uploaded picture, or an https address.";

pub const PICTURES: &str = "Upload a picture";
pub const PICTURES_HELP: &str = "PNG, JPEG, WebP or SVG, at most 1000 KiB. It is scaled to 1600 pixels, and an SVG \
                                 is drawn at 640. Save first what you have typed; then add the uploaded picture to the \
                                 list.";
pub const UPLOAD_NOW: &str = "Upload picture";

/// The heading on the details page.
pub const SHOWN: &str = "Screens and videos";

pub const fn kind(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => "Picture",
        MediaKind::Youtube => "YouTube video",
        MediaKind::VideoMp4 => "MP4 video",
        MediaKind::VideoWebm => "WebM video",
    }
}

/// The link to what is elsewhere.
pub const fn open(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => "Open the picture",
        MediaKind::Youtube => "Watch it at YouTube",
        MediaKind::VideoMp4 | MediaKind::VideoWebm => "Watch the video",
    }
}

/// "Item 2".
pub fn item(row: u8) -> String {
    format!("Item {}", u16::from(row) + 1)
}

pub fn kind_of(row: u8) -> String {
    format!("Type of item {}", u16::from(row) + 1)
}

pub fn url_of(row: u8) -> String {
    format!("Address of item {}", u16::from(row) + 1)
}

pub fn thumbnail_of(row: u8) -> String {
    format!("Thumbnail of item {}", u16::from(row) + 1)
}

pub fn caption_of(row: u8) -> String {
    format!("Caption of item {}", u16::from(row) + 1)
}

pub fn remove(row: u8) -> String {
    format!("Remove item {}", u16::from(row) + 1)
}

/// The latest upload is the first.
pub fn use_picture(place: usize) -> String {
    format!("Add uploaded picture {} to the list", place + 1)
}
