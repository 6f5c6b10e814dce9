//! The media of a listing (§4.7a): pictures and videos for the details page, what each of them needs, and what the catalog
//! shows. Pages load nothing from other hosts, so that whatever is elsewhere is a link.

use serde::{Deserialize, Serialize};

use super::{MOST_ITEMS, links};
use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::picture;
use crate::rule::{RuleId, any, media as rule};
use crate::shape::{self, LONGEST_LINK, Link, Text};

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MediaDraft {
    /// The name of a `MediaKind`.
    pub kind: String,
    /// An https address, or that of an uploaded picture.
    pub url: String,
    /// The same, or empty.
    pub thumbnail: String,
    pub caption: String,
}

/// The types of §4.7a.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(description = "What kind of picture or video it is.")
)]
pub enum MediaKind {
    #[serde(rename = "image")]
    Image,
    #[serde(rename = "youtube")]
    Youtube,
    #[serde(rename = "video_mp_4")]
    VideoMp4,
    #[serde(rename = "video_webm")]
    VideoWebm,
}

impl MediaKind {
    pub const ALL: [Self; 4] = [Self::Image, Self::Youtube, Self::VideoMp4, Self::VideoWebm];

    /// As the form posts it and the catalog names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Youtube => "youtube",
            Self::VideoMp4 => "video_mp_4",
            Self::VideoWebm => "video_webm",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A picture or video as the details page shows it. Its addresses are https ones or those of uploaded pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub kind: MediaKind,
    pub url: String,
    /// Empty if there is none.
    pub thumbnail: String,
    pub caption: String,
}

impl Media {
    /// The picture that a page may load for it, from this console alone.
    pub fn shown(&self) -> Option<&str> {
        let full = (self.kind == MediaKind::Image).then_some(self.url.as_str());
        full.into_iter().chain([self.thumbnail.as_str()]).find(|address| picture::name(address).is_some())
    }

    /// Where it is, if that is another host.
    pub fn link(&self) -> Option<&str> {
        picture::name(&self.url).is_none().then_some(self.url.as_str())
    }
}

impl MediaDraft {
    /// A row for a picture.
    pub fn new() -> Self {
        Self { kind: MediaKind::Image.name().to_owned(), ..Self::default() }
    }

    /// A row for the picture at this address.
    pub fn of(url: String) -> Self {
        Self { url, ..Self::new() }
    }

    /// A row of which only the type was chosen.
    pub fn is_blank(&self) -> bool {
        [&self.url, &self.thumbnail, &self.caption].into_iter().all(|text| text.trim().is_empty())
    }

    /// What the details page shows of it; `None` where there is no type, or no address to show or to lead to.
    pub fn parse(&self) -> Option<Media> {
        let usable = |address: &str| Place::of(address.trim()).map(|_| address.trim().to_owned());
        let (kind, url) = (MediaKind::parse(&self.kind)?, usable(&self.url)?);
        let thumbnail = usable(&self.thumbnail).unwrap_or_default();
        Some(Media { kind, url, thumbnail, caption: self.caption.trim().to_owned() })
    }

    /// By what it is told from the others: where it is, or what is said of it until it is anywhere.
    pub fn identity(&self) -> &str {
        let url = self.url.trim();
        if url.is_empty() { self.caption.trim() } else { url }
    }
}

/// Where something is.
enum Place<'a> {
    /// An uploaded picture.
    Here,
    Elsewhere(Link<'a>),
}

impl<'a> Place<'a> {
    fn of(address: &'a str) -> Option<Self> {
        if picture::name(address).is_some() {
            return Some(Self::Here);
        }
        links::elsewhere(address).map(Self::Elsewhere)
    }
}

pub(super) fn check(listed: &[(usize, &MediaDraft)], found: &mut Findings) {
    if listed.len() > MOST_ITEMS {
        found.push(Finding::new(Field::Media, rule::TOO_MANY_MEDIA).naming(listed.len()));
    }
    let caption = Text::prose(2000).too_long(rule::MEDIA_CAPTION_TOO_LONG).required(rule::MEDIA_CAPTION_MISSING);
    for (index, item) in listed.iter().take(MOST_ITEMS) {
        let row = field::row(*index);
        check_kind(found, Field::MediaKind(row), &item.kind);
        check_address(found, Field::MediaUrl(row), item);
        check_thumbnail(found, Field::MediaThumbnail(row), &item.thumbnail);
        shape::text(found, Field::MediaCaption(row), &item.caption, caption);
    }
}

