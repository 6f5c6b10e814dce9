//! Uploading an icon: looked at before it is decoded, decoded within limits on a thread of its own, made small, and
//! written anew as PNG, so that nothing of the file but its picture is kept (security §3f).

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::findings::Finding;
use slipway_domain::icon::{self, IconFile, ImageKind, KEPT_SIDE, LONGEST_SIDE};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::rule::listing as rule;
use slipway_store::NewIcon;
use tokio::sync::Semaphore;

use crate::{Acting, Report, Result};

/// Pictures that are decoded at a time; the largest takes 64 MiB.
static DECODING: Semaphore = Semaphore::const_new(2);

/// What a decoder may take beside the picture itself.
const MOST_MEMORY: u64 = 128 * 1024 * 1024;

impl Acting {
    /// Refuses whoever may not upload an icon for the offering. Asked before anything of their file is read.
    pub async fn may_upload_icon(&self, name: &str) -> Result<()> {
        self.edit_head(name, Verb::Edit, Object::Listing).await.map(drop)
    }

    /// Keeps a picture for an offering and gives its address. The listing is not changed: its author chooses the icon.
    pub async fn upload_icon(&self, name: &str, file: Vec<u8>) -> Result<String> {
        // Nobody makes us decode what they may not upload.
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Listing).await?;
        let kept = tx.count_icons(offering.owner.id).await?;
        drop(tx);
        let kind = ImageKind::sniff(&file);
        let known = IconFile { length: file.len(), kind, size: size(&file, kind), kept };
        let findings = known.check();
        let (Some(kind), true) = (kind, findings.is_complete()) else {
            return Err(Rejection::Invalid(findings).into());
        };
        let _place = DECODING.acquire().await.map_err(|error| Report::new("the decoding of icons is closed", error))?;
        let png = tokio::task::spawn_blocking(move || rewritten(&file, kind))
            .await
            .map_err(|error| Report::new("an icon could not be decoded", error))?
            .ok_or_else(|| Rejection::Invalid(Finding::new(Field::Icon, rule::ICON_FILE_UNREADABLE).into()))?;

        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Listing).await?;
        let kept = tx.count_icons(offering.owner.id).await?;
        let findings = IconFile { kept, ..known }.check();
        if !findings.is_complete() {
            return Err(Rejection::Invalid(findings).into());
        }
        let name = self.backend().ids().token();
        tx.add_icon(&NewIcon {
            scope: offering.scope(),
            name: &name,
            png: &png,
            by: self.person()?.id,
            at: self.now(),
        })
        .await?;
        self.record(&mut tx, &offering, EventKind::IconUploaded, Detail::none()).await?;
        tx.commit().await?;
        Ok(icon::path(&name))
    }

    /// The addresses of the icons that were uploaded for an offering, the latest first.
    pub async fn icons(&self, name: &str) -> Result<Vec<String>> {
        let offering = self.read(name).await?;
        let names = self.backend().store().icons_of(offering.scope()).await?;
        Ok(names.iter().map(|name| icon::path(name)).collect())
    }
}

impl crate::Backend {
    /// The picture behind an address. Its name has 256 random bits and is told to nobody but those who see the offering.
    pub async fn icon(&self, name: &str) -> Result<Vec<u8>> {
        Ok(self.store().icon(name).await?.ok_or(Rejection::NotFound(Kind::Page))?)
    }
}

/// Width and height as the head says; nothing is decoded.
fn size(file: &[u8], kind: Option<ImageKind>) -> Option<(u32, u32)> {
    ImageReader::with_format(Cursor::new(file), format(kind?)).into_dimensions().ok()
}

/// The picture alone, no larger than icons are shown; `None` if there is none in the file.
fn rewritten(file: &[u8], kind: ImageKind) -> Option<Vec<u8>> {
    let mut reader = ImageReader::with_format(Cursor::new(file), format(kind));
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let small = if picture.width().max(picture.height()) > KEPT_SIDE {
        picture.thumbnail(KEPT_SIDE, KEPT_SIDE)
    } else {
        picture
    };
    let mut png = Vec::new();
    DynamicImage::ImageRgba8(small.into_rgba8()).write_with_encoder(PngEncoder::new(&mut png)).ok()?;
    Some(png)
}

const fn format(kind: ImageKind) -> ImageFormat {
    match kind {
        ImageKind::Png => ImageFormat::Png,
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Webp => ImageFormat::WebP,
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn drawn(width: u32, height: u32, kind: ImageKind) -> Vec<u8> {
        let picture = DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, Rgba([200, 30, 90, 255])));
        let mut file = Cursor::new(Vec::new());
        let picture = if kind == ImageKind::Jpeg { DynamicImage::ImageRgb8(picture.into_rgb8()) } else { picture };
        picture.write_to(&mut file, format(kind)).unwrap();
        file.into_inner()
    }

    #[test]
    fn every_format_becomes_a_small_png_without_anything_else() {
        for kind in [ImageKind::Png, ImageKind::Jpeg, ImageKind::Webp] {
            let mut file = drawn(600, 300, kind);
            assert_eq!(ImageKind::sniff(&file), Some(kind));
            assert_eq!(size(&file, Some(kind)), Some((600, 300)));
            file.extend(b"<script>alert(1)</script>");
            let png = rewritten(&file, kind).unwrap();
            assert_eq!(ImageKind::sniff(&png), Some(ImageKind::Png));
            assert_eq!(size(&png, Some(ImageKind::Png)), Some((256, 128)));
            assert!(!png.windows(7).any(|part| part == b"<script"), "what hung on behind is gone");
        }
    }

    #[test]
    fn what_only_begins_like_a_picture_is_none() {
        let whole = drawn(64, 64, ImageKind::Png);
        for broken in [&whole[..20], &whole[..whole.len() / 2], b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"] {
            assert_eq!(rewritten(broken, ImageKind::Png), None);
        }
        assert_eq!(rewritten(&whole, ImageKind::Jpeg), None);
    }

    /// A head that promises more pixels than anybody decodes.
    #[test]
    fn a_flood_of_pixels_is_told_by_its_head() {
        let mut file = drawn(8, 8, ImageKind::Png);
        file[16..20].copy_from_slice(&65_500_u32.to_be_bytes());
        file[20..24].copy_from_slice(&65_500_u32.to_be_bytes());
        assert_eq!(rewritten(&file, ImageKind::Png), None);
    }
}
