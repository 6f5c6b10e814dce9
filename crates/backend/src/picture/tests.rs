use image::{Rgba, RgbaImage};
use slipway_domain::picture::LARGEST_KEPT;
use slipway_domain::rule::media;

use super::*;

const RASTERS: [ImageKind; 3] = [ImageKind::Png, ImageKind::Jpeg, ImageKind::Webp];

fn drawn(width: u32, height: u32, kind: ImageKind) -> Vec<u8> {
    let picture = DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, Rgba([200, 30, 90, 255])));
    let mut file = Cursor::new(Vec::new());
    let picture = if kind == ImageKind::Jpeg { DynamicImage::ImageRgb8(picture.into_rgb8()) } else { picture };
    picture.write_to(&mut file, format(kind).unwrap()).unwrap();
    file.into_inner()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn every_format_becomes_a_small_picture_without_anything_else() {
    for kind in RASTERS {
        let mut file = drawn(600, 300, kind);
        assert_eq!(ImageKind::sniff(&file), Some(kind));
        assert_eq!(size(&file, Some(kind), Purpose::Icon), Some((600, 300)));
        file.extend(b"<script>alert(1)</script>");
        let Picture { encoding, bytes } = written(&file, kind, Purpose::Icon).unwrap();
        assert_eq!((encoding, ImageKind::sniff(&bytes)), (Encoding::Png, Some(ImageKind::Png)));
        assert_eq!(size(&bytes, Some(ImageKind::Png), Purpose::Icon), Some((256, 128)));
        assert!(!holds(&bytes, b"<script"), "what hung on behind is gone");
    }
}

#[test]
fn a_screen_keeps_its_size_and_a_photograph_its_format() {
    for kind in RASTERS {
        let Picture { encoding, bytes } = written(&drawn(2000, 500, kind), kind, Purpose::Media).unwrap();
        let expected = if kind == ImageKind::Jpeg { Encoding::Jpeg } else { Encoding::Png };
        assert_eq!(encoding, expected, "{kind:?}");
        assert_eq!(size(&bytes, ImageKind::sniff(&bytes), Purpose::Media), Some((1600, 400)), "{kind:?}");
    }
}

/// A square that no encoder makes smaller.
fn noise(side: u32) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let picture = RgbaImage::from_fn(side, side, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        Rgba(state.to_be_bytes())
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(picture).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

#[test]
fn a_picture_that_stays_large_is_refused_and_one_within_the_limit_is_kept() {
    let refused = written(&noise(1100), ImageKind::Png, Purpose::Media).unwrap_err();
    assert_eq!(refused, Finding::new(Purpose::Media.field(), media::PICTURE_KEPT_TOO_LARGE));
    let kept = written(&noise(800), ImageKind::Png, Purpose::Media).unwrap();
    assert!(kept.bytes.len() <= LARGEST_KEPT);
}

/// Cameras write down where somebody was, and editors who they are.
#[test]
fn what_a_file_says_beside_its_picture_is_gone() {
    let jpeg = drawn(40, 20, ImageKind::Jpeg);
    let note = b"Exif\0\0GPS 52.5200 13.4050 Kim";
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    let noted = [&jpeg[..2], &[0xff, 0xe1], &length, note, &jpeg[2..]].concat();
    let Picture { bytes, .. } = written(&noted, ImageKind::Jpeg, Purpose::Media).unwrap();
    assert!(holds(&noted, b"GPS") && !holds(&bytes, b"GPS"));
}

#[test]
fn what_only_begins_like_a_picture_is_none() {
    for kind in RASTERS {
        let whole = drawn(64, 64, kind);
        let head = whole[..12].to_vec();
        for broken in [whole[..20].to_vec(), [head, b"<script>alert(1)</script>".to_vec()].concat()] {
            assert!(written(&broken, kind, Purpose::Media).is_err(), "{kind:?}");
        }
    }
    let png = drawn(64, 64, ImageKind::Png);
    assert!(written(&png[..png.len() / 2], ImageKind::Png, Purpose::Icon).is_err());
    assert!(written(&png, ImageKind::Jpeg, Purpose::Icon).is_err());
    assert!(written(&png, ImageKind::Svg, Purpose::Icon).is_err());
}

/// A head that promises more pixels than anybody decodes.
#[test]
fn a_flood_of_pixels_is_told_by_its_head() {
    let mut file = drawn(8, 8, ImageKind::Png);
    file[16..20].copy_from_slice(&65_500_u32.to_be_bytes());
    file[20..24].copy_from_slice(&65_500_u32.to_be_bytes());
    for purpose in [Purpose::Icon, Purpose::Media] {
        assert!(written(&file, ImageKind::Png, purpose).is_err());
        assert!(!known(&file, purpose, Kept::default()).check().is_complete(), "nothing is decoded to tell that");
    }
}

#[test]
fn an_svg_is_drawn_no_larger_than_its_purpose_asks_for() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><rect width='20' height='10'/></svg>";
    for (purpose, expected) in [(Purpose::Icon, (256, 128)), (Purpose::Media, (640, 320))] {
        let picture = written(svg, ImageKind::Svg, purpose).unwrap();
        assert_eq!(picture.encoding, Encoding::Png);
        assert_eq!(size(&picture.bytes, Some(ImageKind::Png), purpose), Some(expected));
    }
}

/// The one thread that decodes is kept busy, so that what waits for it stays where it is.
#[test]
fn whoever_hangs_up_leaves_the_place_taken_until_the_work_is_done() {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let (go_on, wait) = std::sync::mpsc::channel::<()>();
        let busy = tokio::task::spawn_blocking(move || wait.recv());
        let file = drawn(8, 8, ImageKind::Png);
        let known = known(&file, Purpose::Icon, Kept::default());
        let mut upload = Box::pin(rewritten(file, &known));
        core::future::poll_fn(|context| {
            assert!(upload.as_mut().poll(context).is_pending());
            core::task::Poll::Ready(())
        })
        .await;
        drop(upload);
        assert_eq!(DECODING.available_permits(), 1, "two at a time, however many hang up");
        go_on.send(()).unwrap();
        busy.await.unwrap().unwrap();
        tokio::task::spawn_blocking(|| ()).await.unwrap();
        assert_eq!(DECODING.available_permits(), 2);
    });
}