fn check_kind(found: &mut Findings, field: Field, kind: &str) {
    if kind.is_empty() {
        found.push(Finding::new(field, rule::MEDIA_KIND_MISSING));
    } else if MediaKind::parse(kind).is_none() {
        found.push(Finding::new(field, rule::MEDIA_KIND_UNKNOWN).naming(kind));
    }
}

fn check_address(found: &mut Findings, field: Field, item: &MediaDraft) {
    let expected = address().required(rule::MEDIA_URL_MISSING);
    let Some(place) = place(found, field, &item.url, (expected, rule::MEDIA_URL_UNUSABLE)) else { return };
    let told = match (MediaKind::parse(&item.kind), place) {
        (Some(MediaKind::Image), Place::Elsewhere(_)) => rule::MEDIA_NOT_SHOWN,
        (Some(kind), Place::Here) if kind != MediaKind::Image => rule::MEDIA_IS_A_PICTURE,
        (Some(MediaKind::Youtube), Place::Elsewhere(link)) if !is_youtube(link.host()) => rule::MEDIA_NOT_YOUTUBE,
        _ => return,
    };
    found.push(Finding::new(field, told));
}

fn check_thumbnail(found: &mut Findings, field: Field, typed: &str) {
    if let Some(Place::Elsewhere(_)) = place(found, field, typed, (address(), rule::MEDIA_THUMBNAIL_UNUSABLE)) {
        found.push(Finding::new(field, rule::MEDIA_THUMBNAIL_NOT_SHOWN));
    }
}

const fn address() -> Text {
    Text::line(LONGEST_LINK).too_long(any::LINK_TOO_LONG)
}

/// `None`: nothing was typed, or what was typed is told of.
fn place<'a>(
    found: &mut Findings,
    field: Field,
    typed: &'a str,
    (expected, unusable): (Text, RuleId),
) -> Option<Place<'a>> {
    let before = found.len();
    let typed = shape::text(found, field, typed, expected)?;
    if found.len() > before {
        return None;
    }
    let place = Place::of(typed.trim());
    if place.is_none() {
        found.push(Finding::new(field, unusable));
    }
    place
}

const YOUTUBE: [&str; 5] = ["youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com", "youtu.be"];

fn is_youtube(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    YOUTUBE.contains(&host.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: MediaKind, url: &str, thumbnail: &str) -> MediaDraft {
        MediaDraft {
            kind: kind.name().to_owned(),
            url: url.to_owned(),
            thumbnail: thumbnail.to_owned(),
            caption: " A page. ".to_owned(),
        }
    }

    #[test]
    fn only_uploaded_pictures_are_loaded_and_all_else_is_a_link() {
        let ours = picture::path(&"a".repeat(43));
        let shown = |kind, url: &str, thumbnail: &str| {
            let media = item(kind, url, thumbnail).parse().unwrap();
            (media.shown().map(str::to_owned), media.link().map(str::to_owned))
        };
        let far = "https://northwind.example/a.png";
        assert_eq!(shown(MediaKind::Image, &ours, ""), (Some(ours.clone()), None));
        assert_eq!(shown(MediaKind::Image, far, ""), (None, Some(far.to_owned())));
        assert_eq!(shown(MediaKind::VideoMp4, far, &ours), (Some(ours), Some(far.to_owned())));
        assert_eq!(shown(MediaKind::VideoMp4, far, far), (None, Some(far.to_owned())));
    }

    #[test]
    fn what_leads_nowhere_safe_is_shown_nowhere() {
        for url in ["", "javascript:alert(1)", "http://northwind.example/a", "//northwind.example/a", "/login"] {
            assert_eq!(item(MediaKind::Image, url, "").parse(), None, "{url}");
        }
        let odd = MediaDraft { kind: "gif".to_owned(), ..item(MediaKind::Image, "https://n.example/a", "") };
        assert_eq!(odd.parse(), None);
        let media = item(MediaKind::Youtube, "https://youtu.be/x", "javascript:alert(1)").parse().unwrap();
        assert_eq!((media.thumbnail.as_str(), media.caption.as_str()), ("", "A page."));
    }

    #[test]
    fn a_kind_is_read_back_from_its_name() {
        for kind in MediaKind::ALL {
            assert_eq!(MediaKind::parse(kind.name()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
        }
    }

    #[test]
    fn a_row_of_which_only_the_type_was_chosen_is_an_empty_row() {
        assert!(MediaDraft::new().is_blank());
        assert!(!item(MediaKind::Image, "", "").is_blank());
    }
}
