//! Uploaded pictures: looked at before they are decoded, decoded within limits on a thread of their own, made small, and
//! written anew, so that nothing of the file but its picture is kept (security §3f). Here are those for the media of a
//! listing, each under the hash of what is kept; icons are in `icon.rs`.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::findings::Finding;
use slipway_domain::offering::Scope;
use slipway_domain::picture::{self, Encoding, ImageKind, Kept, LONGEST_SIDE, PictureFile, Purpose, SvgFault};
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_store::{NewPicture, StoredPicture};
use tokio::sync::Semaphore;

use crate::{Acting, Report, Result};

mod svg;

/// Pictures that are decoded at a time; the largest takes 128 MiB, which is as much as the layers of an SVG.
static DECODING: Semaphore = Semaphore::const_new(2);

/// What a decoder may take beside the picture itself.
const MOST_MEMORY: u64 = 128 * 1024 * 1024;

/// What reading a head may take: what it says of colours can be packed a thousandfold, and nobody waits in line for it.
const MOST_MEMORY_OF_HEAD: u64 = 4 * 1024 * 1024;

/// Of 100; screens stay legible.
const JPEG_QUALITY: u8 = 85;

/// A picture as it was written here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub encoding: Encoding,
    pub bytes: Vec<u8>,
}

impl Acting {
    /// Refuses whoever may not upload pictures for the offering. Asked before anything of their file is read.
    pub async fn may_upload(&self, name: &str) -> Result<()> {
        self.edit_head(name, Verb::Edit, Object::Listing).await.map(drop)
    }

    /// Keeps a picture for the media of an offering and gives its address. The listing is not changed: its author
    /// chooses. The same picture once more is the one that is there, and changes nothing.
    pub async fn upload_picture(&self, name: &str, file: Vec<u8>) -> Result<String> {
        // Nobody makes us decode what they may not upload.
        let (mut tx, head) = self.edit_head(name, Verb::Edit, Object::Listing).await?;
        let kept = tx.kept_pictures(head.owner.id).await?;
        drop(tx);
        let known = known(&file, Purpose::Media, kept);
        let picture = rewritten(file, &known).await?;

        let (mut tx, head) = self.edit_head(name, Verb::Edit, Object::Listing).await?;
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(&picture.bytes));
        let address = picture::path(&hash);
        if tx.has_picture(head.scope(), &hash).await? {
            return Ok(address);
        }
        let kept = tx.kept_pictures(head.owner.id).await?;
        let length = u64::try_from(picture.bytes.len()).unwrap_or(u64::MAX);
        let findings = PictureFile { kept: Kept { bytes: kept.bytes.saturating_add(length), ..kept }, ..known }.check();
        if !findings.is_complete() {
            return Err(Rejection::Invalid(findings).into());
        }
        tx.add_picture(&NewPicture {
            scope: head.scope(),
            name: &hash,
            encoding: picture.encoding,
            body: &picture.bytes,
            by: self.person()?.id,
            at: self.now(),
        })
        .await?;
        self.record_of(&mut tx, head.scope(), EventKind::PictureUploaded, Detail::none()).await?;
        tx.commit().await?;
        Ok(address)
    }

    /// The addresses of the pictures that were uploaded for an offering's media, the latest first.
    pub async fn pictures(&self, name: &str) -> Result<Vec<String>> {
        let names = self.backend().store().pictures_of(self.uploaded_for(name).await?).await?;
        Ok(names.iter().map(|name| picture::path(name)).collect())
    }

    /// Whose uploads are asked for, if the caller may read the offering.
    pub(crate) async fn uploaded_for(&self, name: &str) -> Result<Scope> {
        let scope = self.known(name).await?;
        self.require(Verb::View, Object::Offering, Context::of(scope.account))?;
        Ok(scope)
    }
}

impl crate::Backend {
    /// The picture behind an address. Its name is a hash of 256 bits: who has it has the picture, or was told the name
    /// on a page of the offering.
    pub async fn picture(&self, name: &str) -> Result<Picture> {
        let StoredPicture { encoding, body } =
            self.store().picture(name).await?.ok_or(Rejection::NotFound(Kind::Page))?;
        Ok(Picture { encoding, bytes: body })
    }
}

