//! Pictures that providers upload, as icons or for the media of a listing (security §3f): what a file must be before
//! anybody decodes it, and how a picture for the media is addressed. It decodes nothing.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::rule::{RuleId, listing, media};

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 1000 * 1024;

/// The largest SVG, in bytes.
pub const LARGEST_SVG: usize = 256 * 1024;

/// The longest side of a picture that is decoded, in pixels.
pub const LONGEST_SIDE: u32 = 4096;

/// The most icons that an account keeps.
pub const MOST_ICONS: usize = 40;

/// The most pictures for media that an account keeps.
pub const MOST_PICTURES: usize = 60;

/// The most bytes that the pictures for media of an account take, as they are kept.
pub const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// The most bytes of one picture as it is kept: a small file of noise can become a large one when it is written anew.
pub const LARGEST_KEPT: usize = 4 * 1024 * 1024;

/// What begins the address of an uploaded picture.
const PREFIX: &str = "/pictures/";

/// What a picture is uploaded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Icon,
    Media,
}

impl Purpose {
    /// The longest side as it is kept, in pixels.
    pub const fn kept_side(self) -> u32 {
        match self {
            Self::Icon => 256,
            Self::Media => 1600,
        }
    }

    /// The longest side of an SVG as it is drawn, in pixels: less, because drawing costs more than decoding.
    pub const fn drawn_side(self) -> u16 {
        match self {
            Self::Icon => 256,
            Self::Media => 640,
        }
    }

    /// The most that an account keeps.
    pub const fn most(self) -> usize {
        match self {
            Self::Icon => MOST_ICONS,
            Self::Media => MOST_PICTURES,
        }
    }

    /// What a finding about the file hangs on.
    pub const fn field(self) -> Field {
        match self {
            Self::Icon => Field::Icon,
            Self::Media => Field::Media,
        }
    }

    /// The rule that a file breaks which holds no picture.
    pub const fn unreadable(self) -> RuleId {
        match self {
            Self::Icon => listing::ICON_FILE_UNREADABLE,
            Self::Media => media::PICTURE_FILE_UNREADABLE,
        }
    }

    /// What is wrong with a picture of `length` bytes as it would be kept.
    pub fn kept_fault(self, length: usize) -> Option<Finding> {
        (length > LARGEST_KEPT).then(|| Finding::new(self.field(), media::PICTURE_KEPT_TOO_LARGE))
    }
}

/// The formats that are accepted, told by their first bytes and by nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageKind {
    Png,
    Jpeg,
    Webp,
    /// Or some other XML: what it is tells who reads it.
    Svg,
}

impl ImageKind {
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => begins_as_svg(bytes).then_some(Self::Svg),
        }
    }
}

fn begins_as_svg(bytes: &[u8]) -> bool {
    const HEADS: [&[u8]; 4] = [b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg"];
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    HEADS.iter().any(|head| text.starts_with(head))
}

/// How a picture is written anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Png,
    Jpeg,
}

impl Encoding {
    /// The `Content-Type`, which is also what is stored.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    pub fn parse(media_type: &str) -> Option<Self> {
        [Self::Png, Self::Jpeg].into_iter().find(|encoding| encoding.media_type() == media_type)
    }
}

/// What an account keeps already, for one purpose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    pub pictures: usize,
    /// As they are kept; 0 for icons, which are small.
    pub bytes: u64,
}

/// What is known of a file before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureFile {
    pub purpose: Purpose,
    /// In bytes.
    pub length: usize,
    pub kind: Option<ImageKind>,
    /// Width and height as the head of the file says, or as an SVG is drawn; `None`: it cannot be read as a picture.
    pub size: Option<(u32, u32)>,
    pub kept: Kept,
}

