//! Icons that providers upload (security §3f): what a file must be before anybody decodes it, and how an uploaded icon is
//! addressed. It decodes nothing.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::rule::listing as rule;

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 1000 * 1024;

/// The longest side of a picture that is decoded, in pixels.
pub const LONGEST_SIDE: u32 = 4096;

/// The longest side of an icon as it is kept.
pub const KEPT_SIDE: u32 = 256;

/// The most icons that an account keeps.
pub const MOST_ICONS: usize = 40;

/// What begins the address of an uploaded icon.
const PREFIX: &str = "/icons/";

/// The formats that are accepted, told by their first bytes and by nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageKind {
    Png,
    Jpeg,
    Webp,
}

impl ImageKind {
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }
}

/// What is known of a file before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IconFile {
    /// In bytes.
    pub length: usize,
    pub kind: Option<ImageKind>,
    /// Width and height as the head of the file says; `None`: it cannot be read as a picture.
    pub size: Option<(u32, u32)>,
    /// Icons that the account keeps already.
    pub kept: usize,
}

impl IconFile {
    /// At most one finding: what is wrong first.
    pub fn check(&self) -> Findings {
        let finding = |rule| Findings::from(Finding::new(Field::Icon, rule));
        if self.length == 0 {
            return finding(rule::ICON_FILE_MISSING);
        }
        if self.length > LARGEST_FILE {
            return finding(rule::ICON_FILE_TOO_LARGE);
        }
        let (Some(_), Some((width, height))) = (self.kind, self.size) else {
            return finding(rule::ICON_FILE_UNREADABLE);
        };
        if width.max(height) > LONGEST_SIDE {
            return Finding::new(Field::Icon, rule::ICON_FILE_TOO_WIDE).naming(width).naming(height).into();
        }
        if self.kept >= MOST_ICONS {
            return Finding::new(Field::Icon, rule::ICONS_TOO_MANY).naming(self.kept).into();
        }
        Findings::new()
    }
}

/// The address of the icon with this name.
pub fn path(name: &str) -> String {
    format!("{PREFIX}{name}.png")
}

/// The name in the address of an uploaded icon; `None` for every other address.
pub fn name(path: &str) -> Option<&str> {
    let name = path.strip_prefix(PREFIX)?.strip_suffix(".png")?;
    let is_name = name.len() == 43 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_told_by_its_first_bytes() {
        assert_eq!(ImageKind::sniff(b"\x89PNG\r\n\x1a\nrest"), Some(ImageKind::Png));
        assert_eq!(ImageKind::sniff(b"\xff\xd8\xff\xe0"), Some(ImageKind::Jpeg));
        assert_eq!(ImageKind::sniff(b"RIFF\0\0\0\0WEBPVP8 "), Some(ImageKind::Webp));
        for other in [&b""[..], b"GIF89a", b"<svg xmlns='x'>", b"<html>", b"%PDF-1.4", b"RIFF\0\0\0\0WAVE", b"\x89PNG"]
        {
            assert_eq!(ImageKind::sniff(other), None);
        }
    }

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