/// What the first bytes and the head of a file say.
pub(crate) fn known(file: &[u8], purpose: Purpose, kept: Kept) -> PictureFile {
    let kind = ImageKind::sniff(file);
    PictureFile { purpose, length: file.len(), kind, size: size(file, kind, purpose), kept }
}

/// The picture alone; a rejection with what is wrong with the file, and nothing was decoded for what is known already.
pub(crate) async fn rewritten(file: Vec<u8>, known: &PictureFile) -> Result<Picture> {
    let (findings, purpose) = (known.check(), known.purpose);
    let (Some(kind), true) = (known.kind, findings.is_complete()) else {
        return Err(Rejection::Invalid(findings).into());
    };
    let place = DECODING.acquire().await.map_err(|error| Report::new("the decoding of pictures is closed", error))?;
    // The place is held by the work and not by who waits for it: whoever hangs up does not end what was begun.
    let work = move || {
        let written = written(&file, kind, purpose);
        drop(place);
        written
    };
    let written = match tokio::task::spawn_blocking(work).await {
        Ok(written) => written,
        // A decoder that gives up in its own way has found no picture either.
        Err(error) if error.is_panic() => Err(SvgFault::Unreadable.finding(purpose)),
        Err(error) => return Err(Report::new("a picture could not be decoded", error).into()),
    };
    written.map_err(|finding| Rejection::Invalid(finding.into()).into())
}

/// Width and height as the head says; nothing is decoded. An SVG has the size that it is drawn in.
fn size(file: &[u8], kind: Option<ImageKind>, purpose: Purpose) -> Option<(u32, u32)> {
    let side = u32::from(purpose.drawn_side());
    match format(kind?) {
        Some(format) => {
            let mut reader = ImageReader::with_format(Cursor::new(file), format);
            let mut limits = Limits::default();
            limits.max_alloc = Some(MOST_MEMORY_OF_HEAD);
            reader.limits(limits);
            reader.into_dimensions().ok()
        }
        None => Some((side, side)),
    }
}

/// The file written anew, no larger than it is shown.
fn written(file: &[u8], kind: ImageKind, purpose: Purpose) -> core::result::Result<Picture, Finding> {
    let unreadable = || Finding::new(purpose.field(), purpose.unreadable());
    let picture = match format(kind) {
        Some(format) => decoded(file, format).ok_or_else(unreadable)?,
        None => svg::drawn(file, purpose.drawn_side()).map_err(|fault| fault.finding(purpose))?,
    };
    let side = purpose.kept_side();
    let small = if picture.width().max(picture.height()) > side { picture.thumbnail(side, side) } else { picture };
    // Photographs stay what they are; everything that may have sharp edges or see-through parts is kept to the pixel.
    let encoding = if purpose == Purpose::Media && kind == ImageKind::Jpeg { Encoding::Jpeg } else { Encoding::Png };
    let mut bytes = Vec::new();
    let encoded = match encoding {
        Encoding::Png => DynamicImage::ImageRgba8(small.into_rgba8()).write_with_encoder(PngEncoder::new(&mut bytes)),
        Encoding::Jpeg => DynamicImage::ImageRgb8(small.into_rgb8())
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)),
    };
    encoded.map_err(|_| unreadable())?;
    purpose.kept_fault(bytes.len()).map_or(Ok(Picture { encoding, bytes }), Err)
}

fn decoded(file: &[u8], format: ImageFormat) -> Option<DynamicImage> {
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    reader.decode().ok()
}

/// `None`: it is drawn and not decoded.
const fn format(kind: ImageKind) -> Option<ImageFormat> {
    Some(match kind {
        ImageKind::Png => ImageFormat::Png,
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Webp => ImageFormat::WebP,
        ImageKind::Svg => return None,
    })
}

#[cfg(test)]
mod tests;