impl PictureFile {
    /// At most one finding: what is wrong first.
    pub fn check(&self) -> Findings {
        let (field, rules) = (self.purpose.field(), Rules::of(self.purpose));
        let finding = |rule| Findings::from(Finding::new(field, rule));
        if self.length == 0 {
            return finding(rules.missing);
        }
        if self.length > LARGEST_FILE {
            return finding(rules.too_large);
        }
        if self.kind == Some(ImageKind::Svg) && self.length > LARGEST_SVG {
            return finding(media::SVG_TAKES_TOO_MUCH);
        }
        let (Some(_), Some((width, height))) = (self.kind, self.size) else {
            return finding(self.purpose.unreadable());
        };
        if width.max(height) > LONGEST_SIDE {
            return Finding::new(field, rules.too_wide).naming(width).naming(height).into();
        }
        if self.kept.pictures >= self.purpose.most() {
            return Finding::new(field, rules.too_many).naming(self.kept.pictures).into();
        }
        if self.purpose == Purpose::Media && self.kept.bytes > MOST_BYTES {
            return finding(media::PICTURES_TOO_LARGE);
        }
        Findings::new()
    }
}

struct Rules {
    missing: RuleId,
    too_large: RuleId,
    too_wide: RuleId,
    too_many: RuleId,
}

impl Rules {
    const fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Icon => Self {
                missing: listing::ICON_FILE_MISSING,
                too_large: listing::ICON_FILE_TOO_LARGE,
                too_wide: listing::ICON_FILE_TOO_WIDE,
                too_many: listing::ICONS_TOO_MANY,
            },
            Purpose::Media => Self {
                missing: media::PICTURE_FILE_MISSING,
                too_large: media::PICTURE_FILE_TOO_LARGE,
                too_wide: media::PICTURE_FILE_TOO_WIDE,
                too_many: media::PICTURES_TOO_MANY,
            },
        }
    }
}

/// Why an SVG is not drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SvgFault {
    /// It is no SVG, or one that draws nothing.
    Unreadable,
    /// An element or a property that is not drawn here.
    Holds(String),
    RefersOut,
    TakesTooMuch,
}

impl SvgFault {
    pub fn finding(&self, purpose: Purpose) -> Finding {
        let field = purpose.field();
        match self {
            Self::Unreadable => Finding::new(field, purpose.unreadable()),
            Self::Holds(part) => Finding::new(field, media::SVG_PART_REFUSED).naming(part),
            Self::RefersOut => Finding::new(field, media::SVG_REFERS_OUT),
            Self::TakesTooMuch => Finding::new(field, media::SVG_TAKES_TOO_MUCH),
        }
    }
}

/// The address of the picture with this name.
pub fn path(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// The name in the address of an uploaded picture; `None` for every other address.
pub fn name(path: &str) -> Option<&str> {
    path.strip_prefix(PREFIX).filter(|name| is_name(name))
}

/// 256 bits as they are written in an address.
pub(crate) fn is_name(name: &str) -> bool {
    name.len() == 43 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_told_by_its_first_bytes() {
        assert_eq!(ImageKind::sniff(b"\x89PNG\r\n\x1a\nrest"), Some(ImageKind::Png));
        assert_eq!(ImageKind::sniff(b"\xff\xd8\xff\xe0"), Some(ImageKind::Jpeg));
        assert_eq!(ImageKind::sniff(b"RIFF\0\0\0\0WEBPVP8 "), Some(ImageKind::Webp));
        for svg in [&b"<svg xmlns='x'>"[..], b"\xef\xbb\xbf \n<?xml version='1.0'?>", b"<!-- made --><svg/>"] {
            assert_eq!(ImageKind::sniff(svg), Some(ImageKind::Svg));
        }
        for other in [&b""[..], b"GIF89a", b"<html>", b"%PDF-1.4", b"RIFF\0\0\0\0WAVE", b"\x89PNG", b"\x1f\x8b\x08svgz"]
        {
            assert_eq!(ImageKind::sniff(other), None);
        }
    }

    #[test]
    fn only_the_address_of_an_uploaded_picture_has_its_name() {
        let made = "A".repeat(43);
        assert_eq!(name(&path(&made)), Some(made.as_str()));
        let icon = format!("/icons/{made}.png");
        for other in ["/pictures/x", "/pictures/../a", "https://x.example/pictures/x", icon.as_str()] {
            assert_eq!(name(other), None, "{other}");
        }
        assert_eq!(name(&path(&"/".repeat(43))), None);
    }

    #[test]
    fn an_encoding_is_read_back_from_its_media_type() {
        for encoding in [Encoding::Png, Encoding::Jpeg] {
            assert_eq!(Encoding::parse(encoding.media_type()), Some(encoding));
        }
        assert_eq!(Encoding::parse("image/svg+xml"), None);
    }
}
